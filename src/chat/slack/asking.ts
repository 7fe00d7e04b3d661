import type { z } from "zod";
import type { Locale } from "../../words/locale.ts";
import { fill } from "../../words/running.ts";
import { slackChat } from "../../words/slack-chat.ts";
import type { Said } from "../commands/command.ts";
import { textLine } from "../commands/lines.ts";
import type { Form } from "../form.ts";
import { slashName } from "./action-ids.ts";
import { type AnswerTo, answerAlone } from "./answer.ts";
import { answerInTime } from "./answer-in-time.ts";
import type { mentionEvent, shortcut, slashCommand } from "./payloads.ts";
import { type After, accountOf, openForm } from "./presses.ts";
import { destinationAt, localeAt, type SlackPlace } from "./reader-locale.ts";
import type { SlackDeps } from "./slack-deps.ts";

/** Runs what somebody typed; what cannot be done now is said in the same way. */
async function run(
  text: string,
  user: { readonly id: string; readonly name?: string | undefined },
  place: SlackPlace,
  locale: Locale,
  deps: SlackDeps,
): Promise<Said> {
  const destination = destinationAt(deps.policy(), place)?.id;
  const asked = {
    account: accountOf(user),
    where: "slack",
    locale,
    ...(destination === undefined ? {} : { destination }),
  } as const;
  const said = await answerInTime(deps.commands.run(text, asked), deps);
  return said.kind === "done" ? said.value : { lines: [textLine(slackChat[said.because][locale])] };
}

/** `/vigie …`: answered in the acknowledgement itself, or by a form. */
export async function runSlash(
  body: z.infer<typeof slashCommand>,
  deps: SlackDeps,
): Promise<{ readonly answer?: ReturnType<SlackDeps["draw"]>; readonly after?: After }> {
  const { text, user_id, user_name, channel_id, channel_name, trigger_id } = body;
  const place = { id: channel_id, name: channel_name };
  const locale = localeAt(deps.policy(), place, deps.locale);
  const said = await run(text, { id: user_id, name: user_name }, place, locale, deps);
  const { form } = said;
  if (!form) return { answer: deps.draw(said.lines, locale) };
  const to: AnswerTo = { user: user_id, channel: channel_id, locale };
  const about = { for: "command", text, ...(channel_id === undefined ? {} : { channel: channel_id }) } as const;
  return { after: () => openForm(form, about, trigger_id, to, deps) };
}

/** The message shortcut "make this an incident": the form of `report`, with the message in it. */
export async function runShortcut(body: z.infer<typeof shortcut>, deps: SlackDeps): Promise<After> {
  const { user, channel, trigger_id, message } = body;
  const locale = localeAt(deps.policy(), channel ?? {}, deps.locale);
  const said = await run("report", user, channel ?? {}, locale, deps);
  const to: AnswerTo = { user: user.id, channel: channel?.id, locale };
  const { form } = said;
  if (!form) return () => answerAlone(said.lines, to, deps);
  const about = { for: "command", text: "report", ...(channel ? { channel: channel.id } : {}) } as const;
  return () => openForm(withText(form, message?.text ?? ""), about, trigger_id, to, deps);
}

/** So much of a message is looked at, in UTF-16 units. */
const readUnits = 3_000;

/** `@Vigie …`: answered to whoever asked, in the thread; forms need a trigger, which only commands have. */
export async function runMention(event: z.infer<typeof mentionEvent>, deps: SlackDeps): Promise<void> {
  const { user, channel, thread_ts } = event;
  const text = event.text
    .slice(0, readUnits)
    .replace(/<@[UW][A-Z0-9]{1,30}(\|[^>]{0,100})?>/g, " ")
    .trim();
  const locale = localeAt(deps.policy(), { id: channel }, deps.locale);
  const said = await run(text, { id: user }, { id: channel }, locale, deps);
  const lines = said.form
    ? [...said.lines, textLine(fill(slackChat.asksForm[locale], { command: `${slashName} ${text}` }))]
    : said.lines;
  await answerAlone(lines, { user, channel, thread: thread_ts, locale }, deps);
}

/** Puts a message into the form's longest text field. */
function withText(form: Form, text: string): Form {
  const [target] = form.fields
    .filter((field) => field.kind === "text")
    .toSorted((a, b) => Number(b.multiline) - Number(a.multiline));
  if (!target || text === "") return form;
  return { ...form, fields: form.fields.map((field) => (field === target ? { ...target, initial: text } : field)) };
}
