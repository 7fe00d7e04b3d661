import type { Judgement, Owed } from "../incident/judgement.ts";
import { newlyOwed, owedWith } from "../incident/newly-owed.ts";

/**
 * Two names in a policy for one place are one destination (protocol 1.5): maps each id to the first with the same
 * canonical vendor id. Ids that stand for themselves are left out.
 *
 * @param ids destinations in the policy's order
 * @param canonicalOf what the start-up checks found, `slack:#ai-alerts` to `slack:C0123`
 */
export function samePlaces(
  ids: Iterable<string>,
  canonicalOf: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const firstAt = new Map<string, string>();
  const same = new Map<string, string>();
  for (const id of ids) {
    const place = canonicalOf.get(id) ?? id;
    const first = firstAt.get(place);
    if (first === undefined) firstAt.set(place, id);
    else same.set(id, first);
  }
  return same;
}

/** A judgement in which each place is owed once, at the hours of all its names. */
export function withoutTwins(judgement: Judgement, same: ReadonlyMap<string, string>): Judgement {
  if (same.size === 0) return judgement;
  const { owed, shadow } = judgement;
  const isTwin = ({ id }: Owed) => same.has(id);
  if (!owed.some(isTwin) && !shadow?.some(isTwin)) return judgement;
  return { ...judgement, owed: merged(owed, same), ...(shadow ? { shadow: merged(shadow, same) } : {}) };
}

function merged(owed: readonly Owed[], same: ReadonlyMap<string, string>): readonly Owed[] {
  return owed.reduce<readonly Owed[]>((before, one) => {
    const named = { ...one, id: same.get(one.id) ?? one.id };
    return owedWith(before, newlyOwed(before, [named]));
  }, []);
}
