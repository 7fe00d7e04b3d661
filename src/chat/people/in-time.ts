/** A message waits no longer than this for whom it mentions, in ms; the look-up goes on for the next one. */
const waitMaxMs = 1_000;

/**
 * What is looked up for a message, or `instead` where it takes too long.
 *
 * @param waitMs a second by default
 */
export async function inTime<T>(lookedUp: Promise<T>, instead: NoInfer<T>, waitMs = waitMaxMs): Promise<T> {
  const late = Promise.withResolvers<T>();
  const timer = setTimeout(() => late.resolve(instead), waitMs);
  try {
    return await Promise.race([lookedUp, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
