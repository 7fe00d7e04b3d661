import fc from "fast-check";
import { type ActionId, actionIds } from "../../../../src/incident/actions/action-ids.ts";
import type { FoundChange } from "../../../../src/incident/actions/found-change.ts";
import type { Wish } from "../../../../src/incident/actions/outlook.ts";
import type { ActionPlan, PlannedStep } from "../../../../src/incident/actions/plan.ts";
import type { HumanAct } from "../../../../src/incident/acts.ts";
import type { RunNews } from "../../../../src/incident/fact.ts";
import { fitJson } from "../../../../src/incident/fit-json.ts";

/** What may be done about an incident, as data: fast-check shrinks it to the shortest story that goes wrong. */
export type RunEvent =
  | { readonly kind: "look"; readonly wish: Wish; readonly plans: readonly ActionPlan[] }
  | { readonly kind: "news"; readonly run: string; readonly news: RunNews }
  /** Whoever does what is under way goes on with it. */
  | { readonly kind: "goes-on" }
  | { readonly kind: "press"; readonly person: string; readonly act: HumanAct }
  | { readonly kind: "approval-due" }
  | { readonly kind: "measure"; readonly level: "healthy" | "info" | "urgent"; readonly lengthMin: number }
  | { readonly kind: "closing" };

/** Stands for the id of the newest run. */
export const newest = "newest";

const action = fc.constantFrom<ActionId>("rollback", "restart", "withdrawal", "withdrawal");
const run = fc.nat(3).map((n) => `r${n}`);
const step = fc.nat(2);
const ticks = fc.constantFrom([], [{ id: "tested" as const, ok: false }]);

const withoutUndefined = <T extends object>(one: T): T =>
  Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as T;

const step0: PlannedStep = { provider: "mlflow", key: "k", doing: "move-alias", name: "champion", from: "8", to: "7" };
const planned = fc.constantFrom<PlannedStep>(step0, { ...step0, memo: { at: "1" } }, { ...step0, noop: true });
const helps = fc.constantFrom(
  undefined,
  { minSample: 0, labelsDelayMs: 0, forMs: 7_200_000 },
  { minSample: 0, labelsDelayMs: 86_400_000, forMs: 7_200_000 },
);
const plan = (of: ActionId): fc.Arbitrary<ActionPlan> =>
  fc
    .record({
      steps: fc.array(planned, { minLength: 1, maxLength: 3 }),
      helps,
      approvers: of === "withdrawal" ? fc.constant(["po"]) : fc.constant(undefined),
      problem: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, undefined, "away" as const),
    })
    .map(
      (more) => withoutUndefined({ action: of, at: 1, checksServing: true, withinMs: 600_000, ...more }) as ActionPlan,
    );

const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.constant<Wish>({ kind: "nothing" }),
  fc.record({ kind: fc.constant("act" as const), action, run, vetoMs: fc.constantFrom(0, 60_000), ticks }),
  fc.record({
    kind: fc.constant("propose" as const),
    action,
    because: fc.constantFrom("ticks" as const, "mode-approve" as const),
    ticks,
  }),
  fc.record({ kind: fc.constant("would-act" as const), action, ticks }),
);

const news: fc.Arbitrary<RunNews> = fc.oneof(
  fc.constant<RunNews>({ what: "begun" }),
  { arbitrary: fc.record({ what: fc.constant("step-begun" as const), step }), weight: 4 },
  { arbitrary: fc.record({ what: fc.constant("step-done" as const), step }), weight: 4 },
  fc.record({ what: fc.constant("step-skipped" as const), step }),
  fc.record({
    what: fc.constant("step-failed" as const),
    step,
    because: fc.constantFrom("conflict" as const, "denied" as const),
  }),
  fc.constant<RunNews>({ what: "serving", serving: [{ version: "7", count: 1 }] }),
  {
    arbitrary: fc.constant<RunNews>({ what: "reached", serving: [{ version: "7", count: 2 }], watchUntil: 1 }),
    weight: 3,
  },
  fc.constant<RunNews>({ what: "failed", because: "not-serving" }),
  fc.record({
    what: fc.constant("verdict" as const),
    verdict: fc.record({
      kind: fc.constantFrom("helped" as const, "did-not-help" as const, "cannot-tell" as const),
      at: fc.constant(1),
    }),
  }),
);

const decision = fc.constantFrom(
  "approve-run" as const,
  "decline-run" as const,
  "hold-run" as const,
  "hurry-run" as const,
);
/** A run by its id, mostly the newest; `play` looks up which that is. */
const aboutRun = fc.oneof({ arbitrary: fc.constant(newest), weight: 4 }, run);

const act: fc.Arbitrary<HumanAct> = fc.oneof(
  fc.record({ kind: fc.constant("run-action" as const), action, run }),
  fc.record({
    kind: fc.constant("run-action" as const),
    action,
    run,
    alone: fc.constant(true as const),
    why: fc.constant("fire"),
  }),
  { arbitrary: fc.record({ kind: decision, run: aboutRun }), weight: 5 },
  fc.record({ kind: fc.constant("undo-run" as const), run: aboutRun, as: run }),
  fc.constant<HumanAct>({ kind: "close", hold: "until-resolved" }),
  { arbitrary: fc.constant<HumanAct>({ kind: "reopen", why: "not over" }), weight: 4 },
);

/** Anything that may happen around the actions of an incident, in an order that is often sensible. */
export const runEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  {
    arbitrary: fc.record({
      kind: fc.constant("look" as const),
      wish,
      plans: fc.tuple(plan("rollback"), plan("restart"), plan("withdrawal")),
    }),
    weight: 4,
  },
  { arbitrary: fc.record({ kind: fc.constant("news" as const), run: aboutRun, news }), weight: 6 },
  { arbitrary: fc.constant({ kind: "goes-on" as const }), weight: 16 },
  {
    arbitrary: fc.record({ kind: fc.constant("press" as const), person: fc.constantFrom("ada", "bob"), act }),
    weight: 6,
  },
  fc.constant({ kind: "approval-due" as const }),
  {
    arbitrary: fc.record({
      kind: fc.constant("measure" as const),
      level: fc.constantFrom("healthy" as const, "info" as const, "urgent" as const),
      lengthMin: fc.constantFrom(1, 90),
    }),
    weight: 2,
  },
  fc.constant({ kind: "closing" as const }),
);

/** All that could be done, each plan full of text and with as many steps as are kept. */
export function fullPlans(text: string): readonly ActionPlan[] {
  return actionIds.map((of): ActionPlan => {
    const steps = Array.from({ length: 3 }, (_, at): PlannedStep => {
      return {
        provider: "webhook",
        key: `${at}`.repeat(16),
        doing: "call",
        name: fitJson(text, 60),
        memo: { at: fitJson(text, 60) },
      };
    });
    return {
      ...{ action: of, at: 1_795_000_000_000, steps, from: "8", to: "7", checksServing: true, withinMs: 600_000 },
      ...{
        detail: text,
        sources: ["[ip-1]"],
        condition: { metric: "accuracy", when: ">= 5%", value: 0.1, holds: true },
      },
      serving: Array.from({ length: 20 }, (_, count) => ({ version: `${count}${text}`, count })),
      helps: { minSample: 1_000, labelsDelayMs: 0, forMs: 7_200_000 },
    };
  });
}

/** Changes full of text, more than are kept. */
export function fullChanges(text: string): readonly FoundChange[] {
  return Array.from({ length: 9 }, (_, at) => ({
    ...{
      id: `${at}${text}`,
      source: text,
      kind: "deployment",
      name: text,
      from: text,
      to: text,
      at: 1,
      when: "before",
    },
    ...{ earlierMs: 1, url: `https://example.com/${text.length}` },
  }));
}
