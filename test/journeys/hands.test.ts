import { expect, it } from "vitest";
import type { Fact } from "../../src/incident/fact.ts";
import type { StoredIncident } from "../../src/store/port.ts";
import { type Journey, minuteMs, onBothStores } from "./delivery/journey.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** The incident that a person looks at. */
async function incidentOf({ vigie }: Journey, id: string): Promise<StoredIncident> {
  const found = await vigie.run.store.find(Number(id.replace("VIG-", "")));
  if (!found) throw new Error(`there is no ${id}`);
  return found;
}

/** A person ends it, as a button will. */
async function end(journey: Journey, id: string, more: Partial<Extract<Fact, { kind: "ended" }>> = {}) {
  const { incident } = await incidentOf(journey, id);
  const { uid } = incident;
  await journey.vigie.run.intake.tell(incident, {
    kind: "ended",
    uid,
    as: "false_positive",
    by: "person:ada@corp.example",
    hold: "24h",
    because: "test-traffic",
    ...more,
  });
}

/** One alert that fires, is told, and is judged false a minute later; answers its incident's id. */
async function judged(journey: Journey, more: Parameters<typeof end>[2] = {}): Promise<string> {
  await journey.send({ name: "ServiceDown", startsAt: new Date(journey.vigie.world.now()).toISOString() });
  await journey.pass(minuteMs);
  const [incident] = await journey.incidents();
  await end(journey, incident?.id ?? "", more);
  await journey.pass(minuteMs);
  return incident?.id ?? "";
}

const pages = ({ vigie }: Journey) => vigie.seen.pages().map(({ status }) => status);

onBothStores("behaviour 3: ended by a person while the source fires", (journey) => {
  it("the page ends and the card says who, why and until when", async () => {
    const it = journey();
    await judged(it);
    expect(await it.incidents()).toMatchObject([{ phase: "closed", outcome: "false_positive" }]);
    expect(pages(it)).toEqual(["resolved"]);
    expect(it.slack()).toContain("FALSE POSITIVE");
    expect(it.slack()).toContain("judged by ada");
    expect(it.slack()).toContain("test traffic");
    expect(it.vigie.seen.issues().map(({ status }) => status)).toEqual(["Done"]);
  });

  it("the same occurrence is counted there and tells nobody, all day long", async () => {
    const it = journey();
    const startsAt = new Date(it.vigie.world.now()).toISOString();
    await judged(it);
    const shown = it.slack();
    for (let hour = 1; hour < 24; hour += 1) {
      await it.pass(hourMs);
      await it.send({ name: "ServiceDown", startsAt });
    }
    expect(await it.incidents()).toMatchObject([{ phase: "closed", received: 24 }]);
    expect(pages(it)).toEqual(["resolved"]);
    expect(it.slack()).toBe(shown);
  });

  it("what still fires when the hold ends comes back by itself, told and paged as new, and was not received again", async () => {
    const it = journey();
    const id = await judged(it);
    await it.pass(dayMs);
    const [back, before] = await it.incidents();
    expect(before).toMatchObject({ id, phase: "closed" });
    expect(back).toMatchObject({ phase: "notified", received: 0 });
    expect(pages(it)).toEqual(["resolved", "triggered"]);
    expect(it.vigie.seen.issues()).toHaveLength(2);
    const { incident } = await incidentOf(it, back?.id ?? "");
    const [opened] = await it.vigie.run.store.journal(incident, 0, 1);
    expect(opened?.data.follows).toMatchObject({ by: "person:ada@corp.example", because: "hold-over" });
  });

  it("what ended before the hold did stays away", async () => {
    const it = journey();
    const startsAt = new Date(it.vigie.world.now()).toISOString();
    await judged(it);
    await it.send({ name: "ServiceDown", startsAt, status: "resolved" });
    await it.pass(2 * dayMs);
    expect(await it.incidents()).toMatchObject([{ phase: "closed", firing: 0 }]);
    expect(pages(it)).toEqual(["resolved"]);
  });

  it("another alert opens a new incident while the first is held, and the first stays silent beside it", async () => {
    const it = journey();
    const startsAt = new Date(it.vigie.world.now()).toISOString();
    const id = await judged(it);
    const first = { name: "ServiceDown", startsAt };
    const second = { name: "ServiceDown", labels: { instance: "2" } };
    await it.send(first, second);
    await it.pass(minuteMs);
    await it.send(first, second);
    await it.pass(minuteMs);
    const all = await it.incidents();
    expect(all.map(({ phase, firing }) => [phase, firing])).toContainEqual(["notified", 1]);
    expect(all).toHaveLength(2);
    // The hold ends while another incident is the newest: what is held joins it.
    await it.pass(dayMs);
    expect((await it.incidents()).find((one) => one.id !== id)).toMatchObject({ phase: "notified", firing: 2 });
    expect(await it.incidents()).toHaveLength(2);
  });

  it("an older incident of the group can be judged while a newer one is open, which does not hear of it", async () => {
    const it = journey();
    const { world } = it.vigie;
    const first = { name: "ServiceDown", startsAt: new Date(world.now()).toISOString() };
    await it.send(first);
    await it.pass(minuteMs);
    await it.send({ ...first, status: "resolved" });
    const [old] = await it.incidents();
    // The timer that closes it has not run yet.
    world.advance(11 * minuteMs);
    await it.send({ name: "ServiceDown", startsAt: new Date(world.now()).toISOString() });
    await end(it, old?.id ?? "");
    await it.pass(minuteMs);
    const all = await it.incidents();
    expect(all.find(({ id }) => id === old?.id)).toMatchObject({ phase: "closed", outcome: "false_positive" });
    expect(all.find(({ id }) => id !== old?.id)).toMatchObject({ phase: "notified", firing: 1, outcome: null });
    expect(pages(it)).toEqual(["resolved", "triggered"]);
  });

  it("resolved in PagerDuty while it fires: shown, acknowledged, not green, and not paged again", async () => {
    const it = journey();
    const startsAt = new Date(it.vigie.world.now()).toISOString();
    await it.send({ name: "ServiceDown", startsAt });
    await it.pass(minuteMs);
    const [seen] = await it.incidents();
    const { incident } = await incidentOf(it, seen?.id ?? "");
    const fact = { kind: "resolved-elsewhere", uid: incident.uid, by: "person:Ada", where: "pagerduty" } as const;
    await it.vigie.run.intake.tell(incident, fact);
    await it.pass(minuteMs);
    await it.send({ name: "ServiceDown", startsAt });
    await it.pass(minuteMs);
    expect(it.slack()).toContain("resolved by Ada in PagerDuty, still firing");
    expect(it.slack()).not.toContain("RESOLVED");
    expect(await it.incidents()).toMatchObject([{ phase: "triaging" }]);
    expect(pages(it)).toEqual(["triggered"]);
  });
});
