import { WebClient } from "@slack/web-api";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { sandboxPeople } from "../../../src/sandbox/people.ts";
import { manifestScopes } from "../../../src/sandbox/slack/index.ts";
import { methods } from "../../../src/sandbox/slack/methods.ts";
import { nine } from "../draw/views.ts";
import { needs, referee } from "./referees.ts";
import { type Answer, openSlack, type SlackWorld, token } from "./sandbox.ts";

const text = (value: string) => ({ type: "section", text: { type: "plain_text", text: value } });
const trace = { event_type: "vigie", event_payload: { uid: "u", step: "post" } };
const without = (scope: string) => ({ scopes: () => manifestScopes.filter((one) => one !== scope) });

const ada = sandboxPeople[0].slack;
const plain = (words: string) => ({ type: "plain_text", text: words });
const pressable = { type: "button", action_id: "vigie:note", text: plain("Note"), value: "v" };
const actions = (...elements: readonly object[]) => ({ type: "actions", elements });
const overflowOf = (options: number) => ({
  type: "overflow",
  action_id: "vigie:menu",
  options: Array.from({ length: options }, (_, at) => ({ text: plain(`${at}`), value: `${at}` })),
});

/** A message, so that there is something to change, read, and answer. */
async function withMessage(options: Parameters<typeof openSlack>[0] = {}) {
  const world = await openSlack(options);
  const { channel, ts } = z
    .looseObject({ channel: z.string(), ts: z.string() })
    .parse(await world.ask("chat.postMessage", { channel: "#ai-alerts", text: "first", metadata: trace }));
  await world.ask("conversations.join", { channel });
  return { world, channel, ts };
}

/** Calls that fail, each in one way, and Slack's word for it. */
const refusals: readonly (readonly [
  string,
  string,
  (world: SlackWorld, at: { channel: string; ts: string }) => Promise<Answer>,
])[] = [
  [
    "chat.postMessage",
    "channel_not_found",
    (world) => world.ask("chat.postMessage", { channel: "#nowhere", text: "x" }),
  ],
  ["chat.postMessage", "is_archived", (world) => world.ask("chat.postMessage", { channel: "#old", text: "x" })],
  [
    "chat.postMessage",
    "channel_not_found",
    (world) => world.ask("chat.postMessage", { channel: "#secret", text: "x" }),
  ],
  ["chat.postMessage", "no_text", (world, { channel }) => world.ask("chat.postMessage", { channel })],
  [
    "chat.postMessage",
    "invalid_blocks_format",
    (world, { channel }) => world.ask("chat.postMessage", { channel, blocks: "{" }),
  ],
  [
    "chat.postMessage",
    "invalid_blocks",
    (world, { channel }) => world.ask("chat.postMessage", { channel, blocks: [text("")] }),
  ],
  [
    "chat.postMessage",
    "invalid_blocks",
    (world, { channel }) => world.ask("chat.postMessage", { channel, blocks: [text("x".repeat(3_001))] }),
  ],
  [
    "chat.postMessage",
    "invalid_blocks",
    (world, { channel }) =>
      world.ask("chat.postMessage", { channel, blocks: Array.from({ length: 51 }, () => text("x")) }),
  ],
  [
    "chat.postMessage",
    "invalid_blocks",
    (world, { channel }) =>
      world.ask("chat.postMessage", {
        channel,
        blocks: [{ type: "context", elements: Array.from({ length: 11 }, () => text("x").text) }],
      }),
  ],
  [
    "chat.postMessage",
    "invalid_blocks",
    (world, { channel }) => world.ask("chat.postMessage", { channel, blocks: [{ type: "no_such_block" }] }),
  ],
  [
    "chat.postMessage",
    "invalid_blocks",
    (world, { channel }) =>
      world.ask("chat.postMessage", {
        channel,
        blocks: [
          { ...text("x"), block_id: "a" },
          { ...text("y"), block_id: "a" },
        ],
      }),
  ],
  [
    "chat.postMessage",
    "msg_blocks_too_long",
    (world, { channel }) =>
      world.ask("chat.postMessage", { channel, blocks: Array.from({ length: 40 }, () => text("x".repeat(2_900))) }),
  ],
  [
    "chat.postMessage",
    "too_many_attachments",
    (world, { channel }) =>
      world.ask("chat.postMessage", { channel, attachments: Array.from({ length: 101 }, () => ({ text: "x" })) }),
  ],
  [
    "chat.postMessage",
    "attachment_payload_limit_exceeded",
    (world, { channel }) => world.ask("chat.postMessage", { channel, attachments: [{ text: "x".repeat(200_000) }] }),
  ],
  [
    "chat.postMessage",
    "invalid_metadata_format",
    (world, { channel }) => world.ask("chat.postMessage", { channel, text: "x", metadata: { event_type: "vigie" } }),
  ],
  [
    "chat.postMessage",
    "metadata_too_large",
    (world, { channel }) =>
      world.ask("chat.postMessage", {
        channel,
        text: "x",
        metadata: { event_type: "vigie", event_payload: { a: "x".repeat(9_000) } },
      }),
  ],
  [
    "chat.postMessage",
    "cannot_reply_to_message",
    (world, { channel }) => world.ask("chat.postMessage", { channel, text: "x", thread_ts: "1.000001" }),
  ],
  [
    "chat.update",
    "message_not_found",
    (world, { channel }) => world.ask("chat.update", { channel, ts: "1.000001", text: "x" }),
  ],
  [
    "chat.update",
    "channel_not_found",
    (world) => world.ask("chat.update", { channel: "C0NOWHERE", ts: "1.000001", text: "x" }),
  ],
  ["chat.update", "is_inactive", (world, { ts }) => world.ask("chat.update", { channel: "#old", ts, text: "x" })],
  ["chat.update", "msg_too_long", (world, at) => world.ask("chat.update", { ...at, text: "x".repeat(4_001) })],
  ["chat.update", "no_text", (world, at) => world.ask("chat.update", { ...at, text: "" })],
  ["chat.update", "invalid_blocks", (world, at) => world.ask("chat.update", { ...at, blocks: [text("")] })],
  [
    "chat.update",
    "invalid_attachments",
    (world, at) => world.ask("chat.update", { ...at, attachments: [{ text: "x", blocks: [text("x")] }] }),
  ],
  ["chat.delete", "message_not_found", (world, { channel }) => world.ask("chat.delete", { channel, ts: "1.000001" })],
  [
    "chat.getPermalink",
    "message_not_found",
    (world, { channel }) => world.ask("chat.getPermalink", { channel, message_ts: "1.000001" }),
  ],
  [
    "conversations.list",
    "invalid_types",
    (world) => world.ask("conversations.list", { types: "public_channel,rooms" }),
  ],
  ["conversations.list", "invalid_limit", (world) => world.ask("conversations.list", { limit: 1_000 })],
  ["conversations.list", "invalid_cursor", (world) => world.ask("conversations.list", { cursor: "x" })],
  ["conversations.info", "channel_not_found", (world) => world.ask("conversations.info", { channel: "C0NOWHERE" })],
  ["conversations.join", "is_archived", (world) => world.ask("conversations.join", { channel: "#old" })],
  [
    "conversations.join",
    "method_not_supported_for_channel_type",
    (world) => world.ask("conversations.join", { channel: "#team" }),
  ],
  ["conversations.history", "not_in_channel", (world) => world.ask("conversations.history", { channel: "#general" })],
  ["conversations.history", "channel_not_found", (world) => world.ask("conversations.history", { channel: "#secret" })],
  [
    "conversations.history",
    "invalid_ts_oldest",
    (world, { channel }) => world.ask("conversations.history", { channel, oldest: "yesterday" }),
  ],
  [
    "conversations.replies",
    "thread_not_found",
    (world, { channel }) => world.ask("conversations.replies", { channel, ts: "1.000001" }),
  ],
  ...(
    [
      ["two actions of one name", actions(pressable, pressable)],
      ["an overflow of six", actions(overflowOf(6))],
      ["a menu of none", actions(overflowOf(0))],
      ["a button of 76 characters", actions({ ...pressable, text: plain("x".repeat(76)) })],
      ["a value of 2,001 characters", actions({ ...pressable, value: "x".repeat(2_001) })],
      ["a colour that buttons lack", actions({ ...pressable, style: "warning" })],
      ["a field of a form", { type: "input", label: plain("x"), element: { type: "plain_text_input" } }],
    ] as const
  ).map(
    ([, block]) =>
      [
        "chat.postMessage",
        "invalid_blocks",
        (world: SlackWorld, { channel }: { channel: string }) =>
          world.ask("chat.postMessage", { channel, blocks: [block] }),
      ] as const,
  ),
  ["conversations.create", "name_taken", (world) => world.ask("conversations.create", { name: "general" })],
  ["conversations.create", "invalid_name", (world) => world.ask("conversations.create", { name: "VIG 1" })],
  [
    "conversations.invite",
    "user_not_found",
    (world, { channel }) => world.ask("conversations.invite", { channel, users: "U0NOBODY" }),
  ],
  ["pins.add", "message_not_found", (world, { channel }) => world.ask("pins.add", { channel, timestamp: "1.000001" })],
  ["views.open", "invalid_trigger_id", (world) => world.ask("views.open", { trigger_id: "never given", view: modal })],
  [
    "views.open",
    "exchanged_trigger_id",
    async (world) => {
      const open = { trigger_id: await world.trigger(), view: modal };
      await world.ask("views.open", open);
      return world.ask("views.open", open);
    },
  ],
  [
    "views.open",
    "expired_trigger_id",
    async (world) => {
      const open = { trigger_id: await world.trigger(), view: modal };
      world.clock.now += 3_001;
      return world.ask("views.open", open);
    },
  ],
  ["users.info", "user_not_found", (world) => world.ask("users.info", { user: "U0NOBODY" })],
  [
    "users.lookupByEmail",
    "users_not_found",
    (world) => world.ask("users.lookupByEmail", { email: "nobody@corp.example" }),
  ],
];
const modal = { type: "modal", title: { type: "plain_text", text: "Note" }, blocks: [] };
const channels = [
  { name: "general" },
  { name: "ai-alerts" },
  { name: "old", isArchived: true },
  { name: "secret", isPrivate: true },
  { name: "team", isPrivate: true, isMember: true },
];

/** Calls that succeed. */
const successes: Readonly<Record<string, (world: SlackWorld, at: { channel: string; ts: string }) => Promise<Answer>>> =
  {
    "auth.test": (world) => world.ask("auth.test", {}),
    "chat.postMessage": (world, { channel }) => world.ask("chat.postMessage", { channel, text: "x" }),
    "chat.update": (world, at) => world.ask("chat.update", { ...at, text: "y" }),
    "chat.delete": (world, at) => world.ask("chat.delete", at),
    "chat.getPermalink": (world, { channel, ts }) => world.ask("chat.getPermalink", { channel, message_ts: ts }),
    "conversations.list": (world) => world.ask("conversations.list", {}),
    "conversations.info": (world, { channel }) => world.ask("conversations.info", { channel }),
    "conversations.join": (world, { channel }) => world.ask("conversations.join", { channel }),
    "conversations.history": (world, { channel }) => world.ask("conversations.history", { channel }),
    "conversations.replies": (world, at) => world.ask("conversations.replies", at),
    "chat.postEphemeral": (world, { channel }) =>
      world.ask("chat.postEphemeral", { channel, user: ada, text: "for you" }),
    "conversations.create": (world) => world.ask("conversations.create", { name: "vig-1042" }),
    "conversations.invite": (world, { channel }) => world.ask("conversations.invite", { channel, users: ada }),
    "pins.add": (world, { channel, ts }) => world.ask("pins.add", { channel, timestamp: ts }),
    "views.open": async (world) => world.ask("views.open", { trigger_id: await world.trigger(), view: modal }),
    "views.publish": (world) => world.ask("views.publish", { user_id: ada, view: { type: "home", blocks: [] } }),
    "views.update": async (world) => {
      const opened = await world.ask("views.open", { trigger_id: await world.trigger(), view: modal });
      const { view } = z.looseObject({ view: z.object({ id: z.string() }) }).parse(opened);
      return world.ask("views.update", { view_id: view.id, view: modal });
    },
    "users.info": (world) => world.ask("users.info", { user: "U0SANDADA" }),
    "usergroups.users.list": (world) => world.ask("usergroups.users.list", { usergroup: "S0SANDMLE" }),
    "users.lookupByEmail": (world) => world.ask("users.lookupByEmail", { email: "ada@sandbox.example" }),
  };

describe("Slack's stand-in", () => {
  it.each(refusals)("%s answers %s", async (_method, word, call) => {
    const { world, ...at } = await withMessage({ channels });
    expect(await call(world, at)).toMatchObject({ ok: false, error: word });
  });

  it("opens no view that is against the rules, in the word that all methods have for it", async () => {
    const world = await openSlack();
    const view = { ...modal, title: plain("x".repeat(25)) };
    const refused = await world.ask("views.open", { trigger_id: await world.trigger(), view });
    expect(refused).toMatchObject({ ok: false, error: "invalid_arguments" });
  });

  it.each(Object.entries(successes))("%s answers", async (_method, call) => {
    const { world, ...at } = await withMessage({ channels });
    expect(await call(world, at)).toMatchObject({ ok: true });
  });

  it.each([
    [null, "not_authed"],
    ["xoxb-1234", "invalid_auth"],
    ["xoxp-sandbox", "invalid_auth"],
  ])("knows no token %s", async (as, error) => {
    const { ask } = await openSlack();
    expect(await ask("auth.test", {}, as)).toEqual({ ok: false, error });
    expect(await ask("chat.postMessage", { channel: "#ai-alerts", text: "x" }, as)).toEqual({ ok: false, error });
  });

  it("knows no method beyond its list", async () => {
    const { ask } = await openSlack();
    expect(await ask("chat.scheduleMessage", {})).toMatchObject({ ok: false, error: "unknown_method" });
    expect(await ask("constructor", {})).toMatchObject({ ok: false, error: "unknown_method" });
  });

  it.each([
    ["chat.postMessage", "chat:write"],
    ["chat.update", "chat:write"],
    ["conversations.join", "channels:join"],
    ["users.info", "users:read"],
    ["users.lookupByEmail", "users:read.email"],
    ["conversations.history", "channels:history"],
    ["conversations.list", "channels:read"],
  ])("%s needs %s", async (method, scope) => {
    const { ask } = await openSlack(without(scope));
    const provided = manifestScopes.filter((one) => one !== scope).join(",");
    const answer = await ask(method, { channel: "#ai-alerts", text: "x", ts: "1" });
    expect(answer).toMatchObject({ ok: false, error: "missing_scope", provided });
    expect(answer.needed).toContain(scope);
  });

  it("says which scopes the token has, as Slack does in a header", async () => {
    const { url } = await openSlack();
    const answer = await fetch(`${url}/api/auth.test`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.headers.get("x-oauth-scopes")?.split(",")).toEqual([...manifestScopes]);
  });

  it("speaks with Slack's own client, form bodies and paging included", async () => {
    const world = await openSlack();
    const client = new WebClient(token, { slackApiUrl: `${world.url}/api/`, retryConfig: { retries: 0 } });
    const posted = await client.chat.postMessage({
      channel: "#ai-alerts",
      text: "x",
      blocks: [{ type: "divider" }],
      metadata: trace,
    });
    expect(posted.message?.blocks).toEqual([{ type: "divider" }]);
    const names: (string | undefined)[] = [];
    for await (const page of client.paginate("conversations.list", { limit: 1 })) {
      names.push(
        ...z
          .looseObject({ channels: z.array(z.object({ name: z.string() })) })
          .parse(page)
          .channels.map(({ name }) => name),
      );
    }
    expect(names).toEqual(["general", "ai-alerts", "security-alerts"]);
  });

  it("names each message by a later ts, even when the clock stands", async () => {
    const { world, channel, ts } = await withMessage();
    const second = await world.ask("chat.postMessage", { channel, text: "x" });
    expect(String(second.ts) > ts).toBe(true);
    expect(ts).toBe(`${nine / 1000}.000000`);
  });

  it("shows metadata only to whom asks for it", async () => {
    const { world, channel } = await withMessage();
    const plain = await world.ask("conversations.history", { channel });
    expect(JSON.stringify(plain)).not.toContain("event_payload");
    const full = await world.ask("conversations.history", { channel, include_all_metadata: true });
    expect(full.messages).toMatchObject([{ metadata: trace }]);
  });

  it("lists history newest first between two moments, threads apart unless broadcast", async () => {
    const { world, channel, ts } = await withMessage();
    world.clock.now += 10_000;
    await world.ask("chat.postMessage", { channel, text: "quiet", thread_ts: ts });
    await world.ask("chat.postMessage", { channel, text: "loud", thread_ts: ts, reply_broadcast: true });
    const texts = async (args: object) =>
      z
        .array(z.looseObject({ text: z.string() }))
        .parse((await world.ask("conversations.history", { channel, ...args })).messages)
        .map((one) => one.text);
    expect(await texts({})).toEqual(["loud", "first"]);
    expect(await texts({ oldest: ts })).toEqual(["loud"]);
    expect(await texts({ oldest: ts, inclusive: true })).toEqual(["loud", "first"]);
    const { messages } = await world.ask("conversations.replies", { channel, ts });
    expect(messages).toMatchObject([
      { text: "first", reply_count: 2 },
      { text: "quiet", thread_ts: ts },
      { text: "loud", subtype: "thread_broadcast" },
    ]);
  });

  it("keeps what an update does not name, and refuses rich text replaced by other blocks", async () => {
    const { world, channel, ts } = await withMessage();
    const rich = [
      { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "x" }] }] },
    ];
    await world.ask("chat.update", {
      channel,
      ts,
      text: "second",
      blocks: rich,
      attachments: [{ color: "#ff0000", text: "a" }],
    });
    await world.ask("chat.update", { channel, ts, text: "third" });
    const { messages } = await world.ask("conversations.history", { channel, include_all_metadata: true });
    expect(messages).toMatchObject([
      { text: "third", blocks: rich, attachments: [{ id: 1, text: "a" }], metadata: trace },
    ]);
    expect(await world.ask("chat.update", { channel, ts, blocks: [text("x")] })).toMatchObject({
      error: "block_mismatch",
    });
  });

  it("takes one message a second and channel after a burst, and says when to come again", async () => {
    const world = await openSlack();
    const post = (name: string) => world.ask("chat.postMessage", { channel: name, text: "x" });
    for (let n = 0; n < 5; n += 1) expect(await post("#ai-alerts")).toMatchObject({ ok: true });
    expect(await post("#ai-alerts")).toEqual({ ok: false, error: "ratelimited" });
    expect(await post("#general")).toMatchObject({ ok: true });
    world.clock.now += 999;
    expect(await post("#ai-alerts")).toMatchObject({ error: "ratelimited" });
    world.clock.now += 1;
    expect(await post("#ai-alerts")).toMatchObject({ ok: true });
  });

  it("opens any public channel that is asked for when its doors are open, and only then", async () => {
    const open = await openSlack({ openDoors: true });
    expect(await open.ask("chat.postMessage", { channel: "#équipe-ml", text: "x" })).toMatchObject({ ok: true });
    expect(await open.ask("chat.postMessage", { channel: "C0ML12345", text: "x" })).toMatchObject({
      channel: "C0ML12345",
    });
    expect(await open.ask("chat.postMessage", { channel: "#<b>", text: "x" })).toMatchObject({
      error: "channel_not_found",
    });
  });

  it("plays a fault only at the place that it names", async () => {
    const world = await openSlack();
    world.faults.add({ vendor: "slack", kind: "place-archived", place: "#ai-alerts", times: 2 });
    const post = (name: string) => world.ask("chat.postMessage", { channel: name, text: "x" });
    expect(await post("#general")).toMatchObject({ ok: true });
    expect(await post("#ai-alerts")).toMatchObject({ error: "is_archived" });
    expect(await post("ai-alerts")).toMatchObject({ error: "is_archived" });
    expect(await post("#ai-alerts")).toMatchObject({ ok: true });
  });
});

const { skip, why } = needs("slack/api-ref/docs.slack.dev/auth.test.json");
const referenceSchema = z.object({
  scope: z.object({ bot: z.array(z.string()).default([]) }).default({ bot: [] }),
  rate_limits: z.string(),
  output: z
    .object({ required: z.array(z.string()).default([]), properties: z.record(z.string(), z.unknown()) })
    .nullable()
    .transform((output) => output ?? { required: [], properties: {} }),
  errors: z.record(z.string(), z.unknown()),
});
const reference = (method: string) => referenceSchema.parse(referee(`slack/api-ref/docs.slack.dev/${method}.json`));

describe.skipIf(skip)(`by Slack's own reference${why}`, () => {
  const documented = Object.keys(methods).filter((method) => method !== "api.test");

  it.each(documented)("%s gives the fields that it promises, and no unknown ones", async (method) => {
    const { output } = reference(method);
    const { world, ...at } = await withMessage({ channels });
    const answer = await successes[method]?.(world, at);
    expect(Object.keys(answer ?? {})).toEqual(expect.arrayContaining(output.required));
    const known = new Set([...Object.keys(output.properties), "ok", "response_metadata", "warning"]);
    expect(Object.keys(answer ?? {}).filter((field) => !known.has(field))).toEqual([]);
  });

  it.each(documented)("%s asks for a scope that it names", (method) => {
    const { scope } = reference(method);
    expect(scope.bot).toEqual(expect.arrayContaining([...(methods[method]?.scopes ?? [])]));
    expect((methods[method]?.scopes.length ?? 0) > 0).toBe(scope.bot.length > 0);
  });

  it.each([...new Set(refusals.map(([method, word]) => `${method} ${word}`))])("%s is one of its words", (pair) => {
    const [method = "", word = ""] = pair.split(" ");
    expect(Object.keys(reference(method).errors)).toContain(word);
  });
});
