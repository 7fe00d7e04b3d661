import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Asking,
  coolDown,
  countOfDay,
  giveBack,
  giveTurnBack,
  notBefore,
  readTurn,
  type Turn,
  take,
  takeTurn,
  targetOf,
} from "../../../src/remediation/target-turn.ts";
import { fakeLedger } from "./at-work.ts";

const hour = 3_600_000;
const asking: Asking = {
  ...{ run: "r1", uid: "a", action: "rollback", at: 10 * hour, by: "vigie" },
  ...{ everyMs: 0, coolDownMs: hour, perDay: 3 },
};
const past = (at: number, by: "hand" | "vigie" = "vigie") => ({ run: `p${at}`, action: "rollback", at, by }) as const;
const free: Turn = { runs: [] };
const held = (at: number): Turn => ({ holder: { run: "r0", uid: "b", at }, runs: [] });

describe("whose turn it is to act on a target", () => {
  it.each([
    ["nobody has it", free, asking, "taken"],
    ["another run has it", held(10 * hour), asking, "busy"],
    ["another run had it, and nobody was at it for two hours", held(8 * hour), asking, "taken"],
    ["a minute less than two hours ago", held(8 * hour + 60_000), asking, "busy"],
    ["it begins by itself 59 min after the run before", { runs: [past(9 * hour + 60_000)] }, asking, "cool-down"],
    ["it begins by itself an hour after", { runs: [past(9 * hour)] }, asking, "taken"],
    ["a person asks within the cool-down", { runs: [past(9.5 * hour)] }, { ...asking, by: "hand" }, "taken"],
    ["a person rolled back within the cool-down", { runs: [past(9.5 * hour, "hand")] }, asking, "cool-down"],
    ["three times by itself today", { runs: [past(1), past(2), past(3)] }, asking, "per-day"],
    ["twice by itself and once by hand", { runs: [past(1), past(2), past(3, "hand")] }, asking, "taken"],
    ["the third was a day ago", { runs: [past(-14 * hour), past(2), past(3)] }, asking, "taken"],
    [
      "U-34: by hand within 5 min",
      { runs: [past(10 * hour - 1)] },
      { ...asking, by: "hand", everyMs: 300_000 },
      "cool-down",
    ],
  ] as const)("%s", (_case, turn, who, kind) => {
    expect(take(turn, who).kind).toBe(kind);
  });

  it("is counted once for a run that asks twice, and noted again after ten minutes", () => {
    const first = take(free, asking);
    if (first.kind !== "taken") throw new Error("it is free");
    const again = take(first.turn, asking);
    expect(again).toEqual(first);
    const later = take(first.turn, { ...asking, at: asking.at + 600_000 });
    expect(later).toMatchObject({ turn: { holder: { at: asking.at + 600_000 }, runs: [{ at: asking.at }] } });
  });

  it("is given back by who has it, and what changed nothing is forgotten", () => {
    const taken: Turn = { holder: { run: "r1", uid: "a", at: 1 }, runs: [past(1), { ...past(2), run: "r1" }] };
    expect(giveBack(taken, "r1", true)).toEqual({ runs: taken.runs });
    expect(giveBack(taken, "r1", false)).toEqual({ runs: [past(1)] });
    expect(giveBack(taken, "another", false)).toBe(taken);
  });

  it("says until when something waits, and how often it was today", () => {
    const turn: Turn = { runs: [past(hour), past(2 * hour, "hand")] };
    expect(coolDown(turn, "rollback", hour)).toBe(3 * hour);
    expect(coolDown(turn, "restart", hour)).toBeUndefined();
    expect(notBefore(turn, "rollback", 300_000)).toBe(2 * hour + 300_000);
    expect(notBefore(turn, "rollback", 0)).toBeUndefined();
    expect(countOfDay(turn, "rollback", 25 * hour)).toBe(0);
    expect(countOfDay(turn, "rollback", 25 * hour - 1)).toBe(1);
  });
});

describe("the turn in the store", () => {
  const target = targetOf("credit-scoring");

  it("one of many who ask at once has it", async () => {
    const ledger = fakeLedger();
    const all = Array.from({ length: 8 }, (_one, at) => ({ ...asking, run: `r${at}`, perDay: 100, coolDownMs: 0 }));
    const answers = await Promise.all(all.map((one) => takeTurn(ledger, target, one)));
    expect(answers.filter(({ kind }) => kind === "taken")).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === "busy")).toHaveLength(7);
  });

  it("whatever is asked and given back in whatever order, one has it at a time, and twenty runs are remembered", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat({ max: 4 }), fc.boolean())), async (steps) => {
        const ledger = fakeLedger();
        let holder: string | undefined;
        let at = 0;
        for (const [who, isGiving] of steps) {
          at += 1;
          const run = `r${who}`;
          if (isGiving) {
            await giveTurnBack(ledger, target, run, true);
            if (holder === run) holder = undefined;
          } else {
            const { kind } = await takeTurn(ledger, target, { ...asking, run, by: "hand", at });
            expect(kind).toBe(holder === undefined || holder === run ? "taken" : "busy");
            holder ??= run;
          }
        }
        const turn = await readTurn(ledger, target);
        expect(turn.holder?.run).toBe(holder);
        expect(turn.runs.length).toBeLessThanOrEqual(20);
      }),
    ));

  it("what cannot be read is a turn that nobody has", async () => {
    expect(await readTurn(fakeLedger(new Map([[target, "{"]])), target)).toEqual(free);
    expect(await readTurn(fakeLedger(new Map([[target, '{"runs":[{}]}']])), target)).toEqual(free);
  });

  it("what others write again and again is a bug that is said, not waited for", async () => {
    const ledger = { kept: async () => null, swap: async () => false };
    await expect(takeTurn(ledger, target, asking)).rejects.toThrow("could not be written in 20 tries");
  });
});
