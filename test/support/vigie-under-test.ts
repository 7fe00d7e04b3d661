import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PolicyResult, policyOf } from "../../src/cli/policy-of.ts";
import { type Config, readConfig } from "../../src/config.ts";
import { lanes } from "../../src/incident/mark.ts";
import { type Log, noLog } from "../../src/log.ts";
import type { Policy } from "../../src/policy/policy.ts";
import type { Probe } from "../../src/probe.ts";
import { openStandInState, type StandInState } from "../../src/sandbox/state.ts";
import { type Running, startVigie } from "../../src/start.ts";
import { type FakeWorld, fakeWorld } from "./fake-world.ts";
import { cutServer } from "./servers.ts";
import { type VendorsSeen, vendorsSeen } from "./vendors-seen.ts";

/** Longest stretch of time that `settle` lets pass by itself: edits that wait for a gate or for counters. */
const settleMs = 120_000;

export type UnderTestOptions = {
  /** `sqlite` (default, a file of its own) or the URL of a Redis. */
  readonly store?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly world?: FakeWorld;
  readonly probe?: Probe;
  readonly log?: Log;
  /** Folder that outlives this Vigie, to start another one on the same data. */
  readonly dir?: string;
  /** Changes the compiled policy, such as a judge that throws. */
  readonly policy?: (policy: Policy) => Policy;
};

/** A Vigie on a clock that the test moves, with the sandbox in place of all vendors. */
export type UnderTest = {
  readonly run: Running;
  readonly world: FakeWorld;
  readonly config: Config;
  /** What each vendor would show. */
  readonly seen: VendorsSeen;
  /** The stand-ins' memory. */
  readonly state: StandInState;
  /** Posts JSON to a webhook and answers status and body. */
  readonly post: (source: string, body: unknown) => Promise<{ status: number; body: unknown }>;
  readonly get: (path: string) => Promise<unknown>;
  /** Brings all in line, moving the clock to what falls due within two minutes: gates, lags, counters. */
  readonly settle: (forMs?: number) => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Lets go of connections, port and files without a clean stop, as a process that died did; finishes nothing. */
  readonly abandon: () => Promise<void>;
};

export async function startUnderTest(options: UnderTestOptions = {}): Promise<UnderTest> {
  const world = options.world ?? fakeWorld();
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), "vigie-test-"));
  const config = configOf(options, dir);
  const compiled = await policyOf(config);
  if (!compiled.ok) throw new Error(compiled.reasons.join("\n"));
  const state: StandInState = openStandInState(join(dir, "sandbox.db"));
  const { policy: changed = (policy) => policy } = options;
  const loadPolicy = async (): Promise<PolicyResult> => {
    const read = await policyOf(config);
    return read.ok ? { ok: true, policy: changed(read.policy) } : read;
  };
  const run = await startVigie({
    config,
    policy: changed(compiled.policy),
    loadPolicy,
    log: options.log ?? noLog,
    world,
    sandboxState: state,
    deliver: "by-hand",
    ...(options.probe ? { probe: options.probe } : {}),
  });
  await run.checked;
  let abandoned = false;
  return {
    run,
    world,
    config,
    seen: vendorsSeen(state),
    state,
    post: async (source, body) => {
      const answer = await fetch(`${run.origin}/webhooks/${source}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
      return { status: answer.status, body: await answer.json() };
    },
    get: async (path) => (await fetch(`${run.origin}${path}`)).json(),
    settle: (forMs) => settleAll([run], world, forMs),
    stop: async () => {
      if (!abandoned) await run.stop();
      if (!options.dir) rmSync(dir, { recursive: true, force: true });
    },
    abandon: async () => {
      abandoned = true;
      cutServer(run.origin);
      await run.store.close();
      state.close();
    },
  };
}

function configOf({ env, store = "sqlite" }: UnderTestOptions, dir: string): Config {
  const read = readConfig({
    PORT: "0",
    VIGIE_SANDBOX: "all",
    VIGIE_STORE: store === "sqlite" ? `sqlite:${join(dir, "vigie.db")}` : store,
    VIGIE_MASK_KEY: "a key that only tests know",
    ...env,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return { ...read.config, dataDir: dir };
}

/** As `settle` for several Vigies on one store, which work at the same time and share one clock. */
export async function settleAll(
  runs: readonly Pick<Running, "delivery" | "store">[],
  world: FakeWorld,
  forMs: number = settleMs,
): Promise<void> {
  const until = world.now() + forMs;
  for (;;) {
    const worked = await Promise.all(runs.map(({ delivery }) => delivery.runDue()));
    if (runs.length > 1 && worked.some((marks) => marks > 0)) continue;
    const due = await Promise.all(runs.flatMap(({ store }) => lanes.map((lane) => store.nextDue(lane))));
    const next = Math.min(...due.map((at) => at ?? Number.POSITIVE_INFINITY));
    if (next > until) return;
    world.set(Math.max(next, world.now() + 1));
  }
}
