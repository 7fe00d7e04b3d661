import type { Actor } from "./actor.ts";

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
