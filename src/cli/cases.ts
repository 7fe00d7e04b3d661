import { z } from "zod";
import { severities } from "../alert/severity.ts";
import { lifecycles, type PolicyPlace } from "../incident/judgement.ts";
import { type PolicyText, readPolicyText } from "../policy/document/policy-text.ts";
import { reportIssues } from "../policy/document/schema-faults.ts";
import { nearest } from "../policy/document/suggest.ts";
import { byPlace, type FaultBook, faultBook, type PolicyError } from "../policy/policy-error.ts";
import type { Locale } from "../words/locale.ts";
import { caseFaults } from "../words/policy-cases.ts";

const text = z.string().min(1);
const names = z.array(text);
const record = z.record(text, z.unknown());

const expectSchema = z.strictObject({
  severity: z.enum(severities).optional(),
  healthy: z.boolean().optional(),
  drop: z.boolean().optional(),
  tells: names.optional(),
  notTells: names.optional(),
  wouldTell: names.optional(),
  rings: names.optional(),
  holds: names.optional(),
  pages: z.boolean().optional(),
  group: text.optional(),
  team: text.nullable().optional(),
  environment: text.optional(),
  service: text.nullable().optional(),
  model: text.nullable().optional(),
  family: text.optional(),
  lifecycle: z.enum(lifecycles).optional(),
  preset: text.nullable().optional(),
});
/** What a case expects; a key that is not written is not looked at, null expects that there is none. */
export type Expected = z.infer<typeof expectSchema>;
export type ExpectedKey = keyof Expected;

const caseSchema = z.strictObject({
  name: text,
  alert: record.optional(),
  drift: record.optional(),
  file: text.optional(),
  at: text.optional(),
  expect: expectSchema,
});
const casesSchema = z.strictObject({ cases: z.array(caseSchema).min(1) });

/** One case of a file, and where it stands. */
export type Case = {
  readonly name: string;
  /** What the sender would send, or the file that holds it, relative to the cases. */
  readonly sent: { readonly kind: "json"; readonly json: unknown } | { readonly kind: "file"; readonly file: string };
  /** When the alert comes, in ms since the epoch; absent: now. */
  readonly at?: number;
  readonly expect: Expected;
  readonly place: PolicyPlace;
  readonly placeOf: (key: ExpectedKey) => PolicyPlace;
};

export type CasesRead =
  | { readonly ok: true; readonly cases: readonly Case[] }
  | { readonly ok: false; readonly faults: readonly PolicyError[] };

/**
 * Reads the cases of `vigie policy test`.
 *
 * @param known the destinations and names that the policy has: an expectation about another one could never fail
 */
export function readCases(written: string, file: string, known: readonly string[], locale: Locale): CasesRead {
  const read = readPolicyText(written.trim() === "" ? "cases: []" : written, file, locale);
  if (!read.ok) return read;
  const book = faultBook(read.text, locale);
  const { data } = read.text;
  const first = casesSchema.safeParse(data);
  const repaired = first.success || reportIssues(first.error.issues, data, book, { schema: casesSchema, notYet: {} });
  const parsed = first.success ? first : repaired ? casesSchema.safeParse(data) : undefined;
  const cases = (parsed?.data?.cases ?? []).map((one, at) => caseOf(one, at, read.text, known, book));
  if (book.faults.length > 0) return { ok: false, faults: book.faults.toSorted(byPlace) };
  return { ok: true, cases };
}

function caseOf(
  { name, alert, drift, file, at: written, expect }: z.infer<typeof caseSchema>,
  index: number,
  { place }: PolicyText,
  known: readonly string[],
  book: FaultBook,
): Case {
  const path = ["cases", index];
  if ([alert, drift, file].filter((one) => one !== undefined).length !== 1) book.fault(path, caseFaults.oneAlert());
  if (Object.keys(expect).length === 0) book.fault([...path, "expect"], caseFaults.nothingExpected());
  for (const key of ["tells", "notTells", "wouldTell", "rings", "holds"] as const) {
    for (const [position, told] of (expect[key] ?? []).entries()) {
      if (known.includes(told)) continue;
      book.fault(
        [...path, "expect", key, position],
        caseFaults.unknownName({ name: told, near: nearest(told, known), known }),
      );
    }
  }
  const at = written === undefined ? undefined : timeOf(written);
  if (written !== undefined && at === undefined) book.fault([...path, "at"], caseFaults.badTime({ value: written }));
  return {
    name,
    sent: file === undefined ? { kind: "json", json: drift ?? alertJson(alert ?? {}) } : { kind: "file", file },
    ...(at === undefined ? {} : { at }),
    expect,
    place: place(path),
    placeOf: (key) => place([...path, "expect", key]),
  };
}

/** Labels alone are an alert; what YAML reads as a number or a truth is a word there. */
function alertJson(alert: Readonly<Record<string, unknown>>): unknown {
  const labelled = typeof alert.labels === "object" && alert.labels !== null;
  const { labels, ...rest } = labelled ? alert : { labels: alert };
  const texts = Object.entries(labels ?? {}).map(([name, value]) => [
    name,
    typeof value === "object" ? value : String(value),
  ]);
  return { ...rest, labels: Object.fromEntries(texts) };
}

/** Seconds may be left out. */
const time = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })]);

/** A time with its offset, such as `2026-12-24T03:00+01:00`, in milliseconds; `undefined` for what is none. */
export function timeOf(written: string): number | undefined {
  return time.safeParse(written).success ? Date.parse(written) : undefined;
}
