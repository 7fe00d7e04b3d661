import fc from "fast-check";
import { expect, test } from "vitest";
import { type MarkRequest, type Rank, subjectKey } from "../../../src/incident/mark.ts";
import { openStore } from "../../../src/store/open-store.ts";
import type { Change, Count, Release, Store } from "../../../src/store/port.ts";
import { answered, type Held, ModelStore } from "./model.ts";
import { alertRow, destination, following, freshId, groupId, job, markOf, opening, stateOf } from "./samples.ts";
import { describeStores, type TestClock, testClock, testDeps } from "./stores.ts";

const leaseMs = 1000;
const groups = ["g0", "g1"] as const;
const fingerprints = ["a", "b"] as const;

/** Due times: 0 is "now" on every clock, else so many ms from now. */
const due = fc.constantFrom(0, -300, 400, 2500);
const rank = fc.constantFrom<Rank>(0, 1, 2, 3);
const group = fc.constantFrom(...groups);
const fingerprint = fc.constantFrom(...fingerprints);
const marked = fc.option(fc.record({ due, rank }), { nil: null });
/** How far back the decision was made: 0 is the present version. */
const behind = fc.constantFrom(0, 0, 0, 1);
/** Which of the claims, attempts made so far, from the newest on. */
const ago = fc.constantFrom(0, 0, 0, 1, 2, 4);

const release = fc.oneof(
  fc.constant({ kind: "done" } as const),
  fc.record({ kind: fc.constant("retry" as const), dueIn: fc.constantFrom(0, 700), failed: fc.boolean() }),
  fc.constant({ kind: "rest", reason: "archived" } as const),
);

const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant("open" as const), group, behind, marked }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("change" as const), group, fingerprint, behind, marked }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("count" as const), group, fingerprint, stale: behind, marked }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("resend" as const), ago }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("mark" as const), job: fc.constantFrom("x", "y"), due, rank }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("claim" as const), limit: fc.constantFrom(1, 100) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("release" as const), ago, release }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("bind" as const), ago, value: fc.nat() }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("advance" as const), ms: fc.constantFrom(1, 300, 999, 1000, 620_000) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The store and the model, led through the same steps. */
class Walk {
  readonly #store: Store;
  readonly #clock: TestClock;
  readonly #model = new ModelStore();
  readonly #sent: (Change | Count)[] = [];
  readonly #held: Held[] = [];
  #tags = 0;

  constructor(store: Store, clock: TestClock) {
    this.#store = store;
    this.#clock = clock;
  }

  async take(one: Step): Promise<void> {
    switch (one.do) {
      case "open":
      case "change":
        return this.#commit(await this.#changed(one));
      case "count":
        return this.#commit(this.#counted(one));
      case "resend":
        return this.#resend(one.ago);
      case "mark": {
        const request = this.#request(job(one.job), one);
        await this.#store.mark([request]);
        this.#model.mark(request, this.#clock.now());
        return;
      }
      case "claim":
        return this.#claim(one.limit);
      case "release":
        return this.#release(one.ago, one.release);
      case "bind":
        return this.#bind(one.ago, one.value);
      case "advance":
        return this.#clock.advance(one.ms);
    }
  }

  /** All that can be seen of the store is what the model says. */
  async compare(): Promise<void> {
    for (const name of groups) {
      const state = await stateOf(this.#store, name, fingerprints);
      const known = this.#model.groups.get(groupId(name));
      const newest = known?.incidents.get(known.newest);
      expect(state.group?.version).toBe(known?.version);
      expect(state.newest?.incident.uid).toBe(known?.newest);
      expect(state.newest?.received).toBe(newest?.received);
      const rows = state.newest ? await this.#store.alerts(state.newest.incident, 100) : [];
      const seen = Object.fromEntries(rows.map(({ fingerprint: key, tag, received }) => [key, { tag, received }]));
      expect(seen).toEqual(Object.fromEntries(newest?.rows ?? []));
    }
    const marks = [...this.#model.marks.values()];
    const next = Math.min(...marks.map((mark) => this.#model.nextAt(mark)));
    const told = (await this.#store.nextDue("chat")) ?? Number.POSITIVE_INFINITY;
    const now = this.#clock.now(); // since when something is overdue is nobody's business
    expect(Math.max(told, now)).toBe(Math.max(next, now));
    const open = marks.filter(({ state }) => state === "waiting" || state === "leased").length;
    expect(await this.#store.backlog()).toMatchObject({ chat: open });
    expect(await this.#store.deadLetters(100)).toHaveLength(marks.filter(({ state }) => state === "resting").length);
  }

  async #changed(one: Extract<Step, { do: "open" | "change" }>): Promise<Change | null> {
    const state = await stateOf(this.#store, one.group);
    const version = state.group?.version ?? 0;
    if (one.do === "open" || !state.newest) {
      const change = opening(one.group, { baseVersion: Math.max(version - one.behind, 0), alerts: [this.#row("a")] });
      return { ...change, marks: this.#marks(change, one.marked) };
    }
    if (version - one.behind < 1) return null;
    const change = following(state, { alerts: [this.#row(one.fingerprint)], baseVersion: version - one.behind });
    return {
      ...change,
      group: { ...change.group, version: change.baseVersion + 1 },
      marks: this.#marks(change, one.marked),
    };
  }

  #counted(one: Extract<Step, { do: "count" }>): Count | null {
    const known = this.#model.groups.get(groupId(one.group));
    if (!known) return null;
    const tag = known.incidents.get(known.newest)?.rows.get(one.fingerprint)?.tag ?? "none";
    const subject = {
      kind: "destination",
      groupId: groupId(one.group),
      uid: known.newest,
      destination: "slack:#x",
    } as const;
    return {
      kind: "count",
      attemptId: freshId(),
      groupId: groupId(one.group),
      uid: known.newest,
      items: [{ fingerprint: one.fingerprint, tag: one.stale ? "stale" : tag, times: 2 }],
      receivedAt: this.#clock.now(),
      marks: one.marked ? [this.#request(subject, one.marked)] : [],
      senderIds: [],
    };
  }

  async #commit(item: Change | Count | null): Promise<void> {
    if (!item) return;
    this.#sent.unshift(item);
    const [result] = await this.#store.commit([item]);
    expect(answered(result)).toBe(this.#model.commit(item, this.#clock.now()));
  }

  async #resend(ago: number): Promise<void> {
    const item = this.#sent[ago];
    if (!item || !this.#model.mayResend(item, this.#clock.now())) return;
    const [result] = await this.#store.commit([item]);
    expect(answered(result)).toBe(this.#model.commit(item, this.#clock.now()));
  }

  async #claim(limit: number): Promise<void> {
    const may = this.#model.claimable(this.#clock.now());
    const marks = await this.#store.claim("chat", limit, leaseMs);
    expect(marks).toHaveLength(Math.min(limit, may.size));
    const ranks = [...may.values()].map((mark) => mark.rank).sort();
    expect(marks.map((mark) => mark.rank)).toEqual(ranks.slice(0, marks.length));
    for (const mark of marks) {
      const key = subjectKey(mark.subject);
      expect([...may.keys()]).toContain(key);
      const { claim, ...told } = this.#model.claim(key, this.#clock.now(), leaseMs);
      expect(mark).toMatchObject(told);
      for (const earlier of this.#held) if (earlier.key === key) expect(mark.fence).toBeGreaterThan(earlier.mark.fence);
      this.#held.unshift({ mark, key, claim });
    }
  }

  async #release(ago: number, how: Extract<Step, { do: "release" }>["release"]): Promise<void> {
    const held = this.#held[ago];
    if (!held) return;
    const given: Release = how.kind === "retry" ? { ...how, dueAt: this.#clock.now() + how.dueIn } : how;
    const result = await this.#store.release(held.mark, given);
    expect(result).toBe(this.#model.release(held.key, held.claim, given));
  }

  async #bind(ago: number, value: number): Promise<void> {
    const held = this.#held[ago];
    if (!held) return;
    const result = await this.#store.saveBinding(held.mark, { value });
    expect(result).toBe(this.#model.saveBinding(held.key, held.claim, { value }));
    const stored = await this.#store.loadBinding(held.mark.subject);
    expect(stored?.value).toEqual(this.#model.bindings.get(held.key)?.value);
  }

  #row(key: string) {
    this.#tags += 1;
    return alertRow(key, { tag: `tag ${this.#tags}` });
  }

  #marks(change: Change, wanted: { due: number; rank: Rank } | null): MarkRequest[] {
    return wanted ? [this.#request(destination(change, "slack:#x"), wanted)] : [];
  }

  #request(subject: MarkRequest["subject"], wanted: { readonly due: number; readonly rank: Rank }): MarkRequest {
    return markOf(subject, { rank: wanted.rank, dueAt: wanted.due === 0 ? 0 : this.#clock.now() + wanted.due });
  }
}

describeStores("Whatever happens in whatever order, the store is what the model says (DESIGN 5)", ({ kind, fresh }) => {
  const numRuns = kind === "sqlite" ? 1000 : 150;
  test(`for ${numRuns} random walks`, { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const clock = testClock();
        const store =
          kind === "sqlite" ? await openStore("sqlite::memory:", testDeps(clock)) : (await fresh(clock)).store;
        const walk = new Walk(store, clock);
        try {
          for (const one of steps) {
            await walk.take(one);
            await walk.compare();
          }
        } finally {
          await store.close();
        }
      }),
      { numRuns },
    );
  });
});
