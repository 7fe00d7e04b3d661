import type { Severity } from "../../alert/severity.ts";
import { duration } from "../../words/figures.ts";
import type { Locale } from "../../words/locale.ts";
import { ownWordsOf } from "../../words/own.ts";
import { wordsOf } from "../../words/words.ts";
import { beganAt } from "../began-at.ts";
import type { Tone } from "../card.ts";
import { drillFamily, isDrill } from "../fire-drill.ts";
import { type Incident, isOpen, lasts, type Phase } from "../incident.ts";
import { ownReasons } from "../own-alert.ts";
import { reportName } from "../report-name.ts";
import type { IncidentView } from "../view.ts";
import { lineText, toLine } from "./line.ts";
import { measurementWords } from "./measurement.ts";
import { summaryOf } from "./summary.ts";
import { cut, tidy } from "./tidy.ts";

const environmentMaxUnits = 40;
const placeMaxUnits = 60;
const nameMaxUnits = 100;
const notificationMaxUnits = 300;

/** The mark of a tone, beside its word and never instead of it. */
export const toneEmoji: Readonly<Record<Tone, string>> = {
  info: "🔵",
  warning: "🟡",
  critical: "🟠",
  urgent: "🔴",
  resolved: "🟢",
  neutral: "⚪",
};

/** A person's word ended it, not its source. */
function isByHand({ outcome }: Incident): boolean {
  return outcome === "false_positive" || outcome === "closed_by_hand";
}

/** What the stripe says: the severity while it lasts, green when it is over, grey when a person ended it. */
export function toneOf(incident: Incident): Tone {
  if (lasts(incident)) return incident.severity;
  return isByHand(incident) ? "neutral" : "resolved";
}

/** The phase as its reader sees it: whoever reads a card that is told somewhere was notified (requirements C.2). */
export function shownPhase(incident: Incident): Phase {
  return incident.phase === "detected" && incident.owed.length > 0 ? "notified" : incident.phase;
}

/** Which service or model it is about; `undefined` when nobody said. */
function placeOf({ identity }: Incident): string | undefined {
  const name = identity.service ?? identity.model;
  return name === undefined ? undefined : tidy(name, placeMaxUnits);
}

const titled = [...ownReasons, drillFamily] as const;

/** The alert's name; Vigie's own trouble and a person's report are called in the reader's language. */
function nameOf({ lead, sources, identity }: Incident, locale: Locale): string {
  const reason = sources.includes("vigie") ? titled.find((one) => one === identity.family) : undefined;
  const own = sources.includes("report") && lead.name === reportName ? "report" : reason;
  return own === undefined ? tidy(lead.name, nameMaxUnits) : ownWordsOf(locale).title[own];
}

/** Nobody speaks for it: its lead has ended, and which of the others fires is not known here. */
export function isSilent(incident: Incident): boolean {
  return lasts(incident) && incident.lead.over === true;
}

/** What is wrong, in a few words: `accuracy 10.9 % worse`, else the alert's name; without figures once it is over. */
function whatIsWrong(incident: Incident, locale: Locale): string {
  const { lead } = incident;
  if (isSilent(incident)) return tidy(incident.identity.family, nameMaxUnits);
  if (!lead.measurement) return nameOf(incident, locale);
  const { metric, change, value, missing } = measurementWords(incident, lead.measurement, locale);
  const name = tidy(metric, nameMaxUnits);
  if (!lasts(incident)) return name;
  const said = change ?? missing;
  return said === undefined ? [name, value].filter(Boolean).join(" ") : wordsOf(locale).card.metricIs(name, said);
}

/** What an incident is called in a list: `credit-scoring · accuracy 10.9 % worse`. */
export function titleOf(incident: Incident, locale: Locale): string {
  return [placeOf(incident), whatIsWrong(incident, locale)].filter(Boolean).join(" · ");
}

/** The environment as sent, and that it was assumed where nobody said. */
export function environmentOf({ identity }: Incident, locale: Locale): string {
  const environment = tidy(identity.environment, environmentMaxUnits);
  return identity.environmentAssumed ? wordsOf(locale).card.assumed(environment) : environment;
}

/** How it ended: `RESOLVED after 1 h 11 min`. */
function endingOf(incident: Incident, locale: Locale): string {
  const { card } = wordsOf(locale);
  if (incident.outcome === "false_positive") return card.falsePositive;
  if (incident.outcome === "closed_by_hand") return card.closedByHand;
  const { recoveredAt } = incident;
  if (isOpen(incident) && recoveredAt !== undefined)
    return card.recoveredAfter(duration(recoveredAt - beganAt(incident), locale));
  const endedAt = incident.resolvedAt ?? incident.closedAt;
  return endedAt === undefined ? card.resolved : card.resolvedAfter(duration(endedAt - beganAt(incident), locale));
}

/** The card's first line without its phase: `🔴 URGENT · prod · credit-scoring · accuracy 10.9 % worse`. */
export function headlineOf(view: IncidentView, locale: Locale): string {
  const { incident } = view;
  const words = wordsOf(locale);
  const state = lasts(incident) ? severityWords(incident, locale) : endingOf(incident, locale);
  return [
    ...(view.sandbox ? [words.sandbox] : []),
    ...(isDrill(incident) ? [words.exercise] : []),
    `${toneEmoji[toneOf(incident)]} ${state}`,
    environmentOf(incident, locale),
    titleOf(incident, locale),
  ].join(" · ");
}

function severityWords({ severity }: Incident, locale: Locale): string {
  const words: Readonly<Record<Severity, string>> = wordsOf(locale).severity;
  return words[severity];
}

/**
 * The whole story in one line of plain text (cards 1), for notifications, screen readers, and the summaries of PagerDuty
 * and Jira: `URGENT prod credit-scoring: accuracy 0.846, was 0.950 (10.9 % worse), v8`. At most 300 UTF-16 units.
 */
export function notificationOf(view: IncidentView, locale: Locale): string {
  const { incident } = view;
  const words = wordsOf(locale);
  const isOver = !lasts(incident);
  const state = isOver ? `${endingOf(incident, locale)}${words.colon.trimEnd()}` : severityWords(incident, locale);
  const environment = tidy(incident.identity.environment, environmentMaxUnits);
  const head = [
    view.sandbox ? words.sandbox : "",
    isDrill(incident) ? words.exercise : "",
    state,
    environment,
    placeOf(incident) ?? "",
  ]
    .filter(Boolean)
    .join(" ");
  const what = isOver ? whatIsWrong(incident, locale) : howBad(view, locale);
  return cut(`${head}${words.colon}${what}`, notificationMaxUnits);
}

function howBad(view: IncidentView, locale: Locale): string {
  const { incident } = view;
  const { lead } = incident;
  const { card, colon } = wordsOf(locale);
  if (isSilent(incident)) return whatIsWrong(incident, locale);
  if (!lead.measurement) {
    return [nameOf(incident, locale), summaryOf(view, locale, notificationMaxUnits)].filter(Boolean).join(colon);
  }
  const said = measurementWords(incident, lead.measurement, locale);
  const metric = tidy(said.metric, nameMaxUnits);
  const { lateSince } = lead.measurement;
  if (lateSince !== undefined)
    return lineText(toLine(card.notMeasuredSince(metric, lateSince), incident.openedAt), locale);
  if (said.missing !== undefined) return card.metricIs(metric, said.missing);
  const against = said.baseline ? `, ${card.was(said.baseline)}` : "";
  const limit = !said.baseline && said.threshold ? ` (${card.threshold(said.threshold)})` : "";
  const change = said.change ? ` (${said.change})` : "";
  const version = lead.modelVersion ? `, ${versionWords(lead.modelVersion)}` : "";
  return `${metric} ${said.value ?? ""}${against}${change}${limit}${version}`;
}

/** `v8` for a number, any other name of a version as it is. */
export function versionWords(version: string): string {
  return tidy(/^\d/.test(version) ? `v${version}` : version, nameMaxUnits);
}
