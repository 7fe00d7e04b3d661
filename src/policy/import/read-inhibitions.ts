import { importFaults as say, importNotes as tell } from "../../words/policy-import.ts";
import type { Path } from "../document/path.ts";
import type { Matcher } from "../matching/matcher.ts";
import { type Bench, checkKeys, fieldsAt, listAt, textsAt } from "./bench.ts";
import { isLabelName, readMatch } from "./match.ts";

const keys = ["source", "target"].flatMap((side) => [`${side}_match`, `${side}_match_re`, `${side}_matchers`]);

/** Alerts that are one trouble at two severities, which Vigie would rather know as a family. */
export type ProposedFamily = { readonly name: string; readonly alerts: readonly string[] };

/**
 * Reads `inhibit_rules:`. Alertmanager goes on inhibiting before it sends, so none is carried over; where a rule inhibits
 * one trouble's lower severity, a family is proposed.
 */
export function readInhibitions(written: unknown, bench: Bench): readonly ProposedFamily[] {
  return listAt(written, ["inhibit_rules"], bench).flatMap((one, at) => readRule(one, ["inhibit_rules", at], bench));
}

function readRule(written: unknown, path: Path, bench: Bench): readonly ProposedFamily[] {
  const fields = fieldsAt(written, path, bench);
  checkKeys(fields, ["name", "equal", ...keys], path, bench);
  if (Object.hasOwn(fields, "name")) bench.note("newer", [...path, "name"], tell.newer({ keys: ["name"] }));
  const [source, target] = [readMatch(fields, path, bench, "source_"), readMatch(fields, path, bench, "target_")];
  const equal = textsAt(fields.equal, [...path, "equal"], bench);
  for (const [at, name] of equal.entries()) {
    if (!isLabelName(name)) bench.book.fault([...path, "equal", at], say.badLabelName({ name }));
  }
  const [high, low] = [pinned(source, "alertname"), pinned(target, "alertname")];
  if (high !== undefined && low !== undefined && high !== low) {
    bench.note("stays", path, tell.inhibitionOfFamily({ low, high }));
    return [{ name: familyName(low, high), alerts: [low, high] }];
  }
  const severities = [pinned(source, "severity"), pinned(target, "severity")];
  const isOneAlert = high === low && (high !== undefined || equal.includes("alertname"));
  const isPromotion = isOneAlert && severities[0] !== undefined && severities[0] !== severities[1];
  bench.note("stays", path, isPromotion ? tell.inhibitionOfOneAlert() : tell.inhibition());
  return [];
}

function pinned(matchers: readonly Matcher[], label: string): string | undefined {
  return matchers.find(({ name, op }) => name === label && op === "=")?.value;
}

/** What two names begin with, in the policy's spelling: `HighErrorRate` and `HighErrorRateCritical` are `high-error-rate`. */
function familyName(low: string, high: string): string {
  const differs = [...low].findIndex((letter, at) => letter !== high[at]);
  const common = differs < 4 ? low : low.slice(0, differs);
  return common
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase();
}
