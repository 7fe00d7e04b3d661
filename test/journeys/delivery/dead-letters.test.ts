import { expect, it } from "vitest";
import { createSlackMemory } from "../../../src/sandbox/slack/memory.ts";
import { always, type Journey, minuteMs, onBothStores } from "./journey.ts";

const slackId = "slack:#ai-alerts";

/** Ways in which a channel is lost, and how it comes back. */
const losses: readonly {
  readonly what: string;
  readonly reason: string;
  readonly said: string;
  readonly lose: (journey: Journey) => void;
  readonly restore: (journey: Journey) => void;
}[] = [
  {
    what: "is archived",
    reason: "archived",
    said: "the channel is archived",
    lose: ({ vigie }) =>
      vigie.run.faults?.add({ vendor: "slack", kind: "place-archived", place: "ai-alerts", times: always }),
    restore: ({ vigie }) => vigie.run.faults?.clear(),
  },
  {
    what: "is deleted",
    reason: "not-found",
    said: "no such place",
    lose: ({ vigie }) =>
      vigie.run.faults?.add({ vendor: "slack", kind: "place-deleted", place: "ai-alerts", times: always }),
    restore: ({ vigie }) => vigie.run.faults?.clear(),
  },
  {
    what: "is private and Vigie was removed from it",
    reason: "not-found",
    said: "no such place",
    lose: (journey) => setChannel(journey, { isPrivate: true, isMember: false }),
    restore: (journey) => setChannel(journey, { isMember: true }),
  },
];

function setChannel({ vigie }: Journey, change: { isPrivate?: boolean; isMember?: boolean }): void {
  const memory = createSlackMemory(vigie.state);
  const channel = memory.channel("ai-alerts");
  if (!channel) throw new Error("there is no #ai-alerts");
  memory.keepChannel({ ...channel, ...change });
}

onBothStores("protocol 9: a Slack channel is lost", (journey) => {
  const standing = async () => {
    const { incidents, detail } = journey();
    const [incident] = await incidents();
    const { destinations } = await detail(incident?.id ?? "");
    return destinations.find(({ destination }) => destination === slackId);
  };

  it.each(losses)("when it $what, that is said elsewhere at once and mended with the next fact", async (loss) => {
    const { vigie, pass, send, teams, metric } = journey();
    loss.lose(journey());
    await send({ name: "ServiceDown" });
    await pass(minuteMs);
    expect(vigie.seen.slack()).toEqual([]);
    expect(await standing()).toMatchObject({ state: "undelivered", reason: loss.reason });
    expect(teams()).toContain(loss.said);
    expect(await vigie.run.store.deadLetters(10)).toMatchObject([
      { subject: { kind: "destination", destination: slackId }, reason: loss.reason },
    ]);
    expect(await metric(`vigie_dead_letters_total{receiver="slack",reason="${loss.reason}"}`)).toBeGreaterThan(0);

    loss.restore(journey());
    await pass(60 * minuteMs);
    expect(vigie.seen.slack()).toEqual([]);
    await send({ name: "ServiceDown", labels: { instance: "2" } });
    await vigie.settle();
    expect(vigie.seen.slack()).toHaveLength(1);
    expect(await standing()).toMatchObject({ state: "told", reason: null });
    expect(JSON.stringify(vigie.seen.teamsCards()[0]?.root)).not.toContain(loss.said);
    expect(await vigie.run.store.deadLetters(10)).toEqual([]);
  });

  it("after its message was posted, the story goes on there once the channel is back", async () => {
    const { vigie, pass, send } = journey();
    await send({ name: "ServiceDown" });
    await vigie.settle();
    vigie.run.faults?.add({ vendor: "slack", kind: "place-archived", place: "ai-alerts", times: always });
    await send({ name: "ServiceDown", labels: { instance: "2", severity: "urgent" } });
    await pass(minuteMs);
    expect(await standing()).toMatchObject({ state: "undelivered", reason: "archived" });
    vigie.run.faults?.clear();
    await send({ name: "ServiceDown", labels: { instance: "3" } });
    await vigie.settle();
    const [message, ...more] = vigie.seen.slack();
    expect(more).toEqual([]);
    expect(message?.text).toContain("URGENT");
    expect(message?.thread.filter(({ broadcast }) => broadcast)).toHaveLength(1);
  });
});
