import { boundedText } from "../bounded-text.ts";
import type { VersionCount } from "../incident/actions/plan.ts";
import { isSameVersion } from "../incident/actions/same-version.ts";
import { jsonIn } from "../json-in.ts";
import type { ServingCheck } from "../policy/actions/service-action.ts";
import { fieldAt } from "./field-at.ts";
import type { QueryAnswer, RemediationDeps } from "./remediation-deps.ts";

/** What names a version is a short answer. */
const maxBytes = 64 * 1024;
const versionMaxUnits = 100;
/** Of more versions the most frequent are kept: a label that is none would have thousands. */
const mostVersions = 20;

/** Which versions serve, the most frequent first; `null` where it could not be read. Never throws. */
export async function readServing(
  check: ServingCheck,
  deps: Pick<RemediationDeps, "promql" | "fetch" | "maskVersion">,
  signal: AbortSignal,
): Promise<readonly VersionCount[] | null> {
  try {
    const found =
      check.kind === "promql"
        ? versionsIn(await deps.promql(check.query, signal), check.label)
        : oneOf(await versionAt(check, deps.fetch, signal));
    const { maskVersion = (version) => version } = deps;
    return found === null ? null : found.map(({ version, count }) => ({ version: maskVersion(version), count }));
  } catch {
    return null;
  }
}

/** Whether all that serves is a version, and anything serves at all; any version will do where none is wanted. */
export function servesOnly(serving: readonly VersionCount[], version: string | undefined): boolean {
  return serving.length > 0 && serving.every((one) => version === undefined || isSameVersion(one.version, version));
}

/** Whether two say the same, in whatever order. */
export function sameServing(a: readonly VersionCount[], b: readonly VersionCount[] | undefined): boolean {
  if (b?.length !== a.length) return false;
  return a.every(({ version, count }) => b.some((one) => one.version === version && one.count === count));
}

function oneOf(version: string | null): readonly VersionCount[] | null {
  return version === null ? null : [{ version, count: 1 }];
}

/** Counts by version: of the label that is named, else of the one label that the answer has. */
function versionsIn(answer: QueryAnswer, named: string | undefined): readonly VersionCount[] | null {
  if (answer.kind !== "series") return null;
  const labels = [...new Set(answer.series.flatMap((one) => Object.keys(one.labels)))].filter(
    (one) => one !== "__name__",
  );
  const label = named ?? labels[0];
  if (answer.series.length === 0) return [];
  if (label === undefined || (named === undefined && labels.length > 1)) return null;
  const counts = new Map<string, number>();
  for (const { labels: of, value } of answer.series) {
    const version = bounded(of[label] ?? "");
    // What serves without a version is not known, so nothing is known of the whole.
    if (version === "") return null;
    counts.set(version, (counts.get(version) ?? 0) + value);
  }
  return (
    [...counts]
      .filter(([, count]) => count > 0)
      // A share of the traffic below one half serves all the same.
      .map(([version, count]) => ({ version, count: Math.max(1, Math.round(count)) }))
      .toSorted((a, b) => b.count - a.count || (a.version < b.version ? -1 : 1))
      .slice(0, mostVersions)
  );
}

async function versionAt(
  { url, field }: Extract<ServingCheck, { kind: "http" }>,
  fetchFn: RemediationDeps["fetch"],
  signal: AbortSignal,
): Promise<string | null> {
  const answer = await fetchFn(url, { signal, redirect: "error" });
  const text = answer.ok ? await boundedText(answer, maxBytes) : null;
  if (text === null) return null;
  const whole = jsonIn(text);
  // A bare 1.10 is text: as a number it would be another version.
  const version = isRecord(whole) ? fieldAt(whole, field) : typeof whole === "string" ? whole : text.trim();
  if (Array.isArray(whole) || (typeof version !== "string" && typeof version !== "number")) return null;
  const written = bounded(String(version));
  return written === "" ? null : written;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function bounded(version: string): string {
  return version.replace(/\p{Cc}/gu, "").slice(0, versionMaxUnits);
}
