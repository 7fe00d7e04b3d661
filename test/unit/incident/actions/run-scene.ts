import type { Outlook, Wish } from "../../../../src/incident/actions/outlook.ts";
import type { ActionPlan } from "../../../../src/incident/actions/plan.ts";
import type { Run } from "../../../../src/incident/actions/run.ts";
import type { Tick } from "../../../../src/incident/actions/tick.ts";
import type { JudgedAlert, RunNews } from "../../../../src/incident/fact.ts";
import { Ledger, measured, minuteMs, nine } from "../ledger.ts";

export const hourMs = 60 * minuteMs;

/** The way back from v8 to v7: the alias, then the restart; measurements of 100 at least say whether it helped. */
export const rollback: ActionPlan = {
  action: "rollback",
  at: nine,
  steps: [
    { provider: "mlflow", key: "k1", doing: "move-alias", name: "champion", of: "credit", from: "8", to: "7" },
    { provider: "kubernetes", key: "k2", doing: "restart", name: "deployment/credit-scoring", of: "ml" },
  ],
  ...{ from: "8", to: "7", tested: true, checksServing: true, withinMs: 10 * minuteMs },
  serving: [{ version: "8", count: 8 }],
  helps: { minSample: 100, labelsDelayMs: 0, forMs: 2 * hourMs },
};
/** A restart: nothing is measured for it. */
export const restart: ActionPlan = {
  ...{ action: "restart", at: nine, checksServing: false, withinMs: 10 * minuteMs },
  steps: [{ provider: "kubernetes", key: "k2", doing: "restart", name: "deployment/credit-scoring", of: "ml" }],
};
export const withdrawal: ActionPlan = { ...restart, action: "withdrawal", approvers: ["po"] };

export const ticks: readonly Tick[] = [
  { id: "champion", ok: true },
  { id: "tested", ok: true },
];
export const untested: readonly Tick[] = [
  { id: "champion", ok: true },
  { id: "tested", ok: false },
];
export const nothing: Wish = { kind: "nothing" };
export const actNow: Extract<Wish, { kind: "act" }> = { kind: "act", action: "rollback", run: "r1", vetoMs: 0, ticks };
export const asking: Extract<Wish, { kind: "propose" }> = {
  kind: "propose",
  action: "rollback",
  because: "ticks",
  ticks: untested,
};

/** One measurement of the model's accuracy, a window of an hour unless said otherwise; minutes after nine. */
export function accuracy(
  level: Parameters<typeof measured>[0],
  { from, to, value = 0.9, sample = 1_000 }: { from?: number; to: number; value?: number; sample?: number },
): JudgedAlert {
  const sampleSize = { sampleSize: sample };
  const windowTo = nine + to * minuteMs;
  const windowFrom = nine + (from ?? to - 60) * minuteMs;
  return measured(level, to, {
    judgement: { identity: drift },
    measurement: { metric: "accuracy", value, baseline: 0.95, windowFrom, windowTo, ...sampleSize },
  });
}
const drift = {
  ...{ environment: "production", environmentAssumed: false, service: "credit-scoring", model: "credit" },
  family: "model-quality",
} as const;

/** An URGENT drift of accuracy, 0.846 from eight to nine. */
export function drifted(): Ledger {
  const ledger = new Ledger();
  ledger.alerts([accuracy("urgent", { to: 0, value: 0.846 })]);
  return ledger.after(minuteMs);
}

/** What was found when Vigie looked around: both plans, and what the policy wants. */
export function look(ledger: Ledger, wish: Wish = nothing, more: Partial<Outlook> = {}): void {
  const outlook: Outlook = { at: ledger.now, changes: [], plans: [rollback, restart, withdrawal], wish, ...more };
  ledger.tell({ kind: "outlook", uid: ledger.open.uid, outlook });
}

/** What became of a run, one commit each. */
export function hear(ledger: Ledger, run: string, ...news: readonly RunNews[]): void {
  for (const one of news) ledger.tell({ kind: "run", uid: ledger.open.uid, run, news: one });
}

/** The run of that id; there must be one. */
export function runOf(ledger: Ledger, id = "r1"): Run {
  const run = ledger.open.runs?.find((one) => one.id === id);
  if (!run) throw new Error(`there is no run ${id}`);
  return run;
}

/** Its steps are done: the alias moved, the pods restarted. */
export const stepsDone: readonly RunNews[] = [
  { what: "step-begun", step: 0 },
  { what: "step-done", step: 0, before: "8", after: "7" },
  { what: "step-begun", step: 1 },
  { what: "step-done", step: 1 },
];
export const served = [{ version: "7", count: 8 }];

/** A rollback that began by itself at 09:01 and served v7 at 09:05; watched until 12:05. */
export function rolledBack(ledger: Ledger = drifted()): Ledger {
  look(ledger, actNow);
  hear(ledger.after(minuteMs), "r1", ...stepsDone);
  const servedAt = ledger.after(3 * minuteMs).now;
  hear(ledger, "r1", {
    ...{ what: "reached", serving: served },
    ...{ firstAnswerAt: servedAt + hourMs, watchUntil: servedAt + 3 * hourMs },
  });
  return ledger;
}

/** Kinds that the last decision wrote. */
export function written(ledger: Ledger): readonly string[] {
  return ledger.last.kind === "change" ? ledger.last.entries.map(({ kind }) => kind) : [];
}
