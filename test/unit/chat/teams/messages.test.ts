import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openConversations } from "../../../../src/chat/teams/conversations.ts";
import { readTurn, wordsIn } from "../../../../src/chat/teams/turn.ts";
import { sandboxTeamsApp } from "../../../../src/sandbox/teams/memory.ts";
import { channel } from "../../teams/a-view.ts";
import { aBook, aBot, ada, type Bot, button } from "./a-bot.ts";

const { appId, tenantId } = sandboxTeamsApp;
const us = { id: `28:${appId}` };
const from = { id: `29:${ada.teams}`, name: ada.name, aadObjectId: ada.teams };
const team = { id: "19:team@thread.tacv2", name: "Data" };

describe("What is said to the bot in Teams (behaviour 8)", () => {
  let bot: Bot;
  let rootId: string;
  beforeEach(async () => {
    bot = await aBot();
    rootId = await aThread();
  });
  afterEach(() => bot.stop());

  /** A thread that somebody began; the stand-in's page does the same. */
  const aThread = async (): Promise<string> => {
    const said = await fetch(`${bot.url}/sandbox/teams/people/say`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ person: ada.teams, channel, words: "open" }),
    });
    expect(said.status).toBe(303);
    return bot.standIn.threads().at(-1)?.root.id ?? "";
  };
  const replies = () => JSON.stringify(bot.standIn.threads().find(({ root }) => root.id === rootId)?.replies);
  const conversation = () => ({ id: `${channel};messageid=${rootId}`, conversationType: "channel", tenantId });

  test("a command is run without the mention, and answered in the thread", async () => {
    expect(bot.asked).toMatchObject([
      { text: "open", where: "teams", locale: "en", destination: `teams:${channel}`, account: { id: ada.teams } },
    ]);
    expect(replies()).toContain("fine");
    await bot.standIn.caller.say(ada, { channel, rootId }, "oncall <b>credit</b>&nbsp;scoring");
    expect(bot.asked.at(-1)?.text).toBe("oncall credit scoring");
  });

  test("a command that asks first is answered with a form, whose values come back with its words", async () => {
    const form = {
      title: "Report",
      fields: [{ kind: "text", id: "what", label: "What", required: true, multiline: false, maxUnits: 100 }],
      submit: "Report",
      cancel: "Cancel",
    } as const;
    bot.told.run = async () => ({ lines: [], form });
    await bot.standIn.caller.say(ada, { channel, rootId }, "report credit");
    expect(replies()).toContain('"verb":"vigie:command","data":{"words":"report credit","form":true}');
    bot.told.run = async () => ({ lines: [[{ kind: "text", text: "VIG-9 is open" }]] });
    const action = button("vigie:command", { words: "report credit", form: true });
    const sent = await bot.standIn.caller.press(ada, { channel, rootId }, action, { "value-what": "it is down" });
    expect(bot.asked.at(-1)).toMatchObject({ text: "report credit", values: { what: "it is down" } });
    expect(JSON.stringify(sent.body)).toContain("VIG-9 is open");
  });

  test("here answers with this channel's line for the policy", async () => {
    await bot.standIn.caller.say(ada, { channel, rootId }, "here");
    expect(replies()).toContain(`- { teams: \\"${channel}\\" }`);
    expect(bot.asked).toHaveLength(1);
  });

  test("added to a team, the bot says the lines to paste, one per channel", async () => {
    const added = { type: "conversationUpdate", from, recipient: us, membersAdded: [us], conversation: conversation() };
    const answer = await bot.standIn.caller.send({ ...added, channelData: { team, tenant: { id: tenantId } } });
    expect(answer.status).toBe(200);
    expect(replies()).toMatch(new RegExp(`Vigie is in this team.*teams: .*${channel}`));
  });

  test.each([
    ["an edited message", { type: "messageUpdate", text: "open" }],
    ["a deleted message", { type: "messageDelete" }],
    ["a reaction", { type: "messageReaction", reactionsAdded: [{ type: "like" }] }],
    ["typing", { type: "typing" }],
    ["an event", { type: "event", name: "application/vnd.microsoft.meetingStart", value: {} }],
    ["somebody who joins", { type: "conversationUpdate", membersAdded: [{ id: "29:other" }] }],
    ["a kind of later", { type: "telepathy" }],
    ["an invoke of another kind", { type: "invoke", name: "task/fetch", value: {} }],
    ["a message of another tenant", { type: "message", text: "open", conversation: { id: "19:x", tenantId: "other" } }],
    ["a message without a sender", { type: "message", text: "open", from: undefined }],
  ])("%s comes to nothing, and to 200", async (_what, activity) => {
    const before = replies();
    const answer = await bot.standIn.caller.send({ from, conversation: conversation(), ...activity });
    expect(answer.status).toBe(200);
    expect(bot.asked).toHaveLength(1);
    expect(replies()).toBe(before);
  });

  test("where a conversation lives is kept over a restart, and forgotten with the bot's removal", async () => {
    const told = bot.urls.serviceUrl.replace("emea", "apac");
    const said = { type: "message", text: "help", from, serviceUrl: told, conversation: conversation() };
    await bot.standIn.caller.send(said);
    expect(bot.conversations.serviceUrlOf(`${channel};messageid=1`)).toBe(told);
    const anew = await openConversations(bot.store);
    expect(anew.serviceUrlOf(channel)).toBe(told);
    expect((await bot.store.notes("teams-conversations")).map((entry) => JSON.parse(entry))).toMatchObject([
      { serviceUrl: told, tenantId, conversationId: channel },
    ]);
    await bot.standIn.caller.send({ ...said, type: "conversationUpdate", recipient: us, membersRemoved: [us] });
    expect(await bot.store.notes("teams-conversations")).toEqual([]);
  });

  test("the book of conversations is bounded: the oldest go first", async () => {
    const store = aBook();
    const conversations = await openConversations(store);
    const turn = {
      type: "message",
      channelId: "msteams",
      from,
      recipient: us,
      channelData: {},
      value: 0,
      entities: [],
    };
    for (let at = 0; at < 505; at += 1) {
      const where = { id: `a:${at}` };
      await conversations.remember(
        { ...turn, channelId: "msteams", serviceUrl: "https://x.example", conversation: where },
        tenantId,
      );
    }
    expect(await store.notes("teams-conversations")).toHaveLength(500);
    expect(conversations.serviceUrlOf("a:4")).toBeUndefined();
    expect(conversations.serviceUrlOf("a:5")).toBe("https://x.example");
  });
});

describe("What /api/messages refuses (protocol 12)", () => {
  let bot: Bot;
  beforeEach(async () => {
    bot = await aBot();
  });
  afterEach(() => bot.stop());
  const signed = (serviceUrl = bot.urls.serviceUrl) => ({
    authorization: `Bearer ${bot.standIn.tokens.issue({
      iss: "https://api.botframework.com",
      aud: appId,
      serviceurl: serviceUrl,
      exp: bot.clock.now / 1000 + 600,
    })}`,
  });
  const message = () => ({
    type: "message",
    channelId: "msteams",
    serviceUrl: bot.urls.serviceUrl,
    text: "open",
    from,
  });

  test("no token, a garbled one and another service URL's are 401 and reach nobody", async () => {
    for (const headers of [{}, { authorization: "Bearer abc" }, signed("https://evil.example/")]) {
      const answer = await bot.post(message(), headers);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ error: { code: "unauthorized" } });
    }
    expect(bot.asked).toEqual([]);
    expect(await bot.store.notes("teams-conversations")).toEqual([]);
  });

  test("what is not JSON, or no activity, is 400; what is too large 413", async () => {
    for (const body of ["{", "[]", "null", "7", '"type"', "{}", '{"type":7}']) {
      expect((await bot.post(body, signed())).status).toBe(400);
    }
    expect((await bot.post({ type: "message", text: "x".repeat(300_000) }, signed())).status).toBe(413);
  });

  test("a message of nothing but markup and mentions takes no time", () => {
    const mention = { type: "mention", text: "<", mentioned: { id: us.id } };
    const turn = readTurn(
      {
        ...message(),
        recipient: us,
        conversation: { id: channel, tenantId },
        text: "<".repeat(200_000),
        entities: [...Array(10_000).keys()].map(() => mention),
      },
      tenantId,
    );
    const startedAt = performance.now();
    expect(turn && wordsIn(turn)).toBe("");
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  test("a message of Web Chat is not heard: there the sender says themselves who they are", async () => {
    expect((await bot.post({ ...message(), channelId: "webchat" }, signed())).status).toBe(401);
    const whole = { ...message(), recipient: us, conversation: { id: channel, tenantId } };
    expect(readTurn(whole, tenantId)).toMatchObject({ text: "open" });
    expect(readTurn({ ...whole, channelId: "webchat" }, tenantId)).toBeUndefined();
    expect(bot.asked).toEqual([]);
  });
});
