/**
 * What one alert may bring: beyond it texts are cut with an ellipsis and further labels left out, because a row that
 * nobody can read helps nobody and a record has its bound (protocol 8.3).
 */
export const bounds = {
  labels: 64,
  labelUnits: 1_024,
  annotations: 64,
  annotationUnits: 4_096,
  nameUnits: 256,
} as const;

/** Cuts a text to `maxUnits` UTF-16 units, never through a surrogate pair. */
export function cut(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return text;
  const end = maxUnits - 1;
  const splits = text.charCodeAt(end - 1) >= 0xd800 && text.charCodeAt(end - 1) <= 0xdbff;
  return `${text.slice(0, splits ? end - 1 : end)}…`;
}

/** How the values of a record are rewritten, by name. */
type Rewrite = (name: string, value: string) => string;

/** Rewrites a record of strings within bounds, value by value; one that need not change comes back as it is. */
export function boundedRecord(
  record: Readonly<Record<string, string>>,
  maxCount: number,
  maxUnits: number,
  rewrite: Rewrite,
): Readonly<Record<string, string>> {
  let count = 0;
  for (const name in record) {
    const value = record[name] ?? "";
    count += 1;
    if (count > maxCount || name.length > bounds.nameUnits || cut(rewrite(name, value), maxUnits) !== value)
      return rewritten(record, maxCount, maxUnits, rewrite);
  }
  return record;
}

function rewritten(
  record: Readonly<Record<string, string>>,
  maxCount: number,
  maxUnits: number,
  rewrite: Rewrite,
): Readonly<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(record).slice(0, maxCount))
    result[cut(name, bounds.nameUnits)] = cut(rewrite(name, value), maxUnits);
  return result;
}
