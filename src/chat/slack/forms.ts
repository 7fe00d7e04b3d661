import type { ModalView } from "@slack/types";
import type { z } from "zod";
import type { Locale } from "../../words/locale.ts";
import { slackChat } from "../../words/slack-chat.ts";
import { answerAlone } from "./answer.ts";
import { answerInTime } from "./answer-in-time.ts";
import { type FormAbout, readAbout } from "./form-about.ts";
import { errorsOf, modalOf, sayingModal, valuesOf } from "./modal.ts";
import type { viewSubmission } from "./payloads.ts";
import { type After, accountOf, sayOf } from "./presses.ts";
import { destinationAt, localeAt } from "./reader-locale.ts";
import type { SlackDeps } from "./slack-deps.ts";

type Submission = z.infer<typeof viewSubmission>;

/** What a sent form is answered with: nothing closes it. */
export type FormAnswer =
  | { readonly response_action: "errors"; readonly errors: Record<string, string> }
  | { readonly response_action: "update"; readonly view: ModalView };
type Sent = { readonly answer?: FormAnswer; readonly after?: After };

/**
 * A form was sent. Resolves once what it asks for is stored: then the form closes; else it stays, with what is wrong
 * below the fields, or in its place.
 */
export async function sendForm(body: Submission, deps: SlackDeps): Promise<Sent> {
  const about = readAbout(body.view.private_metadata);
  const locale = localeAt(deps.policy(), { id: about?.channel }, deps.locale);
  if (!about) return refused(slackChat.unreadable[locale], locale);
  return about.for === "press" ? sendPress(about, body, locale, deps) : sendCommand(about, body, locale, deps);
}

type AboutOf<K extends FormAbout["for"]> = FormAbout & { readonly for: K };

async function sendPress(about: AboutOf<"press">, body: Submission, locale: Locale, deps: SlackDeps): Promise<Sent> {
  const { handler, groupId, uid, version, bare, channel } = about;
  const { user, view } = body;
  const values = bare ? {} : { values: valuesOf(view.state.values) };
  const press = deps.desk.press({
    handler,
    incident: { groupId, uid },
    ...(version === undefined ? {} : { version }),
    account: accountOf(user),
    ...values,
    where: "slack",
    locale,
  });
  const sent = await answerInTime(press, deps);
  if (sent.kind === "not") return refused(slackChat[sent.because][locale], locale);
  const pressed = sent.value;
  switch (pressed.kind) {
    case "done":
      return { after: () => sayOf(handler, pressed, { user: user.id, channel, locale }, deps) };
    case "form":
      return update(modalOf(pressed.form, view.private_metadata));
    case "faulty": {
      const errors = errorsOf(pressed.faults, Object.keys(view.state.values));
      if (errors) return { answer: { response_action: "errors", errors } };
      return refused(pressed.faults.map(({ message }) => message).join("\n"), locale);
    }
    default:
      return refused(pressed.said, locale);
  }
}

async function sendCommand(
  about: AboutOf<"command">,
  body: Submission,
  locale: Locale,
  deps: SlackDeps,
): Promise<Sent> {
  const { user, view } = body;
  const destination = destinationAt(deps.policy(), { id: about.channel })?.id;
  const asked = {
    values: valuesOf(view.state.values),
    account: accountOf(user),
    where: "slack",
    locale,
    ...(destination === undefined ? {} : { destination }),
  } as const;
  const said = await answerInTime(deps.commands.run(about.text, asked), deps);
  if (said.kind === "not") return refused(slackChat[said.because][locale], locale);
  const { form, lines } = said.value;
  const blocks = lines.length > 0 ? deps.draw(lines, locale).blocks : [];
  if (form) {
    const again = modalOf(form, view.private_metadata);
    return update({ ...again, blocks: [...blocks, ...again.blocks] });
  }
  if (about.channel === undefined && lines.length > 0) {
    return update({ ...sayingModal("Vigie", "", slackChat.close[locale]), blocks: [...blocks] });
  }
  return { after: () => answerAlone(lines, { user: user.id, channel: about.channel, locale }, deps) };
}

function refused(said: string, locale: Locale): Sent {
  return update(sayingModal(slackChat.notDone[locale], said, slackChat.close[locale]));
}

function update(view: ModalView): Sent {
  return { answer: { response_action: "update", view } };
}
