import type { App } from "@slack/bolt";
import { handlerPrefix } from "../../incident/press-value.ts";
import { formCallback, reportCallback, slashName } from "./action-ids.ts";
import { runMention, runShortcut, runSlash } from "./asking.ts";
import { sendForm } from "./forms.ts";
import { publishHome } from "./home.ts";
import {
  blockActions,
  homeEvent,
  isFromElsewhere,
  mentionEvent,
  shortcut,
  slashCommand,
  viewSubmission,
} from "./payloads.ts";
import { pressButton } from "./presses.ts";
import type { SlackDeps } from "./slack-deps.ts";

/**
 * THE list of what Vigie listens to in Slack, the same over HTTP and in Socket Mode. Each reads its payload by a schema;
 * what cannot be read is acknowledged and ignored. Slack is answered when what was asked for is stored.
 */
export function registerListeners(app: App, deps: SlackDeps): void {
  app.action({ type: "block_actions", action_id: new RegExp(`^${handlerPrefix}`) }, async ({ ack, body }) => {
    const read = blockActions.safeParse(body);
    if (!read.success) return ack();
    const after = await pressButton(read.data, deps);
    await ack();
    await after();
  });
  app.view({ type: "view_submission", callback_id: formCallback }, async ({ ack, body }) => {
    const read = viewSubmission.safeParse(body);
    if (!read.success) return ack();
    const { answer, after } = await sendForm(read.data, deps);
    await (answer ? ack(answer) : ack());
    await after?.();
  });
  app.command(slashName, async ({ ack, body }) => {
    const read = slashCommand.safeParse(body);
    if (!read.success) return ack();
    const { answer, after } = await runSlash(read.data, deps);
    await (answer ? ack({ response_type: "ephemeral", text: answer.text, blocks: [...answer.blocks] }) : ack());
    await after?.();
  });
  app.shortcut(reportCallback, async ({ ack, body }) => {
    const read = shortcut.safeParse(body);
    if (!read.success) return ack();
    const after = await runShortcut(read.data, deps);
    await ack();
    await after();
  });
  app.event("app_mention", async ({ event, body }) => {
    const read = mentionEvent.safeParse(event);
    if (!read.success || read.data.bot_id !== undefined || isFromElsewhere(read.data, body)) return;
    await runMention(read.data, deps);
  });
  app.event("app_home_opened", async ({ event }) => {
    const read = homeEvent.safeParse(event);
    if (read.success && read.data.tab === "home") await publishHome(read.data.user, deps);
  });
}
