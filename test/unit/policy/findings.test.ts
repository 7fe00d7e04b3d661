import { describe, expect, it } from "vitest";
import { defaultPolicy, policyFrom } from "./policy-fixture.ts";
import { withPresets } from "./preset-fixture.ts";

const warnings = (routes: string) =>
  policyFrom(`version: 1\nroute:\n  routes:\n${routes}`).warnings.map(({ line, message }) => `${line} ${message}`);
const behind = (line: number) => `no alert ever gets here: the route at line ${line} takes them all`;

describe("a route for a team (policy check)", () => {
  const found = (routes: string) =>
    warnings(`${routes}\nservices: { churn: { owner: fraud }, score: { owner: fraud }, web: { owner: ops } }`).filter(
      (one) => one.includes("sender’s label"),
    );

  it("sees the sender's label only: services that the team owns, and no route names, are said (behaviour 9)", () => {
    expect(found("    - { match: [team=fraud] }\n    - { match: ['service=~ch.*'] }")).toEqual([
      "4 `team` here is the sender’s label, not the owner: alerts about score come here only with it",
    ]);
    expect(found("    - { match: [team=fraud] }\n    - { match: [service!=web] }")).toEqual([
      "4 `team` here is the sender’s label, not the owner: alerts about churn, score come here only with it",
    ]);
  });

  it("says nothing where routes name them, or the team owns none", () => {
    expect(found("    - { match: [team=fraud] }\n    - { match: ['service=~churn|score'] }")).toEqual([]);
    expect(found("    - { match: [team=labs] }")).toEqual([]);
  });
});

describe("routes that no alert reaches (policy check)", () => {
  it.each([
    ["the same matchers", "a=b", "a=b"],
    ["one more matcher", "a=b", "a=b,c=d"],
    ["the same ones in another order", "a=b,c=d", "c=d,a=b"],
    ["a value that the other's expression takes", "a=~b.*", "a=bc"],
    ["a value that the other does not exclude", "a!=x", "a=b"],
  ])("behind a route with %s", (_, first, second) => {
    expect(warnings(`    - { match: ['${first}'] }\n    - { match: ['${second}'] }`)).toEqual([`5 ${behind(4)}`]);
  });

  it.each([
    ["another value", "a=b", "a=c"],
    ["fewer matchers", "a=b,c=d", "a=b"],
    ["an expression that takes more", "a=~b", "a=~b|c"],
  ])("not behind a route with %s", (_, first, second) => {
    expect(warnings(`    - { match: ['${first}'] }\n    - { match: ['${second}'] }`)).toEqual([]);
  });

  it("not behind a route that goes on", () => {
    expect(warnings("    - { match: [a=b], continue: true }\n    - { match: [a=b] }")).toEqual([]);
  });

  it("what is behind is told by what its parents let through", () => {
    const routes = "    - match: [a=b]\n      routes:\n        - { match: [a!=c] }\n        - { match: [c=d] }";
    expect(warnings(routes)).toEqual([`7 ${behind(6)}`]);
  });

  it("below a parent that wants another value", () => {
    const routes =
      "    - match: [team=web]\n      routes:\n        - { match: [team=ml] }\n        - { match: ['team=~m.*'] }";
    expect(warnings(routes)).toEqual([
      '6 no alert ever gets here: `team="web"` and `team="ml"` never hold together',
      '7 no alert ever gets here: `team="web"` and `team=~"m.*"` never hold together',
    ]);
  });

  it.each([
    ['warning: "> 5", critical: "> 2"', ["no figure is ever `warning`: `critical` takes them all"]],
    ['warning: "< 0.8", critical: "< 0.9"', ["no figure is ever `warning`: `critical` takes them all"]],
    ['info: ">= 1", warning: ">= 1", urgent: "> 1"', ["no figure is ever `info`: `warning` takes them all"]],
    ['warning: ">= 2", critical: "> 2", urgent: "> 9"', []],
    ['warning: "> 5", critical: "< 2"', []],
  ])("a level that a worse one always takes is named: { %s }", (levels, said) => {
    const { warnings } = policyFrom(
      `version: 1\nroute: {}\nseverity: { thresholds: [{ family: f, metrics: [m], measure: value, ${levels} }] }`,
    );
    expect(warnings.map(({ message }) => message)).toEqual(said);
  });

  it("nothing is said of what stands below them", () => {
    expect(warnings("    - {}\n    - match: [a=b]\n      routes: [{ match: [a=c] }]")).toEqual([`5 ${behind(4)}`]);
  });
});

it("nothing is odd in the default policy", () => {
  expect(defaultPolicy().warnings).toEqual([]);
});

describe("what the first route writes beside a preset that writes it, too (behaviour 9)", () => {
  const found = (keys: string) =>
    policyFrom(
      `version: 1\ndestinations: { chat: [{ slack: "#a" }], on-call: [{ slack: "#a" }], ticket: [{ slack: "#a" }] }\nroute:\n  preset: fab-ia\n${keys}`,
      withPresets,
    ).warnings.flatMap(({ line, message }) => (message.includes("counts more") ? [`${line} ${message}`] : []));

  it("is said: a mode of rolling back that never holds must be believed by nobody", () => {
    expect(found("  rollback: { mode: approve, veto: 60s }")).toEqual([
      "5 what stands here never holds: the preset `fab-ia` says rollback.mode itself, and counts more than the first route",
    ]);
  });

  it("is nothing to say of where it stands on a route below, or says what the preset says", () => {
    expect(found("  routes: [{ match: [service=a], rollback: { mode: approve } }]")).toEqual([]);
    expect(found("  rollback: { mode: auto, veto: 60s }")).toEqual([]);
  });
});
