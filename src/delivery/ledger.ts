import type { DestinationStanding } from "../incident/incident.ts";
import type { Owed } from "../incident/judgement.ts";
import { laneOf } from "../incident/mark.ts";
import type { Destination } from "../policy/destination.ts";
import type { Told } from "../receivers/receiver.ts";
import type { ClaimedMark, StoredIncident } from "../store/port.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";
import { type KeptBinding, readKept } from "./kept-binding.ts";
import { type Failing, undelivered } from "./undelivered.ts";

/** A binding write was refused: somebody else holds a newer lease (protocol 1.3). */
export class Fenced extends Error {}

/** What a sync is about. */
export type Assignment = {
  readonly mark: ClaimedMark;
  readonly found: StoredIncident;
  /** Absent where a page's group opened anew without owing this page. */
  readonly owed: Owed | undefined;
  /** The receiver's name. */
  readonly receiver: string;
  readonly destination: Destination;
};

/** The books of one destination: what it shows, what is in doubt, and what its incident was told of it. */
export class Ledger {
  readonly #assignment: Assignment;
  readonly #deps: DeliveryDeps;
  #kept: KeptBinding;
  #standing: DestinationStanding | undefined;

  private constructor(assignment: Assignment, deps: DeliveryDeps, stored: unknown) {
    this.#assignment = assignment;
    this.#deps = deps;
    this.#kept = readKept(stored);
    this.#standing = assignment.found.incident.standing[assignment.destination.id];
  }

  /** Reads the books, and tells the incident what a crash kept from it. */
  static async open(assignment: Assignment, deps: DeliveryDeps): Promise<Ledger> {
    const stored = await deps.store.loadBinding(assignment.mark.subject);
    const ledger = new Ledger(assignment, deps, stored?.value);
    await ledger.#tellUntold();
    return ledger;
  }

  get kept(): KeptBinding {
    return this.#kept;
  }

  /** @throws Fenced when a later claim of the subject exists */
  async save(change: Partial<KeptBinding>): Promise<void> {
    this.#kept = { ...this.#kept, ...change };
    if ((await this.#deps.store.saveBinding(this.#assignment.mark, this.#kept)) === "fenced") throw new Fenced();
  }

  /**
   * Stores what a write left there, then tells the incident what is new.
   *
   * @param toldSeq the entry up to which a first message tells; entries behind it are told in its thread
   */
  async sent(shown: unknown, told: Told, toldSeq: number): Promise<void> {
    const { uid } = this.#assignment.found.incident;
    await this.save({
      shown,
      doubt: null,
      failingSince: null,
      lastToldAt: this.#deps.now(),
      untold: isNews(this.#standing, told) ? { uid, ...told } : null,
      ...(this.#kept.shown === null ? { toldSeq } : {}),
    });
    await this.#deps.probe("binding-stored", this.#assignment.receiver);
    await this.#tellUntold();
  }

  /** Tells the incident that this destination is not told, and why. */
  async say(failing: Failing): Promise<void> {
    const { found, owed, destination } = this.#assignment;
    if (owed) await undelivered(found.incident, owed, failing, destination, this.#deps);
  }

  /** What is to be told was stored beforehand, so that a crash cannot swallow it. */
  async #tellUntold(): Promise<void> {
    const { untold } = this.#kept;
    if (!untold) return;
    const { found, owed, destination, receiver } = this.#assignment;
    const { uid, ...told } = untold;
    if (owed && uid === found.incident.uid && isNews(this.#standing, told)) {
      await this.#deps.tell(found.incident, { kind: "told", uid, destination: destination.id, ...told });
      if (this.#standing?.firstToldAt === undefined) this.#observeFirst();
      this.#standing = { firstToldAt: this.#deps.now(), ...this.#standing, ...told, state: "told" };
    }
    await this.#deps.probe("told", receiver);
    // What is told is no news for ever: it may fail again later, and would then be told once more.
    await this.save({ untold: null });
  }

  #observeFirst(): void {
    const { found, receiver } = this.#assignment;
    const { openedAt, pageAskedAt = openedAt } = found.incident;
    const since = laneOf(receiver) === "page" ? pageAskedAt : openedAt;
    this.#deps.meter.observe("delivery_ms", this.#deps.now() - since, { receiver });
  }
}

/** Whether the incident does not know this of the destination yet; a mere edit is no news. */
function isNews(standing: DestinationStanding | undefined, told: Told): boolean {
  if (standing?.state !== "told") return true;
  const { link = standing.link, label = standing.label, pageNo = standing.pageNo } = told;
  return link !== standing.link || label !== standing.label || pageNo !== standing.pageNo;
}
