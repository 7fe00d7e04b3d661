import { seesNewWindow } from "./actions/asks-outlook.ts";
import { decideOutlook } from "./actions/decide-outlook.ts";
import { decideRun } from "./actions/decide-run.ts";
import { endWhatWaits } from "./actions/end-what-waits.ts";
import { decideMeasured } from "./actions/judge-by-measurement.ts";
import type { Answer } from "./acts.ts";
import { decideAct, decidePressedInVain } from "./decide-act.ts";
import { decideAlerts } from "./decide-alerts.ts";
import { decideClosing, decideTold, decideUndelivered } from "./decide-delivery.ts";
import { decideEnded, decideResolvedElsewhere } from "./decide-hands.ts";
import { decideHoldOver } from "./decide-held.ts";
import { decideStale } from "./decide-series.ts";
import type { Decision, Known, Moment } from "./decision.ts";
import { Draft } from "./draft.ts";
import type { Fact } from "./fact.ts";
import { isOpen } from "./incident.ts";
import { destinationSubject, laneOf, ranks } from "./mark.ts";
import { decideApprovalDue } from "./waiting/approval-due.ts";
import { decideChannelOpen } from "./waiting/channel-open.ts";
import { decideDeadlineDue } from "./waiting/deadline-due.ts";
import { decideEscalationDue } from "./waiting/escalation-due.ts";
import { decideRemindDue } from "./waiting/remind-due.ts";
import { decideSilenceOver } from "./waiting/silence-over.ts";
import { decideUnheard } from "./waiting/unheard.ts";
import { decideUpdateDue } from "./waiting/update-due.ts";
import { markWaits } from "./waits.ts";

/** A change of counters alone is told no sooner than this after it, and in a crowded channel (protocol 8.2). */
const counterDelayMs = 15_000;
const crowdedCounterDelayMs = 60_000;

const deciders: {
  readonly [K in Fact["kind"]]: (draft: Draft, fact: Extract<Fact, { kind: K }>, known: Known, moment: Moment) => void;
} = {
  alerts: decideAlerts,
  told: decideTold,
  undelivered: decideUndelivered,
  closing: decideClosing,
  ended: decideEnded,
  "resolved-elsewhere": decideResolvedElsewhere,
  "hold-over": decideHoldOver,
  stale: decideStale,
  act: decideAct,
  "pressed-in-vain": decidePressedInVain,
  "deadline-due": decideDeadlineDue,
  "escalation-due": decideEscalationDue,
  "remind-due": decideRemindDue,
  "update-due": decideUpdateDue,
  "silence-over": decideSilenceOver,
  unheard: decideUnheard,
  "channel-open": decideChannelOpen,
  outlook: decideOutlook,
  run: decideRun,
  measured: decideMeasured,
  "approval-due": decideApprovalDue,
};

/** Whose doing a fact is: Vigie's, unless an alert says who caused it. */
function doerOf(fact: Fact): string {
  const by = fact.kind === "alerts" ? fact.alerts.find(({ alert }) => alert.by !== undefined)?.alert.by : undefined;
  return by ?? "vigie";
}

/**
 * Decides facts of one group in a row on the state in hand (DESIGN 2, protocol 4.1). Pure: the same arguments give the
 * same decision.
 */
export function decide(known: Known, facts: readonly Fact[], moment: Moment): Decision {
  const draft = new Draft(known.incident, "vigie", moment.now);
  const each = facts.map((fact): Answer | null => {
    draft.answer = null;
    draft.actor = doerOf(fact);
    if (!isKnownMessage(draft, fact, known)) decideOne(draft, fact, known, moment);
    return draft.answer;
  });
  endWhatWaits(draft);
  const answered = each.some((answer) => answer !== null) ? { answers: each } : {};
  const senderIds = [...draft.senderIds];
  if (!draft.changed()) {
    if (draft.repeats.size === 0 || !draft.incident) return { kind: "nothing", ...answered };
    countersShow(draft, moment);
    const items = [...draft.repeats].map(([fingerprint, { tag, times }]) => ({ fingerprint, tag, times }));
    return { kind: "count", uid: draft.incident.uid, items, marks: draft.marks, senderIds, ...answered };
  }
  if (draft.visible === "counters" || (draft.visible === "no" && draft.received > 0)) countersShow(draft, moment);
  if (draft.visible === "yes") draft.markDestinations(draft.opens ? ranks.first : ranks.phase, 0);
  markWaits(draft, known.incident);
  if (draft.incident && isOpen(draft.incident) && seesNewWindow(known.incident, draft.incident)) draft.markOutlook();
  return {
    kind: "change",
    group: draft.groupAfter(known.group, known.groupId, known.groupKey),
    ...draft.closed(),
    opens: draft.opens,
    alerts: [...draft.rows.values()],
    received: draft.received,
    marks: draft.marks,
    senderIds,
    ...answered,
  };
}

/** Whether a vendor told of this act before (protocol 4.4); from now on it is known. */
function isKnownMessage(draft: Draft, fact: Fact, { known }: Known): boolean {
  if (!("senderId" in fact) || fact.senderId === undefined) return false;
  const isKnown = known.has(fact.senderId) || draft.senderIds.has(fact.senderId);
  draft.senderIds.add(fact.senderId);
  return isKnown;
}

function decideOne<K extends Fact["kind"]>(
  draft: Draft,
  fact: Extract<Fact, { kind: K }>,
  known: Known,
  moment: Moment,
): void {
  const kind: K = fact.kind;
  deciders[kind](draft, fact, known, moment);
}

/** Counters are shown in chat alone: tickets never hear of them (behaviour 8), pages neither (protocol 3.2). */
function countersShow(draft: Draft, { isCrowded }: Moment): void {
  const { incident, now } = draft;
  if (!incident || !isOpen(incident)) return;
  for (const owed of incident.owed) {
    const lane = laneOf(owed.receiver);
    if (lane !== "chat" || draft.keepsSilent(owed.id)) continue;
    const dueAt = now + (isCrowded?.(owed.id) ? crowdedCounterDelayMs : counterDelayMs);
    draft.mark(destinationSubject(incident, owed), { lane, rank: ranks.rest, dueAt });
  }
}
