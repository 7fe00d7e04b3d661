import type { Config } from "../config.ts";
import type { ReceiverName } from "../policy/destination.ts";
import type { Policy } from "../policy/policy.ts";
import { sandboxValue } from "../sandbox/sandbox.ts";
import { faultText } from "./fault-text.ts";
import { loadPolicyFile, noDestination, standInValue } from "./load-policy.ts";

export type PolicyResult =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly reasons: readonly string[] };

/** The policy that this configuration names, compiled against it; or why the service must not start (protocol 12). */
export async function policyOf(config: Config): Promise<PolicyResult> {
  const compiled = await loadPolicyFile(config.policyFile, {
    env: config.env,
    locale: config.locale,
    configured: (receiver) => (isPlayed(config, receiver) ? "sandbox" : config[receiver] !== undefined),
    sandboxValues: (variable, receiver) => sandboxValue(variable) ?? standInValue(variable, receiver),
  });
  if (!compiled.ok) {
    const reasons = compiled.faults.map((fault) => faultText(fault, config.locale));
    return { ok: false, reasons };
  }
  if (compiled.policy.destinations.size === 0) {
    return { ok: false, reasons: [noDestination(config.locale)] };
  }
  return { ok: true, policy: compiled.policy };
}

function isPlayed({ sandbox }: Config, receiver: ReceiverName): boolean {
  return [...sandbox].some((vendor) => vendor === receiver);
}
