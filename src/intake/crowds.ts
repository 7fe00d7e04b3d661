import { type Incident, isOpen } from "../incident/incident.ts";

/** Above so many open incidents in one channel, counters are told more rarely (protocol 8.2). */
const crowdMin = 50;

/** Which open incidents each destination shows, as far as this process decided them: enough to slow counters down. */
export class Crowds {
  readonly #openAt = new Map<string, Set<string>>();

  /** Notes how an incident stands after a commit. */
  note(incident: Incident): void {
    const open = isOpen(incident);
    for (const { id } of incident.owed) {
      const uids = this.#openAt.get(id) ?? new Set();
      if (open) uids.add(incident.uid);
      else uids.delete(incident.uid);
      this.#openAt.set(id, uids);
    }
  }

  readonly isCrowded = (destination: string): boolean => (this.#openAt.get(destination)?.size ?? 0) > crowdMin;
}
