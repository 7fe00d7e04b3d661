import type { ChangedThing, Change as ChangeMarker } from "../alert/change.ts";
import type { AlertRow, Group, Incident } from "../incident/incident.ts";
import type { JournalEntry } from "../incident/journal.ts";
import type { GateRate, Lane, MarkRequest, Rank, Subject } from "../incident/mark.ts";

/** An incident as the store keeps it: the record, its number and the counters that repeats raise (protocol 4.2). */
export type StoredIncident = {
  readonly incident: Incident;
  /** The n of VIG-n; unique, on Redis not dense (protocol 4.6). */
  readonly number: number;
  /** Every alert received for it, repeats included. */
  readonly received: number;
  readonly lastReceivedAt: number;
};

/** What a commit for a group is decided on. */
export type GroupState = {
  /** `null` when the group was never seen; its version is then 0. */
  readonly group: Group | null;
  /** The newest incident of the group, open or ended; `null` when there is none or it left the hot store. */
  readonly newest: StoredIncident | null;
  /** The rows of the newest incident for the fingerprints asked for; those that do not exist are absent. */
  readonly alerts: ReadonlyMap<string, AlertRow>;
  /** Those of the sender ids asked for that took effect in this group within the last 7 days at least. */
  readonly known: ReadonlySet<string>;
};

export type GroupQuery = {
  readonly groupId: string;
  readonly fingerprints: readonly string[];
  readonly senderIds: readonly string[];
};

/** All that changes for one group, committed in one atomic step (protocol 4). */
export type Change = {
  readonly kind: "change";
  /** Remembered for 10 min at least: the same attempt again changes nothing and answers as the first time. */
  readonly attemptId: string;
  /** The version decided on; 0 when the group must not exist yet. */
  readonly baseVersion: number;
  /** The group as it shall be, with `version` = `baseVersion` + 1. */
  readonly group: Group;
  /** The incident as it shall be; `null` when only the group's series moved: `entries` and `alerts` are then empty. */
  readonly incident: Incident | null;
  /** True when `incident` is new: the store counts a number for it. */
  readonly opens: boolean;
  readonly entries: readonly JournalEntry[];
  /** Rows of `incident` to write, by fingerprint. */
  readonly alerts: readonly AlertRow[];
  /** How many alerts of `incident` these facts were, and when the last came. */
  readonly received: number;
  readonly receivedAt: number;
  /**
   * Marks of this group are part of the atomic step. Jobs belong to no group: on Redis they stand in another slot and
   * are set right after it, so that a process that dies in between leaves them unset (protocol 4.5).
   */
  readonly marks: readonly MarkRequest[];
  readonly senderIds: readonly string[];
};

/** Repeats of one incident's alerts, added up; needs and raises no version (protocol 4.2). */
export type Count = {
  readonly kind: "count";
  readonly attemptId: string;
  readonly groupId: string;
  readonly uid: string;
  /** All or nothing: counted only when the stored tag of every fingerprint is the one given here. */
  readonly items: readonly { readonly fingerprint: string; readonly tag: string; readonly times: number }[];
  readonly receivedAt: number;
  /** As those of a `Change`. */
  readonly marks: readonly MarkRequest[];
  readonly senderIds: readonly string[];
};

/**
 * `committed` with the incident's number (0 without an incident) and counter; `conflict` when the version or a tag is
 * not the one decided on: load again and decide again.
 */
export type CommitResult =
  | { readonly kind: "committed"; readonly number: number; readonly received: number }
  | { readonly kind: "conflict" };

/** A mark under a lease. Only its holder may write its binding; `fence` grows with each claim of the subject. */
export type ClaimedMark = {
  readonly subject: Subject;
  readonly lane: Lane;
  readonly rank: Rank;
  /** The counter as it stood at the claim, before the incident was read (protocol 1.1). */
  readonly wanted: number;
  /** Failed tries since the last completed sync. */
  readonly attempts: number;
  readonly fence: number;
  /** The lease holds so long at least from the moment of the claim, in ms. */
  readonly leaseMs: number;
  /** The lease before this one ran out, or its process ended, instead of giving it back (protocol 1.4). */
  readonly tookOver: boolean;
};

/** How a claimed mark is given back. */
export type Release =
  /**
   * In line, now and until the next fact: the mark goes, unless a commit wanted more since the claim; then it stays, due
   * as that commit asked. What was asked for before the claim goes with it, also a due time that is still to come, after
   * a take-over as after any claim: the taker read the incident after all of it (protocol 1.1), and a mark has one due
   * time, the earliest (1.6). A sync that finds something to come gives back `retry` with that time instead.
   */
  | { readonly kind: "done" }
  /** Try again: due at `dueAt` or when a later commit asked for it, whichever is earlier; after a failure never before `dueAt`. */
  | { readonly kind: "retry"; readonly dueAt: number; readonly failed: boolean }
  /**
   * Dead letter: rests until the next fact or a hand wakes it, keeping its count of tries (protocol 9). Where a commit
   * wanted more since the claim it does not rest, but is due as that commit asked.
   */
  | { readonly kind: "rest"; readonly reason: string };

/**
 * What a destination last showed; JSON that belongs to its receiver, which keeps it small: a few KiB. Stores take it
 * whatever its size, for what was shown must not be forgotten for being long.
 */
export type StoredBinding = { readonly fence: number; readonly value: unknown };

/** `open`: the slot is taken. `shut`: ask again at `at` (store's clock). */
export type GateAnswer = { readonly kind: "open" } | { readonly kind: "shut"; readonly at: number };

export type IncidentPage = { readonly incidents: readonly StoredIncident[]; readonly next: string | null };

export type DeadLetter = {
  readonly subject: Subject;
  readonly lane: Lane;
  readonly attempts: number;
  readonly reason: string;
};

/** What the store says of itself at start and in `/readyz` (protocol 7). */
export type StoreFacts = {
  readonly kind: "sqlite" | "redis";
  /** Random, written once; another one later means that the data was lost. */
  readonly epoch: string;
  /** What a crash or failover may lose, as keys of `words/`; empty when nothing. */
  readonly risks: readonly string[];
};

/** So many markers are kept of each service and model: the newest. */
export const changesMax = 500;

/** `changes` answers so many at most. */
export const changesAtOnce = 200;

/** A book takes so many entries. */
export const bookMax = 1_000;

/**
 * The store: one port, two implementations, one contract suite (DESIGN 5). Every method throws `StoreAway` when the
 * store cannot be reached or does not answer within its time-out; nothing is then known to be stored. What reads groups
 * and incidents throws `NewerRecord` for one of a later release. All times are milliseconds since the epoch by the
 * store's clock, see `now`.
 */
export type Store = {
  facts(): StoreFacts;
  /** Reachable and writable now; throws `StoreAway` otherwise. */
  ping(): Promise<void>;
  /** The store's clock: Redis `TIME`, for SQLite a clock that follows the wall but never goes back (protocol 1.6). */
  now(): Promise<number>;

  /** States in the order of the queries. */
  load(queries: readonly GroupQuery[]): Promise<readonly GroupState[]>;
  /**
   * Commits each item atomically, its jobs apart (see `Change`), and answers when all are as durable as the store is
   * configured (protocol 7); results in the order of the items.
   */
  commit(items: readonly (Change | Count)[]): Promise<readonly CommitResult[]>;

  /**
   * Up to `limit` due marks of a lane under a lease of `leaseMs`, by rank, then due time. Marks of subjects that only a
   * later release knows are left in the queue, see `passOverMs` (protocol 10.3).
   */
  claim(lane: Lane, limit: number, leaseMs: number): Promise<readonly ClaimedMark[]>;
  /**
   * Gives a mark back, also after its lease ran out. `lost` when it was claimed again, given back before or purged:
   * nothing was changed.
   */
  release(mark: ClaimedMark, release: Release): Promise<"released" | "lost">;
  /** Sets marks outside of a commit: jobs, and a mark that must be looked at again (protocol 1.3). */
  mark(requests: readonly MarkRequest[]): Promise<void>;
  /**
   * When the next mark of a lane is due or its lease ends; `null` when there is none. On Redis this and `backlog` know
   * within a second what other processes did.
   */
  nextDue(lane: Lane): Promise<number | null>;
  /** Dead letters of the subjects that this release knows. */
  deadLetters(limit: number): Promise<readonly DeadLetter[]>;
  /** Number of marks waiting or leased, by lane; for metrics. */
  backlog(): Promise<Readonly<Record<Lane, number>>>;

  /** The binding of a subject; `null` when nothing was ever shown there. */
  loadBinding(subject: Subject): Promise<StoredBinding | null>;
  /**
   * Stores what was shown, also after the lease ran out while nobody took it. `fenced` when it was claimed again, given
   * back or purged: nothing was written (protocol 1.3).
   */
  saveBinding(mark: ClaimedMark, value: unknown): Promise<"saved" | "fenced">;

  /** Takes a slot of a gate, or says when (protocol 8.1). Ranks 2 and 3 leave every third slot while 0 or 1 waits. */
  gate(key: string, rate: GateRate, rank: Rank): Promise<GateAnswer>;
  /** Shuts a gate until `at`, for all replicas; never opens one earlier. */
  shutGate(key: string, at: number): Promise<void>;

  /** Newest `updatedAt` first; a `limit` below 1 is 1, above 200 it is 200; `cursor` is a former `next`. Throws `BadCursor` for another string. */
  list(query: { readonly limit: number; readonly cursor?: string }): Promise<IncidentPage>;
  /** By number (the n of VIG-n), or by group and uid. */
  find(id: number | { readonly groupId: string; readonly uid: string }): Promise<StoredIncident | null>;
  /** The newest incident of a group; what a page is about. */
  newestOf(groupId: string): Promise<StoredIncident | null>;
  /** Entries after `afterSeq`, oldest first. */
  journal(incident: Incident, afterSeq: number, limit: number): Promise<readonly JournalEntry[]>;
  /** Alert rows, firing first, then oldest first, each with the times it was received. */
  alerts(incident: Incident, limit: number): Promise<readonly (AlertRow & { readonly received: number })[]>;

  /** A named value of the installation: set when absent; answers the value that stands. For keys, epoch, aliases. */
  keep(name: string, value: string): Promise<string>;
  kept(name: string): Promise<string | null>;
  /**
   * Sets a named value where it is `before` (`null`: absent); answers whether it did. A lost answer is settled by asking
   * again: where the value is `after` already it answers yes.
   */
  swap(name: string, before: string | null, after: string): Promise<boolean>;
  /**
   * As `keep`, in place of what was lent before, and gone after `forMs` by the store's clock; `kept` reads it. For what
   * must not be remembered for long. A name is kept or lent, never both.
   */
  lend(name: string, value: string, forMs: number): Promise<void>;
  /**
   * Keeps markers of what changed, each under its service and its model, the newest `changesMax` of each; one whose id is
   * known there changes nothing. Answers those that were new, when all are as durable as a commit is.
   */
  addChanges(changes: readonly ChangeMarker[]): Promise<readonly ChangeMarker[]>;
  /** Markers of any of these with `from` <= `at` <= `to`, newest first, each once; `limit` is 1 to 200. */
  changes(query: {
    readonly about: readonly ChangedThing[];
    readonly from: number;
    readonly to: number;
    readonly limit: number;
  }): Promise<readonly ChangeMarker[]>;
  /** Adds entries to a named book of the installation: a set of at most 1,000; what comes after those is not kept. */
  note(book: string, entries: readonly string[]): Promise<void>;
  /** The entries of a book, sorted. */
  notes(book: string): Promise<readonly string[]>;
  /** Strikes entries out of a book; those that are not in it change nothing. */
  strike(book: string, entries: readonly string[]): Promise<void>;
  /**
   * Says for `forMs` what this process runs, in place of what it said before; answers what all processes say now, by
   * name, this one included.
   */
  announce(process: string, what: string, forMs: number): Promise<ReadonlyMap<string, string>>;
  /**
   * Removes, with all that is theirs, ended incidents that were last updated before `before` and groups without an
   * incident that nothing was committed for since; answers how many of both, at most `limit`. Markers of what changed
   * before `before` go too.
   */
  purge(before: number, limit: number): Promise<number>;
  /** Waits for what runs and lets go of the store. */
  close(): Promise<void>;
};

/** The store cannot be reached, is read-only, full, or too slow. Senders get 503. */
export class StoreAway extends Error {
  override readonly name = "StoreAway";
}

/** A list cursor that `list` did not give out. */
export class BadCursor extends Error {
  override readonly name = "BadCursor";
}
