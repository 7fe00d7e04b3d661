import { decide } from "../incident/decide.ts";
import type { Decision, Known } from "../incident/decision.ts";
import type { Fact } from "../incident/fact.ts";
import { type Incident, knownRow } from "../incident/incident.ts";
import type { Log } from "../log.ts";
import type { Meter } from "../meter.ts";
import type { Probe } from "../probe.ts";
import { type Change, type CommitResult, type Count, type Store, StoreAway } from "../store/port.ts";
import { Crowds } from "./crowds.ts";
import { type HotState, HotStates } from "./hot-states.ts";

/** A commit takes at most so many alerts (protocol 8.3). */
const maxAlertsPerCommit = 500;
/** After so many conflicts a process takes turns with the others on this group (protocol 4.1). */
const conflictsBeforeTurns = 3;
const maxConflicts = 50;
/** Longest wait for others to share a commit with, in ms. */
const gatherMs = 1;

export type GroupQueueDeps = {
  readonly store: Store;
  readonly now: () => number;
  readonly newUid: () => string;
  readonly newAttemptId: () => string;
  readonly meter: Meter;
  readonly log: Log;
  /** Asks the sender whether alerts are still active, for a firing that follows its own resolution (protocol 5.2). */
  readonly stillActive: (fingerprints: readonly string[]) => Promise<"active" | "gone" | "unknown">;
  /** Called when marks were set that are due, so that delivery looks at once. */
  readonly marked: () => void;
  readonly probe: Probe;
};

/** Facts about one group that wait to be decided together. */
type Waiting = {
  readonly groupId: string;
  readonly groupKey: string;
  /** The incident that the facts name; `null` for alerts, which are about the newest. */
  readonly uid: string | null;
  readonly facts: Fact[];
  alerts: number;
  readonly settled: PromiseWithResolvers<Incident | null>;
};

/** A group's state as it was found: remembered, or read from the store just now. */
type Found = { readonly state: HotState; readonly cold: boolean; readonly known: ReadonlySet<string> };

const noneKnown: ReadonlySet<string> = new Set();

/**
 * Decides facts group by group and commits what was decided: facts that wait for one incident are decided in a row,
 * requests that wait together share one commit (protocol 4.1, 4.3).
 */
export class GroupQueue {
  readonly #deps: GroupQueueDeps;
  readonly #states = new HotStates();
  readonly #crowds = new Crowds();
  #waiting = new Map<string, Waiting>();
  #running: Promise<void> | null = null;
  #added = 0;

  constructor(deps: GroupQueueDeps) {
    this.#deps = deps;
  }

  /**
   * Takes a fact; resolves with the incident once it is stored, or `null` when it came to nothing.
   *
   * @throws StoreAway when it is not known to be stored
   */
  add(group: { groupId: string; groupKey: string; uid: string | null }, fact: Fact): Promise<Incident | null> {
    const alerts = fact.kind === "alerts" ? fact.alerts.length : 0;
    let key = `${group.groupId}:${group.uid ?? ""}`;
    while ((this.#waiting.get(key)?.alerts ?? 0) + alerts > maxAlertsPerCommit && this.#waiting.has(key)) key += "+";
    const waiting: Waiting = this.#waiting.get(key) ?? {
      ...group,
      facts: [],
      alerts: 0,
      settled: Promise.withResolvers(),
    };
    this.#waiting.set(key, waiting);
    this.#added += 1;
    waiting.facts.push(fact);
    waiting.alerts += alerts;
    this.#running ??= this.#run();
    return waiting.settled.promise;
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.size > 0) {
      await this.#gather();
      await this.#commitAll(this.#take());
    }
    this.#running = null;
  }

  /** Lets the event loop turn for as long as each turn brings more: what arrives together shares one fsync. */
  async #gather(): Promise<void> {
    const until = performance.now() + gatherMs;
    let before: number;
    do {
      before = this.#added;
      await new Promise<void>((resolve) => setImmediate(resolve));
    } while (this.#added > before && performance.now() < until);
  }

  /** The oldest that wait, each group once, at most a commit's worth of alerts. */
  #take(): Waiting[] {
    const batch: Waiting[] = [];
    const groups = new Set<string>();
    let alerts = 0;
    for (const [key, waiting] of this.#waiting) {
      if (batch.length > 0 && alerts + waiting.alerts > maxAlertsPerCommit) break;
      if (groups.has(waiting.groupId)) continue;
      groups.add(waiting.groupId);
      batch.push(waiting);
      alerts += waiting.alerts;
      this.#waiting.delete(key);
    }
    return batch;
  }

  async #commitAll(batch: readonly Waiting[]): Promise<void> {
    let left = batch;
    for (let round = 0; left.length > 0; round += 1) {
      if (round >= conflictsBeforeTurns) await this.#takeTurns(left, round);
      try {
        left = await this.#commitOnce(left, round > 0);
      } catch (cause) {
        for (const { groupId, settled } of left) {
          this.#states.drop(groupId);
          settled.reject(cause instanceof StoreAway ? cause : new StoreAway("the commit failed", { cause }));
        }
        this.#deps.meter.count("store_away_total");
        if (!(cause instanceof StoreAway)) this.#deps.log.error({ err: cause }, "a commit failed");
        return;
      }
    }
  }

  /** Decides and commits; gives back those that met a conflict. */
  async #commitOnce(batch: readonly Waiting[], afresh: boolean): Promise<readonly Waiting[]> {
    const states = await this.#load(batch, afresh);
    const again: Waiting[] = [];
    const decided: { waiting: Waiting; state: HotState; decision: Decision; item: Change | Count }[] = [];
    for (const [i, waiting] of batch.entries()) {
      const loaded = states[i];
      if (!loaded) continue;
      const { state, cold } = loaded;
      const decision = await this.#decide(waiting, loaded);
      if (!decision) continue;
      if (decision.kind !== "nothing") decided.push({ waiting, state, decision, item: this.#item(waiting, decision) });
      // What came to nothing on remembered state is decided once more on the store's own, which others may have moved.
      else if (!cold && this.#deps.store.facts().kind === "redis") again.push(waiting);
      else waiting.settled.resolve(state.incident);
      if (decision.kind === "nothing" && !cold) this.#states.drop(waiting.groupId);
    }
    if (decided.length === 0) return again;
    await this.#deps.probe("decided", "");
    const results = await this.#deps.store.commit(decided.map(({ item }) => item));
    for (const [i, { waiting, state, decision }] of decided.entries()) {
      const result = results[i];
      if (result?.kind === "committed") this.#settle(waiting, state, decision, result);
      else {
        this.#deps.meter.count("store_conflicts_total");
        this.#states.drop(waiting.groupId);
        again.push(waiting);
      }
    }
    if (decided.some(({ item }) => item.marks.some(({ dueAt }) => dueAt <= item.receivedAt))) this.#deps.marked();
    return again;
  }

  /** One group's decision; a bug in it hits its own facts only (protocol 9). */
  async #decide(waiting: Waiting, found: Found): Promise<Decision | null> {
    try {
      const known = knownOf(waiting, found);
      return decide(known, await this.#confirmed(waiting.facts, known), {
        now: this.#deps.now(),
        newUid: this.#deps.newUid,
        isCrowded: this.#crowds.isCrowded,
      });
    } catch (bug) {
      this.#states.drop(waiting.groupId);
      waiting.settled.reject(bug);
      return null;
    }
  }

  #item(waiting: Waiting, decision: Exclude<Decision, { kind: "nothing" }>): Change | Count {
    const attemptId = this.#deps.newAttemptId();
    const receivedAt = this.#deps.now();
    if (decision.kind === "count") return { ...decision, attemptId, receivedAt, groupId: waiting.groupId };
    return { ...decision, attemptId, receivedAt, baseVersion: decision.group.version - 1 };
  }

  #settle(
    waiting: Waiting,
    state: HotState,
    decision: Decision,
    { received }: Extract<CommitResult, { kind: "committed" }>,
  ): void {
    this.#deps.meter.count("decisions_total", { kind: decision.kind });
    if (decision.kind === "change") {
      if (decision.incident) this.#crowds.note(decision.incident);
      const aside = decision.incident !== null && decision.incident.uid !== decision.group.newest;
      const rows = decision.opens ? new Map<string, ReturnType<typeof knownRow>>() : state.rows;
      for (const row of decision.alerts) rows.set(row.fingerprint, knownRow(row));
      const complete = decision.opens || state.complete;
      // An older incident of the group was spoken of: the newest is not in hand, so nothing is remembered.
      if (aside) this.#states.drop(waiting.groupId);
      else
        this.#states.put(waiting.groupId, {
          group: decision.group,
          incident: decision.incident,
          received,
          rows,
          complete,
        });
      waiting.settled.resolve(decision.incident);
      return;
    }
    state.received = received;
    waiting.settled.resolve(state.incident);
  }

  async #load(batch: readonly Waiting[], afresh: boolean): Promise<readonly (Found | undefined)[]> {
    const hot = batch.map((waiting) => (afresh ? undefined : this.#hot(waiting)));
    const cold = batch.filter((_, i) => !hot[i]);
    const loaded = (cold.length === 0 ? [] : await this.#loadCold(cold)).values();
    return hot.map((state) => (state ? { state, cold: false, known: noneKnown } : loaded.next().value));
  }

  /** The remembered state, if it holds all that these facts need. */
  #hot(waiting: Waiting): HotState | undefined {
    const state = this.#states.get(waiting.groupId);
    if (!state || (waiting.uid !== null && state.incident?.uid !== waiting.uid)) return undefined;
    for (const fact of waiting.facts) {
      if (fact.kind !== "alerts") continue;
      for (const { alert } of fact.alerts) {
        if (alert.senderId !== undefined || (!state.complete && !state.rows.has(alert.fingerprint))) return undefined;
      }
    }
    return state;
  }

  async #loadCold(cold: readonly Waiting[]): Promise<readonly Found[]> {
    const { store } = this.#deps;
    const states = await store.load(cold.map(queryOf));
    return Promise.all(
      cold.map(async ({ groupId, uid }, i) => {
        const { group = null, newest = null, alerts, known = noneKnown } = states[i] ?? {};
        const isNewest = uid === null || newest?.incident.uid === uid;
        const named = isNewest ? newest : await store.find({ groupId, uid });
        const rows = new Map(isNewest ? [...(alerts ?? [])].map(([print, row]) => [print, knownRow(row)]) : []);
        const state = {
          group,
          incident: named?.incident ?? null,
          received: named?.received ?? 0,
          rows,
          complete: false,
        };
        return { state, cold: true, known };
      }),
    );
  }

  /** Asks the sender about alerts that fire again right after they were resolved, before anybody is woken. */
  async #confirmed(facts: readonly Fact[], known: Known): Promise<readonly Fact[]> {
    if (known.incident?.phase !== "resolved") return facts;
    return Promise.all(
      facts.map(async (fact) => {
        if (fact.kind !== "alerts") return fact;
        const again = fact.alerts.filter(({ alert }) => {
          const row = known.alerts.get(alert.fingerprint);
          return (
            alert.status === "firing" &&
            !alert.measurement &&
            row?.status === "resolved" &&
            row.startsAt === alert.startsAt
          );
        });
        if (again.length === 0) return fact;
        return { ...fact, stillActive: await this.#deps.stillActive(again.map(({ alert }) => alert.fingerprint)) };
      }),
    );
  }

  /** One slot per group and moment among all processes, so that the next try is not in vain. */
  async #takeTurns(left: readonly Waiting[], round: number): Promise<void> {
    if (round >= maxConflicts) throw new StoreAway(`a group is still contended after ${maxConflicts} tries`);
    const rate = { intervalMs: 20, burst: 1 };
    for (const { groupId } of left) {
      const turn = await this.#deps.store.gate(`turn:${groupId}`, rate, 0);
      if (turn.kind === "shut") await new Promise<void>((resolve) => setTimeout(resolve, 20 * Math.random() + 5));
    }
  }
}

function queryOf({ groupId, facts }: Waiting) {
  const alerts = facts.flatMap((fact) => (fact.kind === "alerts" ? fact.alerts.map(({ alert }) => alert) : []));
  return {
    groupId,
    fingerprints: [...new Set(alerts.map(({ fingerprint }) => fingerprint))],
    senderIds: alerts.flatMap(({ senderId }) => (senderId === undefined ? [] : [senderId])),
  };
}

function knownOf({ groupId, groupKey }: Waiting, { state, known }: Found): Known {
  const { group, incident, received, rows } = state;
  return { groupId, groupKey, group, incident, received, alerts: rows, known };
}
