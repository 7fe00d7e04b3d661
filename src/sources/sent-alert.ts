import { z } from "zod";
import { issuesOf } from "./issues.ts";
import { sentTime as time } from "./sent-fields.ts";
import type { Issue } from "./source.ts";

const texts = z.record(z.string(), z.string());
const fingerprintMaxUnits = 256;

const schema = z.object({
  status: z.enum(["firing", "resolved"]),
  labels: texts,
  annotations: texts.default({}),
  startsAt: time,
  endsAt: time.optional(),
  generatorURL: z.string().optional(),
  fingerprint: z.string().min(1).max(fingerprintMaxUnits).optional(),
});

/** One alert as Alertmanager sends it; fields that Vigie does not use may stand beside. */
export type SentAlert = z.infer<typeof schema>;

export type ReadAlert =
  | { readonly kind: "alert"; readonly alert: SentAlert }
  | { readonly kind: "rejected"; readonly issues: readonly Issue[] };

/**
 * Reads one element of `alerts`. Nearly all are what they should be: those are seen to be at a glance and taken as they
 * are, the schema reads the others and says what is wrong with them.
 *
 * @param path where the element stands in the body, for the issues
 */
export function readSentAlert(one: unknown, path: readonly (string | number)[]): ReadAlert {
  if (isUsual(one)) return { kind: "alert", alert: one };
  const read = schema.safeParse(one);
  return read.success ? { kind: "alert", alert: read.data } : { kind: "rejected", issues: issuesOf(read.error, path) };
}

const timePattern = z.core.regexes.datetime({ offset: true });

/** Whether the schema would take an element as it is. All of its rules, in the order in which they are cheap. */
function isUsual(one: unknown): one is SentAlert {
  return (
    isRecord(one) &&
    (one.status === "firing" || one.status === "resolved") &&
    areTexts(one.labels) &&
    areTexts(one.annotations) &&
    isTime(one.startsAt) &&
    (one.endsAt === undefined || isTime(one.endsAt)) &&
    (one.generatorURL === undefined || typeof one.generatorURL === "string") &&
    (one.fingerprint === undefined || isFingerprint(one.fingerprint))
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function areTexts(value: unknown): boolean {
  if (!isRecord(value)) return false;
  for (const name in value) if (name === "__proto__" || typeof value[name] !== "string") return false;
  return true;
}

function isTime(value: unknown): boolean {
  return typeof value === "string" && timePattern.test(value);
}

function isFingerprint(value: unknown): boolean {
  return typeof value === "string" && value.length >= 1 && value.length <= fingerprintMaxUnits;
}
