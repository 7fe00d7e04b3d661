import { createHash } from "node:crypto";
import { z } from "zod";
import type { Alert } from "../alert/alert.ts";
import { directions, type Measurement, measurementStatuses, modelRoles } from "../alert/measurement.ts";
import { boundedRecord, bounds, cut } from "./bounds.ts";
import { unwrap } from "./cloud-event.ts";
import { issuesOf } from "./issues.ts";
import type { ParseContext, ParsedItem, Source } from "./source.ts";

/** A window that ends later than this after now would hold its series back until then. */
const futureMaxMs = 24 * 60 * 60 * 1000;

const word = z.string().min(1).max(256);
const figure = z.number();
const time = z.iso.datetime({ offset: true, error: "a time such as 2026-08-22T10:00:00Z is needed" });

/** Requirements appendix 3 with behaviour 2. Unknown fields are kept as annotations and change nothing. */
const eventSchema = z
  .looseObject({
    schema: z.literal("drift.v1").default("drift.v1"),
    id: z.string().min(1).max(512).optional(),
    source: word.default("drift"),
    environment: word.optional(),
    service: word.optional(),
    model: word.optional(),
    model_version: z.union([word, z.number()]).transform(String).nullish(),
    metric: word,
    direction: z.enum(directions).nullish(),
    value: figure.nullish(),
    baseline: figure.nullish(),
    threshold: figure.nullish(),
    degradation_pct: figure.nullish(),
    p_value: figure.nullish(),
    status: z.enum(measurementStatuses).nullish(),
    severity: word.nullish(),
    segment: word.nullish(),
    role: z.enum(modelRoles).nullish(),
    sampling_rate: figure.nullish(),
    sample_size: figure.nullish(),
    window: z.object({ from: time.nullish(), to: time.nullish() }).nullish(),
    labels: z.record(z.string(), z.string()).default({}),
    report_url: z.string().nullish(),
    trace_id: z.string().nullish(),
    summary: z.string().nullish(),
  })
  .check((ctx) => {
    const { service, model, value, status } = ctx.value;
    const need = (path: string, message: string) =>
      ctx.issues.push({ code: "custom", input: undefined, path: [path], message });
    if (service === undefined && model === undefined) need("service", "service or model is needed");
    if (typeof value !== "number" && status !== "no_data" && status !== "error")
      need("value", "a finite number is needed, unless status is no_data or error");
  });
type Sent = z.infer<typeof eventSchema>;

/** Fields that become parts of the alert; the rest of the event is kept as annotations. */
const known = new Set(Object.keys(eventSchema.shape));

/**
 * A drift event: one value of one series (behaviour 2), alone, in an array, or as a CloudEvent. Vigie's own format; the
 * sender repeats an id to repeat a message.
 */
export const drift: Source = {
  name: "drift",
  contentTypes: ["application/json", "application/cloudevents+json", "application/cloudevents-batch+json"],
  parse(received, context) {
    const unwrapped = unwrap(received);
    if (unwrapped.kind === "unreadable") return unwrapped;
    return { kind: "batch", truncated: 0, items: items(unwrapped.events, context) };
  },
};

function* items(events: readonly { data: unknown; senderId?: string }[], context: ParseContext): Iterable<ParsedItem> {
  for (const [index, { data, senderId }] of events.entries()) {
    const read = eventSchema.safeParse(data);
    if (!read.success) {
      yield { index, kind: "rejected", issues: issuesOf(read.error, events.length > 1 ? [index] : []) };
      continue;
    }
    const windowTo = read.data.window?.to ? Date.parse(read.data.window.to) : context.now;
    if (windowTo > context.now + futureMaxMs) {
      yield {
        index,
        kind: "rejected",
        issues: [{ path: "window.to", code: "too_big", message: "lies more than a day in the future" }],
      };
      continue;
    }
    yield { index, kind: "alerts", alerts: alertsOf(read.data, windowTo, senderId, context) };
  }
}

function alertsOf(sent: Sent, windowTo: number, senderId: string | undefined, context: ParseContext): readonly Alert[] {
  const { mask } = context;
  const own = {
    environment: sent.environment,
    service: sent.service,
    model: sent.model,
    model_version: sent.model_version ?? undefined,
    metric: sent.metric,
    segment: sent.segment ?? undefined,
    role: sent.role ?? undefined,
  };
  const labels = boundedRecord({ ...sent.labels, ...present(own) }, bounds.labels, bounds.labelUnits, mask.label);
  const series = seriesOf(labels, sent.source);
  const report = sent.report_url ? mask.link(sent.report_url) : null;
  const measured = measurementOf(sent, windowTo, labels, mask.text);
  const common = {
    source: "drift",
    labels,
    annotations: annotationsOf(sent, mask.text),
    startsAt: windowTo,
    links: report === null ? [] : [{ kind: "report" as const, url: report }],
    ...(labels.model === undefined
      ? {}
      : {
          model:
            labels.model_version === undefined
              ? { name: labels.model }
              : { name: labels.model, version: labels.model_version },
        }),
    senderId: senderId ?? sent.id ?? digest([series, windowTo, sent.value ?? sent.status]),
  };
  const absent: Alert = {
    ...common,
    fingerprint: `${series}-monitoring`,
    status: "firing",
    name: "monitoring",
    measurement: measured,
  };
  if (measured.value === undefined) return [absent];
  return [
    { ...common, fingerprint: series, status: "firing", name: labels.metric ?? sent.metric, measurement: measured },
    measuredAgain(absent),
  ];
}

/** A value ends what an absent one began: it is the same series, so it was measured again (behaviour 2.6). */
function measuredAgain({ measurement: _measurement, senderId: _id, ...absent }: Alert): Alert {
  return { ...absent, status: "resolved", labels: { ...absent.labels, family: "monitoring" } };
}

function measurementOf(
  sent: Sent,
  windowTo: number,
  labels: Readonly<Record<string, string>>,
  text: (value: string) => string,
): Measurement {
  const lacking = sent.status === "no_data" || sent.status === "error";
  return {
    metric: labels.metric ?? sent.metric,
    windowTo,
    ...present({
      value: lacking ? undefined : (sent.value ?? undefined),
      baseline: sent.baseline ?? undefined,
      threshold: sent.threshold ?? undefined,
      direction: sent.direction ?? undefined,
      status: sent.status ?? undefined,
      severityHint: sent.severity ? text(sent.severity) : undefined,
      degradationPct: sent.degradation_pct ?? undefined,
      pValue: sent.p_value ?? undefined,
      sampleSize: sent.sample_size ?? undefined,
      samplingRate: sent.sampling_rate ?? undefined,
      windowFrom: sent.window?.from ? Date.parse(sent.window.from) : undefined,
      segment: labels.segment,
      role: sent.role ?? undefined,
    }),
  };
}

/** What the event says besides: its summary, its trace, and fields that Vigie does not know. */
function annotationsOf(sent: Sent, text: (value: string) => string): Readonly<Record<string, string>> {
  const further = Object.entries(sent).filter(([name, value]) => !known.has(name) && value !== null);
  const words = further.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]);
  const all = {
    ...Object.fromEntries(words),
    ...present({ summary: sent.summary ?? undefined, trace_id: sent.trace_id ?? undefined }),
  };
  return boundedRecord(all, bounds.annotations, bounds.annotationUnits, (_name, value) => text(value));
}

/** A series is source + environment + service + model + metric + segment (behaviour 2). */
function seriesOf(labels: Readonly<Record<string, string>>, source: string): string {
  const { environment, service, model, metric, segment } = labels;
  return digest([cut(source, bounds.nameUnits), environment, service, model, metric, segment]);
}

function digest(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}

/** The fields that are there. */
function present<T extends Record<string, unknown>>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
