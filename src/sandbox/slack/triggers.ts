import type { TriggerUse } from "./call.ts";

/** Triggers open one view each, for 3 s, as Slack's do. */
export type Triggers = {
  readonly give: (user: string) => string;
  readonly use: (trigger: string) => TriggerUse;
};

/** @see https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses (2026-11-20) */
const goodForMs = 3_000;
const keptMax = 1_000;

export function createTriggers(now: () => number, nextId: () => string): Triggers {
  const given = new Map<string, { readonly user: string; readonly at: number; used: boolean }>();
  return {
    give(user) {
      const trigger = nextId();
      given.set(trigger, { user, at: now(), used: false });
      for (const old of [...given.keys()].slice(0, Math.max(0, given.size - keptMax))) given.delete(old);
      return trigger;
    },
    use(trigger) {
      const one = given.get(trigger);
      if (!one) return { kind: "invalid_trigger_id" };
      if (one.used) return { kind: "exchanged_trigger_id" };
      if (now() - one.at > goodForMs) return { kind: "expired_trigger_id" };
      one.used = true;
      return { kind: "good", user: one.user };
    },
  };
}
