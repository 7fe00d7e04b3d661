import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
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

/** Whatever fails, nothing is left running. */
const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
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
  expect(await endOf(first.child)).toBe("SIGKILL");
  expect(answered).toBe(about !== "");

  const second = await startChild(place);
  try {
    if (!answered) expect(await send(second.origin, body)).toBe(true);
    await vi.waitFor(() => expectAllTold(second.origin), { timeout: patienceMs, interval: 500 });
  } finally {
    second.child.kill("SIGTERM");
  }
  expect(await endOf(second.child)).toBeNull();

  const vigie = await startUnderTest({ ...place, world: fakeWorld(Date.now()) });
  try {
    // Wherever it is killed, a post to Teams may be under way at that very moment.
    await expectToldOnce(vigie, { phase: "notified", teamsTwice: 1, mayBeLate: true });
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
  children.add(child);
  child.once("exit", () => children.delete(child));
  const ended = new AbortController();
  child.once("exit", (code) => ended.abort(new Error(`it ended with ${code} before it listened`)));
  const [origin] = await once(createInterface(child.stdout), "line", { signal: ended.signal });
  return { child, origin: String(origin) };
}

/** Whether it was answered with 200 in the end; a process that dies answers nothing. 503 asks to send again. */
async function send(origin: string, body: string): Promise<boolean> {
  const headers = { "content-type": "application/json" };
  for (;;) {
    try {
      const { status } = await fetch(`${origin}/webhooks/alertmanager`, { method: "POST", headers, body });
      if (status === 200) return true;
      expect(status).toBe(503);
    } catch (cause) {
      if (cause instanceof TypeError) return false;
      throw cause;
    }
  }
}

/** Resolves when the process is gone, with the signal that ended it. */
async function endOf(child: ChildProcess): Promise<NodeJS.Signals | null> {
  if (child.exitCode === null && child.signalCode === null)
    await once(child, "exit", { signal: AbortSignal.timeout(patienceMs) });
  return child.signalCode;
}

const listSchema = z.object({ incidents: z.array(z.object({ id: z.string() })) });
const detailSchema = z.object({ destinations: z.array(z.object({ state: z.string() })) });

/** Every incident is told everywhere, and no edit waits. Timers wait in the page's lane. */
async function expectAllTold(origin: string): Promise<void> {
  const get = async (path: string) => (await fetch(`${origin}${path}`)).text();
  const { incidents } = listSchema.parse(JSON.parse(await get("/api/v1/incidents")));
  expect(incidents.length).toBeGreaterThan(0);
  for (const { id } of incidents) {
    const { destinations } = detailSchema.parse(JSON.parse(await get(`/api/v1/incidents/${id}`)));
    expect(destinations.filter(({ state }) => state !== "told")).toEqual([]);
  }
  const metrics = await get("/metrics");
  for (const lane of ["chat", "ticket"]) expect(metrics).toContain(`vigie_marks_waiting{lane="${lane}"} 0\n`);
}
