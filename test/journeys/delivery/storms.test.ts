import { expect, it, vi } from "vitest";
import type { Probe } from "../../../src/probe.ts";
import { storeKinds } from "../stores.ts";
import { journeysOn, minuteMs, onBothStores } from "./journey.ts";

onBothStores("protocol 8.2: a storm", (journey) => {
  it("of 300 changes to one incident between two sends is one edit", async () => {
    const { vigie, pass, send, metric, slack } = journey();
    await send({ name: "ServiceDown" });
    await pass(minuteMs);
    const sent = 'vigie_deliveries_total{receiver="slack",outcome="sent"}';
    const before = await metric(sent);
    for (let at = 1; at <= 300; at += 1) await send({ name: "ServiceDown", labels: { instance: `pod-${at}` } });
    await pass(14_000);
    expect(await metric(sent)).toBe(before);
    await pass(minuteMs);
    expect((await metric(sent)) - before).toBe(1);
    expect(slack()).toContain("301 firing");
    expect(vigie.seen.pages()).toMatchObject([{ log: [{ action: "trigger" }] }]);
  });

  it("of more entries than are read at once is told to its end", async () => {
    const { vigie, pass, send } = journey();
    await send({ name: "ServiceDown" });
    await pass(minuteMs);
    for (let at = 1; at <= 420; at += 1) await send({ name: "ServiceDown", labels: { instance: `pod-${at}` } });
    await send({ name: "ServiceDown", labels: { instance: "last", severity: "urgent" } });
    await pass(minuteMs);
    const [message] = vigie.seen.slack();
    expect(message?.thread.filter(({ broadcast }) => broadcast)).toHaveLength(1);
    expect(vigie.seen.teamsCards()[0]?.replies.at(-1)?.activity.summary).toContain("URGENT");
    expect(JSON.stringify(vigie.seen.issues()[0]?.comments.at(-1))).toContain("URGENT");
  });

  it("of 1,000 alerts in 200 incidents is all told, URGENT first", { timeout: 120_000 }, async () => {
    const { vigie, pass, send } = journey();
    const services = Array.from({ length: 200 }, (_, at) => ({
      service: `service-${at}`,
      severity: at % 10 === 0 ? "urgent" : "warning",
    }));
    for (const labels of services)
      await send(...["a", "b", "c", "d", "e"].map((instance) => ({ name: "Slow", labels: { ...labels, instance } })));
    await pass(20 * minuteMs);

    const messages = vigie.seen.slack().filter(({ channelName }) => channelName === "ai-alerts");
    const services200 = services.map(({ service }) => service).toSorted();
    const named = (text: string) => /service-\d+/.exec(text)?.[0];
    expect(messages.map(({ text }) => named(text)).toSorted()).toEqual(services200);
    expect(messages.slice(0, 20).every(({ text }) => text.startsWith("SANDBOX URGENT"))).toBe(true);
    const cards = vigie.seen.teamsCards().map(({ root }) => JSON.stringify(root.activity));
    expect(cards.map(named).toSorted()).toEqual(services200);
    expect(vigie.seen.pages()).toHaveLength(20);
    expect(vigie.seen.issues()).toHaveLength(20);
    expect(await vigie.run.store.deadLetters(10)).toEqual([]);
  });

  it("on a Jira that answers nobody delays no page and no message", async () => {
    const { vigie, send } = journey();
    const mostTickets = 6;
    vigie.run.faults?.add({ vendor: "jira", kind: "time-out-after-accept", times: 1_000 });
    for (let at = 0; at < mostTickets; at += 1)
      await send({ name: "ServiceDown", labels: { service: `service-${at}` } });
    vigie.run.delivery.start();
    await vi.waitFor(() => {
      expect(vigie.seen.pages()).toHaveLength(mostTickets);
      expect(vigie.seen.teamsCards()).toHaveLength(mostTickets);
      // Slack takes three messages at once.
      expect(vigie.seen.slack()).toHaveLength(3);
    });
    expect((await vigie.run.store.backlog()).ticket).toBe(mostTickets);
    await vigie.abandon();
    await vigie.run.delivery.stop();
  });
});

/** Holds the process in the call that tells Slack. */
type Pause = { readonly probe: Probe; readonly calling: Promise<void>; readonly end: () => void };
function pauseInSlack(): Pause {
  const [calling, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const probe: Probe = (point, about) => {
    if (point !== "called" || about !== "slack") return undefined;
    calling.resolve();
    return ended.promise;
  };
  return { probe, calling: calling.promise, end: ended.resolve };
}

let pause: Pause;
journeysOn(
  storeKinds,
  "protocol 1.1: a fact that comes while its destination is being told",
  (journey) => {
    it("is not lost: the same message shows it afterwards", async () => {
      const { vigie, pass, send } = journey();
      await send({ name: "ServiceDown" });
      const working = vigie.run.delivery.runDue();
      await pause.calling;
      await send({ name: "ServiceDown", labels: { instance: "2", severity: "urgent" } });
      pause.end();
      await working;
      await pass(minuteMs);
      const [message, ...more] = vigie.seen.slack();
      expect(more).toEqual([]);
      expect(message?.text).toContain("URGENT");
      expect(message?.thread.filter(({ broadcast }) => broadcast)).toHaveLength(1);
    });
  },
  () => {
    pause = pauseInSlack();
    return { probe: pause.probe };
  },
);
