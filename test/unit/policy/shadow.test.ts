import { describe, expect, it } from "vitest";
import { alertOf, policyFrom } from "./policy-fixture.ts";

const base = `destinations:
  chat: [{ slack: "#chat" }]
  on-call: [{ pagerduty: { key: ${"a".repeat(32)} } }]
  ticket: [{ jira: { project: OPS } }]
`;
const rules = `
  tell: { warning: [chat], critical: [on-call] }
  deadlines: { critical: { triage: 15m } }
`;
const critical = (labels: Readonly<Record<string, string>> = {}) => alertOf({ severity: "critical", ...labels });
const policyOf = (text: string) => policyFrom(`version: 1\n${base}${text}`);

/** What is told, what would be told, and how many deadlines there are. */
function outcome(text: string, labels: Readonly<Record<string, string>> = {}) {
  const { owed, shadow, deadlines } = policyOf(text).judge(critical(labels));
  const receivers = (list: typeof owed | undefined) => list?.map(({ receiver }) => receiver);
  return { told: receivers(owed), would: receivers(shadow), deadlines: deadlines.length };
}

describe("mode: shadow (behaviour 9)", () => {
  it("on the policy: decides all, tells nobody, and nothing falls due", () => {
    expect(outcome(`mode: shadow\nroute:${rules}`)).toEqual({ told: [], would: ["slack", "pagerduty"], deadlines: 0 });
  });

  it("live is the default, and then there is no shadow", () => {
    expect(outcome(`route:${rules}`)).toEqual({ told: ["slack", "pagerduty"], would: undefined, deadlines: 1 });
  });

  it("on a route: its children inherit it, and the nearest route that writes it counts", () => {
    const text = `route:${rules}  mode: shadow\n  routes: [{ match: [team=a], mode: live }, { match: [team=b] }]`;
    expect(outcome(text, { team: "a" }).told).toEqual(["slack", "pagerduty"]);
    expect(outcome(text, { team: "b" }).would).toEqual(["slack", "pagerduty"]);
  });

  it("a team may leave shadow before the others; a route counts more than a team", () => {
    const teams = "mode: shadow\nteams: { early: { mode: live }, late: {} }\n";
    const told = (text: string, team: string) => outcome(teams + text, { team }).told;
    expect(told(`route:${rules}`, "early")).toEqual(["slack", "pagerduty"]);
    expect(told(`route:${rules}`, "late")).toEqual([]);
    expect(told(`route:${rules}  mode: shadow`, "early")).toEqual([]);
  });

  it("a place that a live route tells is not in shadow; the rest of a shadow route is", () => {
    const text = `route:
  tell: { warning: [chat] }
  routes:
    - { match: [severity=~".+"], continue: true }
    - { mode: shadow, tell: { warning: [chat, ticket] } }`;
    expect(outcome(text)).toMatchObject({ told: ["slack"], would: ["jira"] });
  });

  it("deadlines are the first leaf's, and it has none in shadow", () => {
    const text = `route:${rules}  routes: [{ match: [a!=b], continue: true, mode: shadow }, { match: [a!=b] }]`;
    expect(outcome(text)).toEqual({ told: ["slack", "pagerduty"], would: undefined, deadlines: 0 });
  });

  it("a page is withheld only where it would have left", () => {
    const staging = critical({ environment: "staging" });
    expect(policyOf(`route:${rules}`).judge(staging).pageWithheld).toBe("environment");
    const { pageWithheld, shadow } = policyOf(`mode: shadow\nroute:${rules}`).judge(staging);
    expect(pageWithheld).toBeUndefined();
    expect(shadow?.map(({ receiver }) => receiver)).toEqual(["slack"]);
  });

  it("`policy check` says where nobody is told", () => {
    const { warnings } = policyOf(
      `mode: shadow\nteams: { a: { mode: shadow, on-call: [] } }\nroute:${rules}  mode: shadow`,
    );
    const said = warnings.filter(({ message }) => message.startsWith("in shadow")).map(({ path }) => path);
    expect(said).toEqual(["mode", "teams.a.mode", "route.mode"]);
  });
});
