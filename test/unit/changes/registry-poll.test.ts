import { expect, onTestFinished, test } from "vitest";
import type { Change } from "../../../src/alert/change.ts";
import {
  createRegistryPoll,
  registryPollEveryMs,
  type Watched,
  type WatchedVersion,
} from "../../../src/registry-poll.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { changeOf } from "../../contract/store/samples.ts";
import { morning, testClock, testDeps } from "../../contract/store/stores.ts";

const champion: Watched = { kind: "alias", model: "credit", name: "champion", service: "credit-scoring" };
const minuteMs = 60_000;

/** A poll on a registry that a test changes, with all that was found. */
async function polling(watched: readonly Watched[] = [champion]) {
  const clock = testClock();
  const store = await openStore("sqlite::memory:", testDeps(clock));
  onTestFinished(() => store.close());
  const there = new Map<string, WatchedVersion>();
  const asked: string[] = [];
  const accepted: Change[] = [];
  const newPoll = () =>
    createRegistryPoll({
      store,
      watched: () => watched,
      versionOf: async ({ name }) => {
        asked.push(name);
        return there.get(name) ?? { kind: "away" };
      },
      accept: async (changes) => {
        accepted.push(...changes);
        await store.addChanges(changes);
      },
      now: clock.now,
    });
  const known = () => store.changes({ about: [{ kind: "model", id: "credit" }], from: 0, to: clock.now(), limit: 200 });
  const points = (version: string | null, name = "champion") => there.set(name, { kind: "version", version });
  return { clock, store, there, points, asked, accepted, newPoll, poll: newPoll(), known };
}

test("What is found first is seen, and nobody looks again for it; the next look is in a minute.", async () => {
  const { poll, points, known, accepted } = await polling();
  points("7");
  expect(await poll()).toEqual({ kind: "retry", dueAt: morning + registryPollEveryMs, failed: false });
  expect(await known()).toMatchObject([
    { kind: "seen", name: "champion", to: "7", at: morning, service: "credit-scoring" },
  ]);
  expect(accepted).toEqual([]);
});

test("A version that differs later changed between the two looks.", async () => {
  const { poll, points, accepted, clock } = await polling();
  points("7");
  await poll();
  clock.advance(minuteMs);
  await poll();
  clock.advance(minuteMs);
  points("8");
  await poll();
  clock.advance(minuteMs);
  await poll();
  expect(accepted).toMatchObject([
    { kind: "alias", source: "mlflow", from: "7", to: "8", at: morning + 2 * minuteMs, since: morning + minuteMs },
  ]);
});

test("After a restart it happened since what was known last.", async () => {
  const { poll, newPoll, points, accepted, clock } = await polling();
  points("7");
  await poll();
  clock.advance(5 * minuteMs);
  points("8");
  await newPoll()();
  expect(accepted).toMatchObject([{ from: "7", to: "8", since: morning, at: morning + 5 * minuteMs }]);
});

test("What a webhook or Vigie itself told already is not told again.", async () => {
  const { poll, points, accepted, store, clock } = await polling();
  points("7");
  await poll();
  clock.advance(30_000);
  await store.addChanges([changeOf("hook", { model: "credit", to: "8", at: clock.now() })]);
  points("8");
  clock.advance(30_000);
  await poll();
  expect(accepted).toEqual([]);
});

test("There and back again are two changes; what another alias or kind tells does not count.", async () => {
  const { poll, points, accepted, store, clock } = await polling();
  for (const version of ["7", "8", "7"]) {
    points(version);
    await poll();
    clock.advance(minuteMs);
    await store.addChanges([
      changeOf(`other ${version}`, { model: "credit", name: "challenger", to: "9", at: clock.now() }),
    ]);
    await store.addChanges([
      changeOf(`kind ${version}`, { model: "credit", kind: "deployment", to: "9", at: clock.now() }),
    ]);
  }
  expect(accepted.map(({ from, to }) => [from, to])).toEqual([
    ["7", "8"],
    ["8", "7"],
  ]);
});

test("An alias that was not there is nothing, set later it is a change, and gone it points at nothing, told once.", async () => {
  const { poll, points, accepted, clock, known } = await polling();
  points(null);
  await poll();
  expect(await known()).toEqual([]);
  for (const version of ["7", null, null]) {
    clock.advance(minuteMs);
    points(version);
    await poll();
  }
  expect(accepted.map(({ kind, from, to }) => [kind, from, to])).toEqual([
    ["alias", undefined, "7"],
    ["alias", "7", undefined],
  ]);
});

test("What many other changes pushed out of sight is still known from the last look.", async () => {
  const { poll, points, accepted, store, clock } = await polling();
  points("7");
  await poll();
  clock.advance(minuteMs);
  await store.addChanges(
    Array.from({ length: 201 }, (_, at) => changeOf(`${at}`, { model: "credit", kind: "other", at: clock.now() })),
  );
  points("8");
  await poll();
  expect(accepted).toMatchObject([{ kind: "alias", from: "7", to: "8", since: morning }]);
});

test("Found twice, by two replicas or after a crash, it is one change.", async () => {
  const { newPoll, points, clock, known, poll } = await polling();
  points("7");
  await poll();
  clock.advance(minuteMs);
  points("8");
  await Promise.all([newPoll()(), newPoll()()]);
  expect((await known()).map(({ kind }) => kind)).toEqual(["alias", "seen"]);
});

test("One that does not answer keeps what is known, and does not hold up others.", async () => {
  const staged: Watched = { kind: "stage", model: "credit", name: "Production" };
  const { poll, points, known, asked } = await polling([champion, staged]);
  points("3", "Production");
  await poll();
  expect(asked).toEqual(["champion", "Production"]);
  expect(await known()).toMatchObject([{ kind: "seen", name: "Production", to: "3" }]);
});

test("Retry-After is honoured, an hour at most.", async () => {
  const { poll, there } = await polling();
  const dueAfter = async (afterMs: number) => {
    there.set("champion", { kind: "away", afterMs });
    const release = await poll();
    return release.kind === "retry" && release.dueAt - morning;
  };
  expect(await dueAfter(5 * minuteMs)).toBe(5 * minuteMs);
  expect(await dueAfter(1_000)).toBe(minuteMs);
  expect(await dueAfter(90 * minuteMs)).toBe(60 * minuteMs);
});

test("A registry that answers nothing is not asked for everything.", async () => {
  const many = Array.from(
    { length: 30 },
    (_, at): Watched => ({ kind: "alias", model: "credit", name: `alias ${at}` }),
  );
  const { poll, asked } = await polling(many);
  await poll();
  expect(asked).toHaveLength(8);
});
