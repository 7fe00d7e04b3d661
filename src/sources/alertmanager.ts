import { createHash } from "node:crypto";
import { z } from "zod";
import { type Alert, type AlertLink, madeOfLabels } from "../alert/alert.ts";
import type { Masker } from "../privacy/masker.ts";
import { boundedRecord, boundedText, bounds, type MaskRecord } from "./bounds.ts";
import { issuesOf } from "./issues.ts";
import { createSaidBefore, type SaidBefore } from "./said-before.ts";
import { readSentAlert, type SentAlert } from "./sent-alert.ts";
import type { ParseContext, ParsedItem, Source } from "./source.ts";

/** Alertmanager writes this for "no end yet" (Go's zero time). */
const noTime = "0001-01-01T00:00:00Z";

const bodySchema = z.object({
  alerts: z.array(z.unknown()).max(bounds.alerts),
  /** A number in version 3. Grouping is never worth an alert. */
  groupKey: z.union([z.string(), z.number()]).transform(String).optional().catch(undefined),
  truncatedAlerts: z.int().nonnegative().catch(0).default(0),
});

/**
 * Alertmanager's webhook, version 4; older bodies lack `notification_reason`, which changes nothing here. Only each
 * alert's own status counts, never the group's (protocol 5.2).
 *
 * @see prometheus/alertmanager docs/configuration.md, webhook_config; template/template.go `Data`
 */
export const alertmanager: Source = {
  name: "alertmanager",
  contentTypes: ["application/json"],
  parse({ body }, context) {
    const read = bodySchema.safeParse(body);
    if (!read.success) return { kind: "unreadable", issues: issuesOf(read.error) };
    const { alerts, groupKey, truncatedAlerts } = read.data;
    const senderGroup =
      groupKey === undefined ? undefined : boundedText(groupKey, bounds.labelUnits, context.mask.text);
    return { kind: "batch", truncated: truncatedAlerts, items: items(alerts, senderGroup, context) };
  },
};

/** How the parts of an alert are masked, made once for all alerts of a body. */
type Masks = Pick<Masker, "link"> & { readonly labels: MaskRecord; readonly annotations: MaskRecord };

function masksOf({ text, label, link }: Masker): Masks {
  const annotation = (name: string, value: string) => (isLink(name) ? (link(value) ?? text(value)) : text(value));
  return { link, labels: { name: text, value: label }, annotations: { name: text, value: annotation } };
}

/** What was read before, for each masker: the same words under the same key are the same alert. */
const memories = new WeakMap<Masker, SaidBefore>();

function memoryOf(mask: Masker): SaidBefore {
  const memory = memories.get(mask) ?? createSaidBefore();
  memories.set(mask, memory);
  return memory;
}

function* items(
  alerts: readonly unknown[],
  senderGroup: string | undefined,
  { mask }: ParseContext,
): Iterable<ParsedItem> {
  const masks = masksOf(mask);
  const said = memoryOf(mask);
  for (let index = 0; index < alerts.length; index += 1) {
    const read = readSentAlert(alerts[index], ["alerts", index]);
    if (read.kind === "rejected") {
      yield { index, kind: "rejected", issues: read.issues };
      continue;
    }
    const { alert: sent } = read;
    const alert = said(sent, senderGroup, () => alertOf(sent, senderGroup, masks));
    yield { index, kind: "alerts", alerts: [alert] };
  }
}

function alertOf(sent: SentAlert, senderGroup: string | undefined, masks: Masks): Alert {
  const labels = boundedRecord(sent.labels, bounds.labels, bounds.labelUnits, masks.labels);
  const annotations = boundedRecord(sent.annotations, bounds.annotations, bounds.annotationUnits, masks.annotations);
  return {
    source: "alertmanager",
    fingerprint: sent.fingerprint ?? fingerprintOf(labels),
    status: sent.status,
    name: labels.alertname ?? "alert",
    labels,
    annotations,
    startsAt: Date.parse(sent.startsAt),
    ...(sent.endsAt === undefined || sent.endsAt === noTime ? {} : { endsAt: Date.parse(sent.endsAt) }),
    links: linksOf(annotations, sent.generatorURL, masks.link),
    ...(labels.model === undefined ? {} : { model: modelOf(labels.model, labels.model_version) }),
    ...(senderGroup === undefined ? {} : { senderGroup }),
  };
}

const isLink = (annotation: string) => annotation.endsWith("_url");

function modelOf(name: string, version: string | undefined) {
  return version === undefined ? { name } : { name, version };
}

function linksOf(
  annotations: Readonly<Record<string, string>>,
  generatorUrl: string | undefined,
  link: (url: string) => string | null,
): readonly AlertLink[] {
  const given = [
    { kind: "runbook", url: annotations.runbook_url },
    { kind: "dashboard", url: annotations.dashboard_url },
    { kind: "query", url: generatorUrl },
  ] as const;
  return given.flatMap(({ kind, url }) => {
    const safe = url === undefined || url.length > bounds.linkUnits ? null : link(url);
    return safe === null ? [] : [{ kind, url: safe }];
  });
}

/** Stands in where a sender gives no fingerprint: equal labels, equal alert. */
function fingerprintOf(labels: Readonly<Record<string, string>>): string {
  const canonical = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
  return madeOfLabels + createHash("sha256").update(canonical).digest("hex").slice(0, 16);
}
