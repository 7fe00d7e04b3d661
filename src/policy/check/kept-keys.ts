import { severities } from "../../alert/severity.ts";
import type { PolicyDocument } from "../document/schema.ts";
import { writtenPlaces } from "../places/written-places.ts";
import type { Route } from "../routes/route.ts";

/** Keys of a policy that are understood and kept, but acted on by a later version only. */
export function keptKeys(document: PolicyDocument, routes: readonly Route[]): readonly string[] {
  const pages = writtenPlaces(document).flatMap(({ pagerduty }) => pagerduty ?? []);
  const owned = Object.values(document.services ?? {});
  const present: Readonly<Record<string, boolean>> = {
    deadlines: routes.some(({ rules }) => severities.some((at) => rules.deadlines[at].length > 0)),
    remind: routes.some(({ keeps }) => keeps.includes("remind")),
    rollback: routes.some(({ keeps }) => keeps.includes("rollback")),
    escalate_to: pages.some(({ escalate_to }) => escalate_to),
    actions: owned.some(({ actions }) => actions),
  };
  return Object.keys(present).filter((key) => present[key]);
}
