import { compareSeverity } from "../../alert/severity.ts";
import { actWordsOf } from "../../words/acts.ts";
import type { Locale } from "../../words/locale.ts";
import { join, type Sentence, say } from "../../words/sentence.ts";
import { wordsOf } from "../../words/words.ts";
import type { IncidentView } from "../view.ts";
import { changeWords } from "./measurement.ts";
import { silencedWords } from "./people.ts";
import { shadowWords } from "./shadow.ts";
import { between, tidy } from "./tidy.ts";

const valueMaxUnits = 60;

/** What the reader must know to trust the card: guesses, differences, and what is not shown. */
export function flagLine(view: IncidentView, locale: Locale): Sentence {
  const flags = [loweredFlag, shadowFlag, unknownTeamFlag, withheldFlag, unknownLabelFlag, arithmeticFlag, leftOutFlag];
  return join(
    [
      silencedFlag(view, locale),
      unheardFlag(view, locale),
      staleFlag(view, locale),
      ...flags.map((flag) => say`${flag(view, locale)}`),
    ],
    between,
  );
}

function silencedFlag({ incident }: IncidentView, locale: Locale): Sentence {
  return silencedWords(incident, wordsOf(locale).colon, locale);
}

/** Nobody can say whether it lasts (protocol 5.4). */
function unheardFlag({ incident: { unheardSince } }: IncidentView, locale: Locale): Sentence {
  return unheardSince === undefined ? [] : actWordsOf(locale).card.unheard(unheardSince);
}

/** Somebody lowered it: the card shows now and worst (protocol 5.5). */
function loweredFlag({ incident: { reported, severity, worst } }: IncidentView, locale: Locale): string {
  const words = wordsOf(locale);
  const isLowered = reported !== undefined && compareSeverity(worst, severity) > 0;
  return isLowered ? words.card.wasSeverity(words.severity[worst]) : "";
}

function staleFlag({ incident: { staleSince } }: IncidentView, locale: Locale): Sentence {
  return staleSince === undefined ? [] : wordsOf(locale).card.stale(staleSince);
}

function shadowFlag({ incident }: IncidentView, locale: Locale): string {
  return shadowWords(incident, locale);
}

function unknownTeamFlag({ incident: { team } }: IncidentView, locale: Locale): string {
  return team?.unknown ? wordsOf(locale).card.unknownTeam(tidy(team.id, valueMaxUnits)) : "";
}

function withheldFlag({ incident }: IncidentView, locale: Locale): string {
  const environment = tidy(incident.identity.environment, valueMaxUnits);
  return incident.pageWithheld ? wordsOf(locale).card.withheld(environment) : "";
}

function unknownLabelFlag({ incident }: IncidentView, locale: Locale): string {
  const { severityReason: reason } = incident;
  if (reason.kind !== "unknown-label") return "";
  const { card, severity } = wordsOf(locale);
  const [label, value] = [tidy(reason.label, valueMaxUnits), tidy(reason.value, valueMaxUnits)];
  return card.unknownLabel(label, value, severity[incident.severity]);
}

function arithmeticFlag({ incident: { lead } }: IncidentView, locale: Locale): string {
  const theirs = lead.measurement?.degradationPct;
  const ours = lead.figure?.degradation;
  if (!lead.figure?.senderDiffers || theirs === undefined || ours === undefined) return "";
  const change = (share: number) => changeWords(share, [], locale);
  return wordsOf(locale).card.senderDiffers(change(theirs / 100), change(ours));
}

function leftOutFlag({ incident }: IncidentView, locale: Locale): string {
  return incident.truncated > 0 ? wordsOf(locale).card.leftOut(incident.truncated) : "";
}
