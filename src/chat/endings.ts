import type { EntryKind } from "../incident/entry-kinds.ts";

/** Entries by which an incident, or its trouble, came to an end: whoever had not read them decides on something else. */
export const endings = [
  "resolved",
  "recovered",
  "closed",
  "ended-by-hand",
  "resolved-by-hand",
] as const satisfies readonly EntryKind[];
