import { present } from "../../present.ts";
import { named } from "../apply-acts.ts";
import { excerptOf } from "../bounded.ts";
import type { Incident } from "../incident.ts";
import type { ActionEntryData } from "./action-entries.ts";
import { keptRuns, withRun } from "./keep-runs.ts";
import { proposalKey } from "./proposal-key.ts";
import type { Run, RunStep } from "./run.ts";

/** Kinds that tell what changed, what could be done and what was. */
export type ActionEntryKind = keyof ActionEntryData;

/** So many sets of reasons that people were asked with are remembered. */
const proposedMax = 8;

type Applied<K extends ActionEntryKind> = (incident: Incident, data: ActionEntryData[K], at: number) => Incident;

/** What such an entry does to the incident. */
export const appliedActions: { readonly [K in ActionEntryKind]: Applied<K> } = {
  changes: ({ changes: _before, ...incident }, { changes }) =>
    changes.length === 0 ? incident : { ...incident, changes },
  planned: ({ plans: _plans, suggests: _suggests, ...incident }, { plans, suggests, drops }) => ({
    ...(drops ? withoutProposal(incident) : incident),
    ...(plans.length === 0 ? {} : { plans: Object.fromEntries(plans.map((plan) => [plan.action, plan])) }),
    ...(suggests === undefined ? {} : { suggests }),
  }),
  "action-proposed": (incident, { plan: _plan, again, ...proposal }, at) => ({
    ...{ ...incident, proposal: { ...proposal, at } },
    ...(again ? {} : { proposed: [...(incident.proposed ?? []), proposalKey(proposal)].slice(-proposedMax) }),
  }),
  "action-asked": (incident, data, at) =>
    withNewRun(named(incident, data), { ...newRun(data, at), state: "asked", dueAt: data.dueAt }),
  "action-approval-due": (incident, { run, dueAt }) => changed(incident, run, { dueAt }),
  "action-approved": (incident, data, at) =>
    changed(named(incident, data), data.run, {
      ...{ state: "running", approvedBy: data.by, startedAt: at },
      ...(data.why === undefined ? {} : { why: excerptOf(data.why) }),
    }),
  "action-declined": (incident, data, at) =>
    stopped(named(incident, data), data.run, { state: "declined", endedAt: at }),
  "action-started": (incident, data, at) => {
    const { vetoUntil, undoes } = data;
    const waits = vetoUntil === undefined ? { startedAt: at } : { dueAt: vetoUntil };
    const run: Run = { ...newRun(data, at), state: vetoUntil === undefined ? "running" : "veto", ...waits };
    const after = undoes === undefined ? incident : changed(incident, undoes, { undoneBy: data.run });
    return withNewRun(named(after, data), undoes === undefined ? run : { ...run, undoes });
  },
  "action-begun": (incident, { run }, at) => changed(incident, run, { state: "running", startedAt: at }),
  "action-held": (incident, data, at) => stopped(named(incident, data), data.run, { state: "held", endedAt: at }),
  "action-hurried": (incident, data, at) =>
    changed(named(incident, data), data.run, { state: "running", startedAt: at }),
  "action-step": (incident, data, at) => ({
    ...incident,
    runs: withRun(incident.runs, data.run, (run) => afterStep(run, data, at)),
  }),
  "action-serving": (incident, { run, serving }) => changed(incident, run, { serving }),
  "action-done": (incident, { run: id, serving, firstAnswerAt, watchUntil }, at) => ({
    ...incident,
    runs: withRun(incident.runs, id, (run) => ({
      ...run,
      // Whether the way back helped is not asked.
      ...(run.undoes === undefined ? { state: "watching" } : { state: "ended", endedAt: at }),
      doneAt: at,
      ...(serving === undefined ? {} : { serving, servedAt: at }),
      ...present({ firstAnswerAt, watchUntil }),
    })),
  }),
  "action-failed": (incident, { run, because }, at) =>
    stopped(incident, run, { state: "failed", because, endedAt: at }),
  "action-verdict": (incident, { run, verdict, of }, at) => {
    const known = of === undefined ? incident : withNewRun(incident, of);
    return {
      ...known,
      // Labels that come late are still waited for.
      runs: withRun(known.runs, run, (one) =>
        verdict.because === "labels-late" ? { ...one, verdict } : { ...one, verdict, state: "ended", endedAt: at },
      ),
    };
  },
};

function newRun(
  { run, action, plan, by, where, why, source, before }: ActionEntryData["action-asked" | "action-started"],
  at: number,
): Omit<Run, "state"> {
  return {
    ...{ id: run, action, plan, by, where, askedAt: at },
    steps: plan.steps.map((): RunStep => ({ state: "waiting" })),
    changed: false,
    ...(why === undefined ? {} : { why: excerptOf(why) }),
    ...present({ source, before }),
  };
}

/** What was put to people is decided by whatever is done. */
function withNewRun(incident: Incident, run: Run): Incident {
  return { ...withoutProposal(incident), runs: keptRuns([...(incident.runs ?? []), run]) };
}

function withoutProposal<I extends Partial<Incident>>({ proposal: _proposal, ...incident }: I): Omit<I, "proposal"> {
  return incident;
}

function changed(incident: Incident, id: string, change: Partial<Run>): Incident {
  return { ...incident, runs: withRun(incident.runs, id, (run) => ({ ...run, ...change })) };
}

/** A run that ends without its effect. A way back that changed nothing leaves what it was to take back as it was. */
function stopped(incident: Incident, id: string, end: Partial<Run>): Incident {
  const after = changed(incident, id, end);
  const run = after.runs?.find((one) => one.id === id);
  if (run?.undoes === undefined || run.changed) return after;
  const again = withRun(after.runs, run.undoes, ({ undoneBy: _undoneBy, ...one }) => one);
  return { ...after, runs: again };
}

function afterStep(run: Run, data: ActionEntryData["action-step"], at: number): Run {
  const { run: _run, step, news, ...what } = data;
  const steps = run.steps.map((one, place): RunStep => (place === step ? { ...what, state: news, at } : one));
  // What was so already changed nothing.
  const isDifferent = what.before === undefined || what.before !== what.after;
  const after = { ...run, steps, changed: run.changed || (news === "done" && isDifferent) };
  const isThrough = steps.every(({ state }) => state === "done" || state === "skipped");
  return isThrough ? { ...after, state: "serving", dueAt: at + run.plan.withinMs } : after;
}
