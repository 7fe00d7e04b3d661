import { tidy } from "../../incident/draw/tidy.ts";
import { dedupKeyOf } from "../../incident/group.ts";
import { traceEnding } from "../../incident/trace-ending.ts";
import type { Destination, PagerDutyDestination } from "../../policy/destination.ts";
import { type Failure, failureOfError } from "../http-failure.ts";
import type { LookUp, Receiver, WriteContext, WriteOutcome } from "../receiver.ts";
import { sendChange } from "./client.ts";
import {
  type DetailsAct,
  type DetailsBinding,
  type DetailsStep,
  nextDetailsStep,
  noteOfDoubt,
  readDetailsBinding,
} from "./details-plan.ts";
import { drawChange } from "./draw-change.ts";
import { eventsFailureOf } from "./events-failure.ts";
import type { InTheirName } from "./in-their-name.ts";
import { appearsWithinMs, looksEveryMs, noteMaxUnits, restTimeOutMs } from "./limits.ts";
import { stepsSince } from "./plan.ts";
import type { PagerDutyRest, RestAnswer } from "./rest.ts";
import type { RestIncident } from "./rest-answers.ts";

type Outcome = WriteOutcome<DetailsBinding>;
type Context = WriteContext<DetailsStep, DetailsBinding>;

/** What needs PagerDuty's API token. */
export type RestTools = { readonly rest: PagerDutyRest; readonly inTheirName: InTheirName };

export type DetailsDeps = {
  /** Absent without an API token: then nothing but changes is told. */
  readonly byRest?: RestTools;
  /** `PAGERDUTY_EVENTS_URL` without a slash at the end. */
  readonly eventsUrl: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** Clocks may differ so much; PagerDuty's own tells when an incident was made. */
const skewMs = 60_000;

/**
 * What PagerDuty hears beside a page that it accepted. By REST the incident is looked up once, the escalation level is
 * raised, experts are asked to respond, the story goes as notes, each once (protocol 3.2, 3.4, behaviour 5); by Events v2 it
 * hears once of each action that changed something (behaviour 7). It has a mark of its own beside the page's, so that a
 * page never waits for a note.
 */
export function createPagerDutyDetails(deps: DetailsDeps): Receiver<DetailsStep, DetailsBinding> {
  return {
    name: "pagerduty",
    lane: "background",
    timeOutMs: 2 * restTimeOutMs,
    readBinding: readDetailsBinding,
    next: (view, binding, to) =>
      nextDetailsStep({ view, binding, destination: pagerDuty(to), hearsRest: deps.byRest !== undefined }),
    // The page itself has its plain line; without a drawing there is no note.
    plain: () => null,
    write: (context) => writers[context.step.act.kind](context, deps),
    lookUp: async (context) => (deps.byRest ? lookForNote(context, deps.byRest.rest) : { kind: "absent" }),
    check: async () => ({ kind: "ok", notes: [] }),
  };
}

function pagerDuty(destination: Destination): PagerDutyDestination {
  if (destination.receiver === "pagerduty") return destination;
  throw new Error(`${destination.id} is no PagerDuty destination`);
}

type Writer = (context: Context, deps: DetailsDeps) => Promise<Outcome>;

const writers: Readonly<Record<DetailsAct["kind"], Writer>> = {
  look: async ({ view, binding, destination, step, signal }, deps) => {
    const { rest } = byRest(deps);
    const act = only(step.act, "look");
    const found = await rest.incidents({ key: dedupKeyOf(view.incident.groupId) }, signal);
    if (found.kind !== "ok") return unwritten(found);
    const newest = found.value.incidents.find((one) => belongsTo(one, act.pagedAt));
    if (!newest) return absent(act.pagedAt, deps.now());
    const { id, html_url: link, incident_number: number } = newest;
    const { escalation, standing } = view.incident;
    const isSince = stepsSince(view.incident, standing[destination.id]?.owedAt) > 0;
    const steps = isSince ? 0 : (escalation?.steps ?? 0);
    const { told: upTo, asked } = binding ?? { told: act.seq, asked: act.seq };
    const changes = binding?.changes === undefined ? {} : { changes: binding.changes };
    const told = { ...(link ? { link } : {}), ...(number ? { label: `#${number}` } : {}) };
    const shown = { id, pageNo: act.pageNo, told: upTo, asked, steps, before: steps, ...changes };
    return { kind: "sent", binding: shown, told };
  },
  escalate: async ({ binding, step, view, signal }, deps) => {
    const { rest, inTheirName } = byRest(deps);
    const act = only(step.act, "escalate");
    const from = await inTheirName.emailFor(view.incident.latest?.escalated?.by.id ?? "", signal);
    const shown = known(binding);
    if (from === undefined) return { kind: "sent", binding: { ...shown, steps: act.steps } };
    const answer = await rest.change(shown.id, { escalationLevel: act.level }, { from }, signal);
    // The policy there has no further level: nothing is left to raise.
    const isTop = answer.kind === "refused" && answer.reason === "bad-request";
    return isTop
      ? { kind: "sent", binding: { ...shown, steps: act.steps } }
      : outcome(answer, { ...shown, steps: act.steps });
  },
  responders: async ({ binding, step, signal }, deps) => {
    const { rest, inTheirName } = byRest(deps);
    const { seq, by, people, message } = only(step.act, "responders");
    const shown = { ...known(binding), asked: seq };
    const from = people.length === 0 ? undefined : await inTheirName.emailFor(by, signal);
    const [requester, ...users] = await Promise.all(
      (from === undefined ? [] : [from, ...people]).map((one) => userIdOf(one, rest, signal)),
    );
    const userIds = users.filter((id) => id !== undefined);
    if (from === undefined || requester === undefined || userIds.length === 0) return { kind: "sent", binding: shown };
    const request = { requesterId: requester, message: tidy(message, noteMaxUnits), userIds };
    const answer = await rest.requestResponders(shown.id, request, { from }, signal);
    // Not part of every plan: whoever is called is told in the notes all the same.
    return answer.kind === "refused" ? { kind: "sent", binding: shown } : outcome(answer, shown);
  },
  note: async ({ binding, step, signal }, deps) => {
    const { rest, inTheirName } = byRest(deps);
    const { seq, by, text } = only(step.act, "note");
    const shown = known(binding);
    const from = await inTheirName.emailFor(by, signal);
    // A note needs somebody in whose name it is written.
    if (from === undefined) return { kind: "sent", binding: { ...shown, told: seq } };
    const ending = traceEnding(seq);
    const content = `${tidy(text, noteMaxUnits - ending.length)}${ending}`;
    return outcome(await rest.addNote(shown.id, content, { from }, signal), { ...shown, told: seq });
  },
  /** What PagerDuty refuses of a change is left: the page beside it is delivered, and must not look as if it were not. */
  change: async ({ view, binding, destination, step, signal }, { eventsUrl, now }) => {
    const { run, leaves, seq } = only(step.act, "change");
    const to = pagerDuty(destination);
    const before = binding ?? { pageNo: 0, told: seq, asked: seq, steps: 0, before: 0 };
    const sent: Outcome = { kind: "sent", binding: { ...before, changes: [...leaves] } };
    try {
      const answer = await sendChange(eventsUrl, drawChange({ view, destination: to }, run), { signal, now });
      const failure = answer.status === 202 ? null : eventsFailureOf(answer, to);
      return failure?.kind === "retry" ? failure : sent;
    } catch (error) {
      return failureOfError(error, signal);
    }
  },
};

function byRest({ byRest: tools }: DetailsDeps): RestTools {
  if (tools) return tools;
  throw new Error("a call of PagerDuty's REST API without a token");
}

/** Whether an incident of our key is the page's: it stands open, or was made since. */
function belongsTo({ status, created_at: createdAt }: RestIncident, pagedAt: number): boolean {
  return status !== "resolved" || (createdAt ? Date.parse(createdAt) : 0) > pagedAt - skewMs;
}

/** PagerDuty accepted the page but shows no incident: it may take a moment; then it is said (protocol 3.4). */
function absent(pagedAt: number, now: number): Outcome {
  if (now - pagedAt < appearsWithinMs) return { kind: "retry", reason: "absent", afterMs: looksEveryMs, maybe: false };
  return { kind: "refused", reason: "absent" };
}

async function userIdOf(reference: string, rest: PagerDutyRest, signal: AbortSignal): Promise<string | undefined> {
  if (!reference.includes("@")) return reference;
  const found = await rest.users(reference, signal);
  if (found.kind !== "ok") return undefined;
  return found.value.find(({ email }) => email.toLowerCase() === reference.toLowerCase())?.id;
}

/** Looks for a note whose write got no answer, among those of the incident. */
async function lookForNote(
  { binding, doubt, signal }: Omit<Context, "step"> & { readonly doubt: { readonly step: string } },
  rest: PagerDutyRest,
): Promise<LookUp<DetailsBinding>> {
  const seq = noteOfDoubt(doubt.step);
  if (seq === null || binding?.id === undefined) return { kind: "absent" };
  const notes = await rest.notes(binding.id, signal);
  if (notes.kind !== "ok") return notes;
  const isThere = notes.value.some(({ content }) => content.trimEnd().endsWith(traceEnding(seq)));
  return isThere ? { kind: "found", binding: { ...binding, told: seq } } : { kind: "absent" };
}

function outcome(answer: RestAnswer<unknown>, binding: DetailsBinding): Outcome {
  return answer.kind === "ok" ? { kind: "sent", binding } : answer;
}

/** Only read so far: whatever happened, nothing was written. */
function unwritten(failure: Failure): Outcome {
  return failure.kind === "retry" ? { ...failure, maybe: false } : failure;
}

function known(binding: DetailsBinding | null): DetailsBinding & { readonly id: string } {
  if (binding?.id === undefined) throw new Error("details of an incident that was not looked up");
  return { ...binding, id: binding.id };
}

function only<K extends DetailsAct["kind"]>(act: DetailsAct, kind: K): Extract<DetailsAct, { kind: K }> {
  if (isKind(act, kind)) return act;
  throw new Error(`${act.kind} is no ${kind}`);
}

function isKind<K extends DetailsAct["kind"]>(act: DetailsAct, kind: K): act is Extract<DetailsAct, { kind: K }> {
  return act.kind === kind;
}
