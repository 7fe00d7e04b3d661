import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FakeWorld, fakeWorld } from "../support/fake-world.ts";
import { alertBody, type SampleAlert } from "../support/samples.ts";
import { startUnderTest, type UnderTest } from "../support/vigie-under-test.ts";
import { freshStore, storeKinds, storeMissing } from "./stores.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Friday 20 November 2026, 20:00 in Paris: the office opens on Monday at 08:00. */
const fridayEvening = Date.parse("2026-11-20T20:00:00+01:00");
const mondayMorning = Date.parse("2026-11-23T08:00:00+01:00");

const policy = `
version: 1
name: hours
identity: { environment: [environment], service: [service], family: [family, alertname] }
severity:
  labels: [{ label: severity, values: { info: info, warning: warning, critical: critical, urgent: urgent } }]
  otherwise: warning
environments: { production: [production] }
time_intervals:
  - name: office-hours
    time_intervals:
      - { weekdays: ["monday:friday"], times: [{ start_time: "08:00", end_time: "18:00" }], location: Europe/Paris }
destinations:
  chat: [{ slack: "#ai-alerts" }]
  day-chat: [{ slack: "#day" }]
  on-call:
    - pagerduty: { key: "5a4db0c5a4db0c5a4db0c5a4db0c5a4d" }
      mention: "@here"
      fallback: [{ slack: "#fallback" }]
  ticket: [{ jira: { project: OPS, move: { resolved: done } } }]
route:
  group_by: [environment, service, family]
  tell:
    warning: [chat, { to: day-chat, during: office-hours }]
    critical: [{ to: on-call, during: office-hours }, { to: ticket, during: office-hours }]
    urgent: [on-call]
  routes:
    - match: [source="vigie"]
      tell: { warning: [chat], critical: [], urgent: [] }
    - match: [service="batch"]
      active_time_intervals: [office-hours]
      tell: { warning: [chat], critical: [on-call], urgent: [on-call] }
`;

describe.each(storeKinds)("hours of destinations (behaviour 9, protocol 1.6), on %s", (kind) => {
  const missing = storeMissing(kind);
  if (missing) {
    it.skip(missing, () => {});
    return;
  }
  let vigie: UnderTest;
  let world: FakeWorld;
  let file: string;
  let end: () => Promise<void>;

  beforeEach(async () => {
    const folder = mkdtempSync(join(tmpdir(), "vigie-hours-"));
    file = join(folder, "policy.yaml");
    writeFileSync(file, policy);
    const store = await freshStore(kind);
    world = fakeWorld(fridayEvening);
    vigie = await startUnderTest({ store: store.url, world, env: { VIGIE_POLICY: file } });
    end = async () => {
      await vigie.stop();
      await store.stop();
      rmSync(folder, { recursive: true, force: true });
    };
  });
  afterEach(() => end());

  const send = async (...alerts: readonly SampleAlert[]) => {
    expect((await vigie.post("alertmanager", alertBody(alerts, fridayEvening))).status).toBe(200);
    await vigie.settle();
  };
  const passUntil = async (at: number) => {
    await vigie.settle(at - world.now());
    world.set(at);
    await vigie.settle(0);
  };
  const channel = (name: string) => vigie.seen.slack().filter(({ channelName }) => channelName === name);
  const shown = (name: string) => JSON.stringify(channel(name));

  it("a first message, a page and a ticket wait until the interval opens; who has no hours is told at once", async () => {
    await send({ name: "ServiceDown" });
    expect(channel("ai-alerts")).toHaveLength(1);
    expect([channel("day"), vigie.seen.pages(), vigie.seen.issues()]).toEqual([[], [], []]);

    await passUntil(mondayMorning - 1);
    expect([channel("day"), vigie.seen.pages(), vigie.seen.issues()]).toEqual([[], [], []]);

    await passUntil(mondayMorning);
    expect(channel("day")).toHaveLength(1);
    expect(vigie.seen.pages()).toHaveLength(1);
    expect(vigie.seen.pages()[0]?.log).toHaveLength(1);
    expect(vigie.seen.issues()).toHaveLength(1);
  });

  it("a destination that was never told is not told of what is over by then", async () => {
    await send({ name: "ServiceDown" });
    await passUntil(fridayEvening + hourMs);
    await send({ name: "ServiceDown", status: "resolved" });
    await passUntil(mondayMorning + hourMs);
    expect(channel("ai-alerts")).toHaveLength(1);
    expect([channel("day"), vigie.seen.issues()]).toEqual([[], []]);
    expect(vigie.seen.pages().filter(({ log }) => log.length > 0)).toEqual([]);
  });

  it("the card says from when the others are told, and says so no longer once they are", async () => {
    await send({ name: "ServiceDown" });
    expect(shown("ai-alerts")).toMatch(/on-call \(PagerDuty\) from /);
    expect(shown("ai-alerts")).toMatch(/ticket \(Jira OPS\) from /);
    await passUntil(mondayMorning + minuteMs);
    expect(shown("ai-alerts")).not.toMatch(/\) from /);
    expect(shown("ai-alerts")).toContain("Paged");
  });

  it("a page that waits for its hours is never NOT PAGED, nor told to its fallback; one that fails within them is", async () => {
    await send({ name: "ServiceDown" });
    await passUntil(fridayEvening + hourMs);
    expect(shown("ai-alerts")).not.toContain("NOT PAGED");
    expect(channel("fallback")).toEqual([]);

    vigie.run.faults?.add({ vendor: "pagerduty", kind: "server-error", times: 1_000 });
    await passUntil(mondayMorning + 29_000);
    expect(shown("ai-alerts")).not.toContain("NOT PAGED");
    await passUntil(mondayMorning + 31_000);
    expect(shown("ai-alerts")).toContain("NOT PAGED");
    expect(channel("fallback")).toHaveLength(1);
  });

  it("a severity that tells without hours rings at once, also what waited until then", async () => {
    await send({ name: "ServiceDown" });
    expect(vigie.seen.pages()).toEqual([]);
    await send({ name: "ServiceDown", labels: { instance: "2", severity: "urgent" } });
    expect(vigie.seen.pages()).toHaveLength(1);
  });

  it("hours that a new policy no longer names are dropped with the next repeat", async () => {
    await send({ name: "ServiceDown" });
    expect(vigie.seen.pages()).toEqual([]);
    writeFileSync(file, policy.replace("critical: [{ to: on-call, during: office-hours }", "critical: [on-call"));
    expect(await vigie.run.policies.reload()).toMatchObject({ ok: true });
    await send({ name: "ServiceDown" });
    expect(vigie.seen.pages()).toMatchObject([{ status: "triggered" }]);
    expect(vigie.seen.issues()).toEqual([]);
  });

  it("what is there is edited outside the hours too, silently; what would ring in its thread waits", async () => {
    world.set(mondayMorning + hourMs);
    await send({ name: "BatchLate", labels: { service: "batch", severity: "warning" } });
    expect(channel("ai-alerts")).toHaveLength(1);
    const evening = mondayMorning + 12 * hourMs;
    await passUntil(evening);
    await send({ name: "BatchLate", labels: { service: "batch", severity: "critical", instance: "2" } });
    const [message] = channel("ai-alerts");
    expect(JSON.stringify(message?.blocks)).toContain("CRITICAL");
    expect(message?.thread).toEqual([]);
    expect(vigie.seen.pages()).toEqual([]);

    await passUntil(mondayMorning + 24 * hourMs);
    expect(channel("ai-alerts")[0]?.thread.map(({ broadcast }) => broadcast)).toContain(true);
    expect(vigie.seen.pages()).toHaveLength(1);
  });

  it("whoever is called outside the hours hears of it when they begin", async () => {
    world.set(mondayMorning + hourMs);
    await send({ name: "BatchLate", labels: { service: "batch", severity: "warning" } });
    await passUntil(mondayMorning + 12 * hourMs);
    const [stored] = (await vigie.run.store.list({ limit: 1 })).incidents;
    if (!stored) throw new Error("nothing was opened");
    const { incident } = stored;
    const act = { kind: "assign", to: { id: "person:slack:U0SANDBO", name: "Bo" } } as const;
    await vigie.run.intake.ask(incident, { kind: "act", uid: incident.uid, act, by: { id: "person:a" }, where: "web" });
    await vigie.settle();
    expect(shown("ai-alerts")).toContain("ssigned to Bo");
    expect(channel("ai-alerts")[0]?.thread).toEqual([]);
    await passUntil(mondayMorning + 24 * hourMs);
    expect(channel("ai-alerts")[0]?.thread).toMatchObject([
      { broadcast: false, text: expect.stringMatching(/^<@U0SANDBO> .*Assigned to Bo/) },
    ]);
  });

  it("what would have rung is never told where the incident ended before its hours; the end is, silently", async () => {
    world.set(mondayMorning + hourMs);
    await send({ name: "BatchLate", labels: { service: "batch", severity: "warning" } });
    await passUntil(mondayMorning + 12 * hourMs);
    await send({ name: "BatchLate", labels: { service: "batch", severity: "critical", instance: "2" } });
    await send(
      { name: "BatchLate", labels: { service: "batch", severity: "critical", instance: "2" }, status: "resolved" },
      { name: "BatchLate", labels: { service: "batch", severity: "warning" }, status: "resolved" },
    );
    expect(JSON.stringify(channel("ai-alerts")[0]?.blocks)).toContain("RESOLVED");
    await passUntil(mondayMorning + 25 * hourMs);
    const [message] = channel("ai-alerts");
    expect(message?.thread.filter(({ broadcast }) => broadcast)).toEqual([]);
    expect(message?.thread.length).toBeGreaterThan(0);
    expect(vigie.seen.pages().filter(({ status }) => status === "triggered")).toEqual([]);
  });

  it("resolve goes to PagerDuty at once, whatever the hour", async () => {
    world.set(mondayMorning + hourMs);
    await send({ name: "ServiceDown" });
    expect(vigie.seen.pages()).toMatchObject([{ status: "triggered" }]);
    await passUntil(mondayMorning + 12 * hourMs);
    await send({ name: "ServiceDown", status: "resolved" });
    expect(vigie.seen.pages()).toMatchObject([{ status: "resolved" }]);
  });

  it("a page that waited, whose incident ended and came back before its hours, wakes once when they begin", async () => {
    await send({ name: "ServiceDown" });
    await send({ name: "ServiceDown", status: "resolved" });
    await passUntil(fridayEvening + 5 * minuteMs);
    const startsAt = new Date(world.now()).toISOString();
    await send({ name: "ServiceDown", startsAt });
    await passUntil(mondayMorning - minuteMs);
    expect(vigie.seen.pages().filter(({ status }) => status === "triggered")).toEqual([]);
    expect(shown("ai-alerts")).not.toContain("NOT PAGED");
    await passUntil(mondayMorning + minuteMs);
    expect(vigie.seen.pages()).toMatchObject([{ status: "triggered" }]);
    expect(channel("ai-alerts")).toHaveLength(1);
    expect(channel("day")).toHaveLength(1);
  });

  it("a page that nobody takes at night is told to its fallback at once, though that has hours otherwise", async () => {
    const atNight = policy
      .replace('fallback: [{ slack: "#fallback" }]', 'fallback: [{ slack: "#day" }]')
      .replace("critical: [{ to: on-call, during: office-hours }", "critical: [on-call");
    writeFileSync(file, atNight);
    expect(await vigie.run.policies.reload()).toMatchObject({ ok: true });
    vigie.run.faults?.add({ vendor: "pagerduty", kind: "server-error", times: 1_000 });
    await send({ name: "ServiceDown" });
    expect(channel("day")).toHaveLength(1);
    expect(shown("day")).toContain("NOT PAGED");
  });

  it("hours that never come are said so, and a reload that opens them is heard within the hour, and watched", async () => {
    const never = policy.replace('{ weekdays: ["monday:friday"],', '{ years: ["2020"],');
    writeFileSync(file, never);
    expect(await vigie.run.policies.reload()).toMatchObject({ ok: true });
    await send({ name: "ServiceDown" });
    await passUntil(mondayMorning + hourMs);
    expect(vigie.seen.pages()).toEqual([]);
    expect(shown("ai-alerts")).toMatch(/on-call \(PagerDuty\).* never/);
    writeFileSync(file, policy);
    expect(await vigie.run.policies.reload()).toMatchObject({ ok: true });
    vigie.run.faults?.add({ vendor: "pagerduty", kind: "server-error", times: 1_000 });
    await passUntil(world.now() + hourMs + minuteMs);
    expect(shown("ai-alerts")).toContain("NOT PAGED");
    vigie.run.faults?.clear();
    await passUntil(world.now() + 6 * minuteMs);
    expect(vigie.seen.pages()).toMatchObject([{ status: "triggered" }]);
    expect(JSON.stringify(channel("ai-alerts")[0]?.blocks)).not.toContain("NOT PAGED");
  });
});
