import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { alertBody } from "../support/samples.ts";
import { ada, bo, slackPeople } from "../support/slack-people.ts";
import { startUnderTest, type UnderTest } from "../support/vigie-under-test.ts";
import { freshStore, storeKinds, storeMissing } from "./stores.ts";

const listSchema = z.object({ incidents: z.array(z.object({ id: z.string() })) });
const journalSchema = z.object({ entries: z.array(z.looseObject({ kind: z.string(), actor: z.string() })) });

describe.each(storeKinds)("pressed in Slack, on %s", (kind) => {
  const missing = storeMissing(kind);
  if (missing) {
    it.skip(missing, () => {});
    return;
  }
  let vigie: UnderTest;
  let people: ReturnType<typeof slackPeople>;
  let end: () => Promise<void>;

  beforeEach(async () => {
    const store = await freshStore(kind);
    vigie = await startUnderTest({ store: store.url });
    people = slackPeople(vigie);
    end = async () => {
      await vigie.stop();
      await store.stop();
    };
    await fire("ServiceDown");
  });
  afterEach(() => end());

  const fire = async (name: string) => {
    await vigie.post("alertmanager", alertBody([{ name }], vigie.world.now()));
    await vigie.settle();
  };
  const card = () => {
    const [message] = vigie.seen.slack();
    if (!message) throw new Error("no card in Slack");
    return message;
  };
  const id = async () => listSchema.parse(await vigie.get("/api/v1/incidents")).incidents[0]?.id ?? "none";
  const kinds = async () => journalSchema.parse(await vigie.get(`/api/v1/incidents/${await id()}/journal`)).entries;
  const count = async (kind: string) => (await kinds()).filter((entry) => entry.kind === kind).length;

  it("Acknowledge takes effect once, the card shows who, and the button is gone", async () => {
    expect(people.buttons(card())).toContain("acknowledge");
    expect((await people.press(card(), "acknowledge", ada)).status).toBe(303);
    await vigie.settle();

    const acknowledged = (await kinds()).filter(({ kind }) => kind === "acknowledged");
    expect(acknowledged).toMatchObject([{ actor: "person:ada@sandbox.example" }]);
    expect(people.buttons(card())).not.toContain("acknowledge");
    expect(JSON.stringify(card().attachments)).toMatch(/ada/i);
    expect(people.told(card().channel, ada)).toEqual([]);
  });

  it("a press on a card that is out of date tells the presser alone who did what, and changes nothing", async () => {
    const before = card();
    await people.press(before, "acknowledge", ada);
    await people.press(before, "acknowledge", bo);

    await vi.waitFor(() => expect(people.told(before.channel, bo)).toHaveLength(1));
    expect(people.told(before.channel, bo)[0]).toMatch(/ada/i);
    expect(await count("acknowledged")).toBe(1);
  });

  it("two presses at the same moment are one acknowledgement", async () => {
    await Promise.all([people.press(card(), "acknowledge", ada), people.press(card(), "acknowledge", bo)]);
    expect(await count("acknowledged")).toBe(1);
  });

  it("repeats never make a card too old to acknowledge", async () => {
    const read = card();
    for (let n = 0; n < 20; n += 1)
      await vigie.post("alertmanager", alertBody([{ name: "ServiceDown" }], vigie.world.now()));
    await people.press(read, "acknowledge", ada);
    expect(await count("acknowledged")).toBe(1);
  });

  it("what asks first opens a form; a faulty one stays open with what is wrong, a good one takes effect", async () => {
    const { view } = await people.press(card(), "note", ada, true);
    if (!view) throw new Error("no form was opened");
    const [field] = view.view.blocks.flatMap((block) => (block.type === "input" ? (block.block_id ?? []) : []));
    expect(field).toBeDefined();
    const faulty = await people.submit(view, { [field ?? ""]: " " });
    expect(faulty).toMatchObject({ status: 200, text: expect.stringContaining("<strong>") });
    expect(await count("noted")).toBe(0);
    expect((await people.submit(view, { [field ?? ""]: "the disk was full" })).status).toBe(303);
    await vigie.settle();
    expect(await count("noted")).toBe(1);
    expect(JSON.stringify(card().thread)).toContain("the disk was full");
  });

  it("/vigie answers whoever typed it, alone", async () => {
    const { channel } = card();
    await people.command("/vigie", channel, bo);
    expect(people.told(channel, bo).join("\n")).toContain(await id());
  });

  it("U-26: a channel of its own is asked for once more, opened, named after the incident, with its people and the card", async () => {
    await people.press(card(), "acknowledge", ada);
    await vigie.settle();
    const { view } = await people.press(card(), "channel", bo, true);
    if (!view) throw new Error("no confirmation was asked for");
    await people.submit(view, {});
    await vigie.settle();

    const own = people.channel((await id()).toLowerCase());
    expect(own).toMatchObject({ members: [ada], pins: [expect.any(String)] });
    expect(own?.messages).toHaveLength(1);
    expect(await count("channel-open")).toBe(1);
    expect(people.buttons(card())).not.toContain("channel");
  });

  it("a channel of its own is opened once Slack has time for it", async () => {
    const { view } = await people.press(card(), "channel", bo, true);
    if (!view) throw new Error("no confirmation was asked for");
    vigie.run.faults?.add({
      vendor: "slack",
      method: "conversations.create",
      kind: "rate-limited",
      retryAfterSec: 30,
      times: 2,
    });
    await people.submit(view, {});
    await vigie.settle();
    expect(people.channel((await id()).toLowerCase())?.messages).toHaveLength(1);
  });

  it("a channel that Slack refuses is said in the thread, with what to do", async () => {
    const { view } = await people.press(card(), "channel", bo, true);
    if (!view) throw new Error("no confirmation was asked for");
    vigie.run.faults?.add({ vendor: "slack", method: "conversations.create", kind: "revoked" });
    await people.submit(view, {});
    await vigie.settle();
    expect(people.channel((await id()).toLowerCase())).toBeUndefined();
    expect(JSON.stringify(card().thread)).toContain("token_revoked");
  });

  it("a page of another site presses nothing", async () => {
    const answer = await fetch(`${vigie.run.origin}/sandbox/slack/people/press`, {
      method: "POST",
      headers: { origin: "https://evil.example" },
      body: new URLSearchParams({ user: ada, press: "{}" }),
    });
    expect(answer.status).toBe(403);
  });
});
