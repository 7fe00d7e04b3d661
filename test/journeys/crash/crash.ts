import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { searchLagKey } from "../../../src/sandbox/jira/index.ts";
import { type FakeWorld, fakeWorld } from "../../support/fake-world.ts";
import { startUnderTest, type UnderTest } from "../../support/vigie-under-test.ts";
import { type CrashPoint, createFreezer } from "./freezer.ts";

/** One thing that somebody outside does: a request, sent again until it is answered with 200. */
export type Deed = (at: number) => { readonly source: string; readonly body: unknown };

/** Jira's search is this late (done-line 4). */
export const searchLagMs = 30_000;
/** Lease, Jira's last look, gates and counters are all over by then; the reopen window of 10 min is not. */
export const settleMs = 6 * 60_000;

/** A clock, and a folder for the data that outlives a process. */
export async function withFolder<T>(run: (place: { dir: string; world: FakeWorld }) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), "vigie-crash-"));
  try {
    return await run({ dir, world: fakeWorld() });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

export type Crashed = { readonly vigie: UnderTest; readonly reached: boolean; readonly end: () => Promise<void> };

/**
 * Plays a story, with a crash and a restart on the way. The deeds before `armed` are told and settled undisturbed; from
 * then on the process stops at the point. The sender repeats what was not answered, as Alertmanager does.
 */
export async function playWithCrash(
  store: string,
  crash: CrashPoint,
  { before = [], armed }: { readonly before?: readonly Deed[]; readonly armed: readonly Deed[] },
  /** Points at which the restarted process stops again. */
  again: readonly CrashPoint[] = [],
): Promise<Crashed> {
  const world = fakeWorld();
  const dir = mkdtempSync(join(tmpdir(), "vigie-crash-"));
  const started: UnderTest[] = [];
  const start = async (point: CrashPoint | undefined) => {
    const freezer = point ? createFreezer(point) : undefined;
    const vigie = await startUnderTest({ store, world, dir, ...(freezer ? { probe: freezer.probe } : {}) });
    vigie.state.set(searchLagKey, searchLagMs);
    started.push(vigie);
    return { vigie, freezer };
  };
  const end = async () => {
    await started.at(-1)?.stop();
    rmSync(dir, { recursive: true, force: true });
  };

  let { vigie, freezer } = await start(crash);
  for (const deed of before) {
    await send(vigie, deed(world.now()));
    await vigie.settle(settleMs);
  }
  const left = [...again];
  freezer?.arm();
  let reached = false;
  for (const deed of armed) {
    const request = deed(world.now());
    let answered = false;
    const sendOnce = async (to: UnderTest) => {
      if (!answered) await send(to, request);
      answered = true;
    };
    for (;;) {
      const frozen = freezer?.frozen.then(() => "frozen" as const);
      const now = vigie;
      const done = sendOnce(now).then(() => now.settle(settleMs));
      // What a frozen process leaves open ends with its connections.
      done.catch(() => {});
      const outcome = await (frozen ? Promise.race([done, frozen]) : done);
      if (outcome !== "frozen") break;
      reached = left.length === 0;
      await vigie.abandon();
      ({ vigie, freezer } = await start(left.shift()));
      freezer?.arm();
    }
  }
  return { vigie, reached, end };
}

async function send(vigie: UnderTest, { source, body }: ReturnType<Deed>): Promise<void> {
  const { status } = await vigie.post(source, body);
  if (status !== 200) throw new Error(`${source} was answered with ${status}`);
}
