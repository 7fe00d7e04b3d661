import type { Monitor } from "../incident/judgement.ts";
import { policyFaults as say } from "../words/policy.ts";
import type { Path } from "./document/path.ts";
import type { PolicyDocument, WrittenMonitor } from "./document/schema.ts";
import type { FaultBook } from "./policy-error.ts";
import type { Subject } from "./subject.ts";
import { parseDuration } from "./time/duration.ts";

/** What the policy says of the series of services. */
export type Monitors = {
  /** How often a measurement's series must be measured; `undefined` where the policy does not say (behaviour 2.6). */
  readonly of: (subject: Subject) => Monitor | undefined;
  /** How late the labels of a service's metric come, in ms; 0 where the policy does not say (behaviour 7). */
  readonly labelsDelayOf: (service: string, metric: string, segment?: string) => number;
};

/** An entry of `monitors:`, which may say how late labels come without saying how often they do. */
type ReadMonitor = { readonly monitor?: Monitor; readonly labelsDelayMs?: number };

const keyOf = (service: string, metric: string, segment = "") => JSON.stringify([service, metric, segment]);

/**
 * Compiles the services' `monitors:`. An entry with a `segment` is about that segment, one without about all others of the
 * metric; one without `every` monitors nothing.
 */
export function compileMonitors({ services = {} }: PolicyDocument, book: FaultBook): Monitors {
  const monitors = new Map<string, ReadMonitor>();
  for (const [service, { monitors: written = [] }] of Object.entries(services)) {
    for (const [at, one] of written.entries()) {
      const read = readMonitor(one, ["services", service, "monitors", at], book);
      monitors.set(keyOf(service, one.metric, one.segment), read);
    }
  }
  const find = (key: keyof ReadMonitor, service: string, metric: string, segment?: string) =>
    [keyOf(service, metric, segment), keyOf(service, metric)]
      .map((one) => monitors.get(one))
      .find((one) => one?.[key] !== undefined);
  return {
    of: ({ alert: { measurement }, identity: { service } }) => {
      if (monitors.size === 0 || !measurement || service === undefined) return undefined;
      return find("monitor", service, measurement.metric, measurement.segment)?.monitor;
    },
    labelsDelayOf: (service, metric, segment) => find("labelsDelayMs", service, metric, segment)?.labelsDelayMs ?? 0,
  };
}

/** Half of `every` is the grace where none is written (chosen): a job that starts late is no news. */
function readMonitor(written: WrittenMonitor, path: Path, book: FaultBook): ReadMonitor {
  const read = (key: "every" | "grace" | "labels_delay"): number | undefined => {
    const value = written[key];
    if (value === undefined) return undefined;
    const durationMs = parseDuration(value);
    if (durationMs !== null && (durationMs > 0 || key !== "every")) return durationMs;
    book.fault([...path, key], say.badDuration({ value }));
    return undefined;
  };
  const everyMs = read("every");
  const graceMs = read("grace");
  const delay = read("labels_delay");
  return {
    ...(delay === undefined ? {} : { labelsDelayMs: delay }),
    ...(everyMs === undefined
      ? {}
      : { monitor: { everyMs, graceMs: graceMs ?? everyMs / 2, labelsDelayMs: delay ?? 0 } }),
  };
}
