import { isDeepStrictEqual } from "node:util";
import { policyWarnings as say } from "../../words/policy-warnings.ts";
import type { PolicyDocument } from "../document/schema.ts";
import type { FaultBook } from "../policy-error.ts";
import type { Preset } from "../presets/preset.ts";

/** Keys of a route of which each entry stands for itself; of the others the whole counts. */
const entryByEntry = ["tell", "deadlines", "remind", "rollback", "mitigations"] as const;
const whole = ["lifecycle", "group_by", "break_glass", "escalation"] as const;

/**
 * What the first route writes beside a preset that writes it, too: the preset counts more there (behaviour 9), so that
 * somebody may believe a figure, or a mode of rolling back, that never holds.
 */
export function outweighedFindings(
  { route }: PolicyDocument,
  presets: ReadonlyMap<string, Preset>,
  book: FaultBook,
): void {
  const { preset = "" } = route;
  const over = presets.get(preset)?.document.route;
  if (!over) return;
  for (const key of entryByEntry) {
    const theirs: Readonly<Record<string, unknown>> = over[key] ?? {};
    const names = Object.entries(route[key] ?? {})
      .filter(([name, value]) => theirs[name] !== undefined && !isDeepStrictEqual(theirs[name], value))
      .map(([name]) => `${key}.${name}`);
    if (names.length > 0) book.warn(["route", key], say.outweighed({ names, preset }), { at: "key" });
  }
  for (const key of whole) {
    if (route[key] === undefined || over[key] === undefined || isDeepStrictEqual(route[key], over[key])) continue;
    book.warn(["route", key], say.outweighed({ names: [key], preset }), { at: "key" });
  }
}
