import { type ChangeWords, changeWordsOf } from "../../words/changes.ts";
import { duration } from "../../words/figures.ts";
import type { Locale } from "../../words/locale.ts";
import { type Sentence, say } from "../../words/sentence.ts";
import { wordsOf } from "../../words/words.ts";
import type { FoundChange } from "../actions/found-change.ts";
import type { IncidentView } from "../view.ts";
import { joinFitting } from "./line.ts";
import { between, tidy } from "./tidy.ts";

/** The likely one and two besides; the rest stands on the dashboard. */
const shownMax = 3;
const nameMaxUnits = 60;
const versionMaxUnits = 40;

/** What changed before it (cards 3): `Before it: alias champion moved 7 → 8, 42 min earlier (likely cause: …)`. */
export function changeLine({ incident: { changes = [], identity } }: IncidentView, locale: Locale): Sentence {
  const known = changes.filter(({ kind }) => kind !== "seen").slice(0, shownMax);
  if (known.length === 0) return [];
  const said = known.map((change) => say`${changeWords(change, identity.service, locale)}`);
  return say`${changesHead(known, locale)}${wordsOf(locale).colon}${joinFitting(said, between)}`;
}

/** "Before it" is said only where all of it was. */
export function changesHead(changes: readonly FoundChange[], locale: Locale): string {
  const words = changeWordsOf(locale);
  return changes.some(({ when }) => when === "after") ? words.around : words.before;
}

/**
 * One change: what, when against the measurement, and why it is held for the cause.
 *
 * @param service the incident's own, which need not be named again
 */
export function changeWords(change: FoundChange, service: string | undefined, locale: Locale): string {
  const words = changeWordsOf(locale);
  const { earlierMs, likely, outcome } = change;
  const away = duration(Math.abs(earlierMs), locale);
  const when = earlierMs < 0 ? words.later(away) : words.earlier(away);
  const notes = [
    outcome === undefined ? "" : words.outcome[outcome],
    likely === undefined ? "" : words.likely(words.because[likely]),
  ].filter(Boolean);
  return `${whatChanged(change, service, words)}, ${when}${notes.length === 0 ? "" : ` (${notes.join("; ")})`}`;
}

function whatChanged({ kind, name, from, to }: FoundChange, service: string | undefined, words: ChangeWords): string {
  const isOwn = (kind === "deployment" || kind === "restart") && name === service;
  const what = words[kind](isOwn ? "" : tidy(name, nameMaxUnits));
  const [was, is] = [from, to].map((version) => (version === undefined ? undefined : tidy(version, versionMaxUnits)));
  if (is === undefined) return was === undefined ? what : words.gone(what, was);
  if (was === undefined) return words.to(what, is);
  const say = kind === "alias" || kind === "stage" ? words.moved : words.fromTo;
  return say(what, was, is);
}
