import type { Log } from "../log.ts";
import type { Destination } from "../policy/destination.ts";
import type { CheckResult, Receiver } from "../receivers/receiver.ts";
import type { Store } from "../store/port.ts";

const checkTimeOutMs = 10_000;

/** What the start-up check of a destination found. */
export type Checked = { readonly destination: Destination; readonly result: CheckResult };

/** Asks each receiver about each of its destinations: token, channel, project. Never rejects. */
export async function checkDestinations(
  destinations: readonly Destination[],
  receivers: ReadonlyMap<string, Receiver>,
  log: Log,
): Promise<readonly Checked[]> {
  return Promise.all(
    destinations.map(async (destination) => {
      try {
        const check = receivers.get(destination.receiver)?.check(destination, AbortSignal.timeout(checkTimeOutMs));
        return {
          destination,
          result: (await check) ?? { kind: "faulty", notes: [{ key: "not-configured", values: {} }] },
        };
      } catch (cause) {
        log.warn({ destination: destination.id, err: cause }, "a destination could not be checked");
        return { destination, result: { kind: "faulty", notes: [{ key: "unreachable", values: {} }] } };
      }
    }),
  );
}

/** Canonical ids found by earlier starts, so that a vendor that is away now changes nothing. */
export async function knownPlaces(store: Store, ids: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const pairs = await Promise.all([...ids].map(async (id) => [id, await store.kept(`place:${id}`)] as const));
  return new Map(pairs.flatMap(([id, place]) => (place === null ? [] : [[id, place]])));
}

/** Keeps what the checks found. */
export async function rememberPlaces(store: Store, all: readonly Checked[]): Promise<void> {
  for (const { destination, result } of all) {
    if ("canonical" in result && typeof result.canonical === "string")
      await store.keep(`place:${destination.id}`, result.canonical);
  }
}
