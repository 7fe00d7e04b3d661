import { describe, expect, it } from "vitest";
import { keyId } from "../../../src/policy/places/places.ts";
import { alertOf, faultsOf, policyFrom, toldBy } from "./policy-fixture.ts";

const variable = `\${NOT_SET}`;
const key = (letter: string) => letter.repeat(32);
const page = (letter: string) => `pagerduty:${keyId(key(letter))}`;

const text = `version: 1
destinations:
  chat: [{ slack: "#all" }]
  on-call: [{ pagerduty: { key: ${key("a")} } }]
  ticket: [{ jira: { project: OPS } }]
  security: [{ slack: "#security" }]
teams:
  ml-ai:
    locale: fr
    chat: [{ slack: "#ml-ai" }]
    on-call: [{ pagerduty: { key: ${key("b")} } }]
    security: [{ slack: "#ml-security", locale: en }]
  web:
    chat: [{ slack: "#web" }, { slack: "#all" }]
    duty: [{ slack: "#duty" }]
services:
  credit: { owner: ml-ai }
  shop: { owner: sre }
route:
  tell: { warning: [chat, ticket], critical: [on-call] }
  routes:
    - { match: [kind="security"], tell: { warning: [security] } }
    - { match: [kind="duty"], tell: { warning: [duty] } }
`;
const policy = policyFrom(text);
const critical = (labels: Readonly<Record<string, string>>) => alertOf({ severity: "critical", ...labels });
const judged = (labels: Readonly<Record<string, string>>) => policy.judge(critical(labels));

describe("a team's incidents (behaviour 6)", () => {
  it("the names in `tell` mean the team's own destinations, by the label `team`", () => {
    expect(toldBy(policy, critical({ team: "ml-ai" }))).toEqual(["slack:#ml-ai", "jira:OPS", page("b")]);
    expect(judged({ team: "ml-ai" }).team).toEqual({ id: "ml-ai" });
  });

  it("without the label, the service's owner is the team; the label comes first", () => {
    expect(judged({ service: "credit" }).team).toEqual({ id: "ml-ai" });
    expect(judged({ service: "credit", team: "web" }).team).toEqual({ id: "web" });
  });

  it("a name that the team leaves out means that of `destinations:`", () => {
    expect(toldBy(policy, critical({ team: "web" }))).toEqual(["slack:#web", "slack:#all", "jira:OPS", page("a")]);
  });

  it("what a team's list tells names the team, what `destinations:` tells does not", () => {
    const teams = judged({ team: "ml-ai" }).owed.map(({ id, team }) => [id, team]);
    expect(teams).toEqual([
      ["slack:#ml-ai", "ml-ai"],
      ["jira:OPS", undefined],
      [page("b"), "ml-ai"],
    ]);
  });

  it("`destinations:` is for incidents without a team", () => {
    expect(toldBy(policy, critical({}))).toEqual(["slack:#all", "jira:OPS", page("a")]);
    expect(judged({}).team).toBeUndefined();
  });

  it("a team that `teams:` does not list is told as nobody's, and is said to be unknown", () => {
    for (const labels of [{ team: "ML-AI" }, { service: "shop" }, { team: "constructor" }]) {
      expect(toldBy(policy, critical(labels))).toEqual(["slack:#all", "jira:OPS", page("a")]);
      expect(judged(labels).team).toMatchObject({ unknown: true });
    }
  });

  it("a policy without teams misses none", () => {
    const alone = policyFrom("version: 1\nroute: {}");
    expect(alone.judge(alertOf({ team: "sre" })).team).toEqual({ id: "sre" });
    expect(alone.teams).toEqual([]);
  });

  it("any other name is looked up in the team, then in `destinations:`", () => {
    const told = (team: string) => toldBy(policy, alertOf({ severity: "warning", kind: "security", team }));
    expect(told("ml-ai")).toEqual(["slack:#ml-security"]);
    expect(told("web")).toEqual(["slack:#security"]);
  });

  it("a name that is found nowhere is an error", () => {
    const faults = faultsOf(text.replace("tell: { warning: [duty] }", "tell: { warning: [dutty] }"));
    expect(faults.map(({ line, message, hint }) => [line, message, hint])).toEqual([
      [23, "`dutty` is in neither `destinations:` nor a team", "did you mean `duty`?"],
    ]);
  });

  it("a name that only some teams have is warned about, naming those without it", () => {
    const told = policy.warnings.filter(({ message }) => message.includes("`duty`"));
    expect(told).toMatchObject([
      {
        line: 23,
        message: "`duty` is not in `destinations:`; nobody is told for: ml-ai, incidents without a team",
      },
    ]);
  });

  it("a route for one team may tell a name that only this team has", () => {
    const pinned = policyFrom(text.replace('kind="duty"', 'team="web"'));
    expect(pinned.warnings.filter(({ message }) => message.includes("nobody is told"))).toEqual([]);
  });

  it("two names for one place stay one destination, also across teams (protocol 1.5)", () => {
    expect([...policy.destinations.keys()].filter((id) => id === "slack:#all")).toHaveLength(1);
    const faults = faultsOf(text.replace('"#ml-ai"', '"#all"'));
    expect(faults.map(({ line, message }) => [line, message])).toEqual([
      [10, "slack:#all is written twice with different settings"],
    ]);
  });

  it("a team's `locale` is that of its destinations; a destination may set its own", () => {
    const locale = (id: string) => policy.destinations.get(id)?.locale;
    expect(["slack:#ml-ai", "slack:#ml-security", "slack:#web"].map(locale)).toEqual(["fr", "en", "en"]);
  });

  it("a team without on-call is named where a route pages it", () => {
    const said = policy.warnings.filter(({ path }) => path === "teams.web");
    expect(said).toMatchObject([
      { line: 13, message: "team `web` has no `on-call`: its pages go to that of `destinations:`" },
    ]);
  });

  it("an owner that `teams:` does not list, and a team's list that nobody tells, are named", () => {
    const lonely = policyFrom(text.replace("duty: [{", "dutty: [{").replace("[duty]", "[chat]"));
    expect(lonely.warnings.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        "team `sre` is not in `teams:`: what `destinations:` names is told instead",
        "no route tells `dutty`",
      ]),
    );
  });

  it("a team's routing key is in nothing that is stored", () => {
    expect(policy.text).not.toContain(key("b"));
    expect(policy.text).toContain(page("b"));
  });

  it("a team's place without credentials is left out, in its name", () => {
    const conditional = text.replace('[{ slack: "#ml-ai" }]', `[{ teams: "${variable}", if: configured }]`);
    const { leftOut } = policyFrom(conditional, {
      configured: (receiver) => (receiver === "teams" ? false : "sandbox"),
    });
    expect(leftOut).toMatchObject([{ name: "chat", team: "ml-ai", receiver: "teams" }]);
  });
});
