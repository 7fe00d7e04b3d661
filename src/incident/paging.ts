import { compareSeverity, type Severity } from "../alert/severity.ts";
import { markOwn, watchPages } from "./decide-delivery.ts";
import type { Draft } from "./draft.ts";
import type { PageCause } from "./entry-kinds.ts";
import type { Incident } from "./incident.ts";
import type { Judgement, Owed } from "./judgement.ts";
import { laneOf } from "./mark.ts";
import { isSamePlace } from "./newly-owed.ts";

/** Whether a destination wakes people. */
export function isPager({ receiver }: Pick<Owed, "receiver">): boolean {
  return laneOf(receiver) === "page";
}

/**
 * Raises `pageNo` when somebody must be woken who was not yet, since the last end or since somebody acknowledged
 * (protocol 3.2). What was adopted when it left shadow wakes nobody until it gets worse or reopens (behaviour 9).
 */
export function page(
  draft: Draft,
  { owed, pageWithheld }: Pick<Judgement, "owed" | "pageWithheld">,
  severity: Severity,
  cause: PageCause,
): void {
  const incident = draft.incident;
  if (!incident) return;
  if (pageWithheld && !incident.pageWithheld) draft.write("page-withheld", { because: pageWithheld });
  // It is asked for when the silence ends (behaviour 3).
  if (!owed.some(isPager) || incident.silenced) return;
  const { pageNo, pageEnded } = incident;
  const goesOn = cause !== "reopened" && isNoWorse(incident, severity);
  if (goesOn && owed.filter(isPager).every((one) => wasAdopted(incident, one))) return;
  const isFirst = pageNo === pageEnded;
  if (isFirst || ringsAnew(incident, owed, cause)) {
    draft.write("page", {
      pageNo: pageNo + 1,
      cause: isFirst && cause === "promoted" ? "first-paging-severity" : cause,
    });
    // A page of before that is still not delivered is Vigie's trouble anew.
    if (hasUndeliveredPage(incident)) markOwn(draft, incident);
  }
  watchPages(draft);
  draft.markPages();
}

/**
 * Whether whoever was woken before is woken again. An escalation, or a request for approval, to somebody whom this page
 * has not rung yet rings them alone.
 */
function ringsAnew(incident: Incident, owed: readonly Owed[], cause: PageCause): boolean {
  if (cause === "promoted") return incident.acknowledged !== undefined;
  if (cause === "silence-over") return true;
  const isCall = cause === "escalated" || cause === "approval";
  return isCall && owed.some((one) => isPager(one) && hasRung(incident, one));
}

function hasRung({ owed, standing, pageNo }: Incident, pager: Owed): boolean {
  const known = owed.find((one) => isSamePlace(one, pager));
  return known !== undefined && (standing[known.id]?.pageNo ?? 0) >= pageNo;
}

/** Nobody is to be woken any more: what stands open at vendors is ended, and Vigie's own trouble with it. */
export function endPages(draft: Draft, before: Incident): void {
  draft.markPages();
  if (hasUndeliveredPage(before)) markOwn(draft, before);
}

/** Whether what was adopted goes on, and is no worse than it was then. */
function isNoWorse({ adopted, reopenedAt = 0 }: Incident, severity: Severity): boolean {
  return adopted !== undefined && reopenedAt <= adopted.at && compareSeverity(severity, adopted.severity) <= 0;
}

function wasAdopted({ owed, standing }: Incident, pager: Owed): boolean {
  return owed.some((one) => isSamePlace(one, pager) && standing[one.id]?.adopted === true);
}

function hasUndeliveredPage({ owed, standing }: Incident): boolean {
  return owed.some((one) => isPager(one) && standing[one.id]?.state === "undelivered");
}
