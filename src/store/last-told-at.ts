import type { Incident } from "../incident/incident.ts";
import { destinationSubject } from "../incident/mark.ts";
import type { Store } from "./port.ts";

export type LastToldDeps = {
  readonly store: Pick<Store, "loadBinding">;
  /** When a binding of delivery's says that it last told; `undefined` when it never did. */
  readonly lastToldAt: (binding: unknown) => number | undefined;
};

/**
 * When destinations were last told, by id: edits make no journal entry, only the binding knows of them. Of destinations
 * that belong to the incident alone: a page is the group's, its last news may be a newer opening's.
 */
export async function lastToldAt(incident: Incident, deps: LastToldDeps): Promise<ReadonlyMap<string, number>> {
  const pairs = await Promise.all(
    incident.owed.map(async (owed) => {
      const subject = destinationSubject(incident, owed);
      const binding = subject.kind === "page" ? null : await deps.store.loadBinding(subject);
      return [owed.id, binding ? deps.lastToldAt(binding.value) : undefined] as const;
    }),
  );
  return new Map(pairs.flatMap(([id, at]) => (at === undefined ? [] : [[id, at]])));
}
