import { compareSeverity } from "../../alert/severity.ts";
import type { Locale } from "../../words/locale.ts";
import { moment, type Sentence, say } from "../../words/sentence.ts";
import { wordsOf } from "../../words/words.ts";
import type { StoryLine } from "../card.ts";
import { type EntryKind, storyKinds, type Telling } from "../entry-kinds.ts";
import type { JournalEntry } from "../journal.ts";
import { laneOf } from "../mark.ts";
import type { IncidentView } from "../view.ts";
import { callsOf } from "./calls.ts";
import { entryWords } from "./entry.ts";
import { entryShapes } from "./entry-shapes.ts";
import { titleOf } from "./headline.ts";
import { lineText, toLine } from "./line.ts";
import { personName } from "./places.ts";
import type { Tongue } from "./teller.ts";
import { between, tidy } from "./tidy.ts";

/** Kinds that are not always told, or not always as loud, as `storyKinds` says. */
const tellings: { readonly [K in EntryKind]?: (data: unknown) => Telling | "silent" } = {
  /** Told where it wakes or opens a ticket; that a chat channel got its message, its readers see, and a link the card shows. */
  told: (data) => {
    const read = entryShapes.told.safeParse(data);
    if (!read.success) return "silent";
    const { receiver, pageNo, afterFailure } = read.data;
    const lane = laneOf(receiver);
    const isSeen = lane === "chat" || (lane === "page" && pageNo === undefined);
    return isSeen && !afterFailure ? "silent" : "quiet";
  },
  /** Tries that go on stand on the card; only what was given up is a story, and only a page rings (behaviour 4). */
  undelivered: (data) => {
    const read = entryShapes.undelivered.safeParse(data);
    if (!read.success || read.data.state === "retrying") return "silent";
    return read.data.page ? "rings" : "quiet";
  },
  /**
   * What was met stands behind the act that met it; before its time a warning wakes nobody. Who has acknowledged is
   * reminded alone (behaviour 5).
   */
  deadline: (data) => {
    const read = entryShapes.deadline.safeParse(data);
    if (!read.success || read.data.news === "met") return "silent";
    if (read.data.news !== "overdue") return "quiet";
    return read.data.by === undefined ? "rings" : "calls";
  },
  /** That the reopen window is over is no story; that somebody closed it is. */
  closed: (data) => (entryShapes.closed.safeParse(data).data?.by === undefined ? "silent" : "quiet"),
  /** Nobody is called to what they took themselves. */
  assigned: (data) => callsAnother(entryShapes.assigned.safeParse(data).data),
  commander: (data) => callsAnother(entryShapes.commander.safeParse(data).data),
  /** A promotion rings; that it is less bad wakes nobody. */
  "severity-by-hand": (data) => {
    const read = entryShapes["severity-by-hand"].safeParse(data);
    return read.success && compareSeverity(read.data.to, read.data.from) > 0 ? "rings" : "quiet";
  },
  /** How far it is stands on the card. */
  "action-serving": () => "silent",
  /** That a call is about to leave is no story; what became of it is. */
  "action-step": (data) => (entryShapes["action-step"].safeParse(data).data?.news === "begun" ? "silent" : "quiet"),
  /** What did not help rings and escalates; that it helped, or cannot be told yet, wakes nobody (behaviour 7). */
  "action-verdict": (data) =>
    entryShapes["action-verdict"].safeParse(data).data?.verdict.kind === "did-not-help" ? "rings" : "quiet",
  /** What would have been done calls nobody: there is nothing to decide. What was put to people before is not told again. */
  "action-proposed": (data) => {
    const { because, again } = entryShapes["action-proposed"].safeParse(data).data ?? {};
    if (again) return "silent";
    return because === "dry-run" ? "quiet" : "calls";
  },
  reopened: ringsIfItWakes,
  "fires-again": ringsIfItWakes,
};

function ringsIfItWakes(data: unknown): Telling {
  const read = entryShapes.reopened.safeParse(data);
  return read.success && !read.data.wakes ? "quiet" : "rings";
}

function callsAnother(chosen: { readonly by: string; readonly to: string } | undefined): Telling {
  return chosen && chosen.by === chosen.to ? "quiet" : "calls";
}

/** Whether somebody is notified of an entry where it is told. */
export function isHeard(entry: JournalEntry): boolean {
  const telling = tellingOf(entry);
  return telling === "calls" || telling === "rings";
}

function tellingOf({ kind, data }: JournalEntry): Telling | "silent" {
  if (!isStory(kind)) return "silent";
  return tellings[kind]?.(data) ?? storyKinds[kind];
}

function isStory(kind: string): kind is keyof typeof storyKinds {
  return Object.hasOwn(storyKinds, kind);
}

/** The thread's entries after journal entry `afterSeq`, oldest first: what happened, who says so, when. */
export function storyOf(view: IncidentView, afterSeq: number, locale: Locale): readonly StoryLine[] {
  return view.story.flatMap((entry) => {
    const telling = entry.seq > afterSeq ? tellingOf(entry) : "silent";
    if (telling === "silent") return [];
    const { owed, openedAt, names = {}, runs } = view.incident;
    const said = entryWords(entry, locale, owed, names, runs);
    const line = toLine(
      say`${telling === "quiet" ? "" : headOf(view, locale)}${said}${signature(entry, names, locale)}`,
      openedAt,
    );
    const calls = callsOf(entry, view);
    return [{ seq: entry.seq, line, text: lineText(line, locale), tells: telling, ...(calls ? { calls } : {}) }];
  });
}

/** A line that somebody is notified of stands alone in the notification: it says what it is about. */
function headOf({ incident, sandbox }: IncidentView, locale: Locale): Sentence {
  const words = wordsOf(locale);
  const about = [tidy(incident.identity.environment, 60), titleOf(incident, locale)].join(between);
  const mark = sandbox ? `${words.sandbox} · ` : "";
  return say`${mark}${{ kind: "strong", text: words.severity[incident.severity] }} · ${about}${between}`;
}

/** Who did it, by the name that the entry gives where it gives one, and when. */
function signature({ actor, at, data }: JournalEntry, names: Tongue["names"], locale: Locale): Sentence {
  const known = typeof data.name === "string" && data.by === actor ? { ...names, [actor]: data.name } : names;
  return say` · ${personName(actor, known, locale)}, ${moment(at)}`;
}
