import type { Locale } from "../../words/locale.ts";
import { join, type Sentence, say } from "../../words/sentence.ts";
import { wordsOf } from "../../words/words.ts";
import { beganAt } from "../began-at.ts";
import type { Incident } from "../incident.ts";
import type { IncidentView } from "../view.ts";
import { instancesOf } from "./instances.ts";
import { senderName } from "./places.ts";
import { between, tidy } from "./tidy.ts";

const instanceMaxUnits = 40;
const namedMax = 5;

/** Which instances, since when, how often, how it grew: `3 firing of 5 seen: a, b, c · since 02:51 · reported 5 times`. */
export function courseLine(view: IncidentView, locale: Locale): Sentence {
  const { card } = wordsOf(locale);
  const senders = view.incident.sources.map((source) => senderName(source, locale));
  const { received } = view;
  const told = senders.length > 1 ? card.reportedBy(received, senders) : card.reported(received);
  // What comes back by itself at the end of a hold was not reported anew.
  const reported = received > 0 ? told : "";
  const parts = [instanceWords(view, locale), card.since(beganAt(view.incident)), say`${reported}`];
  return join([...parts, promotedWords(view.incident, locale), reopenedWords(view.incident, locale)], between);
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

function promotedWords({ promoted }: Incident, locale: Locale): Sentence {
  if (!promoted) return [];
  const words = wordsOf(locale);
  return words.card.promoted(words.severity[promoted.from], promoted.at);
}

function reopenedWords({ reopened, reopenedAt }: Incident, locale: Locale): Sentence {
  if (reopened === 0) return [];
  const { card } = wordsOf(locale);
  return reopenedAt === undefined ? say`${card.reopenedTimes(reopened)}` : card.reopened(reopened, reopenedAt);
}
