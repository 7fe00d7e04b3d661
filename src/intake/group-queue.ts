import type { Fact } from "../incident/fact.ts";
import { StoreAway } from "../store/port.ts";
import { GroupCommits, type GroupCommitsDeps, type Unsettled } from "./group-commits.ts";
import type { Questions } from "./questions.ts";
import { takeTurn } from "./take-turn.ts";
import {
  addTo,
  alertsIn,
  halvesOf,
  type Pending,
  rejectAll,
  type Settled,
  type Waiting,
  waitingFor,
} from "./waiting.ts";

/** A commit takes at most so many alerts (protocol 8.3). */
const maxAlertsPerCommit = 500;
/** After so many conflicts a process takes turns with the others on this group (protocol 4.1). */
const conflictsBeforeTurns = 3;
/** A group that is contended for longer is as good as away, in ms: the sender shall come back. */
const contendedMaxMs = 2_000;
/** Longest wait for others to share a commit with, in ms. */
const gatherMs = 1;

export type GroupQueueDeps = GroupCommitsDeps & {
  /** Asks the sender whether any of these alerts is still active (protocol 5.2). */
  readonly stillActive: (fingerprints: readonly string[]) => Promise<"active" | "gone" | "unknown">;
};

/**
 * The queue of facts, group by group: those that wait for one incident are decided in a row, requests that wait together
 * share one commit (protocol 4.1, 4.3). A group that must wait for its turn or for its sender's answer is held: it leaves
 * its batch and keeps up no other.
 */
export class GroupQueue {
  readonly #deps: GroupQueueDeps;
  readonly #commits: GroupCommits;
  readonly #waiting = new Map<string, Waiting>();
  /** Was in a batch and comes back; goes before all that waits. */
  #again: Waiting[] = [];
  /** Groups that may not be taken until these promises resolve; they never reject. */
  readonly #held = new Map<string, Promise<void>>();
  #running: Promise<void> | null = null;
  #added = 0;

  constructor(deps: GroupQueueDeps) {
    this.#deps = deps;
    this.#commits = new GroupCommits(deps);
  }

  /**
   * Takes a fact; resolves with the incident once it is stored, or as it was when the fact came to nothing.
   *
   * @throws StoreAway when it is not known to be stored; whatever `decide` threw at this very fact
   */
  add(group: Pick<Waiting, "groupId" | "groupKey" | "uid">, fact: Fact): Promise<Settled> {
    const alerts = alertsIn(fact);
    let key = `${group.groupId}:${group.uid ?? ""}`;
    while ((this.#waiting.get(key)?.alerts ?? 0) + alerts > maxAlertsPerCommit && this.#waiting.has(key)) key += "+";
    const waiting = this.#waiting.get(key) ?? waitingFor(group);
    const settled = Promise.withResolvers<Settled>();
    addTo(waiting, { fact, settled });
    this.#waiting.set(key, waiting);
    this.#added += 1;
    this.#wake();
    return settled.promise;
  }

  /** Whether this process remembers that the group's newest incident is open and the alert fires on it. */
  readonly holds = (groupId: string, fingerprint: string): boolean => this.#commits.holds(groupId, fingerprint);

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.#running || this.#held.size > 0) await Promise.all([this.#running, ...this.#held.values()]);
  }

  #isEmpty(): boolean {
    return this.#again.length === 0 && this.#waiting.size === 0;
  }

  #wake(): void {
    if (!this.#isEmpty()) this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    try {
      while (!this.#isEmpty()) {
        await this.#gather();
        const batch = this.#take();
        // All that waits is held; whoever is let go wakes the queue.
        if (batch.length === 0) return;
        for (const one of await this.#commits.commit(batch)) this.#comeBack(one);
      }
    } finally {
      this.#running = null;
    }
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

  /** The oldest that wait and are not held, each group once, at most a commit's worth of alerts. */
  #take(): Waiting[] {
    const batch: Waiting[] = [];
    const passed = new Set(this.#held.keys());
    let alerts = 0;
    let isFull = false;
    const take = (waiting: Waiting): boolean => {
      isFull ||= batch.length > 0 && alerts + waiting.alerts > maxAlertsPerCommit;
      if (isFull || passed.has(waiting.groupId)) return false;
      passed.add(waiting.groupId);
      batch.push(waiting);
      alerts += waiting.alerts;
      return true;
    };
    this.#again = this.#again.filter((waiting) => !take(waiting));
    for (const [key, waiting] of this.#waiting) {
      if (isFull) break;
      if (take(waiting)) this.#waiting.delete(key);
    }
    return batch;
  }

  #comeBack(one: Unsettled): void {
    const { waiting } = one;
    switch (one.kind) {
      case "stale":
        this.#again.unshift(waiting);
        return;
      case "conflict":
        waiting.conflicts += 1;
        if (waiting.conflicts < conflictsBeforeTurns) this.#again.unshift(waiting);
        else this.#hold(waiting, this.#takeTurn(waiting));
        return;
      case "ask":
        this.#hold(waiting, this.#ask(waiting, one.questions));
        return;
      case "bug":
        if (waiting.pending.length === 1) rejectAll(waiting, one.bug);
        else this.#again.unshift(...halvesOf(waiting));
        return;
    }
  }

  /** Keeps a group out of all batches until it may go on; what comes for it meanwhile waits behind it. */
  #hold(waiting: Waiting, until: Promise<void>): void {
    const goOn = until.then(
      () => void this.#again.unshift(waiting),
      (cause) => {
        this.#deps.meter.count("store_away_total");
        rejectAll(waiting, cause);
      },
    );
    const letGo = () => {
      this.#held.delete(waiting.groupId);
      this.#wake();
    };
    this.#held.set(waiting.groupId, goOn.then(letGo));
  }

  async #takeTurn(waiting: Waiting): Promise<void> {
    waiting.contendedSince ??= performance.now();
    if (performance.now() - waiting.contendedSince > contendedMaxMs)
      throw new StoreAway(`a group is still contended after ${waiting.conflicts} tries`);
    await takeTurn(this.#deps.store, waiting.groupId);
  }

  async #ask(waiting: Waiting, questions: Questions): Promise<void> {
    waiting.asked = true;
    const answered = async ({ fact, settled }: Pending): Promise<Pending> => {
      const fingerprints = questions.get(fact);
      if (!fingerprints || fact.kind !== "alerts") return { fact, settled };
      return { fact: { ...fact, stillActive: await this.#deps.stillActive(fingerprints) }, settled };
    };
    waiting.pending = await Promise.all(waiting.pending.map(answered));
  }
}
