import type { Timer } from "../incident/mark.ts";
import type { Release, StoredIncident } from "../store/port.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";

type WaitingTimer = Extract<Timer, "deadline" | "escalation" | "remind" | "update" | "silence" | "unheard" | "channel">;

const done: Release = { kind: "done" };
const notYet = async (): Promise<Release> => done;

/** What happens when something that waits for people falls due. Each reads the incident as it is now. */
export const waitingTimers: {
  readonly [K in WaitingTimer]: (found: StoredIncident, deps: DeliveryDeps) => Promise<Release>;
} = {
  deadline: notYet,
  escalation: notYet,
  remind: notYet,
  update: notYet,
  silence: notYet,
  unheard: notYet,
  channel: notYet,
};
