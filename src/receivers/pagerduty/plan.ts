import { type Incident, pageWanted } from "../../incident/incident.ts";
import type { PageBinding } from "./binding.ts";

/** One event to send, and what PagerDuty shows when it is accepted. */
export type PageMove = {
  readonly action: "trigger" | "resolve";
  readonly pageNo: number;
  readonly leaves: PageBinding;
};

/**
 * The next event that brings PagerDuty in line with the group's newest incident, or `null` (protocol 3.1, 3.2).
 *
 * A trigger wakes somebody only where no page stands open under the same key, so what may stand open is resolved first:
 * the page of an older opening, of an earlier `pageNo`, and one whose trigger got no answer, of which no binding knows.
 */
export function nextPageMove(incident: Incident, binding: PageBinding | null): PageMove | null {
  const { uid, pageNo } = incident;
  const known = binding?.uid === uid ? binding.pageNo : 0;
  const isNews = pageNo > known;
  const standsOpen = binding?.open === true;

  const resolve = (upTo: number): PageMove => ({
    action: "resolve",
    pageNo: upTo,
    leaves: { uid, pageNo: upTo, open: false },
  });
  if (!pageWanted(incident)) return standsOpen || isNews ? resolve(pageNo) : null;
  if (standsOpen && binding.uid === uid && !isNews) return null;
  if (standsOpen || known < pageNo - 1) return resolve(pageNo - 1);
  return isNews ? { action: "trigger", pageNo, leaves: { uid, pageNo, open: true } } : null;
}
