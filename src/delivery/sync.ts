import { isOpen } from "../incident/incident.ts";
import { type Subject, subjectKey } from "../incident/mark.ts";
import type { IncidentView } from "../incident/view.ts";
import type { DeliveryReason, LookUp, Receiver, Step, WriteOutcome } from "../receivers/receiver.ts";
import type { ClaimedMark, Release } from "../store/port.ts";
import { backoffMs } from "./backoff.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";
import { type Assignment, Fenced, Ledger } from "./ledger.ts";
import type { Turns } from "./turns.ts";
import { undelivered } from "./undelivered.ts";
import { viewFrom } from "./view-of.ts";

/** Left of a lease for storing what a call brought. */
const leaseMarginMs = 5_000;
/** What keeps failing is a dead letter after this (protocol 9); pages never are. */
const restAfterMs = 24 * 60 * 60_000;
/** A destination that fails once is normal; from this try on the other cards say so. */
const triesBeforeSaid = 2;
/** A bug is tried so often before the plain line is sent instead (protocol 9). */
const bugTries = 3;
/** A page whose destination the policy names no longer is tried again so often. */
const unknownPageMs = 5 * 60_000;
/** A refused page waits as long as after so many more failures: nothing will change within seconds. */
const refusalWeighs = 4;

/** What all syncs of a process have in common. */
export type SyncDeps = DeliveryDeps & { readonly turns: Turns };

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
  if (!found) return { kind: "done" };
  // A page's group may have opened anew without owing this page: what is still open there is closed by the same sync.
  const receiverName = owed?.receiver ?? subject.destination.split(":")[0] ?? "";
  const receiver = deps.receivers.get(receiverName);
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
    return await new Sync(assignment, await Ledger.open(assignment, deps), receiver, claimedAt, deps).run();
  } catch (error) {
    if (!(error instanceof Fenced)) throw error;
    // The work is somebody else's by now; the mark is set again so that nothing wanted since is lost.
    await deps.store.mark([{ subject, lane: mark.lane, rank: mark.rank, dueAt: 0 }]);
    return goOnWithNextClaim;
  }
}

/** What to do with the mark; `read-on` when the story goes on behind what was read; `null` to go on with the next step. */
type Next = Release | "read-on" | null;

type Refusal = { readonly reason: DeliveryReason; readonly detail?: string | undefined };

class Sync {
  readonly #assignment: Assignment;
  readonly #ledger: Ledger;
  readonly #receiver: Receiver;
  readonly #claimedAt: number;
  readonly #deps: SyncDeps;

  constructor(assignment: Assignment, ledger: Ledger, receiver: Receiver, claimedAt: number, deps: SyncDeps) {
    this.#assignment = assignment;
    this.#ledger = ledger;
    this.#receiver = receiver;
    this.#claimedAt = claimedAt;
    this.#deps = deps;
  }

  async run(): Promise<Release> {
    const { found } = this.#assignment;
    const early = this.#tooEarly();
    if (early) return early;
    for (;;) {
      const { shown, toldSeq } = this.#ledger.kept;
      const afterSeq = shown === null ? found.incident.seq : toldSeq;
      const { view, upTo } = await this.#read(afterSeq);
      await this.#probe("read");
      const next = (await this.#settleDoubt(view)) ?? (await this.#bringInLine(view, upTo));
      if (next !== "read-on") return next;
    }
  }

  /** The view for this destination: nobody who reads it here must hear that it could not be told here. */
  async #read(afterSeq: number) {
    const { found, destination } = this.#assignment;
    const { view, upTo } = await viewFrom(this.#deps.store, found, this.#deps.view, afterSeq);
    const { [destination.id]: own, ...others } = view.incident.standing;
    const { reason: _reason, detail: _detail, failingSince: _since, ...kept } = own ?? {};
    const standing = own ? { ...others, [destination.id]: { ...kept, state: "told" as const } } : others;
    const story = view.story.filter(({ data }) => data.destination !== destination.id);
    return { view: { ...view, incident: { ...view.incident, standing }, story }, upTo };
  }

  /** `after:` of a ticket: it is opened only once the incident has lived that long (behaviour 8). */
  #tooEarly(): Release | null {
    const { destination, found } = this.#assignment;
    const { afterMs = 0 } = destination.receiver === "jira" ? destination : {};
    if (afterMs === 0 || this.#ledger.kept.shown !== null || this.#ledger.kept.doubt !== null) return null;
    if (!isOpen(found.incident)) return { kind: "done" };
    const dueAt = found.incident.openedAt + afterMs;
    return this.#deps.now() < dueAt ? { kind: "retry", dueAt, failed: false } : null;
  }

  /** Writes until nothing is left that this view asks for. */
  async #bringInLine(view: IncidentView, upTo: number): Promise<Release | "read-on"> {
    for (;;) {
      const step = this.#plan(view);
      await this.#probe("planned");
      if (step === "bug") return this.#afterBug(view);
      if (step === null) {
        const { shown, toldSeq } = this.#ledger.kept;
        if (toldSeq < upTo && shown !== null) await this.#ledger.save({ toldSeq: upTo });
        await this.#probe("in-line");
        return upTo < this.#assignment.found.incident.seq ? "read-on" : { kind: "done" };
      }
      const attemptId = this.#deps.newAttemptId();
      const held = await this.#mayWrite(step, attemptId);
      if (held) return held;
      const next = await this.#afterWrite(await this.#write(view, step, attemptId), view, step);
      if (next) return next;
    }
  }

  #plan(view: IncidentView): Step | null | "bug" {
    try {
      return this.#receiver.next(view, this.#binding(), this.#assignment.destination);
    } catch (bug) {
      this.#sayBug(bug);
      return "bug";
    }
  }

  /**
   * Refuses when the lease would not outlive the call, or a gate is shut (protocol 1.4, 8.1); else stores the doubt, so
   * that the write is looked for should its outcome never come.
   */
  async #mayWrite(step: Step, attemptId: string): Promise<Release | null> {
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
    return heldMs + this.#receiver.timeOutMs + leaseMarginMs <= this.#assignment.mark.leaseMs;
  }

  async #write(view: IncidentView, step: Step, attemptId: string): Promise<WriteOutcome<unknown>> {
    const began = this.#deps.monotonicMs();
    try {
      return await this.#receiver.write({ ...this.#context(view), step, attemptId });
    } catch (bug) {
      this.#sayBug(bug);
      return { kind: "retry", reason: "bug", maybe: true };
    } finally {
      const took = this.#deps.monotonicMs() - began;
      this.#deps.meter.observe("vendor_call_ms", took, { receiver: this.#receiver.name });
      await this.#probe("called");
    }
  }

  /** Stores what a write brought. */
  async #afterWrite(outcome: WriteOutcome<unknown>, view: IncidentView, step: Step): Promise<Next> {
    this.#count(outcome.kind === "sent" ? "sent" : outcome.reason);
    switch (outcome.kind) {
      case "sent":
        await this.#ledger.sent(outcome.binding, outcome.told ?? {}, view.incident.seq);
        return null;
      case "refused":
        return this.#refused(outcome);
      case "retry":
        if (outcome.reason === "bug" && this.#isLastBugTry())
          return (await this.#settleDoubt(view)) ?? (await this.#afterBug(view));
        return this.#retry(outcome, step);
    }
  }

  /** Tries again later; what the vendor asked to be spared for shuts the destination's gate for all replicas. */
  async #retry(
    { reason, detail, afterMs = 0, maybe }: Extract<WriteOutcome<unknown>, { kind: "retry" }>,
    step?: Step,
  ): Promise<Release> {
    const { attempts, lane } = this.#assignment.mark;
    const now = this.#deps.now();
    const failingSince = this.#ledger.kept.failingSince ?? now;
    await this.#ledger.save({ failingSince, ...(maybe ? {} : { doubt: null }) });
    if (attempts + 1 >= triesBeforeSaid) await this.#ledger.say({ reason, detail, state: "retrying" });
    if (now - failingSince > restAfterMs && lane !== "page") return this.#giveUp({ reason, detail });
    const storeNow = await this.#deps.store.now();
    const [gate] = step?.gates ?? [];
    if (gate && afterMs > 0) await this.#deps.store.shutGate(gate.key, storeNow + afterMs);
    const waitMs = Math.max(afterMs, backoffMs(attempts, this.#deps.random()));
    return { kind: "retry", dueAt: storeNow + waitMs, failed: true };
  }

  async #refused(refusal: Refusal): Promise<Release> {
    await this.#ledger.save({ doubt: null });
    return this.#giveUp(refusal);
  }

  /** Rests until the next fact; but a page is tried again all the same, as long as it is wanted (protocol 9). */
  async #giveUp({ reason, detail }: Refusal): Promise<Release> {
    const { attempts, lane } = this.#assignment.mark;
    await this.#ledger.say({ reason, detail, state: "undelivered" });
    if (lane !== "page") {
      this.#deps.meter.count("dead_letters_total", { receiver: this.#receiver.name, reason });
      return { kind: "rest", reason };
    }
    const waitMs = backoffMs(attempts + refusalWeighs, this.#deps.random());
    return { kind: "retry", dueAt: (await this.#deps.store.now()) + waitMs, failed: true };
  }

  /** Looks for the trace of a write whose outcome is not known, before anything is written again (protocol 2). */
  async #settleDoubt(view: IncidentView): Promise<Release | "read-on" | null> {
    const { doubt } = this.#ledger.kept;
    if (!doubt) return null;
    const { attemptId } = doubt;
    const seen = await this.#look({ ...this.#context(view), doubt, attemptId });
    await this.#probe("looked-up");
    switch (seen.kind) {
      case "found":
        // What happened since that write is not in the story at hand: it is read from the beginning.
        await this.#ledger.sent(seen.binding, seen.told ?? {}, 0);
        return "read-on";
      case "absent":
        await this.#ledger.save({ doubt: null });
        return null;
      case "wait":
        await this.#ledger.save({ doubt: { ...doubt, looks: doubt.looks + 1 } });
        return { kind: "retry", dueAt: (await this.#deps.store.now()) + seen.afterMs, failed: false };
      case "retry":
        this.#count(seen.reason);
        return this.#retry({ ...seen, maybe: true });
      case "refused":
        this.#count(seen.reason);
        return this.#refused(seen);
    }
  }

  async #look(context: Parameters<NonNullable<Receiver["lookUp"]>>[0]): Promise<LookUp<unknown>> {
    try {
      return (await this.#receiver.lookUp?.(context)) ?? { kind: "absent" };
    } catch (bug) {
      this.#sayBug(bug);
      return { kind: "retry", reason: "bug", maybe: true };
    }
  }

  #isLastBugTry(): boolean {
    return this.#assignment.mark.attempts + 1 >= bugTries;
  }

  /** The plain line goes out instead of the card that could not be drawn, and the mark rests (protocol 9). */
  async #afterBug(view: IncidentView): Promise<Release | "read-on"> {
    if (!this.#isLastBugTry()) return this.#retry({ kind: "retry", reason: "bug", maybe: false });
    const step = this.#receiver.plain(view, this.#binding(), this.#assignment.destination);
    if (step) {
      const attemptId = this.#deps.newAttemptId();
      const held = await this.#mayWrite(step, attemptId);
      if (held) return held;
      const outcome = await this.#write(view, step, attemptId);
      if (outcome.kind === "retry" && outcome.reason === "bug") return this.#giveUp({ reason: "bug" });
      const next = await this.#afterWrite(outcome, view, step);
      if (next) return next;
    }
    // The plain line of a page wakes people as well as the card does.
    return this.#assignment.mark.lane === "page" ? { kind: "done" } : this.#giveUp({ reason: "bug" });
  }

  #context(view: IncidentView) {
    const signal = AbortSignal.timeout(this.#receiver.timeOutMs);
    return { view, destination: this.#assignment.destination, binding: this.#binding(), signal };
  }

  #binding(): unknown {
    const { shown } = this.#ledger.kept;
    return shown === null ? null : this.#receiver.readBinding(shown);
  }

  #sayBug(bug: unknown): void {
    const { found, destination } = this.#assignment;
    this.#deps.meter.count("bugs_total", { where: "delivery" });
    this.#deps.log.error(
      { err: bug, uid: found.incident.uid, destination: destination.id },
      "a message could not be made",
    );
  }

  #count(outcome: string): void {
    this.#deps.meter.count("deliveries_total", { receiver: this.#receiver.name, outcome });
  }

  async #probe(point: Parameters<DeliveryDeps["probe"]>[0]): Promise<void> {
    await this.#deps.probe(point, this.#receiver.name);
  }
}
