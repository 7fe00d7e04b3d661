import { pageWanted } from "../../incident/incident.ts";
import type { IncidentView } from "../../incident/view.ts";
import type { Destination, PagerDutyDestination } from "../../policy/destination.ts";
import { failureOfError } from "../http-failure.ts";
import type { CheckNote, Receiver, Step, WriteContext, WriteOutcome } from "../receiver.ts";
import { type PageBinding, readPageBinding } from "./binding.ts";
import { sendEvent } from "./client.ts";
import {
  type Addressed,
  drawAcknowledge,
  drawPlainTrigger,
  drawResolve,
  drawTrigger,
  type PageEvent,
} from "./draw-event.ts";
import { eventsFailureOf } from "./events-failure.ts";
import type { InTheirName } from "./in-their-name.ts";
import { enqueueRate, enqueueTimeOutMs } from "./limits.ts";
import { nextPageMove, type PageMove } from "./plan.ts";

/** `resolve`, `acknowledge`, or `trigger:<pageNo>`. PagerDuty joins events by `dedup_key`, so both may be repeated (protocol 2). */
export type PageStep = Step & { readonly move: PageMove; readonly event: PageEvent };

type PagerDutyDeps = {
  /** `PAGERDUTY_EVENTS_URL` without a slash at the end, `https://events.pagerduty.com` by default. */
  readonly eventsUrl: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Acknowledges by REST in somebody's own name; absent without an API token. */
  readonly inTheirName?: InTheirName;
};

/**
 * PagerDuty through Events v2: pages the newest incident of a group, once for each `pageNo`, acknowledges once what was
 * acknowledged elsewhere or silenced, and resolves the page when it is no longer wanted (protocol 3). Details go as notes
 * by REST, under a mark of their own, so that no page ever waits for one.
 */
export function createPagerDutyReceiver(deps: PagerDutyDeps): Receiver<PageStep, PageBinding> {
  const planned = (draw: typeof drawTrigger) => (view: IncidentView, binding: PageBinding | null, to: Destination) =>
    stepOf({ view, destination: pagerDuty(to) }, binding, draw, deps);
  return {
    name: "pagerduty",
    lane: "page",
    timeOutMs: enqueueTimeOutMs,
    readBinding: readPageBinding,
    next: planned(drawTrigger),
    plain: planned(drawPlainTrigger),
    write: (context) => write(context, deps),
    check: async (destination) => ({ ...checkKey(pagerDuty(destination)), canonical: destination.id }),
  };
}

function pagerDuty(destination: Destination): PagerDutyDestination {
  if (destination.receiver === "pagerduty") return destination;
  throw new Error(`${destination.id} is no PagerDuty destination`);
}

function stepOf(
  { view, destination }: Addressed,
  binding: PageBinding | null,
  draw: typeof drawTrigger,
  { inTheirName }: PagerDutyDeps,
): PageStep | null {
  const { escalateTo } = destination;
  const escalatesByKey = escalateTo !== undefined && inTheirName === undefined;
  const reachable = escalateTo === undefined && binding ? withoutEscalated(binding) : binding;
  const move = nextPageMove(view.incident, reachable, {
    escalatesByKey,
    owedAt: view.incident.standing?.[destination.id]?.owedAt,
  });
  if (!move) return null;
  const routingKey = move.to === "escalate_to" && escalateTo !== undefined ? escalateTo : destination.routingKey;
  const drawers = { trigger: draw, acknowledge: drawAcknowledge, resolve: drawResolve };
  return {
    step: move.action === "trigger" ? `trigger:${move.pageNo}` : move.action,
    idempotent: true,
    // A resolve that makes room for a trigger goes with it: what stands open must not end while nobody may be woken.
    rings: move.action !== "acknowledge" && pageWanted(view.incident),
    gates: [{ key: `enqueue:${destination.id}${move.to === "key" ? "" : ":escalate"}`, rate: enqueueRate }],
    move,
    event: drawers[move.action]({ view, destination: { ...destination, routingKey } }),
  };
}

/** The policy names no key to escalate to any more, so nothing can be sent there. */
function withoutEscalated({ escalated: _escalated, ...binding }: PageBinding): PageBinding {
  return binding;
}

async function write(
  { destination, step, signal }: WriteContext<PageStep, PageBinding>,
  { eventsUrl, now, inTheirName }: PagerDutyDeps,
): Promise<WriteOutcome<PageBinding>> {
  const { move, event } = step;
  if (move.action === "acknowledge" && move.to === "key" && move.by !== undefined) {
    if (await inTheirName?.acknowledge(event.dedup_key, move.by, signal)) return sent(step);
  }
  try {
    const answer = await sendEvent(eventsUrl, event, { signal, now });
    return answer.status === 202 ? sent(step) : eventsFailureOf(answer, pagerDuty(destination));
  } catch (error) {
    return failureOfError(error, signal);
  }
}

function sent({ move }: PageStep): WriteOutcome<PageBinding> {
  const isPage = move.action === "trigger" && move.to === "key";
  return { kind: "sent", binding: move.leaves, ...(isPage ? { told: { pageNo: move.pageNo } } : {}) };
}

/** Events v2 has no call without an effect, so only the key's shape can be checked. */
function checkKey({ routingKey, shown }: PagerDutyDestination): { kind: "ok" | "faulty"; notes: CheckNote[] } {
  if (/^[A-Za-z0-9]{32}$/.test(routingKey)) {
    return { kind: "ok", notes: [{ key: "pagerduty-key-untested", values: { shown } }] };
  }
  const values = { shown, length: String(routingKey.length) };
  return { kind: "faulty", notes: [{ key: "pagerduty-key-malformed", values }] };
}
