import { z } from "zod";
import { isOurs } from "../../incident/trace-ending.ts";
import type { DoneThere } from "../done-there.ts";

const reference = z.object({ id: z.string(), type: z.string().catch(""), summary: z.string().nullish() });

const schema = z.object({
  event: z.object({
    id: z.string().max(200),
    event_type: z.string(),
    occurred_at: z.string(),
    agent: reference.nullish().catch(null),
    data: z.looseObject({
      id: z.string().nullish(),
      type: z.string().nullish(),
      incident_key: z.string().nullish(),
      incident: reference.nullish().catch(null),
      content: z.string().nullish().catch(null),
      user: reference.nullish().catch(null),
      state: z.string().nullish().catch(null),
    }),
  }),
});

/** What a V3 webhook says, as far as Vigie listens. */
export type PagerDutyEvent = {
  readonly id: string;
  /** `incident.acknowledged`; of those unknown nothing else is read. */
  readonly type: string;
  /** PagerDuty's clock, ms since the epoch. */
  readonly at: number;
  /** Absent for machines: PagerDuty itself, a service, an integration. */
  readonly person?: { readonly id: string; readonly name?: string };
  /** An integration did it, which is what our own events are (loop guard). */
  readonly isIntegration: boolean;
  /** Which incident: our `dedup_key`, PagerDuty's own id, or both. */
  readonly key?: string;
  readonly incidentId?: string;
  readonly done: EventDone | null;
};

/** `joined`: an expert who was asked came; for which group is the incident's to say. */
export type EventDone = DoneThere | { readonly kind: "joined" };

/**
 * Reads a V3 webhook; `null` for what is none.
 *
 * @see https://developer.pagerduty.com/docs/webhooks/v3-overview/ (read 2026-11-20)
 */
export function readPagerDutyEvent(body: unknown): PagerDutyEvent | null {
  const read = schema.safeParse(body).data?.event;
  if (!read) return null;
  const { id, event_type: type, data, agent } = read;
  const at = Date.parse(read.occurred_at);
  const isUser = agent?.type.startsWith("user") === true;
  const responder = type === "incident.responder.replied" ? data.user : null;
  const who = responder ?? (isUser ? agent : null);
  const incidentId = data.incident?.id ?? (data.type === "incident" ? data.id : undefined);
  const event = {
    id,
    type,
    at: Number.isFinite(at) ? at : 0,
    ...(who ? { person: { id: who.id, ...(who.summary ? { name: who.summary } : {}) } } : {}),
    isIntegration: agent?.type.includes("integration") === true,
    ...(data.incident_key ? { key: data.incident_key } : {}),
    ...(incidentId ? { incidentId } : {}),
  };
  return { ...event, done: table[type]?.(event, data) ?? null };
}

type Said = Omit<PagerDutyEvent, "done">;
type Data = z.infer<typeof schema>["event"]["data"];

const takenBack =
  (because: string) =>
  ({ isIntegration }: Said): EventDone | null =>
    isIntegration ? null : { kind: "unacknowledge", because };

/** What each kind of event means to an incident (behaviour 5, protocol 3.2, 3.3); all others mean nothing. */
const table: Readonly<Record<string, (said: Said, data: Data) => EventDone | null>> = {
  "incident.acknowledged": ({ person }) => (person ? { kind: "acknowledge" } : null),
  "incident.unacknowledged": takenBack("unacknowledged"),
  "incident.reassigned": takenBack("reassigned"),
  "incident.escalated": takenBack("escalated"),
  "incident.delegated": takenBack("delegated"),
  "incident.reopened": takenBack("reopened"),
  "incident.resolved": ({ person, isIntegration, at }) => {
    if (person) return { kind: "resolved-elsewhere" };
    // Neither a person nor an event: PagerDuty gave it up by itself.
    return isIntegration ? null : { kind: "page-lapsed", at };
  },
  "incident.annotated": (_said, { content }) => (content && !isOurs(content) ? { kind: "note", text: content } : null),
  "incident.responder.replied": (_said, { state }) =>
    state === "accepted" || state === "joined" ? { kind: "joined" } : null,
};
