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
  readonly store: Pick<Store, "newestOf" | "note" | "notes" | "strike">;
  /** All that are triggered or acknowledged, up to 1,000; `null` when PagerDuty does not answer. Never rejects. */
  readonly openPages: () => Promise<readonly PageState[] | null>;
  /** The newest of a key; `null` where there is none, or no answer. Never rejects. */
  readonly newestPage: (key: string) => Promise<PageState | null>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** So often open pages are asked for where no webhook can arrive (behaviour 5). */
export const pollEveryMs = 15_000;
/** Keys that stood open at the last look: what is missing from the next was resolved. */
const openBook = "pagerduty-open";
/** So many that are open no more are looked up at a time; the rest at the next. */
const goneAtOnce = 20;
/** An acknowledgement that was made elsewhere is on its way to PagerDuty for so long. */
const underwayMs = 60_000;

/** Looks once what changed at PagerDuty, and stores it as a webhook would have told it. */
export async function pollPagerDuty(deps: PollDeps): Promise<void> {
  const open = await deps.openPages();
  if (!open) return;
  const keys = new Set(open.map(({ key }) => key));
  const gone = (await deps.store.notes(openBook)).filter((key) => !keys.has(key)).slice(0, goneAtOnce);
  for (const state of open) await takeState(state, deps);
  for (const key of gone) {
    const state = await deps.newestPage(key);
    if (state) await takeState(state, deps);
  }
  await deps.store.strike(openBook, gone);
  const ours = [...keys].filter((key) => groupIdIn(key) !== null);
  if (ours.length > 0) await deps.store.note(openBook, ours);
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
  if (!pageWanted(incident) || !isPaged(incident)) return null;
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

/** Whether PagerDuty accepted the page that is wanted now: what it says of an older one is no news. */
function isPaged({ owed, standing, pageNo }: Incident): boolean {
  return owed.some(({ id, receiver }) => laneOf(receiver) === "page" && (standing[id]?.pageNo ?? 0) >= pageNo);
}
