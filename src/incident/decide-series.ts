import type { Known } from "./decision.ts";
import type { Draft } from "./draft.ts";
import type { Fact, JudgedAlert } from "./fact.ts";
import { isOpen, lasts } from "./incident.ts";
import { ranks } from "./mark.ts";
import { isAbsent, lateAt } from "./series.ts";
import type { SeriesState } from "./series-state.ts";

/** Measurements of a series that nobody monitors are stale after so long without a new one (behaviour 2.6). */
export const staleAfterMs = 24 * 60 * 60_000;
/** Replicas' clocks differ: what is late by one of them may not be by another. */
const clockSlackMs = 60_000;

/** Moves a series on, and asks for its mark when something is to be said or awaited of it. */
export function moveSeries(
  draft: Draft,
  { alert: { fingerprint } }: JudgedAlert,
  before: SeriesState | undefined,
  after: SeriesState,
  { groupId }: Known,
): void {
  draft.series.set(fingerprint, after);
  const wasMissing = before !== undefined && (isAbsent(before) || isLate(before, draft.now + clockSlackMs));
  const dueAt = wasMissing || isAbsent(after) ? 0 : lateAt(after);
  if (dueAt === undefined) return;
  draft.mark({ kind: "series", groupId, series: fingerprint }, { lane: "background", rank: ranks.rest, dueAt });
}

function isLate(series: SeriesState, now: number): boolean {
  return now >= (lateAt(series) ?? Number.POSITIVE_INFINITY);
}

/** What fires is measured: it is not stale, and will not be for a day. */
export function keepFresh(draft: Draft, known: Known): void {
  const { incident, now } = draft;
  if (!incident || !isOpen(incident)) return;
  const heard = [...draft.series].filter(
    ([print, { heardAt }]) =>
      heardAt === now && (draft.rows.has(print) || known.alerts.get(print)?.status === "firing"),
  );
  if (heard.length === 0) return;
  if (incident.staleSince !== undefined) {
    draft.write("stale", {});
    draft.visible = "yes";
  }
  if (heard.every(([, { monitor }]) => monitor !== undefined)) return;
  const { groupId, uid } = incident;
  draft.mark(
    { kind: "timer", groupId, uid, timer: "stale" },
    { lane: "background", rank: ranks.rest, dueAt: now + staleAfterMs },
  );
}

/** The card says that its figures are old; nothing ends by it and nobody is rung (behaviour 2.6). */
export function decideStale(draft: Draft, fact: Extract<Fact, { kind: "stale" }>, { group }: Known): void {
  const { incident, now } = draft;
  if (!incident || !lasts(incident) || incident.staleSince !== undefined) return;
  const isHeard = fact.series.some((print) => (group?.series[print]?.heardAt ?? 0) > now - staleAfterMs);
  if (isHeard) return;
  draft.write("stale", { since: fact.since });
  draft.visible = "yes";
}
