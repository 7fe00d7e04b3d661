import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { Alert } from "../../../src/alert/alert.ts";
import { severities } from "../../../src/alert/severity.ts";
import type { PolicyPlace } from "../../../src/incident/judgement.ts";
import { alertmanager } from "../../../src/sources/alertmanager.ts";
import { alertBody } from "../../support/samples.ts";
import { nine } from "../incident/ledger.ts";
import { parse } from "../sources/parsing.ts";
import { alertOf, defaultPolicy, driftOf, policyFrom, shippedRunbooks, toldBy } from "./policy-fixture.ts";

const places = `
destinations:
  a: [{ slack: "#a" }]
  b: [{ slack: "#b" }]
  c: [{ slack: "#c" }]
  twice: [{ slack: "#a" }, { slack: "#d" }]
  on-call: [{ pagerduty: { key: "\${PAGERDUTY_ROUTING_KEY}" } }]
`;
const policyWith = (route: string) => policyFrom(`version: 1\n${places}\nroute:\n${route}`);
const pageId = /^pagerduty:[0-9a-f]{8}$/;

describe("the route tree (behaviour 9)", () => {
  const tree = policyWith(`
  group_by: [service]
  tell: { warning: [a] }
  deadlines: { warning: { investigation_start: 24h }, critical: { triage: 15m } }
  routes:
    - match: [team="x"]
      continue: true
      tell: { warning: [b] }
      group_by: [team]
      deadlines: { critical: { triage: 5m, reaction: 10m } }
    - match: ['team=~"x|y"']
      tell: { warning: [c] }
      routes:
        - match: [tier="1"]
          tell: { critical: [on-call] }
    - match: [team="y"]
      tell: { warning: [b] }
`);

  it("an alert that no child takes ends in the parent", () => {
    expect(toldBy(tree, alertOf({ team: "z", severity: "warning" }))).toEqual(["slack:#a"]);
  });

  it("the first child that matches wins", () => {
    expect(toldBy(tree, alertOf({ team: "y", severity: "warning" }))).toEqual(["slack:#c"]);
  });

  it("`continue` goes on, and the incident is told at the union; everything else is the first leaf's", () => {
    const judgement = tree.judge(alertOf({ team: "x", severity: "critical" }));
    expect(judgement.owed.map(({ id }) => id)).toEqual(["slack:#b", "slack:#c"]);
    expect(judgement.groupKey).toBe('{team="x"}');
    expect(judgement.deadlines.map(({ kind, afterMs }) => [kind, afterMs])).toEqual([
      ["triage", 300_000],
      ["reaction", 600_000],
    ]);
  });

  it("the life cycle too is the first leaf's, further leaves only add whom they tell", () => {
    const routes = (first: string, second: string) =>
      policyWith(`  routes:
    - { match: [x="1"], continue: true, tell: { warning: [a] }, lifecycle: ${first} }
    - { match: [x="1"], tell: { warning: [b] }, lifecycle: ${second} }`).judge(alertOf({ x: "1" }));
    expect(routes("full", "short").lifecycle).toBe("full");
    expect(routes("short", "full").lifecycle).toBe("short");
    expect(routes("short", "full").owed.map(({ id }) => id)).toEqual(["slack:#a", "slack:#b"]);
  });

  it("the life cycle is full for a model from CRITICAL up where nothing is said, else short (behaviour 3)", () => {
    const lifecycle = (labels: Record<string, string>) =>
      policyWith("  group_by: [service]").judge(alertOf(labels)).lifecycle;
    expect(lifecycle({ severity: "critical", model: "credit" })).toBe("full");
    expect(lifecycle({ severity: "urgent", model: "credit" })).toBe("full");
    expect(lifecycle({ severity: "warning", model: "credit" })).toBe("short");
    expect(lifecycle({ severity: "critical" })).toBe("short");
    const said = policyWith("  lifecycle: short").judge(alertOf({ severity: "critical", model: "credit" }));
    expect(said.lifecycle).toBe("short");
  });

  it("a child inherits every key; in `tell` and `deadlines` each severity is a key of its own", () => {
    const told = tree.judge(alertOf({ team: "y", tier: "1", severity: "critical" })).owed;
    expect(told).toHaveLength(2);
    expect(told[0]).toMatchObject({ id: "slack:#c", told: "c", at: "warning" });
    expect(told[1]).toMatchObject({ id: expect.stringMatching(pageId), told: "on-call", at: "critical" });
    const deadlines = tree.judge(alertOf({ team: "x", severity: "warning" })).deadlines;
    expect(deadlines).toMatchObject([{ kind: "investigation_start", afterMs: 86_400_000 }]);
  });

  it("each severity has its own deadlines, nothing is taken from a lower one (protocol 10.2)", () => {
    const kinds = (severity: string) => tree.judge(alertOf({ severity })).deadlines.map(({ kind }) => kind);
    expect([kinds("info"), kinds("warning"), kinds("critical"), kinds("urgent")]).toEqual([
      [],
      ["investigation_start"],
      ["triage"],
      [],
    ]);
  });

  it("every decision names its line", () => {
    const alert = alertOf({ team: "x", severity: "critical" });
    const lines = tree.text.split("\n");
    const quoted = (place: PolicyPlace | undefined) => place && lines[place.line - 1]?.trim();
    const { owed, deadlines } = tree.judge(alert);
    const { routes, groupByPlace } = tree.trace(alert);
    expect(owed.map(({ place }) => quoted(place))).toEqual(["tell: { warning: [b] }", "tell: { warning: [c] }"]);
    expect(deadlines.map(({ place }) => quoted(place))).toEqual(
      Array(2).fill("deadlines: { critical: { triage: 5m, reaction: 10m } }"),
    );
    expect(routes.map(({ place }) => quoted(place))).toEqual(['- match: [team="x"]', `- match: ['team=~"x|y"']`]);
    expect(quoted(groupByPlace)).toBe("group_by: [team]");
  });

  it("a place is owed once, by the lowest severity that names it, and `info` may tell too", () => {
    const policy = policyWith("  tell: { info: [b], warning: [twice, b], critical: [twice, a] }");
    const owed = policy.judge(alertOf({ severity: "urgent" })).owed;
    expect(owed.map(({ id, at }) => `${id} ${at}`)).toEqual(["slack:#b info", "slack:#a warning", "slack:#d warning"]);
    expect(toldBy(policy, alertOf({ severity: "info" }))).toEqual(["slack:#b"]);
  });
});

describe("what matchers look at (behaviour 9)", () => {
  it("`environment`, `service`, `model`, `family` and `source` mean the identity, other names the sender's label", () => {
    const seen = (match: string, alert: Alert) =>
      toldBy(policyWith(`  routes: [{ match: [${match}], tell: { warning: [a] } }]`), alert).length > 0;
    const alert = alertOf({
      alertname: "X",
      namespace: "pay",
      job: "kube-state-metrics",
      model_name: "m",
      cluster: "eu",
    });
    expect(seen('environment="production"', alert)).toBe(true);
    expect(seen('service="pay"', alert)).toBe(true);
    expect(seen('model="m"', alert)).toBe(true);
    expect(seen('family="X"', alert)).toBe(true);
    expect(seen("source=alertmanager", alert)).toBe(true);
    expect(seen("'cluster=eu, alertname=X'", alert)).toBe(true);
    expect(seen('job="kube-state-metrics"', alert)).toBe(true);
    expect(seen('service="kube-state-metrics"', alert)).toBe(false);
    expect(seen('absent=""', alert)).toBe(true);
    expect(seen('constructor=~".+"', alert)).toBe(false);
  });

  it("`group_by` means the identity too: aliases are resolved, exporters skipped, whatever the sender's label says", () => {
    const policy = policyFrom(`version: 1
services: { pay: { aliases: [pay-api] } }
route: { group_by: [service, environment] }`);
    const key = '{environment="prod", service="pay"}';
    expect(policy.judge(alertOf({ env: "prod", service: "pay-api" })).groupKey).toBe(key);
    expect(policy.judge(alertOf({ stage: "prod", service: "node-exporter", app: "pay" })).groupKey).toBe(key);
  });

  it("the sender's label as masked: a route finds the placeholder, and never the word behind it", () => {
    const body = alertBody([{ labels: { contact: "marie.dupont@exemple.fr" } }], nine);
    const [alert] = parse(alertmanager, body).alerts;
    const told = (match: string) => {
      const route = `  group_by: [contact]\n  routes: [{ match: [${match}], tell: { warning: [a] } }]`;
      return alert ? policyWith(route).judge(alert) : undefined;
    };
    expect(told("'contact=~\"email:[a-f0-9]+\"'")?.owed).toHaveLength(1);
    expect(told("'contact=~\".*marie.*\"'")?.owed).toEqual([]);
    expect(told("x=y")?.groupKey).toMatch(/^\{contact="email:[a-f0-9]+"\}$/);
  });

  it("the severity that Vigie decided is not a label: `severity` there is the sender's word", () => {
    const policy = policyWith(`  routes: [{ match: [severity="critical"], tell: { warning: [a] } }]`);
    expect(toldBy(policy, alertOf({ severity: "page" }))).toEqual([]);
    expect(policy.warnings.map(({ path }) => path)).toContain("route.routes[0].match");
  });

  it("all matchers of a route must match", () => {
    const policy = policyWith(`  routes: [{ match: ['x="1"', 'y!="2"'], tell: { warning: [a] } }]`);
    expect(toldBy(policy, alertOf({ x: "1", y: "3" }))).toHaveLength(1);
    expect(toldBy(policy, alertOf({ x: "1", y: "2" }))).toHaveLength(0);
  });
});

describe("where pages may leave (behaviour 1)", () => {
  const policy = defaultPolicy();
  const critical = (environment?: string) =>
    policy.judge(alertOf({ service: "s", severity: "critical", ...(environment ? { environment } : {}) }));

  it.each(["production", "prod", "PROD-eu", " prod-eu ", "live", undefined])("environment %s pages", (environment) => {
    expect(critical(environment).owed.at(-1)?.id).toMatch(pageId);
    expect(critical(environment)).not.toHaveProperty("pageWithheld");
  });

  it.each(["staging", "preprod", "production-like", "dev"])(
    "environment %s never pages, and says so",
    (environment) => {
      const judgement = critical(environment);
      expect(judgement.pageWithheld).toBe("environment");
      expect(judgement.owed.map(({ receiver }) => receiver)).toEqual(["slack", "teams", "jira"]);
      expect(judgement.identity.environment).toBe(environment);
    },
  );

  it("a withheld page's fallback is not told either", () => {
    const configured = (receiver: string) => receiver !== "pagerduty" && ("sandbox" as const);
    const own = policyFrom(
      `version: 1
destinations:
  on-call: [{ pagerduty: { key: "\${NO_KEY}" }, if: configured, fallback: [{ slack: "#loud", mention: "@here" }] }]
route: { tell: { critical: [on-call] } }`,
      { configured },
    );
    expect(own.judge(alertOf({ severity: "critical" })).owed).toMatchObject([{ id: "slack:#loud", told: "fallback" }]);
    expect(own.judge(alertOf({ severity: "critical", env: "dev" }))).toMatchObject({
      owed: [],
      pageWithheld: "environment",
    });
  });

  it("nothing is withheld where nothing would page", () => {
    const judgement = policy.judge(alertOf({ severity: "warning", env: "dev" }));
    expect(judgement).not.toHaveProperty("pageWithheld");
  });

  it("the policy may allow it, and an assumed environment counts as production", () => {
    const allowed = policyFrom(
      `version: 1\nenvironments: { otherwise: { page: allowed } }\n${places}\nroute: { tell: { critical: [on-call] } }`,
    );
    expect(toldBy(allowed, alertOf({ severity: "critical", env: "dev" }))).toHaveLength(1);
    const narrow = policyFrom(
      `version: 1\nenvironments: { production: [prd] }\n${places}\nroute: { tell: { critical: [on-call] } }`,
    );
    expect(toldBy(narrow, alertOf({ severity: "critical" }))).toHaveLength(1);
    expect(toldBy(narrow, alertOf({ severity: "critical", env: "production" }))).toHaveLength(0);
  });
});

describe("the reopen window (protocol 5.1)", () => {
  it("is 10 minutes, for a monitored series twice its `every`", () => {
    const policy = policyFrom(`
version: 1
route: {}
services: { credit-scoring: { monitors: [{ metric: accuracy, every: 1h }, { metric: f1, every: 1m }] } }`);
    expect(policy.judge(alertOf({})).reopenWindowMs).toBe(600_000);
    expect(policy.judge(driftOf({ value: 1, baseline: 1 })).reopenWindowMs).toBe(7_200_000);
    expect(policy.judge(driftOf({ metric: "f1", value: 1 })).reopenWindowMs).toBe(600_000);
  });
});

type Tree = { match?: string[]; continue?: boolean; tell?: { warning: string[] }; routes?: Tree[] };

describe("properties", () => {
  const tree = fc.letrec<{ node: Tree }>((tie) => ({
    node: fc.record(
      {
        match: fc.array(fc.constantFrom('x="1"', 'x!="1"', 'y=~"1|2"', 'y=""'), { maxLength: 2 }),
        continue: fc.boolean(),
        tell: fc.record({ warning: fc.subarray(["a", "b", "c"]) }),
        routes: fc.oneof({ depthSize: "small" }, fc.constant<Tree[]>([]), fc.array(tie("node"), { maxLength: 3 })),
      },
      { requiredKeys: [] },
    ),
  })).node;
  const labels = fc.record({ x: fc.constantFrom("", "1", "2"), y: fc.constantFrom("", "1", "2", "3") });

  const tests: Readonly<Record<string, (of: { x: string; y: string }) => boolean>> = {
    'x="1"': ({ x }) => x === "1",
    'x!="1"': ({ x }) => x !== "1",
    'y=~"1|2"': ({ y }) => y === "1" || y === "2",
    'y=""': ({ y }) => y === "",
  };
  /** Alertmanager's `Route.Match`, written as plainly as can be. */
  function told(node: Tree, of: { x: string; y: string }, inherited: readonly string[]): readonly string[][] | null {
    if (!(node.match ?? []).every((match) => tests[match]?.(of))) return null;
    const tell = node.tell?.warning ?? inherited;
    const found: string[][] = [];
    for (const child of node.routes ?? []) {
      const inner = told(child, of, tell);
      if (!inner) continue;
      found.push(...inner.map((names) => [...names]));
      if (!child.continue) break;
    }
    return found.length > 0 ? found : [[...tell]];
  }

  it("any tree tells whom the plain reading of Alertmanager's rules tells", () => {
    fc.assert(
      fc.property(tree, labels, (root, of) => {
        const { match: _none, ...route } = root;
        const policy = policyFrom(`version: 1\n${places}\n${stringify({ route })}`);
        const expected = new Set((told(route, of, []) ?? []).flat().map((name) => `slack:#${name}`));
        expect(new Set(toldBy(policy, alertOf(of)))).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it("any alert gets a judgement that JSON can hold, and the same one again", () => {
    const policy = defaultPolicy({ runbooks: shippedRunbooks() });
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.constantFrom("critical", "prod", "", "__proto__", "constructor"),
    );
    const name = fc.oneof(text, fc.constantFrom("severity", "service", "environment", "family", "priority", "job"));
    const figure = fc.double({ noNaN: true, noDefaultInfinity: true });
    const measurement = fc.record(
      {
        metric: fc.constantFrom("accuracy", "rmse", "psi", "p_value", "other", "__proto__"),
        windowTo: fc.nat(),
        value: figure,
        baseline: figure,
        threshold: figure,
        degradationPct: figure,
        direction: fc.constantFrom("lower_is_worse" as const, "higher_is_worse" as const),
        status: fc.constantFrom("ok" as const, "drift" as const, "no_data" as const, "error" as const),
        severityHint: text,
        role: fc.constantFrom("champion" as const, "shadow" as const),
        segment: text,
      },
      { requiredKeys: ["metric", "windowTo"] },
    );
    const anyAlert: fc.Arbitrary<Alert> = fc.record(
      {
        source: fc.constantFrom("alertmanager", "drift", "vigie"),
        fingerprint: text,
        status: fc.constantFrom("firing" as const, "resolved" as const),
        name: text,
        labels: fc.dictionary(name, text),
        annotations: fc.dictionary(name, text),
        startsAt: fc.nat(),
        links: fc.constant([]),
        measurement,
        senderGroup: text,
      },
      { requiredKeys: ["source", "fingerprint", "status", "name", "labels", "annotations", "startsAt", "links"] },
    );
    fc.assert(
      fc.property(anyAlert, (alert) => {
        const judgement = policy.judge(alert);
        expect(JSON.parse(JSON.stringify(judgement))).toEqual(JSON.parse(JSON.stringify(policy.judge(alert))));
        expect(JSON.stringify(judgement)).not.toContain(":null");
        expect(new Set(judgement.owed.map(({ id }) => id)).size).toBe(judgement.owed.length);
        for (const { id } of judgement.owed) expect(policy.destinations.has(id)).toBe(true);
        if (judgement.verdict.kind === "severity") expect(severities).toContain(judgement.verdict.severity);
      }),
      { numRuns: 500 },
    );
  });
});
