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
  /** With the number of rows that was counted: a state's own grows while it is remembered. */
  readonly #states = new Map<string, { readonly state: HotState; readonly counted: number }>();
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
    const kept = this.#states.get(groupId);
    if (!kept) return undefined;
    this.#states.delete(groupId);
    this.#states.set(groupId, kept);
    return kept.state;
  }

  put(groupId: string, state: HotState): void {
    this.drop(groupId);
    const counted = state.rows.size;
    this.#states.set(groupId, { state, counted });
    this.#rows += counted;
    while (this.#states.size > 1 && (this.#states.size > this.#maxGroups || this.#rows > this.#maxRows))
      this.drop(this.#byAge.next().value ?? groupId);
  }

  drop(groupId: string): void {
    const kept = this.#states.get(groupId);
    if (!kept) return;
    this.#states.delete(groupId);
    this.#rows -= kept.counted;
  }
}
