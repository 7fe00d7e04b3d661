import { type Context, Hono, type MiddlewareHandler } from "hono";
import { z } from "zod";
import { type Fault, faultMiddleware } from "../faults.ts";
import { type SandboxPerson, sandboxPeople } from "../people.ts";
import type { StandInDeps } from "../stand-in.ts";
import { createWriteCounter } from "./limits.ts";
import { connectorAudience } from "./login.ts";
import type { StoredActivity, TeamsMemory, TeamsMessage } from "./memory.ts";
import type { SandboxTokens } from "./tokens.ts";

/**
 * Teams counts a message in UTF-16, about 100 KB.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/format-your-bot-messages (2026-11-20)
 */
const maxUtf16Bytes = 100 * 1024;

const activitySchema = z.looseObject({ type: z.string(), attachments: z.array(z.unknown()).optional() });
const createSchema = z.looseObject({
  isGroup: z.literal(true),
  channelData: z.looseObject({ channel: z.looseObject({ id: z.string().min(1) }) }),
  activity: activitySchema,
});

type Env = { Variables: { fault?: Fault } };
type Ctx = Context<Env>;

/**
 * The connector of the Bot Framework as Teams serves it: create, send, reply, update, delete and the members of a
 * channel. An activity cannot be read back.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/bots/build-conversational-capability (2026-11-20) for
 * the status codes
 */
export function connectorRoutes(deps: StandInDeps, memory: TeamsMemory, tokens: SandboxTokens): Hono<Env> {
  const counter = createWriteCounter(deps.now);

  const newMessage = (activity: StoredActivity): TeamsMessage => {
    const id = memory.nextId(deps.now());
    return { id, activityId: id, at: deps.now(), activity };
  };
  /** A root message is known by two ids: an opaque one, and the thread's. */
  const begin = (c: Ctx, channel: string, activity: StoredActivity) => {
    const message = newMessage(activity);
    const root = { ...message, activityId: `1:${Buffer.from(`sandbox-${message.id}`).toString("base64url")}` };
    memory.keep({ channel, root, replies: [] });
    const id = `${channel};messageid=${root.id}`;
    return c.json({ id, ...(isSplit(activity) ? {} : { activityId: root.activityId }) }, 201);
  };
  /** Refuses what Teams refuses of any write, or lets `write` happen. */
  const writing = async (c: Ctx, write: (activity: StoredActivity, place: Place) => Response): Promise<Response> => {
    const body = await bodyOf(c);
    const place = await placeOf(c);
    const closed = doorOf(c, place.channel, memory);
    if (closed) return closed;
    if (JSON.stringify(body ?? null).length * 2 > maxUtf16Bytes) return refuse(c, 413, "MessageSizeTooBig");
    const waitMs = counter.admit(place.channel);
    if (waitMs !== "admitted") {
      c.header("retry-after", String(Math.ceil(waitMs / 1000)));
      return refuse(c, 429, "Throttled");
    }
    const activity = activitySchema.safeParse(createSchema.safeParse(body).data?.activity ?? body);
    return activity.success ? write(activity.data, place) : refuse(c, 400, "BadSyntax");
  };
  const threadOf = ({ channel, rootId }: Place) => (rootId === undefined ? undefined : memory.thread(channel, rootId));
  const change = (c: Ctx, place: Place, edit: (message: TeamsMessage) => TeamsMessage): Response => {
    const thread = threadOf(place);
    const wanted = c.req.param("activityId") ?? "";
    const found = thread && [thread.root, ...thread.replies].find((one) => isNamed(one, wanted) && !one.deletedAt);
    if (!thread || !found) return refuse(c, 404, "ActivityNotFoundInConversation");
    const replaced = (one: TeamsMessage) => (one === found ? edit(one) : one);
    memory.keep({ ...thread, root: replaced(thread.root), replies: thread.replies.map(replaced) });
    return c.json({ id: found.activityId }, 200);
  };
  const reply = (c: Ctx) =>
    writing(c, (activity, place) => {
      if (place.rootId === undefined) return begin(c, place.channel, activity);
      const thread = threadOf(place);
      if (!thread || thread.root.deletedAt) return refuse(c, 404, "ConversationNotFound");
      const message = newMessage(activity);
      memory.keep({ ...thread, replies: [...thread.replies, message] });
      return c.json(isSplit(activity) ? {} : { id: message.id }, 201);
    });
  const members = async (c: Ctx, page: object) => doorOf(c, (await placeOf(c)).channel, memory) ?? c.json(page, 200);

  const routes = new Hono<Env>();
  routes.get("/teams/:teamId/conversations", authorised(deps, tokens), (c) => {
    const channels = new Set(memory.threads().map(({ channel }) => channel));
    return c.json({
      conversations: [...channels].map((id, at) => (at === 0 ? { id } : { id, name: `Channel ${at}` })),
    });
  });
  for (const path of ["/conversations", "/conversations/*"]) routes.use(path, faults(deps), authorised(deps, tokens));
  routes.post("/conversations", async (c) => {
    const asked = createSchema.safeParse(await bodyOf(c));
    return asked.success
      ? writing(c, (activity, { channel }) => begin(c, channel, activity))
      : refuse(c, 400, "BadSyntax");
  });
  routes.post("/conversations/:conversationId/activities", reply);
  routes.post("/conversations/:conversationId/activities/:activityId", reply);
  routes.put("/conversations/:conversationId/activities/:activityId", (c) =>
    writing(c, (activity, place) => change(c, place, (one) => ({ ...one, activity, editedAt: deps.now() }))),
  );
  routes.delete("/conversations/:conversationId/activities/:activityId", async (c) => {
    const place = await placeOf(c);
    return doorOf(c, place.channel, memory) ?? change(c, place, (one) => ({ ...one, deletedAt: deps.now() }));
  });
  routes.get("/conversations/:conversationId/pagedmembers", (c) => members(c, { members: [someone] }));
  routes.get("/conversations/:conversationId/members", (c) => members(c, [someone]));
  routes.get("/conversations/:conversationId/members/:memberId", async (c) => {
    const asked = c.req.param("memberId").toLowerCase();
    const found = sandboxPeople.find(({ teams, email }) => teams === asked || email === asked);
    return found ? members(c, memberOf(found)) : refuse(c, 404, "ConversationNotFound");
  });
  routes.all("/conversations/*", (c) =>
    c.json({ message: `The requested resource does not support http method '${c.req.method}'.` }, 405),
  );
  return routes;
}

function memberOf({ teams, name, email }: SandboxPerson) {
  return { id: `29:${teams}`, name, aadObjectId: teams, email, userPrincipalName: email };
}

const someone = {
  id: "29:sandbox-person",
  name: "Sandbox Person",
  aadObjectId: "00000000-0000-4000-8000-000000000029",
};

/** Which channel and thread a request is about, by its path or, for a new thread, by its body. */
type Place = { readonly channel: string; readonly rootId: string | undefined };

async function placeOf(c: Ctx): Promise<Place> {
  const [, encoded] = /\/conversations\/([^/]+)/.exec(c.req.path) ?? [];
  const id = encoded === undefined ? await channelIn(c) : decodeURIComponent(encoded);
  const [channel = "", rootId] = id.split(";messageid=");
  return { channel, rootId };
}

async function channelIn(c: Ctx): Promise<string> {
  return createSchema.safeParse(await bodyOf(c)).data?.channelData.channel.id ?? "";
}

async function bodyOf(c: Ctx): Promise<unknown> {
  const text = await c.req.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Faults of one place hit that place only. */
function faults({ faults: box }: StandInDeps): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { channel } = await placeOf(c);
    const here = { ...box, take: (vendor: string, method: string) => box.take(vendor, method, channel) };
    const method = `${c.req.method} ${c.req.path.replace(/\/conversations\/[^/]+/, "/conversations/*")}`;
    return faultMiddleware("teams", here, () => method)(c, next);
  };
}

const claimsSchema = z.object({ aud: z.literal(connectorAudience), exp: z.number(), appid: z.string() });

function authorised(deps: StandInDeps, tokens: SandboxTokens): MiddlewareHandler<Env> {
  return async (c, next) => {
    const [, token = ""] = /^Bearer (.+)$/.exec(c.req.header("authorization") ?? "") ?? [];
    const claims = claimsSchema.safeParse(tokens.read(token));
    const good = claims.success && claims.data.exp * 1000 > deps.now() && c.var.fault?.kind !== "revoked";
    if (good) return next();
    return c.json({ message: "Authorization has been denied for this request." }, 401);
  };
}

/** The refusal of a channel that the bot may not write to, if it is one. */
function doorOf(c: Ctx, channel: string, memory: TeamsMemory): Response | undefined {
  const { openDoors, installed, deleted, archived } = memory.settings();
  const { fault } = c.var;
  if (!channel.startsWith("19:")) return refuse(c, 400, "BadSyntax");
  if (fault?.kind === "place-deleted" || deleted.includes(channel)) return refuse(c, 404, "ConversationNotFound");
  if (!openDoors && !installed.includes(channel)) return refuse(c, 403, "BotNotInConversationRoster");
  if (fault?.kind === "place-archived" || archived.includes(channel)) return refuse(c, 403, "NotEnoughPermissions");
  return undefined;
}

const messages = {
  BadSyntax: "Bad format of the request payload.",
  BotNotInConversationRoster: "The bot is not part of the conversation roster.",
  NotEnoughPermissions: "The channel is archived.",
  ConversationNotFound: "Conversation not found.",
  ActivityNotFoundInConversation: "Conversation not found.",
  MessageSizeTooBig: "Message size too large.",
  Throttled: "Too many requests.",
} as const;

function refuse(c: Ctx, status: 400 | 403 | 404 | 413 | 429, code: keyof typeof messages): Response {
  return c.json({ error: { code, message: messages[code] } }, status);
}

/** A text beside a card is split in two by Teams, and no id comes back. */
function isSplit({ text, attachments }: StoredActivity): boolean {
  return typeof text === "string" && text !== "" && Array.isArray(attachments) && attachments.length > 0;
}

function isNamed(message: TeamsMessage, id: string): boolean {
  return message.activityId === id || message.id === id;
}
