/** Longest synchronous stretch, in ms, before work gives way to everything else (protocol 8.3). */
const stretchMs = 5;

/**
 * Calls `step` for each item and lets the event loop turn whenever a stretch gets long, so that ten thousand alerts in
 * one body never hold up a chat click.
 */
export async function eachGivingWay<T>(items: Iterable<T>, step: (item: T) => void): Promise<void> {
  let since = performance.now();
  for (const item of items) {
    step(item);
    if (performance.now() - since > stretchMs) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      since = performance.now();
    }
  }
}
