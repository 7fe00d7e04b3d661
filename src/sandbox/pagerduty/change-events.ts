import { z } from "zod";
import type { StandInState } from "../state.ts";
import { serviceOf } from "./incidents.ts";

const changeSchema = z.object({
  number: z.int(),
  /** Short hash of the routing key: which service it is about. */
  service: z.string(),
  at: z.number(),
  summary: z.string(),
  source: z.string().optional(),
  timestamp: z.string().optional(),
  custom_details: z.record(z.string(), z.unknown()).default({}),
  links: z.array(z.object({ href: z.string(), text: z.string().optional() })).default([]),
});
/** A change event as the sandboxed PagerDuty keeps it. */
export type SandboxChange = z.infer<typeof changeSchema>;

const bodySchema = z.looseObject({
  routing_key: z.string().length(32),
  payload: changeSchema
    .pick({ summary: true, source: true, timestamp: true, custom_details: true })
    .extend({ summary: z.string().trim().min(1).max(1_024), timestamp: z.iso.datetime({ offset: true }).optional() }),
  links: changeSchema.shape.links,
});
export type ChangeBody = z.infer<typeof bodySchema>;

const prefix = "pagerduty:change:";
const countKey = "pagerduty:change-count";

/** The change event, or what PagerDuty would say is wrong with it. */
export function judgeChange(body: unknown): { readonly change: ChangeBody } | { readonly errors: string[] } {
  const read = bodySchema.safeParse(body);
  if (read.success) return { change: read.data };
  return { errors: read.error.issues.map(({ path, message }) => `'${path.join(".")}' is invalid: ${message}`) };
}

/** Takes an accepted one in; nothing joins two that say the same, as nothing does at PagerDuty. */
export function takeChange(state: StandInState, { routing_key, payload, links }: ChangeBody, at: number): void {
  const number = z.int().catch(0).parse(state.get(countKey)) + 1;
  state.set(countKey, number);
  const kept: SandboxChange = { number, service: serviceOf(routing_key), at, ...payload, links };
  state.set(`${prefix}${String(number).padStart(8, "0")}`, kept);
}

/** All change events, newest first. */
export function listChanges(state: StandInState): readonly SandboxChange[] {
  return state
    .list(prefix)
    .map(([, value]) => changeSchema.parse(value))
    .reverse();
}
