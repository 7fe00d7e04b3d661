import { type Context, Hono } from "hono";
import { accepts } from "hono/accepts";
import { z } from "zod";
import { type Locale, locales } from "../../words/locale.ts";
import { sameOriginOnly } from "../same-origin.ts";
import type { StandInDeps } from "../stand-in.ts";
import { blocksSchema, viewSchema } from "./block-rules.ts";
import { drawView } from "./draw-view.ts";
import { pressables } from "./elements.ts";
import type { SandboxOpenView, SlackMemory } from "./memory.ts";
import type { News } from "./news.ts";
import { blockActions, homeOpened, slashCommand, viewSubmission } from "./payloads.ts";
import { sendSigned } from "./send-signed.ts";
import { stateValues } from "./state-values.ts";
import type { Triggers } from "./triggers.ts";
import { people } from "./users.ts";
import { homeOf } from "./views.ts";

/** What happened after a press: a view opened, a message changed, somebody was answered. */
export type SlackNews = { readonly view?: string };

export type PeopleDeps = Pick<StandInDeps, "now" | "baseUrl" | "vigie"> & {
  readonly memory: SlackMemory;
  readonly triggers: Triggers;
  readonly news: News<SlackNews>;
};

/** How long a page waits for what a press leads to, before it shows the channel as it is. */
const shownWithinMs = 1_500;
const answerWithinMs = 600;

/** Who does not want to see it does not wait (RFC 7240). */
function waitMs(c: Context, ms: number): number {
  return c.req.header("prefer") === "respond-async" ? 0 : ms;
}

const user = z.enum(people.map(({ id }) => id));
const pressSchema = z.object({
  channel: z.string(),
  ts: z.string(),
  action: z.string(),
  option: z.string().optional(),
});
export type SandboxPress = z.infer<typeof pressSchema>;
const answerSchema = z.object({
  response_action: z.string().optional(),
  errors: z.record(z.string(), z.string()).optional(),
  view: viewSchema.optional(),
  text: z.string().optional(),
  blocks: blocksSchema.optional(),
});

/** What people do in the sandbox's Slack: each is sent to Vigie as Slack sends it, signed. */
export function peopleRoutes(deps: PeopleDeps): Hono {
  const routes = new Hono();
  routes.use("/people/*", sameOriginOnly);
  routes.post("/people/press", (c) => press(c, deps));
  routes.post("/people/command", (c) => command(c, deps));
  routes.get("/people/view/:id", (c) => {
    const open = deps.memory.view(c.req.param("id"));
    return open ? page(c, deps, open) : c.redirect(pictureUrl(deps));
  });
  routes.post("/people/view/:id", (c) => submit(c, deps));
  routes.get("/people/home/:user", (c) => home(c, deps));
  /** Slack's own address for answers; outside of `/people`, because Vigie calls it. */
  routes.post("/response/:channel/:user", async (c) => {
    const { text, blocks } = answerSchema.catch({}).parse(await c.req.json().catch(() => null));
    keepAnswer(deps, c.req.param("channel"), c.req.param("user"), { text, blocks });
    return c.text("ok");
  });
  return routes;
}

async function press(c: Context, deps: PeopleDeps): Promise<Response> {
  const form = await c.req.parseBody();
  const who = user.safeParse(form.user);
  const what = pressSchema.safeParse(readJson(form.press));
  if (!who.success || !what.success) return c.text("nobody pressed anything", 422);
  const { memory, now } = deps;
  memory.choosePresser(who.data);
  const channel = memory.channel(what.data.channel);
  const message = memory.message(what.data.channel, what.data.ts);
  const { action, option } = what.data;
  const element = message && pressables(message).find(({ action_id }) => action_id === action);
  if (!channel || !message || !element) return c.redirect(pictureUrl(deps), 303);
  const triggerId = deps.triggers.give(who.data);
  const responseUrl = responseUrlOf(deps, channel.id, who.data);
  const payload = blockActions({
    user: who.data,
    channel,
    message,
    element,
    option,
    triggerId,
    responseUrl,
    nowMs: now(),
  });
  // What a press opens or answers comes first; the message may change for any other reason meanwhile.
  const answered = deps.news.first(
    [`trigger ${triggerId}`, `answer ${channel.id} ${who.data}`],
    waitMs(c, answerWithinMs),
  );
  const changed = deps.news.first([`message ${message.ts}`], waitMs(c, shownWithinMs));
  await send(deps, new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  return afterwards(c, deps, (await answered) ?? (await changed), message.ts);
}

async function command(c: Context, deps: PeopleDeps): Promise<Response> {
  const form = await c.req.parseBody();
  const who = user.safeParse(form.user);
  const channel = deps.memory.channel(String(form.channel ?? ""));
  if (!who.success || !channel) return c.text("nobody typed anything", 422);
  deps.memory.choosePresser(who.data);
  const triggerId = deps.triggers.give(who.data);
  const responseUrl = responseUrlOf(deps, channel.id, who.data);
  const text = String(form.text ?? "").replace(/^\/vigie\s*/, "");
  const typed = slashCommand({ user: who.data, channel, text, triggerId, responseUrl });
  const happened = deps.news.first(
    [`trigger ${triggerId}`, `answer ${channel.id} ${who.data}`],
    waitMs(c, shownWithinMs),
  );
  const answer = await send(deps, new URLSearchParams(typed).toString());
  if (answer.text !== undefined) keepAnswer(deps, channel.id, who.data, answer);
  return afterwards(c, deps, await happened);
}

async function submit(c: Context, deps: PeopleDeps): Promise<Response> {
  const open = deps.memory.view(c.req.param("id") ?? "");
  if (!open) return c.redirect(pictureUrl(deps), 303);
  const typed = z.record(z.string(), z.string().catch("")).parse(await c.req.parseBody());
  const payload = viewSubmission(open, stateValues(open.view, typed), deps.triggers.give(open.user));
  const answer = await send(deps, new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  if (answer.response_action === "errors") return page(c, deps, open, { typed, errors: answer.errors ?? {} });
  if (answer.response_action === "update" && answer.view) {
    deps.memory.keepView({ ...open, view: answer.view });
    return c.redirect(`${deps.baseUrl()}/people/view/${open.id}`, 303);
  }
  deps.memory.closeView(open.id);
  return c.redirect(pictureUrl(deps), 303);
}

async function home(c: Context, deps: PeopleDeps): Promise<Response> {
  const who = user.safeParse(c.req.param("user"));
  if (!who.success) return c.redirect(pictureUrl(deps));
  deps.memory.choosePresser(who.data);
  const event = homeOpened(who.data, deps.memory.nextId("Ev0SANDBOX"), deps.now());
  await send(deps, JSON.stringify(event), "application/json");
  const open = deps.memory.view(homeOf(who.data));
  return open ? page(c, deps, open) : c.redirect(pictureUrl(deps));
}

/** Sends it signed; what Vigie answers, or nothing where it is not there or does not answer as Slack expects. */
async function send(
  { vigie, now }: PeopleDeps,
  body: string,
  type: Parameters<typeof sendSigned>[2] = "application/x-www-form-urlencoded",
): Promise<z.infer<typeof answerSchema>> {
  if (!vigie) return {};
  const answer = await sendSigned({ url: vigie.url(), secret: vigie.secret, nowMs: now() }, body, type);
  return answerSchema.catch({}).parse(readJson(answer?.text));
}

function keepAnswer(
  { memory, news, now }: PeopleDeps,
  channel: string,
  who: string,
  { text = "", blocks = [] }: Pick<z.infer<typeof answerSchema>, "text" | "blocks">,
): void {
  memory.keepEphemeral({ channel, user: who, ts: memory.nextTs(now()), text, blocks });
  news.say(`answer ${channel} ${who}`, {});
}

function afterwards(c: Context, deps: PeopleDeps, happened: SlackNews | null, ts = ""): Response {
  const { view } = happened ?? {};
  if (view !== undefined) return c.redirect(`${deps.baseUrl()}/people/view/${view}`, 303);
  return c.redirect(`${pictureUrl(deps)}${ts === "" ? "" : `#p${ts.replace(".", "")}`}`, 303);
}

function page(
  c: Context,
  deps: PeopleDeps,
  { id, view }: SandboxOpenView,
  more: Pick<Parameters<typeof drawView>[0], "typed" | "errors"> = {},
): Response | Promise<Response> {
  const action = `${deps.baseUrl()}/people/view/${id}`;
  return c.html(drawView({ view, locale: localeOf(c), action, back: pictureUrl(deps), ...more }));
}

/** The sandbox's page, one step above the stand-in's. */
function pictureUrl({ baseUrl }: PeopleDeps): string {
  return baseUrl().replace(/\/slack$/, "");
}

function responseUrlOf({ baseUrl }: PeopleDeps, channel: string, who: string): string {
  return `${baseUrl()}/response/${channel}/${who}`;
}

function localeOf(c: Context): Locale {
  const header = accepts(c, { header: "Accept-Language", supports: [...locales], default: "en" });
  return locales.find((one) => one === header) ?? "en";
}

function readJson(text: unknown): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
