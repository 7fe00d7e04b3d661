import { type Context, Hono } from "hono";
import { z } from "zod";
import { sandboxPeople } from "../people.ts";
import type { StandInDeps } from "../stand-in.ts";
import { asChanger, type Changing, changePage, type PageChange } from "./changes.ts";
import { findPage, listPages, type SandboxChanger, type SandboxPage } from "./incidents.ts";
import { vigie } from "./people.ts";
import { sendWebhook } from "./webhook.ts";

const unauthorized = { error: { code: 2006, message: "You cannot perform this action.", errors: ["Unauthorized"] } };
const notFound = { error: { code: 2100, message: "Not Found" } };
const noRequester = { error: { code: 1008, message: "Requester User Not Found" } };
const invalid = (error: string) => ({ error: { code: 2001, message: "Invalid Input Provided", errors: [error] } });
const limitDefault = 25;
const limitMax = 100;

const changeBody = z.object({
  incident: z.object({
    status: z.enum(["acknowledged", "resolved"]).optional(),
    escalation_level: z.int().min(1).optional(),
  }),
});
const noteBody = z.object({ note: z.object({ content: z.string().min(1) }) });
const responderBody = z.object({ requester_id: z.string(), message: z.string() });

/**
 * The part of PagerDuty's REST v2 that Vigie uses: incidents, newest first, by `incident_key` and `statuses[]`, changed
 * by `PUT`, with their notes and responders. Any token is good; a write needs `From`, the e-mail of somebody there.
 *
 * @see https://developer.pagerduty.com/api-reference/ (read 2026-11-20)
 */
export function restRoutes(deps: StandInDeps): Hono {
  const { state, baseUrl, now } = deps;
  const routes = new Hono();
  routes.use("/incidents/*", (c, next) => (isKnown(c) ? next() : Promise.resolve(c.json(unauthorized, 401))));
  routes.get("/incidents", (c) => {
    if (!isKnown(c)) return c.json(unauthorized, 401);
    const key = c.req.query("incident_key");
    const statuses = c.req.queries("statuses[]");
    const found = listPages(state).filter(
      (page) => (key === undefined || page.dedupKey === key) && (statuses?.includes(page.status) ?? true),
    );
    const offset = Number(c.req.query("offset") ?? 0) || 0;
    const limit = Math.min(Number(c.req.query("limit") ?? limitDefault) || limitDefault, limitMax);
    const incidents = found.slice(offset, offset + limit).map((page) => incidentOf(page, baseUrl()));
    return c.json({ incidents, limit, offset, total: null, more: found.length > offset + limit });
  });
  routes.get("/incidents/:id", (c) => {
    const page = findPage(state, c.req.param("id"));
    return page ? c.json({ incident: incidentOf(page, baseUrl()) }) : c.json(notFound, 404);
  });
  routes.get("/incidents/:id/notes", (c) => {
    const page = findPage(state, c.req.param("id"));
    return page ? c.json({ notes: page.notes.map((note) => noteOf(note, baseUrl())) }) : c.json(notFound, 404);
  });

  /** Makes a change in the name of whoever `From` says, and tells of it as PagerDuty does. */
  const change = async (c: Context, what: PageChange, more: Pick<Changing, "text" | "level"> = {}) => {
    const page = findPage(state, c.req.param("id") ?? "");
    const who = [...sandboxPeople, vigie].find(({ email }) => email === c.req.header("from")?.toLowerCase());
    if (!page) return c.json(notFound, 404);
    if (!who) return c.json(noRequester, 400);
    const by: SandboxChanger = { kind: "user", id: who.pagerduty, name: who.name };
    const at = now();
    const changed = changePage(state, page, what, { by, at, ...more });
    if (!changed) return c.json(invalid("Incident Already Resolved, or no such level"), 400);
    await sendWebhook(deps, changed, what, by, at);
    return changed;
  };

  routes.put("/incidents/:id", async (c) => {
    const body = changeBody.safeParse(await c.req.json().catch(() => null)).data?.incident;
    if (!body) return c.json(invalid("incident is missing"), 400);
    const { status, escalation_level: level } = body;
    const what = status === undefined ? "escalate" : status === "resolved" ? "resolve" : "acknowledge";
    const changed = await change(c, what, level === undefined ? {} : { level });
    return changed instanceof Response ? changed : c.json({ incident: incidentOf(changed, baseUrl()) });
  });
  routes.post("/incidents/:id/notes", async (c) => {
    const body = noteBody.safeParse(await c.req.json().catch(() => null)).data;
    if (!body) return c.json(invalid("note.content is missing"), 400);
    const changed = await change(c, "note", { text: body.note.content });
    if (changed instanceof Response) return changed;
    const note = changed.notes.at(-1);
    return note ? c.json({ note: noteOf(note, baseUrl()) }) : c.json(notFound, 404);
  });
  routes.post("/incidents/:id/responder_requests", async (c) => {
    const body = responderBody.safeParse(await c.req.json().catch(() => null)).data;
    const page = findPage(state, c.req.param("id"));
    if (!page) return c.json(notFound, 404);
    const requester = sandboxPeople.find(({ pagerduty }) => pagerduty === body?.requester_id);
    if (!body || !requester) return c.json(noRequester, 400);
    changePage(state, page, "reply", { by: asChanger(requester), at: now(), text: body.message });
    return c.json({
      responder_request: {
        incident: reference("incident", idOf(page), idOf(page), baseUrl()),
        requester: reference("user", requester.pagerduty, requester.name, baseUrl()),
        requested_at: new Date(now()).toISOString(),
        message: body.message,
        responder_request_targets: [],
      },
    });
  });
  return routes;
}

function isKnown(c: Context): boolean {
  return /^(Token token=|Bearer )\S/.test(c.req.header("authorization") ?? "");
}

const idOf = ({ number }: SandboxPage) => `PSANDBOX${number}`;

function incidentOf(page: SandboxPage, base: string) {
  const { service, dedupKey, status, createdAt, event, assignee, acknowledgers, changedBy } = page;
  const id = idOf(page);
  const changedAt = new Date(page.changedAt ?? createdAt).toISOString();
  const assigned = sandboxPeople.find(({ pagerduty }) => pagerduty === assignee) ?? sandboxPeople[0];
  return {
    id,
    type: "incident",
    summary: `[#${page.number}] ${event.payload?.summary ?? ""}`,
    self: `${base}/incidents/${id}`,
    html_url: `${base}/incidents/${id}`,
    incident_number: page.number,
    title: event.payload?.summary ?? "",
    created_at: new Date(createdAt).toISOString(),
    status,
    incident_key: dedupKey,
    urgency: "high",
    service: reference("service", service.toUpperCase(), `Service ${service}`, base),
    escalation_policy: reference("escalation_policy", "PESCAL1", "On-call", base),
    assignments:
      status === "resolved"
        ? []
        : [{ at: changedAt, assignee: reference("user", assigned.pagerduty, assigned.name, base) }],
    acknowledgements: acknowledgers.map((one) => ({
      at: changedAt,
      acknowledger: reference("user", one, personName(one), base),
    })),
    last_status_change_at: changedAt,
    last_status_change_by: changedBy
      ? reference(changedBy.kind, changedBy.id, changedBy.name, base)
      : reference("service", service.toUpperCase(), `Service ${service}`, base),
  };
}

function noteOf({ id, at, content, by }: SandboxPage["notes"][number], base: string) {
  const user = reference("user", by, personName(by), base);
  return {
    id,
    user,
    channel: { summary: "The PagerDuty website or APIs" },
    content,
    created_at: new Date(at).toISOString(),
  };
}

function personName(id: string): string {
  return [...sandboxPeople, vigie].find(({ pagerduty }) => pagerduty === id)?.name ?? id;
}

function reference(kind: string, id: string, summary: string, base: string) {
  const path = kind === "escalation_policy" ? "escalation_policies" : `${kind}s`;
  return { id, type: `${kind}_reference`, summary, self: `${base}/${path}/${id}`, html_url: `${base}/${path}/${id}` };
}
