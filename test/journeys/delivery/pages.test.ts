import { expect, it } from "vitest";
import { always, minuteMs, onBothStores, secondMs } from "./journey.ts";

onBothStores("protocol 3.4: a page that PagerDuty does not take", (journey) => {
  const ownIncident = async () => (await journey().incidents()).filter(({ service }) => service === "vigie");
  const breakPagerDuty = (kind: "server-error" | "revoked") =>
    journey().vigie.run.faults?.add({ vendor: "pagerduty", kind, times: always });

  /** The message of the first incident without its thread. */
  const slackCard = () => JSON.stringify({ ...journey().vigie.seen.slack()[0], thread: [] });

  it("is tried for 30 s before anybody is told so", async () => {
    const { pass, send, slack, metric } = journey();
    breakPagerDuty("server-error");
    await send({ name: "ServiceDown" });
    await pass(29 * secondMs);
    expect(slack()).not.toContain("NOT PAGED");
    expect(slack("oncall-fallback")).toBe("[]");
    expect(await metric("vigie_page_undelivered")).toBe(0);
  });

  it("is said on the cards with its reason and a mention, told to the fallback, measured, and Vigie's own incident", async () => {
    const { vigie, pass, send, slack, teams, metric } = journey();
    breakPagerDuty("server-error");
    await send({ name: "ServiceDown" });
    await pass(40 * secondMs);
    expect(vigie.seen.pages()).toEqual([]);
    for (const card of [slack(), teams()]) {
      expect(card).toContain("NOT PAGED");
      expect(card).toContain("it answers with an error");
    }
    expect(slack()).toContain('"type":"broadcast","range":"here"');
    expect(slack("oncall-fallback")).toContain("NOT PAGED");
    expect(await metric("vigie_page_undelivered")).toBe(1);
    expect(await ownIncident()).toMatchObject([
      { family: "page-undelivered", severity: "warning", phase: "notified", received: 1 },
    ]);
  });

  it("goes out when PagerDuty is back: the cards say so, Vigie's own incident ends, the metric is 0", async () => {
    const { vigie, pass, send, slack, teams, metric, incidents } = journey();
    breakPagerDuty("server-error");
    await send({ name: "ServiceDown" });
    await pass(2 * minuteMs);
    vigie.run.faults?.clear();
    await pass(6 * minuteMs);
    expect(vigie.seen.pages().map(({ status, log }) => [status, log.length])).toEqual([["triggered", 1]]);
    const cards = [slackCard(), JSON.stringify(vigie.seen.teamsCards()[0]?.root)];
    for (const card of cards) expect(card).not.toContain("NOT PAGED");
    expect(slack() + teams()).toContain("NOT PAGED");
    expect(await metric("vigie_page_undelivered")).toBe(0);
    expect(await ownIncident()).toMatchObject([{ phase: "resolved" }]);
    expect(await incidents()).toHaveLength(2);
  });

  it("opens one incident of Vigie's own for many pages, and none for itself", async () => {
    const { pass, send, incidents } = journey();
    breakPagerDuty("server-error");
    await send({ name: "ServiceDown" }, { name: "ServiceDown", labels: { service: "chat" } });
    await pass(10 * minuteMs);
    expect(await ownIncident()).toMatchObject([{ phase: "notified", received: 2 }]);
    expect(await incidents()).toHaveLength(3);
  });

  it("with a revoked key is said at once, and tried again at least every 5 min as long as it is wanted", async () => {
    const { vigie, pass, send, slack, metric } = journey();
    breakPagerDuty("revoked");
    await send({ name: "ServiceDown" });
    await pass(5 * secondMs);
    expect(slack()).toContain("NOT PAGED");
    expect(slack()).toContain("it refuses the message");
    expect(await metric("vigie_page_undelivered")).toBe(1);
    const tries = () => metric('vigie_deliveries_total{receiver="pagerduty",outcome="bad-request"}');
    const before = await tries();
    await pass(60 * minuteMs);
    expect((await tries()) - before).toBeGreaterThanOrEqual(12);
    expect(await vigie.run.store.deadLetters(10)).toEqual([]);
    vigie.run.faults?.clear();
    await pass(5 * minuteMs);
    expect(vigie.seen.pages()).toMatchObject([{ status: "triggered" }]);
    expect(await metric("vigie_page_undelivered")).toBe(0);
  });

  it("is not tried any more once the incident is over, and wakes nobody afterwards", async () => {
    const { vigie, pass, send, metric } = journey();
    breakPagerDuty("server-error");
    const startsAt = new Date(vigie.world.now()).toISOString();
    await send({ name: "ServiceDown", startsAt });
    await pass(minuteMs);
    await send({ name: "ServiceDown", startsAt, status: "resolved" });
    await pass(minuteMs);
    expect(await metric("vigie_page_undelivered")).toBe(0);
    vigie.run.faults?.clear();
    await pass(6 * minuteMs);
    expect(vigie.seen.pages()).toEqual([]);
  });

  it("is Vigie's trouble again when the incident comes back while PagerDuty is still away", async () => {
    const { vigie, pass, send, metric } = journey();
    breakPagerDuty("server-error");
    const startsAt = new Date(vigie.world.now()).toISOString();
    await send({ name: "ServiceDown", startsAt });
    await pass(minuteMs);
    await send({ name: "ServiceDown", startsAt, status: "resolved" });
    await pass(minuteMs);
    await send({ name: "ServiceDown" });
    await pass(minuteMs);
    expect(await metric("vigie_page_undelivered")).toBe(1);
    expect(await ownIncident()).toMatchObject([{ phase: "notified" }]);
  });

  it("after an earlier page of the same incident, stays said until it is delivered", async () => {
    const { vigie, pass, send } = journey();
    const startsAt = new Date(vigie.world.now()).toISOString();
    await send({ name: "ServiceDown", startsAt });
    await pass(minuteMs);
    await send({ name: "ServiceDown", startsAt, status: "resolved" });
    await pass(minuteMs);
    breakPagerDuty("server-error");
    await send({ name: "ServiceDown" });
    for (let minute = 0; minute < 4; minute += 1) {
      await pass(minuteMs);
      expect(slackCard()).toContain("NOT PAGED");
    }
  });

  it("accepted in the very moment in which it was given up, counts as accepted", async () => {
    const { vigie, pass, send, metric } = journey();
    await send({ name: "ServiceDown" });
    await pass(minuteMs);
    const [stored] = (await vigie.run.store.list({ limit: 1 })).incidents;
    const page = stored?.incident.owed.find(({ receiver }) => receiver === "pagerduty");
    if (!stored || !page) throw new Error("nothing pages");
    await vigie.run.intake.tell(stored.incident, {
      kind: "undelivered",
      uid: stored.incident.uid,
      destination: page.id,
      reason: "time-out",
      state: "undelivered",
      fallback: [],
    });
    await pass(minuteMs);
    expect(slackCard()).not.toContain("NOT PAGED");
    expect(await metric("vigie_page_undelivered")).toBe(0);
  });
});
