import { describe, expect, it } from "vitest";
import { changesAnything, type PlannedStep, type VersionCount } from "../../../src/incident/actions/plan.ts";
import type { ServiceAction } from "../../../src/policy/actions/service-action.ts";
import type { Step } from "../../../src/policy/actions/step.ts";
import { planAction } from "../../../src/remediation/plan-action.ts";
import type { Provider } from "../../../src/remediation/provider.ts";
import { noTurn } from "../../../src/remediation/target-turn.ts";

const steps: readonly Step[] = [
  { provider: "mlflow", model: "credit", alias: "champion", testedTag: "tested" },
  { provider: "kubernetes", verb: "restart", object: "deployment/credit-scoring", namespace: "ml" },
];
const rollback = {
  ...{ id: "rollback", service: "credit-scoring", steps, withinMs: 1, everyMs: 0, approvers: [] },
  ...{ serving: { kind: "promql", query: "count(model_info)" }, helps: { minSample: 0, forMs: 0 } },
  place: { file: "policy.yaml", line: 1 },
} as const satisfies ServiceAction;

/** Plans the way back from v8 to v7 where the alias stands for a version and others serve. */
function planned(alias: "7" | "8", serving: readonly VersionCount[]) {
  const move: Omit<PlannedStep, "key" | "provider"> = { doing: "move-alias", name: "champion", from: alias, to: "7" };
  const plans: Provider["plan"] = async ({ provider }) => ({
    kind: "planned",
    step:
      provider === "mlflow" ? { ...move, ...(alias === "7" ? { noop: true } : {}) } : { doing: "restart", name: "d" },
  });
  const never = () => Promise.reject(new Error("a plan changes nothing"));
  const provider: Provider = { name: "mlflow", plan: plans, do: never, look: never, undo: () => null };
  return planAction({ providers: { mlflow: provider, kubernetes: provider }, warn: () => {} }, rollback, {
    ...{ alerts: [], labelsDelayMs: 0, turn: noTurn, sources: [], serving: async () => serving },
    ...{ signal: new AbortController().signal, now: 0 },
  });
}

describe("a way back that was gone already", () => {
  it("changes nothing where all that serves is the version that it goes to: no restart is offered for it", async () => {
    expect(changesAnything(await planned("7", [{ version: "7", count: 8 }]))).toBe(false);
  });

  it("still restarts what serves another version than its alias says", async () => {
    expect(changesAnything(await planned("7", [{ version: "8", count: 8 }]))).toBe(true);
  });

  it("is none where the alias is still to be moved, whatever serves", async () => {
    expect(changesAnything(await planned("8", [{ version: "7", count: 8 }]))).toBe(true);
  });
});
