import { readdirSync } from "node:fs";
import type { CompileOptions } from "../../../src/policy/compile.ts";
import type { Policy } from "../../../src/policy/policy.ts";
import type { PresetFile } from "../../../src/policy/presets/preset.ts";
import { policiesFolder, policyFrom, shippedRunbooks, shippedText } from "./policy-fixture.ts";

/** The presets of requirements.md C.3 in this grammar. */
export const presetNames = ["ai-monitoring-platform", "csv-analyzer", "fab-ia", "ia-continu", "preprod-checklist"];

export const shippedPresets = readdirSync(policiesFolder)
  .flatMap((name) => /^(.+)\.yaml$/.exec(name)?.[1] ?? [])
  .sort();

/** The shipped presets as the loader hands them in. */
export const presets: readonly PresetFile[] = presetNames.map((name) => ({
  name,
  file: `policies/${name}.yaml`,
  text: shippedText(`${name}.yaml`),
}));

/** A preset of a test, under a name that is a path. */
export function presetOf(name: string, text: string): PresetFile {
  return { name, file: name, text };
}

export const withPresets: Partial<CompileOptions> = { presets, shippedPresets, runbooks: shippedRunbooks() };

/** Places to tell, and a first route that tells them. */
const ground = `
version: 1
destinations:
  chat: [{ slack: "#chat" }]
  on-call: [{ pagerduty: { key: 0123456789abcdef0123456789abcdef } }]
  ticket: [{ jira: { project: OPS } }]
`;

const told = `
route:
  tell: { warning: [chat], critical: [on-call] }
  deadlines: { warning: { triage: 1h }, critical: { triage: 2h } }
`;

/** A policy with places to tell; with a first route unless the text writes one. */
export function groundWith(text: string): string {
  return `${ground}${/^route:/m.test(text) ? "" : told}${text}`;
}

/** The policy in which one service has a preset. */
export function servicePolicy(preset: string, service: string, more: Partial<CompileOptions> = {}): Policy {
  return policyFrom(groundWith(`services: { ${service}: { preset: ${preset} } }`), { ...withPresets, ...more });
}
