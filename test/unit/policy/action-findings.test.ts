import { describe, expect, it } from "vitest";
import { policyCheck } from "../../../src/cli/policy-check.ts";
import { overdueRehearsals } from "../../../src/policy/check/rehearsals.ts";
import { runCommand } from "../cli/run-command.ts";
import { oneAction, withActions } from "./action-fixture.ts";
import { policyFrom } from "./policy-fixture.ts";

const seen = "serving: { promql: up }";
const schedule = "roles: { on-call: ['pagerduty-schedule:PABC1'] }\n";
const found = (text: string) =>
  policyFrom(text).warnings.map(({ line, message, inProduction }) => `${line} ${message} ${inProduction ?? ""}`.trim());

describe("what is odd in a service's actions (policy check)", () => {
  it("what nobody may press, told once for all of them; in production it is a fault", () => {
    const steps = "steps: [{ mlflow: { model: m } }]";
    expect(found(withActions(`{ rollback: { ${steps}, ${seen} }, disable: { ${steps} } }`))).toEqual([
      "7 nobody may do rollback, disable on `credit-scoring`: nobody holds on-call, admin fails",
    ]);
    expect(found(`${oneAction(seen)}${schedule}`)).toEqual([]);
  });

  it("an authority that nobody holds, and one that is an example (A004-35, A000-67)", () => {
    const text = (who: string) => `${oneAction(`${seen}, authority: [${who}]`)}roles: { po: [] }\n`;
    expect(found(text("po"))).toEqual(["7 nobody may do rollback on `credit-scoring`: nobody holds po fails"]);
    expect(found(text("owner@corp.example"))).toEqual([
      "7 `owner@corp.example` is an example, and `rollback` needs a person fails",
    ]);
    expect(found(text("owner@corp.io"))).toEqual([]);
  });

  it("a withdrawal without a product owner (U-29)", () => {
    expect(found(`${oneAction("", "withdrawal")}${schedule}`)).toEqual([
      "7 nobody may approve `withdrawal` on `credit-scoring`: nobody holds po fails",
    ]);
    expect(found(`${oneAction("", "withdrawal")}roles: { po: [p@corp.io] }\n`)).toEqual([]);
  });

  it("a rollback that cannot say what serves (behaviour 7)", () => {
    expect(found(`${oneAction("")}${schedule}`)).toEqual([
      "7 whether `credit-scoring` serves the older version is not checked: it will say “alias moved, serving not checked”",
    ]);
  });
});

describe("a rehearsal longer ago than a quarter (A004-34)", () => {
  const { declared } = policyFrom(oneAction("last_test: 2026-06-01"));
  const day = (text: string) => Date.parse(`${text}T12:00:00Z`);

  it("is warned of from the 93rd day on", () => {
    expect(overdueRehearsals(declared, day("2026-09-01"), "en")).toEqual([]);
    expect(overdueRehearsals(declared, day("2026-09-02"), "en")).toMatchObject([
      {
        file: "test.yaml",
        line: 7,
        path: "services.credit-scoring.actions.rollback.last_test",
        message: "`rollback` of `credit-scoring` was rehearsed 93 days ago, longer than a quarter (A004-34)",
      },
    ]);
    expect(overdueRehearsals(policyFrom(oneAction("")).declared, day("2030-01-01"), "en")).toEqual([]);
  });

  it("is said by `policy check`, by the clock of the machine", async () => {
    const text = `${oneAction(`last_test: 2026-08-01, ${seen}`)}${schedule}`;
    const { code, out } = await runCommand(policyCheck, ["p.yaml"], { files: { "p.yaml": text } });
    expect(code).toBe(0);
    expect(out).toContain("warning: p.yaml:7:1 `rollback` of `credit-scoring` was rehearsed 111 days ago");
  });
});

describe("what actions want of the environment (policy check --production)", () => {
  it("is every variable that their steps name or need, without which the check fails", async () => {
    const steps = `[{ mlflow: { model: m } }, { webhook: { url: "https://w", secret: FLAGS_KEY } }]`;
    const rollback = `rollback: { steps: ${steps}, serving: { promql: up }, authority: [a@corp.io] }`;
    const disable = `disable: { steps: ${steps}, authority: [a@corp.io] }`;
    const text = withActions(
      `{ ${rollback}, ${disable} }`,
      'destinations: { chat: [{ slack: "#a" }] }\nroute: { tell: { info: [chat] } }',
    );
    const env = { SLACK_BOT_TOKEN: "xoxb-test", VIGIE_WEBHOOK_TOKEN: "t".repeat(32), FLAGS_KEY: "" };
    const { code, err } = await runCommand(policyCheck, ["p.yaml", "--production"], { files: { "p.yaml": text }, env });
    expect([code, err.trimEnd().split("\n")]).toEqual([
      1,
      [
        "MLFLOW_TRACKING_URI is not set: rollback, disable of credit-scoring cannot be done without it",
        "FLAGS_KEY is not set: rollback, disable of credit-scoring cannot be done without it",
        "PROMETHEUS_URL is not set: rollback of credit-scoring cannot be done without it",
      ],
    ]);
  });
});

describe("a variable in an action that is not set on this machine", () => {
  const url = `\${FLAGS_URL}`;
  const text = `${oneAction(`steps: [{ webhook: { url: "${url}" } }], ${seen}`)}${schedule}`;

  it("is said by `policy check`, and is a fault in production only", async () => {
    const check = (...args: readonly string[]) =>
      runCommand(policyCheck, ["p.yaml", ...args], { files: { "p.yaml": text } });
    expect(await check()).toMatchObject({
      code: 0,
      out: expect.stringContaining("not set here: p.yaml:7 FLAGS_URL is not set"),
    });
    expect(await check("--production")).toMatchObject({
      code: 1,
      err: expect.stringContaining("FLAGS_URL is not set"),
    });
  });

  it("hides nothing that is wrong beside it", async () => {
    const files = { "p.yaml": text.replace("promql: up", "promql: up, http: x") };
    const { code, err } = await runCommand(policyCheck, ["p.yaml"], { files });
    expect([code, err]).toEqual([1, expect.stringContaining("exactly one of `promql` and `http` stands here")]);
  });
});
