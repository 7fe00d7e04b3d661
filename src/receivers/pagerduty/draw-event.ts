import type { Measurement } from "../../alert/measurement.ts";
import type { Severity } from "../../alert/severity.ts";
import { instancesOf } from "../../incident/draw/instances.ts";
import { webAddress } from "../../incident/draw/links.ts";
import { measurementWords } from "../../incident/draw/measurement.ts";
import { reasonWords } from "../../incident/draw/reason.ts";
import { cut, tidy } from "../../incident/draw/tidy.ts";
import { drawCard } from "../../incident/draw.ts";
import { dedupKeyOf } from "../../incident/group.ts";
import type { Incident } from "../../incident/incident.ts";
import { humanId, type IncidentView } from "../../incident/view.ts";
import type { PagerDutyDestination } from "../../policy/destination.ts";
import type { Locale } from "../../words/locale.ts";
import { wordsOf } from "../../words/words.ts";
import { eventLimits as limits } from "./limits.ts";

/** An event as Events v2 takes it. `custom_details` is flat, so that PagerDuty shows it as a table. */
export type PageEvent = {
  readonly routing_key: string;
  readonly dedup_key: string;
  readonly event_action: "trigger" | "acknowledge" | "resolve";
  readonly client?: string;
  readonly client_url?: string;
  readonly links?: readonly { readonly href: string; readonly text: string }[];
  readonly payload?: {
    readonly summary: string;
    readonly source: string;
    readonly severity: EventSeverity;
    readonly timestamp: string;
    readonly component?: string;
    readonly group: string;
    readonly class: string;
    readonly custom_details: Readonly<Record<string, string | number>>;
  };
};
type EventSeverity = "critical" | "error" | "warning" | "info";
/** Which incident is told to which service. */
export type Addressed = { readonly view: IncidentView; readonly destination: PagerDutyDestination };

/** Vigie's words in PagerDuty's (behaviour 8); `severity:` on the destination changes them. */
const severityWords: Readonly<Record<Severity, EventSeverity>> = {
  info: "info",
  warning: "warning",
  critical: "critical",
  urgent: "critical",
};

/** The event that ends the page. */
export function drawResolve({ view, destination }: Addressed): PageEvent {
  return { ...addressOf({ view, destination }), event_action: "resolve" };
}

/** The event that says that somebody has it, or that it is silenced. */
export function drawAcknowledge({ view, destination }: Addressed): PageEvent {
  return { ...addressOf({ view, destination }), event_action: "acknowledge" };
}

/** The event that wakes somebody: the incident's card in PagerDuty's fields, cut to PagerDuty's limits. */
export function drawTrigger({ view, destination }: Addressed): PageEvent {
  const card = drawCard(view, destination.locale);
  const all = card.links.slice(0, limits.linksMax).flatMap(({ url, text }) => {
    const href = webAddress(url);
    return href === null ? [] : [{ href, text: tidy(text, limits.linkTextMaxUnits) }];
  });
  const inside = all.filter(({ href }) => !isPublic(href)).map(({ href, text }) => `${text}: ${href}`);
  return trigger(
    { view, destination },
    {
      summary: card.notification,
      links: all.filter(({ href }) => isPublic(href)),
      details: { ...detailsOf({ view, destination }), ...(inside.length > 0 ? { links: inside.join(" ") } : {}) },
    },
  );
}

/** The event that wakes somebody when drawing the card fails (protocol 9): the alert's name, nothing computed. */
export function drawPlainTrigger({ view, destination }: Addressed): PageEvent {
  const { severity, identity, lead } = view.incident;
  const summary = [String(severity).toUpperCase(), identity?.environment, lead?.name, humanId(view.number)].join(" ");
  return trigger({ view, destination }, { summary, details: { incident: humanId(view.number) }, links: [] });
}

type Drawing = Required<Pick<PageEvent, "links">> & {
  readonly summary: string;
  readonly details: Readonly<Record<string, string | number>>;
};

/** Drawn for whatever a bug has left of an incident, because somebody has to be woken all the same. */
function trigger({ view, destination }: Addressed, { summary, details, links }: Drawing): PageEvent {
  const { identity, severity, openedAt, lead } = view.incident;
  const field = (text: string) => tidy(text, limits.fieldMaxUnits) || "-";
  const dashboard = view.dashboard === undefined ? null : webAddress(view.dashboard);
  return {
    ...addressOf({ view, destination }),
    event_action: "trigger",
    client: "Vigie",
    ...(dashboard !== null && isPublic(dashboard) ? { client_url: dashboard } : {}),
    ...(links.length > 0 ? { links } : {}),
    payload: {
      summary: tidy(summary, limits.summaryMaxUnits) || humanId(view.number),
      source: field(identity?.service ?? identity?.model ?? lead?.name ?? ""),
      severity: destination.severity?.[severity] ?? severityWords[severity],
      timestamp: new Date(openedAt).toISOString(),
      ...(identity?.service === undefined ? {} : { component: field(identity.service) }),
      group: field(identity?.environment ?? ""),
      class: field(identity?.family ?? ""),
      custom_details: details,
    },
  };
}

function addressOf({ view, destination }: Addressed): Pick<PageEvent, "routing_key" | "dedup_key"> {
  return {
    routing_key: destination.routingKey,
    dedup_key: cut(dedupKeyOf(view.incident.groupId), limits.dedupKeyMaxUnits),
  };
}

/** Rows with fixed names, so that PagerDuty's event rules can read them; those without a value are left out. */
function detailsOf({ view, destination: { locale } }: Addressed): Record<string, string | number> {
  const { incident, alerts } = view;
  const { identity, lead, severityReason } = incident;
  const place = "place" in severityReason ? severityReason.place : undefined;
  const rows: Readonly<Record<string, string | number | undefined>> = {
    incident: humanId(view.number),
    severity: wordsOf(locale).severity[incident.severity],
    reason: reasonWords(severityReason, locale),
    policy: place && `${place.file}:${place.line}`,
    summary: lead.summary,
    figure: lead.measurement && figureOf(incident, lead.measurement, locale),
    model: identity.model && [identity.model, lead.modelVersion].filter(Boolean).join(" "),
    meaning: lead.runbook?.meaning?.[locale],
    first: lead.runbook?.first?.[locale],
    firing: incident.firing,
    resolved: incident.resolved,
    instances: instancesOf(alerts).slice(0, limits.instancesMax).join(", "),
  };
  return Object.fromEntries(
    Object.entries(rows).flatMap(([name, value]) => {
      const kept = typeof value === "string" ? tidy(value, limits.detailMaxUnits) : value;
      return kept === undefined || kept === "" ? [] : [[name, kept]];
    }),
  );
}

function figureOf(incident: Incident, measurement: Measurement, locale: Locale): string {
  const { card } = wordsOf(locale);
  const { metric, value, baseline, threshold, change, missing } = measurementWords(incident, measurement, locale);
  if (missing !== undefined) return card.metricIs(metric, missing);
  const beside = [baseline && card.was(baseline), threshold && card.threshold(threshold), change];
  return [`${metric} ${value ?? ""}`, ...beside.filter(Boolean)].join(", ");
}

/**
 * Whether PagerDuty's specification takes the address as a `url`: a host with a top-level domain. A page must not be
 * refused for the link of a machine in one's own network, so those are told as text.
 */
export function isPublic(href: string): boolean {
  const { hostname, port } = new URL(href);
  return /^([a-z0-9]+(-[a-z0-9]+)*\.)+[a-z]{2,}$/.test(hostname) && port.length !== 1;
}
