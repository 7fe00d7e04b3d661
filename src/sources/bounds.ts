import { defaultSafeLabels } from "../privacy/masker.ts";

/**
 * What one alert may bring: beyond it texts are cut with an ellipsis and further labels left out, because a row that
 * nobody can read helps nobody and a record has its bound (protocol 8.3).
 */
export const bounds = {
  /** Alerts in one body; even the shortest ones take more than 32 MiB beyond it. */
  alerts: 200_000,
  labels: 64,
  labelUnits: 1_024,
  annotations: 64,
  annotationUnits: 4_096,
  nameUnits: 256,
  /** Below `annotationUnits`: a link that was cut leads nowhere and is left out. */
  linkUnits: 4_000,
} as const;

/** Texts are masked before they are cut, so that no half of a secret is left; beyond so many times their bound nothing is. */
const lookFactor = 4;

/** What people and routes know an alert by; kept first where there is too much. */
const firstNames: readonly string[] = [...defaultSafeLabels, "model_version", "summary", "description", "runbook_url"];

/** Cuts a text to `maxUnits` UTF-16 units, never through a surrogate pair. */
export function cut(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return text;
  const end = maxUnits - 1;
  const splits = text.charCodeAt(end - 1) >= 0xd800 && text.charCodeAt(end - 1) <= 0xdbff;
  return `${text.slice(0, splits ? end - 1 : end)}…`;
}

/** Masks a text and cuts it to `maxUnits`; of one that is far too long only the beginning is looked at. */
export function boundedText(text: string, maxUnits: number, mask: (text: string) => string): string {
  return cut(mask(beginning(text, maxUnits * lookFactor)), maxUnits);
}

/** The first `maxUnits` of a text, up to a blank where there is one: a word that is cut might not be known for what it is. */
function beginning(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return text;
  const blank = text.slice(0, maxUnits).search(/\s\S*$/);
  return text.slice(0, blank > 0 ? blank : maxUnits);
}

/** How names and values of a record are masked. */
export type MaskRecord = {
  readonly name: (name: string) => string;
  readonly value: (name: string, value: string) => string;
};

/** Masks a record of strings within bounds; one that need not change comes back as it is. */
export function boundedRecord(
  record: Readonly<Record<string, string>>,
  maxCount: number,
  maxUnits: number,
  mask: MaskRecord,
): Readonly<Record<string, string>> {
  let count = 0;
  for (const name in record) {
    const value = record[name] ?? "";
    count += 1;
    const isUsual = count <= maxCount && name.length <= bounds.nameUnits && value.length <= maxUnits;
    if (!isUsual || mask.name(name) !== name || mask.value(name, value) !== value)
      return rewritten(record, maxCount, maxUnits, mask);
  }
  return record;
}

function rewritten(
  record: Readonly<Record<string, string>>,
  maxCount: number,
  maxUnits: number,
  mask: MaskRecord,
): Readonly<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const name of namesKept(record, maxCount)) {
    const masked = boundedText(name, bounds.nameUnits, mask.name);
    result[masked] = boundedText(record[name] ?? "", maxUnits, (value) => mask.value(name, value));
  }
  return result;
}

function namesKept(record: Readonly<Record<string, string>>, maxCount: number): readonly string[] {
  const names = Object.keys(record);
  if (names.length <= maxCount) return names;
  const first = new Set(firstNames.filter((name) => Object.hasOwn(record, name)));
  return [...first, ...names.filter((name) => !first.has(name))].slice(0, maxCount);
}
