import type { Policy } from "../../policy/policy.ts";
import type { Locale } from "../../words/locale.ts";

/** A channel as payloads name it. */
export type SlackPlace = { readonly id?: string | undefined; readonly name?: string | undefined };

/** The destination of the policy that a channel is, if it is one. */
export function destinationAt(policy: Policy, { id, name }: SlackPlace) {
  for (const destination of policy.destinations.values()) {
    if (destination.receiver !== "slack") continue;
    const channel = destination.channel.replace(/^#/, "");
    if (channel === id || (name !== undefined && channel === name)) return destination;
  }
  return undefined;
}

/** The language that a channel is told in, else Vigie's own; what the policy says of a person, the desk knows. */
export function localeAt(policy: Policy, place: SlackPlace, otherwise: Locale): Locale {
  return destinationAt(policy, place)?.locale ?? otherwise;
}
