import type { Severity } from "../alert/severity.ts";
import type { Actor } from "./actor.ts";
import type { Identity } from "./identity.ts";

/**
 * What a silence covers: this incident's group, or all of a service, in one environment or all. URGENT and families of
 * security are covered only where `urgent` says so (U-46).
 */
export type SilenceScope =
  | { readonly kind: "group"; readonly groupId: string }
  | { readonly kind: "service"; readonly service: string; readonly environment?: string };

/** A silence of Vigie's own, for every sender (behaviour 3). Times are ms since the epoch. */
export type Silence = {
  /** 64 random bits in hex. */
  readonly id: string;
  readonly scope: SilenceScope;
  readonly by: Actor;
  readonly at: number;
  /** At most 24 h after `at`; absent: until resolved (then only for a group). */
  readonly until?: number;
  readonly why: string;
  /** Whether it covers URGENT and families of security as well. */
  readonly urgent: boolean;
  /** The id of its copy in Alertmanager, where the form asked for one. */
  readonly alertmanager?: string;
};

/** No silence is longer, unless it ends with the incident (U-46). */
export const longestSilenceMs = 24 * 60 * 60_000;

/** For how long a form offers to be silent. */
export const silenceChoices = ["30m", "1h", "2h", "4h", "8h", "24h"] as const;

/** More than this is not for everybody: it wants `silence-long` (behaviour 6). */
export const shortSilenceMs = 4 * 60 * 60_000;

/** Families and teams whose incidents a silence covers only where it says so: attacks and leaks do not wait. */
const guardedFamilies = /^(?:security|pii|prompt-attack|data-leak|jailbreak)/i;
const guardedTeams = /^security/i;

/** What of an incident or an alert decides whether a silence covers it. */
export type Silenceable = {
  readonly groupId: string;
  readonly severity: Severity;
  readonly identity: Pick<Identity, "environment" | "service" | "family">;
  readonly team?: { readonly id: string };
};

/** Whether something is silenced only where the form says so: URGENT, and families and teams of security (U-46). */
export function isGuarded({ severity, identity, team }: Silenceable): boolean {
  return severity === "urgent" || guardedFamilies.test(identity.family) || guardedTeams.test(team?.id ?? "");
}

/** Whether a silence covers an incident or an alert as it is now. Its end is not looked at. */
export function covers(silence: Silence, about: Silenceable): boolean {
  const { scope, urgent } = silence;
  if (!urgent && isGuarded(about)) return false;
  if (scope.kind === "group") return scope.groupId === about.groupId;
  const { service, environment } = about.identity;
  return scope.service === service && (scope.environment === undefined || scope.environment === environment);
}

/** A silence as an incident keeps it. */
export type SilencedBy = Silence & {
  /** When it fell silent: an incident may open, or begin to be covered, under a silence that is older. */
  readonly since?: number;
};

/** Since when an incident is silenced; never after `now`, whatever clocks do. */
export function silencedAt({ since, at }: SilencedBy, now: number): number {
  return Math.min(now, since ?? at);
}
