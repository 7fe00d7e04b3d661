import { describe, expect, it } from "vitest";
import type { KnownRow } from "../../../src/incident/incident.ts";
import { type HotState, HotStates } from "../../../src/intake/hot-states.ts";

const row = {} as unknown as KnownRow;
const stateOf = (rows: number): HotState => ({
  group: null,
  incident: null,
  received: 0,
  rows: new Map(Array.from({ length: rows }, (_, i) => [`f-${i}`, row])),
  complete: true,
});

describe("the groups that are remembered", () => {
  it("go when there are too many, those used longest ago first", () => {
    const states = new HotStates(2, 100);
    states.put("a", stateOf(1));
    states.put("b", stateOf(1));
    states.get("a");
    states.put("c", stateOf(1));
    expect(["a", "b", "c"].filter((id) => states.get(id))).toEqual(["a", "c"]);
  });

  it("hold to their bound of rows while the rows of one grow between two commits", () => {
    const states = new HotStates(100, 100);
    const growing = stateOf(0);
    states.put("a", growing);
    for (let i = 0; i < 90; i += 1) {
      growing.rows.set(`g-${i}`, row);
      states.put("a", growing);
    }
    for (let i = 0; i < 9; i += 1) states.put(`b-${i}`, stateOf(10));
    const kept = ["a", ...Array.from({ length: 9 }, (_, i) => `b-${i}`)].flatMap((id) => states.get(id) ?? []);
    expect(kept.reduce((sum, { rows }) => sum + rows.size, 0)).toBeLessThanOrEqual(100);
    expect(kept).toHaveLength(9);
  });
});
