import { dedupKeyOf } from "../../incident/group.ts";
import { type Incident, pageWanted } from "../../incident/incident.ts";
import { laneOf } from "../../incident/mark.ts";
import type { Store } from "../../store/port.ts";
import { actorOf, type DoneThere, type DoneThereDeps, storeDoneThere } from "../done-there.ts";
import { groupIdIn, pagerDutyItself } from "./take.ts";

/** How one page stands at PagerDuty. */
export type PageState = {
  readonly key: string;
  readonly status: "triggered" | "acknowledged" | "resolved";
  /** When its status changed last, ms since the epoch by PagerDuty's clock. */
  readonly at: number;
  /** The person who changed it; absent for machines. */
  readonly person?: { readonly id: string; readonly name?: string };
  /** An integration did it, which is what our own events are. */
  readonly isIntegration: boolean;
};

export type PollDeps = DoneThereDeps & {
  readonly store: Pick<Store, "newestOf" | "list" | "note" | "notes" | "strike">;
  /** All that are triggered or acknowledged, up to 1,000; `null` when PagerDuty does not answer. Never rejects. */
  readonly openPages: () => Promise<readonly PageState[] | null>;
  /** The newest of a key; `none` where there is none, `null` without an answer. Never rejects. */
  readonly newestPage: (key: string) => Promise<PageState | "none" | null>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** So often open pages are asked for where no webhook can arrive (behaviour 5). */
export const pollEveryMs = 15_000;
/** Keys that stood open at the last look: what is missing from the next list is asked for by its key. */
const openBook = "pagerduty-open";
/** So many of those at a time: they were resolved, or PagerDuty lists them without their key. */
const askedAtOnce = 20;
/** So many incidents that changed last are looked through for pages. */
const recentMax = 200;
/** An acknowledgement that was made elsewhere is on its way to PagerDuty for so long. */
const underwayMs = 60_000;

/** Looks once what changed at PagerDuty, and stores it as a webhook would have told it. */
export async function pollPagerDuty(deps: PollDeps): Promise<void> {
  const { store } = deps;
  const open = await deps.openPages();
  if (!open) return;
  const listed = new Set(open.map(({ key }) => key));
  const { incidents } = await store.list({ limit: recentMax });
  const wanted = incidents.flatMap(({ incident }) => (isPaged(incident) ? [dedupKeyOf(incident.groupId)] : []));
  const known = new Set([...wanted, ...(await store.notes(openBook))]);
  for (const state of open) await takeState(state, deps);
  const missing = someOf(
    [...known].filter((key) => !listed.has(key)),
    deps.now(),
  );
  const over: string[] = [];
  for (const key of missing) {
    const state = await deps.newestPage(key);
    // Without an answer it is asked again with a later look: somebody may have resolved it there meanwhile.
    if (state === null) continue;
    if (state !== "none") await takeState(state, deps);
    if (state === "none" || state.status === "resolved") over.push(key);
  }
  await store.strike(openBook, over);
  const ours = [...listed, ...wanted].filter((key) => groupIdIn(key) !== null && !over.includes(key));
  if (ours.length > 0) await store.note(openBook, ours);
}

/** A few at a time, others with each look. */
function someOf(keys: readonly string[], now: number): readonly string[] {
  const from = keys.length === 0 ? 0 : (Math.floor(now / pollEveryMs) * askedAtOnce) % keys.length;
  return [...keys.slice(from), ...keys.slice(0, from)].slice(0, askedAtOnce);
}

async function takeState(state: PageState, deps: PollDeps): Promise<void> {
  const groupId = groupIdIn(state.key);
  const found = groupId === null ? null : await deps.store.newestOf(groupId);
  const done = found && changeOf(state, found.incident, deps.now());
  if (!done) return;
  const by = state.person ? await actorOf({ vendor: "pagerduty", ...state.person }, deps) : pagerDutyItself;
  await storeDoneThere(found.incident, done, { by, where: "pagerduty" }, deps);
}

/** What somebody did there since Vigie last heard; `null` for nothing new. Pure. */
export function changeOf(state: PageState, incident: Incident, now: number): DoneThere | null {
  const { acknowledged, latest = {}, resolvedElsewhere } = incident;
  if (!isPaged(incident)) return null;
  switch (state.status) {
    case "triggered": {
      const isUnderway = acknowledged?.where !== "pagerduty" && now - (acknowledged?.at ?? 0) < underwayMs;
      return acknowledged && !isUnderway ? { kind: "unacknowledge", because: "unacknowledged" } : null;
    }
    case "acknowledged": {
      // What was taken back here since is not acknowledged there any more in a moment.
      const takenBackAt = Math.max(latest.escalated?.at ?? 0, latest.unacknowledged?.at ?? 0);
      return state.person && !acknowledged && state.at > takenBackAt ? { kind: "acknowledge" } : null;
    }
    case "resolved":
      if (resolvedElsewhere || state.isIntegration) return null;
      return state.person ? { kind: "resolved-elsewhere" } : { kind: "page-lapsed", at: state.at };
  }
}

/** Whether a page is wanted and PagerDuty accepted it: what it says of an older one is no news. */
function isPaged(incident: Incident): boolean {
  const { owed, standing, pageNo } = incident;
  return (
    pageWanted(incident) &&
    owed.some(({ id, receiver }) => laneOf(receiver) === "page" && (standing[id]?.pageNo ?? 0) >= pageNo)
  );
}
