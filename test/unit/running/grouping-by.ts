import { compilePolicy } from "../../../src/policy/compile.ts";

/** The grouping of a policy that groups by one label. */
export function groupingBy(label: string): string {
  const text = `
version: 1
name: test
identity: { service: [service] }
severity: { otherwise: warning }
environments: { production: [production] }
destinations: { chat: [{ slack: "#ai-alerts" }] }
route: { group_by: [${label}], tell: { warning: [chat] } }
`;
  const compiled = compilePolicy(text, { file: "policy.yaml", env: {}, configured: () => true });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  return compiled.policy.grouping;
}
