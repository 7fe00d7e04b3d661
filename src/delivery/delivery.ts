import { type Lane, lanes, subjectKey } from "../incident/mark.ts";
import { type ClaimedMark, type Release, StoreAway } from "../store/port.ts";
import { backoffMs } from "./backoff.ts";
import type { DeliveryDeps, PolicyForDelivery } from "./delivery-deps.ts";
import { runJob } from "./jobs.ts";
import { syncSeries } from "./series.ts";
import { syncDestination } from "./sync.ts";
import type { SyncDeps } from "./sync-context.ts";
import { syncTimer } from "./timers.ts";
import { createTurns } from "./turns.ts";

/** Workers of each lane: a storm in one never takes those of another (DESIGN 4). */
const workers: Readonly<Record<Lane, number>> = { page: 8, chat: 8, ticket: 4, background: 2, action: 8 };
/**
 * A lease holds so long, in ms; a sync that needs longer gives back and goes on with the next claim. The page of a
 * process that died is taken over before the 30 s are over after which it is said elsewhere (protocol 3.4).
 */
const leaseMs: Readonly<Record<Lane, number>> = {
  page: 20_000,
  chat: 60_000,
  ticket: 60_000,
  background: 60_000,
  action: 60_000,
};
/** Longest sleep between two looks at the queue; other replicas' commits are found so. */
const longestSleepMs = 1_000;

/** What delivery joins, with the policy as it is when a mark's turn comes. */
export type DeliveryBase = Omit<DeliveryDeps, keyof PolicyForDelivery> & { readonly policy: () => PolicyForDelivery };

/** The delivery loop: takes marks under a lease and brings the world in line (DESIGN 2). */
export type Delivery = {
  start(): void;
  /** Looks at the queue at once; called when marks were set. */
  wake(): void;
  /** Brings in line all that is due now, lane by lane, until nothing is; for tests and tools. Answers how many. */
  runDue(): Promise<number>;
  /** Takes nothing new and waits for what is under way. */
  stop(): Promise<void>;
};

export function createDelivery(deps: DeliveryBase): Delivery {
  const turns = createTurns();
  const pumps = lanes.map((lane) => new Pump(lane, { ...deps, turns }));
  return {
    start: () => {
      for (const pump of pumps) pump.start();
    },
    wake: () => {
      for (const pump of pumps) pump.wake();
    },
    runDue: async () => {
      let total = 0;
      for (;;) {
        const counts = await Promise.all(pumps.map((pump) => pump.runOnce()));
        const count = counts.reduce((sum, one) => sum + one, 0);
        if (count === 0) return total;
        total += count;
      }
    },
    stop: async () => {
      await Promise.all(pumps.map((pump) => pump.stop()));
    },
  };
}

type PumpDeps = DeliveryBase & Pick<SyncDeps, "turns">;

class Pump {
  readonly #lane: Lane;
  readonly #deps: PumpDeps;
  readonly #active = new Set<Promise<void>>();
  #stopped = true;
  #wake: (() => void) | null = null;
  #woken = false;
  #loop: Promise<void> = Promise.resolve();
  #away = false;

  constructor(lane: Lane, deps: PumpDeps) {
    this.#lane = lane;
    this.#deps = deps;
  }

  start(): void {
    this.#stopped = false;
    this.#loop = this.#run();
  }

  wake(): void {
    this.#woken = true;
    this.#wake?.();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.wake();
    await this.#loop;
    await Promise.all(this.#active);
  }

  async runOnce(): Promise<number> {
    const marks = await this.#deps.store.claim(this.#lane, workers[this.#lane], leaseMs[this.#lane]);
    await Promise.all(marks.map((mark) => this.#work(mark)));
    return marks.length;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const free = workers[this.#lane] - this.#active.size;
      this.#woken = false;
      const marks = free > 0 ? await this.#claim(free) : [];
      for (const mark of marks) {
        const working: Promise<void> = this.#work(mark).finally(() => {
          this.#active.delete(working);
          this.wake();
        });
        this.#active.add(working);
      }
      if (marks.length === 0 || free === 0) await this.#sleep();
    }
  }

  async #claim(limit: number): Promise<readonly ClaimedMark[]> {
    try {
      const marks = await this.#deps.store.claim(this.#lane, limit, leaseMs[this.#lane]);
      if (this.#away) this.#deps.log.info({ lane: this.#lane }, "the store is back");
      this.#away = false;
      return marks;
    } catch (cause) {
      if (!this.#away)
        this.#deps.log.warn({ lane: this.#lane, err: cause }, "the store is away, delivery waits for it");
      this.#away = true;
      return [];
    }
  }

  async #work(mark: ClaimedMark): Promise<void> {
    try {
      await this.#deps.probe("claimed", this.#lane);
      const release = await this.#sync(mark);
      await this.#deps.store.release(mark, release);
      await this.#deps.probe("released", this.#lane);
    } catch (cause) {
      // Without the store nothing can be given back: the lease runs out, and the next holder looks before it writes.
      if (!(cause instanceof StoreAway)) await this.#giveBack(mark, cause);
    }
  }

  async #giveBack(mark: ClaimedMark, bug: unknown): Promise<void> {
    this.#deps.meter.count("bugs_total", { where: "delivery" });
    this.#deps.log.error({ err: bug, subject: subjectKey(mark.subject) }, "a mark could not be worked");
    const { store, random } = this.#deps;
    try {
      const dueAt = (await store.now()) + backoffMs(mark.attempts, random());
      await store.release(mark, { kind: "retry", dueAt, failed: true });
    } catch {
      // The lease runs out by itself.
    }
  }

  #sync(mark: ClaimedMark): Promise<Release> {
    const { subject } = mark;
    const deps: SyncDeps = { ...this.#deps, ...this.#deps.policy() };
    switch (subject.kind) {
      case "destination":
      case "page":
        return syncDestination(mark, subject, deps);
      case "timer":
        return syncTimer(subject, deps);
      case "series":
        return syncSeries(subject, deps);
      case "job":
        return runJob(subject.job, deps);
    }
  }

  async #sleep(): Promise<void> {
    if (this.#woken || this.#stopped) return;
    const dueInMs = await this.#dueInMs();
    if (this.#woken || this.#stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, dueInMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }

  async #dueInMs(): Promise<number> {
    if (this.#away) return longestSleepMs;
    try {
      const [due, now] = await Promise.all([this.#deps.store.nextDue(this.#lane), this.#deps.store.now()]);
      return due === null ? longestSleepMs : Math.min(longestSleepMs, Math.max(10, due - now));
    } catch {
      return longestSleepMs;
    }
  }
}
