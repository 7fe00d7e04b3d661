import { describe, expect, it } from "vitest";
import { banner, type Paint } from "../../../src/banner.ts";
import { policyOf } from "../../../src/cli/policy-of.ts";
import { readConfig } from "../../../src/config.ts";
import type { CheckResult } from "../../../src/receivers/receiver.ts";
import { policyFrom } from "../policy/policy-fixture.ts";

const paint: Paint = { red: (text) => `<red>${text}</>`, green: (text) => `<green>${text}</>`, bold: (text) => text };
const run = {
  origin: "http://127.0.0.1:1",
  store: { facts: () => ({ kind: "sqlite" as const, risks: [], epoch: "e" }) },
};

/** The lines about one receiver and what stands under them. */
async function linesOf(receiver: string, result: CheckResult, env: Readonly<Record<string, string>> = {}) {
  const text = await textOf(receiver, result, env);
  return text.split("\n").filter((line) => line.includes(receiver) || line.includes("      "));
}

/** The whole banner, with one receiver's destination checked. */
async function textOf(receiver: string, result: CheckResult, env: Readonly<Record<string, string>>) {
  const read = readConfig({
    SLACK_BOT_TOKEN: "xoxb-1",
    PAGERDUTY_ROUTING_KEY: "k".repeat(32),
    JIRA_HOST: "https://a.example",
    JIRA_EMAIL: "a@a.example",
    JIRA_API_TOKEN: "t0ken-1",
    ...env,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  const compiled = await policyOf(read.config);
  if (!compiled.ok) throw new Error(compiled.reasons.join("\n"));
  const checked = [...compiled.policy.destinations.values()]
    .filter((destination) => destination.receiver === receiver)
    .map((destination) => ({ destination, result }));
  expect(checked).toHaveLength(1);
  return banner(read.config, compiled.policy, run, checked, paint).replaceAll("\u00a0", " ");
}

describe("the banner", () => {
  it("says in red that nothing escalates where acknowledgements in PagerDuty are not heard (behaviour 5)", async () => {
    const policy = policyFrom(`version: 1
destinations: { on-call: [{ pagerduty: { key: ${"k".repeat(32)} } }] }
route: { tell: { critical: [on-call] } }
`);
    const said = (env: Readonly<Record<string, string>>) => {
      const read = readConfig({ SLACK_BOT_TOKEN: "xoxb-1", ...env });
      if (!read.ok) throw new Error(JSON.stringify(read.faults));
      return banner(read.config, policy, run, [], paint);
    };
    expect(said({})).toMatch(/<red> {2}Acknowledgements in PagerDuty are not heard.*<\/>/);
    for (const heard of [{ PAGERDUTY_API_TOKEN: "token-12345678" }, { PAGERDUTY_WEBHOOK_SECRET: "s3cret-1234567890" }])
      expect(said(heard)).not.toContain("not heard");
  });

  it.each([
    [{}, "Slack: no buttons, set SLACK_SIGNING_SECRET or SLACK_APP_TOKEN"],
    [{ SLACK_SIGNING_SECRET: "s1" }, "Slack: buttons, heard at /slack/events"],
    [{ SLACK_APP_TOKEN: "xapp-1" }, "Slack: buttons, by Socket Mode"],
    [{ VIGIE_SANDBOX: "slack" }, "Slack: buttons, heard at /slack/events"],
    [{}, "PagerDuty: not heard, set PAGERDUTY_WEBHOOK_SECRET or PAGERDUTY_API_TOKEN"],
    [{ PAGERDUTY_API_TOKEN: "token-12345678" }, "PagerDuty: asked each 15 s"],
    [{ PAGERDUTY_WEBHOOK_SECRET: "s3cret-1234567890" }, "PagerDuty: heard by webhook"],
    [{}, "Jira: not heard, set JIRA_WEBHOOK_SECRET"],
    [{ JIRA_WEBHOOK_SECRET: "s3cret-1234567890" }, "Jira: heard by webhook"],
    [{ VIGIE_LOCALE: "fr" }, "on agit depuis le tableau de bord · Slack : pas de boutons"],
  ])("says in one line how people can act, and what to set: %j", async (env, way) => {
    expect(await textOf("slack", { kind: "ok", notes: [] }, env)).toContain(way);
  });

  it("names in red what an action of the policy wants and the environment lacks", () => {
    const policy = policyFrom(`version: 1
destinations: { chat: [{ slack: "#a" }] }
route: { tell: { info: [chat] } }
services:
  credit-scoring:
    actions:
      rollback:
        steps: [{ mlflow: { model: credit } }, { kubernetes: { restart: deployment/credit, namespace: ml } }]
      disable: { steps: [{ webhook: { url: "https://flags.corp.example/", secret: FLAGS_KEY, body: { on: false } } }] }
`);
    const said = (env: Readonly<Record<string, string>>) => {
      const read = readConfig({ SLACK_BOT_TOKEN: "xoxb-1", ...env });
      if (!read.ok) throw new Error(JSON.stringify(read.faults));
      return banner(read.config, policy, run, [], paint);
    };
    expect(said({})).toContain(
      "<red>  credit-scoring, rollback cannot be done: set MLFLOW_TRACKING_URI, KUBERNETES_TOKEN</>",
    );
    expect(said({ FLAGS_KEY: "", KUBERNETES_SERVICE_HOST: "10.0.0.1" })).toMatch(
      /rollback cannot be done: set MLFLOW_TRACKING_URI<\/>\n.*disabling cannot be done: set FLAGS_KEY</,
    );
    const all = { MLFLOW_TRACKING_URI: "https://m.example", FLAGS_KEY: "k", KUBERNETES_SERVICE_HOST: "10.0.0.1" };
    expect(said(all)).not.toContain("cannot be done");
  });

  it("says nothing of the buttons of vendors that the policy does not tell", () => {
    const read = readConfig({ SLACK_BOT_TOKEN: "xoxb-1" });
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    const policy = policyFrom(
      "version: 1\ndestinations: { chat: [{ slack: '#a' }] }\nroute: { tell: { info: [chat] } }\n",
    );
    const line = banner(read.config, policy, run, [], paint)
      .split("\n")
      .find((one) => one.includes("people act"));
    expect(line).toBe("  people act on the dashboard · Slack: no buttons, set SLACK_SIGNING_SECRET or SLACK_APP_TOKEN");
  });

  it("says in red which lines of the policy tell nobody", async () => {
    const read = readConfig({ VIGIE_SANDBOX: "all" });
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    const teams = "teams: { search: { mode: shadow, chat: [{ slack: '#a' }] } }";
    const policy = policyFrom(`version: 1\nmode: shadow\n${teams}\nroute: { tell: { warning: [chat] } }\n`);
    const red = /<red> {2}SHADOW: .* told to nobody: [a-z.]+:2, [a-z.]+:3<\/>/;
    expect(banner(read.config, policy, run, [], paint)).toMatch(red);
    const live = policyFrom("version: 1\nroute: {}\n");
    expect(banner(read.config, live, run, [], paint)).not.toContain("SHADOW");
  });

  it("calls connected what was reached, and not tried a routing key of which only the shape was looked at", async () => {
    expect(await linesOf("slack", { kind: "ok", notes: [] })).toEqual(["  <green>connected</>  slack:#ai-alerts"]);
    const notes = [{ key: "pagerduty-key-untested", values: { shown: "KEY" } }];
    const [state, note] = await linesOf("pagerduty", { kind: "ok", notes });
    expect(state).toMatch(/^ {2}not tried {2}pagerduty:[0-9a-f]{8} /);
    expect(note).toContain("no way to try a routing key");
  });

  it("calls sandbox what the sandbox plays", async () => {
    const notes = [{ key: "pagerduty-key-untested", values: { shown: "KEY" } }];
    const lines = await linesOf("pagerduty", { kind: "ok", notes }, { VIGIE_SANDBOX: "all" });
    expect(lines.join("\n")).toMatch(/^ {2}<green>sandbox<\/> {2}pagerduty:/m);
  });

  it.each([
    ["slack", "slack-unreachable", "en", "Slack could not be asked about #a: cannot be reached. Vigie goes on trying."],
    [
      "slack",
      "slack-unreachable",
      "fr",
      "Impossible d’interroger Slack sur #a : injoignable. Vigie continue d’essayer.",
    ],
    ["jira", "jira-unreachable", "en", "Jira could not be asked about project OPS: cannot be reached."],
  ])("says of %s why it could not be asked, in words: %s, %s", async (receiver, key, locale, sentence) => {
    const notes = [{ key, values: { channel: "#a", project: "OPS", reason: "unreachable" } }];
    const lines = await linesOf(receiver, { kind: "faulty", notes }, { VIGIE_LOCALE: locale });
    expect(lines.join("\n")).toContain(sentence);
    expect(lines.join("\n")).not.toContain("TOKEN");
  });

  it("leaves a vendor's own word as it is", async () => {
    const notes = [{ key: "slack-no-workspace", values: { reason: "token_revoked" } }];
    expect((await linesOf("slack", { kind: "faulty", notes })).join("\n")).toContain(
      "token_revoked. Check SLACK_BOT_TOKEN",
    );
  });
});
