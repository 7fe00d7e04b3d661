import { describe, expect, it } from "vitest";
import { actionJson, actionSchema } from "../../../src/api/action-json.ts";
import { gallery } from "../../support/gallery.ts";
import { driftView } from "../draw/views.ts";

const pictures = gallery("en");
const jsonOf = (name: string) => {
  const found = pictures.find((one) => one.name === name);
  if (!found) throw new Error(`the gallery has no "${name}"`);
  return actionJson(found.view.incident, "en");
};

describe("what the API says of changes and actions", () => {
  it("is as its description says, in every state", () => {
    for (const { name, view } of pictures)
      expect([name, actionSchema.safeParse(actionJson(view.incident, "en")).error]).toEqual([name, undefined]);
  });

  it("says what each action would do, what was put to people and why, and never an opaque memo or a key", () => {
    const { plans, proposal, suggests, changes } = jsonOf("proposed: no change before it");
    expect(changes).toEqual([]);
    expect(suggests).toBe("rollback");
    expect(plans.find(({ action }) => action === "rollback")).toMatchObject({
      does: "move alias champion from v8 to v7 on credit, then restart deployment/credit-scoring in ml",
      tested: true,
      serving: [{ version: "8", count: 8 }],
    });
    expect(proposal).toMatchObject({ action: "rollback", because: "ticks" });
    expect(proposal?.ticks.filter(({ ok }) => !ok).map(({ id }) => id)).toEqual(["changed-before", "tested"]);
    expect(JSON.stringify(plans)).not.toMatch(/memo|"key"/);
  });

  it("says of a run which step failed and that an earlier one changed something", () => {
    const [run] = jsonOf("rollback failed: half-way").runs;
    expect(run).toMatchObject({
      ...{ state: "failed", because: "step", changed: true, from: "8", to: "7" },
      steps: [
        { doing: "move-alias", state: "done" },
        { doing: "restart", state: "failed", because: "denied", detail: "deployments.apps is forbidden" },
      ],
    });
  });

  it("is empty where nothing is known", () => {
    expect(actionJson(driftView.incident, "en")).toEqual({
      ...{ changes: [], plans: [], suggests: null, proposal: null, runs: [] },
    });
  });
});
