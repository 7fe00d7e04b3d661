/** First wait after a failure. */
const firstMs = 1_000;
/** A page is tried again at least this often as long as it is wanted (protocol 9). */
const longestMs = 5 * 60_000;

/**
 * How long to wait after a number of failed tries: doubling, at most 5 min, with up to a quarter of jitter taken off so
 * that destinations do not march in step.
 *
 * @param random 0 to 1
 */
export function backoffMs(failedTries: number, random: number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(failedTries, 20));
  return Math.round(whole * (1 - random / 4));
}
