import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PlannedStep } from "../../../src/incident/actions/plan.ts";
import type { Step } from "../../../src/policy/actions/step.ts";
import type { Call, Doing, Looking, Provider, Wanted } from "../../../src/remediation/provider.ts";
import type { Faults } from "../../support/stand-ins/faulty-server.ts";

/** A provider against a stand-in with a memory, made anew for each row. */
export type Bench = {
  readonly provider: Provider;
  readonly step: Step;
  readonly wanted?: Wanted;
  /** The token of a source that is acted on, and who knows the value behind it. */
  readonly source?: Pick<Call, "source" | "reveal">;
  /** Values that nothing may hold that the provider answers. */
  readonly secrets: readonly string[];
  /** Absent for a real server. */
  readonly faults?: Faults;
  /** What is so there now. */
  readonly now: () => string | Promise<string>;
  /** How often anything was changed there, by whomever. */
  readonly effects: () => number | Promise<number>;
  /** Somebody else changes it to something that was not planned. */
  readonly somebodyElse?: () => void | Promise<void>;
  /** What the step goes to, or acts on, is no longer there. */
  readonly takeAway?: () => void | Promise<void>;
  /** Lets what was begun come to its end there: pods are replaced, a workflow runs. */
  readonly settle?: () => void | Promise<void>;
  readonly stop: () => void | Promise<void>;
};

/** What kind of provider it is: which rows hold for it. */
export type Traits = {
  readonly name: string;
  readonly make: () => Promise<Bench>;
  /** It knows what is so before and after: a plan has `from` and `to`, what is so already is a no-op. */
  readonly versions: boolean;
  /** What `look` says where nothing was done yet. */
  readonly notDone: readonly Looking["kind"][];
  /** What `look` says of what was done and has settled. */
  readonly isDone: readonly Looking["kind"][];
  /** A step that was done has a way back. */
  readonly goesBack: boolean;
  /** A call with an unknown outcome may be sent again at once. False: it is looked up, and never sent twice. */
  readonly repeatsSafely: boolean;
  /** A real server fails only by itself: the rows of failures are left out. */
  readonly isReal?: boolean;
};

/** When every call is made: what a stand-in checks signatures by. */
export const noon = Date.UTC(2026, 10, 20, 12);

/** THE suite of all providers: whatever fails, what people read of it is true, and nothing is done twice. */
export function providerContract(traits: Traits): void {
  const { name, make, versions, notDone, isDone, goesBack, repeatsSafely, isReal = false } = traits;
  const isBlind = notDone.includes("blind");

  describe(`${name}, as a provider`, () => {
    let bench: Bench;
    let answers: unknown[];
    beforeEach(async () => {
      bench = await make();
      answers = [];
    });
    afterEach(async () => {
      await bench.stop();
      const said = JSON.stringify(answers);
      for (const secret of bench.secrets) expect(said).not.toContain(secret);
      for (const text of textsIn(answers)) expect(text.length).toBeLessThanOrEqual(300);
      expect(said).not.toContain("\u202e");
    });

    const callOf = (signal = new AbortController().signal): Call => ({
      ...{ signal, now: noon, run: "a1b2c3d4", step: 0 },
      ...bench.source,
    });
    const heard = async <T>(answer: Promise<T>): Promise<T> => {
      const one = await answer;
      answers.push(one);
      return one;
    };
    const plan = (call = callOf()) => heard(bench.provider.plan(bench.step, bench.wanted ?? {}, call));
    const act = (planned: PlannedStep, call = callOf()) => heard(bench.provider.do(bench.step, planned, call));
    const look = (planned: PlannedStep, call = callOf()) => heard(bench.provider.look(bench.step, planned, call));
    const planned = async (): Promise<PlannedStep> => {
      const answer = await plan();
      if (answer.kind !== "planned") throw new Error(`not planned: ${JSON.stringify(answer)}`);
      return { ...answer.step, provider: bench.step.provider, key: "k" };
    };
    const state = async () => ({ now: await bench.now(), effects: await bench.effects() });
    const faults = () => {
      if (!bench.faults) throw new Error("this row wants a stand-in");
      return bench.faults;
    };
    /** Calls, and gives up once the other side hangs. */
    const givingUp = async <T>(ask: (call: Call) => Promise<T>): Promise<T> => {
      const patience = new AbortController();
      const answer = ask(callOf(patience.signal));
      await faults().hanging();
      patience.abort();
      return answer;
    };

    it("a plan changes nothing and says what is so", async () => {
      const before = await state();
      const step = await planned();
      expect(await state()).toEqual(before);
      expect(Buffer.byteLength(JSON.stringify(step))).toBeLessThanOrEqual(1024);
      expect(step.noop).toBeUndefined();
      if (versions) expect(step).toMatchObject({ from: expect.any(String), to: expect.any(String) });
      expect(notDone).toContain((await look(step)).kind);
    });

    it("it is done once, and seen to be done", async () => {
      const step = await planned();
      const before = await state();
      const done = await act(step);
      expect(done.kind).toBe("done");
      if (versions) expect(done).toMatchObject({ before: step.from, after: step.to });
      await bench.settle?.();
      expect(await bench.effects()).toBe(before.effects + 1);
      if (versions) expect(await bench.now()).toBe(step.to);
      expect(isDone).toContain((await look(step)).kind);
    });

    it.runIf(versions)("what is so already is said to be so, and doing it changes nothing", async () => {
      const step = await planned();
      await act(step);
      await bench.settle?.();
      const done = await state();
      const again = await heard(
        bench.provider.plan(bench.step, { ...bench.wanted, from: step.from ?? "", to: step.to ?? "" }, callOf()),
      );
      if (again.kind !== "planned") throw new Error(JSON.stringify(again));
      expect(again.step).toMatchObject({ noop: true, from: step.to, to: step.to });
      await act({ ...again.step, provider: bench.step.provider, key: "k" });
      expect(await state()).toEqual(done);
    });

    it("the same run and step called again has no second effect", async () => {
      const step = await planned();
      await act(step);
      const done = await state();
      const again = await act(step);
      expect(again.kind).toBe("done");
      expect(await state()).toEqual(done);
    });

    it.runIf(goesBack)("the way back leads to what was so", async () => {
      const before = await bench.now();
      const step = await planned();
      await act(step);
      await bench.settle?.();
      const back = bench.provider.undo(bench.step, step);
      answers.push(back);
      if (!back) throw new Error("no way back");
      if (versions) expect(back).toMatchObject({ from: step.to, to: step.from });
      expect(await heard(bench.provider.do(bench.step, back, { ...callOf(), run: "e5f6a7b8" }))).toMatchObject({
        kind: "done",
      });
      await bench.settle?.();
      expect(await bench.now()).toBe(before);
      expect(isDone).toContain((await heard(bench.provider.look(bench.step, back, callOf()))).kind);
    });

    it.runIf(!goesBack)("there is no way back, and it says so", async () => {
      expect(bench.provider.undo(bench.step, await planned())).toBeNull();
    });

    it("somebody's newer change is never overwritten, neither forth nor back", async ({ skip }) => {
      const { somebodyElse } = bench;
      if (!somebodyElse) return skip("nothing of it can be changed by others");
      const step = await planned();
      await somebodyElse();
      const theirs = await state();
      expect(await act(step)).toMatchObject({ kind: "failed", because: "conflict" });
      expect((await look(step)).kind).toBe("other");
      expect(await state()).toEqual(theirs);
      const back = bench.provider.undo(bench.step, step);
      if (back === null) return;
      const undone = await heard(bench.provider.do(bench.step, back, { ...callOf(), run: "e5f6a7b8" }));
      expect(undone).toMatchObject({ kind: "failed", because: "conflict" });
      expect(await state()).toEqual(theirs);
    });

    it("what it goes to is gone: it failed, and nothing was changed", async ({ skip }) => {
      const { takeAway } = bench;
      if (!takeAway) return skip("nothing of it can go away");
      const step = await planned();
      await takeAway();
      const before = await state();
      expect(await act(step)).toMatchObject({ kind: "failed", because: "gone" });
      expect(await state()).toEqual(before);
    });

    describe.skipIf(isReal)("whatever fails", () => {
      it.skipIf(isBlind).each([
        ["permission is denied", "denied", "denied"],
        ["it says to come later", "busy", "away"],
        ["it is broken", "broken", "away"],
        ["the connection ends", "cut", "away"],
        ["the answer cannot be read", "garbage-after", "faulty"],
        ["it redirects, which is not followed", "moved", "faulty"],
      ] as const)("a plan where %s names the problem", async (_, how, because) => {
        faults().fail("read", how);
        expect(await plan()).toMatchObject({ kind: "problem", because });
      });

      it.skipIf(isBlind)("a plan that takes too long says so", async () => {
        faults().fail("read", "hang");
        expect(await givingUp(plan)).toMatchObject({ kind: "problem", because: "timed-out" });
      });

      it("permission to write is denied: it failed, and nothing was changed", async () => {
        const step = await planned();
        const before = await state();
        faults().fail("write", "denied");
        expect(await act(step)).toMatchObject({ kind: "failed", because: "denied" });
        expect(await state()).toEqual(before);
      });

      it("it says to come later: nothing was changed, and when to come again is known", async () => {
        const step = await planned();
        const before = await state();
        faults().fail("write", "busy");
        expect(await act(step)).toMatchObject({ kind: "away", afterMs: 3_000 });
        expect(await state()).toEqual(before);
        faults().heal();
        expect((await act(step)).kind).toBe("done");
        expect(await bench.effects()).toBe(before.effects + 1);
      });

      it("nobody listens there: it is away, nothing is claimed of it", async () => {
        const step = await planned();
        await faults().goAway();
        expect((await act(step)).kind).toBe("away");
        if (isBlind) return;
        expect(await plan()).toMatchObject({ kind: "problem", because: "away" });
        expect((await look(step)).kind).toBe("away");
      });

      it.each([
        ["the connection ended", "cut-after"],
        ["it said that it broke", "broken-after"],
      ] as const)("it was done and %s: unknown, then seen to be done, never done twice", async (_, how) => {
        const step = await planned();
        const before = await bench.effects();
        faults().fail("write", how);
        expect((await act(step)).kind).toBe("unknown");
        await seenToBeDoneOnce(step, before);
      });

      it("it was done and the time was over: unknown, then seen to be done, never done twice", async () => {
        const step = await planned();
        const before = await bench.effects();
        faults().fail("write", "hang-after");
        expect((await givingUp((call) => act(step, call))).kind).toBe("unknown");
        await seenToBeDoneOnce(step, before);
      });

      it("the connection ended before it was done: unknown, seen not to be done, then done once", async () => {
        const step = await planned();
        const before = await bench.effects();
        faults().fail("write", "cut");
        expect((await act(step)).kind).toBe("unknown");
        faults().heal();
        expect(await bench.effects()).toBe(before);
        expect(notDone).toContain((await look(step)).kind);
        if (!repeatsSafely) return;
        expect((await act(step)).kind).toBe("done");
        expect(await bench.effects()).toBe(before + 1);
      });

      it.skipIf(isBlind)("it cannot be looked at for now: nothing is claimed of it", async () => {
        const step = await planned();
        await act(step);
        for (const how of ["denied", "busy", "broken", "cut"] as const) {
          faults().fail("read", how);
          expect((await look(step)).kind).toBe("away");
        }
      });

      const seenToBeDoneOnce = async (step: PlannedStep, before: number) => {
        faults().heal();
        await bench.settle?.();
        expect(await bench.effects()).toBe(before + 1);
        expect([...isDone]).toContain((await look(step)).kind);
        if (!repeatsSafely) return;
        const again: Doing = await act(step);
        expect(again.kind).toBe("done");
        expect(await bench.effects()).toBe(before + 1);
      };
    });
  });
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
