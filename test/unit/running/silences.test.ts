import { describe, expect, it } from "vitest";
import type { Silence } from "../../../src/incident/silence.ts";
import { createSilences } from "../../../src/silences.ts";
import { createSilencing, matchersOf } from "../../../src/silencing.ts";
import { firing, judgedAs, Ledger, minuteMs, nine } from "../incident/ledger.ts";

const silence: Silence = {
  id: "51e9ce",
  scope: { kind: "service", service: "credit-scoring" },
  by: { id: "person:ada" },
  at: nine,
  until: nine + 60 * minuteMs,
  why: "maintenance",
  urgent: false,
};

/** A book that two replicas share, and a clock. */
function shared() {
  const entries = new Set<string>();
  const clock = { now: nine };
  const reads = { count: 0 };
  const store = {
    note: async (_book: string, more: readonly string[]) => more.forEach((one) => void entries.add(one)),
    strike: async (_book: string, gone: readonly string[]) => gone.forEach((one) => void entries.delete(one)),
    notes: async () => {
      reads.count += 1;
      return [...entries];
    },
  };
  return { entries, clock, reads, replica: () => createSilences({ store, now: () => clock.now }) };
}

describe("the book of silences", () => {
  it("is known at once where it was written, and within two seconds elsewhere", async () => {
    const { clock, replica } = shared();
    const [here, there] = [replica(), replica()];
    await there.refresh();
    await here.note(silence);
    expect(here.applied(judgedAs("critical")).silence).toEqual(silence);
    await there.refresh();
    expect(there.applied(judgedAs("critical")).silence).toBeUndefined();
    clock.now += 2_000;
    await there.refresh();
    expect(there.applied(judgedAs("critical")).silence).toEqual(silence);
  });

  it("is read at most each two seconds, and again after the clock was set back", async () => {
    const { clock, reads, replica } = shared();
    const one = replica();
    for (let times = 0; times < 10; times += 1) await one.refresh();
    expect(reads.count).toBe(1);
    clock.now -= 60 * minuteMs;
    await one.refresh();
    expect(reads.count).toBe(2);
  });

  it("forgets what is over, and what is struck", async () => {
    const { clock, entries, replica } = shared();
    const one = replica();
    await one.note(silence);
    await one.note({ ...silence, id: "other", until: nine + 120 * minuteMs });
    clock.now = nine + 60 * minuteMs;
    expect(one.all().map(({ id }) => id)).toEqual(["other"]);
    await one.refresh();
    expect(entries.size).toBe(1);
    await one.strike("other");
    expect(one.applied(judgedAs("critical")).silence).toBeUndefined();
    clock.now = nine + 120 * minuteMs;
    await one.refresh();
    expect(entries.size).toBe(0);
  });

  it("does not come back by an incident that fell silent where its early end was not heard of yet", async () => {
    const { replica } = shared();
    const [here, there] = [replica(), replica()];
    expect(await here.note(silence)).toBe(true);
    await there.refresh();
    await here.strike(silence.id);
    expect(there.applied(judgedAs("critical")).silence).toEqual(silence);
    expect(await there.note(silence)).toBe(false);
    expect(there.all()).toEqual([]);
  });

  it("covers no URGENT and no healthy measurement", async () => {
    const one = shared().replica();
    await one.note(silence);
    expect(one.applied(judgedAs("urgent")).silence).toBeUndefined();
    expect(one.applied(judgedAs("healthy")).silence).toBeUndefined();
  });

  it("is believed as it was known while the store is away", async () => {
    const { clock } = shared();
    let isAway = false;
    const entries: string[] = [];
    const store = {
      note: async (_book: string, more: readonly string[]) => void entries.push(...more),
      strike: async () => {},
      notes: async () => {
        if (isAway) throw new Error("away");
        return entries;
      },
    };
    const one = createSilences({ store, now: () => clock.now });
    await one.note(silence);
    isAway = true;
    clock.now += 5_000;
    await one.refresh();
    expect(one.applied(judgedAs("critical")).silence).toEqual(silence);
  });
});

describe("a silence that was written to Alertmanager", () => {
  it("is taken back there where it cannot be noted here", async () => {
    const expired: string[] = [];
    const alert = firing("critical", { labels: { alertname: "Down" } }).alert;
    const away = async () => {
      throw new Error("away");
    };
    const { begin } = createSilencing({
      store: {
        list: async () => ({ incidents: [], next: null }),
        alerts: async () => [{ fingerprint: "f", status: "firing", alert }] as never,
      },
      silences: { note: away, strike: away },
      alertmanager: {
        isThere: true,
        silence: async () => "am-1",
        expire: async (id) => {
          expired.push(id);
          return true;
        },
      },
      tell: async () => null,
    });
    const ofGroup: Silence = { ...silence, scope: { kind: "group", groupId: "a".repeat(32) } };
    const ledger = new Ledger();
    ledger.alerts([firing("critical")]);
    await expect(begin(ofGroup, ledger.open, true)).rejects.toThrow("away");
    expect(expired).toEqual(["am-1"]);
  });
});

describe("what a silence in Alertmanager matches (protocol 11)", () => {
  const alertOf = (labels: Readonly<Record<string, string>>) => firing("critical", { labels }).alert;
  const ofGroup: Silence = { ...silence, scope: { kind: "group", groupId: "a".repeat(32) } };

  it("is what all alerts that fire have in common", () => {
    const alerts = [
      alertOf({ alertname: "Down", service: "credit-scoring", pod: "a" }),
      alertOf({ alertname: "Down", service: "credit-scoring", pod: "b" }),
    ];
    const matchers = { alertname: "Down", service: "credit-scoring" };
    expect(matchersOf(ofGroup, alerts)).toEqual({ ok: true, matchers });
    expect(matchersOf(silence, alerts)).toEqual({ ok: true, matchers });
  });

  it("leaves out what was masked, and is refused by the label's name where that was what said which they are", () => {
    const masked = alertOf({ alertname: "ip:d3a91c27b04e", service: "credit-scoring", user: "email:a3a91c27b04e" });
    expect(matchersOf(ofGroup, [masked])).toEqual({ ok: false, label: "alertname" });
    expect(matchersOf(silence, [masked])).toEqual({ ok: true, matchers: { service: "credit-scoring" } });
  });

  it("is refused where it would hide what is worse, unless URGENT is to be silent as well (U-46)", () => {
    const at = (severity: string) => alertOf({ alertname: "Down", service: "credit-scoring", severity });
    const both = [at("warning"), at("critical")];
    expect(matchersOf(ofGroup, both)).toEqual({ ok: false, label: "severity" });
    expect(matchersOf(ofGroup, [at("critical"), at("critical")])).toMatchObject({ matchers: { severity: "critical" } });
    const whole = { ok: true, matchers: { alertname: "Down", service: "credit-scoring" } };
    expect(matchersOf({ ...ofGroup, urgent: true }, both)).toEqual(whole);
  });

  it("is refused for a service that no label names, and where nothing fires", () => {
    expect(matchersOf(silence, [alertOf({ alertname: "Down" })])).toEqual({ ok: false, label: "service" });
    expect(matchersOf(ofGroup, [])).toEqual({ ok: false, label: "alertname" });
  });
});
