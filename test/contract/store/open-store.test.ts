import { expect, test } from "vitest";
import { openStore } from "../../../src/store/open-store.ts";
import { testClock, testDeps } from "./stores.ts";

const faultOf = (url: string) =>
  openStore(url, testDeps(testClock())).then(
    () => "opened",
    (error: Error) => error.message,
  );

test.each([
  ["postgres://vigie:hunter2@db/vigie", 'begins with "postgres:"'],
  ["mysql:hunter2", 'begins with "mysql:"'],
  ["./hunter2.db", "has no scheme"],
  ["hunter2", "has no scheme"],
  ["", "has no scheme"],
  ["sqlite:", 'begins with "sqlite:"'],
  ["redis:hunter2", 'begins with "redis:"'],
])(
  "The address %j is refused: it names VIGIE_STORE and what may stand there, and no password.",
  async (url, saying) => {
    const fault = await faultOf(url);
    expect(fault).toContain("VIGIE_STORE");
    expect(fault).toContain(saying);
    expect(fault).toContain("redis://<host>");
    expect(fault).not.toContain("hunter2");
  },
);

test("A store in memory opens by its address.", async () => {
  const store = await openStore("sqlite::memory:", testDeps(testClock()));
  expect(store.facts().kind).toBe("sqlite");
  await store.close();
});
