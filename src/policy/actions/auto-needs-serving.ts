import { actionFaults as say } from "../../words/policy-actions.ts";
import { matcherTest } from "../matching/matcher.ts";
import type { FaultBook } from "../policy-error.ts";
import type { Presets } from "../presets/presets.ts";
import type { Route } from "../routes/route.ts";
import type { DeclaredActions } from "./compile-actions.ts";

type Parts = { readonly declared: DeclaredActions; readonly route: Route; readonly presets: Presets };

/**
 * Nothing is rolled back by itself where nobody sees what serves: each service that declares a rollback without `serving`
 * and whose alerts may end in a route of `mode: auto` is a fault (behaviour 7).
 */
export function autoNeedsServing({ declared, route, presets }: Parts, book: FaultBook): void {
  for (const [service, actions] of declared) {
    const rollback = actions.get("rollback");
    if (!rollback || rollback.serving) continue;
    const auto = endsOf(route, service)
      .flatMap((end) => (presets.ofService(service) ?? presets.ofRoute(end))?.rules.under(end) ?? [end])
      .find(({ rules }) => rules.acting.rollback.mode === "auto");
    const place = auto?.rules.acting.rollback.place;
    if (place)
      book.fault(["services", service, "actions", "rollback"], say.autoBlind({ service, ...place }), { at: "key" });
  }
}

/** The routes in which an alert about a service may end, whatever else it says. */
function endsOf(route: Route, service: string): readonly Route[] {
  const ends: Route[] = [];
  let isTaken = false;
  for (const child of route.children) {
    const fits = fitsService(child, service);
    if (fits === "no") continue;
    ends.push(...endsOf(child, service));
    isTaken ||= fits === "always";
    if (fits === "always" && !child.goesOn) break;
  }
  return isTaken ? ends : [...ends, route];
}

function fitsService({ match: { matchers } }: Route, service: string): "no" | "perhaps" | "always" {
  const own = matchers.filter(({ name }) => name === "service");
  if (!own.every((matcher) => matcherTest(matcher)(service))) return "no";
  return own.length === matchers.length ? "always" : "perhaps";
}
