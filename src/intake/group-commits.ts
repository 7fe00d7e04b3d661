import { decide } from "../incident/decide.ts";
import type { Decision, Known } from "../incident/decision.ts";
import type { EntryKind } from "../incident/entry-kinds.ts";
import { isAboutAllAlerts } from "../incident/fact.ts";
import { isOpen, knownRow } from "../incident/incident.ts";
import type { Log } from "../log.ts";
import type { Meter } from "../meter.ts";
import type { Probe } from "../probe.ts";
import { type Change, type CommitResult, type Count, type Store, StoreAway } from "../store/port.ts";
import { Crowds } from "./crowds.ts";
import { type HotState, HotStates } from "./hot-states.ts";
import { type Questions, questionsOf } from "./questions.ts";
import { rejectAll, resolveAll, type Waiting } from "./waiting.ts";

export type GroupCommitsDeps = {
  readonly store: Store;
  readonly now: () => number;
  readonly newUid: () => string;
  readonly newAttemptId: () => string;
  readonly meter: Meter;
  readonly log: Log;
  /** Called when marks were set that are due, so that delivery looks at once. */
  readonly marked: () => void;
  readonly probe: Probe;
};

/**
 * Why a group is not settled yet.
 * - `stale`: what is remembered does not suffice; it is forgotten by now, the store's own will be loaded.
 * - `conflict`: another replica was first.
 * - `ask`: alerts fire again right after their resolution; their sender must be asked about these fingerprints of each
 *   fact before anybody is woken (protocol 5.2).
 * - `bug`: the facts cannot be decided together.
 */
export type Unsettled =
  | { readonly kind: "stale" | "conflict"; readonly waiting: Waiting }
  | { readonly kind: "ask"; readonly waiting: Waiting; readonly questions: Questions }
  | { readonly kind: "bug"; readonly waiting: Waiting; readonly bug: unknown };

/** A group's state as it was found: remembered, or read from the store just now. */
type Loaded = {
  readonly waiting: Waiting;
  readonly state: HotState;
  readonly cold: boolean;
  readonly known: ReadonlySet<string>;
};

type Deciding = Exclude<Decision, { kind: "nothing" }>;
type Decided = {
  readonly kind: "decided";
  readonly loaded: Loaded;
  readonly decision: Deciding;
  readonly item: Change | Count;
};

/** Rows of an incident that are read where all are asked for, firing first. */
const allRows = 500;
const noneKnown: ReadonlySet<string> = new Set();
/** Entries that say how many alerts were received; another replica's repeats are in the store alone (protocol 4.2). */
const totalling: ReadonlySet<string> = new Set<EntryKind>([
  "phase",
  "resolved",
  "recovered",
  "ended-by-hand",
  "resolved-by-hand",
  "closed",
]);

/** Decides batches of groups, each group once, and commits what was decided in one step (protocol 4.3). */
export class GroupCommits {
  readonly #deps: GroupCommitsDeps;
  readonly #states = new HotStates();
  readonly #crowds = new Crowds();

  constructor(deps: GroupCommitsDeps) {
    this.#deps = deps;
  }

  /** Whether the group's newest incident is remembered as open, and the alert as firing on it. */
  holds(groupId: string, fingerprint: string): boolean {
    const state = this.#states.get(groupId);
    return Boolean(state?.incident && isOpen(state.incident)) && state?.rows.get(fingerprint)?.status === "firing";
  }

  /** Settles what it can and answers what is left; never throws. */
  async commit(batch: readonly Waiting[]): Promise<readonly Unsettled[]> {
    const unsettled: Unsettled[] = [];
    let inHand = batch;
    try {
      const decided: Decided[] = [];
      for (const loaded of await this.#load(batch)) {
        const one = this.#decide(loaded);
        if (one?.kind === "decided") decided.push(one);
        else if (one) unsettled.push(one);
      }
      inHand = decided.map(({ loaded }) => loaded.waiting);
      if (decided.length > 0) unsettled.push(...(await this.#commit(decided)));
    } catch (cause) {
      this.#fail(inHand, cause);
    }
    return unsettled;
  }

  async #commit(decided: readonly Decided[]): Promise<readonly Unsettled[]> {
    const conflicts: Unsettled[] = [];
    await this.#deps.probe("decided", "");
    const results = await this.#deps.store.commit(decided.map(({ item }) => item));
    for (const [i, { loaded, decision }] of decided.entries()) {
      const { waiting } = loaded;
      const result = results[i];
      if (result?.kind === "committed") {
        this.#settle(loaded, decision, result);
        continue;
      }
      this.#deps.meter.count("store_conflicts_total");
      this.#states.drop(waiting.groupId);
      conflicts.push({ kind: "conflict", waiting });
    }
    if (decided.some(({ item }) => item.marks.some(({ dueAt }) => dueAt <= item.receivedAt))) this.#deps.marked();
    return conflicts;
  }

  #fail(batch: readonly Waiting[], cause: unknown): void {
    const away = cause instanceof StoreAway ? cause : new StoreAway("the commit failed", { cause });
    if (away !== cause) this.#deps.log.error({ err: cause }, "a commit failed");
    this.#deps.meter.count("store_away_total");
    for (const waiting of batch) {
      this.#states.drop(waiting.groupId);
      rejectAll(waiting, away);
    }
  }

  /** One group's decision, `null` when it came to nothing; a bug in it hits its own facts only (protocol 9). */
  #decide(loaded: Loaded): Decided | Unsettled | null {
    const { waiting, state, cold } = loaded;
    try {
      const known = knownOf(loaded);
      const questions = waiting.asked ? null : questionsOf(waiting.pending, known);
      if (questions) return { kind: "ask", waiting, questions };
      const facts = waiting.pending.map(({ fact }) => fact);
      const { now, newUid, store, meter } = this.#deps;
      const decision = decide(known, facts, { now: now(), newUid, isCrowded: this.#crowds.isCrowded });
      if (!cold && needsTheStore(decision) && store.facts().kind === "redis") {
        this.#states.drop(waiting.groupId);
        return { kind: "stale", waiting };
      }
      if (decision.kind !== "nothing")
        return { kind: "decided", loaded, decision, item: this.#item(waiting, decision) };
      meter.count("decisions_total", { kind: "nothing" });
      resolveAll(waiting, state.incident, decision.answers);
      return null;
    } catch (bug) {
      this.#states.drop(waiting.groupId);
      return { kind: "bug", waiting, bug };
    }
  }

  #item({ groupId }: Waiting, decision: Deciding): Change | Count {
    const attemptId = this.#deps.newAttemptId();
    const receivedAt = this.#deps.now();
    const { answers: _answers, ...decided } = decision;
    if (decided.kind === "count") return { ...decided, attemptId, receivedAt, groupId };
    return { ...decided, attemptId, receivedAt, baseVersion: decided.group.version - 1 };
  }

  #settle(
    { waiting, state }: Loaded,
    decision: Deciding,
    { received }: Extract<CommitResult, { kind: "committed" }>,
  ): void {
    this.#deps.meter.count("decisions_total", { kind: decision.kind });
    if (decision.kind === "count") {
      state.received = received;
      resolveAll(waiting, state.incident, decision.answers);
      return;
    }
    const { group, incident, opens, alerts } = decision;
    if (incident) this.#crowds.note(incident);
    const rows: HotState["rows"] = opens ? new Map() : state.rows;
    for (const row of alerts) rows.set(row.fingerprint, knownRow(row));
    const isAside = incident !== null && incident.uid !== group.newest;
    // An older incident of the group was spoken of: the newest is not in hand, so nothing is remembered.
    if (isAside) this.#states.drop(waiting.groupId);
    else this.#states.put(waiting.groupId, { group, incident, received, rows, complete: opens || state.complete });
    resolveAll(waiting, incident, decision.answers);
  }

  async #load(batch: readonly Waiting[]): Promise<readonly Loaded[]> {
    const loaded: Loaded[] = [];
    const cold: Waiting[] = [];
    for (const waiting of batch) {
      const state = this.#hot(waiting);
      if (state) loaded.push({ waiting, state, cold: false, known: noneKnown });
      else cold.push(waiting);
    }
    return cold.length === 0 ? loaded : [...loaded, ...(await this.#loadCold(cold))];
  }

  /** The remembered state, if it holds all that these facts need. */
  #hot(waiting: Waiting): HotState | undefined {
    const state = this.#states.get(waiting.groupId);
    if (!state || (waiting.uid !== null && state.incident?.uid !== waiting.uid)) return undefined;
    for (const { fact } of waiting.pending) {
      if (isAboutAllAlerts(fact) && !state.complete) return undefined;
      if ("senderId" in fact) return undefined;
      if (fact.kind !== "alerts") continue;
      for (const { alert } of fact.alerts) {
        if (alert.senderId !== undefined || (!state.complete && !state.rows.has(alert.fingerprint))) return undefined;
      }
    }
    return state;
  }

  async #loadCold(cold: readonly Waiting[]): Promise<readonly Loaded[]> {
    const { store } = this.#deps;
    const states = await store.load(cold.map(queryOf));
    return Promise.all(
      cold.map(async (waiting, i) => {
        const { groupId, uid } = waiting;
        const { group = null, newest = null, alerts, known = noneKnown } = states[i] ?? {};
        const isNewest = uid === null || newest?.incident.uid === uid;
        const named = isNewest ? newest : await store.find({ groupId, uid });
        const asked = isNewest ? [...(alerts?.values() ?? [])] : [];
        const rows = named && needsAllRows(waiting) ? await store.alerts(named.incident, allRows) : asked;
        const state = {
          group,
          incident: named?.incident ?? null,
          received: named?.received ?? 0,
          rows: new Map(rows.map((row) => [row.fingerprint, knownRow(row)])),
          complete: false,
        };
        return { waiting, state, cold: true, known };
      }),
    );
  }
}

/** What a person ends is held alert by alert, so all that fire must be known. */
function needsAllRows({ pending }: Waiting): boolean {
  return pending.some(({ fact }) => isAboutAllAlerts(fact));
}

/** What others may have moved is in the store: before saying a total, or that nothing happened, it is looked at. */
function needsTheStore(decision: Decision): boolean {
  if (decision.kind === "nothing") return true;
  return decision.kind === "change" && decision.entries.some(({ kind }) => totalling.has(kind));
}

function queryOf({ groupId, pending }: Waiting) {
  const alerts = pending.flatMap(({ fact }) => (fact.kind === "alerts" ? fact.alerts.map(({ alert }) => alert) : []));
  return {
    groupId,
    fingerprints: [...new Set(alerts.map(({ fingerprint }) => fingerprint))],
    senderIds: [...alerts, ...pending.flatMap(({ fact }) => ("senderId" in fact ? [fact] : []))].flatMap(
      ({ senderId }) => (senderId === undefined ? [] : [senderId]),
    ),
  };
}

function knownOf({ waiting: { groupId, groupKey }, state, known }: Loaded): Known {
  const { group, incident, received, rows } = state;
  return { groupId, groupKey, group, incident, received, alerts: rows, known };
}
