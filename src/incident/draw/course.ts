import type { Locale } from "../../words/locale.ts";
import { join, type Sentence, say } from "../../words/sentence.ts";
import { wordsOf } from "../../words/words.ts";
import type { IncidentView } from "../view.ts";
import { entryShapes } from "./entry-shapes.ts";
import { instancesOf } from "./instances.ts";
import { senderName } from "./places.ts";
import { between, tidy } from "./tidy.ts";

const instanceMaxUnits = 40;
const namedMax = 5;
/** A sender's start further back than this is a broken clock, not a start. */
const startMaxAgeMs = 366 * 86_400_000;

/** Which instances, since when, how often, how it grew: `3 firing of 5 seen: a, b, c · since 02:51 · reported 5 times`. */
export function courseLine(view: IncidentView, locale: Locale): Sentence {
  const { card } = wordsOf(locale);
  const senders = view.incident.sources.map((source) => senderName(source, locale));
  const reported = senders.length > 1 ? card.reportedBy(view.received, senders) : card.reported(view.received);
  const parts = [instanceWords(view, locale), card.since(sinceOf(view)), say`${reported}`];
  return join([...parts, promotedWords(view, locale), reopenedWords(view, locale)], between);
}

function instanceWords({ incident, alerts }: IncidentView, locale: Locale): Sentence {
  const { firing } = incident;
  const seen = firing + incident.resolved;
  const names = instancesOf(alerts).slice(0, namedMax);
  if (seen < 2 && names.length === 0) return [];
  const { card, colon } = wordsOf(locale);
  const rest = firing - names.length;
  const named = names.map((name) => tidy(name, instanceMaxUnits)).join(", ");
  const list = rest > 0 ? `${named} ${card.more(rest)}` : named;
  return say`${card.firing(firing, seen)}${names.length > 0 ? `${colon}${list}` : ""}`;
}

/** The first start that a sender gave, unless Vigie knew of it earlier. */
function sinceOf({ incident: { openedAt }, alerts }: IncidentView): number {
  const starts = alerts.map((row) => row.alert.startsAt).filter((at) => at > openedAt - startMaxAgeMs);
  return Math.min(openedAt, ...starts);
}

function promotedWords({ story }: IncidentView, locale: Locale): Sentence {
  const last = story.findLast(({ kind }) => kind === "severity");
  const read = entryShapes.severity.safeParse(last?.data);
  if (!last || !read.success) return [];
  const words = wordsOf(locale);
  return words.card.promoted(words.severity[read.data.from], last.at);
}

function reopenedWords({ incident, story }: IncidentView, locale: Locale): Sentence {
  if (incident.reopened === 0) return [];
  const { card } = wordsOf(locale);
  const last = story.findLast(({ kind }) => kind === "reopened");
  return last ? card.reopened(incident.reopened, last.at) : say`${card.reopenedTimes(incident.reopened)}`;
}
