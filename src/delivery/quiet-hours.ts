import { isHeard } from "../incident/draw/story.ts";
import { isOpen } from "../incident/incident.ts";
import { laneOf } from "../incident/mark.ts";
import type { IncidentView } from "../incident/view.ts";
import type { Step } from "../receivers/receiver.ts";
import type { Release } from "../store/port.ts";
import { again } from "./again.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";
import type { Assignment } from "./ledger.ts";

/** Who waits for an interval looks again at least so often, in ms: a reload may have moved it. */
export const lookAgainMs = 60 * 60_000;

/**
 * The hours of a destination (behaviour 9, protocol 1.6): outside them it is not rung. A first message, a page and what
 * rings in a thread wait until the interval opens; what is there already is brought in line all the same.
 */
export type QuietHours = {
  /** The view without what may not ring yet, and up to which journal entry its story goes then. */
  readonly hush: (read: { view: IncidentView; upTo: number }) => { view: IncidentView; upTo: number };
  /** What becomes of the mark instead of a step that would ring now; `null` where it may be written. */
  readonly holdBack: (step: Step, shown: unknown) => Promise<Release | null>;
  /** What becomes of the mark once all is in line that may be; `null` where nothing was hushed. */
  readonly inLine: () => Promise<Release | null>;
};

const done: Release = { kind: "done" };

export function quietHours({ found, owed, receiver }: Assignment, deps: DeliveryDeps): QuietHours {
  const { incident } = found;
  const hours = owed?.hours;
  const now = deps.now();
  const opensAt = deps.opensAt(hours, now);
  const isOver = !isOpen(incident);
  // What is over rings nobody later either.
  const later = async (): Promise<Release> =>
    isOver || opensAt === null ? done : again(Math.min(opensAt, now + lookAgainMs), deps);
  let hushed = false;

  return {
    hush: ({ view, upTo }) => {
      const first = view.story.findIndex(isHeard);
      const ring = view.story[first];
      if (opensAt === null || !ring || laneOf(receiver) !== "chat") return { view, upTo };
      if (isOver) return { view: { ...view, story: view.story.filter((one) => !isHeard(one)) }, upTo };
      hushed = true;
      return { view: { ...view, story: view.story.slice(0, first) }, upTo: ring.seq - 1 };
    },
    holdBack: async (step, shown) => {
      if (!step.rings || hours === undefined) return null;
      if (opensAt !== null) return later();
      // Never told, and over before its hours came.
      return shown === null && isOver ? done : null;
    },
    inLine: async () => (hushed ? later() : null),
  };
}
