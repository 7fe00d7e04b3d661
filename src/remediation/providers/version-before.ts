import type { PlanProblem } from "../../incident/actions/plan.ts";
import { isSameVersion } from "../../incident/actions/same-version.ts";
import type { Wanted } from "../provider.ts";

/** A version as a registry keeps it. */
export type KeptVersion = {
  readonly version: string;
  /** It is complete, and nobody marked it as bad. */
  readonly usable: boolean;
  readonly tested: boolean;
};

export type VersionBefore =
  | { readonly kind: "version"; readonly version: string; readonly tested: boolean }
  | { readonly kind: "problem"; readonly because: PlanProblem; readonly detail?: string };

/**
 * The version to go back to: the wanted one; else the newest before the present one that is marked tested; else the newest
 * before it at all, which the guards then ask about (A004-31). What is not usable is never gone to. Where the present one
 * is already older than that which the trouble is about, somebody went back before: it stays.
 *
 * @param versions newest first
 */
export function versionBefore(versions: readonly KeptVersion[], now: string, { from, to }: Wanted): VersionBefore {
  const at = (version: string) => versions.findIndex((one) => isSameVersion(one.version, version));
  if (to !== undefined) return wantedVersion(versions[at(to)], to);
  const present = versions[at(now)];
  const trouble = from === undefined ? -1 : at(from);
  if (present && trouble !== -1 && trouble < at(now)) {
    return { kind: "version", version: now, tested: present.tested };
  }
  const before = versions.slice(Math.max(at(now), trouble) + 1).filter(({ usable }) => usable);
  const back = before.find(({ tested }) => tested) ?? before[0];
  if (at(now) === -1 || !back) return { kind: "problem", because: "no-earlier-version" };
  return { kind: "version", version: back.version, tested: back.tested };
}

function wantedVersion(found: KeptVersion | undefined, to: string): VersionBefore {
  if (!found?.usable) return { kind: "problem", because: "not-found", detail: to };
  return { kind: "version", version: found.version, tested: found.tested };
}
