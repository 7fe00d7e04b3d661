import { Hono, type HonoRequest } from "hono";
import { html } from "hono/html";
import { z } from "zod";
import type { Locale } from "../../words/locale.ts";
import { type Fault, type FaultBox, faultMiddleware } from "../faults.ts";
import type { StandIn, StandInDeps } from "../stand-in.ts";
import { lackOf, refuse, type SlackReply } from "./call.ts";
import { createSlackMemory, type SlackMemory } from "./memory.ts";
import { methods } from "./methods.ts";
import { createNews } from "./news.ts";
import { peopleRoutes, type SlackNews } from "./people-routes.ts";
import { drawPicture } from "./picture.ts";
import { createRateLimits } from "./rates.ts";
import { createTriggers } from "./triggers.ts";

/** The scopes of `slack/manifest.yaml`, which is what an installed Vigie has. */
export const manifestScopes = [
  "chat:write",
  "chat:write.public",
  "channels:read",
  "groups:read",
  "channels:join",
  "channels:history",
  "groups:history",
  "users:read",
  "users:read.email",
  "commands",
  "app_mentions:read",
  "channels:manage",
  "pins:write",
  "usergroups:read",
] as const;

/** A channel that the sandbox begins with; public, alive, and without Vigie in it unless said otherwise. */
export type ChannelSeed = {
  readonly name: string;
  readonly id?: string;
  readonly isPrivate?: boolean;
  readonly isArchived?: boolean;
  readonly isMember?: boolean;
};

export type SlackStandInDeps = StandInDeps & {
  /** What the token may do, asked at each call; all of the manifest's by default. */
  readonly scopes?: () => readonly string[];
  /** Offers any public channel that is asked for; `false` by default. */
  readonly openDoors?: boolean;
  /** Channels to begin with; the default policy's by default. */
  readonly channels?: readonly ChannelSeed[];
};

const seedsDefault: readonly ChannelSeed[] = [{ name: "general" }, { name: "ai-alerts" }, { name: "security-alerts" }];

type Env = { Variables: { fault?: Fault } };
type Args = Readonly<Record<string, unknown>>;

/**
 * Plays Slack's Web API: form and JSON bodies, token, scopes, channels, limits of messages and blocks, rates, in Slack's
 * own error words. The API stands at `<baseUrl>/api/`; any token that begins with `xoxb-sandbox` is good. Links to
 * messages show the picture.
 */
export function createSlackStandIn(deps: SlackStandInDeps): StandIn {
  const memory = createSlackMemory(deps.state);
  seedChannels(memory, deps.channels ?? seedsDefault, deps.now());
  const waitFor = createRateLimits(deps.now);
  const picture = (locale: Locale = "en") =>
    drawPicture(memory, locale, deps.vigie ? `${deps.baseUrl()}/people` : undefined);
  const triggers = createTriggers(deps.now, () => memory.nextId("T0SANDBOX"));
  const news = createNews<SlackNews>();
  const wire = new Hono<Env>();

  wire.on(["GET", "POST"], "/api/:method", async (c, next) => {
    const { channel } = await readArgs(c.req);
    const box = placed(deps.faults, placesOf(memory, channel));
    return faultMiddleware("slack", box, () => c.req.param("method") ?? "")(c, next);
  });
  wire.on(["GET", "POST"], "/api/:method", async (c) => {
    const name = c.req.param("method");
    const args = await readArgs(c.req);
    const { fault } = c.var;
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    const scopes = deps.scopes?.() ?? manifestScopes;
    const refusal = refusalOfToken(c.req.header("authorization"), args, fault);
    if (refusal) return c.json(refusal);
    if (!method) return c.json(refuse("unknown_method", { req_method: name }));
    c.header("x-oauth-scopes", scopes.join(","));
    c.header("x-accepted-oauth-scopes", method.scopes.join(","));
    const lack = lackOf(scopes, method.scopes);
    if (lack) return c.json(lack);
    const [place] = placesOf(memory, args.channel);
    const waitMs = waitFor(method.perChannel ? `${name} ${place}` : name, method.rate);
    if (waitMs > 0) return c.json(refuse("ratelimited"), 429, { "retry-after": String(Math.ceil(waitMs / 1000)) });
    const { now, baseUrl, openDoors = false } = deps;
    const useTrigger = triggers.use;
    const answer = method.answer({ memory, args, now, baseUrl, scopes, fault, openDoors, useTrigger });
    for (const { key, what } of newsOf(name, args, answer)) news.say(key, what);
    return c.json(answer);
  });
  wire.get("/archives/:channel/:message", (c) => c.html(html`<!doctype html><title>Slack</title>${picture()}`));
  const routes = new Hono();
  routes.route("/", wire);
  routes.route("/", peopleRoutes({ ...deps, memory, triggers, news }));
  return { vendor: "slack", routes, picture };
}

/** What a call changed that somebody may wait to see. */
function newsOf(method: string, args: Args, answer: SlackReply): { key: string; what: SlackNews }[] {
  if (!answer.ok) return [];
  const { view } = z
    .object({ view: z.object({ id: z.string() }).optional() })
    .catch({})
    .parse(answer);
  const said: Readonly<Record<string, { key: string; what: SlackNews }>> = {
    "views.open": { key: `trigger ${args.trigger_id}`, what: view ? { view: view.id } : {} },
    "chat.update": { key: `message ${args.ts}`, what: {} },
    "chat.postMessage": { key: `message ${args.thread_ts}`, what: {} },
    "chat.postEphemeral": { key: `answer ${args.channel} ${args.user}`, what: {} },
  };
  return said[method] ? [said[method]] : [];
}

/** Adds the channels that are not there yet. */
export function seedChannels(memory: SlackMemory, channels: readonly ChannelSeed[], nowMs: number): void {
  for (const { isPrivate = false, isArchived = false, isMember = false, ...seed } of channels) {
    if (!memory.channel(seed.name)) memory.addChannel({ ...seed, isPrivate, isArchived, isMember, createdAt: nowMs });
  }
}

/** Arguments of the query and of a form or JSON body; reading them twice reads the body once. */
async function readArgs(request: HonoRequest): Promise<Args> {
  const isJson = request.header("content-type")?.startsWith("application/json");
  const body: unknown = isJson ? await request.json().catch(() => ({})) : await request.parseBody();
  return { ...request.query(), ...(typeof body === "object" ? body : {}) };
}

function refusalOfToken(authorization: string | undefined, args: Args, fault: Fault | undefined): SlackReply | null {
  const token = /^Bearer (.+)$/i.exec(authorization ?? "")?.[1] ?? args.token;
  if (token === undefined || token === "") return refuse("not_authed");
  if (fault?.kind === "revoked") return refuse("token_revoked");
  return typeof token === "string" && token.startsWith("xoxb-sandbox") ? null : refuse("invalid_auth");
}

/** The names by which a fault may mean the channel of a call. */
function placesOf(memory: SlackMemory, asked: unknown): readonly string[] {
  if (typeof asked !== "string") return [];
  const channel = memory.channel(asked);
  return channel ? [channel.id, channel.name, `#${channel.name}`] : [asked];
}

/** The box as seen from one call, which is about these places. */
function placed(box: FaultBox, places: readonly string[]): FaultBox {
  const take: FaultBox["take"] = (vendor, method) => {
    for (const place of places) {
      const fault = box.take(vendor, method, place);
      if (fault) return fault;
    }
    return box.take(vendor, method);
  };
  return { ...box, take };
}
