import { describe, expect, it } from "vitest";
import type { Run } from "../../../src/incident/actions/run.ts";
import type { Incident } from "../../../src/incident/incident.ts";
import { usualRollback } from "../../../src/policy/actions/compile-remedies.ts";
import type { RollbackRules } from "../../../src/policy/actions/service-action.ts";
import { ticksOf } from "../../../src/remediation/guards.ts";
import { rollbackWish, type WishScene } from "../../../src/remediation/wish.ts";
import { driftView, minute } from "../draw/views.ts";
import { everythingHolds, wayBack } from "./guarded.ts";

const { incident: urgent } = driftView;
const auto: RollbackRules = { ...usualRollback, mode: "auto" };
const holds: WishScene = {
  ticks: ticksOf(everythingHolds),
  role: "champion",
  criterion: undefined,
  run: "00ff",
  plan: wayBack,
  level: "urgent",
};
const fails: WishScene = { ...holds, ticks: ticksOf({ ...everythingHolds, sample: 5 }) };
const run: Run = {
  ...{ id: "aa", action: "rollback", plan: wayBack, state: "watching", by: "vigie", where: "vigie", steps: [] },
  ...{ askedAt: minute(1), changed: true },
};

describe("what the policy wants (behaviour 7, C-08)", () => {
  const wish = (rules: RollbackRules, scene: WishScene, incident: Incident = urgent) =>
    rollbackWish(incident, rules, scene);

  it("acts by itself where every tick holds, after the veto window", () => {
    expect(wish({ ...auto, vetoMs: 60_000 }, holds)).toEqual({
      ...{ kind: "act", action: "rollback", run: "00ff", vetoMs: 60_000, ticks: holds.ticks },
    });
  });

  it("only would have, where the policy only wants to know", () => {
    expect(wish({ ...auto, dryRun: true }, holds)).toMatchObject({ kind: "would-act", action: "rollback" });
  });

  it("falls to asking people where a tick fails, never to disabling (U-05)", () => {
    const { kind, ...asked } = wish(auto, fails);
    expect({ kind, ...asked }).toEqual({ kind: "propose", action: "rollback", because: "ticks", ticks: fails.ticks });
  });

  it.each<[string, WishScene["plan"]]>([
    ["somebody must approve", { approvers: ["po"] }],
    ["a reason alone lets begin", { condition: { metric: "accuracy", when: ">= 5%", holds: false } }],
  ])("asks for what %s, though every tick holds", (_what, plan) => {
    expect(wish(auto, { ...holds, plan })).toMatchObject({ kind: "propose", because: "mode-approve" });
    expect(wish({ ...auto, dryRun: true }, { ...holds, plan })).toMatchObject({ kind: "propose" });
  });

  it("asks where the newest measurement is not as bad any more as what the incident once was", () => {
    expect(wish(auto, { ...holds, level: "warning" })).toMatchObject({ kind: "propose", because: "mode-approve" });
    const criterion = { name: "error-ratio", by: "metric" } as const;
    expect(wish(auto, { ...holds, level: "warning", criterion }).kind).toBe("act");
  });

  it("asks where the mode is approve, though every tick holds", () => {
    expect(wish(usualRollback, holds)).toMatchObject({ kind: "propose", because: "mode-approve" });
  });

  it("U-04: at 10.00 % it is CRITICAL and nothing is wanted", () => {
    expect(wish(auto, holds, { ...urgent, severity: "critical" })).toEqual({ kind: "nothing" });
  });

  it.each<[string, Partial<Incident>]>([
    ["what a person raised by hand", { reported: "critical" }],
    ["what a person lowered by hand", { severity: "critical", reported: "urgent" }],
    ["what has recovered", { recoveredAt: minute(3) }],
    ["what is resolved", { phase: "resolved" }],
    ["where a rollback is being verified", { runs: [run] }],
    ["where a rollback failed before: it is not repeated", { runs: [{ ...run, state: "failed" }] }],
    ["where a rollback was held", { runs: [{ ...run, state: "held" }] }],
    ["where another action is under way", { runs: [{ ...run, action: "restart", state: "running" }] }],
  ])("wants nothing of %s", (_what, changes) => {
    expect(wish(auto, holds, { ...urgent, ...changes })).toEqual({ kind: "nothing" });
    expect(wish(usualRollback, holds, { ...urgent, ...changes })).toEqual({ kind: "nothing" });
  });

  it("asks where another run or a guard kept it from beginning, though every tick holds by now", () => {
    const kept = { ...run, by: "vigie", state: "failed", because: "busy", changed: false } as const;
    expect(wish(auto, holds, { ...urgent, runs: [kept] })).toMatchObject({ kind: "propose", because: "ticks" });
  });

  it("still acts where only another action was done before", () => {
    expect(wish(auto, holds, { ...urgent, runs: [{ ...run, action: "restart", state: "ended" }] }).kind).toBe("act");
  });

  it.each(["challenger", "canary", "shadow"] as const)("never even proposes to roll a %s back (2.5)", (role) => {
    const criterion = { name: "negative-feedback", by: "metric" } as const;
    expect(wish(auto, { ...holds, role, criterion })).toEqual({ kind: "nothing" });
    expect(wish(usualRollback, { ...holds, role, criterion })).toEqual({ kind: "nothing" });
  });

  it("wants nothing where it is off", () => {
    expect(wish({ ...auto, mode: "off" }, holds)).toEqual({ kind: "nothing" });
  });

  describe("where a criterion holds, whatever the severity", () => {
    const warning: Incident = { ...urgent, severity: "warning" };
    const votes = { name: "negative-feedback", by: "metric" } as const;
    const attack = { name: "security-incident", by: "match" } as const;

    it("asks, by the criterion's name (U-43)", () => {
      expect(wish(usualRollback, { ...fails, criterion: votes }, warning)).toMatchObject({
        ...{ kind: "propose", because: "criterion", criterion: "negative-feedback" },
      });
      expect(wish(auto, { ...fails, criterion: votes }, warning)).toMatchObject({ because: "criterion" });
    });

    it("acts by itself in mode auto, if it is measured and every tick holds", () => {
      expect(wish(auto, { ...holds, criterion: votes }, warning).kind).toBe("act");
    });

    it("asks for a security incident, never by itself, at any severity (C-08, A004-39)", () => {
      for (const incident of [warning, urgent])
        expect(wish(auto, { ...holds, criterion: attack }, incident)).toMatchObject({
          ...{ kind: "propose", because: "criterion", criterion: "security-incident" },
        });
    });
  });
});
