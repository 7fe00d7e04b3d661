import { parseDuration } from "../time/duration.ts";

const strings = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g;
const ranges = /\[\s*(\w+)\s*(?::[^\]]*)?\]/g;

/**
 * The longest `[range]` of a PromQL, in ms: only after so long does its answer speak of nothing but what came since
 * (behaviour 7). 0 where it has none.
 */
export function longestRange(query: string): number {
  const found = [...query.replaceAll(strings, '""').matchAll(ranges)];
  return Math.max(0, ...found.map(([, range = ""]) => parseDuration(range) ?? 0));
}
