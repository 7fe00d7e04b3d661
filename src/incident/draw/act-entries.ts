import { type ActWords, actWordsOf } from "../../words/acts.ts";
import { capitalSentence } from "../../words/capital.ts";
import { duration, whole } from "../../words/figures.ts";
import { handlerWordsOf } from "../../words/handlers.ts";
import type { Locale } from "../../words/locale.ts";
import { type Sentence, say } from "../../words/sentence.ts";
import { wordFor } from "../../words/words.ts";
import type { ActEntryKind } from "../apply-acts.ts";
import { handlerIds } from "../handler-ids.ts";
import { actShapes } from "./act-shapes.ts";
import { overdueWords, silenceUntil } from "./people.ts";
import { personName } from "./places.ts";
import { type Teller, type Tongue, teller } from "./teller.ts";
import { between, tidy } from "./tidy.ts";

/** What people typed is shown up to here; the journal has it all. */
const textMaxUnits = 220;
const nameMaxUnits = 60;

const typed = (text: string) => tidy(text, textMaxUnits);
const named = (name: string) => tidy(name, nameMaxUnits);

/** Entries that people, and the waiting for people, write, as sentences. */
export const actTellers: { readonly [K in ActEntryKind]: Teller } = {
  acknowledged: teller(actShapes.acknowledged, ({ from }, _words, locale, _among, names) => {
    const { entry } = actWordsOf(locale);
    return from === undefined ? entry.acknowledged : entry.takenOver(personName(from, names, locale));
  }),
  unacknowledged: teller(actShapes.unacknowledged, ({ because }, _words, locale) => {
    const { entry, unacknowledgedBecause } = actWordsOf(locale);
    return entry.unacknowledged(named(wordFor(unacknowledgedBecause, because)));
  }),
  judged: teller(actShapes.judged, (_data, _words, locale) => actWordsOf(locale).entry.judgedReal),
  "severity-by-hand": teller(actShapes["severity-by-hand"], ({ from, to, why }, { severity }, locale) =>
    actWordsOf(locale).entry.severity(severity[from], severity[to], typed(why)),
  ),
  assigned: teller(actShapes.assigned, ({ to, toName }, _words, locale, _among, names) =>
    actWordsOf(locale).entry.assigned(calledOr(to, toName, names, locale)),
  ),
  escalated: teller(actShapes.escalated, ({ because, to, toName, why }, { colon }, locale, _among, names) => {
    const { entry, escalatedBecause } = actWordsOf(locale);
    const said = entry.escalated(to === undefined ? undefined : calledOr(to, toName, names, locale));
    const reason = why === undefined ? escalatedBecause[because] : typed(why);
    return [said, reason].filter(Boolean).join(colon);
  }),
  "expert-called": teller(actShapes["expert-called"], ({ group, why }, { colon }, locale) => {
    const said = actWordsOf(locale).entry.expertCalled(named(group));
    return why === undefined ? said : `${said}${colon}${typed(why)}`;
  }),
  "expert-joined": teller(actShapes["expert-joined"], ({ group, afterMs }, _words, locale) =>
    actWordsOf(locale).entry.expertJoined(named(group), duration(afterMs, locale)),
  ),
  "commander-asked": teller(
    actShapes["commander-asked"],
    (_data, _words, locale) => actWordsOf(locale).entry.commanderAsked,
  ),
  commander: teller(actShapes.commander, ({ to, toName, from }, _words, locale, _among, names) => {
    const { entry } = actWordsOf(locale);
    const person = calledOr(to, toName, names, locale);
    return from === undefined ? entry.commander(person) : entry.handedOver(person, personName(from, names, locale));
  }),
  noted: teller(actShapes.noted, ({ text }, _words, locale) => actWordsOf(locale).entry.noted(typed(text))),
  update: teller(actShapes.update, ({ text, nextAt }, _words, locale) => {
    const { entry } = actWordsOf(locale);
    const said = entry.update(typed(text));
    return nextAt === undefined ? said : say`${said} (${entry.next(nextAt)})`;
  }),
  "update-due": teller(actShapes["update-due"], ({ dueAt }, _words, locale) =>
    actWordsOf(locale).entry.updateDue(dueAt),
  ),
  silenced: teller(actShapes.silenced, ({ silence: { until, why } }, _words, locale) =>
    actWordsOf(locale).entry.silenced(silenceUntil(until, locale), typed(why)),
  ),
  unsilenced: teller(actShapes.unsilenced, ({ forMs }, _words, locale) =>
    actWordsOf(locale).entry.unsilenced(duration(forMs, locale)),
  ),
  "silence-over": teller(actShapes["silence-over"], ({ forMs, firing }, _words, locale) => {
    const { entry } = actWordsOf(locale);
    return `${entry.silenceOver(duration(forMs, locale))}, ${entry.stillFiring(firing)}`;
  }),
  mitigated: teller(actShapes.mitigated, ({ how, text }, _words, locale) =>
    actWordsOf(locale).entry.mitigated[how](typed(text)),
  ),
  investigating: teller(actShapes.investigating, (_data, _words, locale) => actWordsOf(locale).entry.investigating),
  cause: teller(actShapes.cause, ({ cause, text }, _words, locale) => {
    const words = actWordsOf(locale);
    return words.entry.cause(words.cause[cause], typed(text));
  }),
  remediated: teller(actShapes.remediated, ({ fix, monitoring }, _words, locale) =>
    actWordsOf(locale).entry.remediated(tidy(fix, textMaxUnits / 2), tidy(monitoring, textMaxUnits / 2)),
  ),
  "resolved-by-hand": teller(actShapes["resolved-by-hand"], ({ lastedMs, text }, { colon }, locale) => {
    const said = actWordsOf(locale).entry.resolved(duration(lastedMs, locale));
    return text === undefined ? said : `${said}${colon}${typed(text)}`;
  }),
  "reopened-by-hand": teller(actShapes["reopened-by-hand"], ({ why, afterMs }, _words, locale) =>
    actWordsOf(locale).entry.reopened(duration(afterMs, locale), typed(why)),
  ),
  "channel-asked": teller(actShapes["channel-asked"], (_data, _words, locale) => actWordsOf(locale).entry.channelAsked),
  "channel-open": teller(actShapes["channel-open"], ({ label }, _words, locale) =>
    actWordsOf(locale).entry.channelOpen(named(label)),
  ),
  deadline: teller(actShapes.deadline, ({ deadline, news, dueAt, by }, words, locale, _among, names) => {
    const acts = actWordsOf(locale);
    const said = deadlineWords[news](words.deadline[deadline], dueAt, acts);
    if (news !== "overdue" || by === undefined) return said;
    return say`${said}${between}${acts.entry.toJudge(personName(by, names, locale))}`;
  }),
  reminded: teller(actShapes.reminded, ({ times }, _words, locale) =>
    actWordsOf(locale).entry.reminded(whole(times, locale)),
  ),
  unheard: teller(actShapes.unheard, ({ since }, _words, locale) => {
    const { card, entry } = actWordsOf(locale);
    return since === undefined ? entry.heardAgain : capitalSentence(card.unheard(since));
  }),
  refused: teller(actShapes.refused, ({ handler, because }, _words, locale) => {
    const { entry, refusal } = actWordsOf(locale);
    return entry.refused(buttonName(handler, locale), named(wordFor(refusal, because)));
  }),
};

/** What became of a deadline. */
const deadlineWords = {
  half: (deadline, at, { entry }) => entry.half(deadline, at),
  near: (deadline, at, { entry }) => entry.near(deadline, at),
  overdue: (deadline, at, words) => capitalSentence(overdueWords(deadline, at, words)),
  met: (deadline, _at, { entry }) => say`${entry.met(deadline)}`,
  "put-off": (deadline, at, { entry }) => entry.putOff(deadline, at),
} satisfies Record<string, (deadline: string, at: number, words: ActWords) => Sentence>;

/** What somebody is called in the entry itself, else as they are known; a team or a place by its name. */
function calledOr(id: string, name: string | undefined, names: Tongue["names"], locale: Locale): string {
  return name === undefined ? personName(id, names, locale) : named(name);
}

/** What a button says, without the dots that promise a form; one of a later version by its id. */
function buttonName(handler: string, locale: Locale): string {
  const known = handlerIds.find((id) => id === handler);
  return known === undefined ? named(handler) : handlerWordsOf(locale)[known].button.replace(/…$/, "");
}
