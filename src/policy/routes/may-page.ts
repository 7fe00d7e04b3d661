import type { Identity } from "../../incident/identity.ts";
import type { PolicyDocument } from "../document/schema.ts";
import { wildcards } from "../matching/wildcard.ts";

const usualProduction = ["production", "prod", "prod-*", "prd", "live"];

/**
 * Compiles `environments:` to whether a page may leave (behaviour 1). An environment that nobody named counts as
 * production. Remembers what it worked out; senders name few.
 */
export function compileMayPage({ environments = {} }: PolicyDocument): (identity: Identity) => boolean {
  if (environments.otherwise?.page === "allowed") return () => true;
  const isProduction = wildcards(environments.production ?? usualProduction);
  const remembered = new Map<string, boolean>();
  return ({ environment, environmentAssumed }) => {
    const known = environmentAssumed ? true : remembered.get(environment);
    if (known !== undefined) return known;
    // A blank that nobody sees must not keep a page from leaving.
    const may = isProduction(environment.trim());
    if (remembered.size < 1000) remembered.set(environment, may);
    return may;
  };
}
