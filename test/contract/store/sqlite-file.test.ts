import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { openStore } from "../../../src/store/open-store.ts";
import { StoreAway } from "../../../src/store/port.ts";
import { migrate } from "../../../src/store/sqlite/migrate.ts";
import { schemaVersion } from "../../../src/store/sqlite/schema.ts";
import { alertRow, destination, following, job, markOf, opening, repeat, stateOf } from "./samples.ts";
import { morning, testClock, testDeps } from "./stores.ts";

const dir = mkdtempSync(join(tmpdir(), "vigie-sqlite-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

let files = 0;
function newFile(): string {
  files += 1;
  return join(dir, `${files}`, "data", "vigie.db");
}

const open = (file: string, clock = testClock()) => openStore(`sqlite:${file}`, testDeps(clock));

/** A file that an earlier run left. */
async function written(): Promise<string> {
  const file = newFile();
  const store = await open(file);
  await store.commit([opening("g")]);
  await store.close();
  return file;
}

test("The file is made with its folder.", async () => {
  const file = newFile();
  await (await open(file)).close();
  expect(existsSync(file)).toBe(true);
});

test("A second process is told which file is in use and what to do (protocol 10.3).", async () => {
  const file = newFile();
  const store = await open(file);
  await expect(open(file)).rejects.toThrow(`The store file ${file} is in use by another process. Stop that process`);
  await store.commit([opening("g")]);
  await store.close();
  await (await open(file)).close();
});

test("A file of a newer release stops the start, says so and is not touched (protocol 10.3).", async () => {
  const file = await written();
  const db = new DatabaseSync(file);
  db.exec(`PRAGMA user_version = ${schemaVersion + 1}`);
  db.close();
  await expect(open(file)).rejects.toThrow(
    `${file} has schema ${schemaVersion + 1}, this release knows ${schemaVersion}`,
  );
  const after = new DatabaseSync(file);
  expect(after.prepare("PRAGMA user_version").get()).toEqual({ user_version: schemaVersion + 1 });
  expect(after.prepare("SELECT count(*) AS groups FROM grp").get()).toEqual({ groups: 1 });
  after.close();
});

test("A database of another program is left alone.", async () => {
  const file = join(dir, "other.db");
  const db = new DatabaseSync(file);
  db.exec("CREATE TABLE theirs (x)");
  db.close();
  await expect(open(file)).rejects.toThrow(`The file ${file} is a database of another program`);
});

test("A file that is no database is refused by name.", async () => {
  const file = join(dir, "1-text.db");
  writeFileSync(file, "this is no database, only some text that is long enough to be looked at".repeat(20));
  await expect(open(file)).rejects.toThrow(`The store file ${file} cannot be opened`);
});

test("A migration runs in one transaction after a copy beside the file, which still opens.", async () => {
  const file = await written();
  const db = new DatabaseSync(file);
  migrate(
    db,
    file,
    [
      { to: schemaVersion + 1, sql: "ALTER TABLE grp ADD COLUMN colour TEXT" },
      { to: schemaVersion + 2, sql: "UPDATE grp SET colour = 'red'" },
    ],
    schemaVersion + 2,
  );
  expect(db.prepare("SELECT colour FROM grp").get()).toEqual({ colour: "red" });
  expect(db.prepare("PRAGMA user_version").get()).toEqual({ user_version: schemaVersion + 2 });
  db.close();
  const before = await open(`${file}.schema-${schemaVersion}`);
  expect((await stateOf(before, "g")).newest).not.toBeNull();
  await before.close();
});

test("A migration that fails changes nothing.", async () => {
  const file = await written();
  const db = new DatabaseSync(file);
  const steps = [{ to: schemaVersion + 1, sql: "ALTER TABLE grp ADD COLUMN colour TEXT; SELECT * FROM nowhere" }];
  expect(() => migrate(db, file, steps, schemaVersion + 1)).toThrow("no such table: nowhere");
  expect(db.prepare("PRAGMA user_version").get()).toEqual({ user_version: schemaVersion });
  db.close();
  await (await open(file)).close();
});

test("A store in memory leaves no file.", async () => {
  const store = await open(":memory:");
  expect(await store.commit([opening("g")])).toMatchObject([{ kind: "committed", number: 1 }]);
  await store.close();
  expect(readdirSync(".")).not.toContain(":memory:");
});

test("A purge leaves no row behind (protocol 8.4), and an incident of 1,200 alerts goes whole.", async () => {
  const file = newFile();
  const clock = testClock();
  const store = await open(file, clock);
  const alerts = Array.from({ length: 1200 }, (_, i) => alertRow(`fp-${i}`));
  const change = opening("g", { alerts, incident: { phase: "closed" }, senderIds: ["id"] });
  const subjects = [
    destination(change),
    { kind: "page", groupId: change.group.groupId, destination: "pagerduty:x" },
  ] as const;
  await store.commit([{ ...change, marks: subjects.map((subject) => markOf(subject)) }]);
  for (const mark of await store.claim("chat", 10, 1000)) await store.saveBinding(mark, "shown");
  clock.advance(1);
  expect(await store.purge(clock.now(), 10)).toBe(1);
  await store.close();
  const db = new DatabaseSync(file);
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all();
  const left = tables.filter(
    ({ name }) => name !== "meta" && db.prepare(`SELECT 1 FROM "${name}"`).get() !== undefined,
  );
  db.close();
  expect(tables.length).toBeGreaterThan(8);
  expect(left).toEqual([]);
});

test("An incident that comes back while a purge is on its way stays whole.", async () => {
  const store = await open(newFile());
  await store.commit([opening("g", { incident: { phase: "closed", updatedAt: morning - 1 } })]);
  const back = following(await stateOf(store, "g"), { incident: { phase: "detected", updatedAt: morning } });
  const [purged, [result]] = await Promise.all([store.purge(morning, 10), store.commit([back])]);
  expect(result).toMatchObject({ kind: "committed", number: 1 });
  expect(purged).toBe(0);
  expect((await stateOf(store, "g")).alerts.size).toBe(1);
  await store.close();
});

test("A closed store is away, and closing it twice is closing it.", async () => {
  const store = await open(newFile());
  await Promise.all([store.close(), store.close()]);
  await expect(store.commit([opening("g")])).rejects.toBeInstanceOf(StoreAway);
  await expect(store.ping()).rejects.toBeInstanceOf(StoreAway);
  await expect(store.find(1)).rejects.toBeInstanceOf(StoreAway);
});

test("Closing waits for what was asked for.", async () => {
  const file = newFile();
  const store = await open(file);
  const commits = Array.from({ length: 200 }, (_, i) => store.commit([opening(`g${i}`)]));
  await store.close();
  expect((await Promise.all(commits)).flat().every(({ kind }) => kind === "committed")).toBe(true);
  const next = await open(file);
  expect((await next.list({ limit: 200 })).incidents).toHaveLength(200);
  await next.close();
});

test("What cannot be written as JSON fails alone: the commits beside it are stored.", async () => {
  const store = await open(newFile());
  const bad = opening("bad", { incident: { received: 1n } as object });
  const [good, failed] = await Promise.allSettled([store.commit([opening("good")]), store.commit([bad])]);
  expect(good).toMatchObject({ status: "fulfilled" });
  expect(failed).toMatchObject({ status: "rejected", reason: expect.any(TypeError) });
  await store.close();
});

test("A bug inside a transaction is undone alone: the commits that shared the transaction are stored.", async () => {
  const store = await open(newFile());
  const first = opening("g");
  const bug = opening("bug", { receivedAt: 0.5 });
  const settled = await Promise.allSettled([store.commit([first]), store.commit([bug]), store.commit([opening("h")])]);
  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect((await stateOf(store, "bug")).group).toBeNull();
  expect(await store.commit([repeat(first)])).toMatchObject([{ kind: "committed", number: 1, received: 2 }]);
  await store.close();
});

test("The clock goes on when the wall steps back, and never back itself (protocol 1.6).", async () => {
  const clock = testClock();
  const store = await open(newFile(), clock);
  await store.mark([markOf(job("j"))]);
  await store.claim("chat", 1, 30_000);
  clock.advance(-3_600_000);
  expect(await store.now()).toBe(morning);
  clock.advance(29_999);
  expect(await store.claim("chat", 1, 30_000)).toEqual([]);
  clock.advance(1);
  expect(await store.claim("chat", 1, 30_000)).toMatchObject([{ tookOver: true }]);
  clock.set(morning + 7_200_000);
  expect(await store.now()).toBe(morning + 7_200_000);
  await store.close();
});

test("The next process takes over at once what the one before it held: that one is gone, it had the file alone.", async () => {
  const file = newFile();
  const clock = testClock();
  const store = await open(file, clock);
  await store.mark([markOf(job("held")), markOf(job("done"))]);
  const marks = await store.claim("chat", 2, 30_000);
  const done = marks.find(({ subject }) => subject.kind === "job" && subject.job === "done");
  if (done) await store.release(done, { kind: "done" });
  await store.close();
  const next = await open(file, clock);
  expect(await next.claim("chat", 10, 30_000)).toMatchObject([{ subject: job("held"), tookOver: true }]);
  await next.close();
});

test.skipIf(process.getuid?.() === 0)(
  "A read-only file stops the start by name (root may write all the same).",
  async () => {
    const file = await written();
    chmodSync(file, 0o444);
    await expect(open(file)).rejects.toThrow(file);
  },
);
