import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { Alert } from "../../../src/alert/alert.ts";
import { compileGrouping } from "../../../src/policy/grouping.ts";
import type { Policy } from "../../../src/policy/policy.ts";
import { alertOf, defaultPolicy, driftOf, policyFrom } from "./policy-fixture.ts";

const preset = {
  name: "figures/ours",
  file: "figures/ours.yaml",
  text: `version: 1
families: { errors: [HighErrorRate, LowErrorRate] }
severity: { thresholds: [{ family: ours, metrics: [accuracy], measure: value, warning: "< 0.9" }] }
services: { shop: { aliases: [shop-api] } }
route: { group_by: [service, family], routes: [{ match: [tier="1"], group_by: [service, family, pod] }] }
`,
};
const text = `version: 1
name: here
identity: { service: [app, service], exporters: ["*-exporter"] }
families: { errors: [A, B] }
severity:
  thresholds:
    - { family: model-quality, metrics: [accuracy, f1], measure: relative-drop, warning: ">= 2%" }
    - { family: input-drift, metrics: [psi], measure: value, warning: "> 0.1", critical: "> 0.3" }
services:
  credit: { aliases: [credit-api], model: lender }
  shop: { preset: figures/ours, model: till }
destinations: { chat: [{ slack: "#chat" }] }
teams: { web: { chat: [{ slack: "#web" }] } }
route:
  tell: { warning: [chat] }
  routes:
    - { match: ['path="C:\\\\x $\${HOME} \\"q\\""'], group_by: [path] }
    - { match: [team="web"], tell: { warning: [] } }
    - { match: ['team=~"w.*|ml"', 'service!="credit"'], group_by: [team, environment] }
    - { match: [kind="preset"], preset: figures/ours }
    - { match: [team="last"], tell: { warning: [] } }
`;
const presets = { presets: [preset] };
const policyOf = (written = text) => policyFrom(written, presets);

function expectSameGroups(policy: Policy, alerts: fc.Arbitrary<Alert>): void {
  const grouping = compileGrouping(policy.grouping);
  fc.assert(
    fc.property(alerts, (alert) => {
      expect(grouping?.groupOf(alert)).toEqual(policy.groupOf(alert));
    }),
  );
}

const label = fc.constantFrom("", "web", "ml", "credit", "credit-api", "shop", "shop-api", "1", "A", "x-exporter");
const path = fc.constantFrom(`C:\\x \${HOME} "q"`, "");
const labels = fc.record(
  {
    ...{ app: label, service: label, team: label, tier: label, pod: label, path },
    kind: fc.constantFrom("preset", ""),
    model: fc.constantFrom("till", "lender", ""),
    alertname: fc.constantFrom("A", "B", "C", "HighErrorRate", "LowErrorRate"),
  },
  { requiredKeys: [] },
);
const measurement = fc.record(
  {
    metric: fc.constantFrom("accuracy", "psi", "rmse"),
    value: fc.double({ noNaN: true, noDefaultInfinity: true }),
    baseline: fc.constantFrom(0, 1),
    status: fc.constantFrom("ok" as const, "no_data" as const),
    lateSince: fc.constant(1),
  },
  { requiredKeys: ["metric"] },
);
const alerts = fc
  .tuple(labels, fc.option(measurement))
  .map(([named, measured]) => (measured ? driftOf(measured, named) : alertOf({ ...named }, { senderGroup: "g" })));

describe("the grouping that a policy leaves behind (protocol 10.1)", () => {
  it("finds every alert's group as the policy itself does", () => {
    const hard = alertOf({ path: `C:\\x \${HOME} "q"`, service: "s" });
    expect(policyOf().groupOf(hard).groupKey).toMatch(/^\{path=/);
    expectSameGroups(policyOf(), alerts);
    expectSameGroups(defaultPolicy(), alerts);
  });

  it("of any route tree finds every alert's group", () => {
    const tree = fc.letrec<{ node: object }>((tie) => ({
      node: fc.record(
        {
          match: fc.subarray(['team="web"', 'tier=~"1|A"', 'pod!=""'], { maxLength: 2 }),
          continue: fc.boolean(),
          group_by: fc.subarray(["team", "tier", "pod"], { minLength: 1 }),
          routes: fc.oneof({ depthSize: "small" }, fc.constant<object[]>([]), fc.array(tie("node"), { maxLength: 3 })),
        },
        { requiredKeys: [] },
      ),
    })).node;
    fc.assert(
      fc.property(tree, fc.array(alerts, { minLength: 5, maxLength: 5 }), (node, some) => {
        const policy = policyFrom(stringify({ version: 1, route: { routes: [node] } }));
        const grouping = compileGrouping(policy.grouping);
        for (const alert of some) expect(grouping?.groupOf(alert)).toEqual(policy.groupOf(alert));
      }),
    );
  });

  it.each([
    ["whom it tells", "warning: [] } }\n    - { match: ['team", "warning: [chat] } }\n    - { match: ['team"],
    ["a level of a row", "> 0.3", "> 0.4"],
    ["who is on a team", "#web", "#web-team"],
    ["a route behind the last that groups", 'team="last"', 'team="other"'],
    ["the order of names that mean a set", "[accuracy, f1]", "[f1, accuracy]"],
    ["the model of a service without a preset", "model: lender", "model: bank"],
    ["how it is written", "name: here", 'name: "here" # our name'],
  ])("is the same where a change is to %s", (_, from, to) => {
    expect(text).toContain(from);
    expect(policyOf(text.replace(from, to)).grouping).toBe(policyOf().grouping);
  });

  it.each([
    ["the name", "name: here", "name: there"],
    ["a family", "errors: [A, B]", "errors: [A]"],
    ["an alias", "credit-api", "credit-web"],
    ["the labels of the identity", "[app, service]", "[service]"],
    ["a row's family", "family: input-drift", "family: drift"],
    ["a grouping", "[team, environment]", "[team]"],
    ["who gets to a grouping", 'team="web"', 'team="web2"'],
    ["a service's preset", "{ preset: figures/ours, model: till }", "{ model: till }"],
    ["the model of a service with a preset", "model: till", "model: desk"],
  ])("is another one where %s changes", (_, from, to) => {
    expect(text).toContain(from);
    expect(policyOf(text.replace(from, to)).grouping).not.toBe(policyOf().grouping);
  });

  it("that this release cannot read is none", () => {
    for (const written of [
      "",
      "{",
      "null",
      "[]",
      "{}",
      '{"policy":{"version":2}}',
      '{"policy":{"version":1,"new":1}}',
    ]) {
      expect(compileGrouping(written)).toBeNull();
    }
  });

  it("holds no file, no line and no secret", () => {
    const { grouping } = defaultPolicy();
    expect(grouping).not.toMatch(/\.yaml|line|slack|pagerduty/);
  });
});
