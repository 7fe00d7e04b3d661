import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { startRedis } from "../contract/store/redis-server.ts";
import { expectToldOnce } from "../journeys/crash/end-state.ts";
import { type StoreKind, storeKinds, storeMissing } from "../journeys/stores.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { alertBody } from "../support/samples.ts";
import { startUnderTest } from "../support/vigie-under-test.ts";

/** Real leases (60 s) and Jira's real looks (15, 60, 180 s) pass here. */
const patienceMs = 300_000;
const maskKey = "a key that only tests know";

const points: readonly (readonly [point: string, about: string])[] = [
  ["committed", ""],
  ["doubt-stored", "jira"],
  ["called", "slack"],
  ["called", "teams"],
  ["called", "jira"],
  ["binding-stored", "pagerduty"],
];

type Place = { readonly store: string; readonly dir: string };

/** All cases wait for real time together. */
const playing = new Map<string, Promise<void>>();
const nameOf = (kind: StoreKind, point: string, about: string) => [kind, point, about].join(" ");

beforeAll(() => {
  for (const kind of storeKinds.filter((one) => storeMissing(one) === null)) {
    for (const [point, about] of points) {
      const played = withPlace(kind, (place) => play(place, point, about));
      played.catch(() => {});
      playing.set(nameOf(kind, point, about), played);
    }
  }
});

describe.each(storeKinds)("done-line 4, for real: the process is killed, on %s", (kind) => {
  const missing = storeMissing(kind);
  if (missing) it.skip(missing, () => {});
  else
    it.each(points)("at %s %s, and everything is told once after its restart", (point, about) =>
      playing.get(nameOf(kind, point, about)),
    );
});

async function play(place: Place, point: string, about: string): Promise<void> {
  const body = JSON.stringify(alertBody([{ name: "ServiceDown" }], Date.now()));
  const first = await startChild(place, point, about);
  const answered = await send(first.origin, body);
  if (first.child.signalCode === null) await once(first.child, "exit");
  expect(first.child.signalCode).toBe("SIGKILL");
  expect(answered).toBe(about !== "");

  const second = await startChild(place);
  if (!answered) expect(await send(second.origin, body)).toBe(true);
  await vi.waitFor(() => expectNothingWaits(second.origin), { timeout: patienceMs, interval: 500 });
  second.child.kill("SIGTERM");
  await once(second.child, "exit");

  const vigie = await startUnderTest({ ...place, world: fakeWorld(Date.now()) });
  try {
    // Wherever it is killed, a post to Teams may be under way at that very moment.
    await expectToldOnce(vigie, { phase: "notified", teamsTwice: 1 });
  } finally {
    await vigie.stop();
  }
}

async function withPlace(kind: StoreKind, run: (place: Place) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), "vigie-kill-"));
  const server = kind === "redis" ? await startRedis({ appendfsync: "always" }) : undefined;
  try {
    await run({ store: server?.url ?? "sqlite", dir });
  } finally {
    await server?.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function startChild(
  { store, dir }: Place,
  ...argv: readonly string[]
): Promise<{ readonly child: ChildProcess; readonly origin: string }> {
  const script = new URL("vigie-that-dies.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [script, ...argv], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env.PATH,
      PORT: "0",
      VIGIE_SANDBOX: "all",
      VIGIE_STORE: store === "sqlite" ? `sqlite:${join(dir, "vigie.db")}` : store,
      VIGIE_DATA: dir,
      VIGIE_MASK_KEY: maskKey,
    },
  });
  const [origin] = await once(createInterface(child.stdout), "line");
  return { child, origin: String(origin) };
}

/** Whether the request was answered with 200; a process that dies answers nothing. */
async function send(origin: string, body: string): Promise<boolean> {
  try {
    const headers = { "content-type": "application/json" };
    return (await fetch(`${origin}/webhooks/alertmanager`, { method: "POST", headers, body })).status === 200;
  } catch {
    return false;
  }
}

async function expectNothingWaits(origin: string): Promise<void> {
  const metrics = await (await fetch(`${origin}/metrics`)).text();
  for (const lane of ["page", "chat", "ticket"]) expect(metrics).toContain(`vigie_marks_waiting{lane="${lane}"} 0\n`);
}
