import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { startRedis } from "../../contract/store/redis-server.ts";
import { fakeWorld } from "../../support/fake-world.ts";
import { alertBody } from "../../support/samples.ts";
import { settleAll, startUnderTest } from "../../support/vigie-under-test.ts";
import { storeMissing } from "../stores.ts";
import { minuteMs } from "./journey.ts";

const missing = storeMissing("redis");
const services = Array.from({ length: 30 }, (_, at) => `service-${String(at).padStart(2, "0")}`);
const serviceOf = (text: string) => /service-\d\d/.exec(text)?.[0];

/** A Redis that keeps its data on the disk, and a folder for the stand-ins. */
async function withDurableRedis<T>(
  run: (place: { url: string; dir: string; stop: () => Promise<void>; again: () => Promise<void> }) => Promise<T>,
): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), "vigie-replicas-"));
  let server = await startRedis({ dir, appendfsync: "always" });
  const again = async () => {
    server = await startRedis({ dir, port: server.port, appendfsync: "always" });
  };
  try {
    return await run({ url: server.url, dir, stop: () => server.stop(), again });
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

it.skipIf(missing)("two replicas on one Redis tell every incident exactly once", () =>
  withDurableRedis(async ({ url, dir }) => {
    const world = fakeWorld();
    const replicas = [
      await startUnderTest({ store: url, dir, world }),
      await startUnderTest({ store: url, dir, world }),
    ];
    try {
      await Promise.all(
        services.map(async (service, at) => {
          const body = alertBody([{ name: "ServiceDown", labels: { service } }], world.now());
          // Alertmanager peers send the same to both.
          const answers = await Promise.all(
            [replicas[at % 2], replicas[(at + 1) % 2]].map((one) => one?.post("alertmanager", body)),
          );
          expect(answers.map((answer) => answer?.status)).toEqual([200, 200]);
        }),
      );
      await settleAll(
        replicas.map(({ run }) => run),
        world,
        10 * minuteMs,
      );
      const [seen] = replicas.map((one) => one.seen);
      expect(
        seen
          ?.slack()
          .map(({ text }) => serviceOf(text))
          .toSorted(),
      ).toEqual(services);
      expect(
        seen
          ?.teamsCards()
          .map(({ root }) => serviceOf(JSON.stringify(root)))
          .toSorted(),
      ).toEqual(services);
      expect(
        seen
          ?.pages()
          .map(({ event }) => serviceOf(JSON.stringify(event)))
          .toSorted(),
      ).toEqual(services);
      expect(seen?.pages().every(({ log }) => log.length === 1)).toBe(true);
      expect(
        seen
          ?.issues()
          .map(({ fields }) => serviceOf(JSON.stringify(fields)))
          .toSorted(),
      ).toEqual(services);
    } finally {
      for (const replica of replicas) await replica.stop();
    }
  }),
);

it.skipIf(missing)("protocol 6: while the store is away senders hear 503; once it is back, all is told", () =>
  withDurableRedis(async ({ url, dir, stop, again }) => {
    const world = fakeWorld();
    const vigie = await startUnderTest({ store: url, dir, world });
    const send = (service: string) =>
      vigie.post("alertmanager", alertBody([{ name: "ServiceDown", labels: { service } }], world.now()));
    try {
      expect((await send("before")).status).toBe(200);
      await stop();
      const refused = await send("during");
      expect(refused).toMatchObject({ status: 503, body: { error: { code: "store-away" } } });
      await again();
      await vi.waitFor(async () => expect((await send("during")).status).toBe(200), { timeout: 10_000, interval: 50 });
      await vigie.settle(6 * minuteMs);
      expect(
        vigie.seen
          .pages()
          .map(({ event }) => event.payload?.component)
          .toSorted(),
      ).toEqual(["before", "during"]);
      expect(vigie.seen.slack()).toHaveLength(2);
      expect(vigie.seen.teamsCards()).toHaveLength(2);
      expect(vigie.seen.issues()).toHaveLength(2);
    } finally {
      await vigie.stop();
    }
  }),
);

it.skipIf(missing)("protocol 6: the store goes away in the middle of a delivery, and nothing is told twice", () =>
  withDurableRedis(async ({ url, dir, stop, again }) => {
    const world = fakeWorld();
    let called = false;
    const vigie = await startUnderTest({
      store: url,
      dir,
      world,
      probe: async (point, about) => {
        if (point !== "called" || about !== "slack" || called) return;
        called = true;
        await stop();
      },
    });
    try {
      await vigie.post("alertmanager", alertBody([{ name: "ServiceDown" }], world.now()));
      await vigie.run.delivery.runDue().catch(() => {});
      expect(called).toBe(true);
      await again();
      await vi.waitFor(() => vigie.run.store.ping(), { timeout: 10_000, interval: 50 });
      await vigie.settle(6 * minuteMs);
      expect(vigie.seen.slack()).toHaveLength(1);
      expect(vigie.seen.pages()).toHaveLength(1);
      expect(vigie.seen.issues()).toHaveLength(1);
    } finally {
      await vigie.stop();
    }
  }),
);
