import { createHash } from "node:crypto";
import { z } from "zod";
import type { Alert } from "../alert/alert.ts";
import { directions, type Feature, type Measurement, measurementStatuses, modelRoles } from "../alert/measurement.ts";
import { present } from "../present.ts";
import { boundedRecord, boundedText, bounds, cut } from "./bounds.ts";
import { type Unwrapped, unwrap } from "./cloud-event.ts";
import { issuesOf } from "./issues.ts";
import { sentTime as time, withoutNulls } from "./sent-fields.ts";
import type { Issue, ParseContext, ParsedItem, Received, Source } from "./source.ts";

/** A window that ends later than this after now would hold its series back until then. */
const futureMaxMs = 24 * 60 * 60 * 1000;
const senderIdMaxUnits = 1_024;
/** Features that are read of one event; of more only the number is kept. */
const featuresMax = 1_000;
const featureNameMaxUnits = 100;

const word = z.string().min(1).max(256);
const figure = z.number();
/** One feature; a value of null says that it was not measured. */
const feature = z.object({
  name: word,
  value: figure.nullish(),
  p_value: figure.nullish(),
  threshold: figure.nullish(),
});

/** Requirements appendix 3 with behaviour 2. Unknown fields are kept as annotations and change nothing; null is absent. */
const eventSchema = z
  .looseObject({
    schema: z.literal("drift.v1").default("drift.v1"),
    id: z.string().min(1).max(512).optional(),
    source: word.default("drift"),
    environment: word.optional(),
    service: word.optional(),
    model: word.optional(),
    model_version: z.union([word, z.number()]).transform(String).optional(),
    metric: word,
    direction: z.enum(directions).optional(),
    value: figure.optional(),
    baseline: figure.optional(),
    threshold: figure.optional(),
    degradation_pct: figure.optional(),
    p_value: figure.optional(),
    status: z.enum(measurementStatuses).optional(),
    severity: word.optional(),
    segment: word.optional(),
    role: z.enum(modelRoles).optional(),
    sampling_rate: figure.optional(),
    sample_size: figure.optional(),
    window: z.object({ from: time.nullish(), to: time.nullish() }).optional(),
    features: z.array(feature).default([]),
    labels: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).default({}),
    report_url: z.string().optional(),
    trace_id: z.string().optional(),
    summary: z.string().optional(),
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
    if (Array.isArray(received.body) && received.body.length > bounds.alerts) {
      const issue = { path: "", code: "too_big", message: `at most ${bounds.alerts} events stand in one body` };
      return { kind: "unreadable", issues: [issue] };
    }
    return { kind: "batch", truncated: 0, items: items(received, context) };
  },
};

function* items(received: Received, context: ParseContext): Iterable<ParsedItem> {
  const isList = Array.isArray(received.body);
  for (const [index, event] of unwrap(received).entries()) {
    const read = event.kind === "event" ? alertsOf(event, context) : event;
    yield read.kind === "alerts"
      ? { ...read, index }
      : { ...read, index, issues: isList ? read.issues.map((issue) => placed(issue, index)) : read.issues };
  }
}

function placed(issue: Issue, index: number): Issue {
  return { ...issue, path: issue.path === "" ? String(index) : `${index}.${issue.path}` };
}

type Read =
  | { readonly kind: "alerts"; readonly alerts: readonly Alert[] }
  | { readonly kind: "rejected"; readonly issues: readonly Issue[] };

function alertsOf({ data, senderId }: Extract<Unwrapped, { kind: "event" }>, context: ParseContext): Read {
  const read = eventSchema.safeParse(withoutNulls(data));
  if (!read.success) return { kind: "rejected", issues: issuesOf(read.error) };
  const windowTo = read.data.window?.to ? Date.parse(read.data.window.to) : context.now;
  if (windowTo > context.now + futureMaxMs) {
    const issue = { path: "window.to", code: "too_big", message: "lies more than a day in the future" };
    return { kind: "rejected", issues: [issue] };
  }
  return { kind: "alerts", alerts: [alertOf(read.data, windowTo, senderId, context)] };
}

function alertOf(sent: Sent, windowTo: number, senderId: string | undefined, context: ParseContext): Alert {
  const { mask } = context;
  const own = {
    environment: sent.environment,
    service: sent.service,
    model: sent.model,
    model_version: sent.model_version,
    metric: sent.metric,
    segment: sent.segment,
    role: sent.role,
  };
  // The event's own fields come first, so that no number of labels pushes them out, and win over labels of their names.
  const named = { ...present(own), ...sent.labels, ...present(own) };
  const labels = boundedRecord(named, bounds.labels, bounds.labelUnits, { name: mask.text, value: mask.label });
  const series = seriesOf(labels, sent.source);
  const report = (sent.report_url?.length ?? 0) > bounds.linkUnits ? null : mask.link(sent.report_url ?? "");
  const measurement = measurementOf(sent, windowTo, labels, mask.text);
  const { model, model_version: version } = labels;
  return {
    source: "drift",
    fingerprint: series,
    status: "firing",
    name: measurement.metric,
    labels,
    annotations: annotationsOf(sent, mask.text),
    startsAt: windowTo,
    links: report === null ? [] : [{ kind: "report" as const, url: report }],
    ...(model === undefined ? {} : { model: version === undefined ? { name: model } : { name: model, version } }),
    measurement,
    senderId: senderIdOf(senderId ?? sent.id, mask.text) ?? ownIdOf(series, measurement),
  };
}

/** Behaviour 2: a hash of series, window and value; of one feature at a time they may all be the same. */
function ownIdOf(series: string, { windowTo, value, status, features }: Measurement): string {
  return digest([series, windowTo, value ?? status, ...(features ?? [])]);
}

function measurementOf(
  sent: Sent,
  windowTo: number,
  labels: Readonly<Record<string, string>>,
  text: (value: string) => string,
): Measurement {
  const lacking = sent.status === "no_data" || sent.status === "error";
  const features = lacking ? [] : featuresOf(sent, text);
  const inAll = sent.features.length;
  return {
    metric: labels.metric ?? sent.metric,
    windowTo,
    ...present({
      value: lacking ? undefined : sent.value,
      baseline: sent.baseline,
      threshold: sent.threshold,
      direction: sent.direction,
      status: sent.status,
      severityHint: sent.severity ? text(sent.severity) : undefined,
      degradationPct: sent.degradation_pct,
      pValue: sent.p_value,
      sampleSize: sent.sample_size,
      samplingRate: sent.sampling_rate,
      windowFrom: sent.window?.from ? Date.parse(sent.window.from) : undefined,
      segment: labels.segment,
      role: sent.role,
      features: features.length === 0 ? undefined : features,
      featuresInAll: features.length > 0 && inAll > featuresMax ? inAll : undefined,
    }),
  };
}

/** The features that were measured; their names are the sender's words and masked like any text. */
function featuresOf({ features }: Sent, text: (value: string) => string): readonly Feature[] {
  return features.slice(0, featuresMax).flatMap(({ name, value, p_value, threshold }) => {
    if (typeof value !== "number") return [];
    const more = present({ pValue: p_value ?? undefined, threshold: threshold ?? undefined });
    return { name: boundedText(name, featureNameMaxUnits, text), value, ...more };
  });
}

/** What the event says besides: its summary, its trace, and fields that Vigie does not know. */
function annotationsOf(sent: Sent, text: (value: string) => string): Readonly<Record<string, string>> {
  const further = Object.entries(sent).filter(([name]) => !known.has(name));
  const words = further.map(([name, value]) => [name, wordsOf(value)]);
  const all = { ...present({ summary: sent.summary, trace_id: sent.trace_id }), ...Object.fromEntries(words) };
  const mask = { name: text, value: (_name: string, value: string) => text(value) };
  return boundedRecord(all, bounds.annotations, bounds.annotationUnits, mask);
}

/** A field's value as text; one that is nested deeper than JSON can be written is only named. */
function wordsOf(value: unknown): string {
  try {
    return typeof value === "string" ? value : JSON.stringify(value);
  } catch (cause) {
    if (cause instanceof RangeError) return "…";
    throw cause;
  }
}

/** What knows the same message again: masked like any text, a long one by its hash. */
function senderIdOf(given: string | undefined, text: (value: string) => string): string | undefined {
  if (given === undefined) return undefined;
  return given.length > senderIdMaxUnits ? digest([given]) : text(given);
}

/** A series is source + environment + service + model + metric + segment (behaviour 2). */
function seriesOf(labels: Readonly<Record<string, string>>, source: string): string {
  const { environment, service, model, metric, segment } = labels;
  return digest([cut(source, bounds.nameUnits), environment, service, model, metric, segment]);
}

function digest(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}
