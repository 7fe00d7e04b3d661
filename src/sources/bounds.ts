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

/** Rewrites a record of strings within bounds, value by value. */
export function boundedRecord(
  record: Readonly<Record<string, string>>,
  maxCount: number,
  maxUnits: number,
  rewrite: (name: string, value: string) => string,
): Record<string, string> {
  const result: Record<string, string> = {};
  let count = 0;
  for (const name in record) {
    if (count === maxCount) break;
    count += 1;
    result[cut(name, bounds.nameUnits)] = cut(rewrite(name, record[name] ?? ""), maxUnits);
  }
  return result;
}
