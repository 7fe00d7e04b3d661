import { describe, expect, it } from "vitest";
import { policyCheck } from "../../../src/cli/policy-check.ts";
import { runCommand } from "../cli/run-command.ts";

const key = "0123456789abcdef0123456789abcdef";
const policy = (more = "", schedule = ", schedule: PABC123") => `version: 1
destinations:
  chat: [{ slack: "#a" }]
  on-call: [{ pagerduty: { key: ${key}${schedule} } }]
route: { tell: { warning: [chat], critical: [on-call] } }
${more}`;
const everything = { SLACK_BOT_TOKEN: "xoxb-1", PAGERDUTY_API_TOKEN: "t" };
const check = (text: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = everything) =>
  runCommand(policyCheck, ["own.yaml", ...args], { files: { "own.yaml": text }, env });

describe("vigie policy check, on people", () => {
  it("is silent about a policy whose people can all be reached, in production too", async () => {
    for (const args of [[], ["--production"]]) {
      const { code, out, err } = await check(policy("roles: { mle: [ada@corp.eu] }"), args);
      expect([code, err]).toEqual([0, ""]);
      expect(out).not.toContain("warning");
    }
  });

  it.each([
    ["a page without a schedule (A000-67)", policy("", ""), "own.yaml:4:13 pages of `on-call` name no schedule"],
    [
      "an example that a role needs (C-20)",
      policy("roles: { po: [owner@example.com] }"),
      "`owner@example.com` is an example",
    ],
    [
      "an empty contact that a role needs (C-20)",
      policy("contacts: [{ name: DPO, email: '' }]\nroles: { dpo: [DPO] }"),
      "`DPO` has no address",
    ],
    ["what nobody may press", policy("roles: { po: [] }\npermissions: { close: [po] }"), "nobody may press close"],
  ])("%s: a warning, and a fault with --production", async (_, text, said) => {
    const plain = await check(text);
    expect([plain.code, plain.err]).toEqual([0, ""]);
    expect(plain.out).toContain(`warning: own.yaml:`);
    expect(plain.out).toContain(said);
    const strict = await check(text, ["--production"]);
    expect([strict.code, strict.out]).toEqual([1, ""]);
    expect(strict.err).toContain(said);
  });

  it("a role that nobody wrote is a fault always", async () => {
    const { code, err } = await check(policy("permissions: { close: [mle] }"));
    expect(code).toBe(1);
    expect(err).toContain("own.yaml:6:24 no `roles:` says who is `mle`");
  });

  it.each([
    ["PAGERDUTY_API_TOKEN", policy(), { SLACK_BOT_TOKEN: "xoxb-1" }],
    ["MicrosoftAppId", policy("roles: { mle: ['entra-group:5a4d5e0c-0000-4000-8000-000000000001'] }"), everything],
  ])(
    "groups that cannot be read here for want of %s are a fault with --production alone",
    async (variable, text, env) => {
      expect((await check(text, [], env)).code).toBe(0);
      const { code, err } = await check(text, ["--production"], env);
      expect(code).toBe(1);
      expect(err).toContain(`${variable} is not set: who is`);
    },
  );
});
