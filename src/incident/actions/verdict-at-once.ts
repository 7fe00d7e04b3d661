import type { Incident } from "../incident.ts";
import type { Run, Verdict } from "./run.ts";

/**
 * What is known of a verdict as soon as a run is through: that nothing can ever give one, or that labels come later than
 * anybody watches, and when. `undefined`: it is watched for.
 *
 * @param firstAnswerAt when the first measurement can answer, ms since the epoch
 */
export function verdictAtOnce(
  { lead }: Incident,
  { plan }: Run,
  { now, firstAnswerAt }: { readonly now: number; readonly firstAnswerAt: number | undefined },
): Verdict | undefined {
  const { helps } = plan;
  if (helps?.byQuery) return undefined;
  const metric = helps?.metric ?? lead.measurement?.metric;
  if (helps === undefined || metric === undefined) return { kind: "cannot-tell", because: "no-metric", at: now };
  // A proxy is named because it answers sooner.
  if (helps.metric !== undefined || helps.labelsDelayMs <= helps.forMs) return undefined;
  const until = firstAnswerAt ?? now + helps.labelsDelayMs;
  return { kind: "cannot-tell", because: "labels-late", metric, until, at: now };
}
