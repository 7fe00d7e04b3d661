import type { Probe, ProbePoint } from "../../../src/probe.ts";

/** Where a process stops: the nth time that it comes by a point, counted from `arm`. `about` is a receiver, or a lane. */
export type CrashPoint = { readonly point: ProbePoint; readonly about: string; readonly nth?: number };

/** A probe that stops one Vigie at a point, for good or until it is thawed. */
export type Freezer = {
  readonly probe: Probe;
  /** From now on the point is looked for. */
  arm(): void;
  /** Resolves once everything stands still. */
  readonly frozen: Promise<void>;
  readonly isFrozen: () => boolean;
  /** A paused process goes on. */
  thaw(): void;
};

/**
 * Freezes whoever comes by the point, and everybody else at the next point that they come by, so that no write happens
 * after the moment of the crash. Only a write to another vendor that is under way then still ends and is stored, so
 * that a case has one cause.
 */
export function createFreezer({ point, about, nth = 1 }: CrashPoint): Freezer {
  const ice = Promise.withResolvers<void>();
  const frozen = Promise.withResolvers<void>();
  const writing = new Set<string>();
  let armed = false;
  let seen = 0;
  let stands = false;
  let thawed = false;
  return {
    arm: () => {
      armed = true;
    },
    probe: (at, whom) => {
      if (armed && !stands && !thawed && at === point && whom === about) {
        seen += 1;
        stands = seen === nth;
        if (stands) writing.delete(whom);
      }
      if (at === "doubt-stored" && !stands) writing.add(whom);
      if (at === "binding-stored") writing.delete(whom);
      if (stands && writing.size === 0) frozen.resolve();
      return stands && !(at === "called" && writing.has(whom)) ? ice.promise : undefined;
    },
    frozen: frozen.promise,
    isFrozen: () => stands,
    thaw: () => {
      stands = false;
      thawed = true;
      ice.resolve();
    },
  };
}
