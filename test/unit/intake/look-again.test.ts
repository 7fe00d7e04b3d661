import { expect, test, vi } from "vitest";
import type { ChangedThing } from "../../../src/alert/change.ts";
import type { Incident } from "../../../src/incident/incident.ts";
import { changedBook, createChangeIntake, lookAgainAtAll, lookAgainWith } from "../../../src/intake/changes.ts";
import { createLookAgain, type LookAgainDeps } from "../../../src/intake/look-again.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { changeOf, opening } from "../../contract/store/samples.ts";
import { testClock, testDeps } from "../../contract/store/stores.ts";

const ofCredit = {
  environment: "production",
  environmentAssumed: false,
  family: "performance",
  service: "credit-scoring",
};
const { service: _, ...noService } = ofCredit;
const ofModel = { ...noService, model: "credit" };
const serves: LookAgainDeps["serviceOf"] = ({ service, model }) =>
  service === "cs" ? "credit-scoring" : (service ?? (model === "credit" ? "credit-scoring" : undefined));

/** Which of these incidents look around again after a change of a thing. */
async function lookedAt(incidents: Readonly<Record<string, Partial<Incident>>>, thing: ChangedThing) {
  const store = await openStore("sqlite::memory:", testDeps(testClock()));
  for (const [name, incident] of Object.entries(incidents))
    await store.commit([opening(name, { incident: { identity: ofCredit, ...incident } })]);
  const { service: _service, ...plain } = changeOf("a");
  await createChangeIntake({ store, newId: () => "x", marked: () => {} }).accept([
    { ...plain, [thing.kind]: thing.id },
  ]);
  expect(await createLookAgain({ store, serviceOf: serves })()).toEqual({ kind: "done" });
  expect(await store.notes(changedBook)).toEqual([]);
  const marks = await store.claim("action", 100, 1_000);
  const looked = await Promise.all(
    marks.map(async ({ subject }) => {
      expect(subject).toMatchObject({ kind: "timer", timer: "outlook" });
      const found = subject.kind === "timer" ? await store.find(subject) : null;
      return found?.incident.groupKey;
    }),
  );
  await store.close();
  return looked.sort();
}

test("Open incidents of the service that changed look around again, others do not.", async () => {
  const incidents = {
    credit: {},
    other: { identity: { ...ofCredit, service: "other" } },
    nobody: { identity: noService },
    resolved: { phase: "resolved" },
    closed: { phase: "closed" },
    recovered: { recoveredAt: 1 },
    info: { severity: "info" },
  } as const;
  expect(await lookedAt(incidents, { kind: "service", id: "credit-scoring" })).toEqual(["credit"]);
});

test("A service may be told by another of its names, or by the model that it serves, or the incident by its model.", async () => {
  const incidents = {
    service: {},
    model: { identity: ofModel },
    other: { identity: { ...noService, model: "churn" } },
  };
  const all = ["model", "service"];
  expect(await lookedAt(incidents, { kind: "service", id: "cs" })).toEqual(all);
  expect(await lookedAt(incidents, { kind: "model", id: "credit" })).toEqual(all);
  expect(await lookedAt(incidents, { kind: "model", id: "churn" })).toEqual(["other"]);
});

test("Of more than one page of incidents each is looked at.", async () => {
  const many = Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`incident ${at}`, {}]));
  const store = await openStore("sqlite::memory:", testDeps(testClock()));
  await store.commit(Object.keys(many).map((name) => opening(name, { incident: { identity: ofCredit } })));
  await store.note(changedBook, ["x service:credit-scoring", "what a later release wrote"]);
  await createLookAgain({ store, serviceOf: serves })();
  expect((await store.backlog()).action).toBe(250);
  expect(await store.notes(changedBook)).toEqual([]);
});

test("Where automation is switched, every open incident above INFO looks again, whatever it is about.", async () => {
  const store = await openStore("sqlite::memory:", testDeps(testClock()));
  const incidents = { credit: {}, other: { identity: { ...ofCredit, service: "other" } }, info: { severity: "info" } };
  for (const [name, incident] of Object.entries({ ...incidents, nobody: { identity: { family: "x" } } }))
    await store.commit([opening(name, { incident: { identity: ofCredit, ...incident } as Partial<Incident> })]);
  const marked = vi.fn();
  await lookAgainAtAll({ store, newId: () => "x", marked });
  expect(marked).toHaveBeenCalledOnce();
  await createLookAgain({ store, serviceOf: serves })();
  expect((await store.backlog()).action).toBe(2);
  expect(await store.notes(changedBook)).toEqual([]);
});

test("Once for each policy that is put in force, open incidents look again: an action may be declared since.", async () => {
  const store = await openStore("sqlite::memory:", testDeps(testClock()));
  await store.commit([opening("credit", { incident: { identity: ofCredit } })]);
  const looks = async (policyHash: string) => {
    await lookAgainWith(policyHash, { store, newId: () => "x", marked: () => {} });
    await createLookAgain({ store, serviceOf: serves })();
    const marks = await store.claim("action", 10, 1_000);
    await Promise.all(marks.map((mark) => store.release(mark, { kind: "done" })));
    return marks.length;
  };
  // What a release before this one opened has never looked.
  expect(await looks("one")).toBe(1);
  expect(await looks("one")).toBe(0);
  expect(await looks("two")).toBe(1);
});
