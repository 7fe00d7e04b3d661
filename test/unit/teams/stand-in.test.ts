import { createPublicKey, verify } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { aView, channel, destination, resolved } from "./a-view.ts";
import { aWorld, type World } from "./a-world.ts";

let world: World;
beforeEach(async () => {
  world = await aWorld();
});
afterEach(() => world.stop());

const tokenSchema = z.object({ access_token: z.string(), expires_in: z.number() });

async function login(change: Record<string, string> = {}, directory = world.options.tenantId): Promise<Response> {
  return fetch(`${world.options.loginUrl}/${directory}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: world.options.appId,
      client_secret: world.options.password,
      scope: "https://api.botframework.com/.default",
      ...change,
    }),
  });
}

async function call(method: string, path: string, body?: unknown, token?: string): Promise<Response> {
  const bearer = token ?? tokenSchema.parse(await (await login()).json()).access_token;
  return fetch(`${world.options.serviceUrl}/v3${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

const inChannel = (activity: object) => ({ isGroup: true, channelData: { channel: { id: channel } }, activity });
const hello = inChannel({ type: "message", text: "hello" });

describe("login", () => {
  test.each([
    ["a wrong secret", { client_secret: "wrong" }, 401, "invalid_client", "AADSTS7000215"],
    ["an unknown app", { client_id: "other" }, 400, "unauthorized_client", "AADSTS700016"],
    ["another scope", { scope: "https://graph.microsoft.com/.default" }, 400, "invalid_scope", "AADSTS70011"],
    ["another grant", { grant_type: "password" }, 400, "unsupported_grant_type", "AADSTS70003"],
  ])("refuses %s in Entra's words", async (_name, change, status, error, code) => {
    const answer = await login(change);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error, error_description: expect.stringContaining(code) });
  });

  test("gives tokens that its own list of keys verifies, endorsed for Teams", async () => {
    const { access_token } = tokenSchema.parse(await (await login()).json());
    const metadata = z.object({ jwks_uri: z.string() }).parse(await (await fetch(world.urls.openIdMetadataUrl)).json());
    const { keys } = z
      .object({ keys: z.array(z.looseObject({ endorsements: z.array(z.string()) })) })
      .parse(await (await fetch(metadata.jwks_uri)).json());
    const [key] = keys;
    const [header, claims, signature = ""] = access_token.split(".");
    const publicKey = createPublicKey({ key: { ...key }, format: "jwk" });
    expect(key?.endorsements).toEqual(["msteams"]);
    const content = Buffer.from(`${header}.${claims}`);
    expect(verify("sha256", content, publicKey, Buffer.from(signature, "base64url"))).toBe(true);
  });
});

describe("the connector", () => {
  test("takes only its own tokens, in time, for its audience", async () => {
    const claims = {
      aud: "https://api.botframework.com",
      appid: world.options.appId,
      exp: world.clock.now / 1000 + 60,
    };
    const good = world.standIn.tokens.issue(claims);
    const statusWith = async (token: string) => (await call("POST", "/conversations", hello, token)).status;
    expect(await statusWith(good)).toBe(201);
    expect(await statusWith(`${good.slice(0, -4)}AAAA`)).toBe(401);
    expect(await statusWith("no-token")).toBe(401);
    expect(await statusWith(world.standIn.tokens.issue({ ...claims, aud: "https://graph.microsoft.com" }))).toBe(401);
    world.clock.now += 61_000;
    expect(await statusWith(good)).toBe(401);
  });

  test("answers a new thread with both of its ids, as Teams does", async () => {
    const answer = await (await call("POST", "/conversations", hello)).json();
    expect(answer).toEqual({
      id: expect.stringMatching(/^19:alerts@thread\.tacv2;messageid=\d{13}$/),
      activityId: expect.stringMatching(/^1:/),
    });
  });

  test("gives no id for a text beside a card, because Teams splits it in two", async () => {
    const both = inChannel({ type: "message", text: "hello", attachments: [{ content: {} }] });
    expect(await (await call("POST", "/conversations", both)).json()).not.toHaveProperty("activityId");
  });

  test("cannot be asked for what was posted (protocol 2)", async () => {
    const { id, activityId } = z
      .object({ id: z.string(), activityId: z.string() })
      .parse(await (await call("POST", "/conversations", hello)).json());
    const path = `/conversations/${encodeURIComponent(id)}/activities`;
    expect((await call("GET", path)).status).toBe(405);
    expect((await call("GET", `${path}/${encodeURIComponent(activityId)}`)).status).toBe(405);
  });

  test.each([
    ["a chat that is no channel", { isGroup: false, activity: { type: "message" } }, 400, "BadSyntax"],
    ["a channel without its form", { ...hello, channelData: { channel: { id: "general" } } }, 400, "BadSyntax"],
    ["no activity", { ...hello, activity: undefined }, 400, "BadSyntax"],
    [
      "a message above 100 KB in UTF-16",
      inChannel({ type: "message", text: "x".repeat(51_200) }),
      413,
      "MessageSizeTooBig",
    ],
  ])("refuses %s", async (_name, body, status, code) => {
    const answer = await call("POST", "/conversations", body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: { code } });
  });

  test("keeps to the rates of Teams: 7 in a second, 60 in half a minute, and says when to come again", async () => {
    const answers: Response[] = [];
    for (let second = 0; second < 30; second += 1) {
      for (let count = 0; count < 3; count += 1) answers.push(await call("POST", "/conversations", hello));
      world.clock.now += 1_000;
    }
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.length - refused.length).toBe(60);
    expect(refused.map(({ headers }) => Number(headers.get("retry-after"))).every((sec) => sec >= 1 && sec <= 30)).toBe(
      true,
    );
    expect(refused).toHaveLength(30);
  });

  test("lets a deleted message be neither edited nor answered", async () => {
    const { binding } = await world.sync(aView(), null);
    const thread = `/conversations/${encodeURIComponent(binding?.conversationId ?? "")}/activities`;
    const root = `${thread}/${encodeURIComponent(binding?.activityId ?? "")}`;
    expect((await call("DELETE", root)).status).toBe(200);
    expect(await (await call("PUT", root, { type: "message", text: "x" })).json()).toMatchObject({
      error: { code: "ActivityNotFoundInConversation" },
    });
    expect(await (await call("POST", thread, { type: "message", text: "x" })).json()).toMatchObject({
      error: { code: "ConversationNotFound" },
    });
  });
});

test("What was posted, the key and the settings outlive a restart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vigie-teams-"));
  try {
    const stateFile = join(folder, "sandbox.db");
    const before = await aWorld({ stateFile });
    const { binding } = await before.sync(aView(), null);
    before.standIn.configure({ openDoors: false, installed: [channel] });
    const key = before.standIn.tokens.publicJwk();
    await before.stop();

    const after = await aWorld({ stateFile });
    expect(after.standIn.tokens.publicJwk()).toEqual(key);
    expect((await after.sync(aView({}, [resolved]), binding)).steps).toContain("reply:4");
    expect(after.standIn.threads()).toHaveLength(1);
    expect(
      await after.receiver.check({ ...destination, conversation: "19:other@thread.tacv2" }, AbortSignal.timeout(5_000)),
    ).toMatchObject({ kind: "faulty" });
    await after.stop();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe("the picture", () => {
  test("shows channels, cards and replies, with times and escapes worked out", async () => {
    await world.sync(aView(), null);
    const view = aView({}, [resolved]);
    await world.sync(view, world.receiver.readBinding((await world.sync(aView(), null)).binding));
    const drawn = String(await world.standIn.picture());
    expect(drawn).toContain(channel);
    expect(drawn).toContain("VIG-1042");
    expect(drawn).toContain('class="reply"');
    expect(drawn).not.toContain("{{");
  });

  test("shows hostile text as text", async () => {
    const script = "<script>alert(1)</script>";
    const card = {
      type: "AdaptiveCard",
      body: [
        { type: "TextBlock", text: script },
        { type: "Evil", text: script },
      ],
    };
    const link = {
      type: "ActionSet",
      actions: [{ type: "Action.OpenUrl", title: script, url: "javascript:alert(1)" }],
    };
    const activity = {
      type: "message",
      summary: script,
      attachments: [{ content: { ...card, body: [...card.body, link] } }],
    };
    expect((await call("POST", "/conversations", inChannel(activity))).status).toBe(201);
    const drawn = String(await world.standIn.picture());
    expect(drawn).not.toContain("<script>");
    expect(drawn).not.toContain("javascript:");
    expect(drawn).toContain("&lt;script&gt;");
  });

  test("is also what the link to a message leads to in the sandbox", async () => {
    const view = aView();
    const step = world.receiver.next(view, null, destination);
    const outcome = step && (await world.write(view, null, step));
    const link = outcome?.kind === "sent" ? outcome.told?.link : undefined;
    const answer = await fetch(link ?? "");
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("VIG-1042");
  });
});
