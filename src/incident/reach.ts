import type { Draft } from "./draft.ts";
import type { EntryData } from "./entry-kinds.ts";
import type { Owed } from "./judgement.ts";
import { destinationSubject, laneOf, ranks } from "./mark.ts";
import { newlyOwed } from "./newly-owed.ts";
import { isPager } from "./paging.ts";

/** Makes the incident owe these from now on; whom it did not owe is told. Pages follow their number (`page`). */
export function reach(draft: Draft, owed: readonly Owed[], cause: EntryData["owed"]["cause"], by: string): void {
  const { incident } = draft;
  const added = newlyOwed(incident?.owed ?? [], owed);
  if (!incident || added.length === 0) return;
  draft.write("owed", { added: [...added], cause }, by);
  for (const one of added)
    if (!isPager(one))
      draft.mark(destinationSubject(incident, one), { lane: laneOf(one.receiver), rank: ranks.first, dueAt: 0 });
}
