import { Hono } from "hono";
import { z } from "zod";
import { sandboxPeople } from "../people.ts";
import { sameOriginOnly } from "../same-origin.ts";
import type { StandInDeps } from "../stand-in.ts";
import { asChanger, changePage, itself, pageChanges } from "./changes.ts";
import { findPage } from "./incidents.ts";
import { sendWebhook } from "./webhook.ts";

const pressed = z.object({
  number: z.coerce.number().int(),
  change: z.enum(pageChanges),
  person: z.enum(sandboxPeople.map(({ pagerduty }) => pagerduty)).optional(),
  text: z.string().trim().max(2_000).optional(),
});

/** What people do in the sandbox's PagerDuty: each change is told to Vigie by a signed webhook. */
export function pressRoutes(deps: StandInDeps): Hono {
  const { state, now, baseUrl } = deps;
  const routes = new Hono();
  routes.use("/people/*", sameOriginOnly);
  routes.post("/people/press", async (c) => {
    const read = pressed.safeParse(await c.req.parseBody());
    const page = read.success ? findPage(state, read.data.number) : undefined;
    if (!read.success || !page) return c.text("nobody pressed anything", 422);
    const { change, person, text } = read.data;
    const who = sandboxPeople.find(({ pagerduty }) => pagerduty === person) ?? sandboxPeople[0];
    const by = change === "lapse" ? itself : asChanger(who);
    const at = now();
    const changed = changePage(state, page, change, { by, at, ...(text ? { text } : {}) });
    if (!changed) return c.text("not offered as things stand", 409);
    await sendWebhook(deps, changed, change, by, at);
    return c.redirect(baseUrl().replace(/\/pagerduty$/, ""), 303);
  });
  return routes;
}
