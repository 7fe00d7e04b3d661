import type { Known, Moment } from "./decision.ts";
import type { Draft } from "./draft.ts";
import type { Fact } from "./fact.ts";
import type { Incident } from "./incident.ts";

/** At most so many alerts are named in one entry. */
const namedMax = 20;

/** The alerts of one fact that began, ended or changed, by name. */
export type Names = { readonly fired: string[]; readonly ended: string[]; readonly changed: string[] };

/** What all alerts of one fact are decided with. */
export type Scene = Pick<Extract<Fact, { kind: "alerts" }>, "stillActive"> & {
  readonly known: Known;
  readonly moment: Moment;
  readonly names: Names;
};

/** Names of nobody yet. */
export const noNames = (): Names => ({ fired: [], ended: [], changed: [] });

/** Writes one entry for all alerts of a fact that began, ended or changed. */
export function writeNames(draft: Draft, { firing, resolved }: Incident, names: Names, known: Known): void {
  const { fired, ended, changed } = names;
  if (fired.length + ended.length + changed.length === 0) return;
  draft.writeBounded("alerts", {
    fired: fired.slice(0, namedMax),
    firedCount: fired.length,
    ended: ended.slice(0, namedMax),
    endedCount: ended.length,
    changed: changed.slice(0, namedMax),
    changedCount: changed.length,
    firing,
    resolved,
    received: known.received + draft.received,
  });
}
