import type { Alert } from "../alert/alert.ts";
import type { Severity } from "../alert/severity.ts";
import { judgeByMeasurement } from "./actions/judge-by-measurement.ts";
import { tellVerdictOfBefore } from "./actions/tell-verdict.ts";
import { heldByHand, heldNow, heldRow } from "./decide-hands.ts";
import { decideHeld } from "./decide-held.ts";
import { keepFresh, moveSeries } from "./decide-series.ts";
import type { Known, Moment } from "./decision.ts";
import type { Draft } from "./draft.ts";
import { end as endIncident } from "./endings.ts";
import type { Fact, JudgedAlert } from "./fact.ts";
import { asOneWindow } from "./features.ts";
import { isOpen, type KnownRow, knownRow, lasts } from "./incident.ts";
import { withLastValues } from "./last-values.ts";
import { type Effect, type Occurrence, occurrenceOf } from "./occurrence.ts";
import { change, comesBack, end, fire } from "./occurrences.ts";
import { owe, owesMore } from "./owing.ts";
import { reportedSeverity } from "./reported.ts";
import { noNames, type Scene, writeNames } from "./scene.ts";
import { newestOf } from "./series.ts";
import type { SeriesState } from "./series-state.ts";
import { silence } from "./silences.ts";
import { hearAgain } from "./waiting/unheard.ts";

type AlertsFact = Extract<Fact, { kind: "alerts" }>;

/** What alerts of a group do to its incident: open, join, promote, reopen, end (protocol 5). */
export function decideAlerts(draft: Draft, fact: AlertsFact, known: Known, moment: Moment): void {
  const names = noNames();
  for (const judged of fact.alerts) decideAlert(draft, judged, { stillActive: fact.stillActive, known, moment, names });
  draft.policy = undefined;
  keepFresh(draft, known);
  hearAgain(draft);
  if (!draft.incident) return;
  if (fact.truncated > draft.incident.truncated) {
    draft.write("truncated", { count: fact.truncated });
    draft.visible = "yes";
  }
  writeNames(draft, draft.incident, names, known);
  if (lasts(draft.incident) && draft.incident.firing === 0 && names.ended.length + names.changed.length > 0)
    endIncident(draft, draft.incident, known);
}

function decideAlert(draft: Draft, given: JudgedAlert, scene: Scene): void {
  const { known } = scene;
  const { fingerprint } = given.alert;
  draft.policy = given.judgement.policyHash;
  const { inHand, held } = standingOf(draft, fingerprint, known);
  const row = inHand ?? (held && heldRow(fingerprint, held));
  const series = draft.series.get(fingerprint) ?? seriesOf(given, known);
  const judged = asOneWindow(given, series);
  const isCopy = isKnownMessage(draft, given.alert, known);
  const openAbove = draft.incident !== null && isOpen(draft.incident) && reportedSeverity(draft.incident) !== "info";
  const { effect, series: moved } = isCopy
    ? copyOf(given.alert, row)
    : occurrenceOf(judged, row, series, openAbove, draft.now);
  if (moved) moveSeries(draft, judged, series, withLastValues(series, moved, judged.alert), known);
  const isNews = !isCopy && !isOld(given.alert, row, series);
  // Before its own effect: what is said to have helped is said before the end that it brings.
  const told = moved && draft.incident?.runs ? judgeByMeasurement(draft, judged, series, known) : null;
  const { incident } = draft;
  if (held) decideHeld(draft, held, { judged, effect, inHand, isNews }, scene);
  else takeEffect(draft, effect, { judged, row, isNews }, scene);
  if (told && incident && draft.incident?.uid !== incident.uid)
    tellVerdictOfBefore(draft, { ...told, uid: incident.uid });
}

/** What is stored of a fingerprint in the incident at hand, and whether a person's word holds it. */
function standingOf(draft: Draft, fingerprint: string, known: Known) {
  const isAnother = draft.opens || draft.incident?.uid !== known.incident?.uid;
  const written = draft.rows.get(fingerprint);
  const inHand = written ? knownRow(written) : isAnother ? undefined : known.alerts.get(fingerprint);
  return { inHand, held: heldNow(draft, known)[fingerprint] ?? heldByHand(draft.incident, inHand) };
}

/** Whether the very message took effect before; from now on it is known. */
function isKnownMessage(draft: Draft, { senderId }: Alert, { known }: Known): boolean {
  if (senderId === undefined) return false;
  const isKnown = known.has(senderId) || draft.senderIds.has(senderId);
  draft.senderIds.add(senderId);
  return isKnown;
}

/** A copy is counted where its first was; a series' absence was counted nowhere. */
function copyOf({ measurement }: Alert, row: KnownRow | undefined): Occurrence {
  const isAbsence = measurement !== undefined && measurement.value === undefined;
  return { effect: { kind: row && !isAbsence ? "repeat" : "nothing" } };
}

type Met = { readonly judged: JudgedAlert; readonly row: KnownRow | undefined; readonly isNews: boolean };

function takeEffect(draft: Draft, effect: Effect, { judged, row, isNews }: Met, scene: Scene): void {
  const { alert } = judged;
  // What ends nothing that is known, or could not be measured, was not received for this incident.
  const forIncident = effect.kind !== "nothing" || alert.measurement?.value !== undefined;
  const isConcerned = draft.incident !== null && row !== undefined;
  if (effect.kind === "fires" || (isConcerned && forIncident)) draft.received += 1;
  switch (effect.kind) {
    case "nothing":
      return;
    case "repeat":
      if (isNews && row?.status === "firing" && alert.status === "firing") goOn(draft, judged, row.severity);
      draft.repeat(alert.fingerprint, row?.tag ?? "");
      return;
    case "ends":
      end(draft, effect.row, row, scene.names);
      return;
    case "changes":
      if (comesBack(draft, effect.row))
        fire(draft, { kind: "fires", row: effect.row, refires: false, again: true }, judged, scene);
      else change(draft, effect.row, row, judged, scene);
      return;
    case "fires":
      fire(draft, effect, judged, scene);
      return;
  }
}

/** Where the series stood before, in this group or in one that another policy put it in. */
function seriesOf({ alert, series }: JudgedAlert, { group }: Known): SeriesState | undefined {
  const here = group?.series[alert.fingerprint];
  return here && series ? newestOf(here, series) : (here ?? series);
}

/** A word about an earlier occurrence or window says nothing of the present (protocol 5.2, behaviour 2.1). */
function isOld({ startsAt, measurement }: Alert, row: KnownRow | undefined, series: SeriesState | undefined): boolean {
  if (measurement) return series !== undefined && measurement.windowTo < series.lastTo;
  return row !== undefined && startsAt < row.startsAt;
}

/**
 * A repeat is owed to whom the policy names only now, or falls silent under a silence of which this process had not heard
 * when it opened; that is a change, once (protocol 10.2).
 */
function goOn(draft: Draft, judged: JudgedAlert, severity: Severity): void {
  const { incident } = draft;
  if (!incident || !lasts(incident)) return;
  if (owesMore(incident, judged.judgement, severity)) owe(draft, judged, severity, "goes-on");
  else if (judged.judgement.silence) silence(draft, judged.judgement.silence);
}
