import type { Incident } from "../incident/incident.ts";
import { isOpen } from "../incident/incident.ts";
import type { Owed } from "../incident/judgement.ts";
import { laneOf, type Subject, subjectKey } from "../incident/mark.ts";
import type { IncidentView } from "../incident/view.ts";
import type { Destination } from "../policy/destination.ts";
import type { DeliveryReason, Receiver, Step, Told, WriteOutcome } from "../receivers/receiver.ts";
import type { ClaimedMark, Release, StoredIncident } from "../store/port.ts";
import { backoffMs } from "./backoff.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";
import { type KeptBinding, readKept } from "./kept-binding.ts";
import type { Turns } from "./turns.ts";
import { viewFrom } from "./view-of.ts";

/** Left of a lease for storing what a call brought. */
const leaseMarginMs = 5_000;
/** What keeps failing is a dead letter after this (protocol 9); pages never are. */
const restAfterMs = 24 * 60 * 60_000;
/** A destination that fails once is normal; from this try on the other cards say so. */
const triesBeforeSaid = 2;
/** A bug is tried so often before the plain line is sent instead (protocol 9). */
const bugTries = 3;

/** What all syncs of a process have in common. */
export type SyncDeps = DeliveryDeps & { readonly turns: Turns };

const goOnWithNextClaim: Release = { kind: "retry", dueAt: 0, failed: false };

/** A binding write was refused: somebody else holds a newer lease (protocol 1.3). */
class Fenced extends Error {}

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
    if (owed) await undelivered(found.incident, owed, "not-in-policy", "undelivered", destination, deps);
    return { kind: "rest", reason: "not-in-policy" };
  }
  const sync = new Sync(mark, found, owed, receiver, destination, claimedAt, deps);
  try {
    return await sync.run();
  } catch (error) {
    if (!(error instanceof Fenced)) throw error;
    // The work is somebody else's by now; the mark is set again so that nothing wanted since is lost.
    await deps.store.mark([{ subject, lane: mark.lane, rank: mark.rank, dueAt: 0 }]);
    return goOnWithNextClaim;
  }
}

class Sync {
  readonly #mark: ClaimedMark;
  readonly #found: StoredIncident;
  readonly #owed: Owed | undefined;
  readonly #receiver: Receiver;
  readonly #destination: Destination;
  readonly #claimedAt: number;
  readonly #deps: SyncDeps;
  #kept: KeptBinding = readKept(null);

  constructor(
    mark: ClaimedMark,
    found: StoredIncident,
    owed: Owed | undefined,
    receiver: Receiver,
    destination: Destination,
    claimedAt: number,
    deps: SyncDeps,
  ) {
    this.#mark = mark;
    this.#found = found;
    this.#owed = owed;
    this.#receiver = receiver;
    this.#destination = destination;
    this.#claimedAt = claimedAt;
    this.#deps = deps;
  }

  async run(): Promise<Release> {
    const stored = await this.#deps.store.loadBinding(this.#mark.subject);
    this.#kept = readKept(stored?.value);
    await this.#tellUntold();
    for (;;) {
      const { incident } = this.#found;
      const afterSeq = this.#kept.shown === null ? incident.seq : this.#kept.toldSeq;
      const { view, upTo } = await viewFrom(this.#deps.store, this.#found, this.#deps.view, afterSeq);
      await this.#probe("read");
      const release = (await this.#settleDoubt(view)) ?? (await this.#bringInLine(view, upTo));
      if (release !== "read-on") return release;
    }
  }

  /** Writes until nothing is left that this view asks for; `read-on` when the story goes on behind it. */
  async #bringInLine(view: IncidentView, upTo: number): Promise<Release | "read-on"> {
    for (;;) {
      const step = this.#plan(view);
      await this.#probe("planned");
      if (step === "bug") return this.#afterBug(view);
      if (step === null) {
        if (this.#kept.toldSeq < upTo && this.#kept.shown !== null) await this.#save({ toldSeq: upTo });
        await this.#probe("in-line");
        return upTo < this.#found.incident.seq ? "read-on" : { kind: "done" };
      }
      const attemptId = this.#deps.newAttemptId();
      const held = await this.#mayWrite(step, attemptId);
      if (held) return held;
      const outcome = await this.#write(view, step, attemptId);
      const release = await this.#afterWrite(outcome, view, step);
      if (release) return release;
    }
  }

  #plan(view: IncidentView): Step | null | "bug" {
    try {
      return this.#receiver.next(view, this.#binding(), this.#destination);
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
    for (const gate of step.gates) {
      const { subject, rank } = this.#mark;
      const answer = await this.#deps.store.gate(gate.key, gate.rate, rank);
      if (answer.kind === "shut") {
        const dueAt = this.#deps.turns.wait(gate, subjectKey(subject), answer.at, rank);
        return { kind: "retry", dueAt, failed: false };
      }
      this.#deps.turns.passed(gate, subjectKey(subject));
    }
    await this.#probe("passed-gates");
    if (!step.idempotent) await this.#save({ doubt: { step: step.step, attemptId, at: this.#deps.now(), looks: 0 } });
    await this.#probe("doubt-stored");
    // Once more: storing may have taken as long as it likes, and the next holder may be at work already.
    return this.#leaseOutlivesCall() ? null : goOnWithNextClaim;
  }

  #leaseOutlivesCall(): boolean {
    const heldMs = this.#deps.monotonicMs() - this.#claimedAt;
    return heldMs + this.#receiver.timeOutMs + leaseMarginMs <= this.#mark.leaseMs;
  }

  async #write(view: IncidentView, step: Step, attemptId: string): Promise<WriteOutcome<unknown>> {
    const began = this.#deps.monotonicMs();
    try {
      const signal = AbortSignal.timeout(this.#receiver.timeOutMs);
      const context = { view, destination: this.#destination, binding: this.#binding(), step, attemptId, signal };
      return await this.#receiver.write(context);
    } catch (bug) {
      this.#sayBug(bug);
      return { kind: "retry", reason: "bug", maybe: true };
    } finally {
      const took = this.#deps.monotonicMs() - began;
      this.#deps.meter.observe("vendor_call_ms", took, { receiver: this.#receiver.name });
      await this.#probe("called");
    }
  }

  /** Stores what a write brought; `null` to go on with the next step. */
  async #afterWrite(
    outcome: WriteOutcome<unknown>,
    view: IncidentView,
    step: Step,
  ): Promise<Release | "read-on" | null> {
    this.#count(outcome.kind === "sent" ? "sent" : outcome.reason);
    switch (outcome.kind) {
      case "sent":
        await this.#sent(outcome.binding, outcome.told ?? {}, view.incident.seq);
        return null;
      case "refused":
        return this.#refused(outcome.reason);
      case "retry":
        if (outcome.reason === "bug" && this.#isLastBugTry())
          return (await this.#settleDoubt(view)) ?? (await this.#afterBug(view));
        return this.#retry(outcome, step);
    }
  }

  /** `toldSeq`: the entry up to which a first message tells; entries behind it are told in its thread. */
  async #sent(shown: unknown, told: Told, toldSeq: number): Promise<void> {
    const { incident } = this.#found;
    await this.#save({
      shown,
      doubt: null,
      failingSince: null,
      lastToldAt: this.#deps.now(),
      untold: isNews(incident, this.#destination.id, told) ? { uid: incident.uid, ...told } : null,
      ...(this.#kept.shown === null ? { toldSeq } : {}),
    });
    await this.#probe("binding-stored");
    await this.#tellUntold();
  }

  /** Tells the incident what its destination made of it: stored beforehand, so that a crash cannot swallow it. */
  async #tellUntold(): Promise<void> {
    const { untold } = this.#kept;
    const { incident } = this.#found;
    if (!untold) return;
    const first = incident.standing[this.#destination.id]?.firstToldAt === undefined;
    const { uid, ...told } = untold;
    if (this.#owed && uid === incident.uid && isNews(incident, this.#destination.id, told)) {
      await this.#deps.tell(incident, { kind: "told", uid, destination: this.#destination.id, ...told });
      if (first) this.#observeDelivery(incident);
    }
    await this.#probe("told");
    this.#kept = { ...this.#kept, untold: null };
  }

  #observeDelivery(incident: Incident): void {
    const since =
      laneOf(this.#receiver.name) === "page" ? (incident.pageAskedAt ?? incident.openedAt) : incident.openedAt;
    this.#deps.meter.observe("delivery_ms", this.#deps.now() - since, { receiver: this.#receiver.name });
  }

  /** Tries again later; what the vendor asked to be spared for shuts the destination's gate for all replicas. */
  async #retry(
    { reason, afterMs = 0, maybe }: Extract<WriteOutcome<unknown>, { kind: "retry" }>,
    step?: Step,
  ): Promise<Release> {
    const now = this.#deps.now();
    const failingSince = this.#kept.failingSince ?? now;
    await this.#save({ failingSince, ...(maybe ? {} : { doubt: null }) });
    if (this.#mark.attempts + 1 >= triesBeforeSaid) await this.#say(reason, "retrying");
    if (now - failingSince > restAfterMs && this.#mark.lane !== "page") return this.#giveUp(reason);
    const storeNow = await this.#deps.store.now();
    const [gate] = step?.gates ?? [];
    if (gate && afterMs > 0) await this.#deps.store.shutGate(gate.key, storeNow + afterMs);
    const waitMs = Math.max(afterMs, backoffMs(this.#mark.attempts, this.#deps.random()));
    return { kind: "retry", dueAt: storeNow + waitMs, failed: true };
  }

  async #refused(reason: DeliveryReason): Promise<Release> {
    await this.#save({ doubt: null });
    return this.#giveUp(reason);
  }

  /** Rests until the next fact; but a page is tried again all the same, as long as it is wanted (protocol 9). */
  async #giveUp(reason: DeliveryReason): Promise<Release> {
    await this.#say(reason, "undelivered");
    if (this.#mark.lane !== "page") {
      this.#deps.meter.count("dead_letters_total", { receiver: this.#receiver.name, reason });
      return { kind: "rest", reason };
    }
    const waitMs = backoffMs(this.#mark.attempts + 4, this.#deps.random());
    return { kind: "retry", dueAt: (await this.#deps.store.now()) + waitMs, failed: true };
  }

  /** Looks for the trace of a write whose outcome is not known, before anything is written again (protocol 2). */
  async #settleDoubt(view: IncidentView): Promise<Release | "read-on" | null> {
    const { doubt } = this.#kept;
    if (!doubt) return null;
    if (!this.#receiver.lookUp) {
      await this.#save({ doubt: null });
      return null;
    }
    const signal = AbortSignal.timeout(this.#receiver.timeOutMs);
    const context = {
      view,
      destination: this.#destination,
      binding: this.#binding(),
      doubt,
      attemptId: doubt.attemptId,
      signal,
    };
    const seen = await this.#receiver.lookUp(context);
    await this.#probe("looked-up");
    switch (seen.kind) {
      case "found":
        // What happened since that write is not in the story at hand: it is read from the beginning.
        await this.#sent(seen.binding, seen.told ?? {}, 0);
        return "read-on";
      case "absent":
        await this.#save({ doubt: null });
        return null;
      case "wait":
        await this.#save({ doubt: { ...doubt, looks: doubt.looks + 1 } });
        return { kind: "retry", dueAt: (await this.#deps.store.now()) + seen.afterMs, failed: false };
      case "retry":
        this.#count(seen.reason);
        return this.#retry({ ...seen, maybe: true });
      case "refused":
        this.#count(seen.reason);
        return this.#refused(seen.reason);
    }
  }

  #isLastBugTry(): boolean {
    return this.#mark.attempts + 1 >= bugTries;
  }

  /** The plain line goes out instead of the card that could not be drawn, and the mark rests (protocol 9). */
  async #afterBug(view: IncidentView): Promise<Release | "read-on"> {
    if (!this.#isLastBugTry()) return this.#retry({ kind: "retry", reason: "bug", maybe: false });
    const step = this.#receiver.plain(view, this.#binding(), this.#destination);
    if (step) {
      const attemptId = this.#deps.newAttemptId();
      const held = await this.#mayWrite(step, attemptId);
      if (held) return held;
      const outcome = await this.#write(view, step, attemptId);
      if (outcome.kind === "retry" && outcome.reason === "bug") return this.#giveUp("bug");
      const release = await this.#afterWrite(outcome, view, step);
      if (release) return release;
    }
    // The plain line of a page wakes people as well as the card does.
    return this.#mark.lane === "page" ? { kind: "done" } : this.#giveUp("bug");
  }

  async #say(reason: DeliveryReason, state: "retrying" | "undelivered"): Promise<void> {
    if (this.#owed) await undelivered(this.#found.incident, this.#owed, reason, state, this.#destination, this.#deps);
  }

  #sayBug(bug: unknown): void {
    const { uid } = this.#found.incident;
    this.#deps.meter.count("bugs_total", { where: "delivery" });
    this.#deps.log.error({ err: bug, uid, destination: this.#destination.id }, "a message could not be made");
  }

  #count(outcome: string): void {
    this.#deps.meter.count("deliveries_total", { receiver: this.#receiver.name, outcome });
  }

  #binding(): unknown {
    return this.#kept.shown === null ? null : this.#receiver.readBinding(this.#kept.shown);
  }

  async #save(change: Partial<KeptBinding>): Promise<void> {
    this.#kept = { ...this.#kept, ...change };
    if ((await this.#deps.store.saveBinding(this.#mark, this.#kept)) === "fenced") throw new Fenced();
  }

  async #probe(point: Parameters<DeliveryDeps["probe"]>[0]): Promise<void> {
    await this.#deps.probe(point, this.#receiver.name);
  }
}

/** Whether the incident does not know this of the destination yet; a mere edit is no news. */
function isNews(incident: Incident, id: string, told: Told): boolean {
  const standing = incident.standing[id];
  if (standing?.state !== "told") return true;
  const { link = standing.link, label = standing.label, pageNo = standing.pageNo } = told;
  return link !== standing.link || label !== standing.label || pageNo !== standing.pageNo;
}

/** Tells the incident that a destination is not told, with those that are told in its place. */
export async function undelivered(
  incident: Incident,
  owed: Owed,
  reason: string,
  state: "retrying" | "undelivered",
  destination: Destination | undefined,
  deps: Pick<DeliveryDeps, "tell" | "fallbackOf">,
): Promise<void> {
  if (!isOpen(incident) && state === "retrying") return;
  await deps.tell(incident, {
    kind: "undelivered",
    uid: incident.uid,
    destination: owed.id,
    reason,
    state,
    fallback: deps.fallbackOf(owed.id, owed.at),
    ...(destination?.mention === undefined ? {} : { mention: destination.mention }),
  });
}
