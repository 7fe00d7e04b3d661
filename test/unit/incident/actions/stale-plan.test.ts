import { describe, expect, it } from "vitest";
import { actionOutdating } from "../../../../src/incident/actions/action-entries.ts";
import type { ActionPlan } from "../../../../src/incident/actions/plan.ts";
import { firing, Ledger } from "../ledger.ts";

const plan: ActionPlan = {
  ...{ action: "rollback", at: 0, from: "8", to: "7", checksServing: true, withinMs: 600_000 },
  steps: [{ provider: "mlflow", key: "k", doing: "move-alias", name: "champion", of: "credit", from: "8", to: "7" }],
};
const to6: ActionPlan = { ...plan, to: "6", steps: plan.steps.map((step) => ({ ...step, to: "6" })) };

function looked(ledger: Ledger, one: ActionPlan): Ledger {
  const outlook = { at: ledger.now, changes: [], plans: [one], wish: { kind: "nothing" } } as const;
  ledger.tell({ kind: "outlook", uid: ledger.incident?.uid ?? "", outlook });
  return ledger;
}

describe("a press that acts, as its presser read it (protocol 12.5)", () => {
  const opened = () => {
    const ledger = new Ledger();
    ledger.alerts([firing("urgent")]);
    return looked(ledger, plan);
  };
  const pressed = (ledger: Ledger, version: number) =>
    ledger.act(
      "",
      { kind: "run-action", action: "rollback", run: "r1" },
      { read: { version, outdatedBy: actionOutdating } },
    );

  it("is stale once the action goes elsewhere", () => {
    const ledger = opened();
    const version = ledger.incident?.seq ?? 0;
    looked(ledger, to6);
    expect(pressed(ledger, version)).toMatchObject({ kind: "stale", entry: "planned" });
  });

  it("is not stale because what serves was read again", () => {
    const ledger = opened();
    const version = ledger.incident?.seq ?? 0;
    looked(ledger, { ...plan, serving: [{ version: "8", count: 8 }] });
    expect(ledger.incident?.plans?.rollback?.serving).toEqual([{ version: "8", count: 8 }]);
    expect(pressed(ledger, version)).toEqual({ kind: "done" });
  });
});
