import { describe, expect, it } from "vitest";
import { alertOf, driftOf, faultsOf, levelOf, policyFrom } from "./policy-fixture.ts";

const text = `version: 1
services:
  credit-scoring:
    aliases: [credit-api]
    lifecycle: full
    monitors:
      - { metric: accuracy, every: 1h, grace: 30m, labels_delay: 2d }
      - { metric: accuracy, every: 1d, grace: 0s, segment: new }
      - { metric: psi, every: 6h }
      - { metric: f1 }
  shop: {}
route:
  routes:
    - { match: [service="chat"], lifecycle: full, routes: [{ match: [team="a"], lifecycle: short }] }
    - { match: [service="credit-scoring"], lifecycle: short }
`;
const policy = policyFrom(text);
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

describe("monitors (behaviour 2.6)", () => {
  it("are found by service, its aliases too, and metric", () => {
    const monitor = { everyMs: hourMs, graceMs: 30 * minuteMs, labelsDelayMs: 48 * hourMs };
    expect(policy.judge(driftOf({ value: 1 })).monitor).toEqual(monitor);
    expect(policy.judge(driftOf({ value: 1 }, { service: "credit-api" })).monitor).toEqual(monitor);
    expect(policy.judge(driftOf({ value: 1 }, { service: "shop" })).monitor).toBeUndefined();
    expect(policy.judge(driftOf({ metric: "rmse", value: 1 })).monitor).toBeUndefined();
    expect(policy.judge(alertOf({ service: "credit-scoring", alertname: "accuracy" })).monitor).toBeUndefined();
  });

  it("a segment's own comes before that of the whole metric", () => {
    expect(policy.judge(driftOf({ value: 1, segment: "new" })).monitor).toMatchObject({
      everyMs: 24 * hourMs,
      graceMs: 0,
    });
    expect(policy.judge(driftOf({ value: 1, segment: "old" })).monitor).toMatchObject({ everyMs: hourMs });
  });

  it("half of `every` is the grace where none is written; without `every` nothing is monitored", () => {
    expect(policy.judge(driftOf({ metric: "psi", value: 1 })).monitor).toEqual({
      everyMs: 6 * hourMs,
      graceMs: 3 * hourMs,
      labelsDelayMs: 0,
    });
    expect(policy.judge(driftOf({ metric: "f1", value: 1 })).monitor).toBeUndefined();
  });

  it.each(["every: hourly", "every: 0s", "grace: soon", "labels_delay: x"])("%s is a fault", (line) => {
    const [key = "", value] = line.split(": ");
    expect(faultsOf(`version: 1\nservices: { a: { monitors: [{ metric: m, ${line} }] } }\nroute: {}`)).toMatchObject([
      { path: `services.a.monitors[0].${key}`, message: `\`${value}\` is not a duration` },
    ]);
  });
});

describe("a service that serves a model", () => {
  const served = policyFrom(`version: 1
services:
  scoring: { owner: ml-ai, model: credit, lifecycle: full, monitors: [{ metric: accuracy, every: 1h }] }
  a: { owner: web, model: shared }
  b: { owner: web, model: shared }
route: {}`);
  const judged = (labels: Readonly<Record<string, string>>) =>
    served.judge(driftOf({ value: 1 }, { service: "", model: "", ...labels }));

  it("owns and monitors what names only the model; who it is about stays as it was sent", () => {
    const { team, monitor, lifecycle, identity } = judged({ model: "credit" });
    expect({ team, lifecycle, everyMs: monitor?.everyMs }).toEqual({
      team: { id: "ml-ai" },
      lifecycle: "full",
      everyMs: hourMs,
    });
    expect(identity).not.toHaveProperty("service");
    const alert = driftOf({ value: 1 }, { service: "", model: "credit" });
    expect(served.trace(alert)).toMatchObject({ ownedService: "scoring", ownerPlace: { line: 3 } });
  });

  it("does not own what names another service, nor a model that two services serve", () => {
    expect(judged({ model: "credit", service: "other" }).team).toBeUndefined();
    expect(judged({ model: "shared" }).team).toBeUndefined();
  });
});

describe("what ends an incident (behaviour 3)", () => {
  it.each([
    ["the service's own life cycle comes first", { service: "credit-scoring" }, "full"],
    ["else the nearest route's", { service: "chat" }, "full"],
    ["the nearest, not the highest", { service: "chat", team: "a" }, "short"],
    ["else it is short", { service: "shop" }, "short"],
  ])("%s", (_, labels, lifecycle) => {
    expect(policy.judge(alertOf(labels)).lifecycle).toBe(lifecycle);
  });

  it("is short for what Vigie itself says, whatever the routes say: it is over when its cause is gone (protocol 3.5)", () => {
    const all = policyFrom(text.replace("route:\n", "route:\n  lifecycle: full\n"));
    expect(all.judge(alertOf({ service: "shop" })).lifecycle).toBe("full");
    expect(all.judge({ ...alertOf({ service: "vigie" }), source: "vigie" }).lifecycle).toBe("short");
    expect(all.judge(driftOf({ value: 1 }, { service: "shop" })).lifecycle).toBe("full");
    expect(all.judge(driftOf({ status: "no_data", lateSince: 1 }, { service: "shop" })).lifecycle).toBe("short");
  });

  it("`policy check` has nothing to say of a full one: people have the buttons to end it", () => {
    expect(policy.warnings.filter(({ path }) => path.endsWith("lifecycle"))).toEqual([]);
  });
});

describe("roles (behaviour 2.5)", () => {
  const hinted = policyFrom("version: 1\nseverity: { otherwise: critical }\nroute: {}");

  it.each(["challenger", "canary", "shadow"] as const)(
    "a %s is never above WARNING, also where no row covers it",
    (role) => {
      expect(levelOf(hinted, driftOf({ metric: "x", value: 1, role }))).toBe("warning");
      expect(levelOf(hinted, driftOf({ metric: "x", value: 1, severityHint: "urgent", role }))).toBe("warning");
      expect(hinted.judge(driftOf({ metric: "x", value: 1, role })).reason).toMatchObject({
        kind: "role",
        from: "critical",
      });
    },
  );

  it("a champion is judged as it is", () => {
    expect(levelOf(hinted, driftOf({ metric: "x", value: 1, role: "champion" }))).toBe("critical");
  });
});
