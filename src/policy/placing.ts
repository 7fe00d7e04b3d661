import type { Alert } from "../alert/alert.ts";
import type { IdentityReader } from "./identity.ts";
import { compileGroupKey, type GroupKey } from "./matching/group-key.ts";
import type { Presets } from "./presets/presets.ts";
import { allRoutes, leavesOf, type NamedPreset, type Route } from "./routes/route.ts";
import type { MeasuredSevereness, SeverityRules } from "./severity/severity.ts";
import type { Subject } from "./subject.ts";

/** What reads and judges an alert: the policy's own, or a preset's in its place. */
export type Reading = { readonly identity: IdentityReader; readonly severity: SeverityRules };

/** Who an alert is about, how bad it was measured to be, and the routes that it ends in. */
export type Placed = {
  readonly subject: Subject;
  readonly measured: MeasuredSevereness | undefined;
  readonly leaves: readonly Route[];
  readonly groupKey: string;
  readonly reading: Reading;
  /** The preset whose figures count; absent for the policy's own. */
  readonly preset?: NamedPreset;
};

export type PlacingParts = {
  readonly identity: IdentityReader;
  readonly severity: SeverityRules;
  readonly route: Route;
  readonly presets: Presets;
  /** The subject with the service that serves its model, where it names none. */
  readonly inService: (subject: Subject) => Subject;
};

/**
 * Finds an alert's place. A service's preset is known before the routes are looked at, so they see what it makes of the
 * alert; a route's preset is known only when the alert has got there, and never sends it elsewhere.
 */
export function compilePlacing({
  identity,
  severity,
  route,
  presets,
  inService,
}: PlacingParts): (alert: Alert) => Placed {
  const groupKeys = new Map<Route, GroupKey>();
  for (const one of [...allRoutes(route), ...presets.routes]) groupKeys.set(one, compileGroupKey(one.rules.groupBy));
  const plain: Reading = { identity, severity };
  const keyOf = (leaves: readonly Route[], subject: Subject) => groupKeys.get(leaves[0] ?? route)?.(subject) ?? "";

  return (alert) => {
    const first = read(alert, plain);
    const ofService = presets.ofService(inService(first.subject).identity.service);
    const seen = ofService ? read(alert, ofService.rules) : first;
    const ways = leavesOf(route, seen.subject);
    const preset = ofService ?? presets.ofRoute(ways[0] ?? route);
    if (!preset) {
      const { subject, measured } = seen;
      return { subject, measured, leaves: ways, groupKey: keyOf(ways, subject), reading: plain };
    }
    const under = preset === ofService ? seen : read(alert, preset.rules);
    const leaves = preset.rules.over(ways, under.subject);
    // Alerts of one name under two presets are two things, whatever else is equal (C-02).
    const groupKey = preset.named.name + keyOf(leaves, under.subject);
    return { ...under, leaves, groupKey, reading: preset.rules, preset: preset.named };
  };
}

function read(alert: Alert, { identity, severity }: Reading): Pick<Placed, "subject" | "measured"> {
  const measured = alert.measurement && severity.judgeMeasurement(alert.measurement);
  return { subject: { alert, identity: identity.read(alert, measured?.family) }, measured };
}
