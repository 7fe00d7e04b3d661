import { standInValue } from "./cli/load-policy.ts";
import type { Config } from "./config.ts";
import type { Policy } from "./policy/policy.ts";
import { createSandbox, sandboxValue } from "./sandbox/sandbox.ts";
import type { StandInState } from "./sandbox/state.ts";

type Sandboxed = { readonly config: Config; readonly policy: Policy; readonly sandboxState?: StandInState };

/** What the sandboxed PagerDuty takes for a key whose variable is not set. */
export function played(variable: string): string {
  return sandboxValue(variable) ?? standInValue(variable, "pagerduty");
}

/** The stand-ins at this very service; `null` where nothing is sandboxed. */
export function startSandbox(
  { config, policy, sandboxState }: Sandboxed,
  now: () => number,
  { origin, secret }: { readonly origin: string; readonly secret: string },
) {
  if (config.sandbox.size === 0) return null;
  if (!sandboxState) throw new Error("the sandbox needs a place for its memory");
  const slackChannels = slackChannelsOf(policy);
  return createSandbox({
    vendors: config.sandbox,
    state: sandboxState,
    now,
    baseUrl: () => `${origin}/sandbox`,
    vigie: { url: () => origin, secret },
    slackChannels,
  });
}

/** Channels that the policy tells: Slack's stand-in has them from the start. */
export function slackChannelsOf({ destinations }: Policy) {
  return [...destinations.values()].flatMap((destination) => {
    if (destination.receiver !== "slack") return [];
    const name = destination.channel.replace(/^#/, "");
    return [destination.channel === name ? { name, id: name } : { name }];
  });
}
