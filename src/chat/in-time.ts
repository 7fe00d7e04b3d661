/** A message waits no longer than this for whom it mentions, in ms; the look-up goes on for the next one. */
const waitMaxMs = 1_000;

/**
 * What is waited for, or `instead` where it takes too long. The work goes on; it rejects where the work does in time.
 *
 * @param waitMs a second by default
 */
export async function inTime<T>(work: Promise<T>, instead: NoInfer<T>, waitMs = waitMaxMs): Promise<T> {
  const late = Promise.withResolvers<T>();
  const timer = setTimeout(() => late.resolve(instead), waitMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
