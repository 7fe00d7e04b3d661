import { expect, it } from "vitest";
import { createTurns } from "../../../src/delivery/turns.ts";
import { ranks } from "../../../src/incident/mark.ts";

const gate = { key: "slack:#ai-alerts", rate: { intervalMs: 1_000, burst: 1 } };
const opensAt = 50_000;

it("gives marks behind one gate one slot each, in order of asking", () => {
  const turns = createTurns();
  const given = ["a", "b", "c"].map((mark) => turns.wait(gate, mark, opensAt, ranks.rest));
  expect(given).toEqual([50_000, 51_000, 52_000]);
});

it("puts a better rank before those that wait with a worse one, and a worse one behind all", () => {
  const turns = createTurns();
  turns.wait(gate, "counters", opensAt, ranks.rest);
  expect(turns.wait(gate, "resolved", opensAt, ranks.phase)).toBe(50_000);
  expect(turns.wait(gate, "more counters", opensAt, ranks.rest)).toBe(52_000);
});

it("keeps a mark's place when it asks before its turn, and gives it the next slot when its turn is over", () => {
  const turns = createTurns();
  turns.wait(gate, "a", opensAt, ranks.rest);
  turns.wait(gate, "b", opensAt, ranks.rest);
  expect(turns.wait(gate, "b", opensAt, ranks.rest)).toBe(51_000);
  expect(turns.wait(gate, "b", 60_000, ranks.rest)).toBe(60_000);
});

it("gives a mark whose rank became better a better turn", () => {
  const turns = createTurns();
  for (const mark of ["a", "b", "c"]) turns.wait(gate, mark, opensAt, ranks.rest);
  expect(turns.wait(gate, "c", opensAt, ranks.urgent)).toBe(50_000);
});

it("forgets the line once everybody passed", () => {
  const turns = createTurns();
  turns.wait(gate, "a", opensAt, ranks.rest);
  turns.passed(gate, "a");
  expect(turns.wait(gate, "b", opensAt, ranks.rest)).toBe(50_000);
});
