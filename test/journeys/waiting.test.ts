import { expect, it } from "vitest";
import type { Answer, HumanAct } from "../../src/incident/acts.ts";
import type { Silence } from "../../src/incident/silence.ts";
import type { StoredIncident } from "../../src/store/port.ts";
import { fakeWorld } from "../support/fake-world.ts";
import type { SampleAlert } from "../support/samples.ts";
import { type Journey, journeysOn, minuteMs } from "./delivery/journey.ts";
import { storeKinds } from "./stores.ts";

const hourMs = 60 * minuteMs;
const policy = new URL("waiting.policy.yaml", import.meta.url).pathname;

const onBothStores = (title: string, tell: (journey: () => Journey) => void, start?: string): void =>
  journeysOn(storeKinds, title, tell, () => ({
    env: { VIGIE_POLICY: policy },
    ...(start === undefined ? {} : { world: fakeWorld(Date.parse(start)) }),
  }));

/** The incident of an alert as it is now. */
async function found(journey: Journey, name = "ServiceDown"): Promise<StoredIncident> {
  const { incidents } = await journey.vigie.run.store.list({ limit: 200 });
  const stored = incidents.find(({ incident }) => incident.lead.name === name);
  if (!stored) throw new Error(`there is no incident of ${name}`);
  return stored;
}

/** Somebody does something in Slack. */
async function act(journey: Journey, what: HumanAct, person = "ada"): Promise<Answer | null> {
  const { incident } = await found(journey);
  const fact = { kind: "act", uid: incident.uid, act: what, by: { id: `person:${person}` }, where: "slack" } as const;
  return (await journey.vigie.run.intake.ask(incident, fact)).answer;
}

/** What the journal says of some kinds, with minutes since the incident opened. */
async function said(journey: Journey, ...kinds: readonly string[]): Promise<readonly string[]> {
  const { incident } = await found(journey);
  const entries = await journey.vigie.run.store.journal(incident, 0, 500);
  return entries
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ kind, at, data }) => {
      const what = data.deadline === undefined ? (data.because ?? "") : `${data.deadline} ${data.news}`;
      const minutes = Math.round((at - incident.openedAt) / minuteMs);
      return [kind, what, `at ${minutes}`].filter(Boolean).join(" ");
    });
}

const silenceOf = (journey: Journey, more: Partial<Silence> = {}): Silence => {
  const at = journey.vigie.world.now();
  const common = { id: "51e9ce", by: { id: "person:ada", name: "Ada" }, why: "maintenance", urgent: false };
  return { ...common, scope: { kind: "service", service: "credit-scoring" }, at, until: at + hourMs, ...more };
};

const firing = (journey: Journey, more: Partial<SampleAlert> = {}): SampleAlert => ({
  startsAt: new Date(journey.vigie.world.now()).toISOString(),
  ...more,
});

const level = ({ vigie }: Journey) => vigie.seen.pages().map((page) => page.level);

onBothStores("U-07: nobody says real or false positive", (journey) => {
  it("escalates at 15 min where nobody acknowledged, and the page's next level is called", async () => {
    const it = journey();
    await it.send(firing(it));
    await it.pass(14 * minuteMs);
    expect(await said(it, "escalated")).toEqual([]);
    await it.pass(2 * minuteMs);
    expect(await said(it, "escalated")).toEqual(["escalated triage-overdue at 15"]);
    expect(level(it)).toEqual([2]);
    expect(it.slack()).toContain("scalated");
  });

  it("escalates at 15 min under fab-ia's policy though somebody acknowledged", async () => {
    const it = journey();
    await it.send(firing(it));
    await it.pass(minuteMs);
    expect(await act(it, { kind: "acknowledge" })).toEqual({ kind: "done" });
    await it.pass(15 * minuteMs);
    expect(await said(it, "escalated")).toEqual(["escalated triage-overdue at 15"]);
  });

  it("gives whoever acknowledged ten more minutes elsewhere, and ten more when they ask", async () => {
    const it = journey();
    await it.send(firing(it, { labels: { service: "payments" } }));
    await it.pass(minuteMs);
    await act(it, { kind: "acknowledge" });
    await it.pass(16 * minuteMs);
    expect(await said(it, "deadline")).toContain("deadline triage overdue at 15");
    expect(await said(it, "escalated")).toEqual([]);
    expect(await act(it, { kind: "put-off-triage" })).toEqual({ kind: "done" });
    await it.pass(19 * minuteMs);
    expect(await said(it, "escalated")).toEqual([]);
    await it.pass(2 * minuteMs);
    expect(await said(it, "escalated")).toEqual(["escalated triage-overdue at 37"]);
  });

  it("does not escalate what was judged in time", async () => {
    const it = journey();
    await it.send(firing(it));
    await it.pass(5 * minuteMs);
    await act(it, { kind: "judge-real" });
    await it.pass(30 * minuteMs);
    expect(await said(it, "escalated")).toEqual([]);
  });
});

onBothStores("deadlines", (journey) => {
  it("U-02: a warning is reminded of at 12 h and 19 h 12, overdue at 24 h, and pages nobody", async () => {
    const it = journey();
    await it.send(firing(it, { labels: { severity: "warning" } }));
    await it.pass(25 * hourMs);
    expect(await said(it, "deadline")).toEqual([
      "deadline investigation_start half at 720",
      "deadline investigation_start near at 1152",
      "deadline investigation_start overdue at 1440",
    ]);
    expect(it.vigie.seen.pages()).toEqual([]);
  });

  it("U-35: the RTO clock warns at 2 h and 3 h 12 and breaks at 4 h", async () => {
    const it = journey();
    await it.send(firing(it, { labels: { severity: "urgent" } }));
    await act(it, { kind: "judge-real" });
    await it.pass(5 * hourMs);
    const rto = (await said(it, "deadline")).filter((one) => one.includes("rto"));
    expect(rto).toEqual(["deadline rto half at 120", "deadline rto near at 192", "deadline rto overdue at 240"]);
  });

  it("U-09: the cause is due 48 h after, and no sooner", async () => {
    const it = journey();
    await it.send(firing(it));
    await act(it, { kind: "judge-real" });
    await it.pass(47.9 * hourMs);
    expect(await said(it, "deadline")).not.toContain("deadline root_cause overdue at 2880");
    await it.pass(0.2 * hourMs);
    expect(await said(it, "deadline")).toContain("deadline root_cause overdue at 2880");
  });

  it("are said once by two replicas, and by one that was restarted", async () => {
    const it = journey();
    await it.send(firing(it));
    const { vigie } = it;
    const store = vigie.config.store;
    const other = store.startsWith("redis")
      ? await it.start({ world: vigie.world, env: { VIGIE_POLICY: policy } })
      : vigie;
    await it.pass(8 * minuteMs);
    await Promise.all([vigie.run.delivery.runDue(), other.run.delivery.runDue()]);
    await it.pass(10 * minuteMs);
    expect(await said(it, "deadline")).toEqual([
      "deadline triage half at 8",
      "deadline triage near at 12",
      "deadline triage overdue at 15",
    ]);
  });

  it("are said once after the clock was set back, and only the worst after it jumped", async () => {
    const it = journey();
    const { world } = it.vigie;
    await it.send(firing(it));
    await it.pass(13 * minuteMs);
    world.set(world.now() - 10 * minuteMs);
    await it.vigie.run.delivery.runDue();
    await it.pass(9 * minuteMs);
    world.set(world.now() + 60 * hourMs);
    await it.pass(minuteMs);
    const triage = (await said(it, "deadline")).filter((one) => one.includes("triage"));
    expect(triage.map((one) => one.split(" ")[2])).toEqual(["half", "near", "overdue"]);
    const cause = (await said(it, "deadline")).filter((one) => one.includes("root_cause"));
    expect(cause).toHaveLength(1);
    expect(cause[0]).toContain("overdue");
  });
});

onBothStores(
  "deadlines across the end of summer time",
  (journey) => {
    it("count hours that pass, not hours that clocks show", async () => {
      const it = journey();
      await it.send(firing(it, { labels: { severity: "warning" } }));
      await it.pass(25 * hourMs);
      expect(await said(it, "deadline")).toContain("deadline investigation_start overdue at 1440");
    });
  },
  "2026-10-24T18:00:00Z",
);

onBothStores(
  "deadlines across a leap day",
  (journey) => {
    it("fall due two days later, on the 29th", async () => {
      const it = journey();
      await it.send(firing(it));
      await act(it, { kind: "judge-real" });
      await it.pass(49 * hourMs);
      expect(await said(it, "deadline")).toContain("deadline root_cause overdue at 2880");
    });
  },
  "2028-02-27T20:00:00Z",
);

onBothStores("the policy's ladder and reminders", (journey) => {
  it("tells the next by a new message until somebody acknowledges", async () => {
    const it = journey();
    await it.send(firing(it, { labels: { service: "chat-bot" } }));
    await it.pass(11 * minuteMs);
    expect(await said(it, "escalated")).toEqual(["escalated ladder at 10"]);
    expect(it.slack("leads")).toContain("ServiceDown");
    await act(it, { kind: "acknowledge" });
    await it.pass(hourMs);
    expect(await said(it, "escalated")).toEqual(["escalated ladder at 10"]);
  });

  it("rings every half hour until somebody acknowledges (remind:)", async () => {
    const it = journey();
    await it.send(firing(it, { labels: { service: "payments" } }));
    await it.pass(65 * minuteMs);
    expect(await said(it, "reminded")).toEqual(["reminded at 30", "reminded at 60"]);
    await act(it, { kind: "acknowledge" });
    await it.pass(hourMs);
    expect(await said(it, "reminded")).toHaveLength(2);
  });

  it("U-26: an Incident Commander is asked for within 5 min at URGENT, then reminded every half hour", async () => {
    const it = journey();
    await it.send(firing(it, { labels: { severity: "urgent" } }));
    await it.pass(2 * minuteMs);
    expect(await said(it, "commander-asked")).toEqual(["commander-asked at 2"]);
    await act(it, { kind: "appoint", to: { id: "person:eve" } });
    await it.pass(62 * minuteMs);
    expect(await said(it, "update-due")).toEqual(["update-due at 32", "update-due at 62"]);
    await act(it, { kind: "appoint", to: { id: "person:bob" } });
    expect(await said(it, "commander")).toHaveLength(2);
  });
});

onBothStores("U-46: a service is silenced for an hour", (journey) => {
  it("keeps what is open quiet, acknowledges its page, and rings again at the end", async () => {
    const it = journey();
    await it.send(firing(it));
    await it.pass(minuteMs);
    expect(it.vigie.seen.pages().map(({ status }) => status)).toEqual(["triggered"]);
    const silence = silenceOf(it);
    expect(await act(it, { kind: "silence", silence })).toEqual({ kind: "done" });
    await it.pass(58 * minuteMs);
    expect(it.vigie.seen.pages().map(({ status }) => status)).toEqual(["acknowledged"]);
    expect(await said(it, "escalated", "deadline", "reminded")).toEqual([]);
    await it.pass(3 * minuteMs);
    expect(await said(it, "silence-over")).toEqual(["silence-over at 61"]);
    expect(it.vigie.seen.pages().map(({ status }) => status)).toEqual(["resolved", "triggered"]);
  });

  it("tells nobody of what opens meanwhile, until the end, except of URGENT", async () => {
    const it = journey();
    await it.send(firing(it));
    await act(it, { kind: "silence", silence: silenceOf(it) });
    await it.pass(minuteMs);
    await it.send(firing(it, { name: "Slow" }), firing(it, { name: "Burning", labels: { severity: "urgent" } }));
    await it.pass(minuteMs);
    expect(it.slack()).not.toContain("Slow");
    expect(it.slack()).toContain("Burning");
    expect((await found(it, "Slow")).incident.silenced?.id).toBe("51e9ce");
    await it.pass(hourMs);
    expect(it.slack()).toContain("Slow");
  });

  it("ends for all of the service when one person ends it, and silences nothing that comes later", async () => {
    const it = journey();
    await it.send(firing(it));
    await act(it, { kind: "silence", silence: silenceOf(it) });
    await it.pass(minuteMs);
    await it.send(firing(it, { name: "Slow" }));
    await it.pass(minuteMs);
    expect((await found(it, "Slow")).incident.silenced).toBeDefined();
    expect(await act(it, { kind: "unsilence" })).toEqual({ kind: "done" });
    await it.pass(minuteMs);
    expect((await found(it, "Slow")).incident.silenced).toBeUndefined();
    await it.send(firing(it, { name: "Late" }));
    await it.pass(minuteMs);
    expect(it.slack()).toContain("Late");
  });

  it("ends quietly with an incident whose source ended", async () => {
    const it = journey();
    const alert = firing(it, { labels: { severity: "warning" } });
    await it.send(alert);
    await it.pass(minuteMs);
    await act(it, { kind: "silence", silence: silenceOf(it) });
    await it.pass(minuteMs);
    await it.send({ ...alert, status: "resolved" });
    await it.pass(2 * hourMs);
    expect(await said(it, "silence-over")).toEqual([]);
    expect((await found(it)).incident.phase).toBe("closed");
  });

  it("is refused for more than 24 h", async () => {
    const it = journey();
    await it.send(firing(it));
    const until = it.vigie.world.now() + 25 * hourMs;
    expect(await act(it, { kind: "silence", silence: silenceOf(it, { until }) })).toMatchObject({
      because: "too-long",
    });
  });
});

onBothStores("protocol 5.4: a sender that says nothing", (journey) => {
  it("is said where it cannot be asked, resolves nothing, and is over with its next word", async () => {
    const it = journey();
    const alert = firing(it, { labels: { severity: "warning" } });
    for (let times = 0; times < 4; times += 1) {
      await it.send(alert);
      await it.pass(5 * minuteMs);
    }
    await it.pass(50 * minuteMs);
    expect((await found(it)).incident.unheardSince).toBeUndefined();
    await it.pass(8 * minuteMs);
    expect((await found(it)).incident).toMatchObject({ phase: "notified", unheardSince: expect.any(Number) });
    await it.send(alert);
    expect((await found(it)).incident.unheardSince).toBeUndefined();
  });

  it("is believed for twice Alertmanager's own repeat_interval before it ever repeated", async () => {
    const it = journey();
    await it.send(firing(it, { labels: { severity: "warning" } }));
    await it.pass(7.9 * hourMs);
    expect((await found(it)).incident.unheardSince).toBeUndefined();
    await it.pass(1.2 * hourMs);
    expect((await found(it)).incident.unheardSince).toBeDefined();
  });
});
