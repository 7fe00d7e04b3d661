import { Hono } from "hono";
import type { StandInDeps } from "../stand-in.ts";
import { listPages, type SandboxPage } from "./incidents.ts";

const unauthorized = { error: { code: 2006, message: "You cannot perform this action.", errors: ["Unauthorized"] } };
const limitDefault = 25;
const limitMax = 100;

/**
 * The part of PagerDuty's REST v2 that can be read: incidents, newest first, by `incident_key` and `statuses[]`. Any
 * token is good.
 */
export function restRoutes({ state, baseUrl }: Pick<StandInDeps, "state" | "baseUrl">): Hono {
  const routes = new Hono();
  const isKnown = (authorization: string | undefined) => /^(Token token=|Bearer )\S/.test(authorization ?? "");
  routes.get("/incidents", (c) => {
    if (!isKnown(c.req.header("authorization"))) return c.json(unauthorized, 401);
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
  return routes;
}

function incidentOf({ number, service, dedupKey, status, createdAt, event }: SandboxPage, base: string) {
  const id = `PSANDBOX${number}`;
  return {
    id,
    type: "incident",
    summary: `[#${number}] ${event.payload?.summary ?? ""}`,
    self: `${base}/incidents/${id}`,
    html_url: `${base}/incidents/${id}`,
    incident_number: number,
    title: event.payload?.summary ?? "",
    created_at: new Date(createdAt).toISOString(),
    status,
    incident_key: dedupKey,
    urgency: "high",
    service: reference("service", service.toUpperCase(), `Service ${service}`, base),
    escalation_policy: reference("escalation_policy", "PESCAL1", "On-call", base),
  };
}

function reference(kind: "service" | "escalation_policy", id: string, summary: string, base: string) {
  const path = kind === "escalation_policy" ? "escalation_policies" : `${kind}s`;
  return { id, type: `${kind}_reference`, summary, self: `${base}/${path}/${id}`, html_url: `${base}/${path}/${id}` };
}
