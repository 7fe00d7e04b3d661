import type { Alert } from "../../alert/alert.ts";
import type { Judgement } from "../../incident/judgement.ts";
import { parseBand } from "../severity/band.ts";

/** An alert with what the policy says of it. */
export type JudgedAlert = { readonly alert: Alert; readonly judgement: Judgement };

/** A band held against what was measured: the figure that it was compared with, and whether it is reached. */
export type BandFound = JudgedAlert & { readonly figure: number; readonly holds: boolean };

/**
 * Holds a band such as `>= 5%` or `< 0.9` against the alert of that metric. A percentage that goes up is a degradation
 * where the metric is judged by one; everything else is compared with the value itself, 5 % as 0.05.
 *
 * @returns `null` where nobody measured the metric, or it cannot be said
 */
export function bandFound(metric: string, when: string, alerts: readonly JudgedAlert[]): BandFound | null {
  const found = alerts.find(({ alert }) => alert.status === "firing" && alert.measurement?.metric === metric);
  if (found === undefined) return null;
  const { figure: read } = found.judgement;
  const isDegradation = /^>.*%$/.test(when.trim()) && read !== undefined && read.measure !== "value";
  const figure = isDegradation ? read.degradation : found.alert.measurement?.value;
  const band = parseBand(when, isDegradation ? read.measure : "value");
  return figure === undefined || band === null ? null : { ...found, figure, holds: band.reached(figure) };
}
