import { describe, expect, it } from "vitest";
import type { Alert } from "../../../src/alert/alert.ts";
import { alertmanager } from "../../../src/sources/alertmanager.ts";
import { alertBody } from "../../support/samples.ts";
import { nine } from "../incident/ledger.ts";
import { needs, referee } from "../slack/referees.ts";
import { parse } from "./parsing.ts";

const [usual] = alertBody([{ name: "ServiceDown" }], nine).alerts;
const bodyOf = (change: object) => ({ ...alertBody([], nine), alerts: [{ ...usual, ...change }] });
const read = (change: object) => parse(alertmanager, bodyOf(change));
const one = (change: object): Alert => {
  const { alerts, issues } = read(change);
  if (!alerts[0]) throw new Error(JSON.stringify(issues));
  return alerts[0];
};

describe("an alert of Alertmanager", () => {
  it("is read with its labels, annotations, times, links and the sender's group", () => {
    const alert = one({
      annotations: {
        summary: "it is down",
        runbook_url: "https://wiki.example/r",
        dashboard_url: "https://grafana.example/d/1",
      },
      generatorURL: "http://prometheus.example/graph?g0.expr=up",
    });
    expect(alert).toEqual({
      source: "alertmanager",
      fingerprint: "ServiceDown-1",
      status: "firing",
      name: "ServiceDown",
      labels: { alertname: "ServiceDown", environment: "production", service: "credit-scoring", severity: "critical" },
      annotations: {
        summary: "it is down",
        runbook_url: "https://wiki.example/r",
        dashboard_url: "https://grafana.example/d/1",
      },
      startsAt: nine,
      links: [
        { kind: "runbook", url: "https://wiki.example/r" },
        { kind: "dashboard", url: "https://grafana.example/d/1" },
        { kind: "query", url: "http://prometheus.example/graph?g0.expr=up" },
      ],
      senderGroup: '{}:{alertname="sample"}',
    });
  });

  it("has no end while it fires, whatever Go writes for no time", () => {
    expect(one({ endsAt: "0001-01-01T00:00:00Z" }).endsAt).toBeUndefined();
    expect(one({ status: "resolved", endsAt: "2026-11-20T09:05:00Z" })).toMatchObject({
      status: "resolved",
      endsAt: nine + 5 * 60_000,
    });
  });

  it.each([
    ["2026-11-20T09:00:00.123456789Z", nine + 123],
    ["2026-11-20T10:00:00+01:00", nine],
    ["2026-11-20T05:30:00.5-03:30", nine + 500],
    ["0001-01-01T00:00:00Z", Date.parse("0001-01-01T00:00:00Z")],
  ])("may begin at %s", (startsAt, at) => {
    expect(one({ startsAt }).startsAt).toBe(at);
  });

  it.each(["2026-11-20", "2026-11-20 09:00:00", "2026-02-30T00:00:00Z", "2026-11-20T09:00:00", "soon", 1795165200])(
    "may not begin at %j",
    (startsAt) => {
      expect(read({ startsAt }).issues).toMatchObject([{ path: "alerts.0.startsAt" }]);
    },
  );

  it("without a fingerprint gets one from its labels, in whatever order they stand", () => {
    const { fingerprint } = one({ fingerprint: undefined, labels: { a: "1", b: "2" } });
    expect(fingerprint).toMatch(/^labels-[0-9a-f]{16}$/);
    expect(one({ fingerprint: undefined, labels: { b: "2", a: "1" } }).fingerprint).toBe(fingerprint);
    expect(one({ fingerprint: undefined, labels: { a: "1", b: "3" } }).fingerprint).not.toBe(fingerprint);
  });

  it("names the model that its labels name", () => {
    expect(one({ labels: { model: "credit", model_version: "8" } }).model).toEqual({ name: "credit", version: "8" });
    expect(one({ labels: { model: "credit" } }).model).toEqual({ name: "credit" });
  });

  it("leads nowhere but to http and https", () => {
    const annotations = { runbook_url: "javascript:alert(1)", dashboard_url: "file:///etc/passwd" };
    expect(one({ annotations, generatorURL: "data:text/html,x" }).links).toEqual([]);
  });

  it("without annotations is none the worse", () => {
    expect(one({ annotations: undefined }).annotations).toEqual({});
  });

  it.each([
    ["no status", { status: undefined }, "alerts.0.status"],
    ["a status of its own", { status: "suppressed" }, "alerts.0.status"],
    ["no labels", { labels: undefined }, "alerts.0.labels"],
    ["a label that is a number", { labels: { a: 1 } }, "alerts.0.labels.a"],
    ["labels in an array", { labels: ["a"] }, "alerts.0.labels"],
    ["an annotation that is an object", { annotations: { a: {} } }, "alerts.0.annotations.a"],
    ["an empty fingerprint", { fingerprint: "" }, "alerts.0.fingerprint"],
    ["an end that is no time", { endsAt: "later" }, "alerts.0.endsAt"],
    ["a link that is a number", { generatorURL: 1 }, "alerts.0.generatorURL"],
  ])("is refused with %s, naming the field", (_what, change, path) => {
    expect(read(change).issues).toMatchObject([{ path }]);
  });
});

describe("a body of Alertmanager", () => {
  it("may say how many alerts it left out; nonsense there costs no alert", () => {
    const body = bodyOf({});
    expect(parse(alertmanager, { ...body, truncatedAlerts: 12 }).truncated).toBe(12);
    for (const truncatedAlerts of ["12", -1, 1.5, null]) {
      expect(parse(alertmanager, { ...body, truncatedAlerts })).toMatchObject({ truncated: 0, alerts: [{}] });
    }
  });

  it("of before 0.32 has no notification_reason, and one of later has fields that nobody knows yet", () => {
    expect(
      parse(alertmanager, { ...bodyOf({}), notification_reason: "first notification", later: [1] }).alerts,
    ).toHaveLength(1);
  });

  it("of version 3 has a number for a group key", () => {
    const { alerts } = parse(alertmanager, { ...bodyOf({}), version: "3", groupKey: 5615590933959184000 });
    expect(alerts).toMatchObject([{ senderGroup: "5615590933959184000" }]);
  });

  it("may lack everything but its alerts", () => {
    expect(parse(alertmanager, { alerts: [usual] }).alerts).toHaveLength(1);
  });

  it.each([
    ["no alerts", {}],
    ["alerts in an object", { alerts: {} }],
    ["an array", []],
    ["null", null],
  ])("is unreadable with %s", (_what, body) => {
    const { alerts, issues } = parse(alertmanager, body);
    expect(alerts).toEqual([]);
    expect(issues).toHaveLength(1);
  });

  it("keeps the order of its alerts and their own status, whatever the group's status says", () => {
    const body = alertBody([{ name: "A", status: "resolved" }, { name: "B" }], nine);
    const { alerts } = parse(alertmanager, { ...body, status: "resolved" });
    expect(alerts.map(({ name, status }) => [name, status])).toEqual([
      ["A", "resolved"],
      ["B", "firing"],
    ]);
  });
});

const samples = ["alerta-webhooks/prometheus_v3_alert.json", "alerta-webhooks/prometheus_v4_alert.json"];
const { skip, why } = needs("sources");
describe.skipIf(skip)(`bodies that others recorded${why}`, () => {
  it.each(samples)("%s", (file) => {
    const { alerts, issues } = parse(alertmanager, referee(`sources/${file}`));
    expect(issues).toEqual([]);
    expect(alerts).toMatchObject([{ status: "firing", labels: { severity: "critical" } }]);
    expect(alerts[0]?.annotations.summary).not.toBe("");
    expect(alerts[0]?.links.map(({ kind }) => kind)).toContain("query");
  });
});
