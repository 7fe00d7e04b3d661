import { z } from "@hono/zod-openapi";
import { severities } from "../alert/severity.ts";
import { type AlertRow, type DestinationStanding, type Incident, outcomes, phases } from "../incident/incident.ts";
import { humanId } from "../incident/view.ts";
import type { StoredIncident } from "../store/port.ts";
import { actionSchema } from "./action-json.ts";
import { careSchema } from "./care-json.ts";
import { iso, isoOf, isoTime } from "./iso-time.ts";

export const summarySchema = z
  .object({
    id: z.string().openapi({ example: "VIG-1042" }),
    title: z.string(),
    severity: z.enum(severities),
    worst: z.enum(severities),
    phase: z.enum(phases),
    outcome: z.enum(outcomes).nullable(),
    service: z.string().nullable(),
    model: z.string().nullable(),
    environment: z.string(),
    environmentAssumed: z.boolean(),
    family: z.string(),
    sources: z.array(z.string()),
    received: z.int().openapi({ description: "Every alert received for it, repeats included." }),
    firing: z.int(),
    resolved: z.int(),
    openedAt: isoTime,
    updatedAt: isoTime,
    resolvedAt: isoTime.nullable(),
    recoveredAt: isoTime
      .nullable()
      .openapi({ description: "When the source ended while the incident waits for cause and remediation." }),
    team: z.string().nullable(),
    version: z.int().openapi({ description: "Last journal entry; names what a reader has seen." }),
  })
  .openapi("IncidentSummary");

const alertSchema = z
  .object({
    fingerprint: z.string(),
    source: z.string(),
    status: z.enum(["firing", "resolved"]),
    severity: z.enum(severities),
    name: z.string(),
    labels: z.record(z.string(), z.string()),
    annotations: z.record(z.string(), z.string()),
    startsAt: isoTime,
    endsAt: isoTime.nullable(),
    received: z.int(),
    links: z.array(z.object({ kind: z.string(), url: z.string() })),
  })
  .openapi("Alert");

export const destinationSchema = z
  .object({
    receiver: z.string(),
    destination: z.string(),
    state: z.enum(["waiting", "told", "retrying", "undelivered", "left_out"]),
    link: z.string().nullable(),
    label: z.string().nullable(),
    reason: z.string().nullable(),
    because: z.object({
      told: z.string(),
      severity: z.enum(severities),
      file: z.string().nullable(),
      line: z.int().nullable(),
    }),
    firstToldAt: isoTime.nullable(),
    lastToldAt: isoTime.nullable(),
  })
  .openapi("Destination");

export const detailSchema = summarySchema
  .extend({
    severityReason: z.looseObject({ kind: z.string() }),
    alerts: z.array(alertSchema).openapi({ description: "The first 100, firing first." }),
    alertsTotal: z.int(),
    truncated: z.int(),
    deadlines: z.array(z.object({ kind: z.string(), dueAt: isoTime, severity: z.enum(severities) })),
    destinations: z.array(destinationSchema),
    groupKey: z.string(),
    policy: z.string().openapi({ description: "Hash of the policy it was decided by." }),
    ...careSchema.shape,
    ...actionSchema.shape,
  })
  .openapi("Incident");

/** One row of `GET /api/v1/incidents`. */
export function summaryJson(
  { incident, number, received }: StoredIncident,
  title: string,
): z.infer<typeof summarySchema> {
  const { identity, firing, resolved, severity, worst, phase, sources } = incident;
  return {
    id: humanId(number),
    title,
    severity,
    worst,
    phase,
    outcome: incident.outcome ?? null,
    service: identity.service ?? null,
    model: identity.model ?? null,
    environment: identity.environment,
    environmentAssumed: identity.environmentAssumed,
    family: identity.family,
    sources: [...sources],
    received,
    firing,
    resolved,
    openedAt: iso(incident.openedAt),
    updatedAt: iso(incident.updatedAt),
    resolvedAt: isoOf(incident.resolvedAt),
    recoveredAt: isoOf(incident.recoveredAt),
    team: incident.team?.id ?? null,
    version: incident.seq,
  };
}

/** `GET /api/v1/incidents/:id`. `lastToldAt` of a message or ticket comes from its binding: edits make no journal entry. */
export function detailJson(
  stored: StoredIncident,
  title: string,
  alerts: readonly (AlertRow & { readonly received: number })[],
  lastToldAt: ReadonlyMap<string, number>,
  care: z.infer<typeof careSchema> & z.infer<typeof actionSchema>,
): z.infer<typeof detailSchema> {
  const { incident } = stored;
  return {
    ...summaryJson(stored, title),
    severityReason: { ...incident.severityReason },
    alerts: alerts.map(alertJson),
    alertsTotal: incident.firing + incident.resolved,
    truncated: incident.truncated,
    deadlines: incident.deadlines.map(({ kind, dueAt, severity }) => ({ kind, dueAt: iso(dueAt), severity })),
    destinations: destinationsJson(incident, lastToldAt),
    groupKey: incident.groupKey,
    policy: incident.policyHash,
    ...care,
  };
}

function destinationsJson(incident: Incident, lastToldAt: ReadonlyMap<string, number>) {
  return incident.owed.map(({ id, receiver, told, at, place }) => {
    const standing: DestinationStanding = incident.standing[id] ?? { state: "waiting" };
    const last = lastToldAt.get(id) ?? standing.lastToldAt;
    return {
      receiver,
      destination: id,
      state: standing.state,
      link: standing.link ?? null,
      label: standing.label ?? null,
      reason: standing.reason ?? null,
      because: { told, severity: at, file: place?.file ?? null, line: place?.line ?? null },
      firstToldAt: isoOf(standing.firstToldAt),
      lastToldAt: isoOf(last),
    };
  });
}

function alertJson({
  alert,
  fingerprint,
  status,
  severity,
  received,
}: AlertRow & { readonly received: number }): z.infer<typeof alertSchema> {
  const { source, name, labels, annotations, startsAt, endsAt, links } = alert;
  return {
    fingerprint,
    source,
    status,
    severity,
    name,
    labels: { ...labels },
    annotations: { ...annotations },
    startsAt: iso(startsAt),
    endsAt: isoOf(endsAt),
    received,
    links: links.map(({ kind, url }) => ({ kind, url })),
  };
}
