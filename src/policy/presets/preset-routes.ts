import { allRoutes, inherit, leavesOf, type Route, type RouteRules } from "../routes/route.ts";
import type { Subject } from "../subject.ts";

/** A policy's routes with a preset's rules between the first route and those below it. */
export type PresetRoutes = {
  /** The routes that an alert ends in, as they are under the preset. */
  readonly over: (leaves: readonly Route[], subject: Subject) => readonly Route[];
  /** A policy's route, as it is under each of the preset's. */
  readonly under: (route: Route) => readonly Route[];
  /** All that `over` may answer with. */
  readonly all: readonly Route[];
};

/**
 * Lays a preset between the policy's first route and those below it: what the first route writes counts least, then what
 * the preset's routes write for the alert, then what the policy's other routes write (behaviour 9).
 *
 * @param indexFrom the first number for routes that come into being here; no two routes of a policy share one
 */
export function layPreset(root: Route, preset: Route, indexFrom: number): PresetRoutes {
  let next = indexFrom;
  const number = () => next++;
  const tree = rebase(preset, inherit(root.rules, preset.own), () => 0);
  const variants = new Map(allRoutes(tree).map((one) => [one, allRoutes(rebase(root, one.rules, number))] as const));
  return {
    over: (leaves, subject) => {
      // Everything of a preset is its first matching leaf's, as everything but `tell` is of the policy's routes.
      const figures = leavesOf(tree, subject)[0] ?? tree;
      return leaves.map((leaf) => variants.get(figures)?.[leaf.index] ?? leaf);
    },
    under: (route) => [...variants.values()].flatMap((all) => all[route.index] ?? []),
    all: [...variants.values()].flat(),
  };
}

/** The same tree over other rules: the first route has these, each other its own and its parent's. */
function rebase(route: Route, rules: RouteRules, number: () => number): Route {
  const index = number();
  const children = route.children.map((child) => rebase(child, inherit(rules, child.own), number));
  return { ...route, index, rules, children };
}
