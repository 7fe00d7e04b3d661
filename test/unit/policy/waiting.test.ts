import { describe, expect, it } from "vitest";
import type { Alert } from "../../../src/alert/alert.ts";
import { faultsOf, policyFrom } from "./policy-fixture.ts";

const minuteMs = 60_000;
const policyText = (route: string) => `version: 1
destinations:
  chat: [{ slack: "#a" }]
  leads: [{ slack: "#leads" }]
  on-call: [{ pagerduty: { key: 0123456789abcdef0123456789abcdef } }]
teams: { ml: { leads: [{ slack: "#ml-leads" }] } }
severity: { labels: [{ label: severity, values: { warning: warning, critical: critical, urgent: urgent } }] }
route: ${route}
`;

const alertOf = (severity: string, labels: Readonly<Record<string, string>> = {}): Alert => ({
  source: "alertmanager",
  fingerprint: "f",
  status: "firing",
  name: "Down",
  labels: { alertname: "Down", environment: "production", severity, ...labels },
  annotations: {},
  startsAt: 0,
  links: [],
});

const judged = (route: string, severity: string, labels?: Readonly<Record<string, string>>) =>
  policyFrom(policyText(route)).judge(alertOf(severity, labels));

describe("remind:", () => {
  const route = "{ tell: { warning: [chat] }, remind: { critical: 30m } }";

  it("is each severity's own, else the next lower one's", () => {
    expect(judged(route, "warning").remindEveryMs).toBeUndefined();
    expect(judged(route, "critical").remindEveryMs).toBe(30 * minuteMs);
    expect(judged(route, "urgent").remindEveryMs).toBe(30 * minuteMs);
  });

  it("is inherited severity by severity, and 0s switches it off", () => {
    const quiet = `{ tell: { warning: [chat] }, remind: { critical: 30m }, routes: [{ match: [app="x"], remind: { critical: 0s } }] }`;
    expect(judged(quiet, "critical", { app: "x" }).remindEveryMs).toBeUndefined();
    expect(judged(quiet, "critical", { app: "y" }).remindEveryMs).toBe(30 * minuteMs);
  });

  it("reminds nobody in shadow", () => {
    expect(
      judged("{ mode: shadow, tell: { warning: [chat] }, remind: { critical: 30m } }", "critical").remindEveryMs,
    ).toBeUndefined();
  });
});

describe("escalation:", () => {
  const route =
    "{ tell: { warning: [chat] }, escalation: { critical: [{ after: 10m, to: [leads] }, { after: 20m, to: [on-call] }], repeat: 2, after_triage: 5m } }";

  it("is a ladder of names that mean the team's places, else everybody's", () => {
    const { ladder, afterTriageMs } = judged(route, "critical");
    expect(afterTriageMs).toBe(5 * minuteMs);
    expect(ladder).toMatchObject({
      repeat: 2,
      steps: [
        { afterMs: 10 * minuteMs, owed: [{ id: "slack:#leads", told: "leads", at: "critical" }] },
        { afterMs: 20 * minuteMs, owed: [{ receiver: "pagerduty", told: "on-call" }] },
      ],
    });
    expect(judged(route, "critical", { team: "ml" }).ladder?.steps[0]?.owed).toMatchObject([
      { id: "slack:#ml-leads", team: "ml" },
    ]);
    expect(judged(route, "warning").ladder).toBeUndefined();
    expect(judged(route, "urgent").ladder?.steps).toHaveLength(2);
  });

  it("pages nobody where the environment never does", () => {
    const steps = judged(route, "critical", { environment: "staging" }).ladder?.steps;
    expect(steps?.map(({ owed }) => owed.length)).toEqual([1, 0]);
  });

  it("names with line and remedy what nobody is called, and what is no duration", () => {
    const faulty = policyText("{ escalation: { critical: [{ after: soon, to: [lead] }], after_triage: never } }");
    expect(faultsOf(faulty).map(({ message }) => message)).toEqual([
      "`soon` is not a duration",
      "`lead` is in neither `destinations:` nor a team",
      "`never` is not a duration",
    ]);
  });

  it("of fab-ia escalates an overdue triage at once (U-07), of what a person sets as well", () => {
    const policy = policyFrom(policyText(route));
    expect(policy.broughtAt(alertOf("warning"), "critical").patience).toMatchObject({ afterTriageMs: 5 * minuteMs });
  });
});
