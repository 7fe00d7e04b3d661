import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { CompileOptions } from "../../../src/policy/compile.ts";
import { alertOf, defaultPolicy, faultsOf, policyFrom, shippedText, toldBy } from "./policy-fixture.ts";

const key = "R0123456789abcdefghijklmnopqrstu";
const keyId = createHash("sha256").update(key).digest("hex").slice(0, 8);
const v = (inner: string) => `\${${inner}}`;
const nothing: Partial<CompileOptions> = { configured: () => false };
const onlySlack: Partial<CompileOptions> = {
  env: { SLACK_BOT_TOKEN: "xoxb-1" },
  configured: (receiver) => receiver === "slack",
};
const everything: Partial<CompileOptions> = {
  env: {
    TEAMS_CHANNEL_ID: "19:abc@thread.tacv2",
    PAGERDUTY_ROUTING_KEY: key,
    JIRA_PROJECT: "ML",
    SLACK_CHANNEL: "#mine",
  },
  configured: () => true,
};
const told = (entry: string, options: Partial<CompileOptions> = {}) =>
  policyFrom(`version: 1\ndestinations: { chat: [${entry}] }\nroute: { tell: { warning: [chat] } }`, options);

describe("the shipped destinations (protocol 12.2)", () => {
  it("load with no environment at all where the sandbox stands in and supplies them", () => {
    const policy = defaultPolicy();
    expect([...policy.destinations.keys()]).toEqual([
      "slack:#ai-alerts",
      "teams:19:sandbox@thread.tacv2",
      expect.stringMatching(/^pagerduty:[0-9a-f]{8}$/),
      "jira:OPS",
    ]);
    expect(policy.leftOut).toEqual([]);
  });

  it("load with real values", () => {
    const { destinations, leftOut } = defaultPolicy(everything);
    expect([...destinations.keys()]).toEqual([
      "slack:#mine",
      "teams:19:abc@thread.tacv2",
      `pagerduty:${keyId}`,
      "jira:ML",
    ]);
    expect(destinations.get(`pagerduty:${keyId}`)).toEqual({
      id: `pagerduty:${keyId}`,
      receiver: "pagerduty",
      routingKey: key,
      shown: v("PAGERDUTY_ROUTING_KEY"),
      locale: "en",
      mention: "@here",
      fallback: ["slack:#mine"],
    });
    expect(destinations.get("slack:#mine")).toEqual({
      id: "slack:#mine",
      receiver: "slack",
      channel: "#mine",
      locale: "en",
      fallback: [],
    });
    expect(destinations.get("jira:ML")).toMatchObject({
      type: "Task",
      priority: { critical: "High", urgent: "Highest" },
      move: { resolved: "done" },
      fields: {},
    });
    expect(leftOut).toEqual([]);
  });

  it("are left out without credentials, with the variables to set and what is told instead", () => {
    const { destinations, leftOut } = defaultPolicy(onlySlack);
    expect([...destinations.keys()]).toEqual(["slack:#ai-alerts"]);
    expect(leftOut).toEqual([
      {
        receiver: "teams",
        description: `teams:${v("TEAMS_CHANNEL_ID")}`,
        name: "chat",
        missing: ["TEAMS_CHANNEL_ID", "MicrosoftAppId", "MicrosoftAppPassword", "MicrosoftAppTenantId"],
        told: [],
        severities: ["warning", "critical", "urgent"],
      },
      {
        receiver: "pagerduty",
        description: `pagerduty:${v("PAGERDUTY_ROUTING_KEY")}`,
        name: "on-call",
        missing: ["PAGERDUTY_ROUTING_KEY"],
        told: ["slack:#ai-alerts"],
        severities: ["critical", "urgent"],
      },
      {
        receiver: "jira",
        description: "jira:OPS",
        name: "ticket",
        missing: ["JIRA_HOST", "JIRA_EMAIL", "JIRA_API_TOKEN"],
        told: [],
        severities: ["warning", "critical", "urgent"],
      },
    ]);
  });

  it("the page's fallback stands in for good: it is told as such and calls people", () => {
    const policy = defaultPolicy(onlySlack);
    expect(policy.judge(alertOf({ severity: "critical" })).owed).toMatchObject([
      { id: "slack:#ai-alerts", receiver: "slack", told: "fallback", at: "critical" },
    ]);
    expect(policy.judge(alertOf({ severity: "warning" })).owed).toMatchObject([{ told: "chat", at: "warning" }]);
    expect(policy.destinations.get("slack:#ai-alerts")).toMatchObject({ mention: "@here", standsIn: true });
  });

  it("all of them are left out where nothing is configured, and nobody is told", () => {
    const policy = defaultPolicy(nothing);
    expect(policy.destinations.size).toBe(0);
    expect(policy.leftOut).toHaveLength(4);
    expect(toldBy(policy, alertOf({ severity: "urgent" }))).toEqual([]);
  });
});

describe("fallbacks (protocol 3.4)", () => {
  it("are offered as owed, with the destination's mention on the page", () => {
    const policy = defaultPolicy(everything);
    expect(policy.fallbackOf(`pagerduty:${keyId}`, "critical")).toEqual([
      { id: "slack:#mine", receiver: "slack", told: "fallback", at: "critical" },
    ]);
    expect(policy.fallbackOf("slack:#mine", "critical")).toEqual([]);
    expect(policy.fallbackOf("slack:#gone", "critical")).toEqual([]);
  });

  it("a place that is only a fallback is a destination too, with its own mention", () => {
    const policy = told(`{ pagerduty: { key: ${key} }, fallback: [{ slack: "#loud", mention: "@channel" }] }`);
    expect(policy.destinations.get("slack:#loud")).toMatchObject({ mention: "@channel", fallback: [] });
    expect(toldBy(policy, alertOf({}))).toEqual([`pagerduty:${keyId}`]);
  });
});

describe("places", () => {
  it.each([
    ['{ slack: "#ml-alerts" }', "slack:#ml-alerts"],
    ["{ slack: ml-alerts }", "slack:#ml-alerts"],
    ["{ slack: C0123ABCDEF }", "slack:C0123ABCDEF"],
    ['{ slack: "#données" }', "slack:#données"],
    ['{ teams: "19:abc_-@thread.tacv2" }', "teams:19:abc_-@thread.tacv2"],
    [
      '{ teams: "https://teams.microsoft.com/l/channel/19%3Aabc%40thread.tacv2/General?groupId=1&tenantId=2" }',
      "teams:19:abc@thread.tacv2",
    ],
    [`{ pagerduty: { key: ${key} } }`, `pagerduty:${keyId}`],
    ["{ jira: { project: ML2 } }", "jira:ML2"],
  ])("%s is %s", (entry, id) => {
    expect([...told(entry).destinations.keys()]).toEqual([id]);
  });

  it("keep what the policy says of them", () => {
    const policy = told(
      `{ jira: { project: ML, type: Bug, priority: { urgent: Highest }, fields: { customfield_1: [x] }, after: 10m }, locale: fr }`,
    );
    expect(policy.destinations.get("jira:ML")).toEqual({
      id: "jira:ML",
      receiver: "jira",
      project: "ML",
      type: "Bug",
      priority: { urgent: "Highest" },
      move: {},
      fields: { customfield_1: ["x"] },
      afterMs: 600_000,
      locale: "fr",
      fallback: [],
    });
    const page = told(`{ pagerduty: { key: ${key}, schedule: PABC, severity: { urgent: error } } }`);
    expect(page.destinations.get(`pagerduty:${keyId}`)).toMatchObject({
      schedule: "PABC",
      severity: { urgent: "error" },
    });
  });

  it.each([
    ['{ slack: "#Two Words" }', "#Two Words"],
    ["{ teams: General }", "General"],
    ["{ jira: { project: ops } }", "ops"],
    ["{ pagerduty: { key: short } }", "routing key"],
    ["{ locale: en }", "exactly one place"],
    ['{ slack: "#a", jira: { project: A } }', "exactly one place"],
    ["{ jira: { project: A, after: soon } }", "soon"],
  ])("%s is a fault that says what to write instead", (entry, part) => {
    const faults = faultsOf(`version: 1\ndestinations: { chat: [${entry}] }\nroute: {}`);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.message).toContain(part);
    expect(faults[0]?.hint).not.toBe("");
  });

  it("two names for one place are one destination (protocol 1.5); two settings for one place are a fault", () => {
    const same = `version: 1\ndestinations: { a: [{ slack: "#x" }], b: [{ slack: x, mention: "@here" }] }\nroute: { tell: { warning: [a, b] } }`;
    expect([...policyFrom(same).destinations.values()]).toMatchObject([{ id: "slack:#x", mention: "@here" }]);
    expect(toldBy(policyFrom(same), alertOf({}))).toEqual(["slack:#x"]);
    const different = `version: 1\ndestinations:\n  a: [{ jira: { project: X } }]\n  b: [{ jira: { project: X, type: Bug } }]\nroute: {}`;
    expect(faultsOf(different)).toMatchObject([{ line: 4, path: "destinations.b[0]" }]);
  });
});

describe("your own policy (protocol 12.2)", () => {
  const own = `version: 1
destinations:
  on-call: [{ pagerduty: { key: "${v("PD_ML_AI")}" } }]
  chat: [{ slack: "#a" }]
route: { tell: { critical: [on-call], warning: [chat] } }`;

  it("stops the start where a destination has no credentials, naming every variable", () => {
    const faults = faultsOf(own, nothing);
    expect(faults.map(({ line, about, message }) => [line, about, message])).toEqual([
      [3, "environment", "pagerduty cannot be told: not set: PD_ML_AI"],
      [4, "environment", "slack cannot be told: not set: SLACK_BOT_TOKEN"],
    ]);
  });

  it("needs nothing but the key to page", () => {
    const policy = policyFrom(own, { env: { PD_ML_AI: key }, configured: (receiver) => receiver === "slack" });
    expect(policy.destinations.has(`pagerduty:${keyId}`)).toBe(true);
  });

  it("takes no sandbox value for a vendor that is not sandboxed", () => {
    const faults = faultsOf(own, { configured: () => true, sandboxValues: { PD_ML_AI: key } });
    expect(faults.map(({ message }) => message)).toEqual(["pagerduty cannot be told: not set: PD_ML_AI"]);
  });
});

describe("secrets (protocol 12.4)", () => {
  const secret = "not-a-routing-key-but-still-secret";

  it("a value from the environment is in no fault, only its name", () => {
    const faults = faultsOf(
      `version: 1\ndestinations:\n  a: [{ pagerduty: { key: "${v("K")}" } }]\n  b: [{ slack: "${v("K")}" }]\n  c: [{ teams: "${v("K")}" }]\n  d: [{ jira: { project: "${v("K")}" } }]\nroute: {}`,
      {
        env: { K: `${secret} ` },
        configured: () => true,
      },
    );
    expect(faults).toHaveLength(4);
    expect(JSON.stringify(faults)).not.toContain(secret);
    for (const { message } of faults) expect(message).toContain(v("K"));
  });

  it("a routing key written into the file is in nothing that is stored or shown", () => {
    const policy = told(`{ pagerduty: { key: ${key} } }`);
    const { destinations, ...shown } = policy;
    expect(JSON.stringify(shown)).not.toContain(key);
    expect(policy.text).toContain(`key: pagerduty:${keyId}`);
    expect(policy.hash).toBe(createHash("sha256").update(policy.text).digest("hex").slice(0, 12));
    expect(destinations.get(`pagerduty:${keyId}`)).toMatchObject({ shown: `pagerduty:${keyId}` });
  });

  it("the key to escalate to is one more routing key: read, checked, and never shown", () => {
    const second = key.toLowerCase();
    const page = `{ pagerduty: { key: ${key}, escalate_to: "${v("UP")}" } }`;
    const { destinations, ...shown } = told(page, { env: { UP: second } });
    expect(destinations.get(`pagerduty:${keyId}`)).toMatchObject({ escalateTo: second });
    expect(JSON.stringify(shown)).not.toContain(second);
    const faults = faultsOf(`version: 1\ndestinations: { chat: [${page}] }\nroute: {}`, { env: { UP: "short" } });
    expect(faults).toEqual([expect.objectContaining({ message: expect.stringContaining(v("UP")) })]);
  });

  it("a routing key that somebody left in a comment is not stored either", () => {
    const policy = policyFrom(`version: 1\n# was: { key: ${key} }\nroute: {} # ${key}\n`);
    expect(policy.text).toBe(`version: 1\n# was: { key: pagerduty:${keyId} }\nroute: {} # pagerduty:${keyId}\n`);
  });

  it("a default for the key is no more shown than the key", () => {
    const policy = told(`{ pagerduty: { key: "${v(`K:-${key}`)}" } }`);
    expect(policy.destinations.get(`pagerduty:${keyId}`)).toMatchObject({ shown: v("K") });
    expect(policy.text).not.toContain(key);
  });

  it("the hash follows the text", () => {
    expect(defaultPolicy().text).toBe(shippedText("default.yaml"));
    expect(defaultPolicy(everything).hash).toBe(defaultPolicy().hash);
    expect(policyFrom("version: 1\nroute: {}").hash).not.toBe(policyFrom("version: 1\nroute: {} ").hash);
  });
});
