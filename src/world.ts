import { randomBytes } from "node:crypto";

/** Where the world comes in: clocks and chance, injected so that tests can be exact. */
export type World = {
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly random: () => number;
  readonly randomHex: (bytes: number) => string;
  /** Whose clock judges leases and due times on Redis (protocol 1.6). */
  readonly storeClock: "server" | "injected";
};

export const realWorld: World = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  random: () => Math.random(),
  randomHex: (bytes) => randomBytes(bytes).toString("hex"),
  storeClock: "server",
};
