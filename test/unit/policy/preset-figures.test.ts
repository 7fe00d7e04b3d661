import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import type { Measurement } from "../../../src/alert/measurement.ts";
import { policyJsonSchema } from "../../../src/policy/document/schema.ts";
import { alertOf, driftOf, levelOf, policiesFolder, policyFrom, shippedText } from "./policy-fixture.ts";
import { presetNames, servicePolicy, withPresets } from "./preset-fixture.ts";

const asMain = (name: string) =>
  policyFrom(shippedText(`${name}.yaml`), { ...withPresets, isPreset: name, sandboxValues: standIn });
const standIn = (variable: string, receiver: string) =>
  ({
    slack: `#${variable.toLowerCase()}`,
    teams: `19:${variable}@thread.tacv2`,
    pagerduty: "5a4db0c5a4db0c5a4db0c5a4db0c5a4d",
    jira: "OPS",
  })[receiver] ?? "";

/** Both ways in which a file's figures reach an alert of the service `x`. */
const both = (name: string) => [asMain(name), servicePolicy(name, "x")];

type Edge = readonly [metric: string, measured: number | Partial<Measurement>, level: string];

const of = (value: number, baseline: number) => ({ value, baseline });

const edges: Readonly<Record<string, readonly Edge[]>> = {
  "fab-ia": [
    ["accuracy", of(0.95, 0.95), "healthy"], // C-07's 0
    ["accuracy", of(98.01, 100), "info"], // A000-47
    ["accuracy", of(98, 100), "warning"], // A000-48
    ["accuracy", of(0.931, 0.95), "warning"],
    ["accuracy", of(95.01, 100), "warning"],
    ["accuracy", of(95, 100), "critical"], // A000-49
    ["accuracy", of(90, 100), "critical"],
    ["accuracy", of(89.99, 100), "urgent"], // A000-50
  ],
  "ai-monitoring-platform": [
    ["ai_response_quality_score", 0.6, "healthy"], // A001-20
    ["ai_response_quality_score", 0.599, "warning"],
    ["ai_response_quality_score", 0.4, "warning"],
    ["ai_response_quality_score", 0.399, "critical"], // A001-21
    ["ai_quality_score", 0.39, "critical"], // appendix 1
    ["ai_hallucination_events_per_s", 0.1, "healthy"], // A001-22
    ["ai_hallucination_events_per_s", 0.11, "warning"],
    ["ai_prompt_injection_detected_5m", 5, "healthy"], // A001-23
    ["ai_prompt_injection_detected_5m", 6, "critical"],
    ["ai_jailbreak_attempts_5m", 3, "healthy"], // A001-24
    ["ai_jailbreak_attempts_5m", 4, "critical"],
    ["ai_pii_detected_per_s", 0.5, "healthy"], // A001-25
    ["ai_pii_detected_per_s", 0.51, "warning"],
    ["ai_semantic_drift_score", 0.7, "healthy"], // A001-26
    ["ai_semantic_drift_score", 0.71, "warning"],
    ["ai_input_drift_score", 0.71, "warning"],
    ["ai_error_budget_burn_rate", 2, "healthy"], // A001-27
    ["ai_error_budget_burn_rate", 2.1, "warning"],
    ["ai_error_budget_burn_rate", 10, "warning"],
    ["ai_slo_error_budget_burn_rate", 10.1, "critical"], // A001-28
    ["up", 1, "healthy"], // A001-29
    ["up", 0, "critical"],
    ["ai_request_error_ratio", 0.05, "healthy"], // A001-30
    ["ai_request_error_ratio", 0.051, "warning"],
    ["ai_request_error_ratio", 0.1, "warning"],
    ["ai_request_error_ratio", 0.101, "critical"], // A001-31
    ["ai_gdpr_compliance_score", 0.8, "healthy"], // A001-32
    ["ai_gdpr_compliance_score", 0.79, "warning"],
  ],
  "csv-analyzer": [
    ["latency_mean_1m", 0.5, "healthy"], // A002-04
    ["latency_mean_1m", 0.501, "warning"],
    ["traffic_deviation", 0.5, "healthy"], // A002-05
    ["traffic_deviation", 0.51, "warning"],
    ["traffic_deviation", -0.5, "healthy"],
    ["traffic_deviation", -0.51, "warning"],
    ["requests_per_s", of(150, 100), "healthy"],
    ["requests_per_s", of(151, 100), "warning"],
    ["requests_per_s", of(50, 100), "healthy"],
    ["requests_per_s", of(49, 100), "warning"],
    ["http_5xx_ratio_5m", 0.02, "healthy"], // A002-06
    ["http_5xx_ratio_5m", 0.021, "warning"],
    ["saturation", 0.8, "healthy"], // A002-07
    ["saturation", 0.81, "warning"],
    ["cpu", 0.8, "healthy"], // A002-08
    ["cpu", 0.81, "warning"],
    ["memory", 0.85, "healthy"], // A002-09
    ["memory", 0.86, "warning"],
    ["disk", 0.9, "healthy"], // A002-10
    ["disk", 0.91, "warning"],
    ["accuracy", of(0.9, 1), "healthy"], // A002-11
    ["accuracy", of(0.899, 1), "urgent"],
    ["f1", of(0.899, 1), "urgent"],
    ["model_relative_drop", 0.1, "healthy"],
    ["model_relative_drop", 0.101, "urgent"],
    ["ks_p_value", 0.05, "healthy"], // A002-12, U-32
    ["ks_p_value", 0.049, "warning"],
    ["ks_p_value", 0.0001, "warning"], // C-15
    ["prediction_latency", 0.2, "healthy"], // A002-13
    ["prediction_latency", 0.201, "warning"],
  ],
  "ia-continu": [
    ["accuracy", 0.9, "healthy"], // A003-32
    ["accuracy", 0.899, "warning"],
    ["training_duration_s", 30, "healthy"], // A003-33
    ["training_duration_s", 30.1, "warning"],
  ],
  "preprod-checklist": [
    ["response_time", 3, "healthy"], // A004-22
    ["response_time", 3.1, "warning"],
    ["response_time", 10, "warning"],
    ["response_time", 10.1, "critical"],
    ["error_ratio", 0.05, "healthy"], // A004-23
    ["error_ratio", 0.051, "warning"],
    ["error_ratio", 0.1, "warning"],
    ["error_ratio", 0.101, "critical"],
    ["availability", 0.98, "healthy"], // A004-24
    ["availability", 0.979, "warning"],
    ["availability", 0.95, "warning"],
    ["availability", 0.949, "critical"],
    ["cpu", 0.7, "healthy"], // A004-25
    ["ram", 0.71, "warning"],
    ["cpu_ram", 0.9, "warning"],
    ["cpu", 0.91, "critical"],
    ["precision", 0.9, "healthy"], // A004-38, chosen
    ["precision", 0.899, "critical"],
    ["negative_feedback_share", 0.5, "healthy"], // A004-40, chosen
    ["negative_feedback_share", 0.51, "critical"],
  ],
};

const cases = Object.entries(edges).flatMap(([name, rows]) => rows.map((row) => [name, ...row] as const));

describe("the figures of a preset, as the policy itself and for one service", () => {
  const policies = new Map(presetNames.map((name) => [name, both(name)]));

  it.each(cases)("%s judges %s of %j as %s", (name, metric, measured, level) => {
    const measurement = typeof measured === "number" ? { value: measured } : measured;
    const alert = driftOf({ metric, ...measurement }, { service: "x" });
    for (const policy of policies.get(name) ?? []) {
      expect(levelOf(policy, alert)).toBe(level);
      expect(policy.judge(alert).inARow).toBe(1);
    }
  });

  it("knows no other figures than its own: an accuracy's drop means nothing to ia-continu (0.4)", () => {
    const drop = driftOf({ value: 0.91, baseline: 1 }, { service: "x" });
    expect(policies.get("ia-continu")?.map((policy) => levelOf(policy, drop))).toEqual(["healthy", "healthy"]);
    expect(policies.get("fab-ia")?.map((policy) => levelOf(policy, drop))).toEqual(["critical", "critical"]);
  });
});

const thirteen = {
  AIQualityScoreLow: ["warning", "ai-quality-score"],
  AIQualityScoreCritical: ["critical", "ai-quality-score"],
  HighHallucinationRate: ["warning", "ai-hallucination"],
  PromptInjectionDetected: ["critical", "prompt-attack"],
  JailbreakAttemptDetected: ["critical", "prompt-attack"],
  HighPIIDetectionRate: ["warning", "pii-detection"],
  SemanticDriftHigh: ["warning", "ai-semantic-drift"],
  ErrorBudgetBurnRateHigh: ["warning", "error-budget"],
  ErrorBudgetBurnRateCritical: ["critical", "error-budget"],
  ServiceDown: ["critical", "availability"],
  HighErrorRate: ["warning", "error-rate"],
  HighErrorRateCritical: ["critical", "error-rate"],
  GDPRComplianceLow: ["warning", "gdpr-compliance"],
} as const;

describe("the preset of the 13 alerts", () => {
  const policies = both("ai-monitoring-platform");

  it.each(Object.entries(thirteen))("%s is %s where its rule says no severity (A001-20 to 32)", (alertname, said) => {
    const [level, family] = said;
    for (const policy of policies) {
      const judged = policy.judge(alertOf({ alertname, service: "x" }));
      expect(judged.verdict).toEqual({ kind: "severity", severity: level });
      expect(judged.identity.family).toBe(family);
      expect(levelOf(policy, alertOf({ alertname, service: "x", severity: "info" }))).toBe("info");
    }
  });

  it("judges the alerts of the shipped Prometheus rules as these say themselves, and knows their teams", () => {
    const rules = parse(readFileSync(new URL("../deploy/prometheus/rules/ai-alert-rules.yml", policiesFolder), "utf8"));
    const alerts = z
      .object({
        groups: z.array(
          z.object({ rules: z.array(z.object({ alert: z.string(), labels: z.record(z.string(), z.string()) })) }),
        ),
      })
      .parse(rules)
      .groups.flatMap((group) => group.rules);
    expect(alerts.map(({ alert }) => alert).sort()).toEqual(Object.keys(thirteen).sort());
    for (const { alert, labels } of alerts) {
      const { severity = "", family = "", team = "", ...others } = labels;
      const bare = policies[0]?.judge(alertOf({ ...others, alertname: alert, team }));
      expect(bare?.verdict, alert).toEqual({ kind: "severity", severity });
      expect(bare?.identity.family, alert).toBe(family);
      expect(bare?.team, alert).toEqual({ id: team });
    }
  });

  it("knows its application by all of its names (C-24)", () => {
    for (const policy of [policies[0], servicePolicy("ai-monitoring-platform", "ai-app")]) {
      for (const service of ["ai-app", "app", "ai-lab-app", "AI App", "ai-demo-app"]) {
        expect(policy?.judge(alertOf({ service })).identity.service).toBe("ai-app");
      }
    }
  });

  it("tells a team's own chat, and copies what concerns compliance and the DPO (A001-11 to 14, 25, 32)", () => {
    const chats = (alertname: string, team: string) =>
      asMain("ai-monitoring-platform")
        .judge(alertOf({ alertname, team, service: "ai-app" }))
        .owed.flatMap(({ id, receiver }) => (receiver === "slack" ? [id] : []));
    expect(chats("SemanticDriftHigh", "ml-ai")).toEqual(["slack:#ml-ai-alerts"]);
    expect(chats("HighPIIDetectionRate", "security")).toEqual(["slack:#security-alerts", "slack:#compliance-alerts"]);
    expect(chats("GDPRComplianceLow", "compliance")).toEqual(["slack:#compliance-alerts", "slack:#slack_channel_dpo"]);
  });
});

describe("what a preset decides besides", () => {
  const hours = (count: number) => count * 3_600_000;

  it("fab-ia has the deadlines of its source, and every incident waits for cause and remediation (C-09, C-11)", () => {
    for (const policy of both("fab-ia")) {
      const judged = (severity: string) => policy.judge(alertOf({ severity, service: "x" }));
      const deadlines = (severity: string) =>
        Object.fromEntries(judged(severity).deadlines.map(({ kind, afterMs }) => [kind, afterMs]));
      expect(deadlines("warning")).toEqual({ investigation_start: hours(24) });
      expect(deadlines("critical")).toEqual({
        triage: hours(0.25),
        investigation_start: hours(4),
        root_cause: hours(48),
      });
      expect(deadlines("urgent")).toEqual({ triage: hours(0.25), reaction: hours(0.5), root_cause: hours(48) });
      for (const severity of ["info", "warning", "critical", "urgent"]) {
        expect(judged(severity).lifecycle).toBe("full");
      }
    }
  });

  it("ia-continu hears how a retraining ended (A003-13)", () => {
    for (const policy of both("ia-continu")) {
      const level = (alertname: string) => levelOf(policy, alertOf({ alertname, service: "x" }));
      expect([level("retrain_success"), level("retrain_failure"), level("other")]).toEqual([
        "info",
        "warning",
        "warning",
      ]);
    }
  });

  it.each(presetNames)("%s is a policy of the published schema, and runs without any vendor but Slack", (name) => {
    const validate = new Ajv2020({ strict: false }).compile(policyJsonSchema());
    expect(validate(parse(shippedText(`${name}.yaml`))), JSON.stringify(validate.errors)).toBe(true);
    const bare = policyFrom(shippedText(`${name}.yaml`), {
      ...withPresets,
      env: { SLACK_BOT_TOKEN: "x" },
      configured: (receiver) => receiver === "slack",
    });
    const critical = bare.judge(alertOf({ severity: "critical" }));
    expect(critical.owed.map(({ id, told }) => [id, told])).toEqual([["slack:#ai-alerts", "fallback"]]);
  });
});
