import { compareSeverity, type Severity } from "../alert/severity.ts";
import { beganAt, earlierStart } from "./began-at.ts";
import { boundedReason } from "./bounded.ts";
import { markOwn, watchPages } from "./decide-delivery.ts";
import { keepFresh, moveSeries } from "./decide-series.ts";
import type { Known, Moment } from "./decision.ts";
import type { Draft } from "./draft.ts";
import type { Fact, JudgedAlert } from "./fact.ts";
import { asOneWindow } from "./features.ts";
import { type AlertRow, type Incident, isOpen, type KnownRow, knownRow } from "./incident.ts";
import { leadOf, takesTheLead, withoutLead } from "./lead.ts";
import { destinationSubject, laneOf, ranks } from "./mark.ts";
import { newlyOwed } from "./newly-owed.ts";
import { type Effect, type Fires, occurrenceOf } from "./occurrence.ts";
import { open, reopen } from "./openings.ts";
import { promise } from "./promise.ts";

/** At most so many alerts are named in one entry. */
const namedMax = 20;

type AlertsFact = Extract<Fact, { kind: "alerts" }>;
type Names = { readonly fired: string[]; readonly ended: string[]; readonly changed: string[] };

/** What alerts of a group do to its incident: open, join, promote, reopen, end (protocol 5). */
export function decideAlerts(draft: Draft, fact: AlertsFact, known: Known, moment: Moment): void {
  const names: Names = { fired: [], ended: [], changed: [] };
  for (const judged of fact.alerts) decideAlert(draft, judged, fact, known, moment, names);
  keepFresh(draft, known);
  if (!draft.incident) return;
  if (fact.truncated > draft.incident.truncated) {
    draft.write("truncated", { count: fact.truncated });
    draft.visible = "yes";
  }
  if (names.fired.length + names.ended.length + names.changed.length > 0) {
    draft.writeBounded("alerts", {
      fired: names.fired.slice(0, namedMax),
      firedCount: names.fired.length,
      ended: names.ended.slice(0, namedMax),
      endedCount: names.ended.length,
      changed: names.changed.slice(0, namedMax),
      changedCount: names.changed.length,
      firing: draft.incident.firing,
      resolved: draft.incident.resolved,
      received: known.received + draft.received,
    });
  }
  if (isOpen(draft.incident) && draft.incident.firing === 0 && names.ended.length + names.changed.length > 0)
    resolve(draft, draft.incident, known);
}

function decideAlert(
  draft: Draft,
  given: JudgedAlert,
  fact: AlertsFact,
  known: Known,
  moment: Moment,
  names: Names,
): void {
  const { alert } = given;
  const fresh = draft.opens || draft.incident?.uid !== known.incident?.uid;
  const written = draft.rows.get(alert.fingerprint);
  const row = written ? knownRow(written) : fresh ? undefined : known.alerts.get(alert.fingerprint);
  const seen = alert.senderId !== undefined && (known.known.has(alert.senderId) || draft.senderIds.has(alert.senderId));
  if (alert.senderId !== undefined) draft.senderIds.add(alert.senderId);
  const openAbove = draft.incident !== null && isOpen(draft.incident) && draft.incident.severity !== "info";
  const series = draft.series.get(alert.fingerprint) ?? known.group?.series[alert.fingerprint];
  const judged = asOneWindow(given, series);
  // What ends nothing that is known, or could not be measured, was not received for this incident.
  const isValue = alert.measurement?.value !== undefined;
  const isAbsence = alert.measurement !== undefined && !isValue;
  const { effect, series: moved } = seen
    ? { effect: { kind: row && !isAbsence ? "repeat" : "nothing" } satisfies Effect, series: undefined }
    : occurrenceOf(judged, row, series, openAbove, draft.now);
  if (moved) moveSeries(draft, judged, series, moved, known);
  const forIncident = effect.kind !== "nothing" || isValue;
  const isConcerned = draft.incident !== null && (isOpen(draft.incident) || row !== undefined);
  if (effect.kind === "fires" || (isConcerned && forIncident)) draft.received += 1;
  switch (effect.kind) {
    case "nothing":
      return;
    case "repeat": {
      const tag = row?.tag ?? "";
      const before = draft.repeats.get(alert.fingerprint)?.times ?? 0;
      draft.repeats.set(alert.fingerprint, { tag, times: before + 1 });
      return;
    }
    case "ends":
      end(draft, effect.row, row, names);
      return;
    case "changes":
      if (comesBack(draft, effect.row))
        fire(draft, { kind: "fires", row: effect.row, refires: false, again: true }, judged, fact, moment, names);
      else change(draft, effect.row, row, judged, names);
      return;
    case "fires":
      fire(draft, effect, judged, fact, moment, names);
      return;
  }
}

/**
 * Whether a firing row holds its incident open. An INFO row is a row on the dashboard: it opens an incident of its own,
 * but keeps none open that is worse (behaviour 2.3).
 */
function counts(severity: Severity, incident: Incident): boolean {
  return severity !== "info" || incident.severity === "info";
}

/**
 * Whether a row that went on at INFO, while its incident ended without it, now is worse, or has outlived the reopen
 * window: then it begins anew, or nobody would ever hear of it.
 */
function comesBack({ incident, now }: Draft, row: AlertRow): boolean {
  if (incident === null || isOpen(incident)) return false;
  return row.severity !== "info" || !isWithinWindow(incident, now);
}

function isWithinWindow({ phase, resolvedAt = 0, reopenWindowMs }: Incident, now: number): boolean {
  return phase === "resolved" && now - resolvedAt <= reopenWindowMs;
}

function end(draft: Draft, row: AlertRow, before: KnownRow | undefined, names: Names): void {
  draft.rows.set(row.fingerprint, row);
  names.ended.push(row.alert.name);
  if (draft.incident) draft.incident = withoutLead(draft.incident, row);
  if (!draft.incident || !counts(before?.severity ?? row.severity, draft.incident)) return;
  const { firing, resolved } = draft.incident;
  draft.incident = { ...draft.incident, firing: Math.max(0, firing - 1), resolved: resolved + 1 };
  if (draft.visible === "no") draft.visible = "counters";
}

function change(draft: Draft, row: AlertRow, before: KnownRow | undefined, judged: JudgedAlert, names: Names): void {
  draft.rows.set(row.fingerprint, row);
  names.changed.push(shownOf(row));
  const incident = draft.incident;
  if (!incident) return;
  const raised = compareSeverity(row.severity, incident.severity) > 0;
  const leads = takesTheLead(row, incident);
  if (leads || raised) {
    draft.incident = { ...incident, lead: leadOf(judged.alert, judged.judgement), updatedAt: draft.now };
    draft.visible = "yes";
  }
  if (!isOpen(incident) || !draft.incident) return;
  // While it is INFO its row does not count.
  const more = Number(counts(row.severity, incident)) - Number(counts(before?.severity ?? row.severity, incident));
  draft.incident = { ...draft.incident, firing: incident.firing + more, resolved: incident.resolved - more };
  // What goes on wakes nobody anew, unless it got worse (protocol 3.2, 5.2).
  owe(draft, judged, row.severity, raised ? "first-paging-severity" : "no-page");
}

/** An alert's name, with the figure that is shown of it. */
function shownOf({ alert: { name, measurement } }: AlertRow): string {
  return measurement?.value === undefined ? name : `${name} ${measurement.value}`;
}

function fire(draft: Draft, effect: Fires, judged: JudgedAlert, fact: AlertsFact, moment: Moment, names: Names): void {
  const { row, refires } = effect;
  const before = draft.incident;
  const withinWindow = before !== null && isWithinWindow(before, draft.now);
  // INFO tells nobody, so it brings back nothing that somebody was told of (behaviour 2.3).
  if (withinWindow && row.severity === "info" && before.worst !== "info") return;
  draft.rows.set(row.fingerprint, row);
  names.fired.push(row.alert.name);
  if (before && isOpen(before)) {
    join(draft, before, effect, judged);
    owe(draft, judged, row.severity);
    return;
  }
  if (!before || !withinWindow) {
    open(draft, { ...row, firstSeenAt: draft.now }, judged, moment);
    page(draft, judged, "first-paging-severity");
    return;
  }
  const wakes = !(refires && fact.stillActive === "gone");
  reopen(draft, before, effect, judged, wakes);
  owe(draft, judged, row.severity, wakes ? "reopened" : "no-page");
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

/** What an alert makes the incident owe: promotion, destinations, deadlines, a page; all sticky (protocol 10.2). */
function owe(
  draft: Draft,
  judged: JudgedAlert,
  severity: Severity,
  cause: "first-paging-severity" | "reopened" | "no-page" = "first-paging-severity",
): void {
  const incident = draft.incident;
  if (!incident) return;
  const { judgement, alert } = judged;
  const raised = compareSeverity(severity, incident.severity) > 0;
  if (raised) {
    const { severity: from } = incident;
    const reason = boundedReason(judgement.reason);
    draft.write("severity", { from, to: severity, reason, fingerprint: alert.fingerprint });
    if (from === "info") onlyThisFires(draft);
    draft.visible = "yes";
  }
  const added = newlyOwed(incident.owed, judgement.owed);
  if (added.length > 0) {
    draft.write("owed", { added: [...added], cause: raised ? "severity" : "route" });
    draft.visible = "yes";
    for (const owed of added) {
      const lane = laneOf(owed.receiver);
      // A page is marked with its number; only one that may ring at further hours is looked at again for that.
      if (lane === "page" && !incident.owed.some(({ id }) => id === owed.id)) continue;
      draft.mark(destinationSubject(incident, owed), { lane, rank: ranks.first, dueAt: 0 });
    }
  }
  if (raised) promise(draft, judgement, severity, "promoted");
  else if (cause !== "first-paging-severity") promise(draft, judgement, severity, "reopened");
  if (cause !== "no-page") page(draft, judged, cause);
}

/** The INFO rows of an incident that gets worse hold it open no longer; the alert that raised it does. */
function onlyThisFires(draft: Draft): void {
  const incident = draft.incident;
  if (incident) draft.incident = { ...incident, firing: 1, resolved: incident.resolved + incident.firing - 1 };
}

/** Raises `pageNo` when somebody must be woken who was not yet, since the last end (protocol 3.2). */
function page(draft: Draft, { judgement }: JudgedAlert, cause: "first-paging-severity" | "reopened"): void {
  const incident = draft.incident;
  if (!incident) return;
  if (judgement.pageWithheld && !incident.pageWithheld)
    draft.write("page-withheld", { because: judgement.pageWithheld });
  if (!judgement.owed.some((owed) => laneOf(owed.receiver) === "page")) return;
  if (incident.pageNo === incident.pageEnded) {
    draft.write("page", { pageNo: incident.pageNo + 1, cause });
    // A page of before that is still not delivered is Vigie's trouble anew.
    if (hasUndeliveredPage(incident)) markOwn(draft, incident);
  }
  watchPages(draft);
  draft.markPages();
}

function resolve(draft: Draft, incident: Incident, known: Known): void {
  const lastedMs = draft.now - beganAt(incident);
  draft.write("resolved", { lastedMs, received: known.received + draft.received });
  draft.visible = "yes";
  draft.markPages();
  if (hasUndeliveredPage(incident)) markOwn(draft, incident);
  const { groupId, uid, reopenWindowMs } = incident;
  draft.mark(
    { kind: "timer", groupId, uid, timer: "close" },
    { lane: "page", rank: ranks.rest, dueAt: draft.now + reopenWindowMs },
  );
}

function hasUndeliveredPage({ owed, standing }: Incident): boolean {
  return owed.some(({ id, receiver }) => laneOf(receiver) === "page" && standing[id]?.state === "undelivered");
}
