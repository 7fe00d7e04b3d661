import { compareSeverity } from "../../alert/severity.ts";
import type { Locale } from "../../words/locale.ts";
import { moment, type Sentence, say } from "../../words/sentence.ts";
import { wordsOf } from "../../words/words.ts";
import type { StoryLine } from "../card.ts";
import { type EntryKind, storyKinds } from "../entry-kinds.ts";
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

/** How an entry is told in the thread. */
type Telling = "silent" | "quiet" | "rings";

/** Kinds that are not always told, or do not always ring, as `storyKinds` says. */
const tellings: { readonly [K in EntryKind]?: (data: unknown) => Telling } = {
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
  /** What was met stands behind the act that met it; before its time a warning wakes nobody. */
  deadline: (data) => {
    const read = entryShapes.deadline.safeParse(data);
    if (!read.success || read.data.news === "met") return "silent";
    return read.data.news === "overdue" ? "rings" : "quiet";
  },
  /** A promotion rings; that it is less bad wakes nobody. */
  "severity-by-hand": (data) => {
    const read = entryShapes["severity-by-hand"].safeParse(data);
    return read.success && compareSeverity(read.data.to, read.data.from) > 0 ? "rings" : "quiet";
  },
  reopened: ringsIfItWakes,
  "fires-again": ringsIfItWakes,
};

function ringsIfItWakes(data: unknown): Telling {
  const read = entryShapes.reopened.safeParse(data);
  return read.success && !read.data.wakes ? "quiet" : "rings";
}

/** Whether an entry rings where it is told in a thread (behaviour 4). */
export function ringsInThread(entry: JournalEntry): boolean {
  return tellingOf(entry) === "rings";
}

function tellingOf({ kind, data }: JournalEntry): Telling {
  if (!isStory(kind)) return "silent";
  return tellings[kind]?.(data) ?? (storyKinds[kind].rings ? "rings" : "quiet");
}

function isStory(kind: string): kind is keyof typeof storyKinds {
  return Object.hasOwn(storyKinds, kind);
}

/** The thread's entries after journal entry `afterSeq`, oldest first: what happened, who says so, when. */
export function storyOf(view: IncidentView, afterSeq: number, locale: Locale): readonly StoryLine[] {
  return view.story.flatMap((entry) => {
    const telling = entry.seq > afterSeq ? tellingOf(entry) : "silent";
    if (telling === "silent") return [];
    const rings = telling === "rings";
    const { owed, openedAt, names = {} } = view.incident;
    const said = entryWords(entry, locale, owed, names);
    const line = toLine(
      say`${rings ? ringingHead(view, locale) : ""}${said}${signature(entry, names, locale)}`,
      openedAt,
    );
    const calls = callsOf(entry, owed);
    return [{ seq: entry.seq, line, text: lineText(line, locale), rings, ...(calls ? { calls } : {}) }];
  });
}

/** A ringing line stands alone in the channel: it says what it is about. */
function ringingHead({ incident, sandbox }: IncidentView, locale: Locale): Sentence {
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
