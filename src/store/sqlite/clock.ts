/**
 * A clock that follows the wall but never goes back (protocol 1.6). When the wall steps back it goes on from where it
 * stood, at the wall's pace, so that no lease or due time is frozen; when the wall has caught up it follows again.
 * Whole milliseconds.
 */
export function steadyClock(wall: () => number): () => number {
  let last = 0;
  let aheadMs = 0;
  return () => {
    const at = Math.floor(wall());
    if (at >= last) aheadMs = 0;
    else if (at + aheadMs < last) aheadMs = last - at;
    last = at + aheadMs;
    return last;
  };
}
