import { sandboxPeople } from "../../src/sandbox/people.ts";
import { pressables } from "../../src/sandbox/slack/elements.ts";
import { createSlackMemory, type SandboxOpenView } from "../../src/sandbox/slack/memory.ts";
import type { SlackSeen } from "./vendors-seen.ts";
import type { UnderTest } from "./vigie-under-test.ts";

/** People of the sandbox's Slack. */
const [first, second] = sandboxPeople;
export const ada = first.slack;
export const bo = second.slack;

/** Acts in the sandbox's Slack as its page does: what is pressed goes to Vigie signed. */
export function slackPeople({ run, state }: Pick<UnderTest, "state"> & { readonly run: { readonly origin: string } }) {
  const memory = createSlackMemory(state);
  const post = async (path: string, form: Readonly<Record<string, string>>, wait: boolean) => {
    const answer = await fetch(`${run.origin}/sandbox/slack/people/${path}`, {
      method: "POST",
      body: new URLSearchParams(form),
      redirect: "manual",
      headers: wait ? {} : { prefer: "respond-async" },
    });
    const [, id] = /\/people\/view\/([^/]+)$/.exec(answer.headers.get("location") ?? "") ?? [];
    return { status: answer.status, text: await answer.text(), view: id === undefined ? undefined : memory.view(id) };
  };
  return {
    /** What can be pressed in a message, by handler; those of its menu among them. */
    buttons: (message: SlackSeen): readonly string[] =>
      pressables(message).flatMap(({ action_id, options }) =>
        options.length > 0 ? options.map(({ value }) => value.split(":")[0] ?? "") : [action_id.replace(/^vigie:/, "")],
      ),
    /** Presses a button, or chooses it in the menu; resolves once Vigie answered. */
    press: (message: SlackSeen, handler: string, as: string, wait = false) => {
      const { channel, ts } = message;
      const inMenu = pressables(message).flatMap(({ action_id, options }) =>
        options.filter(({ value }) => value.startsWith(`${handler}:`)).map(({ value }) => ({ action_id, value })),
      );
      const [option] = inMenu;
      const what = option ? { action: option.action_id, option: option.value } : { action: `vigie:${handler}` };
      return post("press", { user: as, press: JSON.stringify({ channel, ts, ...what }) }, wait);
    },
    /** Sends the form that a press opened; a field of a person holds their id alone. */
    submit: (view: SandboxOpenView, values: Readonly<Record<string, string>>) => post(`view/${view.id}`, values, false),
    command: (text: string, channel: string, as: string) => post("command", { user: as, channel, text }, true),
    /** A channel by its name, with who was invited and what is pinned there. */
    channel: (name: string) => {
      const found = memory.channel(name);
      if (!found) return undefined;
      const { id } = found;
      return { ...found, members: memory.members(id), pins: memory.pins(id), messages: memory.messages(id) };
    },
    /** What somebody alone was told in a channel, oldest first. */
    told: (channel: string, user: string) =>
      memory
        .ephemerals(channel)
        .filter((one) => one.user === user)
        .map(({ text }) => text),
  };
}
