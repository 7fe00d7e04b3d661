import type { Run, Verdict } from "../incident/actions/run.ts";
import type { RunNews } from "../incident/fact.ts";
import type { Incident, Lead } from "../incident/incident.ts";
import type { ServiceAction } from "../policy/actions/service-action.ts";
import { parseBand } from "../policy/severity/band.ts";
import type { QueryAnswer, RemediationDeps } from "./remediation-deps.ts";

type AnswerTimes = Pick<Extract<RunNews, { what: "reached" }>, "firstAnswerAt" | "watchUntil">;

/** A query that could not be asked is asked again so much later, in ms. */
const askAgainMs = 30_000;
const callMs = 8_000;

type AnswerScene = {
  readonly run: Pick<Run, "plan">;
  readonly action: ServiceAction | undefined;
  readonly incident: Pick<Incident, "lead">;
};

/**
 * When the first answer to "did it help?" can come after what serves was reached, and until when it is waited for; nothing
 * where nothing can answer (behaviour 7). Times are ms since the epoch.
 */
export function answerTimes({ run, action, incident }: AnswerScene, servedAt: number): AnswerTimes {
  const { helps } = run.plan;
  if (!helps) return {};
  const lastsMs = helps.byQuery ? (action?.helps.promql?.rangeMs ?? 0) : windowMs(incident.lead) + helps.labelsDelayMs;
  const firstAnswerAt = servedAt + lastsMs;
  return { firstAnswerAt, watchUntil: firstAnswerAt + helps.forMs };
}

function windowMs({ measurement }: Lead): number {
  const { windowFrom, windowTo = 0, everyMs = 0 } = measurement ?? {};
  return windowFrom === undefined ? everyMs : Math.max(0, windowTo - windowFrom);
}

/**
 * The verdict of a run that is being watched, where no measurement of the incident's own gives it; a number is when to ask
 * again, in ms since the epoch, `null`: never.
 */
export async function judgeHelp(
  run: Run,
  action: ServiceAction | undefined,
  deps: Pick<RemediationDeps, "now" | "promql">,
): Promise<Verdict | number | null> {
  if (run.state !== "watching" || run.verdict || run.undoneBy !== undefined) return null;
  const { firstAnswerAt = 0, watchUntil } = run;
  if (watchUntil === undefined) return null;
  const now = deps.now();
  const isOver = now >= watchUntil;
  const noneCame: Verdict = { kind: "cannot-tell", because: "not-measured", at: now };
  if (!run.plan.helps?.byQuery) return isOver ? noneCame : watchUntil;
  if (now < firstAnswerAt) return firstAnswerAt;
  const check = action?.helps.promql;
  const band = check && parseBand(check.healthy, "value");
  // The policy says no more what to ask.
  if (!band) return noneCame;
  const answer = await ask(check.query, deps);
  if (answer.kind === "faulty") return { ...noneCame, because: "away" };
  if (answer.kind === "series" && answer.series.length > 0) {
    const values = answer.series.map(({ value }) => value);
    const bad = values.find((value) => !band.reached(value));
    const after = bad ?? values[0];
    return { kind: bad === undefined ? "helped" : "did-not-help", at: now, ...(after === undefined ? {} : { after }) };
  }
  if (isOver) return answer.kind === "away" ? { ...noneCame, because: "away" } : noneCame;
  return Math.min(watchUntil, now + askAgainMs);
}

async function ask(query: string, { promql }: Pick<RemediationDeps, "promql">): Promise<QueryAnswer> {
  try {
    return await promql(query, AbortSignal.timeout(callMs));
  } catch {
    return { kind: "away" };
  }
}
