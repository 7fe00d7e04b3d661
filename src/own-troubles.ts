import type { Alert } from "./alert/alert.ts";
import { type OwnTrouble, ownAlert } from "./incident/own-alert.ts";
import type { Log } from "./log.ts";

type OmitEach<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** What a trouble is about. */
export type About = OmitEach<OwnTrouble, "subject" | "status" | "now">;

/**
 * Says in Vigie's own incident what is wrong with Vigie, and that it is over (protocol 3.5). Never rejects: answers whether
 * it is stored.
 */
export type OwnTroubles = {
  readonly begin: (about: About, subject: string) => Promise<boolean>;
  /** Also where nothing was said, by this process or one before it: then it changes nothing. */
  readonly end: (about: About, subject: string) => Promise<boolean>;
};

/** @param accept takes in an alert (`intake.accept`) */
export function createOwnTroubles(
  accept: (alert: Alert) => Promise<void>,
  { now, log }: { readonly now: () => number; readonly log: Log },
): OwnTroubles {
  const say = (status: OwnTrouble["status"]) => async (about: About, subject: string) => {
    try {
      await accept(ownAlert({ ...about, subject, status, now: now() }));
      return true;
    } catch (cause) {
      log.error({ err: cause, reason: about.reason, status }, "Vigie's own incident could not be stored");
      return false;
    }
  };
  return { begin: say("firing"), end: say("resolved") };
}
