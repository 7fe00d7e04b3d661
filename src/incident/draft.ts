import { asksOutlook } from "./actions/asks-outlook.ts";
import type { Answer } from "./acts.ts";
import { apply } from "./apply.ts";
import { type EntryData, type EntryKind, outdating } from "./entry-kinds.ts";
import { type AlertRow, type Group, type Incident, isAdoptedSilently } from "./incident.ts";
import { chain, type JournalDraft, type JournalEntry } from "./journal.ts";
import { destinationSubject, laneOf, type MarkRequest, type Rank, ranks, type Subject, subjectKey } from "./mark.ts";
import type { SeriesState } from "./series-state.ts";

/** After so many entries, alerts that join or change are only counted (protocol 8.3). */
export const maxEntries = 2000;

/**
 * Series that a group remembers at most: it is rewritten with each measurement, so one series for each of ten thousand
 * segments must not make it a megabyte. Those that nobody monitors go first, of them those not heard of for longest; an old
 * window of theirs could then speak.
 */
export const maxSeries = 300;
/** Of those, so many of the newest keep what their features were: a further feature of an older one's window corrects it. */
const maxWindows = 30;

function newestSeries(series: Group["series"]): Group["series"] {
  const all = Object.entries(series);
  const windows = all.filter(([, { window }]) => window !== undefined).length;
  if (all.length <= maxSeries && windows <= maxWindows) return series;
  const newest = all.toSorted(([, a], [, b]) => awaited(b) - awaited(a) || heardTo(b) - heardTo(a)).slice(0, maxSeries);
  let left = maxWindows;
  return Object.fromEntries(
    newest.map(([print, state]) => {
      if (state.window !== undefined) left -= 1;
      return [print, left < 0 ? withoutWindow(state) : state];
    }),
  );
}

/** A series that is late must not be forgotten for it. */
function awaited({ monitor }: SeriesState): number {
  return monitor === undefined ? 0 : 1;
}

function withoutWindow({ window: _window, ...state }: SeriesState): SeriesState {
  return state;
}

function heardTo({ lastTo, absentTo = 0 }: SeriesState): number {
  return Math.max(lastTo, absentTo);
}

/** Entries that say what a policy decided; each names that policy by its hash, as `opened` does (protocol 10.2). */
const decidedByPolicy: ReadonlySet<EntryKind> = new Set<EntryKind>([
  "severity",
  "owed",
  "deadlines",
  "page-withheld",
  "reopened",
  "fires-again",
  "lifecycle",
  "shadowed",
  "adopted",
]);

const outdates: ReadonlySet<EntryKind> = new Set<EntryKind>(outdating);

/** What is decided so far: facts in a row write into one draft, which becomes one commit (protocol 4.1). */
export class Draft {
  readonly now: number;
  actor: string;
  incident: Incident | null;
  opens = false;
  /** Something that a card shows has changed; counters alone are not told at once. */
  visible: "no" | "counters" | "yes" = "no";
  received = 0;
  readonly rows = new Map<string, AlertRow>();
  readonly series = new Map<string, SeriesState>();
  readonly senderIds = new Set<string>();
  /** What the group is to remember otherwise than before. */
  remembered: Pick<Group, "held" | "falsePositives"> = {};
  /** Something happened that also those are told who were adopted silently (behaviour 9). */
  tellsAdopted = false;
  /** The hash of the policy that judged what is being decided; absent where none did. */
  policy: string | undefined;
  /** What the fact that is being decided comes to, where somebody waits for it. */
  answer: Answer | null = null;
  /** Repeats by fingerprint, with the tag that they repeat. */
  readonly repeats = new Map<string, { tag: string; times: number }>();
  #entries: JournalDraft[] = [];
  #isRefreshed = false;
  readonly #marks = new Map<string, MarkRequest>();

  constructor(incident: Incident | null, actor: string, now: number) {
    this.incident = incident;
    this.actor = actor;
    this.now = now;
  }

  /** Writes an entry and applies it to the incident. */
  write<K extends EntryKind>(kind: K, data: EntryData[K], actor: string = this.actor): void {
    if (!this.incident) throw new Error(`no incident to write "${kind}" into`);
    const { policy } = this;
    const named = policy !== undefined && decidedByPolicy.has(kind) ? { ...data, policy } : data;
    this.#entries.push({ at: this.now, actor, kind, data: named });
    this.incident = apply(this.incident, kind, named, this.now);
    if (asksOutlook(this.incident, kind)) this.markOutlook();
    // That something was read again outdates nothing, that it goes elsewhere does.
    if (!outdates.has(kind) || (kind === "planned" && !("moves" in data))) return;
    const last = { seq: this.incident.seq + this.#entries.length, at: this.now, by: { id: actor } };
    this.incident = { ...this.incident, latest: { ...this.incident.latest, [kind]: last } };
  }

  /** Asks to look at what changed near the incident, and at what could be done about it. */
  markOutlook(): void {
    if (!this.incident) return;
    const { groupId, uid } = this.incident;
    this.mark({ kind: "timer", groupId, uid, timer: "outlook" }, { lane: "action", rank: ranks.first, dueAt: 0 });
  }

  /** Shows what a person did, also to those who were adopted silently: something happened (behaviour 9). */
  show(): void {
    this.visible = "yes";
    this.tellsAdopted = true;
  }

  /** Writes an entry that is only counted in a journal that is long already. */
  writeBounded<K extends EntryKind>(kind: K, data: EntryData[K], actor: string = this.actor): void {
    const length = (this.incident?.seq ?? 0) + this.#entries.length;
    if (length < maxEntries) this.write(kind, data, actor);
    else if (this.incident) {
      if (!this.incident.entriesBounded) this.write("entries-bounded", { after: maxEntries });
      this.incident = apply(this.incident, kind, data, this.now);
    }
  }

  /** Keeps what was read again and is worth no entry, such as a figure. */
  refresh<K extends EntryKind>(kind: K, data: EntryData[K]): void {
    if (!this.incident) return;
    this.incident = apply(this.incident, kind, data, this.now);
    this.#isRefreshed = true;
    if (this.visible === "no") this.visible = "counters";
  }

  /** As `write`; in a journal that is long already it is kept, and only counted. */
  writeOrRefresh<K extends EntryKind>(kind: K, data: EntryData[K]): void {
    this.writeBounded(kind, data);
    this.#isRefreshed = true;
  }

  /** Counts one more of what is known already. */
  repeat(fingerprint: string, tag: string): void {
    const before = this.repeats.get(fingerprint)?.times ?? 0;
    this.repeats.set(fingerprint, { tag, times: before + 1 });
  }

  mark(subject: Subject, request: Omit<MarkRequest, "subject">): void {
    const key = subjectKey(subject);
    const before = this.#marks.get(key);
    const rank = Math.min(before?.rank ?? 3, request.rank) as Rank;
    const dueAt = Math.min(before?.dueAt ?? Number.POSITIVE_INFINITY, request.dueAt);
    this.#marks.set(key, { subject, lane: request.lane, rank, dueAt });
  }

  /**
   * Marks every destination owed, but the ones left out. A page that somebody attends to, or nobody does, hears of it too: it
   * is acknowledged or escalated. What is told beside it has a mark of its own, so that no page waits for a note.
   */
  markDestinations(rank: Rank, dueAt: number, except?: string): void {
    const incident = this.incident;
    if (!incident) return;
    const urgent = incident.severity === "urgent" && rank < ranks.rest;
    for (const owed of incident.owed) {
      const lane = laneOf(owed.receiver);
      if (owed.id !== except && lane !== "page" && !this.keepsSilent(owed.id)) {
        this.mark(destinationSubject(incident, owed), { lane, rank: urgent ? ranks.urgent : rank, dueAt });
      }
      if (lane === "page" && owed.id !== except) {
        const { acknowledged, silenced, escalation, pageNo } = incident;
        const isAttended = acknowledged !== undefined || silenced !== undefined || escalation !== undefined;
        if (isAttended && pageNo > 0) this.mark(destinationSubject(incident, owed), { lane, rank, dueAt });
        this.markBeside(owed.id, dueAt);
      }
    }
  }

  /** Marks what is told beside a page, once a page was accepted. */
  markBeside(destination: string, dueAt: number): void {
    if (this.incident?.standing[destination]?.pageNo === undefined) return;
    const { groupId, uid } = this.incident;
    this.mark({ kind: "destination", groupId, uid, destination }, { lane: "background", rank: ranks.rest, dueAt });
  }

  /** Whether a destination was adopted silently and nothing that it must hear of has happened since. */
  keepsSilent(id: string): boolean {
    const { state, adopted } = this.incident?.standing[id] ?? {};
    return adopted === true && state === "waiting" && !this.tellsAdopted;
  }

  /**
   * Lets go of what was decided for an incident that is over, because the next one opens in the same commit: a repeat or
   * an end that nobody is told of. The group keeps what it is to remember, and its series their marks.
   */
  beginAnew(): void {
    this.#entries = [];
    this.#isRefreshed = false;
    for (const [key, { subject }] of this.#marks) if (subject.kind !== "series") this.#marks.delete(key);
    this.rows.clear();
    this.repeats.clear();
    this.received = Math.min(this.received, 1);
  }

  markPages(): void {
    const incident = this.incident;
    for (const owed of incident?.owed ?? []) {
      if (incident && laneOf(owed.receiver) === "page" && !isAdoptedSilently(incident, owed.id)) {
        const rank = incident.severity === "urgent" ? ranks.urgent : ranks.first;
        this.mark(destinationSubject(incident, owed), { lane: "page", rank, dueAt: 0 });
      }
    }
  }

  get marks(): readonly MarkRequest[] {
    return [...this.#marks.values()];
  }

  /** Whether anything but repeats happened. */
  changed(): boolean {
    const { held, falsePositives } = this.remembered;
    const remembers = held !== undefined || falsePositives !== undefined;
    const isWritten = this.#entries.length > 0 || this.#isRefreshed;
    return this.opens || remembers || isWritten || this.rows.size > 0 || this.series.size > 0;
  }

  /** The journal's next entries and the incident with its new head. */
  closed(): { incident: Incident | null; entries: readonly JournalEntry[] } {
    if (!this.incident) return { incident: null, entries: [] };
    const entries = chain(this.incident, this.#entries);
    const last = entries.at(-1);
    return { incident: last ? { ...this.incident, seq: last.seq, head: last.hash } : this.incident, entries };
  }

  groupAfter(before: Group | null, groupId: string, groupKey: string): Group {
    const series =
      this.series.size === 0
        ? (before?.series ?? {})
        : newestSeries({ ...before?.series, ...Object.fromEntries(this.series) });
    const newest = this.opens ? this.incident?.uid : before?.newest;
    return {
      ...(before ?? { schema: 1, groupId, groupKey }),
      version: (before?.version ?? 0) + 1,
      series,
      ...this.remembered,
      ...(newest === undefined ? {} : { newest }),
    };
  }
}
