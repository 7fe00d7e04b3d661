import { isUnderWay, type Run } from "../incident/actions/run.ts";
import type { RunNews } from "../incident/fact.ts";
import type { Incident } from "../incident/incident.ts";
import type { Remedies, ServiceAction } from "../policy/actions/service-action.ts";
import type { ActionPoint } from "./action-points.ts";
import type { RemediationDeps } from "./remediation-deps.ts";

/** Each call ends after so long, in ms. */
const callMs = 8_000;
/** A turn at a run takes so long at most, in ms, and one call more: well within the lease of its mark (60 s). */
const turnMs = 40_000;
/** What is still going on is looked at so often, in ms. */
export const pollMs = 5_000;
/** What is away is asked again after as long as it has been away, in ms: waits that double. */
const soonestMs = 2_000;
const latestMs = 30_000;

/** What a part of a turn came to: go on, come again at a time in ms since the epoch, or nothing is left to do. */
export type Next = { readonly kind: "on" | "over" } | { readonly kind: "again"; readonly at: number };
export const on: Next = { kind: "on" };
export const over: Next = { kind: "over" };

/** A run that is being worked at: as it stands after what was told last, and what the policy says of its action now. */
export class RunAtWork {
  readonly deps: RemediationDeps;
  readonly remedies: Remedies;
  /** Absent where the policy in force declares it no more. */
  readonly action: ServiceAction | undefined;
  readonly target: string;
  incident: Incident;
  run: Run;
  readonly #turn = AbortSignal.timeout(turnMs);
  readonly #begunAt: number;

  constructor(deps: RemediationDeps, incident: Incident, run: Run, of: { remedies: Remedies; target: string }) {
    this.deps = deps;
    this.#begunAt = deps.monotonicMs();
    this.incident = incident;
    this.run = run;
    this.remedies = of.remedies;
    this.action = of.remedies.actions.get(run.action);
    this.target = of.target;
  }

  get now(): number {
    return this.deps.now();
  }

  /** Tells what became of the run, and reads where it stands then. */
  async tell(news: RunNews): Promise<void> {
    const { uid } = this.incident;
    await this.at("run-telling", news.what);
    const incident = await this.deps.tell(this.incident, { kind: "run", uid, run: this.run.id, news });
    await this.at("run-told", news.what);
    const run = incident?.runs?.find(({ id }) => id === this.run.id);
    if (!incident || !run) return;
    this.incident = incident;
    this.run = run;
  }

  at(point: ActionPoint, about: string): Promise<void> {
    return this.deps.probe(point, about);
  }

  get isUnderWay(): boolean {
    return isUnderWay(this.run);
  }

  /** Whether this turn has lasted so long that the rest is left to the next; also in a process that was paused meanwhile. */
  get isTurnOver(): boolean {
    return this.#turn.aborted || this.deps.monotonicMs() - this.#begunAt >= turnMs;
  }

  /** By when the steps must be done, and what serves be there once they are. */
  get stepsDueAt(): number {
    return (this.run.startedAt ?? this.run.askedAt) + this.run.plan.withinMs;
  }

  /** Comes again soon to see how far it is, or says that it was too long; `dueAt` in ms since the epoch. */
  async poll(dueAt: number, tooLong: () => Promise<Next>): Promise<Next> {
    return this.now >= dueAt ? tooLong() : { kind: "again", at: Math.min(dueAt, this.now + pollMs) };
  }

  /** As `poll`, for what has been away since a time: the waits double, and `afterMs` is the vendor's own word. */
  async wait(away: { since: number; afterMs?: number | undefined }, tooLong: () => Promise<Next>): Promise<Next> {
    const waitMs = away.afterMs ?? Math.min(latestMs, Math.max(soonestMs, this.now - away.since));
    return this.now >= this.stepsDueAt
      ? tooLong()
      : { kind: "again", at: Math.min(this.stepsDueAt, this.now + waitMs) };
  }

  /** A call that ends by its time-out; `instead` is what is then known of it, and where it throws, which is a bug. */
  async inTime<T>(calling: (signal: AbortSignal) => Promise<T>, instead: T): Promise<T> {
    const signal = AbortSignal.timeout(callMs);
    const timedOut = new Promise<T>((resolve) => signal.addEventListener("abort", () => resolve(instead)));
    try {
      return await Promise.race([calling(signal), timedOut]);
    } catch (bug) {
      this.deps.warn({ run: this.run.id, err: bug }, "a call of a run threw");
      return instead;
    }
  }
}
