import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, test, vi } from "vitest";
import { StoreAway } from "../../../src/store/port.ts";
import { createWriter, maxWeight } from "../../../src/store/sqlite/writer.ts";

const opened: DatabaseSync[] = [];
afterEach(() => {
  for (const db of opened.splice(0)) db.close();
});

function scratch() {
  const db = new DatabaseSync(":memory:");
  opened.push(db);
  db.exec("CREATE TABLE n (value INTEGER NOT NULL, text TEXT) STRICT");
  const exec = vi.spyOn(db, "exec");
  const add = db.prepare("INSERT INTO n VALUES (?, ?)");
  return {
    db,
    writer: createWriter(db),
    add: (value: number | null, text = "") => Number(add.run(value, text).lastInsertRowid),
    values: () =>
      db
        .prepare("SELECT value FROM n")
        .all()
        .map(({ value }) => value),
    said: () => exec.mock.calls.map(([sql]) => sql),
  };
}

test("Writes that wait together share one transaction, and each has its own answer (protocol 4.3).", async () => {
  const { writer, add, said } = scratch();
  const answers = await Promise.all([10, 20, 30].map((value) => writer.write(() => add(value))));
  expect(answers).toEqual([1, 2, 3]);
  expect(said()).toEqual(["BEGIN IMMEDIATE", "COMMIT"]);
});

test("A transaction takes 500 alerts at most, and the event loop turns before the next (protocol 8.3).", async () => {
  const { writer, add, said } = scratch();
  const order: string[] = [];
  const weight = maxWeight / 2;
  const write = (name: string) => writer.write(() => add(1), { weight }).then(() => order.push(name));
  const writes = [write("a"), write("b"), write("c"), write("d"), write("e")];
  await Promise.race(writes);
  setImmediate(() => order.push("turn"));
  await Promise.all(writes);
  expect(said().filter((sql) => sql === "COMMIT")).toHaveLength(3);
  expect(order.indexOf("turn")).toBeLessThan(order.indexOf("e"));
  expect(order.filter((name) => name !== "turn")).toEqual(["a", "b", "c", "d", "e"]);
});

test("A write that weighs more than a transaction takes has one of its own.", async () => {
  const { writer, add, said } = scratch();
  const writes = [1, maxWeight * 3, 1].map((weight) => writer.write(() => add(1), { weight }));
  await Promise.all(writes);
  expect(said().filter((sql) => sql === "COMMIT")).toHaveLength(3);
});

test("A write that throws is undone alone, and the caller gets its error.", async () => {
  const { writer, add, values } = scratch();
  const settled = await Promise.allSettled([
    writer.write(() => add(1)),
    writer.write(() => {
      add(2);
      throw new RangeError("a bug");
    }),
    writer.write(() => add(3)),
  ]);
  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(settled[1]).toMatchObject({ reason: new RangeError("a bug") });
  expect(values()).toEqual([1, 3]);
});

test("On a full disk everybody in the transaction is told StoreAway, nothing of it stays, and what fits is taken again.", async () => {
  const { db, writer, add, values } = scratch();
  await writer.write(() => add(1));
  db.exec(`PRAGMA max_page_count = ${Number(db.prepare("PRAGMA page_count").get()?.page_count) + 2}`);
  const big = "x".repeat(100_000);
  const settled = await Promise.allSettled([writer.write(() => add(2)), writer.write(() => add(3, big))]);
  expect(settled.map((one) => one.status === "rejected" && one.reason instanceof StoreAway)).toEqual([true, true]);
  expect(values()).toEqual([1]);
  await writer.write(() => add(4));
  expect(values()).toEqual([1, 4]);
});

test("What may be lost with its process is not waited for on the disk; what is durable is.", async () => {
  const { writer, add, said } = scratch();
  await writer.write(() => add(1), { durable: false });
  await Promise.all([writer.write(() => add(2), { durable: false }), writer.write(() => add(3))]);
  expect(said().filter((sql) => sql.startsWith("PRAGMA"))).toEqual([
    "PRAGMA synchronous = NORMAL",
    "PRAGMA synchronous = FULL",
  ]);
});

test("After close nothing more is taken.", async () => {
  const { writer, add, values } = scratch();
  const last = writer.write(() => add(1));
  await writer.close();
  await last;
  await expect(writer.write(() => add(2))).rejects.toBeInstanceOf(StoreAway);
  expect(values()).toEqual([1]);
});
