import type { z } from "zod";
import { handlerWordsOf } from "../../words/handlers.ts";
import type { Locale } from "../../words/locale.ts";
import { fill } from "../../words/running.ts";
import { slackChat } from "../../words/slack-chat.ts";
import { textLine } from "../commands/lines.ts";
import type { Pressed } from "../desk.ts";
import type { Form } from "../form.ts";
import { type AnswerTo, answerAlone, callTimeOutMs } from "./answer.ts";
import { answerInTime } from "./answer-in-time.ts";
import { type FormAbout, writeAbout } from "./form-about.ts";
import { modalOf } from "./modal.ts";
import { type blockActions, type PressedAction, readAction } from "./payloads.ts";
import { localeAt } from "./reader-locale.ts";
import type { SlackDeps } from "./slack-deps.ts";

type BlockActions = z.infer<typeof blockActions>;

/** What is done once Slack has its answer. */
export type After = () => Promise<void>;

/** Acts whose effect the card and its thread do not show at once: the presser is told. */
const saidWhenDone: ReadonlySet<string> = new Set(["channel"]);

/**
 * Somebody pressed a button or chose from a menu. Resolves once it is stored, or it is known that it cannot be; what it
 * gives back tells the presser what the card does not, or opens the form.
 */
export async function pressButton(body: BlockActions, deps: SlackDeps): Promise<After> {
  const { user, channel, trigger_id, response_url, actions } = body;
  const locale = localeAt(deps.policy(), channel ?? {}, deps.locale);
  const to: AnswerTo = { user: user.id, channel: channel?.id, responseUrl: response_url, locale };
  const pressed = actions[0] && readAction(actions[0]);
  if (!pressed) return () => answerAlone([textLine(slackChat.unreadable[locale])], to, deps);
  const { handler, groupId, uid, version } = pressed;
  const about: FormAbout = {
    for: "press",
    handler,
    groupId,
    uid,
    version,
    ...(channel ? { channel: channel.id } : {}),
  };
  const asking = confirmationOf(pressed, locale);
  if (asking) return () => openForm(asking, { ...about, bare: true }, trigger_id, to, deps);

  const account = accountOf(user);
  const press = { handler, incident: { groupId, uid }, version, account, where: "slack", locale } as const;
  const answer = await answerInTime(deps.desk.press(press), deps);
  if (answer.kind === "not") return () => answerAlone([textLine(slackChat[answer.because][locale])], to, deps);
  const { value } = answer;
  if (value.kind !== "form") return () => sayOf(handler, value, to, deps);
  return () => openForm(value.form, { ...about, version: value.about.version }, trigger_id, to, deps);
}

/** Tells the presser alone what the card does not show. */
export async function sayOf(handler: string, pressed: Pressed, to: AnswerTo, deps: SlackDeps): Promise<void> {
  if (pressed.kind === "form") return;
  if (pressed.kind === "faulty") {
    return answerAlone(
      pressed.faults.map(({ message }) => textLine(message)),
      to,
      deps,
    );
  }
  const isShown = pressed.kind === "done" && !saidWhenDone.has(handler);
  if (!isShown && pressed.said !== "") await answerAlone([textLine(pressed.said)], to, deps);
}

/** Opens a form over what the presser sees; Slack takes the trigger for 3 s. */
export async function openForm(
  form: Form,
  about: FormAbout,
  triggerId: string,
  to: AnswerTo,
  deps: SlackDeps,
): Promise<void> {
  const args = { trigger_id: triggerId, view: modalOf(form, writeAbout(about)) };
  const opened = await deps.api("views.open", args, AbortSignal.timeout(callTimeOutMs));
  if (opened.kind === "ok") return;
  deps.log.warn({ reason: opened.detail }, "Slack did not open a form");
  const said = fill(slackChat.noForm[to.locale], { reason: opened.detail ?? "?" });
  await answerAlone([textLine(said)], to, deps);
}

/** Whoever pressed, as the directory is asked for them. */
export function accountOf({ id, name, username }: BlockActions["user"]) {
  const said = name ?? username;
  return { vendor: "slack", id, ...(said === undefined ? {} : { name: said }) } as const;
}

/** A menu asks alike for all of its options, so what wants a confirmation is asked by a modal there. */
function confirmationOf({ handler, fromMenu }: PressedAction, locale: Locale): Form | null {
  const words = new Map(Object.entries(handlerWordsOf(locale))).get(handler);
  if (!fromMenu || !words?.confirm) return null;
  const { title, text, ok, cancel } = words.confirm;
  return { title, note: text, fields: [], submit: ok, cancel };
}
