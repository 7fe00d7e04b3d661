import type { ChangedThing } from "../alert/change.ts";

/** How a thing is named in the stores: `service:<id>`, `model:<id>`. */
export function thingKey({ kind, id }: ChangedThing): string {
  return `${kind}:${id}`;
}
