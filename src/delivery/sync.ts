import { calledPerson } from "../incident/draw/calls.ts";
import { isHeard } from "../incident/draw/story.ts";
import { isOpen } from "../incident/incident.ts";
import type { JournalEntry } from "../incident/journal.ts";
import { laneOf, type Subject, subjectKey } from "../incident/mark.ts";
import type { IncidentView } from "../incident/view.ts";
import type { Step, WriteOutcome } from "../receivers/receiver.ts";
import type { ClaimedMark, Release } from "../store/port.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";
import { type Assignment, Fenced, Ledger } from "./ledger.ts";
import { type QuietHours, quietHours } from "./quiet-hours.ts";
import { type Setbacks, setbacks } from "./setbacks.ts";
import { settleDoubt } from "./settle-doubt.ts";
import type { SyncContext, SyncDeps } from "./sync-context.ts";
import { undelivered } from "./undelivered.ts";
import { type VendorCalls, vendorCalls } from "./vendor-calls.ts";
import { viewFrom } from "./view-of.ts";

/** Left of a lease for storing what a call brought. */
const leaseMarginMs = 5_000;
/** A bug is tried so often before the plain line is sent instead (protocol 9). */
const bugTries = 3;
/** What is told beside a page looks so many entries back for the one that says that the page was accepted. */
const pageLooksBack = 200;
/** A page whose destination the policy names no longer is tried again so often. */
const unknownPageMs = 5 * 60_000;

const done: Release = { kind: "done" };
const goOnWithNextClaim: Release = { kind: "retry", dueAt: 0, failed: false };

/**
 * Brings one destination in line with its incident as it is now (DESIGN 2, protocol 1): one vendor write at a time, each
 * behind its gates, each non-idempotent one stored as in doubt before the call, until nothing is left to write.
 */
export async function syncDestination(
  mark: ClaimedMark,
  subject: Extract<Subject, { kind: "destination" | "page" }>,
  deps: SyncDeps,
): Promise<Release> {
  const claimedAt = deps.monotonicMs();
  const found = subject.kind === "page" ? await deps.store.newestOf(subject.groupId) : await deps.store.find(subject);
  const owed = found?.incident.owed.find(({ id }) => id === subject.destination);
  if (!found) return done;
  // A page's group may have opened anew without owing this page: what is still open there is closed by the same sync.
  const receiverName = owed?.receiver ?? subject.destination.split(":")[0] ?? "";
  const isBeside = subject.kind === "destination" && laneOf(receiverName) === "page";
  // What a page tells beside itself is left alone where its vendor lets nobody tell it.
  if (isBeside && !deps.receivers.has(`${receiverName}-details`)) return done;
  const receiver = deps.receivers.get(isBeside ? `${receiverName}-details` : receiverName);
  const destination = deps.destination(subject.destination);
  if (!receiver || !destination) {
    if (owed)
      await undelivered(found.incident, owed, { reason: "not-in-policy", state: "undelivered" }, destination, deps);
    // Not for ever: the key may come back with the next start, and a page is never a dead letter (protocol 9).
    if (mark.lane === "page") return { kind: "retry", dueAt: (await deps.store.now()) + unknownPageMs, failed: true };
    return { kind: "rest", reason: "not-in-policy" };
  }
  const assignment = { mark, found, owed, receiver: receiver.name, destination };
  try {
    return await new Sync({ assignment, ledger: await Ledger.open(assignment, deps), receiver, deps }, claimedAt).run();
  } catch (error) {
    if (!(error instanceof Fenced)) throw error;
    // The work is somebody else's by now; the mark is set again so that nothing wanted since is lost.
    await deps.store.mark([{ subject, lane: mark.lane, rank: mark.rank, dueAt: 0 }]);
    return goOnWithNextClaim;
  }
}

/** What to do with the mark; `read-on` when the story goes on behind what was read; `null` to go on with the next step. */
type Next = Release | "read-on" | null;

/** What somebody would hear of though no person asked for it: a silence keeps it back for good. */
function isHeardByItself(entry: JournalEntry): boolean {
  return (entry.actor === "vigie" || entry.actor.startsWith("source:")) && isHeard(entry);
}

class Sync {
  readonly #context: SyncContext;
  readonly #assignment: Assignment;
  readonly #ledger: Ledger;
  readonly #deps: SyncDeps;
  readonly #claimedAt: number;
  readonly #calls: VendorCalls;
  readonly #setbacks: Setbacks;
  readonly #hours: QuietHours;
  /** The entry behind which the story goes on. */
  #begins = 0;

  constructor(context: SyncContext, claimedAt: number) {
    this.#context = context;
    this.#assignment = context.assignment;
    this.#ledger = context.ledger;
    this.#deps = context.deps;
    this.#claimedAt = claimedAt;
    this.#calls = vendorCalls(context);
    this.#setbacks = setbacks(context);
    this.#hours = quietHours(context.assignment, context.deps);
  }

  async run(): Promise<Release> {
    const early = this.#tooEarly();
    if (early) return early;
    for (;;) {
      const { shown, toldSeq } = this.#ledger.kept;
      this.#begins = shown === null ? await this.#firstSeq() : toldSeq;
      const { view, upTo } = this.#hours.hush(await this.#read(this.#begins));
      await this.#probe("read");
      const next = (await this.#settleDoubt(view)) ?? (await this.#bringInLine(view, upTo));
      if (next !== "read-on") return next;
    }
  }

  /**
   * Up to which entry there is nothing to tell in a thread, before anything was told: a first message shows all of it. What is
   * told beside a page shows nothing by itself, so it begins where the page was accepted.
   */
  async #firstSeq(): Promise<number> {
    const { found, destination, mark } = this.#assignment;
    const { incident } = found;
    const isBeside = mark.subject.kind === "destination" && laneOf(destination.receiver) === "page";
    if (!isBeside) return incident.seq;
    const before = Math.max(0, incident.seq - pageLooksBack);
    const entries = await this.#deps.store.journal(incident, before, pageLooksBack);
    const accepted = entries.findLast(({ kind, data }) => kind === "told" && data.destination === destination.id);
    return accepted?.seq ?? incident.seq;
  }

  /** The view for this destination: nobody who reads it here must hear that it could not be told here. */
  async #read(afterSeq: number) {
    const { found, destination } = this.#assignment;
    const { view, upTo } = await viewFrom(this.#deps.store, found, this.#deps.view, afterSeq);
    const { [destination.id]: own, ...others } = view.incident.standing;
    const { reason: _reason, detail: _detail, failingSince: _since, ...kept } = own ?? {};
    const standing = own ? { ...others, [destination.id]: { ...kept, state: "told" as const } } : others;
    const isSilenced = found.incident.silenced !== undefined;
    const story = view.story.filter(
      (entry) => entry.data.destination !== destination.id && !(isSilenced && isHeardByItself(entry)),
    );
    const called = await this.#called(story);
    return { view: { ...view, ...called, incident: { ...view.incident, standing }, story }, upTo };
  }

  /**
   * Who is on call, and how those are mentioned whom the story calls, is asked for a chat's first message and for what
   * somebody hears of there alone: a page waits for nobody.
   */
  async #called(story: readonly JournalEntry[]): Promise<Pick<IncidentView, "onCall" | "mentions">> {
    const { found, destination } = this.#assignment;
    const heard = story.filter(isHeard);
    const isAsked = this.#ledger.kept.shown === null || heard.length > 0;
    if (!isAsked || laneOf(destination.receiver) !== "chat") return {};
    const people = heard.flatMap((entry) => calledPerson(entry, found.incident) ?? []);
    const { view } = this.#deps;
    const [onCall, mentions] = await Promise.all([view.onCall?.(found.incident), view.mentions?.(people)]);
    return { ...(onCall ? { onCall } : {}), ...(mentions ? { mentions } : {}) };
  }

  /** `after:` of a ticket: it is opened only once the incident has lived that long (behaviour 8). */
  #tooEarly(): Release | null {
    const { destination, found } = this.#assignment;
    // Its end asks for the first message (behaviour 3).
    if (found.incident.silenced && this.#ledger.kept.shown === null && this.#ledger.kept.doubt === null) return done;
    const { afterMs = 0 } = destination.receiver === "jira" ? destination : {};
    if (afterMs === 0 || this.#ledger.kept.shown !== null || this.#ledger.kept.doubt !== null) return null;
    if (!isOpen(found.incident)) return done;
    const dueAt = found.incident.openedAt + afterMs;
    return this.#deps.now() < dueAt ? { kind: "retry", dueAt, failed: false } : null;
  }

  /** Writes until nothing is left that this view asks for. */
  async #bringInLine(view: IncidentView, upTo: number): Promise<Release | "read-on"> {
    for (;;) {
      const step = this.#calls.plan(view);
      await this.#probe("planned");
      if (step === "bug") return this.#afterBug(view);
      if (step === null) {
        const { shown, toldSeq } = this.#ledger.kept;
        if (toldSeq < upTo && shown !== null) await this.#ledger.save({ toldSeq: upTo });
        await this.#probe("in-line");
        const waits = await this.#hours.inLine();
        return waits ?? (upTo < this.#assignment.found.incident.seq ? "read-on" : done);
      }
      const attemptId = this.#deps.newAttemptId();
      const held = await this.#mayWrite(step, attemptId);
      if (held) return held;
      const next = await this.#afterWrite(await this.#calls.write(view, step, attemptId), view, step);
      if (next) return next;
    }
  }

  /**
   * Refuses outside of the destination's hours, when the lease would not outlive the call, or a gate is shut (protocol
   * 1.4, 1.6, 8.1); else stores the doubt, so that the write is looked for should its outcome never come.
   */
  async #mayWrite(step: Step, attemptId: string): Promise<Release | null> {
    const wait = await this.#hours.holdBack(step, this.#ledger.kept.shown);
    if (wait) return wait;
    if (!this.#leaseOutlivesCall()) return goOnWithNextClaim;
    const { subject, rank } = this.#assignment.mark;
    for (const gate of step.gates) {
      const answer = await this.#deps.store.gate(gate.key, gate.rate, rank);
      if (answer.kind === "shut") {
        const dueAt = this.#deps.turns.wait(gate, subjectKey(subject), answer.at, rank);
        return { kind: "retry", dueAt, failed: false };
      }
      this.#deps.turns.passed(gate, subjectKey(subject));
    }
    await this.#probe("passed-gates");
    if (!step.idempotent)
      await this.#ledger.save({ doubt: { step: step.step, attemptId, at: this.#deps.now(), looks: 0 } });
    await this.#probe("doubt-stored");
    // Once more: storing may have taken as long as it likes, and the next holder may be at work already.
    return this.#leaseOutlivesCall() ? null : goOnWithNextClaim;
  }

  #leaseOutlivesCall(): boolean {
    const heldMs = this.#deps.monotonicMs() - this.#claimedAt;
    return heldMs + this.#context.receiver.timeOutMs + leaseMarginMs <= this.#assignment.mark.leaseMs;
  }

  /** Stores what a write brought. */
  async #afterWrite(outcome: WriteOutcome<unknown>, view: IncidentView, step: Step): Promise<Next> {
    const receiver = this.#context.receiver.name;
    this.#deps.meter.count("deliveries_total", {
      receiver,
      outcome: outcome.kind === "sent" ? "sent" : outcome.reason,
    });
    switch (outcome.kind) {
      case "sent":
        await this.#ledger.sent(outcome.binding, outcome.told ?? {}, this.#begins);
        return null;
      case "refused":
        return this.#setbacks.refused(outcome);
      case "retry":
        if (outcome.reason === "bug" && this.#isLastBugTry())
          return (await this.#settleDoubt(view)) ?? (await this.#afterBug(view));
        return this.#setbacks.retry(outcome, step);
    }
  }

  #settleDoubt(view: IncidentView): Promise<Release | "read-on" | null> {
    return settleDoubt(view, this.#context, this.#calls, this.#setbacks);
  }

  #isLastBugTry(): boolean {
    return this.#assignment.mark.attempts + 1 >= bugTries;
  }

  /** The plain line goes out instead of the card that could not be drawn, and the mark rests (protocol 9). */
  async #afterBug(view: IncidentView): Promise<Release | "read-on"> {
    if (!this.#isLastBugTry()) return this.#setbacks.retry({ kind: "retry", reason: "bug", maybe: false });
    const step = this.#calls.plain(view);
    if (step) {
      const attemptId = this.#deps.newAttemptId();
      const held = await this.#mayWrite(step, attemptId);
      if (held) return held;
      const outcome = await this.#calls.write(view, step, attemptId);
      if (outcome.kind === "retry" && outcome.reason === "bug") return this.#setbacks.giveUp({ reason: "bug" });
      const next = await this.#afterWrite(outcome, view, step);
      if (next) return next;
    }
    // The plain line of a page wakes people as well as the card does.
    return this.#assignment.mark.lane === "page" ? done : this.#setbacks.giveUp({ reason: "bug" });
  }

  async #probe(point: Parameters<DeliveryDeps["probe"]>[0]): Promise<void> {
    await this.#deps.probe(point, this.#context.receiver.name);
  }
}
