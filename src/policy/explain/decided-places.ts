import type { Identity } from "../../incident/identity.ts";
import type { PolicyPlace, Team } from "../../incident/judgement.ts";
import type { Path } from "../document/path.ts";
import type { PolicyText } from "../document/policy-text.ts";
import type { PolicyDocument, WrittenRoute } from "../document/schema.ts";
import type { RouteTrace } from "../policy.ts";
import type { NamedPreset, Route } from "../routes/route.ts";

/** Where it is written whose an alert is, what ends it, whether anybody is told, and where a page may leave; for `policy explain`. */
export type DecidedPlaces = (
  identity: Identity,
  leaf: Route | undefined,
  team: Team | undefined,
  preset: NamedPreset | undefined,
) => Pick<RouteTrace, "ownerPlace" | "lifecyclePlace" | "modePlace" | "environmentsPlace">;

type Key = "lifecycle" | "mode";

/** Finds the places again in the document that was compiled. */
export function decidedPlaces(document: PolicyDocument, text: PolicyText): DecidedPlaces {
  const { services = {}, teams = {}, mode } = document;
  /** The nearest route that writes a key, from a leaf up. */
  const nearestRoute = (leaf: Route | undefined, key: Key): { path: Path; isRoot: boolean } | undefined => {
    for (const { route, path } of wayTo(document.route, leaf?.path ?? ["route"])) {
      if (route[key] !== undefined) return { path: [...path, key], isRoot: path.length === 1 };
    }
  };
  const lifecyclePlace = (service: string, leaf: Route | undefined, preset: NamedPreset | undefined) => {
    if (services[service]?.lifecycle) return text.place(["services", service, "lifecycle"]);
    const found = nearestRoute(leaf, "lifecycle");
    // What the first route writes counts less than the preset does.
    const ofPreset = preset && leaf?.rules.lifecycle !== (found?.isRoot ? document.route.lifecycle : undefined);
    if (ofPreset && (!found || found.isRoot)) return preset.place;
    return found && text.place(found.path);
  };
  const modePlace = (leaf: Route | undefined, team: string): PolicyPlace | undefined => {
    const found = nearestRoute(leaf, "mode");
    if (found) return text.place(found.path);
    if (teams[team]?.mode) return text.place(["teams", team, "mode"]);
    return mode && text.place(["mode"]);
  };
  const environments = document.environments && { environmentsPlace: text.place(["environments"]) };
  return ({ service = "" }, leaf, team, preset) => {
    const owner = team && services[service]?.owner === team.id ? text.place(["services", service, "owner"]) : undefined;
    const lifecycle = lifecyclePlace(service, leaf, preset);
    const moded = modePlace(leaf, team?.id ?? "");
    return {
      ...environments,
      ...(owner ? { ownerPlace: owner } : {}),
      ...(lifecycle ? { lifecyclePlace: lifecycle } : {}),
      ...(moded ? { modePlace: moded } : {}),
    };
  };
}

/** The routes on the way to a path such as `route.routes[1].routes[0]`, the last one first. */
function wayTo(root: WrittenRoute, path: Path): readonly { readonly route: WrittenRoute; readonly path: Path }[] {
  const way = [{ route: root, path: path.slice(0, 1) }];
  for (let length = 3; length <= path.length; length += 2) {
    const route = way.at(-1)?.route.routes?.[Number(path[length - 1])];
    if (!route) break;
    way.push({ route, path: path.slice(0, length) });
  }
  return way.reverse();
}
