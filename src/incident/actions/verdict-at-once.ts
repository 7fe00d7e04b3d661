import type { Incident } from "../incident.ts";
import type { Run, Verdict } from "./run.ts";

/**
 * What is known of a verdict as soon as a run is through: that nothing can ever give one, or that labels come later than
 * anybody watches, and when. `undefined`: it is watched for.
 */
export function verdictAtOnce({ lead }: Incident, { plan }: Run, now: number): Verdict | undefined {
  const { helps } = plan;
  const metric = helps?.metric ?? lead.measurement?.metric;
  if (helps === undefined || (metric === undefined && !helps.byQuery))
    return { kind: "cannot-tell", because: "no-metric", at: now };
  // A proxy is named because it answers sooner; a query is asked.
  const isOwn = helps.metric === undefined && !helps.byQuery;
  if (!isOwn || metric === undefined || helps.labelsDelayMs <= helps.forMs) return undefined;
  const until = now + windowMs(lead.measurement) + helps.labelsDelayMs;
  return { kind: "cannot-tell", because: "labels-late", metric, until, at: now };
}

/** How long a window is, in ms; 0 where its sender does not say when it begins. */
function windowMs(measurement: Incident["lead"]["measurement"]): number {
  const { windowFrom, windowTo = 0 } = measurement ?? {};
  return windowFrom === undefined ? 0 : Math.max(0, windowTo - windowFrom);
}
