import { type Context, Hono } from "hono";
import { z } from "zod";
import { sandboxPeople } from "../people.ts";
import { sameOriginOnly } from "../same-origin.ts";
import type { StandInDeps } from "../stand-in.ts";
import { executeSchema, type TeamsCaller } from "./caller.ts";
import type { TeamsMemory } from "./memory.ts";

const whereSchema = z.object({ person: z.string(), channel: z.string().min(1), root: z.string().default("") });
const pressSchema = whereSchema.extend({ action: z.string() });
const saySchema = whereSchema.extend({ words: z.string().trim().min(1).max(500) });
const cardAnswerSchema = z.object({ type: z.string(), value: z.unknown() });

/** What the page's own buttons do: press a card's button, or say something, as somebody of the sandbox. */
export function peopleRoutes(deps: StandInDeps, memory: TeamsMemory, caller: TeamsCaller): Hono {
  const routes = new Hono();
  const page = (c: Context, anchor: string) => c.redirect(`${deps.baseUrl().replace(/\/[^/]+$/, "")}#${anchor}`, 303);
  routes.use("/people/*", sameOriginOnly);
  routes.post("/people/press", async (c) => {
    const fields = z.record(z.string(), z.string()).parse(await c.req.parseBody());
    const { person, channel, root, action } = pressSchema.parse(fields);
    const { person: _p, channel: _c, root: _r, action: _a, ...inputs } = fields;
    const who = personOf(person);
    const answer = await caller.press(who, { channel, rootId: root }, executeSchema.parse(JSON.parse(action)), inputs);
    const { data } = cardAnswerSchema.safeParse(answer.body);
    const shown = data ?? { type: "error", value: `HTTP ${answer.status}` };
    memory.show({ channel, rootId: root, person: who.name, type: shown.type, value: shown.value });
    return page(c, `m${root}`);
  });
  routes.post("/people/say", async (c) => {
    const { person, channel, words } = saySchema.parse(await c.req.parseBody());
    const who = personOf(person);
    const id = memory.nextId(deps.now());
    const activity = { type: "message", text: `${who.name}: @Vigie ${words}` };
    memory.keep({ channel, root: { id, activityId: id, at: deps.now(), activity }, replies: [] });
    await caller.say(who, { channel, rootId: id }, words);
    return page(c, `m${id}`);
  });
  return routes;
}

function personOf(teams: string) {
  return sandboxPeople.find((one) => one.teams === teams) ?? sandboxPeople[0];
}
