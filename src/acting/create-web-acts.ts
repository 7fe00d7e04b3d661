import { type Context, Hono } from "hono";
import { findByPath, incidentReply, pages, type Reply, type WebDeps } from "../web/create-web.ts";
import { linkTo, type Visit } from "../web/visit.ts";
import { type Acted, type Acting, commanded, fieldsOf, pressed, takeFormsOnly } from "./dashboard-acts.ts";

/**
 * What the dashboard's forms send: presses of an incident's buttons, a report by hand, an acknowledgement of a whole
 * service. Who may ask at all, and that no page of another site does, is decided by whoever mounts it (protocol 12.3).
 */
export function createWebActs(web: WebDeps, acting: Acting): Hono {
  const page = pages(web);
  const routes = new Hono();
  takeFormsOnly(routes);
  routes.post(
    "/incidents/:id/actions/:handler",
    page(async (c, visit) => {
      const id = c.req.param("id") ?? "";
      const stored = await findByPath(web, id);
      if (stored === null) return incidentReply(web, visit, id);
      const acted = await pressed(acting, c, visit, await web.viewOf(stored));
      return acted.kind === "incident" ? incidentReply(web, visit, id, acted) : answered(c, acted);
    }),
  );
  // Where a form is read again, as by a change of the language: back to what it was about.
  routes.get(
    "/incidents/:id/actions/:handler",
    page(async (c, visit) =>
      c.redirect(linkTo(visit, `/incidents/${encodeURIComponent(c.req.param("id") ?? "")}`), 303),
    ),
  );
  routes.get(
    "/acknowledge",
    page(async (c, visit) => c.redirect(linkTo(visit, "/"), 303)),
  );
  const command = (textOf: (c: Context) => Promise<string>, action: string) =>
    page(async (c: Context, visit: Visit) =>
      answered(c, await commanded(acting, c, visit, { text: await textOf(c), action })),
    );
  routes.on(
    ["GET", "POST"],
    "/report",
    command(async () => "report", "/report"),
  );
  routes.post(
    "/acknowledge",
    command(async (c) => `ack ${(await fieldsOf(c)).service ?? ""}`, "/acknowledge"),
  );
  return routes;
}

function answered(c: Context, acted: Acted): Reply | Response {
  if (acted.kind === "incident") throw new Error("a command is about no single incident");
  return acted.kind === "page" ? acted.reply : c.redirect(acted.to, 303);
}
