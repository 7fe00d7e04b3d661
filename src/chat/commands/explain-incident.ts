import type { CardLine } from "../../incident/card.ts";
import { drawEntry, environmentOf, lineText, placeName, reasonWords } from "../../incident/draw.ts";
import type { EntryKind } from "../../incident/entry-kinds.ts";
import type { Incident } from "../../incident/incident.ts";
import type { JournalEntry } from "../../incident/journal.ts";
import type { Owed, PolicyPlace } from "../../incident/judgement.ts";
import { commandWordsOf } from "../../words/commands.ts";
import type { Locale } from "../../words/locale.ts";
import { wordsOf } from "../../words/words.ts";
import type { Command, Said } from "./command.ts";
import type { CommandDeps } from "./command-deps.ts";
import { incidentLine } from "./incident-line.ts";
import { headLine, textLine, wordSaid } from "./lines.ts";

const journalMax = 200;
const courseMax = 10;
/** Entries that say how bad it is, who is told, and what is done by itself or why it is not. */
const decisive: readonly EntryKind[] = [
  "opened",
  "severity",
  "severity-by-hand",
  "owed",
  "escalated",
  "page-withheld",
  "action-proposed",
  "action-started",
];

/** The number of `VIG-12`, `vig-12` or `12`; `null` for any other word. */
export function numberIn(word: string | undefined): number | null {
  const digits = /^(?:VIG-)?([1-9]\d{0,14})$/i.exec(word ?? "")?.[1];
  return digits === undefined ? null : Number(digits);
}

/** `explain VIG-12`: why this severity and these places, by which line of the policy, and how it came to that. */
export function explainIncident({ store, publicUrl }: CommandDeps): Command {
  return {
    name: "explain",
    run: async ({ words: [word], locale }): Promise<Said> => {
      const words = commandWordsOf(locale);
      const number = numberIn(word);
      if (word === undefined || number === null) return { lines: [textLine(words.whichIncident)] };
      const stored = await store.find(number);
      if (!stored) return { lines: [textLine(words.noSuchIncident(wordSaid(word)))] };
      const { incident } = stored;
      const journal = await store.journal(incident, 0, journalMax);
      const lines = [
        incidentLine(stored, locale, publicUrl),
        whyLine(incident, locale),
        ...toldLines(incident, locale),
      ];
      return { lines: [...lines, ...courseLines(incident, journal, locale)] };
    },
  };
}

function whyLine({ severity, severityReason: reason, policyHash }: Incident, locale: Locale): CardLine {
  const words = commandWordsOf(locale).explain;
  const why = words.why(wordsOf(locale).severity[severity], reasonWords(reason, locale));
  const place = "place" in reason ? placed(reason.place, locale) : "";
  return textLine([`${why}${place}.`, words.policy(policyHash)].join(" "));
}

function toldLines(incident: Incident, locale: Locale): readonly CardLine[] {
  const { owed, pageWithheld } = incident;
  const words = commandWordsOf(locale).explain;
  const told = owed.map((one) => textLine(`• ${toldWords(one, owed, locale)}`));
  return [
    ...(told.length === 0 ? [textLine(words.toldNobody)] : told),
    ...(pageWithheld ? [textLine(words.withheld(environmentOf(incident, locale)))] : []),
  ];
}

function toldWords({ id, told, at, place }: Owed, among: readonly Owed[], locale: Locale): string {
  const words = commandWordsOf(locale).explain;
  const name = placeName(id, undefined, locale, among);
  if (told === "fallback") return words.toldFallback(name);
  return `${words.told(name, told, wordsOf(locale).severity[at])}${placed(place, locale)}`;
}

function placed(place: PolicyPlace | undefined, locale: Locale): string {
  return place === undefined ? "" : ` (${commandWordsOf(locale).explain.place(place.file, place.line)})`;
}

function courseLines(
  { owed, names, runs }: Incident,
  journal: readonly JournalEntry[],
  locale: Locale,
): readonly CardLine[] {
  const entries = journal.filter(({ kind }) => decisive.some((one) => one === kind)).slice(-courseMax);
  const lines = entries.map((entry): CardLine => {
    const said = lineText(drawEntry(entry, locale, owed, names, runs), locale);
    return [
      { kind: "time", at: entry.at, style: "date-time" },
      { kind: "text", text: ` ${said}` },
    ];
  });
  return lines.length === 0 ? [] : [headLine(commandWordsOf(locale).explain.course), ...lines];
}
