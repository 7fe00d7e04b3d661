import { describe, expect, it } from "vitest";
import type { Alert } from "../../../src/alert/alert.ts";
import { createSeen } from "../../../src/intake/seen.ts";
import { StoreAway } from "../../../src/store/port.ts";
import { readSeen } from "../../../src/store/seen.ts";
import { judgedAs } from "../incident/ledger.ts";
import { alertIn, anIntake } from "./an-intake.ts";

/** Books in memory; each write is refused while `away`. */
function books() {
  const kept = new Map<string, Set<string>>();
  const writes: string[] = [];
  const state = { away: false };
  const note = async (book: string, entries: readonly string[]): Promise<void> => {
    writes.push(`${book}: ${entries.join(", ")}`);
    if (state.away) throw new StoreAway("gone");
    kept.set(book, new Set([...(kept.get(book) ?? []), ...entries]));
  };
  return { note, notes: async (book: string) => [...(kept.get(book) ?? [])].sort(), writes, state };
}

const service = (name?: string) =>
  judgedAs("critical", {
    identity: {
      environment: "production",
      environmentAssumed: false,
      family: "down",
      ...(name ? { service: name } : {}),
    },
  });
const measuring = (metric: string): Partial<Alert> => ({
  source: "drift",
  measurement: { metric, value: 1, windowTo: 0 },
});

describe("what was seen", () => {
  it("is noted once per process, however often it comes", async () => {
    const store = books();
    const seen = createSeen(store);
    for (let times = 0; times < 3; times += 1) {
      seen.look(alertIn("a", { labels: { team: "payments" } }), service("checkout"));
      seen.look(alertIn("b", measuring("psi")), service("checkout"));
      seen.write();
      await seen.idle();
    }
    expect(store.writes.toSorted()).toEqual([
      'seen-metrics: ["checkout","psi"]',
      "seen-services: checkout",
      'seen-severities: ["alertmanager","severity","critical"], ["drift","severity","critical"]',
      "seen-teams: payments",
    ]);
    expect(await readSeen(store)).toEqual({
      metrics: [{ service: "checkout", metric: "psi" }],
      severities: [
        { source: "alertmanager", label: "severity", value: "critical" },
        { source: "drift", label: "severity", value: "critical" },
      ],
      teams: ["payments"],
      services: ["checkout"],
    });
  });

  it("that the store does not take is tried again with the next, and not lost", async () => {
    const store = books();
    const seen = createSeen(store);
    store.state.away = true;
    seen.look(alertIn("a"), service("checkout"));
    seen.write();
    await seen.idle();
    expect((await readSeen(store)).services).toEqual([]);
    store.state.away = false;
    seen.look(alertIn("b"), service("billing"));
    seen.write();
    await seen.idle();
    expect((await readSeen(store)).services).toEqual(["billing", "checkout"]);
  });

  it("never fails an alert: with a store that takes no notes it is accepted all the same", async () => {
    const asked: string[] = [];
    const { intake, store } = await anIntake({}, (real) => ({
      ...real,
      note: async (book) => {
        asked.push(book);
        throw new StoreAway("no notes");
      },
    }));
    await intake.accept([alertIn("a")], 0);
    await intake.idle();
    expect(asked).toContain("seen-services");
    expect((await store.list({ limit: 10 })).incidents).toHaveLength(1);
  });

  it("is nothing that Vigie says of itself", async () => {
    const store = books();
    const seen = createSeen(store);
    seen.look(alertIn("a", { source: "vigie", labels: { team: "payments" } }), service("vigie"));
    seen.write();
    expect(store.writes).toEqual([]);
  });

  it("is at most a thousand of a kind, so that a label of a thousand values costs nothing more", async () => {
    const store = books();
    const seen = createSeen(store);
    for (let i = 0; i < 1_500; i += 1) seen.look(alertIn("a"), service(`s${i}`));
    seen.write();
    await seen.idle();
    expect((await readSeen(store)).services).toHaveLength(1_000);
  });

  it("names services only where no label names the team, and metrics also without a service", async () => {
    const store = books();
    const seen = createSeen(store);
    seen.look(alertIn("a", { labels: { team: "payments" } }), service("checkout"));
    seen.look(alertIn("b", measuring("psi")), service());
    seen.write();
    await seen.idle();
    expect(await readSeen(store)).toMatchObject({ services: [], metrics: [{ service: null, metric: "psi" }] });
  });

  it("passes over entries that a later release wrote", async () => {
    const store = books();
    await store.note("seen-metrics", ["not json", '{"later":1}', '["checkout","psi"]']);
    expect((await readSeen(store)).metrics).toEqual([{ service: "checkout", metric: "psi" }]);
  });
});
