import { expect, it } from "vitest";
import { always, journeysOn, onBothStores, secondMs } from "./journey.ts";

onBothStores("protocol 8.1: Slack asks to be spared for one channel", (journey) => {
  it("waits there as long as it was asked to, while every other place goes on", async () => {
    const { vigie, pass, send, slack, metric } = journey();
    vigie.run.faults?.add({ vendor: "slack", kind: "rate-limited", retryAfterSec: 30, place: "ai-alerts" });
    await send({ name: "ServiceDown" });
    await pass(secondMs);
    await send({ name: "Slow" }, { name: "Slow", labels: { team: "second", service: "chat" } });
    await pass(20 * secondMs);
    expect(slack()).toBe("[]");
    expect(slack("second")).toContain("Slow");
    expect(vigie.seen.teamsCards()).toHaveLength(2);
    expect(vigie.seen.pages()).toHaveLength(3);
    expect(vigie.seen.issues()).toHaveLength(3);
    // One call was refused; the message that came later did not even ask.
    expect(await metric('vigie_deliveries_total{receiver="slack",outcome="rate-limited"}')).toBe(1);
    await pass(20 * secondMs);
    expect(vigie.seen.slack().filter(({ channelName }) => channelName === "ai-alerts")).toHaveLength(2);
  });

  it("an edit that has to wait does not hold up the edits of other channels", async () => {
    const { vigie, pass, send, slack } = journey();
    await send({ name: "ServiceDown" }, { name: "Slow", labels: { team: "second", service: "chat" } });
    await vigie.settle();
    vigie.run.faults?.add({
      vendor: "slack",
      method: "chat.update",
      kind: "rate-limited",
      retryAfterSec: 60,
      place: "ai-alerts",
      times: always,
    });
    await send({ name: "ServiceDown", labels: { instance: "2" } });
    await pass(20 * secondMs);
    await send({ name: "Slow", labels: { instance: "2", team: "second", service: "chat" } });
    await pass(30 * secondMs);
    expect(slack("second")).toContain("2 firing");
    expect(slack()).not.toContain("2 firing");
    vigie.run.faults?.clear();
    await vigie.settle();
    expect(slack()).toContain("2 firing");
  });
});

journeysOn(["redis"], "protocol 8.1: one replica is asked to wait", (journey) => {
  it("and the others wait with it", async () => {
    const { vigie, send, start, slack } = journey();
    const { world } = vigie;
    const other = await start({ world });
    vigie.run.faults?.add({ vendor: "slack", kind: "rate-limited", retryAfterSec: 30, place: "ai-alerts" });
    await send({ name: "ServiceDown" });
    await vigie.run.delivery.runDue();
    await send({ name: "Slow" });
    await other.run.delivery.runDue();
    world.advance(29 * secondMs);
    await other.run.delivery.runDue();
    expect(slack()).toBe("[]");
    expect(JSON.stringify(other.seen.slack())).toBe("[]");
    expect(other.seen.teamsCards()).toHaveLength(1);
    world.advance(secondMs);
    await other.run.delivery.runDue();
    expect(other.seen.slack()).toHaveLength(2);
  });
});
