import { describe, expect, it } from "vitest";
import type { Incident } from "../../../src/incident/incident.ts";
import type { IncidentView } from "../../../src/incident/view.ts";
import type { ReceiverName } from "../../../src/policy/destination.ts";
import { createReceivers } from "../../../src/receivers/index.ts";
import type { Doubt } from "../../../src/receivers/receiver.ts";
import type { FaultKind } from "../../../src/sandbox/faults.ts";
import { driftView, minute, podsView, withIncident } from "../../unit/draw/views.ts";
import { deepFrozen } from "../../unit/incident/ledger.ts";
import { at, closedDoor, openVendors, places, secrets, type Vendors } from "./vendors.ts";

const names = Object.keys(places) as ReceiverName[];
/** An incident that pages and was told nowhere yet. */
const fresh: IncidentView = deepFrozen(withIncident(driftView, { standing: {}, pageNo: 1, pageEnded: 0 }));
/** Its end. */
const over: Partial<Incident> = {
  phase: "resolved",
  outcome: "source_resolved",
  resolvedAt: minute(9),
  firing: 0,
  resolved: 1,
  pageEnded: 1,
};
const shownBy = ({ seen }: Vendors): Readonly<Record<ReceiverName, () => number>> => ({
  slack: () => seen.slack().length,
  teams: () => seen.teamsCards().length,
  pagerduty: () => seen.pages().length,
  jira: () => seen.issues().length,
});

/** Long enough to be taken, short enough to be waited for. */
const shortMs = 700;

/** No word of a credential, in no spelling. */
function expectNoSecret(value: unknown): void {
  const text =
    value instanceof Error ? `${value.message} ${value.stack} ${JSON.stringify(value)}` : JSON.stringify(value);
  for (const secret of secrets) expect(text).not.toContain(secret);
}

it("the suite knows every receiver of the list; what a page tells beside itself has rows of its own", async () => {
  const { receivers } = await openVendors();
  expect([...receivers.keys()].sort()).toEqual([...names, "pagerduty-details"].sort());
  expect(createReceivers({}, () => 0).size).toBe(0);
});

describe.each(names)("%s", (name) => {
  it("is in line after its writes, and then has nothing left to write", async () => {
    const vendors = await openVendors();
    const { sync, next } = at(vendors, name);
    const { binding, outcomes } = await sync(fresh);
    expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => "sent"));
    expect(next(fresh, binding)).toBeNull();
    expect(shownBy(vendors)[name]()).toBe(1);

    const ended = deepFrozen(withIncident(fresh, over));
    const { binding: last } = await sync(ended, binding);
    expect(next(ended, last)).toBeNull();
    expect(shownBy(vendors)[name]()).toBe(1);
  });

  it("tells the next write from what it is given alone: the same question, the same answer, nothing changed", async () => {
    const vendors = await openVendors();
    const { next, sync, receiver } = at(vendors, name);
    const { binding } = await sync(fresh);
    for (const view of [fresh, deepFrozen(withIncident(fresh, over)), deepFrozen(podsView)]) {
      for (const shown of [null, deepFrozen(binding)]) {
        const before = JSON.stringify([view, shown]);
        const step = next(view, shown);
        expect(next(structuredClone(view), structuredClone(shown))).toEqual(step);
        expect(JSON.stringify([view, shown])).toBe(before);
      }
    }
    expect(receiver.readBinding(JSON.parse(JSON.stringify(binding)))).toEqual(binding);
  });

  it.each([null, undefined, 7, "binding", [], {}, { ts: 1 }, { uid: null }])(
    "reads nothing out of a binding that is not its own: %j",
    async (value) => {
      const { receiver } = at(await openVendors(), name);
      expect(receiver.readBinding(value)).toBeNull();
    },
  );

  it("names its steps, its lane and its gates, each gate with a rate that lets something pass", async () => {
    const { receiver, first } = at(await openVendors(), name);
    const { step, gates } = first(fresh);
    expect(step).toMatch(/^[a-z]+(:\d+)?$/);
    expect(receiver.name).toBe(name);
    expect(receiver.timeOutMs).toBeLessThanOrEqual(20_000);
    expect(gates.length).toBeGreaterThan(0);
    for (const { key, rate } of gates) {
      expect(key).not.toBe("");
      expect(rate.burst).toBeGreaterThanOrEqual(1);
      expect(rate.intervalMs).toBeGreaterThan(0);
      expectNoSecret(key);
    }
  });

  const retry = (reason: string, maybe: boolean) => ({ kind: "retry", reason, maybe });
  const statusTable: readonly (readonly [sentence: string, fault: FaultKind, outcome: object])[] = [
    [
      "a 429 waits as long as it says, and nothing was written",
      "rate-limited",
      { ...retry("rate-limited", false), afterMs: 7_000 },
    ],
    ["a 500 may have been written all the same", "server-error", retry("server-error", true)],
    ["a time-out may have been written all the same", "time-out-after-accept", retry("time-out", true)],
    ["a connection cut before it was taken may have been taken", "reset", retry("unreachable", true)],
    ["a connection cut after it was taken may have been taken", "reset-after-accept", retry("unreachable", true)],
  ];
  it.each(statusTable)("%s (%s)", async (_sentence, kind, outcome) => {
    const vendors = await openVendors();
    const { first, write, creates, warm } = at(vendors, name);
    await warm();
    vendors.faults.add({ vendor: name, method: places[name].create, kind, retryAfterSec: 7 });
    const got = await write(fresh, null, first(fresh), kind === "time-out-after-accept" ? shortMs : undefined);
    expect(got).toMatchObject(outcome);
    expect(creates()).toHaveLength(1);
    expectNoSecret(got);
  });

  it.each([
    ["a credential that was taken back", "revoked", ["unauthorized", "bad-request"]],
    ["a place that was deleted", "place-deleted", ["not-found", "bad-request"]],
  ] as const)("%s is refused for good, after one more try at most", async (_sentence, kind, reasons) => {
    const vendors = await openVendors();
    const { first, write, creates } = at(vendors, name);
    vendors.faults.add({ vendor: name, kind, times: 1_000 });
    const outcomes = [await write(fresh, null, first(fresh))];
    if (outcomes[0]?.kind === "retry") outcomes.push(await write(fresh, null, first(fresh)));
    const last = outcomes.at(-1);
    expect(last).toMatchObject({ kind: "refused" });
    expect(reasons).toContain(last && "reason" in last ? last.reason : "");
    expect(creates().length).toBeLessThanOrEqual(outcomes.length);
    expect(shownBy(vendors)[name]()).toBe(0);
    expectNoSecret(outcomes);
  });

  it("asks once for each write, whatever is answered: no SDK tries again behind the gate (protocol 8.1)", async () => {
    for (const kind of ["rate-limited", "server-error", "reset"] as const) {
      const vendors = await openVendors();
      const { first, write, creates } = at(vendors, name);
      vendors.faults.add({ vendor: name, method: places[name].create, kind, times: 1_000, retryAfterSec: 0 });
      await write(fresh, null, first(fresh));
      expect([kind, creates().length]).toEqual([kind, 1]);
    }
  });

  it("says that nothing was written when nobody answers at its address", async () => {
    const url = await closedDoor();
    const nowhere = {
      slack: { token: "xoxb-never-shown", apiUrl: `${url}/api/` },
      pagerduty: { eventsUrl: url },
    };
    const more = { jira: { host: url, email: "a@b.example", token: "never-shown-either" } };
    const teams = {
      appId: "a",
      password: "never-shown-too",
      tenantId: "t",
      appType: "SingleTenant",
      serviceUrl: url,
      loginUrl: url,
    } as const;
    const receiver = createReceivers({ ...nowhere, ...more, teams }, () => 0).get(name);
    const step = receiver?.next(fresh, null, places[name].destination);
    if (!receiver || !step) throw new Error("nothing to write");
    const context = { view: fresh, destination: places[name].destination, binding: null, step, attemptId: "a-1" };
    const outcome = await receiver.write({ ...context, signal: AbortSignal.timeout(5_000) });
    expect(outcome).toMatchObject({ kind: "retry", reason: "unreachable", maybe: false });
    expect(JSON.stringify(outcome)).not.toMatch(/never-shown/);
  });

  it.each(["time-out-after-accept", "reset-after-accept"] as const)(
    "is shown once after a write that was taken and not answered, %s (protocol 2)",
    async (kind) => {
      const vendors = await openVendors();
      const { receiver, destination, first, write, sync, warm } = at(vendors, name);
      await warm();
      const step = first(fresh);
      const doubt: Doubt = { step: step.step, attemptId: "a-1", at: vendors.clock.now, looks: 0 };
      vendors.faults.add({ vendor: name, method: places[name].create, kind });
      expect(await write(fresh, null, step, kind === "time-out-after-accept" ? shortMs : undefined)).toMatchObject({
        kind: "retry",
        maybe: true,
      });
      let binding: unknown = null;
      if (receiver.lookUp) {
        const looking = {
          view: fresh,
          destination,
          binding: null,
          attemptId: "a-1",
          signal: AbortSignal.timeout(20_000),
        };
        let seen = await receiver.lookUp({ ...looking, doubt });
        for (let looks = 1; seen.kind === "wait" && looks < 6; looks += 1) {
          vendors.clock.now += seen.afterMs;
          seen = await receiver.lookUp({ ...looking, doubt: { ...doubt, looks } });
        }
        if (seen.kind !== "found") throw new Error(`the look-up gave ${JSON.stringify(seen)}`);
        binding = receiver.readBinding(JSON.parse(JSON.stringify(seen.binding)));
      }
      vendors.clock.now += 2_000;
      await sync(fresh, binding);
      // Teams cannot be looked at: rather twice than never (protocol 2).
      const hasWay = receiver.lookUp !== undefined || step.idempotent;
      expect(shownBy(vendors)[name]()).toBe(hasWay ? 1 : 2);
    },
  );

  it("finds nothing where a write in doubt was not taken, once there is nothing more to wait for", async () => {
    const vendors = await openVendors();
    const { receiver, destination, first } = at(vendors, name);
    if (!receiver.lookUp) return;
    const doubt: Doubt = { step: first(fresh).step, attemptId: "a-1", at: vendors.clock.now, looks: 0 };
    const looking = { view: fresh, destination, binding: null, attemptId: "a-1", signal: AbortSignal.timeout(20_000) };
    let seen = await receiver.lookUp({ ...looking, doubt });
    for (let looks = 1; seen.kind === "wait" && looks < 6; looks += 1) {
      vendors.clock.now += seen.afterMs;
      seen = await receiver.lookUp({ ...looking, doubt: { ...doubt, looks } });
    }
    expect(seen).toEqual({ kind: "absent" });
  });

  it("checks its place at start, and holds no secret in what it says", async () => {
    const vendors = await openVendors();
    const { receiver, destination } = at(vendors, name);
    const good = await receiver.check(destination, AbortSignal.timeout(10_000));
    expect(good.kind).toBe("ok");
    expectNoSecret(good);
    vendors.faults.add({ vendor: name, kind: "revoked", times: 1_000 });
    expectNoSecret(await receiver.check(destination, AbortSignal.timeout(10_000)));
  });

  it("refuses a place of another receiver as the bug that it is", async () => {
    const { receiver } = at(await openVendors(), name);
    const other = places[name === "slack" ? "jira" : "slack"].destination;
    const error = caught(() => receiver.plain(fresh, null, other) ?? receiver.next(fresh, null, other));
    if (error) expectNoSecret(error);
  });
});

function caught(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}
