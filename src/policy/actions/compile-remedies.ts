import type { Remedies, RollbackRules } from "./service-action.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** `rollback:` where the policy writes nothing of it. */
export const usualRollback: RollbackRules = {
  mode: "approve",
  at: ["urgent"],
  vetoMs: 0,
  dryRun: false,
  maxAgeMs: 24 * hourMs,
  minSample: 1_000,
  coolDownMs: hourMs,
  perDay: 3,
  criteria: [],
};

/** What may be done where the policy declares nothing. */
export const noRemedies: Remedies = {
  actions: new Map(),
  rollback: usualRollback,
  suggests: {},
  isPerformance: false,
  labelsDelayMs: 0,
  names: [],
};
