import { createHash, createHmac } from "node:crypto";
import type { StandInDeps } from "../stand-in.ts";
import { eventTypes, type PageChange } from "./changes.ts";
import type { SandboxChanger, SandboxPage } from "./incidents.ts";

const typeOf: Readonly<Record<SandboxChanger["kind"], string>> = {
  user: "user_reference",
  integration: "events_api_v2_inbound_integration_reference",
  service: "service_reference",
};
/** A webhook that is not answered by then is sent again by PagerDuty; the sandbox lets it be. */
const answerWithinMs = 5_000;

/**
 * Tells Vigie of a change, as a V3 webhook subscription does: signed over the raw body, with an id that a second
 * delivery would repeat. What is not there to hear it is none the wiser.
 *
 * @see https://developer.pagerduty.com/docs/webhooks/v3-overview/ (read 2026-11-20)
 */
export async function sendWebhook(
  { vigie, baseUrl }: Pick<StandInDeps, "vigie" | "baseUrl">,
  page: SandboxPage,
  change: PageChange,
  by: SandboxChanger,
  at: number,
): Promise<void> {
  if (!vigie) return;
  const id = createHash("sha256").update(JSON.stringify([page.number, page.log.length, page.notes.length, change, at]));
  const eventId = id.digest("hex").slice(0, 26).toUpperCase();
  const body = JSON.stringify({
    event: {
      id: eventId,
      event_type: eventTypes[change],
      resource_type: "incident",
      occurred_at: new Date(at).toISOString(),
      agent: reference(by.id, typeOf[by.kind], by.name, baseUrl()),
      client: null,
      data: dataOf(page, change, by, baseUrl()),
    },
  });
  const signature = createHmac("sha256", vigie.secret).update(body).digest("hex");
  await fetch(`${vigie.url()}/webhooks/pagerduty`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "user-agent": "PagerDuty-Webhook/V3.0",
      "x-webhook-id": eventId,
      "x-pagerduty-signature": `v1=${signature}`,
    },
    body,
    signal: AbortSignal.timeout(answerWithinMs),
  }).then(
    (answer) => answer.arrayBuffer(),
    () => {},
  );
}

function reference(id: string, type: string, summary: string, base: string) {
  const place = `${base}/${type.replace("_reference", "s")}/${id}`;
  return { html_url: place, id, self: place, summary, type };
}

function dataOf(page: SandboxPage, change: PageChange, by: SandboxChanger, base: string) {
  const { number, status, dedupKey, createdAt, event, service } = page;
  const title = event.payload?.summary ?? "";
  const id = `PSANDBOX${number}`;
  const incident = reference(id, "incident_reference", title, base);
  if (change === "note") {
    const note = page.notes.at(-1);
    return { incident, id: note?.id, content: note?.content, trimmed: false, type: "incident_note" };
  }
  if (change === "reply") {
    const user = reference(by.id, "user_reference", by.name, base);
    return { incident, user, message: "", state: "accepted", type: "incident_responder" };
  }
  return {
    id,
    type: "incident",
    self: incident.self,
    html_url: incident.html_url,
    number,
    status,
    incident_key: dedupKey,
    created_at: new Date(createdAt).toISOString(),
    title,
    service: reference(service.toUpperCase(), "service_reference", `Service ${service}`, base),
    assignees: [],
    escalation_policy: reference("PESCAL1", "escalation_policy_reference", "On-call", base),
    teams: [],
    priority: null,
    urgency: "high",
    conference_bridge: null,
    resolve_reason: null,
  };
}
