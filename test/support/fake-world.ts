import type { World } from "../../src/world.ts";

/** A clock that stands until it is moved, and chance that repeats itself. */
export type FakeWorld = World & {
  readonly advance: (ms: number) => void;
  readonly set: (at: number) => void;
};

/** Half past eight on a Friday morning in Paris, unless said otherwise. */
const defaultStart = Date.parse("2026-11-20T07:30:00.000Z");

export function fakeWorld(start: number = defaultStart): FakeWorld {
  let now = start;
  let drawn = 0;
  return {
    now: () => now,
    monotonicMs: () => now - start,
    random: () => 0.5,
    randomHex: (bytes) => {
      drawn += 1;
      return (drawn * 0x9e3779b1)
        .toString(16)
        .padStart(bytes * 2, "0")
        .slice(-bytes * 2);
    },
    storeClock: "injected",
    advance: (ms) => {
      now += ms;
    },
    set: (at) => {
      now = at;
    },
  };
}
