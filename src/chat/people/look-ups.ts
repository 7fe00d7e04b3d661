import type { LookedUp } from "../../policy/people/vendor-people.ts";
import { inTime } from "../in-time.ts";

/**
 * What is known of something: its value, that there is none, nothing because nobody may ask (`unknown`), or nothing yet
 * because the vendor did not answer in time (`away`).
 */
export type Known<T> = { readonly kind: "found"; readonly value: T } | { readonly kind: "absent" | "unknown" | "away" };

export type LookUpTimes = {
  /** So long an answer is not asked for again, in ms. */
  readonly freshMs: number;
  /** So long an old answer stands in while the vendor is away, in ms. */
  readonly staleMs: number;
};

export type LookUpDeps = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A look-up is waited for so long, in ms; its request goes on for `lateTimes` as long, for whoever asks next. */
  readonly timeOutMs: number;
};

/** Look-ups that are remembered, asked once at a time for each key, and never wait longer than their time-out. */
export type LookUps<T> = {
  readonly get: (key: string, ask: (signal: AbortSignal) => Promise<LookedUp<T>>) => Promise<Known<T>>;
  /** Keeps what was learnt in passing. */
  readonly keep: (key: string, value: T) => void;
};

/** So many answers are kept, the ones asked for last. */
const keptMax = 5_000;
/** An answer that came too late for one press is there for the next. */
const lateTimes = 4;
/** A vendor that is away is not asked the same again before this, unless it says itself when. */
const awayMs = 2_000;

/** Remembers look-ups. None rejects: a vendor that is slow, away or wrong leaves what was known. */
export function createLookUps<T>({ freshMs, staleMs }: LookUpTimes, { now, timeOutMs }: LookUpDeps): LookUps<T> {
  type Entry = { readonly known: Known<T>; readonly at: number; readonly askAgainAt: number };
  const entries = new Map<string, Entry>();
  const asking = new Map<string, Promise<Known<T>>>();

  const put = (key: string, entry: Entry): Known<T> => {
    entries.delete(key);
    entries.set(key, entry);
    const [oldest] = entries.keys();
    if (entries.size > keptMax && oldest !== undefined) entries.delete(oldest);
    return entry.known;
  };
  const ask = async (key: string, look: (signal: AbortSignal) => Promise<LookedUp<T>>): Promise<Known<T>> => {
    const signal = AbortSignal.timeout(lateTimes * timeOutMs);
    const answer = await untilAborted(look(signal), signal);
    const at = now();
    if (answer.kind === "found") return put(key, { known: answer, at, askAgainAt: at + freshMs });
    if (answer.kind === "absent") return put(key, { known: answer, at, askAgainAt: at + freshMs });
    const waitMs = answer.kind === "away" ? (answer.afterMs ?? awayMs) : freshMs;
    const known = knownBefore(key, answer.kind === "away" ? away : unknown);
    return put(key, { known, at: entries.get(key)?.at ?? at, askAgainAt: at + waitMs });
  };
  const knownBefore = (key: string, otherwise: Known<T>): Known<T> => {
    const before = entries.get(key);
    return before && now() - before.at < staleMs ? before.known : otherwise;
  };

  return {
    get: (key, look) => {
      const held = entries.get(key);
      // A clock that was set back must not keep an answer for ever.
      if (held && now() < held.askAgainAt && now() >= held.at) return Promise.resolve(held.known);
      const running = asking.get(key) ?? ask(key, look).finally(() => asking.delete(key));
      asking.set(key, running);
      return inTime(running, knownBefore(key, away), timeOutMs);
    },
    keep: (key, value) => {
      const at = now();
      put(key, { known: { kind: "found", value }, at, askAgainAt: at + freshMs });
    },
  };
}

const unknown = { kind: "unknown" } as const;
const away = { kind: "away" } as const;

/** A source that does not listen to its signal is not waited for. */
async function untilAborted<T>(work: Promise<LookedUp<T>>, signal: AbortSignal): Promise<LookedUp<T>> {
  const { promise, resolve } = Promise.withResolvers<LookedUp<T>>();
  signal.addEventListener("abort", () => resolve({ kind: "away" }), { once: true });
  // A source that rejects is a bug of ours; a press must be answered all the same.
  return Promise.race([work.catch((): LookedUp<T> => ({ kind: "away" })), promise]);
}
