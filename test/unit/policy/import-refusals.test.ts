import { describe, expect, it } from "vitest";
import { importAlertmanager } from "../../../src/policy/import/import-alertmanager.ts";

/** The faults of a configuration, as `line path: message`. */
function faultsOf(text: string): readonly string[] {
  const found = importAlertmanager(text, "alertmanager.yml", "en");
  return found.ok ? [] : found.faults.map(({ line, path, message }) => `${line} ${path}: ${message}`);
}

/** A configuration with one thing wrong: what stands in the route, in its receiver, at the top. */
const withRoute = (route: string) => `route:\n  receiver: a\n  ${route}\nreceivers:\n  - name: a\n`;
const withChild = (child: string) => withRoute(`routes:\n    - receiver: a\n      ${child}`);
const withReceiver = (receiver: string) => `route: { receiver: a }\nreceivers:\n  - name: a\n    ${receiver}\n`;
const withTop = (top: string) => `route: { receiver: a }\nreceivers: [{ name: a }]\n${top}\n`;

describe("what Alertmanager refuses is refused, naming key and line (issue 3.2)", () => {
  it("takes a configuration with nothing wrong", () => {
    expect(faultsOf(withTop("templates: []"))).toEqual([]);
  });

  it.each<[says: string, text: string, fault: string]>([
    ["nothing at all", "# nothing\n", "1 : this configuration has no `route`"],
    ["no route", "receivers: [{ name: a }]\n", "1 : this configuration has no `route`"],
    ["what is no YAML", "route: [\n", "2 : this is not YAML"],
    ["a key twice", "route: { receiver: a, receiver: a }\n", "1 : `receiver` stands twice in this block"],
    ["a key that is none", withTop("recievers: []"), "3 recievers: unknown key `recievers`"],
    ["a key of a route that is none", withRoute("mute: [x]"), "3 route.mute: unknown key `mute`"],
    ["a first route without receiver", "route: { group_by: [a] }\n", "1 route: the first route has no `receiver`"],
    ["a plain null as receiver", "route: { receiver: null }\n", "1 route: the first route has no `receiver`"],
    ["a first route that matches", withRoute("matchers: [a=b]"), "3 route.matchers: the first route takes every alert"],
    ["a first route that goes on", withRoute("continue: true"), "3 route.continue: the first route takes every alert"],
    ["a first route with hours", withRoute("mute_time_intervals: [x]"), "3 route.mute_time_intervals: the first route"],
    [
      "an unknown receiver",
      withChild("routes: [{ receiver: b }]"),
      "5 route.routes[0].routes[0].receiver: `b` is not in",
    ],
    [
      "an unknown interval",
      withChild("active_time_intervals: [x]"),
      "5 route.routes[0].active_time_intervals[0]: `x` is not",
    ],
    ["a receiver twice", withReceiver("\n  - name: a"), "5 receivers[1].name: the receiver `a` stands twice"],
    ["a receiver without a name", withReceiver("\n  - webhook_configs: []"), "5 receivers[1]: a receiver has no name"],
    ["a matcher that is none", withChild("matchers: ['a']"), "5 route.routes[0].matchers[0]: `a` is not a matcher"],
    ["a broken expression", withChild('match_re: { a: "[b" }'), "5 route.routes[0].match_re.a: `[b` is not a regular"],
    ["look-around", withChild('match_re: { a: "(?=b)" }'), "5 route.routes[0].match_re.a: `(?=b)` is not a regular"],
    ["no expression", withChild("match_re: { a: }"), "5 route.routes[0].match_re.a: `a` has no regular expression"],
    ["a label name that is none", withChild("match: { 1a: b }"), "5 route.routes[0].match.1a: `1a` cannot be a label"],
    ["all labels and others", withRoute("group_by: [a, '...']"), "3 route.group_by[1]: `...` means all labels"],
    ["a label twice in group_by", withRoute("group_by: [a, a]"), "3 route.group_by[1]: `a` stands twice"],
    ["a bad label in group_by", withRoute("group_by: [a-b]"), "3 route.group_by[0]: `a-b` cannot be a label"],
    ["a duration that is none", withRoute("group_wait: soon"), "3 route.group_wait: `soon` is not a duration"],
    [
      "no interval between groups",
      withRoute("group_interval: 0s"),
      "3 route.group_interval: `group_interval` cannot be zero",
    ],
    ["a list that is none", withRoute("routes: { receiver: a }"), "3 route.routes: this is keys with values"],
    ["continue that is neither", withChild("continue: maybe"), "5 route.routes[0].continue: this is text"],
    [
      "text and file of a secret",
      withTop("global: { opsgenie_api_key: x, opsgenie_api_key_file: /y }"),
      "3 global.opsgenie_api_key_file: at most one of `opsgenie_api_key`, `opsgenie_api_key_file`",
    ],
    [
      "both deep inside",
      withReceiver(
        "webhook_configs: [{ url: http://x, http_config: { authorization: { credentials: a, credentials_file: b } } }]",
      ),
      "4 receivers[0].webhook_configs[0].http_config.authorization.credentials_file: at most one",
    ],
    [
      "Slack without an address",
      withReceiver('slack_configs: [{ channel: "#a" }]'),
      "4 receivers[0].slack_configs[0]: one of `api_url`",
    ],
    [
      "PagerDuty without a key",
      withReceiver("pagerduty_configs: [{}]"),
      "4 receivers[0].pagerduty_configs[0]: one of `routing_key`",
    ],
    [
      "SNS with two targets",
      withReceiver("sns_configs: [{ topic_arn: a, target_arn: b, sigv4: {} }]"),
      "4 receivers[0].sns_configs[0].topic_arn: at most one",
    ],
    [
      "mail without a server",
      withReceiver("email_configs: [{ to: a@b, from: c@d }]"),
      "4 receivers[0].email_configs[0]: one of `smarthost`",
    ],
    [
      "a mail server without port",
      withTop("global: { smtp_smarthost: mail }"),
      "3 global.smtp_smarthost: `smtp_smarthost` is not a host",
    ],
    [
      "an address of another scheme",
      withReceiver("webhook_configs: [{ url: ftp://x/y }]"),
      "4 receivers[0].webhook_configs[0].url: `url` is not an address",
    ],
    [
      "an address without host",
      withTop("global: { slack_api_url: 'http:///x' }"),
      "3 global.slack_api_url: `slack_api_url` is not an address",
    ],
    [
      "a setting that is none",
      withTop("global: { slack_url: http://x }"),
      "3 global.slack_url: unknown key `slack_url`",
    ],
    [
      "an option that is none",
      withReceiver("webhook_configs: [{ url: http://x, chanel: a }]"),
      "4 receivers[0].webhook_configs[0].chanel: unknown key",
    ],
    ["a kind that is none", withReceiver("irc_configs: [{}]"), "4 receivers[0].irc_configs: unknown key `irc_configs`"],
    [
      "an inhibition's empty expression",
      withTop("inhibit_rules: [{ source_match_re: { a: } }]"),
      "3 inhibit_rules[0].source_match_re.a: `a` has no",
    ],
    [
      "an inhibition's bad label",
      withTop("inhibit_rules: [{ equal: [a-b] }]"),
      "3 inhibit_rules[0].equal[0]: `a-b` cannot be",
    ],
    [
      "an interval's time",
      withTop("time_intervals: [{ name: n, time_intervals: [{ times: [{ start_time: 1, end_time: 2 }] }] }]"),
      "3 time_intervals[0].time_intervals[0].times[0].start_time: `1` is not a time",
    ],
    [
      "an interval in both lists",
      withTop("time_intervals: [{ name: n }]\nmute_time_intervals: [{ name: n }]"),
      "3 time_intervals: `n` stands in `mute_time_intervals` too",
    ],
  ])("refuses %s", (_says, text, fault) => {
    expect(faultsOf(text).map((one) => one.slice(0, fault.length))).toContain(fault);
  });

  it("takes numbers and words as the text that was written", () => {
    expect(faultsOf(withChild("match: { a: 1, b: yes, c: 0x10, d: null }"))).toEqual([]);
  });

  it("lists a key that is newer than Alertmanager 0.25 and imports", () => {
    const found = importAlertmanager(
      withReceiver("jira_configs: [{ api_url: https://x, project: OPS, issue_type: Task }]"),
      "a.yml",
      "en",
    );
    expect(found.ok && found.policy).toContain("- jira: { project: OPS, type: Task }");
    expect(found.notes.map(({ kind, line, message }) => `${kind} ${line} ${message}`)).toContain(
      "newer 4 `jira_configs` is newer than Alertmanager 0.25",
    );
  });

  it("names no secret in a fault", () => {
    const text = withReceiver(
      "webhook_configs: [{ url: 'ftp://u:hush@x/y' }]\n    opsgenie_configs: [{ api_key: hush, api_key_file: hush }]",
    );
    expect(faultsOf(text)).toHaveLength(2);
    expect(JSON.stringify(importAlertmanager(text, "a.yml", "en"))).not.toContain("hush");
  });
});
