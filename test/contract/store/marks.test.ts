import { expect, test } from "vitest";
import { lanes, type MarkRequest, type Subject, timers } from "../../../src/incident/mark.ts";
import { passOverMs } from "../../../src/store/later-release.ts";
import type { ClaimedMark, Release, Store } from "../../../src/store/port.ts";
import { destination, following, job, markOf, opening, repeat, stateOf } from "./samples.ts";
import { describeStores, morning } from "./stores.ts";

const leaseMs = 30_000;

const jobs = (marks: readonly ClaimedMark[]) =>
  marks.map(({ subject }) => (subject.kind === "job" ? subject.job : "?"));

/** Marks job `j` in the chat lane and claims it. */
async function claimed(store: Store, over: Partial<MarkRequest> = {}): Promise<ClaimedMark> {
  await store.mark([markOf(job("j"), over)]);
  return claimOne(store);
}

async function claimOne(store: Store): Promise<ClaimedMark> {
  const [mark] = await store.claim("chat", 1, leaseMs);
  if (!mark) throw new Error("nothing to claim");
  return mark;
}

describeStores("Marks wait, are leased and go (protocol 1.1)", ({ fresh, again }) => {
  test("A commit sets its marks, and a claim gives them with what a worker must know.", async () => {
    const { store } = await fresh();
    const change = opening("g");
    const subject = destination(change, "slack:#alerts:with:colons");
    await store.commit([{ ...change, marks: [markOf(subject, { rank: 1 })] }]);
    expect(await store.claim("chat", 10, leaseMs)).toEqual([
      {
        subject,
        lane: "chat",
        rank: 1,
        wanted: expect.any(Number),
        attempts: 0,
        fence: expect.any(Number),
        leaseMs,
        tookOver: false,
      },
    ]);
  });

  test("All kinds of subject can be marked and come back as they were.", async () => {
    const { store } = await fresh();
    const change = opening("g");
    const { groupId, uid = "" } = { ...change.group, ...change.incident };
    const subjects = [
      destination(change),
      { kind: "page", groupId, destination: "pagerduty:1f0c9a" },
      ...timers.map((timer) => ({ kind: "timer", groupId, uid, timer }) as const),
      { kind: "job", job: "purge" },
    ] as const;
    await store.mark(subjects.map((subject) => markOf(subject)));
    const claims = await store.claim("chat", subjects.length + 1, leaseMs);
    expect(claims.map(({ subject }) => subject)).toEqual(expect.arrayContaining([...subjects]));
    expect(claims).toHaveLength(subjects.length);
  });

  test("A leased mark is nobody else's, and a lane takes only its own.", async () => {
    const { store } = await fresh();
    await store.mark([markOf(job("page"), { lane: "page" }), markOf(job("chat"))]);
    expect(jobs(await store.claim("page", 10, leaseMs))).toEqual(["page"]);
    expect(await store.claim("page", 10, leaseMs)).toEqual([]);
    expect(jobs(await store.claim("chat", 10, leaseMs))).toEqual(["chat"]);
  });

  test("A mark is not claimed before it is due, and is at the very moment.", async () => {
    const { store, clock } = await fresh();
    await store.mark([markOf(job("j"), { dueAt: morning + 100 })]);
    clock.advance(99);
    expect(await store.claim("chat", 10, leaseMs)).toEqual([]);
    clock.advance(1);
    expect(await store.claim("chat", 10, leaseMs)).toHaveLength(1);
  });

  test("Claims go by rank, then by due time, up to the limit (protocol 8.2).", async () => {
    const { store } = await fresh();
    await store.mark([
      markOf(job("rest"), { rank: 3, dueAt: 0 }),
      markOf(job("phase-late"), { rank: 2, dueAt: morning - 1 }),
      markOf(job("phase-early"), { rank: 2, dueAt: morning - 5 }),
      markOf(job("urgent"), { rank: 0, dueAt: morning }),
      markOf(job("first"), { rank: 1, dueAt: morning }),
    ]);
    expect(jobs(await store.claim("chat", 3, leaseMs))).toEqual(["urgent", "first", "phase-early"]);
    expect(jobs(await store.claim("chat", 3, leaseMs))).toEqual(["phase-late", "rest"]);
  });

  test("What is wanted now is claimed in the order in which it was first wanted: nobody is overtaken for ever.", async () => {
    const { store, clock } = await fresh();
    for (const name of ["z", "m", "a", "z"]) {
      await store.mark([markOf(job(name), { dueAt: 0 })]);
      clock.advance(1);
    }
    expect(jobs(await store.claim("chat", 10, leaseMs))).toEqual(["z", "m", "a"]);
  });

  test("Several facts before a claim are one mark: the earliest due time, the most urgent rank.", async () => {
    const { store } = await fresh();
    await store.mark([
      markOf(job("j"), { dueAt: morning - 1, rank: 3 }),
      markOf(job("j"), { dueAt: morning + 9, rank: 1 }),
    ]);
    const marks = await store.claim("chat", 10, leaseMs);
    expect(marks).toMatchObject([{ rank: 1 }]);
    expect(marks[0] && (await store.release(marks[0], { kind: "done" }))).toBe("released");
    expect(await store.nextDue("chat")).toBeNull();
  });

  test("Done removes a mark that nobody wanted again.", async () => {
    const { store, clock } = await fresh();
    expect(await store.release(await claimed(store), { kind: "done" })).toBe("released");
    clock.advance(10 * leaseMs);
    expect(await store.claim("chat", 10, leaseMs)).toEqual([]);
    expect(await store.nextDue("chat")).toBeNull();
  });

  test.each(["change", "count"] as const)(
    "A %s committed while the mark is leased does not vanish with it.",
    async (kind) => {
      const { store } = await fresh();
      const change = opening("g");
      const marks = [markOf(destination(change))];
      await store.commit([{ ...change, marks }]);
      const first = await claimOne(store);
      await store.commit([
        kind === "count" ? repeat(change, { marks }) : following(await stateOf(store, "g"), { marks }),
      ]);
      expect(await store.release(first, { kind: "done" })).toBe("released");
      const second = await claimOne(store);
      expect(second.wanted).not.toBe(first.wanted);
      expect(second).toMatchObject({ subject: first.subject, tookOver: false });
    },
  );

  test("After done, a mark wanted meanwhile is due as the later commits asked, the earliest of them.", async () => {
    const { store, clock } = await fresh();
    const mark = await claimed(store);
    await store.mark([900, 500, 700].map((ms) => markOf(job("j"), { dueAt: morning + ms })));
    await store.release(mark, { kind: "done" });
    expect(await store.nextDue("chat")).toBe(morning + 500);
    expect(await store.claim("chat", 10, leaseMs)).toEqual([]);
    clock.set(morning + 500);
    expect(await store.claim("chat", 10, leaseMs)).toHaveLength(1);
  });

  test("After done, a mark wanted meanwhile has the rank of the later commits.", async () => {
    const { store } = await fresh();
    const mark = await claimed(store, { rank: 1 });
    await store.mark([markOf(job("j"), { rank: 3 })]);
    await store.release(mark, { kind: "done" });
    expect(await claimOne(store)).toMatchObject({ rank: 3 });
  });

  test("A commit only brings a mark forward (protocol 1.6).", async () => {
    const { store } = await fresh();
    await store.mark([markOf(job("j"), { dueAt: morning + 500 })]);
    await store.mark([markOf(job("j"), { dueAt: morning + 900 })]);
    expect(await store.nextDue("chat")).toBe(morning + 500);
    await store.mark([markOf(job("j"), { dueAt: morning + 100 })]);
    expect(await store.nextDue("chat")).toBe(morning + 100);
  });

  test.each(lanes)("What waits in the lane %s is seen, counted and claimed there.", async (lane) => {
    const { store } = await fresh();
    await store.mark([markOf(job("j"), { lane })]);
    expect(await store.nextDue(lane)).not.toBeNull();
    expect(await store.backlog()).toMatchObject({ [lane]: 1 });
    expect(jobs(await store.claim(lane, 10, leaseMs))).toEqual(["j"]);
  });

  test("The next due mark of a lane is its earliest, and null when there is none.", async () => {
    const { store } = await fresh();
    expect(await store.nextDue("ticket")).toBeNull();
    await store.mark([
      markOf(job("a"), { lane: "ticket", dueAt: morning + 20, rank: 0 }),
      markOf(job("b"), { lane: "ticket", dueAt: morning + 10, rank: 3 }),
      markOf(job("c"), { lane: "page", dueAt: morning + 5 }),
    ]);
    expect(await store.nextDue("ticket")).toBe(morning + 10);
  });

  test("Marks are still there for the next process.", async () => {
    const { store, clock } = await fresh();
    await store.mark([markOf(job("j"))]);
    await store.close();
    expect(await (await again(clock)).claim("chat", 10, leaseMs)).toHaveLength(1);
  });
});

describeStores("A lease that runs out is taken over (protocol 1.4)", ({ fresh }) => {
  test("An expired lease is claimed again, under a higher fence, and says so.", async () => {
    const { store, clock } = await fresh();
    const first = await claimed(store);
    clock.advance(leaseMs - 1);
    expect(await store.claim("chat", 10, leaseMs)).toEqual([]);
    clock.advance(1);
    const second = await claimOne(store);
    expect(second).toMatchObject({ subject: first.subject, wanted: first.wanted, attempts: 0, tookOver: true });
    expect(second.fence).toBeGreaterThan(first.fence);
  });

  test("An expired lease is claimed by the most urgent rank that was asked for meanwhile.", async () => {
    const { store, clock } = await fresh();
    await claimed(store, { rank: 3 });
    await store.mark([markOf(job("j"), { rank: 0 }), markOf(job("other"), { rank: 1 })]);
    clock.advance(leaseMs);
    expect(await claimOne(store)).toMatchObject({ subject: job("j"), rank: 0, tookOver: true });
  });

  test.each([
    ["now", 0],
    ["later on", morning + 10 * leaseMs],
  ])(
    "What was asked for before a take-over, due %s, is part of it: when it is done, nothing stays.",
    async (_, dueAt) => {
      const { store, clock } = await fresh();
      await claimed(store);
      await store.mark([markOf(job("j"), { dueAt })]);
      clock.advance(leaseMs);
      await store.release(await claimOne(store), { kind: "done" });
      expect(await store.nextDue("chat")).toBeNull();
    },
  );

  test("A lane's next due time speaks of a leased mark's end of lease, so that somebody wakes for it.", async () => {
    const { store, clock } = await fresh();
    await claimed(store);
    expect(await store.nextDue("chat")).toBe(clock.now() + leaseMs);
  });

  test("Who was taken over cannot give the mark back: lost, and nothing is changed.", async () => {
    const { store, clock } = await fresh();
    const first = await claimed(store);
    clock.advance(leaseMs);
    const second = await claimOne(store);
    for (const release of [
      { kind: "done" },
      { kind: "retry", dueAt: 0, failed: true },
      { kind: "rest", reason: "bug" },
    ] as const)
      expect(await store.release(first, release)).toBe("lost");
    expect(await store.claim("chat", 10, leaseMs)).toEqual([]);
    expect(await store.release(second, { kind: "done" })).toBe("released");
  });

  test("Who comes late to a lease that nobody took gives it back all the same.", async () => {
    const { store, clock } = await fresh();
    const mark = await claimed(store);
    clock.advance(leaseMs + 5);
    expect(await store.release(mark, { kind: "done" })).toBe("released");
    expect(await store.nextDue("chat")).toBeNull();
  });

  test("Fences grow with each claim of a subject, also after the mark was done and set anew.", async () => {
    const { store } = await fresh();
    const fences: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      const mark = await claimed(store);
      fences.push(mark.fence);
      await store.release(mark, i % 2 ? { kind: "done" } : { kind: "retry", dueAt: 0, failed: false });
    }
    expect(fences).toEqual([...new Set(fences)].sort((a, b) => a - b));
  });

  test("A mark that was given back is not taken over.", async () => {
    const { store } = await fresh();
    await store.release(await claimed(store), { kind: "retry", dueAt: 0, failed: false });
    expect(await claimOne(store)).toMatchObject({ tookOver: false });
  });
});

describeStores("Marks of a later release wait for it (protocol 10.3)", ({ fresh }) => {
  const change = opening("g");
  const { groupId, uid = "" } = { ...change.group, ...change.incident };
  /** What a later release writes where this one is back again: a timer that it does not know. */
  const ofLaterRelease = (timer: string) => ({ kind: "timer", groupId, uid, timer }) as Subject;

  test("They are handed to nobody, keep no other mark waiting, and are looked at again later.", async () => {
    const { store, clock } = await fresh();
    await store.commit([change]);
    const unknown = ["triage", "triage:close", "page.watch", "closed", "reclose"].map(ofLaterRelease);
    await store.mark([
      ...unknown.map((subject) => markOf(subject, { dueAt: morning - 1 })),
      markOf(job("late"), { dueAt: morning }),
      markOf(job("rest"), { rank: 3 }),
    ]);
    const claims = [...(await store.claim("chat", 1, leaseMs)), ...(await store.claim("chat", 10, leaseMs))];
    expect(jobs(claims).sort()).toEqual(["late", "rest"]);
    for (const mark of claims) await store.release(mark, { kind: "done" });
    for (let look = 1; look < 4; look += 1) {
      expect(await store.nextDue("chat")).toBe(clock.now() + passOverMs);
      clock.advance(passOverMs);
      expect(await store.claim("chat", 1, leaseMs)).toEqual([]);
    }
    expect(await store.deadLetters(10)).toEqual([]);
    expect((await store.backlog()).chat).toBe(unknown.length);
  });

  test("A commit that wants one again brings it forward, and it is passed over once more.", async () => {
    const { store, clock } = await fresh();
    const subject = ofLaterRelease("triage");
    await store.mark([markOf(subject)]);
    expect(await store.claim("chat", 10, leaseMs)).toEqual([]);
    clock.advance(10);
    await store.mark([markOf(subject), markOf(job("j"))]);
    expect(await store.nextDue("chat")).toBeLessThanOrEqual(clock.now());
    expect(jobs(await store.claim("chat", 10, leaseMs))).toEqual(["j"]);
    expect((await store.backlog()).chat).toBe(2);
  });

  test("They go with their incident when it is purged.", async () => {
    const { store, clock } = await fresh();
    await store.commit([opening("g", { incident: { uid, phase: "closed" } })]);
    await store.mark([markOf(ofLaterRelease("triage"))]);
    expect((await store.backlog()).chat).toBe(1);
    clock.advance(1);
    expect(await store.purge(clock.now(), 10)).toBe(1);
    expect(await store.nextDue("chat")).toBeNull();
    expect((await store.backlog()).chat).toBe(0);
  });
});

describeStores("Failed marks are tried again and rest (protocol 1.1, 9)", ({ fresh }) => {
  test("A retry is due when it says and counts the failed tries.", async () => {
    const { store, clock } = await fresh();
    await store.release(await claimed(store), { kind: "retry", dueAt: morning + 1000, failed: true });
    expect(await store.nextDue("chat")).toBe(morning + 1000);
    clock.advance(1000);
    const second = await claimOne(store);
    expect(second).toMatchObject({ attempts: 1, tookOver: false });
    await store.release(second, { kind: "retry", dueAt: 0, failed: true });
    expect(await claimOne(store)).toMatchObject({ attempts: 2 });
  });

  test("A retry that was no failure, such as a shut gate, is not counted.", async () => {
    const { store } = await fresh();
    await store.release(await claimed(store), { kind: "retry", dueAt: 0, failed: false });
    expect(await claimOne(store)).toMatchObject({ attempts: 0 });
  });

  test("Done forgets the failed tries, also when the mark stays because more was wanted.", async () => {
    const { store } = await fresh();
    await store.release(await claimed(store), { kind: "retry", dueAt: 0, failed: true });
    const second = await claimOne(store);
    await store.mark([markOf(job("j"))]);
    await store.release(second, { kind: "done" });
    expect(await claimOne(store)).toMatchObject({ attempts: 0 });
  });

  test("A retry that was no failure is due earlier when a commit asked so meanwhile.", async () => {
    const { store } = await fresh();
    const mark = await claimed(store);
    await store.mark([markOf(job("j"), { dueAt: morning + 100 })]);
    await store.release(mark, { kind: "retry", dueAt: morning + 900, failed: false });
    expect(await store.nextDue("chat")).toBe(morning + 100);
  });

  test("After a failure no commit brings the mark before the retry's time: neither one during the lease nor one later.", async () => {
    const { store } = await fresh();
    const mark = await claimed(store);
    await store.mark([markOf(job("j"), { dueAt: 0 })]);
    await store.release(mark, { kind: "retry", dueAt: morning + 900, failed: true });
    expect(await store.nextDue("chat")).toBe(morning + 900);
    await store.mark([markOf(job("j"), { dueAt: morning + 100 })]);
    expect(await store.nextDue("chat")).toBe(morning + 900);
  });

  test("Wanted again and failed, the mark is still done only when all was seen.", async () => {
    const { store } = await fresh();
    const mark = await claimed(store);
    await store.mark([markOf(job("j"))]);
    await store.release(mark, { kind: "retry", dueAt: 0, failed: true });
    const second = await claimOne(store);
    expect(second.wanted).not.toBe(mark.wanted);
    await store.release(second, { kind: "done" });
    expect(await store.nextDue("chat")).toBeNull();
  });

  test("A dead letter rests: it is not claimed, not waiting, and listed with its reason and tries.", async () => {
    const { store, clock } = await fresh();
    await store.release(await claimed(store), { kind: "retry", dueAt: 0, failed: true });
    await store.release(await claimOne(store), { kind: "rest", reason: "archived" });
    clock.advance(10 * leaseMs);
    expect(await store.claim("chat", 10, leaseMs)).toEqual([]);
    expect(await store.nextDue("chat")).toBeNull();
    expect(await store.deadLetters(10)).toEqual([{ subject: job("j"), lane: "chat", attempts: 1, reason: "archived" }]);
    expect((await store.backlog()).chat).toBe(0);
  });

  test("The next fact wakes a dead letter, which keeps its count of tries.", async () => {
    const { store } = await fresh();
    await store.release(await claimed(store), { kind: "retry", dueAt: 0, failed: true });
    await store.release(await claimOne(store), { kind: "rest", reason: "archived" });
    await store.mark([markOf(job("j"), { dueAt: morning - 5 })]);
    expect(await store.deadLetters(10)).toEqual([]);
    expect(await claimOne(store)).toMatchObject({ attempts: 1, tookOver: false });
  });

  test("A fact that was committed while the mark was leased wakes the dead letter at once.", async () => {
    const { store } = await fresh();
    const mark = await claimed(store);
    await store.mark([markOf(job("j"), { dueAt: morning + 50 })]);
    expect(await store.release(mark, { kind: "rest", reason: "archived" })).toBe("released");
    expect(await store.deadLetters(10)).toEqual([]);
    expect(await store.nextDue("chat")).toBe(morning + 50);
  });

  test("Dead letters are listed up to the limit.", async () => {
    const { store } = await fresh();
    await store.mark(["a", "b", "c"].map((name) => markOf(job(name))));
    for (const mark of await store.claim("chat", 10, leaseMs))
      await store.release(mark, { kind: "rest", reason: "bug" });
    expect(await store.deadLetters(2)).toHaveLength(2);
    expect(await store.deadLetters(9)).toHaveLength(3);
  });

  test("The backlog counts what waits and what is leased, by lane.", async () => {
    const { store } = await fresh();
    await store.mark([
      markOf(job("a"), { lane: "page" }),
      markOf(job("b"), { lane: "page", dueAt: morning + 1e6 }),
      markOf(job("c"), { lane: "ticket" }),
      markOf(job("d")),
    ]);
    await store.claim("page", 10, leaseMs);
    await store.release(await claimOne(store), { kind: "done" });
    expect(await store.backlog()).toEqual({ page: 2, chat: 0, ticket: 1, background: 0, action: 0 });
  });
});

describeStores("A binding belongs to the last who claimed (protocol 1.2, 1.3)", ({ fresh, again }) => {
  test("Nothing was ever shown: there is no binding.", async () => {
    const { store } = await fresh();
    expect(await store.loadBinding(job("j"))).toBeNull();
  });

  test("The holder's binding is stored with its fence, replaced by the next, and outlives mark and process.", async () => {
    const { store, clock } = await fresh();
    const mark = await claimed(store);
    expect(await store.saveBinding(mark, { step: "post", inDoubt: true })).toBe("saved");
    expect(await store.saveBinding(mark, { ts: "1700000000.0001", text: "é🚨" })).toBe("saved");
    await store.release(mark, { kind: "done" });
    await store.close();
    const later = await again(clock);
    expect(await later.loadBinding(job("j"))).toEqual({
      fence: mark.fence,
      value: { ts: "1700000000.0001", text: "é🚨" },
    });
  });

  test("A later claim refuses the earlier one's write, whether it still runs or is done.", async () => {
    const { store, clock } = await fresh();
    const first = await claimed(store);
    await store.saveBinding(first, "first");
    clock.advance(leaseMs);
    const second = await claimOne(store);
    expect(await store.saveBinding(first, "late")).toBe("fenced");
    expect(await store.saveBinding(second, "second")).toBe("saved");
    await store.release(second, { kind: "done" });
    expect(await store.saveBinding(first, "later still")).toBe("fenced");
    expect(await store.loadBinding(job("j"))).toEqual({ fence: second.fence, value: "second" });
  });

  test("A later claim that wrote nothing and is done refuses the earlier one's write as well.", async () => {
    const { store, clock } = await fresh();
    const first = await claimed(store);
    clock.advance(leaseMs);
    await store.release(await claimOne(store), { kind: "done" });
    expect(await store.saveBinding(first, "late")).toBe("fenced");
    expect(await store.loadBinding(job("j"))).toBeNull();
  });

  test("An expired lease that nobody took still saves: what was shown is better known than not.", async () => {
    const { store, clock } = await fresh();
    const mark = await claimed(store);
    clock.advance(2 * leaseMs);
    expect(await store.saveBinding(mark, "shown")).toBe("saved");
  });

  test.each<Release>([
    { kind: "done" },
    { kind: "retry", dueAt: 0, failed: false },
    { kind: "rest", reason: "archived" },
  ])("Who has given the mark back ($kind) saves nothing any more.", async (release) => {
    const { store } = await fresh();
    const mark = await claimed(store);
    await store.saveBinding(mark, "shown");
    await store.release(mark, release);
    expect(await store.saveBinding(mark, "late")).toBe("fenced");
    expect(await store.loadBinding(job("j"))).toEqual({ fence: mark.fence, value: "shown" });
  });

  test("A binding of any size is stored whole, and nothing is stored as null.", async () => {
    const { store } = await fresh();
    const mark = await claimed(store);
    const long = { posts: Array.from({ length: 2_000 }, (_, at) => `1700000000.${at}`) };
    expect(await store.saveBinding(mark, long)).toBe("saved");
    expect((await store.loadBinding(job("j")))?.value).toEqual(long);
    expect(await store.saveBinding(mark, undefined)).toBe("saved");
    expect((await store.loadBinding(job("j")))?.value).toBeNull();
  });

  test("Bindings of different subjects do not touch.", async () => {
    const { store } = await fresh();
    await store.mark([markOf(job("a")), markOf(job("b"))]);
    for (const mark of await store.claim("chat", 10, leaseMs)) await store.saveBinding(mark, jobs([mark])[0]);
    expect((await store.loadBinding(job("a")))?.value).toBe("a");
    expect((await store.loadBinding(job("b")))?.value).toBe("b");
  });
});
