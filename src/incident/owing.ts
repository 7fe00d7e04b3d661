import { compareSeverity, type Severity } from "../alert/severity.ts";
import { boundedReason } from "./bounded.ts";
import type { Draft } from "./draft.ts";
import type { JudgedAlert } from "./fact.ts";
import type { Incident } from "./incident.ts";
import type { Judgement, Owed } from "./judgement.ts";
import { destinationSubject, laneOf, ranks } from "./mark.ts";
import { beyond, isReached, isSamePlace, newlyOwed, reached } from "./newly-owed.ts";
import { isPager, page } from "./paging.ts";
import { patienceOf } from "./patience.ts";
import { promise } from "./promise.ts";
import { heldDown, raises, reportedSeverity } from "./reported.ts";
import { leavingShadow, shadow } from "./shadow.ts";
import { covers } from "./silence.ts";
import { breakSilence, silence } from "./silences.ts";

/**
 * What an alert does to its incident.
 * - `joins`: it begins, or got worse.
 * - `goes-on`: it fires as before; it wakes nobody anew, unless the policy now wants somebody woken who never was.
 * - `reopens`: it brings the incident back; `reopens-quietly` without waking anybody (protocol 5.2).
 */
export type Course = "joins" | "goes-on" | "reopens" | "reopens-quietly";

/** What an alert makes the incident owe: promotion, destinations, deadlines, a page; all sticky (protocol 10.2). */
export function owe(draft: Draft, judged: JudgedAlert, reported: Severity, course: Course): void {
  const before = draft.incident;
  if (!before) return;
  const { judgement } = judged;
  const severity = heldDown(reported, before);
  if (judgement.silence) silence(draft, judgement.silence);
  const raised = raises(severity, before);
  if (raised) promote(draft, judged, before.severity, severity);
  else if (compareSeverity(severity, reportedSeverity(before)) > 0) reportWorse(draft, severity);
  if (draft.incident?.silenced && !covers(draft.incident.silenced, draft.incident)) breakSilence(draft);
  // What a person lowered is waited for as their severity is, not as the alert's.
  if (severity === reported) rememberPatience(draft, judgement, severity);
  if (judgement.lifecycle === "full" && mayBeFull(before) && before.lifecycle !== "full")
    draft.write("lifecycle", { to: "full" });
  const further = newlyOwed(before.owed, reached(judgement.owed, severity));
  const adopted = course === "goes-on" && !raised ? leavingShadow(before, further) : [];
  const added = further.filter((owed) => !adopted.includes(owed));
  if (added.length > 0) tellFurther(draft, before, added, raised);
  if (adopted.length > 0) draft.write("adopted", { added: [...adopted], severity: before.severity });
  const isFirstTold = before.owed.length === 0 && further.length > 0;
  if (raised) promise(draft, judgement, severity, "promoted");
  else if (course === "reopens" || course === "reopens-quietly") promise(draft, judgement, severity, "reopened");
  else if (adopted.length > 0 || isFirstTold) promise(draft, judgement, severity, "adopted");
  const again = course === "reopens" || course === "reopens-quietly" ? "reopened" : "route";
  shadow(draft, reached(judgement.shadow ?? [], severity), raised ? "promoted" : again);
  if (course === "reopens-quietly") return;
  if (course === "goes-on" && !raised && !added.some((owed) => isPager(owed) && !knows(before.owed, owed))) return;
  const { pageWithheld } = judgement;
  const owed = reached(judgement.owed, severity);
  page(
    draft,
    pageWithheld ? { owed, pageWithheld } : { owed },
    severity,
    course === "reopens" ? "reopened" : raised ? "promoted" : "first-paging-severity",
  );
}

/**
 * Whether an alert that says nothing new is owed to somebody who was never told, or at further hours: the policy changed,
 * or its route left shadow (protocol 10.2). Asked for every repeat.
 */
export function owesMore(incident: Incident, judgement: Judgement, reported: Severity): boolean {
  const { owed } = incident;
  const severity = heldDown(reported, incident);
  return judgement.owed.some((one) => isReached(one, severity) && beyond(owed, one) !== null);
}

/** A lifecycle waits for people's words on a trouble; Vigie's own ends when its cause is gone (protocol 3.5). */
export function mayBeFull({ sources }: Pick<Incident, "sources">): boolean {
  return !sources.includes("vigie");
}

/** How long the policy waits for people at the incident's severity; an alert below it says nothing of that. */
function rememberPatience(draft: Draft, judgement: Judgement, severity: Severity): void {
  const { incident } = draft;
  if (!incident || severity !== incident.severity) return;
  const { patience: _before, ...rest } = incident;
  const patience = patienceOf(judgement);
  draft.incident = patience === undefined ? rest : { ...rest, patience };
}

function knows(owed: readonly Owed[], sought: Owed): boolean {
  return owed.some((one) => isSamePlace(one, sought));
}

function promote(draft: Draft, { alert, judgement }: JudgedAlert, from: Severity, to: Severity): void {
  const reason = boundedReason(judgement.reason);
  const wereRows = draft.incident !== null && reportedSeverity(draft.incident) === "info";
  draft.write("severity", { from, to, reason, fingerprint: alert.fingerprint });
  if (wereRows) onlyThisFires(draft);
  draft.visible = "yes";
  draft.tellsAdopted = true;
}

/** Alerts come nearer to what a person had raised it to. */
function reportWorse(draft: Draft, severity: Severity): void {
  const { incident } = draft;
  if (!incident) return;
  if (reportedSeverity(incident) === "info") onlyThisFires(draft);
  if (draft.incident) draft.incident = { ...draft.incident, reported: severity };
}

/** The INFO rows of an incident that gets worse hold it open no longer; the alert that raised it does. */
function onlyThisFires(draft: Draft): void {
  const incident = draft.incident;
  if (incident) draft.incident = { ...incident, firing: 1, resolved: incident.resolved + incident.firing - 1 };
}

function tellFurther(draft: Draft, before: Incident, added: readonly Owed[], raised: boolean): void {
  draft.write("owed", { added: [...added], cause: raised ? "severity" : "route" });
  draft.visible = "yes";
  for (const owed of added) {
    const lane = laneOf(owed.receiver);
    // A page is marked with its number; only one that may ring at further hours is looked at again for that.
    if (lane === "page" && !knows(before.owed, owed)) continue;
    draft.mark(destinationSubject(before, owed), { lane, rank: ranks.first, dueAt: 0 });
  }
}
