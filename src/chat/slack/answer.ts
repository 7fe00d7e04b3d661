import type { CardLine } from "../../incident/card.ts";
import type { Locale } from "../../words/locale.ts";
import type { SlackDeps } from "./slack-deps.ts";

/** One call's time-out, in ms. */
export const callTimeOutMs = 5_000;

/** Where an answer for one person alone goes. */
export type AnswerTo = {
  readonly user: string;
  readonly channel?: string | undefined;
  readonly thread?: string | undefined;
  /** Where Slack takes answers to what was pressed; good for 30 minutes. */
  readonly responseUrl?: string | undefined;
  readonly locale: Locale;
};

/** Tells one person something that nobody else sees. Lost answers are logged: what was done stands in the incident. */
export async function answerAlone(lines: readonly CardLine[], to: AnswerTo, deps: SlackDeps): Promise<void> {
  if (lines.length === 0) return;
  const message = deps.draw(lines, to.locale);
  if (to.responseUrl !== undefined && isSlacks(to.responseUrl, deps.access.apiUrl)) {
    const sent = await post(to.responseUrl, { response_type: "ephemeral", replace_original: false, ...message });
    if (sent) return;
  }
  if (to.channel === undefined) return deps.log.warn({ user: to.user }, "an answer in Slack had nowhere to go");
  const args = {
    channel: to.channel,
    user: to.user,
    ...(to.thread === undefined ? {} : { thread_ts: to.thread }),
    ...message,
  };
  const answer = await deps.api("chat.postEphemeral", args, AbortSignal.timeout(callTimeOutMs));
  if (answer.kind !== "ok") deps.log.warn({ reason: answer.detail }, "an answer in Slack did not arrive");
}

/**
 * Answers go only where Slack takes them: nothing that a request says leads Vigie elsewhere.
 *
 * @see https://docs.slack.dev/interactivity/handling-user-interaction#message_responses (2026-11-20)
 */
function isSlacks(url: string, apiUrl: string): boolean {
  const origin = URL.parse(url)?.origin;
  return origin === "https://hooks.slack.com" || origin === URL.parse(apiUrl)?.origin;
}

async function post(url: string, body: object): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.timeout(callTimeOutMs),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
