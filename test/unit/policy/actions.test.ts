import { describe, expect, it } from "vitest";
import { longestRange } from "../../../src/policy/actions/longest-range.ts";
import { actionOf, oneAction, said, withActions } from "./action-fixture.ts";
import { faultsOf, policyFrom } from "./policy-fixture.ts";

const variable = (name: string) => `\${${name}}`;
const minuteMs = 60_000;

describe("an action of a service", () => {
  it("is read with what holds where nothing is written", () => {
    expect(actionOf("")).toEqual({
      id: "rollback",
      service: "credit-scoring",
      steps: [{ provider: "kubernetes", verb: "restart", object: "deployment/credit", namespace: "default" }],
      withinMs: 10 * minuteMs,
      helps: { minSample: 0, forMs: 120 * minuteMs },
      approvers: [],
      everyMs: 0,
      place: { file: "test.yaml", line: 7 },
    });
  });

  it.each([
    ["restart", { everyMs: 5 * minuteMs }],
    ["withdrawal", { approvers: ["po"], everyMs: 0 }],
  ])("%s has %j by default (U-34, U-29)", (id, usual) => {
    expect(actionOf("", id)).toMatchObject(usual);
  });

  it.each([
    ["{ mlflow: { model: m } }", { provider: "mlflow", model: "m", alias: "champion", testedTag: "tested" }],
    [
      "{ mlflow: { model: m, stage: Production, tested: ok } }",
      { provider: "mlflow", model: "m", alias: "champion", stage: "Production", testedTag: "ok" },
    ],
    ["{ registry: { url: 'https://r', model: m } }", { provider: "registry", url: "https://r", model: "m" }],
    [
      "{ github: { repository: c/m, workflow: w.yml, inputs: { v: 'v{to}' } } }",
      { provider: "github", repository: "c/m", workflow: "w.yml", ref: "main", inputs: { v: "v{to}" } },
    ],
    [
      "{ argo: { undo: rollout/m, namespace: ml } }",
      { provider: "argo", verb: "undo", object: "rollout/m", namespace: "ml" },
    ],
    [
      "{ webhook: { url: 'http://w', secret: W_KEY, body: { a: { b: ['{run}'] } } } }",
      { provider: "webhook", url: "http://w", method: "POST", secret: "W_KEY", body: { a: { b: ["{run}"] } } },
    ],
  ])("reads the step %s (C-29)", (step, read) => {
    expect(actionOf(`steps: [${step}]`)?.steps).toEqual([read]);
  });

  it("reads how to see what serves, and what says whether it helped (behaviour 7)", () => {
    expect(actionOf("serving: { http: 'https://m/version' }")?.serving).toEqual({
      kind: "http",
      url: "https://m/version",
      field: "version",
    });
    expect(actionOf("helps: { promql: 'rate(bad[30m]) / rate(all[5m])', healthy: '< 0.05' }")?.helps).toMatchObject({
      promql: { query: "rate(bad[30m]) / rate(all[5m])", healthy: "< 0.05", rangeMs: 30 * minuteMs },
    });
  });

  it("knows how late the labels of a proxy come, by its monitor", () => {
    const text = `version: 1
route: {}
services:
  s:
    monitors: [{ metric: proxy, labels_delay: 10m }]
    actions: { rollback: { steps: [{ mlflow: { model: m } }], helps: { metric: proxy } } }`;
    expect(policyFrom(text).declared[0]?.helps).toMatchObject({ metric: "proxy", labelsDelayMs: 10 * minuteMs });
  });

  it("takes addresses from variables, and says which one is not set", () => {
    const text = oneAction(`steps: [{ webhook: { url: "${variable("FLAGS_URL")}" } }]`);
    const { declared } = policyFrom(text, { env: { FLAGS_URL: "https://flags" } });
    expect(declared[0]?.steps[0]).toMatchObject({ url: "https://flags" });
    expect(faultsOf(text)).toMatchObject([{ message: "FLAGS_URL is not set", about: "environment" }]);
  });

  it("never holds a secret: a variable's value in the place of its name is refused and not repeated", () => {
    const text = oneAction(`steps: [{ webhook: { url: "https://w", secret: "${variable("FLAGS_KEY")}" } }]`);
    const [fault, ...others] = faultsOf(text, { env: { FLAGS_KEY: "SECRET_VALUE" } });
    expect(others).toEqual([]);
    expect(fault?.message).toBe("a secret is written by the name of its variable");
    expect(JSON.stringify(fault)).not.toContain("SECRET_VALUE");
  });
});

const date = "is not a date -> write it as year-month-day: 2026-10-01";
const address =
  "this is not an address that can be called -> write http:// or https://, without a user or password in it";
const secret =
  "a secret is written by the name of its variable -> write the NAME alone, such as FLAGS_KEY, and set it in the environment";
const duration = "is not a duration -> write it as Alertmanager does: `15m`, `1h30m`, `2d`";
const band = 'is not a level -> write a comparison: ">= 5%", "> 0.1", "< 0.05"';

describe("what is wrong with an action", () => {
  it.each([
    ["steps: []", "nothing is written here -> write at least one value, or take the key out"],
    ["steps: [{ mlfow: { model: m } }]", "unknown key `mlfow` -> did you mean `mlflow`?"],
    [
      "steps: [{}]",
      "a step is exactly one call -> write one of mlflow, registry, github, kubernetes, argo, webhook in each list entry",
    ],
    [
      "steps: [{ mlflow: { model: m }, argo: { undo: rollout/m } }]",
      "a step is exactly one call -> write one of mlflow, registry, github, kubernetes, argo, webhook in each list entry",
    ],
    [
      "steps: [{ mlflow: { model: m, alias: champion, stage: Production } }]",
      "exactly one of `alias` and `stage` stands here -> write one of the two",
    ],
    [
      "steps: [{ kubernetes: { namespace: ml } }]",
      "exactly one of `restart` and `undo` stands here -> write one of the two",
    ],
    [
      "steps: [{ kubernetes: { restart: pod/x } }]",
      "`pod/x` is not an object of the cluster -> write kind/name, the kind one of: deployment, statefulset, daemonset",
    ],
    [
      "steps: [{ argo: { abort: deployment/x } }]",
      "`deployment/x` is not an object of the cluster -> write kind/name, the kind one of: rollout",
    ],
    [
      "steps: [{ argo: { abort: rollout/x, namespace: M L } }]",
      "`M L` is not a namespace -> small letters, digits and dashes: ml",
    ],
    [
      "steps: [{ github: { repository: credit, workflow: w.yml } }]",
      "`credit` is not a repository -> write owner/name: corp/credit",
    ],
    [
      "steps: [{ github: { repository: c/m, workflow: w.yml, inputs: { v: '{too}' } } }]",
      "`{too}` stands for nothing -> did you mean `to`?",
    ],
    [
      "steps: [{ webhook: { url: 'https://w', body: { a: [{ b: 'x {version} y' }] } } }]",
      "`{version}` stands for nothing -> write one of: to, from, source, run",
    ],
    [
      "steps: [{ webhook: { url: 'https://w', undo: { b: '{secret}' } } }]",
      "`{secret}` stands for nothing -> write one of: to, from, source, run",
    ],
    ["steps: [{ webhook: { url: 'ftp://w' } }]", address],
    [
      "steps: [{ webhook: { url: 'https://w/{to}' } }]",
      "`{to}` is not filled in here -> an address is always the same: write it in `body:`",
    ],
    [`steps: [${Array(9).fill("{ mlflow: { model: m } }").join(", ")}]`, "more than 8 stand here -> write 8 at most"],
    ["steps: [{ webhook: { url: 'https://user:pass@w' } }]", address],
    ["steps: [{ webhook: { url: 'https://w', read: { url: w, field: v } } }]", address],
    ["steps: [{ webhook: { url: 'https://w', secret: 5a4db0c5a4db0c5a4db0c5 } }]", secret],
    ["health: not-an-address", address],
    [
      "serving: { promql: up, http: 'https://x' }",
      "exactly one of `promql` and `http` stands here -> write one of the two",
    ],
    ["serving: {}", "exactly one of `promql` and `http` stands here -> write one of the two"],
    ["serving: { promql: up, field: v }", "`field` says nothing without `http` -> add `http:`, or take it out"],
    [
      "serving: { http: 'https://x', label: v }",
      "`label` says nothing without `promql` -> add `promql:`, or take it out",
    ],
    ["within: soon", `\`soon\` ${duration}`],
    ["every: 5 min", `\`5 min\` ${duration}`],
    ["helps: { for: later }", `\`later\` ${duration}`],
    ["helps: { promql: up, healthy: good }", `\`good\` ${band}`],
    ["helps: { promql: up }", "`healthy` is missing -> add `healthy:` here"],
    ["helps: { healthy: '< 1' }", "`healthy` says nothing without `promql` -> add `promql:`, or take it out"],
    [
      "helps: { metric: m, promql: up, healthy: '< 1' }",
      "exactly one of `metric` and `promql` stands here -> write one of the two",
    ],
    ["condition: { metric: accuracy, when: bad }", `\`bad\` ${band}`],
    ["last_test: last week", `\`last week\` ${date}`],
    ["last_test: 2026-02-31", `\`2026-02-31\` ${date}`],
    [
      "authority: [mlee]",
      "`mlee` is no e-mail, contact or role -> write an e-mail, a name of `contacts:`, a role, slack-group:S…, entra-group:… or pagerduty-schedule:P…",
    ],
    ["approvers: [po]", "no `roles:` says who is `po` -> write one of: on-call, admin, incident-commander"],
  ])("%s: %s", (written, message) => {
    expect(said(oneAction(written))).toEqual([message]);
  });

  it("retrain wants a condition (A003-20)", () => {
    expect(said(oneAction("", "retrain"))).toEqual([
      '`retrain` wants a condition (A003-20) -> say when it may be pressed: `condition: { metric: accuracy, when: ">= 5%" }`',
    ]);
    expect(actionOf("condition: { metric: accuracy, when: '>= 5%' }", "retrain")?.condition?.when).toBe(">= 5%");
  });

  it.each([
    ["rolback: {}", "unknown key `rolback` -> did you mean `rollback`?"],
    ["rollback: {}", "`steps` is missing -> add `steps:` here"],
    ["rollback:", "this is empty -> write keys with values"],
  ])("%s: %s", (written, message) => {
    expect(said(withActions(written))).toContain(message);
  });

  it("braces that hold no name are text", () => {
    const json = "steps: [{ webhook: { url: 'https://w', body: { text: '{\"a\": {}} {1}' } } }]";
    expect(actionOf(json)?.steps[0]).toMatchObject({ body: { text: '{"a": {}} {1}' } });
  });
});

describe("the longest range of a PromQL", () => {
  it.each([
    ["up", 0],
    ["rate(x[5m])", 5],
    ["rate(x[5m]) / rate(y[1h30m])", 90],
    ["max_over_time(rate(x[5m])[2h:1m])", 120],
    ["max_over_time(x[ 3h : ])", 180],
    ['x{path=~"[9h]"} / rate(y[1m])', 1],
  ])("of %s is %d minutes", (query, minutes) => {
    expect(longestRange(query)).toBe(minutes * minuteMs);
  });
});
