import { readdirSync, readFileSync } from "node:fs";
import type { Alert } from "../../../src/alert/alert.ts";
import type { Measurement } from "../../../src/alert/measurement.ts";
import { type CompileOptions, compilePolicy } from "../../../src/policy/compile.ts";
import type { Policy } from "../../../src/policy/policy.ts";
import type { PolicyError } from "../../../src/policy/policy-error.ts";
import { parseRunbooks, type Runbooks } from "../../../src/policy/presets/runbooks.ts";

/** What the sandbox supplies in these tests. */
export const sandboxValues = {
  TEAMS_CHANNEL_ID: "19:sandbox@thread.tacv2",
  PAGERDUTY_ROUTING_KEY: "5a4db0c5a4db0c5a4db0c5a4db0c5a4d",
};

const everywhere: CompileOptions = { file: "test.yaml", env: {}, configured: () => "sandbox", sandboxValues };

/** Compiles a policy that is right; fails with its faults where it is not. */
export function policyFrom(text: string, options: Partial<CompileOptions> = {}): Policy {
  const compiled = compilePolicy(text, { ...everywhere, ...options });
  if (!compiled.ok) throw new Error(compiled.faults.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return compiled.policy;
}

/** The faults of a policy that is wrong; fails where it is right. */
export function faultsOf(text: string, options: Partial<CompileOptions> = {}): readonly PolicyError[] {
  const compiled = compilePolicy(text, { ...everywhere, ...options });
  if (compiled.ok) throw new Error("the policy compiles");
  return compiled.faults;
}

export const policiesFolder = new URL("../../../policies/", import.meta.url);

export function shippedText(name: string): string {
  return readFileSync(new URL(name, policiesFolder), "utf8");
}

export function shippedRunbooks(): Runbooks {
  const names = readdirSync(new URL("runbooks/", policiesFolder)).filter((name) => name.endsWith(".yaml"));
  const parsed = parseRunbooks(names.map((file) => ({ file, text: shippedText(`runbooks/${file}`) })));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.runbooks;
}

/** The shipped policy with its catalogue. */
export function defaultPolicy(options: Partial<CompileOptions> = {}): Policy {
  return policyFrom(shippedText("default.yaml"), { file: "default.yaml", runbooks: shippedRunbooks(), ...options });
}

export function alertOf(labels: Readonly<Record<string, string>>, more: Partial<Alert> = {}): Alert {
  return {
    source: "alertmanager",
    fingerprint: "f1",
    status: "firing",
    name: labels.alertname ?? "alert",
    labels,
    annotations: {},
    startsAt: 0,
    links: [],
    ...more,
  };
}

export function driftOf(measurement: Partial<Measurement>, labels: Readonly<Record<string, string>> = {}): Alert {
  const all = { service: "credit-scoring", model: "credit", environment: "production", ...labels };
  return alertOf(all, {
    source: "drift",
    name: measurement.metric ?? "accuracy",
    measurement: { metric: "accuracy", windowTo: 0, ...measurement },
  });
}

/** `warning`, `healthy` or `drop`. */
export function levelOf(policy: Policy, alert: Alert): string {
  const { verdict } = policy.judge(alert);
  return verdict.kind === "severity" ? verdict.severity : verdict.kind;
}

export function toldBy(policy: Policy, alert: Alert): readonly string[] {
  return policy.judge(alert).owed.map(({ id }) => id);
}
