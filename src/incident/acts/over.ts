import type { Answer } from "../acts.ts";
import type { EntryKind, outdating } from "../entry-kinds.ts";
import { type Incident, isOpen } from "../incident.ts";
import { refused } from "./act-decider.ts";

const endings = ["resolved", "resolved-by-hand", "ended-by-hand", "closed"] as const satisfies readonly EntryKind[] &
  readonly (typeof outdating)[number][];

/** Refuses what only an open incident can have done to it, and says who ended it; `null` while it is open. */
export function refusedWhenOver(incident: Incident): Answer | null {
  return isOpen(incident) ? null : refused("over", lastOf(incident, endings));
}

/** Who wrote the newest entry of these kinds, and when. */
export function lastOf(
  { latest = {} }: Pick<Incident, "latest">,
  kinds: readonly EntryKind[],
): { readonly by: string; readonly at: number } | undefined {
  const last = kinds.flatMap((kind) => latest[kind] ?? []).toSorted((a, b) => b.seq - a.seq)[0];
  return last && { by: last.by.id, at: last.at };
}
