import { type Context, Hono } from "hono";
import { type SandboxPerson, sandboxPeople } from "../people.ts";
import type { StandInDeps } from "../stand-in.ts";

const unauthorized = { error: { code: 2006, message: "You cannot perform this action.", errors: ["Unauthorized"] } };
const notFound = { error: { code: 2100, message: "Not Found" } };
const shiftMs = 12 * 3_600_000;
const [ada] = sandboxPeople;
/** Vigie's own account there, which `PAGERDUTY_FROM` names. */
export const vigie = { ...ada, name: "Vigie", email: "vigie@sandbox.example", pagerduty: "PSANDVIGIE" };

/**
 * The people of PagerDuty's REST v2: users, schedules and who is on call. Any schedule that is asked for is there, and
 * Ada is on call by it, from noon to midnight and from midnight to noon.
 *
 * @see https://developer.pagerduty.com/api-reference/ (read 2026-11-20)
 */
export function peopleRoutes({ now, baseUrl }: Pick<StandInDeps, "now" | "baseUrl">): Hono {
  const routes = new Hono();
  const known = (answer: (c: Context) => Response) => (c: Context) =>
    /^(Token token=|Bearer )\S/.test(c.req.header("authorization") ?? "") ? answer(c) : c.json(unauthorized, 401);
  routes.get(
    "/users",
    known((c) => {
      const query = c.req.query("query")?.toLowerCase() ?? "";
      const found = [...sandboxPeople, vigie].filter(({ name, email }) =>
        `${name}\n${email}`.toLowerCase().includes(query),
      );
      return c.json({
        users: found.map((one) => userOf(one, baseUrl())),
        limit: 100,
        offset: 0,
        total: null,
        more: false,
      });
    }),
  );
  routes.get(
    "/users/:id",
    known((c) => {
      const found = sandboxPeople.find(({ pagerduty }) => pagerduty === c.req.param("id"));
      return found ? c.json({ user: userOf(found, baseUrl()) }) : c.json(notFound, 404);
    }),
  );
  routes.get(
    "/schedules/:id",
    known((c) => {
      const { id, summary, self, html_url } = scheduleOf(c.req.param("id") ?? "", baseUrl());
      return c.json({
        schedule: {
          id,
          type: "schedule",
          summary,
          self,
          html_url,
          name: summary,
          time_zone: "Europe/Paris",
          users: [],
        },
      });
    }),
  );
  routes.get(
    "/oncalls",
    known((c) => {
      const begin = Math.floor(now() / shiftMs) * shiftMs;
      const oncalls = (c.req.queries("schedule_ids[]") ?? []).map((id) => ({
        user: userOf(ada, baseUrl()),
        schedule: scheduleOf(id, baseUrl()),
        escalation_policy: {
          id: "PESCAL1",
          type: "escalation_policy_reference",
          summary: "On-call",
          self: `${baseUrl()}/escalation_policies/PESCAL1`,
          html_url: `${baseUrl()}/escalation_policies/PESCAL1`,
        },
        escalation_level: 1,
        start: new Date(begin).toISOString(),
        end: new Date(begin + shiftMs).toISOString(),
      }));
      return c.json({ oncalls, limit: 100, offset: 0, total: null, more: false });
    }),
  );
  return routes;
}

function userOf({ pagerduty: id, name, email }: SandboxPerson, base: string) {
  const links = { self: `${base}/users/${id}`, html_url: `${base}/users/${id}` };
  return { id, type: "user", summary: name, ...links, name, email, time_zone: "Europe/Paris", role: "user" };
}

function scheduleOf(id: string, base: string) {
  const links = { self: `${base}/schedules/${id}`, html_url: `${base}/schedules/${id}` };
  return { id, type: "schedule_reference", summary: "Sandbox on-call", ...links };
}
