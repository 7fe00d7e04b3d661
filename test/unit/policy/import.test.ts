import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { importAlertmanager } from "../../../src/policy/import/import-alertmanager.ts";
import { alertOf, policyFrom, toldBy } from "./policy-fixture.ts";

const key = "e93facc04764012d7bfb002500d5d1a6";

function imported(text: string) {
  const found = importAlertmanager(text, "alertmanager.yml", "en");
  if (!found.ok) throw new Error(found.faults.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return found;
}

/** The policy that comes out, compiled as on a laptop without credentials. */
function policyOf(text: string) {
  return policyFrom(imported(text).policy, {
    sandboxValues: (variable: string) => Buffer.from(variable).toString("hex").padEnd(32, "0").slice(-32),
  });
}

function notesOf(text: string): readonly string[] {
  return imported(text).notes.map(({ kind, line, path, message }) => `${kind} ${line} ${path}: ${message}`);
}

/** The receivers that an alert's routes name, in order. */
function receiversFor(text: string) {
  const policy = policyOf(text);
  return (labels: Readonly<Record<string, string>>) =>
    policy.trace(alertOf(labels)).routes.map(({ tells }) => tells.map(({ name }) => name).join("+"));
}

const company = `
global:
  smtp_smarthost: mail:25
  smtp_from: a@b.example
  slack_api_url: https://hooks.slack.example/T0/B0/secret-slack
  resolve_timeout: 5m
templates: [/etc/alertmanager/*.tmpl]
route:
  receiver: default
  group_by: [alertname, cluster]
  group_wait: 30s
  repeat_interval: 4h
  routes:
    - matchers: ['severity="none"']
      receiver: "null"
    - match: { team: ml, version: 1.0 }
      receiver: ml
      continue: yes
      mute_time_intervals: [nights]
      routes:
        - match_re: { severity: critical|page }
          receiver: ml-pager
          active_time_intervals: [office]
    - matchers: [team=~"ml|data", 'env!="dev"']
      receiver: data
      group_by: ['...']
receivers:
  - name: default
    slack_configs: [{ channel: "#Alerts", title: "{{ .CommonLabels }}" }]
  - name: "null"
  - name: ml
    slack_configs: [{ channel: ml-alerts }, { channel: "{{ .GroupLabels.team }}" }]
    email_configs: [{ to: ml@b.example }]
  - name: ml-pager
    pagerduty_configs: [{ routing_key: ${key} }]
  - name: data
    webhook_configs: [{ url: "http://vigie:8080/webhooks/alertmanager" }]
mute_time_intervals:
  - name: nights
    time_intervals: [{ times: [{ start_time: "22:00", end_time: "24:00" }] }]
time_intervals:
  - name: office
    time_intervals: [{ weekdays: ["monday:friday"], years: [2026], location: Europe/Paris }]
inhibit_rules:
  - source_matchers: [alertname="HighErrorRateCritical"]
    target_matchers: [alertname="HighErrorRate"]
    equal: [service]
  - source_match: { severity: critical }
    target_match: { severity: warning }
    equal: [alertname]
`;

describe("an Alertmanager configuration becomes a policy (behaviour 10)", () => {
  it("tells the receivers that Alertmanager would, children, regular expressions and continue included", () => {
    const tells = receiversFor(company);
    expect(tells({ alertname: "A" })).toEqual(["default"]);
    expect(tells({ alertname: "A", severity: "none" })).toEqual(["null"]);
    expect(tells({ alertname: "A", team: "ml", version: "1.0" })).toEqual(["ml", "data"]);
    expect(tells({ alertname: "A", team: "ml", version: "1" })).toEqual(["data"]);
    expect(tells({ alertname: "A", team: "ml", version: "1.0", severity: "page" })).toEqual(["ml-pager", "data"]);
    expect(tells({ alertname: "A", team: "data", env: "dev" })).toEqual(["default"]);
  });

  it("tells them at every severity and in every environment, as Alertmanager does", () => {
    const policy = policyOf(company);
    const pager = policyOf(company).judge(alertOf({ team: "ml", version: "1.0", severity: "page", env: "dev" }));
    expect(pager.owed.map(({ receiver }) => receiver)).toEqual(["pagerduty"]);
    for (const severity of ["info", "warning", "critical", "anything"]) {
      expect(toldBy(policy, alertOf({ alertname: "A", severity }))).toEqual(["slack:#alerts"]);
    }
  });

  it("never writes a key or an address of a webhook down", () => {
    const { policy, notes } = imported(company);
    const all = policy + JSON.stringify(notes);
    for (const secret of [key, "secret-slack", "hooks.slack.example"]) expect(all).not.toContain(secret);
    expect(policy).toContain(`key: "$\{PAGERDUTY_KEY_ML_PAGER}"`);
  });

  it("writes out that a child has no intervals, because Vigie's routes inherit them and Alertmanager's do not", () => {
    expect(imported(company).policy).toContain(
      "tell: { info: [ ml-pager ] }\n          mute_time_intervals: []\n          active_time_intervals: [ office ]",
    );
  });

  it("lists what is not carried over, not quite, by hand, or stays, with path and line", () => {
    expect(notesOf(company)).toEqual([
      expect.stringMatching(/^stays 3 global\.smtp_smarthost: /),
      expect.stringMatching(/^stays 4 global\.smtp_from: /),
      expect.stringMatching(/^stays 5 global\.slack_api_url: /),
      expect.stringMatching(/^stays 6 global\.resolve_timeout: /),
      expect.stringMatching(/^stays 7 templates: /),
      expect.stringMatching(/^stays 8 route: `group_wait`, `repeat_interval`: /),
      expect.stringMatching(/^changed 14 route\.routes\[0\]: `severity="none"` is WARNING/),
      expect.stringMatching(/^changed 26 route\.routes\[2\]\.group_by: `\.\.\.` would be an incident for each alert/),
      expect.stringMatching(/^changed 29 receivers\[0\]\.slack_configs\[0\]\.channel: `#Alerts` in lower case/),
      expect.stringMatching(/^notCarried 29 receivers\[0\]\.slack_configs\[0\]: `title`: Vigie writes/),
      expect.stringMatching(/^notCarried 30 receivers\[1\]: `null` has nothing that Vigie can tell/),
      expect.stringMatching(/^byHand 32 receivers\[2\]\.slack_configs\[1\]\.channel: .* template/),
      expect.stringMatching(/^notCarried 33 receivers\[2\]\.email_configs\[0\]: Vigie has no receiver for `email`/),
      expect.stringMatching(
        /^byHand 35 receivers\[3\]\.pagerduty_configs\[0\]\.routing_key: set PAGERDUTY_KEY_ML_PAGER/,
      ),
      expect.stringMatching(/^stays 37 receivers\[4\]\.webhook_configs\[0\]: this is Vigie itself/),
      expect.stringMatching(/^stays 45 inhibit_rules\[0\]: .*`HighErrorRate`, `HighErrorRateCritical` are one trouble/),
      expect.stringMatching(/^stays 48 inhibit_rules\[1\]: .*one incident in Vigie anyway/),
    ]);
  });

  it("says all of it at the top of the policy too, and proposes a family as a comment", () => {
    const { policy, notes } = imported(company);
    const comments = policy.split("\n").filter((line) => line.startsWith("#"));
    expect(comments.filter((line) => / line \d+ /.test(line))).toHaveLength(notes.length);
    expect(comments).toContain('#   high-error-rate: ["HighErrorRate","HighErrorRateCritical"]');
  });

  it("carries time intervals over as they are, from both lists", () => {
    const { policy } = imported(company);
    expect(policy).toMatch(
      /time_intervals:\n {2}- name: nights\n[\s\S]*- name: office\n[\s\S]*location: Europe\/Paris/,
    );
  });

  it("names one variable for one routing key, and another for another", () => {
    const { policy } = imported(`
route: { receiver: a }
receivers:
  - { name: a, pagerduty_configs: [{ routing_key: one }, { routing_key: two }] }
  - { name: A!, pagerduty_configs: [{ service_key: three }, { routing_key: one }, { routing_key_file: /run/four }] }
`);
    const names = [...policy.matchAll(/"\$\{(\w+)\}"/g)].map(([, name]) => name);
    const [a, a2, A] = ["PAGERDUTY_KEY_A", "PAGERDUTY_KEY_A_2", "PAGERDUTY_KEY_A_"];
    expect(names).toEqual([a, a2, A, a, `${A}_2`]);
  });

  it("reads the label alone where routes match on service, exporters too, and says so", () => {
    const config = `
route: { receiver: a, routes: [{ match: { service: node-exporter }, receiver: b }] }
receivers: [{ name: a }, { name: b }]
`;
    const tells = receiversFor(config);
    expect(tells({ service: "node-exporter" })).toEqual(["b"]);
    expect(tells({ app: "node-exporter" })).toEqual(["a"]);
    expect(notesOf(config)).toContainEqual(expect.stringMatching(/^changed 2 route: routes match on `service`/));
  });

  it.each([
    ["environment", "is production where no label says it"],
    ["family", "is the alert’s name where no label says it"],
  ])("says how a matcher on %s differs", (label, reason) => {
    const config = `
route: { receiver: a, routes: [{ match: { ${label}: x }, receiver: b }] }
receivers: [{ name: a }, { name: b }]
`;
    expect(receiversFor(config)({ [label]: "x" })).toEqual(["b"]);
    expect(notesOf(config).join("\n")).toContain(reason);
  });

  it.each([["a label `source`, which Vigie's routes cannot see", "source: x", "`source` means the kind of sender"]])(
    "leaves a route out that cannot be said: %s",
    (_says, match, reason) => {
      const config = `
route:
  receiver: a
  routes:
    - match_re: { ${match} }
      receiver: b
      routes: [{ receiver: a, match: { c: d } }]
    - { match: { e: f }, receiver: b }
receivers: [{ name: a }, { name: b }]
`;
      const note = notesOf(config).find((one) => one.includes(reason));
      expect(note).toMatch(/^notCarried 5 .*this route and the 1 below it are left out/);
      expect(receiversFor(config)({ e: "f" })).toEqual(["b"]);
    },
  );

  it("takes what looks like a variable, a quote or a comment in a value as text", () => {
    const value = `a"b\\\\c $\{HOME} # d`;
    const config = `
route: { receiver: a, routes: [{ match: { x: ${JSON.stringify(value)} }, receiver: "b # c" }] }
receivers: [{ name: a }, { name: "b # c" }]
`;
    expect(receiversFor(config)({ x: value })).toEqual(["b # c"]);
  });

  it("keeps a name with a line break inside of its comment", () => {
    const { policy } = imported(`
route: { receiver: "a\\nroute: {}" }
receivers: [{ name: "a\\nroute: {}" }]
`);
    expect(policy.split("\n").filter((line) => line.startsWith("route:"))).toEqual(["route:"]);
  });

  it("puts the route that hands alerts to Vigie itself last, so that another one groups them", () => {
    const config = `
route:
  receiver: root
  group_by: [cluster]
  routes:
    - { receiver: vigie, continue: true }
    - { receiver: a, match: { team: a }, group_by: [team] }
receivers:
  - { name: root }
  - { name: a }
  - { name: vigie, webhook_configs: [{ url: "https://vigie.example/webhooks/alertmanager" }] }
`;
    expect(receiversFor(config)({ team: "a" })).toEqual(["a"]);
    expect(receiversFor(config)({ team: "b" })).toEqual(["vigie"]);
    expect(policyOf(config).groupOf(alertOf({ team: "a", cluster: "c" })).groupKey).toBe('{team="a"}');
    expect(notesOf(config)).toContainEqual(
      expect.stringMatching(/^changed 6 route\.routes\[0\]: .*it stands last here/),
    );
  });

  it("follows anchors and merge keys", () => {
    const tells = receiversFor(`
route:
  receiver: a
  routes:
    - &page { receiver: b, match: { severity: critical } }
    - { <<: *page, match: { severity: page } }
receivers: [{ name: a }, { name: b }]
`);
    expect(tells({ severity: "page" })).toEqual(["b"]);
    expect(tells({ severity: "info" })).toEqual(["a"]);
  });

  it("leaves no note out, however many there are", () => {
    const receivers = Array.from({ length: 700 }, (_, at) => `  - { name: r${at} }`).join("\n");
    expect(notesOf(`route: { receiver: r0, group_by: [a] }\nreceivers:\n${receivers}\n`)).toHaveLength(700);
  });

  it("speaks French to whom reads French", () => {
    const found = importAlertmanager(company, "alertmanager.yml", "fr");
    expect(found.ok && found.policy).toContain("# Non repris\u00a0:");
  });
});

describe("whatever stands in the file", () => {
  const anything = fc.oneof(
    fc.constantFrom(
      null,
      "",
      "a",
      "...",
      `$\{A}`,
      "0",
      "5m",
      'a="b"',
      "null",
      "#x",
      "https://x",
      "__proto__",
      "constructor",
      { toString: null },
    ),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const skeleton: unknown = parse(company);

  /** Puts a value somewhere into plain data, at the place that the turns lead to. */
  function withOther(data: unknown, turns: readonly number[], value: unknown): unknown {
    const [turn, ...more] = turns;
    if (turn === undefined || typeof data !== "object" || data === null) return value;
    const entries = Object.entries(data);
    const changed = entries.map(([key, inner], at) => [
      key,
      at === turn % entries.length ? withOther(inner, more, value) : inner,
    ]);
    return Array.isArray(data) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
  }

  it("it is refused with a line, or becomes a policy that compiles", () => {
    const turns = fc.array(fc.nat(20), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(turns, anything, (way, value) => {
        const text = JSON.stringify(withOther(skeleton, way, value));
        const found = importAlertmanager(text, "alertmanager.yml", "en");
        if (found.ok) policyOf(text);
        else expect(found.faults.map(({ line }) => line)).not.toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("a line of hashes, as people draw them around comments, keeps nobody waiting", () => {
    const banner = "#".repeat(200);
    const imported = importAlertmanager(
      `${banner}\n# x\n${banner}\nroute: { receiver: a }\nreceivers: [{ name: a }]\n`,
      "am.yml",
      "en",
    );
    expect(imported.ok).toBe(true);
    expect(importAlertmanager(`${banner}\n---\n`, "am.yml", "en").ok).toBe(false);
  });

  it("a text that is no configuration is refused", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(importAlertmanager(text, "alertmanager.yml", "en").ok).toBe(false);
      }),
    );
  });
});
