import { z } from "zod";
import { type ActionId, actionIds } from "../incident/actions/action-ids.ts";
import { jsonIn } from "../json-in.ts";
import type { RemediationDeps } from "./remediation-deps.ts";

const runSchema = z.object({
  action: z.enum(actionIds),
  at: z.number(),
  by: z.enum(["hand", "vigie"]),
  run: z.string(),
});
const turnSchema = z.object({
  holder: z.object({ run: z.string(), uid: z.string(), at: z.number() }).optional(),
  runs: z.array(runSchema),
});

/**
 * Whose turn it is to act on a target, and what was done to it before: one for each service, wherever it was measured,
 * because its actions are the same everywhere; so two incidents, two replicas and two people never act on one at once. Times are ms since the epoch.
 */
export type Turn = {
  /** `at`: when its holder was last known to be at it. */
  readonly holder?: { readonly run: string; readonly uid: string; readonly at: number };
  /** Oldest first, the newest twenty. */
  readonly runs: readonly PastRun[];
};
/** `hand`: a person asked for it. */
export type PastRun = {
  readonly action: ActionId;
  readonly at: number;
  readonly by: "hand" | "vigie";
  readonly run: string;
};

/** Who asks for the turn. */
export type Asking = PastRun & {
  readonly uid: string;
  /** Not again before, by hand as by itself, in ms (U-34). */
  readonly everyMs: number;
  /** What begins by itself waits so long after the run before, in ms, and comes so often within 24 h. */
  readonly coolDownMs: number;
  readonly perDay: number;
};

/** What asking for the turn came to. */
export type Taking =
  | { readonly kind: "taken"; readonly turn: Turn }
  /** Another run has it. */
  | { readonly kind: "busy"; readonly run: string }
  | { readonly kind: "cool-down" | "per-day"; readonly until: number };

/** The turn of a target that nobody acts on or did. */
export const noTurn: Turn = { runs: [] };
/** A turn that nobody was at for so long, in ms, is abandoned: its incident is gone. */
const abandonedAfterMs = 2 * 60 * 60_000;
/** Its holder says so often that it is at it, in ms. */
const touchedEachMs = 10 * 60_000;
const dayMs = 24 * 60 * 60_000;
/** More are not remembered; a daily maximum above that is none. */
const mostRuns = 20;
/** Others write the same ledger at most so often in a row. */
const mostTries = 20;

/** Takes the turn for a run, or says why not. For the run that has it already it only notes that it is at it. */
export function take(turn: Turn, asking: Asking): Taking {
  const { uid, everyMs, coolDownMs, perDay, ...run } = asking;
  const { holder } = turn;
  const { at } = run;
  if (holder?.run === run.run) {
    const isFresh = at - holder.at < touchedEachMs;
    return { kind: "taken", turn: isFresh ? turn : { ...turn, holder: { ...holder, at } } };
  }
  if (holder && at - holder.at < abandonedAfterMs) return { kind: "busy", run: holder.run };
  const every = notBefore(turn, run.action, everyMs);
  if (every !== undefined && at < every) return { kind: "cool-down", until: every };
  if (run.by === "vigie") {
    const cooled = coolDown(turn, run.action, coolDownMs);
    if (cooled !== undefined && at < cooled) return { kind: "cool-down", until: cooled };
    if (countOfDay(turn, run.action, at) >= perDay) return { kind: "per-day", until: at + dayMs };
  }
  return { kind: "taken", turn: { holder: { run: run.run, uid, at }, runs: [...turn.runs, run].slice(-mostRuns) } };
}

/** Gives the turn back, and forgets a run that changed nothing; of a run that has not got it nothing is changed. */
export function giveBack(turn: Turn, run: string, changed: boolean): Turn {
  if (turn.holder?.run !== run) return turn;
  return { runs: changed ? turn.runs : turn.runs.filter((one) => one.run !== run) };
}

/** Until when an action waits after the run before, whoever asked for that; absent where there was none. */
export function coolDown(turn: Turn, action: ActionId, coolDownMs: number): number | undefined {
  return after(turn, action, coolDownMs);
}

/** Before when an action may not be done again, by hand either (U-34); absent where nothing stands against it. */
export function notBefore(turn: Turn, action: ActionId, everyMs: number): number | undefined {
  return everyMs === 0 ? undefined : after(turn, action, everyMs);
}

/** How often an action began by itself within the last 24 h. */
export function countOfDay({ runs }: Turn, action: ActionId, now: number): number {
  return runs.filter((one) => one.action === action && one.by === "vigie" && now - one.at < dayMs).length;
}

function after({ runs }: Turn, action: ActionId, ms: number): number | undefined {
  const last = runs.findLast((one) => one.action === action);
  return last && last.at + ms;
}

type Ledger = Pick<RemediationDeps, "kept" | "swap">;

/** What a target is called in the store. */
export function targetOf(service: string): string {
  return `action:${service}`;
}

/** The turn of a target as it stands. */
export async function readTurn({ kept }: Pick<Ledger, "kept">, target: string): Promise<Turn> {
  return turnIn(await kept(target));
}

/** Takes the turn of a target (`take`), whoever else tries at the same time. */
export async function takeTurn(ledger: Ledger, target: string, asking: Asking): Promise<Taking> {
  return write(ledger, target, (turn) => take(turn, asking));
}

/** Gives the turn of a target back (`giveBack`). */
export async function giveTurnBack(ledger: Ledger, target: string, run: string, changed: boolean): Promise<void> {
  await write(ledger, target, (turn) => ({ kind: "taken", turn: giveBack(turn, run, changed) }));
}

/**
 * Compare-and-set until nobody was in between.
 *
 * @throws Error when others are always in between, which is a bug
 */
async function write({ kept, swap }: Ledger, target: string, decide: (turn: Turn) => Taking): Promise<Taking> {
  for (let tries = 0; tries < mostTries; tries++) {
    const before = await kept(target);
    const turn = turnIn(before);
    const taking = decide(turn);
    if (taking.kind !== "taken" || taking.turn === turn) return taking;
    if (await swap(target, before, JSON.stringify(taking.turn))) return taking;
  }
  throw new Error(`the turn of ${target} could not be written in ${mostTries} tries`);
}

/** What cannot be read, such as a later release's, is a turn that nobody has. */
function turnIn(text: string | null): Turn {
  if (text === null) return noTurn;
  const { holder, runs } = turnSchema.safeParse(jsonIn(text)).data ?? noTurn;
  return holder ? { holder, runs } : { runs };
}
