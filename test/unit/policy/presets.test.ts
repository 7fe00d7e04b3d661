import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Alert } from "../../../src/alert/alert.ts";
import type { Policy } from "../../../src/policy/policy.ts";
import { presetsNamedIn } from "../../../src/policy/presets/preset-names.ts";
import { alertOf, driftOf, faultsOf, levelOf, policyFrom, toldBy } from "./policy-fixture.ts";
import { groundWith, presetOf, presets, servicePolicy, shippedPresets, withPresets } from "./preset-fixture.ts";

const page = "pagerduty:3eb1bd43";
const deadlinesOf = (policy: Policy, alert: Alert) =>
  Object.fromEntries(policy.judge(alert).deadlines.map(({ kind, afterMs }) => [kind, afterMs / 60_000]));
const saidOf = (text: string, more = {}) =>
  faultsOf(groundWith(text), { ...withPresets, ...more }).map(({ file, line, message, hint }) => ({
    at: `${file}:${line}`,
    message,
    hint,
  }));

describe("one alert name under two presets (C-02)", () => {
  const two = policyFrom(
    groundWith("services: { ai-app: { preset: ai-monitoring-platform }, web: { preset: csv-analyzer } }"),
    withPresets,
  );
  const ofAiApp = two.judge(alertOf({ alertname: "HighErrorRate", service: "ai-app" }));
  const ofWeb = two.judge(alertOf({ alertname: "HighErrorRate", service: "web" }));

  it("is two incidents with two runbooks, of which the second is the playbook of CSV Analyzer (U-31)", () => {
    expect(ofAiApp.identity.family).toBe("error-rate");
    expect(ofWeb.identity.family).toBe("error-rate");
    expect(ofAiApp.groupId).not.toBe(ofWeb.groupId);
    expect(ofAiApp.runbook?.id).toBe("HighErrorRate");
    expect(ofWeb.runbook).toMatchObject({
      id: "ApplicationDown5xx",
      meaning: { en: "Share of requests in error (5xx).", fr: "Taux de requêtes en erreur (5xx)." },
    });
  });

  it("says in the group key whose it is", () => {
    expect(ofWeb.groupKey).toBe('csv-analyzer{environment="production", service="web", family="error-rate"}');
    expect(two.judge(alertOf({ alertname: "HighErrorRate", service: "other" })).groupKey).toBe(
      '{environment="production", service="other", family="HighErrorRate"}',
    );
  });

  it("stays two incidents where routes of one service have different presets, and all else is equal", () => {
    const policy = policyFrom(
      groundWith(`
route:
  routes:
    - { match: [tier="ai"], preset: ai-monitoring-platform }
    - { match: [tier="web"], preset: csv-analyzer }
`),
      withPresets,
    );
    const [ai, web] = ["ai", "web"].map((tier) =>
      policy.judge(alertOf({ alertname: "HighErrorRate", service: "shop", tier })),
    );
    expect(ai?.identity).toEqual(web?.identity);
    expect(ai?.groupId).not.toBe(web?.groupId);
    expect(ai?.runbook?.id).toBe("HighErrorRate");
    expect(web?.runbook?.id).toBe("ApplicationDown5xx");
  });

  it("keeps to the preset's runbooks also where the sender names another preset's", () => {
    const alert = alertOf(
      { alertname: "HighErrorRate", service: "web" },
      { annotations: { runbook_id: "HighErrorRate" } },
    );
    expect(two.judge(alert).runbook?.id).toBe("ApplicationDown5xx");
  });

  it("gives a measurement the playbook of its family, where the preset has exactly one", () => {
    const measured = (metric: string, service: string) => two.judge(driftOf({ metric, value: 0.3 }, { service }));
    expect(measured("http_5xx_ratio_5m", "web").runbook?.id).toBe("ApplicationDown5xx");
    expect(measured("ai_request_error_ratio", "ai-app").runbook?.id).toBe("HighErrorRate");
    expect(measured("ai_response_quality_score", "ai-app").runbook).toBeUndefined();
    expect(measured("ks_p_value", "web").runbook?.id).toBe("drift-input");
  });
});

describe("the precedence of a route's keys", () => {
  const ours = presetOf(
    "presets/ours.yaml",
    `
version: 1
route:
  tell: { warning: [ticket], urgent: [extra] }
  deadlines: { warning: { triage: 5m } }
  lifecycle: full
  group_by: [environment, service]
  mode: shadow
  mute_time_intervals: [night]
  routes:
    - { match: [tier="gold"], deadlines: { warning: { triage: 1m } } }
time_intervals: [{ name: night, time_intervals: [] }]
`,
  );
  const policy = policyFrom(
    groundWith(`
route:
  tell: { warning: [chat], critical: [on-call] }
  deadlines: { warning: { triage: 1h }, critical: { triage: 2h } }
  routes:
    - { match: [service="shop"], deadlines: { warning: { triage: 3m } } }
    - { match: [tier="late"], tell: { warning: [chat] }, continue: true }
    - { match: [tier="late"], lifecycle: short }
services: { shop: { preset: presets/ours.yaml }, other: { preset: presets/ours.yaml } }
`),
    { ...withPresets, presets: [ours] },
  );
  const warning = (service: string, tier = "") => alertOf({ severity: "warning", service, tier });

  it("what the first route writes counts less than the preset, key by key and severity by severity", () => {
    expect(toldBy(policy, warning("other"))).toEqual(["jira:OPS"]);
    expect(deadlinesOf(policy, warning("other"))).toEqual({ triage: 5 });
    expect(policy.judge(warning("other"))).toMatchObject({ lifecycle: "full" });
    const critical = alertOf({ severity: "critical", service: "other" });
    expect(toldBy(policy, critical)).toEqual(["jira:OPS", page]);
    expect(deadlinesOf(policy, critical)).toEqual({ triage: 120 });
  });

  it("what a route below writes counts more than the preset", () => {
    expect(deadlinesOf(policy, warning("shop"))).toEqual({ triage: 3 });
    expect(toldBy(policy, warning("shop"))).toEqual(["jira:OPS"]);
    expect(toldBy(policy, warning("other", "late"))).toEqual(["slack:#chat", "jira:OPS"]);
  });

  it("the preset's own routes count where they match", () => {
    expect(deadlinesOf(policy, warning("other", "gold"))).toEqual({ triage: 1 });
    expect(deadlinesOf(policy, warning("shop", "gold"))).toEqual({ triage: 3 });
  });

  it("groups as the preset says", () => {
    expect(policy.judge(warning("other")).groupKey).toBe(
      'presets/ours.yaml{environment="production", service="other"}',
    );
  });

  it("when and whether is told stays the policy's business, and alerts without a preset are as ever", () => {
    expect(policy.judge(warning("other")).owed).toMatchObject([{ id: "jira:OPS", told: "ticket" }]);
    expect(policy.judge(warning("other")).owed[0]).not.toHaveProperty("hours");
    expect(policy.judge(warning("none"))).not.toHaveProperty("shadow");
    expect(toldBy(policy, warning("none"))).toEqual(["slack:#chat"]);
    expect(deadlinesOf(policy, warning("none"))).toEqual({ triage: 60 });
  });

  it("a name that only the preset knows is left out, and said with the preset's line", () => {
    expect(toldBy(policy, alertOf({ severity: "urgent", service: "other" }))).toEqual(["jira:OPS", page]);
    expect(policy.warnings).toContainEqual(
      expect.objectContaining({
        file: "presets/ours.yaml",
        line: 4,
        message: "the preset `presets/ours.yaml` also tells `extra`, which this policy does not have: it is left out",
      }),
    );
  });

  it("cites each rule in the file that writes it", () => {
    const [owed] = policy.judge(warning("other")).owed;
    expect(owed?.place).toEqual({ file: "presets/ours.yaml", line: 4 });
    expect(policy.judge(warning("shop")).deadlines[0]?.place?.file).toBe("test.yaml");
    expect(policy.trace(warning("shop")).preset).toEqual({
      name: "presets/ours.yaml",
      place: { file: "test.yaml", line: 15 },
    });
    expect(policy.trace(warning("none"))).not.toHaveProperty("preset");
  });
});

describe("what stays the policy's own under a preset", () => {
  const intervals =
    "time_intervals: [{ name: night, time_intervals: [{ times: [{ start_time: '00:00', end_time: '06:00' }] }] }]";
  const hourly = presetOf(
    "./hourly.yaml",
    "version: 1\nmode: shadow\nroute: { mode: shadow, tell: { warning: [{ to: ticket, during: noon }] } }\n",
  );
  const judged = (text: string, labels: Record<string, string>) =>
    policyFrom(groundWith(text), { ...withPresets, presets: [hourly] }).judge(
      alertOf({ severity: "warning", ...labels }),
    );

  it("hours and shadow are read from the policy's routes, and not from the preset's", () => {
    const text = `${intervals}
route:
  mute_time_intervals: [night]
  routes: [{ match: [tier="new"], mode: shadow }]
services: { shop: { preset: ./hourly.yaml } }
`;
    const live = judged(text, { service: "shop" });
    expect(live.owed).toMatchObject([{ id: "jira:OPS", hours: [{ mute: ["night"] }] }]);
    expect(live.owed[0]?.hours?.[0]).not.toHaveProperty("during");
    expect(live).not.toHaveProperty("shadow");
    const shadow = judged(text, { service: "shop", tier: "new" });
    expect(shadow.owed).toEqual([]);
    expect(shadow.shadow).toMatchObject([{ id: "jira:OPS" }]);
  });

  it("further routes only add whom they tell: the preset is the first one's", () => {
    const policy = policyFrom(
      groundWith(`
route:
  routes:
    - { match: [a="1"], preset: fab-ia, continue: true }
    - { match: [b="1"], preset: ia-continu, tell: { info: [on-call] } }
`),
      withPresets,
    );
    const both = policy.judge(alertOf({ severity: "warning", a: "1", b: "1" }));
    expect(both).toMatchObject({ lifecycle: "full", deadlines: [{ kind: "investigation_start" }] });
    expect(both.owed.map(({ id }) => id)).toEqual([page, "slack:#chat", "jira:OPS"]);
    expect(both.groupKey).toMatch(/^fab-ia\{/);
  });

  it("keeps alerts of two presets in two groups, whatever their labels (C-02)", () => {
    const policy = policyFrom(
      groundWith(`
route:
  routes: [{ match: [p="one"], preset: fab-ia }, { match: [p="two"], preset: csv-analyzer }]
`),
      withPresets,
    );
    const label = fc.constantFrom("", "a", "fab-ia", 'csv-analyzer{environment="production"}');
    const labels = fc.record({ alertname: label, service: label, environment: label, family: label, preset: label });
    fc.assert(
      fc.property(labels, labels, (one, two) => {
        const groups = [
          policy.groupOf(alertOf({ ...one, p: "one" })),
          policy.groupOf(alertOf({ ...two, p: "two" })),
          policy.groupOf(alertOf(one)),
        ];
        expect(new Set(groups.map(({ groupId }) => groupId)).size).toBe(3);
      }),
    );
  });
});

describe("which preset", () => {
  it("a service's beats a route's", () => {
    const policy = policyFrom(
      groundWith(`
route:
  preset: fab-ia
  routes: [{ match: [tier="web"], preset: csv-analyzer }]
services: { shop: { preset: ia-continu } }
`),
      withPresets,
    );
    const drop = (labels: Record<string, string>) => levelOf(policy, driftOf({ value: 0.91, baseline: 1 }, labels));
    expect(drop({ service: "any" })).toBe("critical");
    expect(drop({ service: "any", tier: "web" })).toBe("healthy");
    expect(drop({ service: "shop", tier: "web" })).toBe("healthy");
    expect(levelOf(policy, driftOf({ value: 0.89, baseline: 1 }, { service: "shop", tier: "web" }))).toBe("warning");
    expect(levelOf(policy, driftOf({ value: 0.89, baseline: 1 }, { service: "any", tier: "web" }))).toBe("urgent");
  });

  it("a service's is that of the model which only it serves, where an event names the model alone", () => {
    const policy = policyFrom(
      groundWith(
        `services: { shop: { preset: ia-continu, model: till }, a: { model: m, preset: fab-ia }, b: { model: m } }`,
      ),
      withPresets,
    );
    const floor = (model: string) => driftOf({ value: 0.89, baseline: 0.89 }, { service: "", model });
    expect(levelOf(policy, floor("till"))).toBe("warning");
    expect(policy.trace(floor("till"))).toMatchObject({ preset: { name: "ia-continu" }, ownedService: "shop" });
    expect(policy.judge(floor("till")).identity).not.toHaveProperty("service");
    expect(policy.trace(floor("m"))).not.toHaveProperty("preset");
  });

  it("a route that is for one service cannot name another than the service does", () => {
    const route = (inner: string) => `
route:
  routes: [${inner}]
services: { shop: { aliases: [store], preset: ia-continu } }
`;
    const fault = {
      at: "test.yaml:9",
      message: "the service `shop` has the preset `ia-continu`, and this route names `fab-ia` for it",
      hint: "write `ia-continu` here, or take one of the two out",
    };
    expect(saidOf(route('{ match: [service="shop"], preset: fab-ia }'))).toEqual([fault]);
    expect(saidOf(route('{ match: [service="store"], preset: fab-ia }'))).toEqual([fault]);
    expect(saidOf(route('{ match: [service="shop"], routes: [{ match: [a="b"], preset: fab-ia }] }'))).toEqual([fault]);
    const same = groundWith(route('{ match: [service="shop"], preset: ia-continu }'));
    expect(policyFrom(same, withPresets).warnings).not.toContainEqual(
      expect.objectContaining({ about: "environment" }),
    );
  });

  it("one that is not there is a fault with the nearest name, else with all of them", () => {
    expect(saidOf("services: { shop: { preset: csv-analyser } }")).toEqual([
      { at: "test.yaml:11", message: "`csv-analyser` is not a preset", hint: "did you mean `csv-analyzer`?" },
    ]);
    expect(saidOf("services: { shop: { preset: nothing-like-it } }")).toEqual([
      {
        at: "test.yaml:11",
        message: "`nothing-like-it` is not a preset",
        hint: `write one of: ${shippedPresets.join(", ")}`,
      },
    ]);
    expect(saidOf("services: { shop: { preset: ./gone.yaml } }")).toEqual([
      {
        at: "test.yaml:11",
        message: "the preset `./gone.yaml` cannot be read",
        hint: "name a file that is there, relative to this policy’s folder",
      },
    ]);
  });

  it("one that names a preset itself is a fault, so there are no circles", () => {
    const nested = presetOf(
      "./a.yaml",
      "version: 1\nroute:\n  preset: ./a.yaml\n  routes:\n    - { preset: fab-ia }\nservices:\n  s: { preset: fab-ia }\n",
    );
    expect(saidOf("services: { shop: { preset: ./a.yaml } }", { presets: [nested] })).toEqual(
      [3, 5, 7].map((line) => ({
        at: `./a.yaml:${line}`,
        message: "a preset takes no preset itself",
        hint: "take this key out, or write the figures here",
      })),
    );
  });

  it("what is wrong in one is said once, with its own file and line, also where two services name it", () => {
    const wrong = presetOf(
      "./a.yaml",
      'version: 1\nseverity:\n  thresholds:\n    - { family: f, metrics: [m], measure: value, warning: "> 5%" }\nroute: {}\ncolour: 1\n',
    );
    const faults = saidOf("services: { a: { preset: ./a.yaml }, b: { preset: ./a.yaml } }", { presets: [wrong] });
    expect(faults.map(({ at, message }) => `${at} ${message}`)).toEqual([
      "./a.yaml:4 `> 5%` does not fit `measure: value`",
      "./a.yaml:6 unknown key `colour`",
    ]);
  });

  it("lists for the loader what services and routes name, each once, whatever else the data is", () => {
    const data = {
      services: { a: { preset: "one" }, b: { preset: "two" }, c: null },
      route: { preset: "three", routes: [{ preset: "one" }, { routes: [{ preset: "four" }] }, 3] },
    };
    expect(presetsNamedIn(data)).toEqual(["one", "two", "three", "four"]);
    for (const nothing of [null, [], "text", { services: [], route: { routes: {} } }]) {
      expect(presetsNamedIn(nothing)).toEqual([]);
    }
  });
});

describe("the names of a service", () => {
  it("are known as the preset knows them, but a name of the policy's own stays where it is", () => {
    const own = policyFrom(
      groundWith(
        "services: { csv-analyzer: { preset: csv-analyzer }, ai-app: { preset: ai-monitoring-platform }, app: {} }",
      ),
      withPresets,
    );
    const serviceOf = (service: string) => own.judge(alertOf({ service })).identity.service;
    expect(serviceOf("web")).toBe("csv-analyzer");
    expect(own.judge(alertOf({ alertname: "HighErrorRate", service: "web" })).runbook?.id).toBe("ApplicationDown5xx");
    expect(serviceOf("ai-lab-app")).toBe("ai-app");
    expect(serviceOf("app")).toBe("app");
  });

  it("are nobody's where no service has the preset", () => {
    const policy = servicePolicy("csv-analyzer", "shop");
    expect(policy.judge(alertOf({ service: "web" })).identity.service).toBe("web");
    expect(policy.judge(alertOf({ service: "web" })).groupKey).not.toMatch(/^csv-analyzer/);
  });

  it("are the preset's below a route that names it", () => {
    const policy = policyFrom(
      groundWith('route: { routes: [{ match: [namespace="csv"], preset: csv-analyzer }] }'),
      withPresets,
    );
    const judged = policy.judge(alertOf({ alertname: "HighErrorRate", service: "web", namespace: "csv" }));
    expect(judged).toMatchObject({ identity: { service: "csv-analyzer" }, runbook: { id: "ApplicationDown5xx" } });
  });
});

describe("a preset in the policy's own name", () => {
  it("is part of the hash, the stored text and the files, without what looks like a routing key", () => {
    const key = "fedcba9876543210fedcba9876543210";
    const file = (triage: string) =>
      presetOf(
        "./a.yaml",
        `version: 1\ndestinations: { x: [{ pagerduty: { key: ${key} } }] }\nroute: { deadlines: { warning: { triage: ${triage} } } }\n`,
      );
    const [one, two] = ["5m", "6m"].map((triage) =>
      servicePolicy("./a.yaml", "shop", { presets: [file(triage)], file: "p.yaml" }),
    );
    expect(one?.hash).not.toBe(two?.hash);
    expect(one?.files).toEqual(["p.yaml", "./a.yaml"]);
    expect(one?.text).toContain("triage: 5m");
    expect(one?.text).not.toContain(key);
  });

  it("leaves the sender's words as the policy reads them, where the preset writes none", () => {
    const text = groundWith(`
severity: { labels: [{ label: priority, values: { P1: urgent } }], thresholds: [] }
services: { a: { preset: fab-ia }, b: { preset: ai-monitoring-platform } }
`);
    const policy = policyFrom(text, withPresets);
    expect(levelOf(policy, alertOf({ priority: "P1", service: "a" }))).toBe("urgent");
    expect(levelOf(policy, alertOf({ priority: "P1", service: "b" }))).toBe("warning");
    expect(policy.judge(alertOf({ priority: "P1", service: "a" })).reason).toMatchObject({
      place: { file: "test.yaml" },
    });
    const drop = policy.judge(driftOf({ value: 0.9, baseline: 1 }, { service: "a" }));
    expect(drop.reason).toMatchObject({ kind: "threshold", place: { file: "policies/fab-ia.yaml" } });
  });

  it("counts in what is told", () => {
    const policy = policyFrom(groundWith("route: { tell: {} }\nservices: { a: { preset: fab-ia } }"), withPresets);
    const said = policy.warnings.map(({ file, message }) => `${file} ${message}`);
    expect(said.filter((one) => one.startsWith("test.yaml"))).toEqual([
      "test.yaml pages of `on-call` name no schedule: nobody can say who is on call",
    ]);
    expect(presets).toHaveLength(5);
  });
});
