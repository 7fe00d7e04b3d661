import type { z } from "zod";
import { capital } from "../../words/capital.ts";
import { duration, figures } from "../../words/figures.ts";
import type { Locale } from "../../words/locale.ts";
import { join, type Sentence, say } from "../../words/sentence.ts";
import { type Words, wordsOf } from "../../words/words.ts";
import type { EntryKind } from "../entry-kinds.ts";
import type { JournalEntry } from "../journal.ts";
import { laneOf } from "../mark.ts";
import { actTellers } from "./act-entries.ts";
import { actionTellers } from "./action-entries.ts";
import { entryShapes } from "./entry-shapes.ts";
import { becauseWords, heldWords } from "./hands.ts";
import { deliveryReason, personName, placeName } from "./places.ts";
import { reasonWords } from "./reason.ts";
import { type Teller, type Tongue, teller } from "./teller.ts";
import { tidy } from "./tidy.ts";

/** So many alerts are named in one sentence. */
const namedMax = 3;

type Told<K extends EntryKind> = z.output<(typeof entryShapes)[K]>;

const tellers: { readonly [K in EntryKind]: Teller } = {
  ...actTellers,
  ...actionTellers,
  opened: teller(entryShapes.opened, ({ severity, reason, follows }, words, locale, _among, names) => {
    const { entry } = words;
    const said = entry.opened(words.severity[severity], reasonWords(reason, locale));
    if (!follows) return said;
    const before = entry.follows(personName(follows.by, names, locale), entry.followsBecause[follows.because]);
    return `${said} (${before})`;
  }),
  alerts: teller(entryShapes.alerts, alertsWords),
  "entries-bounded": teller(entryShapes["entries-bounded"], ({ after }, { entry }) => entry.bounded(after)),
  severity: teller(entryShapes.severity, ({ from, to, reason }, words, locale) =>
    words.entry.severity(words.severity[from], words.severity[to], reasonWords(reason, locale)),
  ),
  owed: teller(entryShapes.owed, ({ added, cause }, { entry }, locale, among) => {
    const places = added.map(({ id }) => placeName(id, undefined, locale, among));
    return `${entry.owed(places)} (${entry.owedBecause[cause]})`;
  }),
  deadlines: teller(entryShapes.deadlines, ({ set }, { entry, colon, card, deadline }) => {
    const due = set.map(({ kind, dueAt }) => card.due(deadline[kind], dueAt));
    return say`${entry.deadlines}${colon}${join(due, ", ")}`;
  }),
  phase: teller(entryShapes.phase, ({ from, to }, { entry, phase }) => entry.phase(phase[from], phase[to])),
  page: teller(entryShapes.page, ({ pageNo, cause }, { entry }) => entry.page(pageNo, entry.pageCause[cause])),
  "page-withheld": teller(entryShapes["page-withheld"], (_data, { entry }) => entry.withheld),
  reopened: teller(entryShapes.reopened, ({ afterMs, wakes, because }, { entry }, locale) => {
    const said = entry.reopened(duration(afterMs, locale), entry.reopenedBecause[because]);
    return wakes ? said : `${said} (${entry.quietly})`;
  }),
  resolved: teller(entryShapes.resolved, ({ lastedMs, received }, { entry }, locale) =>
    entry.resolved(duration(lastedMs, locale), received),
  ),
  closed: teller(entryShapes.closed, ({ lastedMs, text }, { entry, colon }, locale) => {
    const said = entry.closed(duration(lastedMs, locale));
    return text === undefined ? said : `${said}${colon}${tidy(text, 150)}`;
  }),
  told: teller(entryShapes.told, toldWords),
  undelivered: teller(entryShapes.undelivered, undeliveredWords),
  stale: teller(entryShapes.stale, ({ since }, { entry }) =>
    since === undefined ? entry.measuredAgain : entry.stale(since),
  ),
  lifecycle: teller(entryShapes.lifecycle, (_data, { entry }) => entry.lifecycle),
  recovered: teller(entryShapes.recovered, ({ lastedMs }, { entry }, locale) =>
    entry.recovered(duration(lastedMs, locale)),
  ),
  "fires-again": teller(entryShapes["fires-again"], ({ afterMs, wakes, because }, { entry }, locale) => {
    const said = entry.firesAgain(duration(afterMs, locale), entry.reopenedBecause[because]);
    return wakes ? said : `${said} (${entry.quietly})`;
  }),
  "ended-by-hand": teller(entryShapes["ended-by-hand"], ({ as, text, ...how }, { entry }, locale) => {
    const more = join([becauseWords(how, locale), say`${tidy(text ?? "", 150)}`, heldWords(how, locale)], ", ");
    return more.length === 0 ? entry.endedAs[as] : say`${entry.endedAs[as]} (${more})`;
  }),
  "rule-suspected": teller(entryShapes["rule-suspected"], ({ name, times, values }, { hands, colon }, locale) => {
    const said = `${tidy(name, 60)}${colon}${hands.ruleSuspected(times)}`;
    return values.length === 0 ? said : `${said} (${hands.lastValues(figures(values, [], locale).join(", "))})`;
  }),
  "resolved-elsewhere": teller(entryShapes["resolved-elsewhere"], ({ by, where }, { hands }, locale, among, names) =>
    capital(hands.resolvedElsewhere(personName(by, names, locale), placeName(where, undefined, locale, among))),
  ),
  shadowed: teller(entryShapes.shadowed, ({ would, page, when }, { entry, colon, and }, locale) => {
    const places = and(would.map(({ id }) => placeName(id, undefined, locale, would)));
    return `${entry.shadowed[when]}${colon}${places}${page ? entry.wouldWake : ""}`;
  }),
  adopted: teller(entryShapes.adopted, ({ added }, { entry }, locale, among) =>
    entry.adopted(added.map(({ id }) => placeName(id, undefined, locale, among))),
  ),
  truncated: teller(entryShapes.truncated, ({ count }, { entry }) => entry.truncated(count)),
};

/** How many alerts did what, with the names of the first. */
function alertsWords(data: Told<"alerts">, { entry }: Words): string {
  const { fired, firedCount, ended, endedCount, changed, changedCount, firing } = data;
  const parts = [
    [firedCount, entry.alertsFired, fired],
    [changedCount, entry.alertsChanged, changed],
    [endedCount, entry.alertsEnded, ended],
  ] as const;
  const said = parts.flatMap(([count, say, names]) => (count === 0 ? [] : [`${say(count)}${inBrackets(names)}`]));
  return [...said, entry.firingNow(firing)].join(", ");
}

function inBrackets(names: readonly string[]): string {
  const distinct = [...new Set(names.map((name) => tidy(name, 60)))].filter(Boolean);
  if (distinct.length === 0) return "";
  return ` (${distinct.slice(0, namedMax).join(", ")}${distinct.length > namedMax ? ", …" : ""})`;
}

function toldWords(
  { destination, receiver, label, pageNo, afterFailure }: Told<"told">,
  words: Words,
  locale: Locale,
  among: Tongue["among"],
): string {
  const { entry } = words;
  const place = placeName(destination, undefined, locale, among);
  const lane = laneOf(receiver);
  const told = () =>
    lane === "ticket" && label !== undefined ? entry.ticket(place, tidy(label, 60)) : entry.told(place);
  const said = lane === "page" && pageNo !== undefined ? entry.paged(place) : told();
  return afterFailure ? `${said} (${entry.afterFailure})` : said;
}

function undeliveredWords(
  { destination, reason, detail, state, page, mention }: Told<"undelivered">,
  words: Words,
  locale: Locale,
  among: Tongue["among"],
): Sentence {
  const { entry, card } = words;
  const place = placeName(destination, undefined, locale, among);
  const why = deliveryReason(reason, locale, detail);
  if (state === "retrying") return say`${card.waiting(place, why)}`;
  if (!page) return say`${entry.undelivered(place, why)}`;
  const called: Sentence =
    mention === undefined
      ? []
      : [
          { kind: "text", text: " " },
          { kind: "mention", mention },
        ];
  return say`${entry.notPaged(place, why)}${called}`;
}

/** One journal entry as a sentence. An entry of another version is told by its kind alone. */
export function entryWords(
  entry: JournalEntry,
  locale: Locale,
  among: Tongue["among"] = [],
  names: Tongue["names"] = {},
  runs: Tongue["runs"] = [],
): Sentence {
  const words = wordsOf(locale);
  const told = isKnown(entry.kind) ? tellers[entry.kind](entry.data, { words, locale, among, names, runs }) : null;
  return told ?? say`${words.entry.unknown(tidy(entry.kind, 60))}`;
}

function isKnown(kind: string): kind is EntryKind {
  return Object.hasOwn(tellers, kind);
}
