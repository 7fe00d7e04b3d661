/** What a store is given at start. Nothing in it reads a clock, random bytes or the environment by itself. */
export type StoreDeps = {
  /** The wall clock, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Random bytes as lower-case hex, two digits a byte. */
  readonly randomHex: (bytes: number) => string;
  /** The policy's `name:`; groups are identified under it (protocol 3.1). */
  readonly policyName: string;
  readonly log?: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  /**
   * Redis only: whose clock judges leases, gates and due times. `server` (default) is `TIME` inside the scripts,
   * `injected` is `now`, for tests (protocol 1.6).
   */
  readonly clock?: "server" | "injected";
};
