import { createHash } from "node:crypto";
import { z } from "zod";
import type { StandInState } from "../state.ts";
import { pageEventSchema, type SandboxPageEvent } from "./event-rules.ts";

/** Who changed an incident last: somebody, an event, or PagerDuty by itself. */
const changerSchema = z.object({ kind: z.enum(["user", "integration", "service"]), id: z.string(), name: z.string() });
export type SandboxChanger = z.infer<typeof changerSchema>;

const incidentSchema = z.object({
  number: z.int(),
  /** Short hash of the routing key: which service it is. */
  service: z.string(),
  dedupKey: z.string(),
  status: z.enum(["triggered", "acknowledged", "resolved"]),
  createdAt: z.number(),
  /** The event that opened it. */
  event: pageEventSchema.omit({ routing_key: true }),
  /** What happened to it, oldest first. A trigger of an open one wakes nobody and is only logged. */
  log: z.array(
    z.object({
      at: z.number(),
      action: z.enum(["trigger", "acknowledge", "resolve", "unacknowledge", "reassign", "escalate", "ask"]),
      summary: z.string(),
      /** Who, where it was no event. */
      by: z.string().optional(),
    }),
  ),
  changedAt: z.number().optional(),
  changedBy: changerSchema.optional(),
  /** Ids of the people who acknowledged, the last one last; nobody while an event did. */
  acknowledgers: z.array(z.string()).default([]),
  assignee: z.string().optional(),
  /** Of the escalation policy, from 1. */
  level: z.int().default(1),
  notes: z.array(z.object({ id: z.string(), at: z.number(), content: z.string(), by: z.string() })).default([]),
});
/** An incident as the sandboxed PagerDuty keeps it. */
export type SandboxPage = z.infer<typeof incidentSchema>;

const prefix = "pagerduty:incident:";
const countKey = "pagerduty:count";
const keyOf = (number: number) => `${prefix}${String(number).padStart(8, "0")}`;
const openKeyOf = (service: string, dedupKey: string) => `pagerduty:open:${service}:${dedupKey}`;

/** Which service a routing key leads to, without showing the key. */
export function serviceOf(routingKey: string): string {
  return createHash("sha256").update(routingKey).digest("hex").slice(0, 6);
}

/** All incidents, newest first. */
export function listPages(state: StandInState): readonly SandboxPage[] {
  return state
    .list(prefix)
    .map(([, value]) => incidentSchema.parse(value))
    .reverse();
}

/**
 * Takes an accepted event in: an open incident of the same key and service is joined, else a trigger opens one;
 * acknowledge and resolve without an open incident are dropped, as PagerDuty does.
 *
 * @returns the event's dedup key, made up when it has none
 * @see https://developer.pagerduty.com/docs/events-api-v2/trigger-events/ "Alert De-Duplication" (read 2026-11-20)
 */
export function takeEvent(state: StandInState, { routing_key, ...event }: SandboxPageEvent, at: number): string {
  const service = serviceOf(routing_key);
  const dedupKey =
    event.dedup_key ??
    createHash("sha256")
      .update(JSON.stringify([event, at]))
      .digest("hex")
      .slice(0, 32);
  const open = openPage(state, service, dedupKey);
  const entry = { at, action: event.event_action, summary: event.payload?.summary ?? "" };
  if (open) {
    const status = statusAfter(open.status, event.event_action);
    const changed = status === open.status ? {} : { changedAt: at, changedBy: byEvent, acknowledgers: [] };
    keepPage(state, { ...open, ...changed, status, log: [...open.log, entry] });
  } else if (event.event_action === "trigger") {
    const number = z.int().catch(0).parse(state.get(countKey)) + 1;
    state.set(countKey, number);
    const begun = { status: "triggered" as const, createdAt: at, acknowledgers: [], level: 1, notes: [] };
    keepPage(state, { ...begun, number, service, dedupKey, event, log: [entry] });
  }
  return dedupKey;
}

/** The incident of a REST id (`PSANDBOX7`) or number. */
export function findPage(state: StandInState, id: string | number): SandboxPage | undefined {
  const number = typeof id === "number" ? id : Number(/^PSANDBOX(\d+)$/.exec(id)?.[1] ?? Number.NaN);
  return Number.isInteger(number) ? incidentSchema.safeParse(state.get(keyOf(number))).data : undefined;
}

function statusAfter(status: SandboxPage["status"], action: SandboxPageEvent["event_action"]): SandboxPage["status"] {
  if (action === "trigger") return status;
  return action === "resolve" ? "resolved" : "acknowledged";
}

function openPage(state: StandInState, service: string, dedupKey: string): SandboxPage | undefined {
  const number = z.int().safeParse(state.get(openKeyOf(service, dedupKey))).data;
  return number === undefined ? undefined : incidentSchema.parse(state.get(keyOf(number)));
}

const byEvent: SandboxChanger = { kind: "integration", id: "PEVENTSV2", name: "Events API V2" };

export function keepPage(state: StandInState, page: SandboxPage): void {
  state.set(keyOf(page.number), page);
  const openKey = openKeyOf(page.service, page.dedupKey);
  if (page.status === "resolved") state.delete(openKey);
  else state.set(openKey, page.number);
}
