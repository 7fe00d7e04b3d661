import { z } from "zod";

const text = z.string();
const link = z.looseObject({ href: text, text: text.optional() });

/** What the stand-in keeps of an event. */
export const pageEventSchema = z.looseObject({
  routing_key: text,
  event_action: z.enum(["trigger", "acknowledge", "resolve"]),
  dedup_key: text.optional(),
  client: text.optional(),
  client_url: text.optional(),
  links: z.array(link).optional(),
  payload: z
    .looseObject({
      summary: text,
      source: text,
      severity: z.enum(["critical", "warning", "error", "info"]),
      timestamp: text.optional(),
      component: text.optional(),
      group: text.optional(),
      class: text.optional(),
      custom_details: z.record(text, z.unknown()).optional(),
    })
    .optional(),
});
export type SandboxPageEvent = z.infer<typeof pageEventSchema>;

const summaryMax = 1_024;
const dedupKeyMax = 255;
const routingKeyLength = 32;
const actions = ["trigger", "acknowledge", "resolve"];
const severities = ["critical", "warning", "error", "info"];

type Fields = Readonly<Record<string, unknown>>;
type Rule = (event: Fields, payload: Fields) => string | false;

const isBlank = (value: unknown) => typeof value !== "string" || value.trim() === "";
const length = (value: unknown) => (typeof value === "string" ? value.length : 0);
const isTrigger = (event: Fields) => event.event_action === "trigger";
const payloadText =
  (name: string): Rule =>
  (event, payload) =>
    isTrigger(event) && isBlank(payload[name]) && `'payload.${name}' is missing or blank`;

/** PagerDuty's rules of an event, each with its words. */
const rules: readonly Rule[] = [
  (event) => isBlank(event.routing_key) && "'routing_key' is missing or blank",
  (event) =>
    !isBlank(event.routing_key) &&
    length(event.routing_key) !== routingKeyLength &&
    "Length of 'routing_key' is incorrect (should be 32 characters)",
  (event) => isBlank(event.event_action) && "'event_action' is missing or blank",
  (event) =>
    !isBlank(event.event_action) &&
    !actions.includes(String(event.event_action)) &&
    "'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')",
  (event) => !isTrigger(event) && isBlank(event.dedup_key) && "'dedup_key' is missing or blank",
  (event) => length(event.dedup_key) > dedupKeyMax && "'dedup_key' is too long (maximum is 255 characters)",
  payloadText("summary"),
  payloadText("source"),
  (event, payload) => isTrigger(event) && length(payload.summary) > summaryMax && "'payload.summary' is too long",
  (event, payload) =>
    isTrigger(event) &&
    !severities.includes(String(payload.severity)) &&
    "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
  (event, payload) =>
    isTrigger(event) &&
    payload.timestamp !== undefined &&
    Number.isNaN(Date.parse(String(payload.timestamp))) &&
    "'payload.timestamp' is invalid (must be a valid ISO 8601 timestamp)",
];

const fields = z.record(z.string(), z.unknown());

/** The event, or what PagerDuty would say is wrong with it. */
export function judgeEvent(body: unknown): { readonly event: SandboxPageEvent } | { readonly errors: string[] } {
  const event = fields.safeParse(body).data;
  if (!event) return { errors: ["Event object format is unrecognized"] };
  const payload = fields.safeParse(event.payload).data ?? {};
  const errors = rules.flatMap((rule) => rule(event, payload) || []);
  if (errors.length > 0) return { errors };
  const read = pageEventSchema.safeParse(event);
  if (read.success) return { event: read.data };
  return { errors: read.error.issues.map(({ path, message }) => `'${path.join(".")}' is invalid: ${message}`) };
}
