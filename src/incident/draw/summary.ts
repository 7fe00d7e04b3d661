import type { Locale } from "../../words/locale.ts";
import type { IncidentView } from "../view.ts";
import { tidy } from "./tidy.ts";

/**
 * The sender's sentence on the alert that leads, in the reader's language where it gives one (`summary_fr`); empty
 * without one.
 */
export function summaryOf({ incident: { lead }, alerts }: IncidentView, locale: Locale, maxUnits: number): string {
  const row = alerts.find(({ fingerprint }) => fingerprint === lead.fingerprint);
  return tidy(row?.alert.annotations[`summary_${locale}`] ?? lead.summary ?? "", maxUnits);
}
