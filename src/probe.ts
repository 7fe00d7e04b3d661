import { actionPoints } from "./remediation/action-points.ts";

/**
 * Named points on the way of an alert, from accept to binding, and of what acts on models. In production nobody listens; the crash test stops the
 * process at each of them in turn.
 */
export const probePoints = [
  "parsed",
  "decided",
  "committed",
  "claimed",
  "read",
  "looked-up",
  "planned",
  "passed-gates",
  "doubt-stored",
  "called",
  "binding-stored",
  "told",
  "in-line",
  "released",
  ...actionPoints,
] as const;
export type ProbePoint = (typeof probePoints)[number];

/** Whether a word is one of them. */
export function isProbePoint(word: string): word is ProbePoint {
  return probePoints.some((point) => point === word);
}

/** Called at a point; `about` is the receiver's name, the lane at `claimed` and `released`, empty on the way in. */
export type Probe = (point: ProbePoint, about: string) => void | Promise<void>;

export const noProbe: Probe = () => {};
