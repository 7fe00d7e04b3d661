import { describe, expect, it } from "vitest";
import { policyTest } from "../../../src/cli/policy-test.ts";
import { runCommand, sent, twoTeams } from "./run-command.ts";

const run = (cases: string, files: Readonly<Record<string, string>> = {}, args: readonly string[] = []) =>
  runCommand(policyTest, ["ci/cases.yaml", "--policy", "p.yaml", ...args], {
    files: { "ci/cases.yaml": cases, "p.yaml": twoTeams, ...files },
  });
const one = (expected: string, alert = "alert: { alertname: Down, service: checkout, severity: critical }") =>
  `cases:\n  - name: one\n    ${alert}\n    at: 2026-12-24T03:00+01:00\n    expect: { ${expected} }\n`;

describe("vigie policy test", () => {
  it("answers as TAP, and with 0 when all is as expected", async () => {
    const cases = one("severity: critical, tells: [chat, on-call], holds: [on-call], rings: [chat], pages: true");
    expect(await run(cases)).toEqual({
      code: 0,
      err: "",
      out: "TAP version 14\n1..1\nok 1 - one\n# 1 passed, 0 failed\n",
    });
  });

  it("answers with 1 and says for each fault what was found, why, and which line decides it", async () => {
    const { code, out } = await run(one("severity: warning, notTells: [payments/chat], team: search"));
    expect(code).toBe(1);
    expect(out.split("\n")).toEqual([
      "TAP version 14",
      "1..1",
      "not ok 1 - one",
      "#   ci/cases.yaml:2",
      "#   severity: expected warning, found critical  ci/cases.yaml:5",
      "#     because label severity is “critical”",
      "#   notTells: expected not payments/chat, found slack:#payments (chat)  ci/cases.yaml:5",
      "#     p.yaml:14",
      "#   team: expected search, found payments  ci/cases.yaml:5",
      "#     p.yaml:16",
      "# 0 passed, 1 failed",
      "",
    ]);
  });

  it("says the same in French", async () => {
    const { out } = await run(one("severity: warning"), {}, ["--locale", "fr"]);
    expect(out).toContain("severity\u00a0: attendu warning, trouvé critical");
    expect(out).toContain("# 0 réussi, 1 échoué");
  });

  it.each([
    ["severity: critical", "severity: info"],
    ["healthy: false", "healthy: true"],
    ["drop: false", "drop: true"],
    [`tells: ["slack:#payments"]`, `tells: ["slack:#all"]`],
    [`tells: ["pagerduty:\${PD_PAYMENTS}"]`, "tells: []"],
    ["notTells: [search/chat]", "notTells: [on-call]"],
    ["wouldTell: []", "wouldTell: [chat]"],
    ["rings: [chat]", "rings: [on-call]"],
    ["holds: [on-call]", "holds: []"],
    ["pages: true", "pages: false"],
    [
      `group: '{environment="production", service="checkout", family="Down"}'`,
      `group: '{environment="production", service="checkout"}'`,
    ],
    ["team: payments", "team: null"],
    ["environment: production", "environment: staging"],
    ["service: checkout", "service: Checkout"],
    ["model: null", "model: credit"],
    ["family: Down", "family: down"],
    ["lifecycle: full", "lifecycle: short"],
    ["preset: null", "preset: fab-ia"],
  ])("%s is so, and %s is not", async (right, wrong) => {
    expect((await run(one(right))).code).toBe(0);
    const { code, out } = await run(one(wrong));
    expect([code, out.split("\n")[2]]).toEqual([1, "not ok 1 - one"]);
  });

  it("takes a drift event, a whole alert, and a file relative to the cases, each of whose alerts must be so", async () => {
    const drift = "drift: { service: checkout, metric: accuracy, value: 0.9, baseline: 0.95 }";
    expect((await run(one("severity: critical, family: model-quality", drift))).code).toBe(0);
    const whole = "alert: { status: firing, labels: { alertname: Down, team: payments, build: 7 }, annotations: {} }";
    expect((await run(one("severity: warning, team: payments", whole))).code).toBe(0);
    const recorded = `${sent({ alertname: "A", severity: "critical" })}\n${sent({ alertname: "B", severity: "info" })}`;
    const { code, out } = await run(one("severity: critical", "file: ../recorded.jsonl"), {
      "recorded.jsonl": recorded,
    });
    expect(code).toBe(1);
    expect(out).toContain("#   alert 2, B: severity: expected critical, found info");
  });

  it("is the same on every machine: places without credentials here count as those with", async () => {
    const policy = twoTeams.replace(
      `chat: [{ slack: "#payments" }]`,
      "chat: [{ jira: { project: PAY }, if: configured }]",
    );
    const ran = await runCommand(policyTest, ["c.yaml", "--policy", "p.yaml"], {
      files: { "c.yaml": one("tells: ['jira:PAY']"), "p.yaml": policy },
      env: { SLACK_BOT_TOKEN: "xoxb-1" },
    });
    expect([ran.code, ran.err]).toEqual([0, ""]);
  });

  it("a label that is no word fails its case, saying where", async () => {
    const { code, out } = await run(one("pages: true", "alert: { alertname: Down, team: [a] }"));
    expect([code, out]).toEqual([1, expect.stringContaining("#   labels.team: ")]);
  });

  it("says what shadow would tell, which tells nobody", async () => {
    const alert = "alert: { alertname: Down, service: ranking, severity: warning }";
    expect((await run(one(`tells: [], wouldTell: ["slack:#search"]`, alert))).code).toBe(0);
  });

  it("no name of a case can call off what failed", async () => {
    for (const name of ["a # TODO later", "a \\\\# SKIP it"]) {
      const { code, out } = await run(one("severity: info").replace("name: one", `name: ${JSON.stringify(name)}`));
      const [line = ""] = out.split("\n").slice(2);
      // TAP 14: a hash counts unless a backslash that is no escaped one stands before it.
      expect([code, /^not ok 1 - (?:[^\\#]|\\[\\#])*$/.test(line)]).toEqual([1, true]);
    }
  });

  it("a file that cannot be read fails its case alone", async () => {
    const { code, out } = await run(
      `${one("severity: critical")}  - { name: two, file: gone.json, expect: { pages: true } }\n`,
    );
    expect(code).toBe(1);
    expect(out).toMatch(/ok 1 - one\nnot ok 2 - two\n# {3}ci\/cases\.yaml:6\n# {3}ci\/gone\.json: ENOENT/);
  });

  it.each([
    ["an unknown key", one("severty: critical"), "unknown key `severty`", "did you mean `severity`?"],
    ["an unknown word", one("severity: critcal"), "`critcal`", "did you mean `critical`?"],
    ["a name that the policy does not have", one("notTells: [on-cal]"), "no `on-cal`", "did you mean `on-call`?"],
    [
      "two alerts in one case",
      one("pages: true", "alert: { a: b }\n    file: x.json"),
      "`file`",
      "exactly one of them",
    ],
    ["no expectation", one(""), "could never fail", "tells: [on-call]"],
    ["a time without its offset", one("pages: true").replace("+01:00", ""), "is not a time", "+01:00"],
    ["no cases", "cases: []", "", "fix: "],
    ["an empty file", "", "", "fix: "],
    ["no YAML", "cases: [", "this is not YAML", "fix: "],
  ])("%s is a fault with its line and what to write, and exit code 2", async (_what, cases, message, hint) => {
    const { code, out, err } = await run(cases);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^ci\/cases\.yaml:\d+:\d+ /);
    expect(err).toContain(message);
    expect(err).toContain(hint);
  });

  it("a faulty policy, cases that are not there and a wrong option are said, with exit code 2", async () => {
    expect(await run(one("pages: true"), { "p.yaml": "version: 1" })).toMatchObject({ code: 2, out: "" });
    const gone = await runCommand(policyTest, ["gone.yaml"]);
    expect([gone.code, gone.err]).toEqual([2, expect.stringContaining("gone.yaml cannot be read: ENOENT")]);
    const wrong = await runCommand(policyTest, ["--what"]);
    expect([wrong.code, wrong.err]).toEqual([
      2,
      expect.stringMatching(/^unknown option --what\nvigie policy test CASES\.yaml/),
    ]);
  });
});
