import { awaitsVerdict } from "./actions/awaits-verdict.ts";
import { isUnderWay, type Run } from "./actions/run.ts";
import { deadlineDueAt, triageEscalatesAt } from "./deadlines.ts";
import type { Draft } from "./draft.ts";
import { type Incident, isOpen, lasts } from "./incident.ts";
import { ladderDueAt } from "./ladder.ts";
import { type Rank, ranks, type Timer } from "./mark.ts";
import { commanderDueAt, remindDueAt, updateDueAt } from "./reminders.ts";

/** Timers that wait for people, and for senders that say nothing. */
export const waitingTimers = [
  "deadline",
  "escalation",
  "remind",
  "update",
  "silence",
  "unheard",
  "approval",
] as const satisfies Timer[];
export type WaitingTimer = (typeof waitingTimers)[number];

/** A sender is not missed before it was silent for so long (protocol 5.4). */
export const unheardAfterMs = 60 * 60_000;
/** What is silenced gets no end from its sender, so it is looked after so often. */
export const silencedLookMs = 60_000;

/**
 * When a timer of an incident falls due, `undefined` where it waits for nothing. Read from the incident as it is, so that
 * restarts, reloads and clock steps change nothing: a timer that woke too early looks here again.
 */
export const dueAt: { readonly [K in WaitingTimer]: (incident: Incident) => number | undefined } = {
  deadline: (incident) => (mayRing(incident) && isOpen(incident) ? deadlineDueAt(incident) : undefined),
  escalation: (incident) => {
    if (!mayRing(incident) || !lasts(incident)) return undefined;
    return earliest(incident.acknowledged ? undefined : ladderDueAt(incident), triageEscalatesAt(incident));
  },
  remind: (incident) => (mayRing(incident) ? remindDueAt(incident) : undefined),
  update: (incident) => (mayRing(incident) ? earliest(commanderDueAt(incident), updateDueAt(incident)) : undefined),
  // At once as well: what else must know of it is told by the same timer.
  silence: ({ silenced }) => silenced?.at,
  approval: (incident) =>
    incident.runs === undefined || !isOpen(incident) || incident.silenced
      ? undefined
      : incident.runs.find(({ state }) => state === "asked")?.dueAt,
  unheard: (incident) => {
    if (!lasts(incident) || !incident.sources.includes("alertmanager")) return undefined;
    if (incident.silenced) return incident.silenced.at + silencedLookMs;
    return Math.max(incident.openedAt, incident.reopenedAt ?? 0) + unheardAfterMs;
  },
};

/** An approver has so long before who comes next is asked: 10 min at URGENT, else an hour (behaviour 6). */
export function approvalMs({ severity }: Pick<Incident, "severity">): number {
  return severity === "urgent" ? 10 * 60_000 : 60 * 60_000;
}

/**
 * When the worker of a run has something to do; `undefined` where it has not. Once a run is being done its worker says
 * itself when it comes again.
 */
export function actionDueAt({ runs }: Pick<Incident, "runs">): number | undefined {
  const run = runs?.find((one) => isUnderWay(one) && one.state !== "asked") ?? runs?.findLast(awaitsWorker);
  if (run === undefined) return undefined;
  if (run.state === "veto") return run.dueAt;
  if (run.state !== "watching") return run.startedAt;
  return run.plan.helps?.byQuery ? run.firstAnswerAt : run.watchUntil;
}

/** Whether it is watched for a word that does not come by itself: of a query, or that nothing was measured. */
function awaitsWorker(run: Run): boolean {
  return run.state === "watching" && run.verdict === undefined && awaitsVerdict(run);
}

/** What is silenced, or told to nobody, reminds nobody. */
function mayRing({ silenced, owed }: Incident): boolean {
  return !silenced && owed.length > 0;
}

function earliest(...times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((one) => one !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

const rankOf: { readonly [K in WaitingTimer]: Rank } = {
  deadline: ranks.phase,
  escalation: ranks.urgent,
  remind: ranks.phase,
  update: ranks.rest,
  silence: ranks.phase,
  unheard: ranks.rest,
  approval: ranks.urgent,
};

/** Asks for a mark of each timer that falls due at another time than before these facts. */
export function markWaits(draft: Draft, before: Incident | null): void {
  const { incident } = draft;
  if (!incident) return;
  const { groupId, uid } = incident;
  for (const timer of waitingTimers) {
    const at = dueAt[timer](incident);
    if (at === undefined || (before?.uid === uid && at === dueAt[timer](before))) continue;
    draft.mark({ kind: "timer", groupId, uid, timer }, { lane: "page", rank: rankOf[timer], dueAt: at });
  }
  const actAt = actionDueAt(incident);
  if (actAt === undefined || (before?.uid === uid && actAt === actionDueAt(before))) return;
  draft.mark({ kind: "timer", groupId, uid, timer: "action" }, { lane: "action", rank: ranks.urgent, dueAt: actAt });
}
