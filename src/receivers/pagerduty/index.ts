import { z } from "zod";
import { tidy } from "../../incident/draw/tidy.ts";
import { pageWanted } from "../../incident/incident.ts";
import type { IncidentView } from "../../incident/view.ts";
import type { Destination, PagerDutyDestination } from "../../policy/destination.ts";
import { type Failure, failureOfError, failureOfStatus } from "../http-failure.ts";
import type { CheckNote, Receiver, Step, WriteContext, WriteOutcome } from "../receiver.ts";
import { type PageBinding, readPageBinding } from "./binding.ts";
import { sendEvent } from "./client.ts";
import { type Addressed, drawPlainTrigger, drawResolve, drawTrigger, type PageEvent } from "./draw-event.ts";
import { enqueueRate, enqueueTimeOutMs } from "./limits.ts";
import type { PagerDutyAnswer } from "./one-request.ts";
import { nextPageMove, type PageMove } from "./plan.ts";

/** `resolve`, or `trigger:<pageNo>`. PagerDuty joins events by `dedup_key`, so both may be repeated (protocol 2). */
export type PageStep = Step & { readonly move: PageMove; readonly event: PageEvent };

type PagerDutyDeps = {
  /** `PAGERDUTY_EVENTS_URL` without a slash at the end, `https://events.pagerduty.com` by default. */
  readonly eventsUrl: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/**
 * PagerDuty through Events v2: pages the newest incident of a group, once for each `pageNo`, and resolves the page when
 * it is no longer wanted (protocol 3). Nothing else is sent there.
 */
export function createPagerDutyReceiver(deps: PagerDutyDeps): Receiver<PageStep, PageBinding> {
  const planned = (draw: typeof drawTrigger) => (view: IncidentView, binding: PageBinding | null, to: Destination) =>
    stepOf({ view, destination: pagerDuty(to) }, binding, draw);
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

function stepOf(addressed: Addressed, binding: PageBinding | null, draw: typeof drawTrigger): PageStep | null {
  const move = nextPageMove(addressed.view.incident, binding);
  if (!move) return null;
  const isTrigger = move.action === "trigger";
  return {
    step: isTrigger ? `trigger:${move.pageNo}` : "resolve",
    idempotent: true,
    // A resolve that makes room for a trigger goes with it: what stands open must not end while nobody may be woken.
    rings: pageWanted(addressed.view.incident),
    gates: [{ key: `enqueue:${addressed.destination.id}`, rate: enqueueRate }],
    move,
    event: isTrigger ? draw(addressed) : drawResolve(addressed),
  };
}

async function write(
  { destination, step, signal }: WriteContext<PageStep, PageBinding>,
  { eventsUrl, now }: PagerDutyDeps,
): Promise<WriteOutcome<PageBinding>> {
  try {
    const answer = await sendEvent(eventsUrl, step.event, { signal, now });
    return answer.status === 202 ? sent(step) : failureOf(answer, pagerDuty(destination));
  } catch (error) {
    return failureOfError(error, signal);
  }
}

function sent({ move }: PageStep): WriteOutcome<PageBinding> {
  const told = move.action === "trigger" ? { told: { pageNo: move.pageNo } } : {};
  return { kind: "sent", binding: move.leaves, ...told };
}

const errorBody = z.object({ message: z.string().optional(), errors: z.array(z.string()).optional() });
const detailMaxUnits = 300;

/** PagerDuty's own words for a refusal, without the key should it ever repeat it. */
function failureOf({ status, body, afterMs }: PagerDutyAnswer, { routingKey, shown }: PagerDutyDestination): Failure {
  const { message, errors } = errorBody.safeParse(body).data ?? {};
  const said = [message, ...(errors ?? [])].filter(Boolean).join(": ").replaceAll(routingKey, shown);
  return failureOfStatus(status, { afterMs, detail: tidy(said, detailMaxUnits) });
}

/** Events v2 has no call without an effect, so only the key's shape can be checked. */
function checkKey({ routingKey, shown }: PagerDutyDestination): { kind: "ok" | "faulty"; notes: CheckNote[] } {
  if (/^[A-Za-z0-9]{32}$/.test(routingKey)) {
    return { kind: "ok", notes: [{ key: "pagerduty-key-untested", values: { shown } }] };
  }
  const values = { shown, length: String(routingKey.length) };
  return { kind: "faulty", notes: [{ key: "pagerduty-key-malformed", values }] };
}
