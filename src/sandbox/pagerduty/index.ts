import { Hono } from "hono";
import type { Locale } from "../../words/locale.ts";
import { type Fault, faultMiddleware } from "../faults.ts";
import type { StandIn, StandInDeps } from "../stand-in.ts";
import { judgeChange, listChanges, takeChange } from "./change-events.ts";
import { judgeEvent } from "./event-rules.ts";
import { listPages, serviceOf, takeEvent } from "./incidents.ts";
import { peopleRoutes } from "./people.ts";
import { drawPages } from "./picture.ts";
import { pressRoutes } from "./press-routes.ts";
import { restRoutes } from "./rest.ts";

/** "An event is limited to 512 KB." */
const bodyMaxBytes = 512 * 1024;
/** About 120 calls in any 60 s for one integration key. */
const callsMax = 120;
const windowMs = 60_000;

const invalid = (errors: readonly string[]) => ({
  status: "invalid event",
  message: "Event object is invalid",
  errors,
});
const unrecognized = {
  status: "Unrecognized object",
  message: "Event object format is unrecognized",
  errors: ["JSON parse error"],
};
const throttled = {
  status: "throttle exceeded",
  message: "Requests for this service are arriving too quickly.  Please retry later.",
};

/**
 * Stands in for PagerDuty: Events v2 with its limits, its rate and its way to join events by dedup key; any routing key
 * of 32 characters leads to a service. Of the REST API incidents can be read and changed with any token. What is changed by
 * REST or on the sandbox's page is told to Vigie by a signed webhook; what events change is not.
 *
 * Faults: a `revoked` key and a deleted service are refused as an unknown key, a disabled (`place-archived`) service
 * takes events and forgets them.
 *
 * @see https://developer.pagerduty.com/docs/events-api-v2/ (read 2026-11-20)
 */
export function createPagerDutyStandIn(deps: StandInDeps): StandIn {
  const { state, now, faults, baseUrl, vigie } = deps;
  const isThrottled = throttle(now);
  const wire = new Hono<{ Variables: { fault?: Fault } }>();
  wire.use(
    "*",
    faultMiddleware("pagerduty", faults, (request) => `${request.method} ${new URL(request.url).pathname}`),
  );
  wire.post("/v2/enqueue", async (c) => {
    const body = await readJson(c.req.raw);
    if (body.kind !== "json") return c.json(body.error, body.status);
    const judged = judgeEvent(body.value);
    if ("errors" in judged) return c.json(invalid(judged.errors), 400);
    if (isThrottled(judged.event.routing_key)) return c.json(throttled, 429);
    const fault = c.get("fault")?.kind;
    if (fault === "revoked" || fault === "place-deleted") return c.json(invalid(["Invalid routing key"]), 400);
    const dedupKey =
      fault === "place-archived" ? (judged.event.dedup_key ?? "") : takeEvent(state, judged.event, now());
    return c.json({ status: "success", message: "Event processed", dedup_key: dedupKey }, 202);
  });
  wire.post("/v2/change/enqueue", async (c) => {
    const body = await readJson(c.req.raw);
    if (body.kind !== "json") return c.json(body.error, body.status);
    const judged = judgeChange(body.value);
    if ("errors" in judged) return c.json(invalid(judged.errors), 400);
    if (isThrottled(judged.change.routing_key)) return c.json(throttled, 429);
    const fault = c.get("fault")?.kind;
    if (fault === "revoked" || fault === "place-deleted") return c.json(invalid(["Invalid routing key"]), 400);
    if (fault !== "place-archived") takeChange(state, judged.change, now());
    return c.json({ status: "success", message: "Change event processed" }, 202);
  });
  wire.route("/", peopleRoutes({ now, baseUrl }));
  wire.route("/", restRoutes(deps));
  const routes = new Hono();
  routes.route("/", pressRoutes(deps));
  routes.route("/", wire);
  const picture = (locale: Locale = "en") =>
    drawPages(listPages(state), listChanges(state), locale, vigie ? `${baseUrl()}/people/press` : undefined);
  return { vendor: "pagerduty", routes, picture };
}

type Read =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "refused"; readonly status: 400 | 413; readonly error: typeof unrecognized };

async function readJson(request: Request): Promise<Read> {
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > bodyMaxBytes) {
    return { kind: "refused", status: 413, error: { ...unrecognized, errors: ["Event is larger than 512 KB"] } };
  }
  try {
    return { kind: "json", value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch {
    return { kind: "refused", status: 400, error: unrecognized };
  }
}

/** Counts calls per service within the window that ends now; one that is refused does not count. */
function throttle(now: () => number): (routingKey: string) => boolean {
  const calls = new Map<string, readonly number[]>();
  return (routingKey) => {
    const service = serviceOf(routingKey);
    const recent = (calls.get(service) ?? []).filter((at) => at > now() - windowMs);
    const isOver = recent.length >= callsMax;
    calls.set(service, isOver ? recent : [...recent, now()]);
    return isOver;
  };
}
