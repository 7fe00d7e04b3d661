import type { Monitor } from "../incident/judgement.ts";
import { policyFaults as say } from "../words/policy.ts";
import type { Path } from "./document/path.ts";
import type { PolicyDocument, WrittenMonitor } from "./document/schema.ts";
import type { FaultBook } from "./policy-error.ts";
import type { Subject } from "./subject.ts";
import { parseDuration } from "./time/duration.ts";

/** How often a measurement's series must be measured; `undefined` where the policy does not say (behaviour 2.6). */
export type Monitors = (subject: Subject) => Monitor | undefined;

const keyOf = (service: string, metric: string, segment = "") => JSON.stringify([service, metric, segment]);

/**
 * Compiles the services' `monitors:`. An entry with a `segment` is about that segment, one without about all others of the
 * metric; one without `every` monitors nothing.
 */
export function compileMonitors({ services = {} }: PolicyDocument, book: FaultBook): Monitors {
  const monitors = new Map<string, Monitor>();
  for (const [service, { monitors: written = [] }] of Object.entries(services)) {
    for (const [at, one] of written.entries()) {
      const monitor = readMonitor(one, ["services", service, "monitors", at], book);
      if (monitor) monitors.set(keyOf(service, one.metric, one.segment), monitor);
    }
  }
  return ({ alert: { measurement }, identity: { service } }) => {
    if (monitors.size === 0 || !measurement || service === undefined) return undefined;
    const { metric, segment } = measurement;
    return monitors.get(keyOf(service, metric, segment)) ?? monitors.get(keyOf(service, metric));
  };
}

/** Half of `every` is the grace where none is written (chosen): a job that starts late is no news. */
function readMonitor(written: WrittenMonitor, path: Path, book: FaultBook): Monitor | undefined {
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
  const labelsDelayMs = read("labels_delay") ?? 0;
  return everyMs === undefined ? undefined : { everyMs, graceMs: graceMs ?? everyMs / 2, labelsDelayMs };
}
