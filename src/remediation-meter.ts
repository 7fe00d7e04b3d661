import type { Outlook } from "./incident/actions/outlook.ts";
import { type Run, runFailures, verdictKinds } from "./incident/actions/run.ts";
import type { Fact, RunNews } from "./incident/fact.ts";
import type { Incident } from "./incident/incident.ts";
import type { Log } from "./log.ts";
import type { Meter } from "./meter.ts";

/** What an action came to; `reached` and a verdict are both counted. */
export const actionOutcomes = ["reached", ...verdictKinds, ...runFailures] as const;
type ActionOutcome = (typeof actionOutcomes)[number];
/** What a look came to. */
export const outlookOutcomes = ["nothing", "propose", "act", "would-act"] as const satisfies Outlook["wish"]["kind"][];

type Hearing = { readonly meter: Meter; readonly log: Log; readonly now: () => number };

/** Counts and logs what acting on models told: one line for each state that changed, with ids and closed words alone. */
export function heardOfActing(incident: Incident, fact: Fact, { meter, log, now }: Hearing): void {
  const { uid } = incident;
  if (fact.kind === "outlook") {
    const { kind } = fact.outlook.wish;
    meter.count("outlooks_total", { outcome: kind });
    if (kind !== "nothing") log.info({ uid, action: fact.outlook.wish.action, wish: kind }, "an action is wanted");
    return;
  }
  if (fact.kind !== "run") return;
  const run = incident.runs?.find(({ id }) => id === fact.run);
  if (!run) return;
  const { news } = fact;
  const { action, undoes } = run;
  const outcome = outcomeOf(news);
  if (outcome) meter.count("actions_total", { action, outcome });
  const step = "step" in news ? stepOf(run, news.step) : undefined;
  if (step?.at !== undefined && (news.what === "step-done" || news.what === "step-failed")) {
    meter.observe("action_step_ms", now() - step.at, { provider: step.provider });
  }
  const because = "because" in news ? { because: news.because } : {};
  const at = "step" in news ? { step: news.step, provider: step?.provider } : {};
  log.info(
    {
      uid,
      run: run.id,
      action,
      ...(undoes === undefined ? {} : { undoes }),
      news: news.what,
      ...at,
      ...because,
      ...(outcome ? { outcome } : {}),
    },
    "a run went on",
  );
}

function outcomeOf(news: RunNews): ActionOutcome | undefined {
  if (news.what === "reached") return news.what;
  if (news.what === "failed") return news.because;
  if (news.what === "step-failed") return "step";
  return news.what === "verdict" ? news.verdict.kind : undefined;
}

function stepOf({ plan, steps }: Run, at: number) {
  const provider = plan.steps[at]?.provider;
  const begunAt = steps[at]?.at;
  return provider === undefined ? undefined : { provider, ...(begunAt === undefined ? {} : { at: begunAt }) };
}
