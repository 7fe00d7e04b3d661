import type { Outlook, Wish } from "../../src/incident/actions/outlook.ts";
import type { ActionPlan, PlannedStep, VersionCount } from "../../src/incident/actions/plan.ts";
import { type Tick, type TickId, tickIds } from "../../src/incident/actions/tick.ts";
import type { RunNews } from "../../src/incident/fact.ts";
import { bo, minute, type Scene } from "./gallery-scene.ts";

const second = 1 / 60;
/** The run that Vigie begins by itself; those that people begin have ids of their own. */
const own = "00000000000000a1";

const moveAlias: PlannedStep = {
  provider: "mlflow",
  key: "k1",
  doing: "move-alias",
  name: "champion",
  of: "credit",
  from: "8",
  to: "7",
  tested: true,
};
const restart: PlannedStep = {
  provider: "kubernetes",
  key: "k2",
  doing: "restart",
  name: "deployment/credit-scoring",
  of: "ml",
};

/** Going back from v8 to v7, as read at nine. */
const rollback: ActionPlan = {
  action: "rollback",
  at: minute(0),
  steps: [moveAlias, restart],
  from: "8",
  to: "7",
  tested: true,
  serving: [{ version: "8", count: 8 }],
  checksServing: true,
  withinMs: 600_000,
  helps: { minSample: 500, labelsDelayMs: 0, forMs: 7_200_000 },
};
const withdrawal: ActionPlan = {
  action: "withdrawal",
  at: minute(0),
  steps: [{ provider: "webhook", key: "k3", doing: "call", name: "flags.corp.example" }],
  checksServing: false,
  withinMs: 600_000,
  approvers: ["po"],
};
const shadow: ActionPlan = { ...withdrawal, action: "shadow-mode", approvers: [] };

const changes: Outlook["changes"] = [
  {
    ...{ id: "c1", source: "mlflow", kind: "alias", name: "champion", from: "7", to: "8", at: minute(-42) },
    ...{ when: "during", earlierMs: 42 * 60_000, likely: "version-named", url: "https://mlflow.example.com/m/credit" },
  },
  {
    ...{ id: "c2", source: "deployment", kind: "deployment", name: "credit-scoring", from: "1.41", to: "1.42" },
    ...{ at: minute(-180), when: "before", earlierMs: 180 * 60_000 },
  },
];

/** Every tick, all of them holding but those that are given. */
function ticks(...failing: readonly Tick[]): readonly Tick[] {
  return tickIds.map((id): Tick => failing.find((one) => one.id === id) ?? { id, ok: true });
}
const fails = (id: TickId, more: Omit<Tick, "id" | "ok"> = {}): Tick => ({ id, ok: false, ...more });

/** Vigie looked around. */
function looked(scene: Scene, wish: Wish, more: Partial<Outlook> = {}): Scene {
  const outlook: Outlook = {
    at: scene.now,
    changes,
    plans: [rollback, shadow, withdrawal],
    suggests: "rollback",
    wish,
    ...more,
  };
  return scene.hear("outlook", { outlook });
}

const nothing: Wish = { kind: "nothing" };
const propose = (...failing: readonly Tick[]): Wish => ({
  kind: "propose",
  action: "rollback",
  because: failing.length === 0 ? "mode-approve" : "ticks",
  ticks: ticks(...failing),
});
const act = (vetoMs: number): Wish => ({ kind: "act", action: "rollback", run: own, vetoMs, ticks: ticks() });

/** The worker says what became of the newest run. */
function news(scene: Scene, ...all: readonly RunNews[]): Scene {
  const run = scene.open.runs?.at(-1)?.id ?? "";
  for (const one of all) scene.hear("run", { run, news: one });
  return scene;
}
const counts = (seven: number): readonly VersionCount[] => [
  { version: "7", count: seven },
  { version: "8", count: 8 - seven },
];
const moved: readonly RunNews[] = [
  { what: "step-begun", step: 0 },
  { what: "step-done", step: 0, before: "8", after: "7" },
];
const restarted: readonly RunNews[] = [
  { what: "step-begun", step: 1 },
  { what: "step-done", step: 1 },
];

/** The states of acting on a model; `model` is the incident before anybody looked, `recovers` measures it well again. */
export function actionStates(model: () => Scene, measured: (scene: Scene, value: number, atMin: number) => Scene) {
  const seen = (wish: Wish = nothing, more: Partial<Outlook> = {}) => looked(model(), wish, more);
  const judged = (wish?: Wish) => seen(wish).press("acknowledge").at(6).press("real");
  const asked = () => judged().at(7).press("rollback");
  const stepsDone = () => news(asked(), ...moved, ...restarted).at(9);
  const watching = () =>
    news(stepsDone(), {
      what: "reached",
      serving: [{ version: "7", count: 8 }],
      firstAnswerAt: minute(72),
      watchUntil: minute(130),
    });
  return {
    "what changed before it": () => seen(nothing, { plans: [] }),
    "an action suggested": () => judged(),
    "proposed: the policy asks a person": () => seen(propose()),
    "proposed: no change before it": () =>
      seen(
        propose(
          fails("changed-before", { look: { metric: "null_ratio", value: 0.4, since: minute(-410) } }),
          fails("tested", { version: "7" }),
        ),
        { changes: [] },
      ),
    "proposed: a challenger, another version serving": () =>
      seen(
        propose(fails("champion", { role: "challenger" }), fails("version-serving", { version: "8", serving: "9" })),
      ),
    "automation off": () => seen(propose(fails("automation-on", { by: "person:bo@corp.example", at: minute(-60) }))),
    "dry run": () => seen({ kind: "would-act", action: "rollback", ticks: ticks() }),
    "in its veto window": () => seen(act(60_000)),
    held: () => seen(act(60_000)).press("acknowledge").at(3.5).press("hold"),
    "awaiting an approval": () => seen().press("acknowledge").at(7).press("withdrawal"),
    declined: () => seen().press("acknowledge").at(7).press("withdrawal").at(9).press("decline", {}, bo),
    "rolling back": () => news(asked(), ...moved, { what: "step-begun", step: 1 }),
    "serving 3 of 8": () =>
      news(asked(), ...moved, ...restarted)
        .at(8 + second)
        .hearNews({ what: "serving", serving: counts(3) }),
    "rolled back, watched": watching,
    "it helped": () => measured(watching(), 0.948, 130),
    "it helped, resolved": () => {
      const scene = watching().press("cause", { cause: "model", text: "v8" });
      return measured(scene.press("remediation", { fix: "OPS-311", monitoring: "OPS-312" }), 0.948, 130);
    },
    "it did not help": () => measured(watching(), 0.851, 130),
    "cannot tell before": () =>
      news(stepsDone(), {
        what: "reached",
        serving: [{ version: "7", count: 8 }],
        verdict: { kind: "cannot-tell", because: "labels-late", until: minute(13 * 24 * 60), at: minute(9) },
      }),
    "alias moved, serving not checked": () => {
      const plan: ActionPlan = { ...rollback, steps: [moveAlias], checksServing: false };
      const scene = looked(model(), nothing, { plans: [plan] })
        .press("acknowledge")
        .at(6)
        .press("real")
        .at(7);
      return news(scene.press("rollback"), ...moved, { what: "reached" });
    },
    "rollback failed: not serving": () =>
      news(stepsDone(), { what: "serving", serving: counts(3) })
        .at(19)
        .hearNews({ what: "failed", because: "not-serving" }),
    "rollback failed: half-way": () =>
      news(
        asked(),
        ...moved,
        { what: "step-begun", step: 1 },
        { what: "step-failed", step: 1, because: "denied", detail: "deployments.apps is forbidden" },
      ),
    "rollback failed: nothing changed": () =>
      news(
        asked(),
        { what: "step-skipped", step: 0 },
        { what: "step-skipped", step: 1 },
        { what: "failed", because: "no-op" },
      ),
    "taken back": () => {
      const scene = watching().at(20).press("undo");
      return news(scene, { what: "step-begun", step: 0 });
    },
  } satisfies Readonly<Record<string, () => Scene>>;
}
