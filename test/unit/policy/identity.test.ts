import { describe, expect, it } from "vitest";
import { alertOf, defaultPolicy, driftOf, policyFrom } from "./policy-fixture.ts";

const policy = defaultPolicy();
const identityOf = (labels: Readonly<Record<string, string>>) => policy.judge(alertOf(labels)).identity;

describe("who an alert is about (behaviour 1)", () => {
  it("reads the first label that is present, an empty one is absent", () => {
    expect(identityOf({ service: "", app: "web", namespace: "n", job: "j", env: "prod", model_name: "m" })).toEqual({
      environment: "prod",
      environmentAssumed: false,
      service: "web",
      model: "m",
      family: "alert",
    });
  });

  it("the usual alert of a cluster has no model and no environment, and its namespace stands for the service", () => {
    const labels = { alertname: "KubePodCrashLooping", cluster: "eu", namespace: "payments", pod: "payments-x2k" };
    const judgement = policy.judge(alertOf({ ...labels, severity: "critical" }));
    expect(judgement.groupKey).toBe('{environment="production", service="payments", family="KubePodCrashLooping"}');
    expect(judgement.identity).not.toHaveProperty("model");
  });

  it("invents nothing: what no label says is absent", () => {
    expect(identityOf({ cluster: "eu", pod: "payments-x2k", instance: "10.0.0.3:9100" })).toEqual({
      environment: "production",
      environmentAssumed: true,
      family: "alert",
    });
  });

  it("assumes production where no environment is known, and says so", () => {
    expect(identityOf({ namespace: "payments" })).toMatchObject({
      environment: "production",
      environmentAssumed: true,
      service: "payments",
    });
  });

  it("an assumed environment is in the group key too", () => {
    expect(policy.judge(alertOf({ service: "pay" })).groupKey).toContain('environment="production"');
  });

  it.each([
    { job: "kube-state-metrics" },
    { service: "kube-prometheus-stack-kube-state-metrics", job: "node-exporter" },
  ])("skips the names of exporters: %j", (labels) => {
    expect(identityOf({ ...labels })).not.toHaveProperty("service");
    expect(identityOf({ ...labels, namespace: "payments" }).service).toBe("payments");
  });

  it("an environment keeps its letters as sent", () => {
    expect(identityOf({ environment: "PROD-eu" }).environment).toBe("PROD-eu");
  });

  it("an alert named in `families:` belongs to that family, a family label wins", () => {
    expect(identityOf({ alertname: "AIQualityScoreLow" }).family).toBe("ai-quality-score");
    expect(identityOf({ alertname: "AIQualityScoreCritical" }).family).toBe("ai-quality-score");
    expect(identityOf({ alertname: "AIQualityScoreLow", family: "mine" }).family).toBe("mine");
    expect(identityOf({ alertname: "KubePodCrashLooping" }).family).toBe("KubePodCrashLooping");
  });

  it("a measurement's family is its row's: accuracy and f1 are one incident (behaviour 2.4)", () => {
    const accuracy = policy.judge(driftOf({ value: 0.9, baseline: 0.95 }));
    const f1 = policy.judge(driftOf({ metric: "f1", value: 0.9, baseline: 0.95 }));
    const rmse = policy.judge(driftOf({ metric: "rmse", value: 2, baseline: 1 }));
    expect(new Set([accuracy.groupId, f1.groupId, rmse.groupId]).size).toBe(1);
    expect(accuracy.identity.family).toBe("model-quality");
  });

  it("the model stands for itself where no label names it", () => {
    const alert = { ...driftOf({ value: 1 }), labels: {}, model: { name: "credit", version: "8" } };
    expect(policy.judge(alert).identity.model).toBe("credit");
  });

  it("a service is known by its aliases, everywhere (C-24)", () => {
    const own = policyFrom(`
version: 1
services: { ai-app: { aliases: [app, ai-lab-app, "AI App"] } }
destinations: { chat: [{ slack: "#a" }], other: [{ slack: "#b" }] }
route:
  tell: { warning: [chat] }
  routes: [{ match: ['service="ai-app"'], tell: { warning: [other] } }]
`);
    const groups = ["ai-app", "app", "ai-lab-app", "AI App"].map((service) => own.judge(alertOf({ service })));
    expect(new Set(groups.map(({ groupKey }) => groupKey)).size).toBe(1);
    expect(groups.every(({ owed }) => owed[0]?.id === "slack:#b")).toBe(true);
  });
});

describe("the group key", () => {
  it("is readable and canonical: one order of names, absent parts left out", () => {
    const labels = { service: "pay", model: "m", alertname: "A" };
    expect(policy.judge(alertOf(labels)).groupKey).toBe(
      '{environment="production", service="pay", model="m", family="A"}',
    );
    const turned = policyFrom("version: 1\nroute: { group_by: [family, team, model, service, environment] }");
    expect(turned.judge(alertOf(labels)).groupKey).toBe(policy.judge(alertOf(labels)).groupKey);
    expect(turned.judge(alertOf({ ...labels, team: "sre" })).groupKey).toContain(', team="sre"}');
  });

  it("no value can look like another part", () => {
    const sly = policy.judge(alertOf({ service: 'a", model="b', alertname: "A" }));
    const plain = policy.judge(alertOf({ service: "a", model: "b", alertname: "A" }));
    expect(sly.groupKey).not.toBe(plain.groupKey);
  });

  it("holds the sender's own group where neither service nor model is known, instead of the family", () => {
    const one = alertOf({ alertname: "A", cluster: "eu" }, { senderGroup: '{}:{cluster="eu"}' });
    const two = { ...one, name: "B", labels: { alertname: "B", cluster: "eu" } };
    expect(policy.judge(one).groupKey).toBe('{environment="production", group="{}:{cluster=\\"eu\\"}"}');
    expect(policy.judge(two).groupId).toBe(policy.judge(one).groupId);
    expect(policy.judge(alertOf({ alertname: "A" })).groupKey).toBe('{environment="production", family="A"}');
  });

  it("is grouped by the sender's labels where the policy says so, without asking for the sender's group", () => {
    const own = policyFrom("version: 1\nroute: { group_by: [team, source] }");
    const alert = alertOf({ team: "sre" }, { senderGroup: "x" });
    expect(own.judge(alert).groupKey).toBe('{source="alertmanager", team="sre"}');
  });

  it("gives the same id for every opening, and another one under another policy name (protocol 3.1)", () => {
    const named = policyFrom("version: 1\nname: other\nroute: {}");
    const plain = policyFrom("version: 1\nroute: {}");
    const alert = alertOf({ service: "a" });
    expect(plain.groupOf(alert)).toEqual({
      identity: plain.judge(alert).identity,
      groupKey: plain.judge(alert).groupKey,
      groupId: plain.judge(alert).groupId,
    });
    expect(named.judge(alert).groupKey).toBe(plain.judge(alert).groupKey);
    expect(named.judge(alert).groupId).not.toBe(plain.judge(alert).groupId);
    expect(plain.judge(alert).groupId).toMatch(/^[0-9a-f]{32}$/);
  });
});
