import type { Alert } from "./alert/alert.ts";
import { type OwnTrouble, ownAlert } from "./incident/own-alert.ts";
import type { Log } from "./log.ts";

type OmitEach<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** What a trouble is about. */
export type About = OmitEach<OwnTrouble, "subject" | "status" | "now">;

/** Says in Vigie's own incident what is wrong with Vigie, and that it is over (protocol 3.5). Never rejects. */
export type OwnTroubles = {
  readonly begin: (about: About, subject: string) => Promise<void>;
  /** Also where nothing was said, by this process or one before it: then it changes nothing. */
  readonly end: (about: About, subject: string) => Promise<void>;
  /** Says once more what could not be stored when it was said last. */
  readonly sayAgain: () => Promise<void>;
};

/** @param accept takes in an alert (`intake.accept`) */
export function createOwnTroubles(
  accept: (alert: Alert) => Promise<void>,
  { now, log }: { readonly now: () => number; readonly log: Log },
): OwnTroubles {
  const unsaid = new Map<string, () => Promise<void>>();
  const say = async (status: OwnTrouble["status"], about: About, subject: string): Promise<void> => {
    const trouble = `${about.reason}:${subject}`;
    unsaid.delete(trouble);
    try {
      await accept(ownAlert({ ...about, subject, status, now: now() }));
    } catch (cause) {
      unsaid.set(trouble, () => say(status, about, subject));
      log.error({ err: cause, reason: about.reason, status }, "Vigie's own incident could not be stored");
    }
  };
  return {
    begin: (about, subject) => say("firing", about, subject),
    end: (about, subject) => say("resolved", about, subject),
    sayAgain: async () => {
      for (const again of [...unsaid.values()]) await again();
    },
  };
}
