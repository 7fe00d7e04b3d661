import { describe, expect, it } from "vitest";
import { handlers } from "../../../handlers/index.ts";
import type { Values } from "../../../src/chat/form.ts";
import type { Asking, Handler } from "../../../src/chat/handler.ts";
import { offersOf } from "../../../src/chat/offers.ts";
import { type ActionId, actionIds } from "../../../src/incident/actions/action-ids.ts";
import type { ActionPlan } from "../../../src/incident/actions/plan.ts";
import type { Run } from "../../../src/incident/actions/run.ts";
import type { HandlerId } from "../../../src/incident/handler-ids.ts";
import type { Incident } from "../../../src/incident/incident.ts";
import { askingOf, incidentAt, minuteMs, nine, policyOf, type Step } from "./scene.ts";

const { people } = policyOf();
const handlerOf = (id: HandlerId): Handler => {
  const found = handlers.find((handler) => handler.id === id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
};

const plan: ActionPlan = {
  ...{ action: "rollback", at: nine, from: "8", to: "7", tested: true, checksServing: true, withinMs: 600_000 },
  steps: [
    { provider: "mlflow", key: "k1", doing: "move-alias", name: "champion", of: "credit", from: "8", to: "7" },
    { provider: "kubernetes", key: "k2", doing: "restart", name: "deployment/credit-scoring" },
  ],
};
const planned = (more: Partial<ActionPlan> = {}, id: ActionId = "rollback"): Partial<Incident> => ({
  plans: { [id]: { ...plan, action: id, ...more } },
});
const run: Run = {
  ...{ id: "r1", action: "rollback", plan, state: "ended", by: "person:bo@corp.example", where: "slack" },
  ...{ askedAt: nine, changed: true, steps: [{ state: "done" }, { state: "done" }] },
};
const withRun = (more: Partial<Run>, incident: Partial<Incident> = planned()): Partial<Incident> => ({
  ...incident,
  runs: [{ ...run, ...more }],
});
const offered = (more: Partial<Incident>, step: Step = "judged") => offersOf(handlers, incidentAt(step, more), people);
const idsOf = (more: Partial<Incident>, step?: Step) => offered(more, step).map(({ handler }) => handler);
const read = (id: HandlerId, more: Partial<Incident>, values: Values = {}, asking: Partial<Asking> = {}) =>
  handlerOf(id).read(values, askingOf(incidentAt("judged", more), asking));
const formOf = (id: HandlerId, more: Partial<Incident>, asking: Partial<Asking> = {}) =>
  handlerOf(id).form?.(askingOf(incidentAt("judged", more), asking));

describe("an action is offered only where it can be done (cards 4)", () => {
  it.each<[string, Partial<Incident>, Step]>([
    ["its service declares none", {}, "judged"],
    ["what it would do cannot be planned", planned({ problem: "no-earlier-version" }), "judged"],
    [
      "it would change nothing",
      planned({ steps: [{ ...plan.steps[0], noop: true } as ActionPlan["steps"][number]] }),
      "judged",
    ],
    ["another is under way", withRun({ state: "running" }), "judged"],
    ["one waits for an approval", withRun({ state: "asked" }), "judged"],
    ["it is over", planned(), "resolved"],
    [
      "it is an exercise",
      { ...planned(), sources: ["vigie"], identity: { ...incidentAt("judged").identity, family: "fire-drill" } },
      "judged",
    ],
  ])("rollback is not there when %s", (_why, more, step) => {
    expect(idsOf(more, step)).not.toContain("rollback");
  });

  it("and is there, second to what is no action, in the menu where it is not suggested", () => {
    for (const id of actionIds) {
      const more = { ...planned({ sources: ["ip_1"] }, id), suggests: id };
      const row = offered(more).filter(({ menu }) => !menu);
      expect([id, row.map(({ handler }) => handler).indexOf(id) > 0]).toEqual([id, true]);
      expect(row.find(({ look }) => look === "primary")?.handler).toBe(id);
    }
    expect(offered(planned({}, "shadow-mode")).find(({ handler }) => handler === "shadow-mode")?.menu).toBe(true);
  });

  it("a source can be blocked only where one is known, and only one of those (U-18)", () => {
    expect(idsOf(planned({}, "block-source"))).not.toContain("block-source");
    const known = planned({ sources: ["ip_1", "ip_2"] }, "block-source");
    expect(formOf("block-source", known)?.fields).toMatchObject([{ id: "source", kind: "choice", required: true }]);
    expect(read("block-source", known, { source: "10.0.0.1" })).toMatchObject({ faults: [{ field: "source" }] });
    expect(read("block-source", known, { source: "ip_2" })).toMatchObject({ act: { source: "ip_2" } });
  });

  it("what was tried, whatever came of it, is suggested no longer; what was held may be", () => {
    const suggests = { ...planned(), suggests: "rollback" } as const;
    const primary = (more: Partial<Incident>) => offered(more).find(({ look }) => look === "primary")?.handler;
    expect(primary(withRun({ state: "failed" }, suggests))).toBe("mitigated");
    expect(primary(withRun({ state: "held", changed: false }, suggests))).toBe("rollback");
  });

  it("what was put to people is primary before anybody has judged", () => {
    const proposal = { action: "rollback", because: "ticks", ticks: [], at: nine } as const;
    const more = { ...planned(), proposal };
    expect(offered(more, "acknowledged").find(({ look }) => look === "primary")?.handler).toBe("rollback");
    expect(offered(more, "notified").find(({ look }) => look === "primary")?.handler).toBe("acknowledge");
  });
});

describe("a press says exactly what will happen (cards 4)", () => {
  it("and asks nothing more where nothing stands against it: the form is a confirmation", () => {
    expect(formOf("rollback", planned())).toMatchObject({
      title: "Roll back to v7",
      note: "Move alias champion from v8 to v7 on credit, then restart deployment/credit-scoring?",
      submit: "Roll back",
      fields: [],
    });
    expect(formOf("rollback", planned(), { locale: "fr" })?.note).toBe(
      "Déplacer l’alias champion de v8 à v7 sur credit, puis redémarrer deployment/credit-scoring\u00a0?",
    );
    expect(read("rollback", planned())).toEqual({
      act: { kind: "run-action", action: "rollback", run: "0123456789abcdef" },
    });
  });

  it.each<[string, Partial<ActionPlan>, RegExp]>([
    ["an untested version (A004-31)", { tested: false }, /v7 is not marked tested: say why/],
    [
      "a condition that does not hold (A003-20)",
      { condition: { metric: "accuracy", when: ">= 5%", value: 0.03, holds: false } },
      /condition does not hold \(accuracy >= 5%\)/,
    ],
  ])("and asks why for %s", (_what, more, note) => {
    const form = formOf("rollback", planned(more));
    expect(form?.note).toMatch(note);
    expect(form?.fields).toMatchObject([{ id: "why", required: true }]);
    expect(read("rollback", planned(more))).toMatchObject({ faults: [{ field: "why" }] });
    expect(read("rollback", planned(more), { why: "tested by hand" })).toMatchObject({
      act: { why: "tested by hand" },
    });
  });

  it("says that nobody will look what serves where the policy does not say how", () => {
    expect(formOf("rollback", planned({ checksServing: false }))?.note).toMatch(/What serves is not checked/);
  });
});

describe("what somebody else must approve (behaviour 6)", () => {
  const needs = { approvers: ["po"] };
  const asked = withRun({ state: "asked", changed: false, plan: { ...plan, ...needs }, why: "users complain" }, {});

  it("pages the team's on-call with the request, and says who must approve", () => {
    const more = { ...planned(needs), team: { id: "scoring" } };
    expect(formOf("rollback", more)?.note).toMatch(/It waits for the approval of po\./);
    expect(read("rollback", more)).toMatchObject({
      act: { owed: [{ receiver: "pagerduty" }] },
    });
    expect(read("rollback", planned(needs))).not.toHaveProperty("act.owed");
  });

  it("is done alone by who is on call, with a reason; a withdrawal never is (U-29)", () => {
    const alone = { alone: "may" } as const;
    expect(formOf("rollback", planned(needs), alone)?.fields.map(({ id }) => id)).toEqual(["alone", "why"]);
    expect(formOf("rollback", planned(needs))?.fields.map(({ id }) => id)).toEqual(["why"]);
    expect(read("rollback", planned(needs), { alone: "true" }, alone)).toMatchObject({ faults: [{ field: "why" }] });
    expect(read("rollback", planned(needs), { alone: "true", why: "3 a.m." }, alone)).toMatchObject({
      act: { alone: true, why: "3 a.m." },
    });
    const withdrawal = planned(needs, "withdrawal");
    expect(formOf("withdrawal", withdrawal, alone)?.fields.map(({ id }) => id)).toEqual(["why"]);
    expect(handlerOf("withdrawal").breaksGlass?.(incidentAt("judged", withdrawal))).toBe("none");
  });

  it("is approved by who may approve that action, and declined by who may do it", () => {
    const incident = incidentAt("judged", asked);
    expect(handlerOf("approve").permission?.(incident)).toBe("approve-rollback");
    expect(handlerOf("decline").permission?.(incident)).toBe("rollback");
    expect(offered(asked).find(({ handler }) => handler === "approve")).toMatchObject({
      permission: "approve-rollback",
      look: "primary",
    });
    expect(formOf("approve", asked)).toMatchObject({ fields: [] });
    expect(formOf("approve", asked)?.note).toMatch(
      /^bo asked to roll back to v7\. “users complain” Move alias champion from v8 to v7/,
    );
    expect(read("approve", asked)).toEqual({ act: { kind: "approve-run", run: "r1" } });
    expect(read("decline", asked, { why: "no" })).toEqual({ act: { kind: "decline-run", run: "r1", why: "no" } });
  });

  it("takes a reason from who lacks the role, or who asked for it", () => {
    expect(read("approve", asked, {}, { alone: "must" })).toMatchObject({ faults: [{ field: "why" }] });
    expect(read("approve", asked, { why: "nobody answers" }, { alone: "must" })).toEqual({
      act: { kind: "approve-run", run: "r1", why: "nobody answers", alone: true },
    });
    expect(read("approve", asked, {}, { alone: "may" })).toEqual({ act: { kind: "approve-run", run: "r1" } });
    const own = withRun({ state: "asked", by: "person:ada@corp.example" }, {});
    expect(read("approve", own, {}, { alone: "may" })).toMatchObject({ faults: [{ field: "why" }] });
  });
});

describe("what would begin by itself, and what was done", () => {
  const veto = withRun({ state: "veto", changed: false, dueAt: nine + minuteMs, by: "vigie" }, {});

  it("can be held at once and begun now, by who may do it, in its veto window alone", () => {
    expect(idsOf(veto, "acknowledged").slice(0, 2)).toEqual(["hold", "now"]);
    expect(idsOf(withRun({ state: "running" }))).not.toContain("hold");
    expect(handlerOf("hold").form).toBeUndefined();
    expect(read("hold", veto)).toEqual({ act: { kind: "hold-run", run: "r1" } });
    expect(formOf("now", veto)?.note).toMatch(/^Move alias champion from v8 to v7/);
    expect(read("now", veto)).toEqual({ act: { kind: "hurry-run", run: "r1" } });
    for (const id of ["hold", "now"] as const)
      expect(handlerOf(id).permission?.(incidentAt("judged", veto))).toBe("rollback");
  });

  it("can be taken back, which says the way back; not twice, not while anything is under way", () => {
    const done = withRun({}, {});
    expect(formOf("undo", done)?.note).toBe(
      "Move alias champion from v7 to v8 on credit, then restart deployment/credit-scoring?",
    );
    expect(read("undo", done)).toEqual({ act: { kind: "undo-run", run: "r1", as: "0123456789abcdef" } });
    expect(idsOf(done)).toContain("undo");
    expect(idsOf(done, "resolved")).toContain("undo");
    expect(idsOf(withRun({ undoneBy: "r2" }))).not.toContain("undo");
    expect(idsOf(withRun({ changed: false }))).not.toContain("undo");
    expect(idsOf(withRun({ state: "serving" }))).not.toContain("undo");
  });

  it("is outdated by what began, ended or goes elsewhere since (protocol 12.5)", () => {
    for (const id of actionIds)
      expect(handlerOf(id).outdatedBy).toEqual(
        expect.arrayContaining(["planned", "action-started", "action-done", "action-failed", "resolved"]),
      );
  });
});
