/**
 * Named points on the way of a run, around every fact that is told and every call that leaves; as those of a delivery, the
 * crash test stops the process at each of them.
 */
export const actionPoints = [
  "turn-taken",
  "run-telling",
  "run-told",
  "call-leaves",
  "call-answered",
  "step-looked-at",
  "change-kept",
  "serving-read",
  "turn-given-back",
] as const;
export type ActionPoint = (typeof actionPoints)[number];
