import type { Config } from "../config.ts";
import type { ReceiverName } from "../policy/destination.ts";
import type { Policy } from "../policy/policy.ts";
import { sandboxValue } from "../sandbox/sandbox.ts";
import { fill, running as words } from "../words/running.ts";
import { loadPolicyFile, standInValue } from "./load-policy.ts";
import { faultText } from "./policy.ts";

export type PolicyResult =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly reasons: readonly string[] };

/** Variables that give a vendor's destinations something to tell; named where there is no destination at all. */
const openers = ["SLACK_BOT_TOKEN", "MicrosoftAppId", "PAGERDUTY_ROUTING_KEY", "JIRA_API_TOKEN"].join(", ");

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
    return { ok: false, reasons: [fill(words.noDestination[config.locale], { variables: openers })] };
  }
  return { ok: true, policy: compiled.policy };
}

function isPlayed({ sandbox }: Config, receiver: ReceiverName): boolean {
  return [...sandbox].some((vendor) => vendor === receiver);
}
