import { compareSeverity, type Severity } from "../alert/severity.ts";
import { earlierStart } from "./began-at.ts";
import { boundedReason } from "./bounded.ts";
import type { Draft } from "./draft.ts";
import type { EntryData } from "./entry-kinds.ts";
import type { JudgedAlert } from "./fact.ts";
import { type AlertRow, type Incident, isOpen, type KnownRow, mayReopen } from "./incident.ts";
import { leadOf, takesTheLead, withoutLead } from "./lead.ts";
import { reached } from "./newly-owed.ts";
import type { Fires } from "./occurrence.ts";
import { open, reopen } from "./openings.ts";
import { owe } from "./owing.ts";
import { page } from "./paging.ts";
import { raises, reportedSeverity } from "./reported.ts";
import type { Names, Scene } from "./scene.ts";
import { shadow } from "./shadow.ts";
import { silence } from "./silences.ts";

/**
 * Whether a firing row holds its incident open. An INFO row is a row on the dashboard: it opens an incident of its own,
 * but keeps none open that is worse (behaviour 2.3).
 */
function counts(severity: Severity, incident: Incident): boolean {
  return severity !== "info" || reportedSeverity(incident) === "info";
}

/**
 * Whether a row that went on at INFO, while its incident ended without it, now is worse, or has outlived the reopen
 * window: then it begins anew, or nobody would ever hear of it.
 */
export function comesBack({ incident, now }: Draft, row: AlertRow): boolean {
  if (incident === null || isOpen(incident)) return false;
  return row.severity !== "info" || !mayReopen(incident, now);
}

/** An occurrence is over. */
export function end(draft: Draft, row: AlertRow, before: KnownRow | undefined, names: Names): void {
  draft.rows.set(row.fingerprint, row);
  names.ended.push(row.alert.name);
  if (draft.incident) draft.incident = withoutLead(draft.incident, row);
  if (!draft.incident || !counts(before?.severity ?? row.severity, draft.incident)) return;
  const { firing, resolved } = draft.incident;
  draft.incident = { ...draft.incident, firing: Math.max(0, firing - 1), resolved: resolved + 1 };
  if (draft.visible === "no") draft.visible = "counters";
}

/** An occurrence goes on, but differently. */
export function change(
  draft: Draft,
  row: AlertRow,
  before: KnownRow | undefined,
  judged: JudgedAlert,
  scene: Scene,
): void {
  scene.names.changed.push(shownOf(row));
  const incident = draft.incident;
  if (!incident) return;
  const raised = raises(row.severity, incident);
  const leads = takesTheLead(row, incident);
  if (leads || raised) {
    draft.incident = { ...incident, lead: leadOf(judged.alert, judged.judgement), updatedAt: draft.now };
    draft.visible = "yes";
  }
  recount(draft, row, before);
  if (!isOpen(incident)) return;
  // An INFO row that gets worse brings back what had recovered without it.
  const back = firesAgain(draft, judged, row, "new-occurrence", true);
  // What goes on wakes nobody anew, unless it got worse (protocol 3.2, 5.2); also where its incident was as bad before.
  const isWorse = before !== undefined && compareSeverity(row.severity, before.severity) > 0;
  owe(draft, judged, row.severity, back ? "reopens" : raised || isWorse ? "joins" : "goes-on");
}

/** Stores a row that goes on. While it is INFO it does not count. */
function recount(draft: Draft, row: AlertRow, before: KnownRow | undefined): void {
  draft.rows.set(row.fingerprint, row);
  const { incident } = draft;
  if (!incident) return;
  const more = Number(counts(row.severity, incident)) - Number(counts(before?.severity ?? row.severity, incident));
  draft.incident = { ...incident, firing: incident.firing + more, resolved: incident.resolved - more };
}

/** An alert's name, with the figure that is shown of it. */
function shownOf({ alert: { name, measurement } }: AlertRow): string {
  return measurement?.value === undefined ? name : `${name} ${measurement.value}`;
}

/**
 * An occurrence begins: it opens an incident, joins one, or brings one back.
 *
 * @param follows which incident it follows, where that is not the one at hand
 */
export function fire(
  draft: Draft,
  effect: Fires,
  judged: JudgedAlert,
  scene: Scene,
  follows?: EntryData["opened"]["follows"],
): void {
  const { row, refires, again } = effect;
  const { names } = scene;
  const before = draft.incident;
  const withinWindow = before !== null && mayReopen(before, draft.now);
  // INFO tells nobody, so it brings back nothing that somebody was told of (behaviour 2.3).
  if (withinWindow && row.severity === "info" && before.worst !== "info") return;
  const wakes = !(refires && scene.stillActive === "gone");
  if (before && isOpen(before)) {
    draft.tellsAdopted = true;
    draft.rows.set(row.fingerprint, row);
    names.fired.push(row.alert.name);
    join(draft, before, effect, judged);
    const back = firesAgain(draft, judged, row, refires ? "fires-again" : "new-occurrence", wakes);
    owe(draft, judged, row.severity, back ? (wakes ? "reopens" : "reopens-quietly") : "joins");
    return;
  }
  if (!before || !withinWindow) {
    // A late word of what is gone opens nothing: its sender would never end it (protocol 5.2).
    if (!wakes) return;
    draft.beginAnew();
    for (const list of [names.fired, names.ended, names.changed]) list.length = 0;
    draft.rows.set(row.fingerprint, row);
    names.fired.push(row.alert.name);
    const after = follows ?? followed(before, again);
    open(draft, { ...row, firstSeenAt: draft.now }, judged, scene.moment, after);
    const { owed, shadow: would = [], pageWithheld } = judged.judgement;
    shadow(draft, reached(would, row.severity), "opened");
    if (judged.judgement.silence) silence(draft, judged.judgement.silence);
    const told = reached(owed, row.severity);
    page(draft, pageWithheld ? { owed: told, pageWithheld } : { owed: told }, row.severity, "first-paging-severity");
    return;
  }
  draft.rows.set(row.fingerprint, row);
  names.fired.push(row.alert.name);
  draft.tellsAdopted = true;
  reopen(draft, before, effect, judged, wakes);
  owe(draft, judged, row.severity, wakes ? "reopens" : "reopens-quietly");
}

/** Whom a new incident follows, where people ended the one before. */
function followed(before: Incident | null, again: boolean): EntryData["opened"]["follows"] {
  const { uid, endedByHand } = before ?? {};
  if (uid === undefined || endedByHand === undefined) return undefined;
  return { uid, by: endedByHand.by, because: again ? "new-occurrence" : "another-alert" };
}

/** An incident that stayed open after its source's end fires again: it is the same one (behaviour 3, lifecycle full). */
function firesAgain(
  draft: Draft,
  { alert, judgement }: JudgedAlert,
  { severity }: AlertRow,
  because: EntryData["fires-again"]["because"],
  wakes: boolean,
): boolean {
  const { incident } = draft;
  if (incident?.recoveredAt === undefined || incident.firing === 0) return false;
  const afterMs = draft.now - incident.recoveredAt;
  draft.incident = { ...incident, lead: leadOf(alert, judgement) };
  draft.write("fires-again", { severity, reason: boundedReason(judgement.reason), afterMs, wakes, because });
  draft.visible = "yes";
  draft.tellsAdopted = true;
  return true;
}

function join(draft: Draft, incident: Incident, { row, again }: Fires, judged: JudgedAlert): void {
  const { source } = judged.alert;
  const holds = counts(row.severity, incident);
  draft.incident = {
    ...incident,
    ...earlierStart(incident, judged.alert),
    firing: incident.firing + (holds ? 1 : 0),
    resolved: incident.resolved + (holds ? 0 : 1) - (again ? 1 : 0),
    updatedAt: draft.now,
    sources: incident.sources.includes(source) ? incident.sources : [...incident.sources, source],
    lead: takesTheLead(row, incident) ? leadOf(judged.alert, judged.judgement) : incident.lead,
  };
  if (draft.visible === "no") draft.visible = "counters";
}
