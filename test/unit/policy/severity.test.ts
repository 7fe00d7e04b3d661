import { describe, expect, it } from "vitest";
import { alertOf, defaultPolicy, driftOf, levelOf, policyFrom } from "./policy-fixture.ts";

const policy = defaultPolicy();

describe("the bands of a measurement (C-07, A000-47 to A000-51)", () => {
  it.each([
    [0, "healthy"],
    [0.01, "info"],
    [1.99, "info"],
    [2.0, "warning"],
    [4.99, "warning"],
    [5.0, "critical"],
    [10.0, "critical"],
    [10.01, "urgent"],
    [99, "urgent"],
    [-3, "healthy"],
  ])("accuracy %d %% under its baseline is %s", (percent, level) => {
    for (const baseline of [0.95, 1, 0.8, 0.333]) {
      expect(levelOf(policy, driftOf({ value: baseline * (1 - percent / 100), baseline }))).toBe(level);
    }
  });

  it.each([
    [0.95, 0.931, "warning"],
    [0.95, 0.9025, "critical"],
    [0.95, 0.855, "critical"],
    [0.95, 0.846, "urgent"],
    [0.7, 0.63, "critical"],
  ])("%d down to %d is compared unrounded, with a tolerance of 1e-9: %s (behaviour 2.2)", (baseline, value, level) => {
    expect(levelOf(policy, driftOf({ value, baseline }))).toBe(level);
  });

  it("a rise is worse where the row says so", () => {
    const rise = (value: number) => levelOf(policy, driftOf({ metric: "rmse", value, baseline: 10 }));
    expect([rise(9), rise(10), rise(10.5), rise(11), rise(12.5)]).toEqual([
      "healthy",
      "healthy",
      "info",
      "warning",
      "critical",
    ]);
  });

  it("a negative baseline is taken by its size", () => {
    expect(levelOf(policy, driftOf({ value: -1.2, baseline: -1 }))).toBe("urgent");
  });

  it("the row's direction wins over the event's", () => {
    expect(levelOf(policy, driftOf({ value: 0.9, baseline: 0.95, direction: "higher_is_worse" }))).toBe("critical");
  });

  it("the reason names band, figure and line, and the figure is unrounded", () => {
    const { reason, figure } = policy.judge(driftOf({ value: 0.846, baseline: 0.95 }));
    expect(reason).toMatchObject({ kind: "threshold", metric: "accuracy", measure: "relative-drop", band: "> 10%" });
    expect(reason).toMatchObject({ place: { file: "default.yaml", line: expect.any(Number) } });
    expect(figure?.degradation).toBeCloseTo(0.104 / 0.95, 12);
  });

  it("values far out of this world give a figure that JSON can hold", () => {
    const { verdict, reason } = policy.judge(driftOf({ value: -1e308, baseline: 1e-308 }));
    expect(verdict).toEqual({ kind: "severity", severity: "urgent" });
    expect(reason).toMatchObject({ figure: Number.MAX_VALUE });
  });

  it("plain values are compared as they are, a p-value downwards", () => {
    expect(levelOf(policy, driftOf({ metric: "psi", value: 0.1 }))).toBe("warning");
    expect(levelOf(policy, driftOf({ metric: "psi", value: 0.25 }))).toBe("critical");
    expect(levelOf(policy, driftOf({ metric: "psi", value: 0.099 }))).toBe("healthy");
    expect(levelOf(policy, driftOf({ metric: "p_value", value: 0.049 }))).toBe("warning");
    expect(levelOf(policy, driftOf({ metric: "p_value", value: 0.05 }))).toBe("healthy");
  });

  it("a p-value counts after three in a row, other metrics at once (C-15)", () => {
    expect(policy.judge(driftOf({ metric: "p_value", value: 0.01 })).inARow).toBe(3);
    expect(policy.judge(driftOf({ value: 0.9, baseline: 0.95 }))).toMatchObject({ inARow: 1, recoverAfter: 1 });
  });

  it("rows of one metric together: the worst level reached counts", () => {
    const two = policyFrom(`
version: 1
route: {}
severity:
  thresholds:
    - { family: q, metrics: [accuracy], measure: relative-drop, warning: ">= 2%", recover_after: 2 }
    - { family: q, metrics: [accuracy], measure: value, critical: "< 0.5", in_a_row: 4 }
`);
    expect(levelOf(two, driftOf({ value: 0.49, baseline: 0.5 }))).toBe("critical");
    expect(two.judge(driftOf({ value: 0.49, baseline: 0.5 })).inARow).toBe(4);
    expect(two.judge(driftOf({ value: 0.6, baseline: 0.9 }))).toMatchObject({ inARow: 1, recoverAfter: 2 });
    expect(levelOf(two, driftOf({ value: 0.9, baseline: 0.9 }))).toBe("healthy");
  });
});

describe("the usual severity words, where a policy names none (C-06)", () => {
  it.each(["critical", "sev1"])("%s is judged and cites no line: nobody wrote one", (severity) => {
    const policy = policyFrom("version: 1\nroute: {}");
    const { reason } = policy.judge(alertOf({ severity }));
    expect(reason).toEqual({
      kind: severity === "sev1" ? "unknown-label" : "label",
      label: "severity",
      value: severity,
    });
  });
});

describe("what the sender says of a measurement (behaviour 2.3)", () => {
  it("its ok never overrules a row", () => {
    expect(levelOf(policy, driftOf({ value: 0.8, baseline: 0.95, status: "ok" }))).toBe("urgent");
  });

  it.each([
    ["its ok is health", { status: "ok", threshold: 1, direction: "lower_is_worse" }, "healthy", "sender-status"],
    ["past its threshold is WARNING", { threshold: 0.7, direction: "higher_is_worse" }, "warning", "sender-threshold"],
    [
      "short of its threshold is healthy",
      { threshold: 0.9, direction: "higher_is_worse" },
      "healthy",
      "sender-threshold",
    ],
    ["past its threshold downwards", { threshold: 0.9, direction: "lower_is_worse" }, "warning", "sender-threshold"],
    ["on its threshold is healthy", { threshold: 0.8, direction: "lower_is_worse" }, "healthy", "sender-threshold"],
    [
      "past it with a hint is the hint",
      { threshold: 0.7, direction: "higher_is_worse", severityHint: "Critique" },
      "critical",
      "sender-threshold",
    ],
    [
      "a threshold without direction says nothing, the hint does",
      { threshold: 0.7, severityHint: "urgent" },
      "urgent",
      "sender-hint",
    ],
    ["a hint that nobody knows is WARNING, flagged", { severityHint: "bad-ish" }, "warning", "unknown-label"],
    ["nothing at all is `otherwise`", { status: "drift" }, "warning", "otherwise"],
  ] as const)("where no row covers the metric: %s", (_name, said, level, reason) => {
    const alert = driftOf({ metric: "coherence", value: 0.8, ...said });
    expect(levelOf(policy, alert)).toBe(level);
    expect(policy.judge(alert).reason.kind).toBe(reason);
    expect(policy.judge(alert).identity.family).toBe("coherence");
  });

  it("its direction says which way is worse where no row does, and none is reckoned without (behaviour 2)", () => {
    const degradation = (said: object) =>
      policy.judge(driftOf({ metric: "coherence", value: 0.8, baseline: 1, ...said })).figure?.degradation;
    expect(degradation({ direction: "lower_is_worse" })).toBeCloseTo(0.2, 12);
    expect(degradation({ direction: "higher_is_worse" })).toBeCloseTo(-0.2, 12);
    expect(degradation({})).toBeUndefined();
  });

  it.each([undefined, 0])(
    "a row that compares has nothing to say with baseline %s: the family is the metric",
    (baseline) => {
      const measured = baseline === undefined ? {} : { baseline };
      const judgement = policy.judge(driftOf({ value: 0.5, severityHint: "critical", ...measured }));
      expect(judgement.verdict).toEqual({ kind: "severity", severity: "critical" });
      expect(judgement.identity.family).toBe("accuracy");
      expect(judgement.figure?.degradation).toBeUndefined();
    },
  );

  it.each(["no_data", "error"] as const)("%s is kept with the values of its series (behaviour 2.6)", (status) => {
    const judgement = policy.judge(driftOf({ status }));
    expect(judgement.groupId).toBe(policy.judge(driftOf({ value: 0.9, baseline: 1 })).groupId);
    expect(judgement.reason).toEqual({ kind: "sender-status", value: status });
  });

  it.each([undefined, "no_data", "error"] as const)(
    "what Vigie says of a series that is not measured is family monitoring at WARNING (behaviour 2.6): %s",
    (status) => {
      const judgement = policy.judge(driftOf({ lateSince: 1, ...(status && { status }) }));
      expect(judgement.verdict).toEqual({ kind: "severity", severity: "warning" });
      expect(judgement.identity.family).toBe("monitoring");
      expect(judgement.reason).toEqual({ kind: "late", metric: "accuracy", since: 1 });
    },
  );

  it.each([
    [10.95, undefined],
    [10.9, undefined],
    [11.2, true],
    [-10.9, true],
  ])("its own figure of %d %% for 10.947 %% is flagged: %s (behaviour 2.2)", (degradationPct, flagged) => {
    const judgement = policy.judge(driftOf({ value: 0.846, baseline: 0.95, degradationPct }));
    expect(judgement.figure?.senderDiffers).toBe(flagged);
    expect(judgement.verdict).toEqual({ kind: "severity", severity: "urgent" });
  });
});

describe("the role of a model (behaviour 2.5)", () => {
  it.each(["challenger", "canary", "shadow"] as const)("a %s never goes above WARNING", (role) => {
    const judgement = policy.judge(driftOf({ value: 0.5, baseline: 0.95, role }));
    expect(judgement.verdict).toEqual({ kind: "severity", severity: "warning" });
    expect(judgement.reason).toEqual({ kind: "role", role, from: "urgent" });
  });

  it("a champion is judged as it is, and a mild challenger keeps its level", () => {
    expect(levelOf(policy, driftOf({ value: 0.5, baseline: 0.95, role: "champion" }))).toBe("urgent");
    expect(policy.judge(driftOf({ value: 0.949, baseline: 0.95, role: "shadow" })).reason.kind).toBe("threshold");
  });
});

describe("the severity of an alert (C-06, behaviour 9)", () => {
  it.each([
    [{ severity: "warning" }, "warning", "label"],
    [{ severity: "Critical" }, "critical", "label"],
    [{ severity: "critique" }, "critical", "label"],
    [{ severity: "page" }, "critical", "label"],
    [{ severity: "urgent" }, "urgent", "label"],
    [{ severity: "info" }, "info", "label"],
    [{ severity: "none" }, "drop", "label"],
    [{ severity: "catastrophic" }, "warning", "unknown-label"],
    [{ severity: "constructor" }, "warning", "unknown-label"],
    [{ severity: "", priority: "p1" }, "critical", "label"],
    [{ priority: "P3" }, "info", "label"],
    [{}, "warning", "otherwise"],
    [{ alertname: "Watchdog", severity: "critical" }, "drop", "label"],
    [{ alertname: "InfoInhibitor" }, "drop", "label"],
  ])("%j is %s by %s", (labels, level, reason) => {
    const alert = alertOf({ alertname: "X", ...labels });
    expect(levelOf(policy, alert)).toBe(level);
    expect(policy.judge(alert).reason.kind).toBe(reason);
  });

  it("an entry applies to its own sender and matchers only, the first that applies decides", () => {
    const own = policyFrom(`
version: 1
route: {}
severity:
  labels:
    - { label: level, source: grafana, values: { page: critical } }
    - { label: level, match: ['team="x"'], values: { page: urgent } }
    - { label: severity, values: { critical: critical } }
  otherwise: info
`);
    expect(levelOf(own, alertOf({ level: "page" }, { source: "grafana" }))).toBe("critical");
    expect(levelOf(own, alertOf({ level: "page", team: "x" }))).toBe("urgent");
    expect(levelOf(own, alertOf({ level: "page", team: "y", severity: "critical" }))).toBe("critical");
    expect(levelOf(own, alertOf({ level: "page", team: "y" }))).toBe("info");
  });

  it("Vigie's own incident is WARNING whatever its labels say (protocol 3.5)", () => {
    const alert = alertOf({ severity: "urgent", service: "vigie", family: "bug" }, { source: "vigie" });
    expect(policy.judge(alert)).toMatchObject({
      verdict: { kind: "severity", severity: "warning" },
      reason: { kind: "own" },
    });
  });

  it("what is healthy or dropped tells nobody and has no deadline", () => {
    for (const alert of [driftOf({ value: 1, baseline: 0.9 }), alertOf({ severity: "none" })]) {
      expect(policy.judge(alert)).toMatchObject({ owed: [], deadlines: [] });
    }
  });
});
