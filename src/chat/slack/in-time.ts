import { StoreAway } from "../../store/port.ts";
import type { slackChat } from "../../words/slack-chat.ts";
import type { SlackDeps } from "./slack-deps.ts";

/** Slack waits 3 s for an answer; the way back takes some of it. */
const answerWithinDefaultMs = 2_500;

/** What was asked for, or why it is not known to be done, as a key of the words. */
export type InTime<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "not"; readonly because: keyof typeof slackChat & ("cannotStore" | "tooSlow" | "bug") };

/** Waits for what must be stored before Slack is answered, but no longer than Slack does. Never rejects. */
export async function inTime<T>(work: Promise<T>, deps: SlackDeps): Promise<InTime<T>> {
  const late = Promise.withResolvers<InTime<T>>();
  const timer = setTimeout(
    () => late.resolve({ kind: "not", because: "tooSlow" }),
    deps.answerWithinMs ?? answerWithinDefaultMs,
  );
  const done = work.then(
    (value): InTime<T> => ({ kind: "done", value }),
    (err: unknown): InTime<T> => {
      if (err instanceof StoreAway) return { kind: "not", because: "cannotStore" };
      deps.meter.count("bugs_total", { where: "http" });
      deps.log.error({ err }, "something pressed in Slack failed");
      return { kind: "not", because: "bug" };
    },
  );
  const first = await Promise.race([done, late.promise]);
  clearTimeout(timer);
  return first;
}
