import { beganAt } from "./began-at.ts";
import type { Known } from "./decision.ts";
import type { Draft } from "./draft.ts";
import type { Fact } from "./fact.ts";
import { fitJson } from "./fit-json.ts";
import { type Incident, pageWanted } from "./incident.ts";
import { destinationSubject, laneOf, ranks } from "./mark.ts";
import { newlyOwed } from "./newly-owed.ts";

/** What one destination's news changes on the others' cards waits this long, so that one edit shows all of it. */
const newsDelayMs = 2_000;
/** An accepted page is looked up so long after it, so that its incident is there by then (protocol 3.4). */
const pageLookMs = 5_000;
/** What an incident keeps of a vendor's words, in bytes of JSON. */
const detailMaxBytes = 300;

/** A destination was told for the first time, paged, given a link, or told again after a failure. */
export function decideTold(draft: Draft, fact: Extract<Fact, { kind: "told" }>, known: Known): void {
  const incident = draft.incident;
  const owed = incident?.owed.find(({ id }) => id === fact.destination);
  if (!incident || incident.uid !== fact.uid || !owed) return;
  const before = incident.standing[fact.destination];
  const { link, label, pageNo } = fact;
  const nothingNew =
    before?.state === "told" &&
    (link === undefined || before.link === link) &&
    (label === undefined || before.label === label) &&
    (pageNo === undefined || before.pageNo === pageNo);
  if (nothingNew) return;
  const afterFailure = before?.state === "undelivered" || before?.state === "retrying";
  draft.write("told", {
    destination: owed.id,
    receiver: owed.receiver,
    ...(link === undefined ? {} : { link }),
    ...(label === undefined ? {} : { label }),
    ...(pageNo === undefined ? {} : { pageNo }),
    ...(afterFailure ? { afterFailure } : {}),
  });
  notified(draft, known.received);
  if (afterFailure && laneOf(owed.receiver) === "page") markOwn(draft, incident);
  draft.markDestinations(ranks.phase, draft.now + newsDelayMs, owed.id);
  if (pageNo !== undefined) draft.markBeside(owed.id, draft.now + pageLookMs);
}

/** A delivery keeps failing or was refused; a page that was not delivered is told everywhere else (protocol 3.4). */
export function decideUndelivered(draft: Draft, fact: Extract<Fact, { kind: "undelivered" }>): void {
  const incident = draft.incident;
  const owed = incident?.owed.find(({ id }) => id === fact.destination);
  if (!incident || incident.uid !== fact.uid || !owed) return;
  const { destination, reason, detail, state, mention } = fact;
  const before = incident.standing[destination];
  // What was said to be given up stays so until it is told: a further try is no news.
  if (before?.state === "undelivered" || (before?.state === state && before.reason === reason)) return;
  const page = laneOf(owed.receiver) === "page";
  // Who watches the page may have looked just before it was accepted, or before it was over.
  const isAccepted = before?.state === "told" && (before.pageNo ?? 0) >= incident.pageNo;
  // What was accepted and yet is not to be seen there is undelivered all the same.
  if (page && (!pageWanted(incident) || (isAccepted && (reason !== "absent" || state === "retrying")))) return;
  const told = incident.owed.filter(({ id }) => id !== destination).map(({ id }) => id);
  draft.write("undelivered", {
    destination,
    receiver: owed.receiver,
    reason,
    state,
    page,
    told,
    ...(detail === undefined ? {} : { detail: fitJson(detail, detailMaxBytes) }),
    ...(mention === undefined ? {} : { mention }),
  });
  if (page) draft.tellsAdopted = true;
  draft.markDestinations(page ? ranks.urgent : ranks.phase, page ? 0 : draft.now + newsDelayMs, destination);
  if (state !== "undelivered") return;
  // One that is owed for some hours only is told at this one too.
  const added = newlyOwed(incident.owed, fact.fallback);
  if (added.length > 0) {
    draft.write("owed", { added: [...added], cause: "fallback" });
    for (const one of added) {
      draft.mark(destinationSubject(incident, one), {
        lane: laneOf(one.receiver),
        rank: page ? ranks.urgent : ranks.first,
        dueAt: 0,
      });
    }
  }
  if (added.some(({ receiver }) => laneOf(receiver) === "page")) watchPages(draft);
  if (page) markOwn(draft, incident);
}

/** The reopen window is over: what is still resolved is closed (behaviour 3, lifecycle short). */
export function decideClosing(draft: Draft, fact: Extract<Fact, { kind: "closing" }>, known: Known): void {
  const incident = draft.incident;
  if (incident?.uid !== fact.uid || incident.phase !== "resolved") return;
  if (draft.now < (incident.resolvedAt ?? 0) + incident.reopenWindowMs) return;
  draft.write("closed", { lastedMs: (incident.resolvedAt ?? draft.now) - beganAt(incident), received: known.received });
  draft.visible = "yes";
}

/** The first destination told makes a detected incident a notified one (requirements C.2). */
function notified(draft: Draft, received: number): void {
  if (draft.incident?.phase !== "detected") return;
  draft.write("phase", { from: "detected", to: "notified", received });
}

/** Vigie's own incident follows from the standing of this one; a mark, because it is another slot (protocol 4.5). */
export function markOwn(draft: Draft, incident: Incident): void {
  const { groupId, uid } = incident;
  draft.mark({ kind: "timer", groupId, uid, timer: "own" }, { lane: "page", rank: ranks.first, dueAt: 0 });
}

/** A page that no vendor accepted so long after it was asked for is said elsewhere (protocol 3.4). */
export const pageWatchMs = 30_000;

/** Looks after the pages that are asked for now. */
export function watchPages(draft: Draft): void {
  if (!draft.incident) return;
  const { groupId, uid } = draft.incident;
  draft.mark(
    { kind: "timer", groupId, uid, timer: "page-watch" },
    { lane: "page", rank: ranks.first, dueAt: draft.now + pageWatchMs },
  );
}
