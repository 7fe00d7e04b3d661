import type { Group, Incident, KnownRow } from "../incident/incident.ts";

/** What this process last knew of a group. A commit checks it, so that a stale one costs a reload and nothing else. */
export type HotState = {
  group: Group | null;
  incident: Incident | null;
  received: number;
  /** Rows of `incident`; `complete` says that a fingerprint without a row has none in the store either. */
  readonly rows: Map<string, KnownRow>;
  complete: boolean;
};

/** Remembers the groups that were busy last, within a bound on groups and rows; the oldest go first. */
export class HotStates {
  readonly #states = new Map<string, HotState>();
  /** Goes on where it stopped: a new one would first walk over all that was deleted. */
  readonly #byAge = this.#states.keys();
  readonly #maxGroups: number;
  readonly #maxRows: number;
  #rows = 0;

  constructor(maxGroups = 20_000, maxRows = 200_000) {
    this.#maxGroups = maxGroups;
    this.#maxRows = maxRows;
  }

  get(groupId: string): HotState | undefined {
    const state = this.#states.get(groupId);
    if (state) {
      this.#states.delete(groupId);
      this.#states.set(groupId, state);
    }
    return state;
  }

  put(groupId: string, state: HotState): void {
    this.drop(groupId);
    this.#states.set(groupId, state);
    this.#rows += state.rows.size;
    while (this.#states.size > 1 && (this.#states.size > this.#maxGroups || this.#rows > this.#maxRows))
      this.drop(this.#byAge.next().value ?? groupId);
  }

  drop(groupId: string): void {
    const state = this.#states.get(groupId);
    if (!state) return;
    this.#states.delete(groupId);
    this.#rows -= state.rows.size;
  }
}
