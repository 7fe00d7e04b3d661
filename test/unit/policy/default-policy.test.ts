import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { policySchemaText } from "../../../src/cli/policy-schema.ts";
import { policyJsonSchema } from "../../../src/policy/document/schema.ts";
import { alertOf, defaultPolicy, driftOf, levelOf, shippedText } from "./policy-fixture.ts";

const policy = defaultPolicy();
const hours = (count: number) => count * 3_600_000;
const deadlinesOf = (severity: string) =>
  Object.fromEntries(policy.judge(alertOf({ severity })).deadlines.map(({ kind, afterMs }) => [kind, afterMs]));
const receiversOf = (severity: string) => policy.judge(alertOf({ severity })).owed.map(({ receiver }) => receiver);

describe("the shipped policy", () => {
  it("tells who the source document says (A000-47, 48, 49, 53, 54, 55)", () => {
    expect(receiversOf("info")).toEqual([]);
    expect(receiversOf("warning")).toEqual(["slack", "teams", "jira"]);
    expect(receiversOf("critical")).toEqual(["slack", "teams", "jira", "pagerduty"]);
    expect(receiversOf("urgent")).toEqual(["slack", "teams", "jira", "pagerduty"]);
  });

  it("sets the deadlines that it says (A000-48, 49, 50, 57, 59, C-09)", () => {
    expect(deadlinesOf("info")).toEqual({});
    expect(deadlinesOf("warning")).toEqual({ investigation_start: hours(24) });
    expect(deadlinesOf("critical")).toEqual({
      triage: hours(0.25),
      investigation_start: hours(4),
      root_cause: hours(48),
    });
    expect(deadlinesOf("urgent")).toEqual({ triage: hours(0.25), reaction: hours(0.5), root_cause: hours(48) });
  });

  it("makes one incident of each pair of alerts, so that the low one is promoted (U-12)", () => {
    const pairs = [
      ["AIQualityScoreLow", "AIQualityScoreCritical"],
      ["HighErrorRate", "HighErrorRateCritical"],
      ["ErrorBudgetBurnRateHigh", "ErrorBudgetBurnRateCritical"],
      ["PromptInjectionDetected", "JailbreakAttemptDetected"],
    ];
    for (const pair of pairs) {
      const groups = pair.map((alertname) => policy.judge(alertOf({ alertname, service: "ai-app" })).groupId);
      expect(new Set(groups).size, pair.join()).toBe(1);
    }
  });

  it("tells Vigie's own trouble in chat, without a ticket (protocol 3.5)", () => {
    const own = alertOf({ service: "vigie", family: "page-undelivered", severity: "warning" }, { source: "vigie" });
    expect(policy.judge(own).owed.map(({ receiver }) => receiver)).toEqual(["slack", "teams"]);
  });

  it("rolls nothing back by itself, warns of nothing, and is named vigie", () => {
    expect(parse(shippedText("default.yaml"))).toMatchObject({ route: { rollback: { mode: "approve" } } });
    expect(policy.warnings).toEqual([]);
    expect(policy).toMatchObject({ name: "vigie", locale: "en", file: "default.yaml" });
  });

  it("states its own bands for every metric of the grammar's example (A000-51)", () => {
    for (const metric of ["accuracy", "f1", "precision", "recall", "auc"]) {
      expect(levelOf(policy, driftOf({ metric, value: 0.8, baseline: 0.95 })), metric).toBe("urgent");
    }
    for (const metric of ["rmse", "mae", "hallucination_rate", "toxicity"]) {
      expect(levelOf(policy, driftOf({ metric, value: 1.25, baseline: 1 })), metric).toBe("critical");
    }
  });
});

describe("the published JSON Schema", () => {
  it("is the one of the grammar: `npm run schema` writes it anew", () => {
    expect(shippedText("policy.schema.json")).toBe(policySchemaText());
  });

  it("accepts the shipped policy, which names it in its first line, and refuses an unknown key", () => {
    const validate = new Ajv2020({ strict: false }).compile(policyJsonSchema());
    const text = shippedText("default.yaml");
    expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=policy.schema.json");
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...parse(text), colour: 1 })).toBe(false);
  });
});
