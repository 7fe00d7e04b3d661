import type { PolicyDocument } from "../document/schema.ts";
import type { Route } from "../routes/route.ts";

/** Keys of a policy that are understood and kept, but acted on by a later version only. */
export function keptKeys(document: PolicyDocument, routes: readonly Route[]): readonly string[] {
  const owned = Object.values(document.services ?? {});
  const present: Readonly<Record<string, boolean>> = {
    rollback: routes.some(({ keeps }) => keeps.includes("rollback")),
    actions: owned.some(({ actions }) => actions),
  };
  return Object.keys(present).filter((key) => present[key]);
}
