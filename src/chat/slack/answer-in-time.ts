import { StoreAway } from "../../store/port.ts";
import type { slackChat } from "../../words/slack-chat.ts";
import { inTime } from "../in-time.ts";
import type { SlackDeps } from "./slack-deps.ts";

/** Slack waits 3 s for an answer; the way back takes some of it. */
const answerWithinDefaultMs = 2_500;

/** What was asked for, or why it is not known to be done, as a key of the words. */
type Answered<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "not"; readonly because: keyof typeof slackChat & ("cannotStore" | "tooSlow" | "bug") };

/** Waits for what must be stored before Slack is answered, but no longer than Slack does. Never rejects. */
export function answerInTime<T>(work: Promise<T>, deps: SlackDeps): Promise<Answered<T>> {
  const done = work.then(
    (value): Answered<T> => ({ kind: "done", value }),
    (err: unknown): Answered<T> => {
      if (err instanceof StoreAway) return { kind: "not", because: "cannotStore" };
      deps.meter.count("bugs_total", { where: "http" });
      deps.log.error({ err }, "something pressed in Slack failed");
      return { kind: "not", because: "bug" };
    },
  );
  return inTime(done, { kind: "not", because: "tooSlow" }, deps.answerWithinMs ?? answerWithinDefaultMs);
}
