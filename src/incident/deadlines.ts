import type { Draft } from "./draft.ts";
import type { DeadlineKind } from "./judgement.ts";

/**
 * What people did meets these deadlines: each that still stood gets its entry and leaves the list.
 *
 * @param by who met them, as the journal names actors
 */
export function meet(draft: Draft, kinds: readonly DeadlineKind[], by: string): void {
  const standing = draft.incident?.deadlines ?? [];
  for (const { kind, dueAt } of standing)
    if (kinds.includes(kind)) draft.write("deadline", { deadline: kind, news: "met", dueAt, by }, by);
}
