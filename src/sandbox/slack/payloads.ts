import { sandboxIds } from "./call.ts";
import { shown } from "./chat.ts";
import type { Pressable } from "./elements.ts";
import type { SandboxChannel, SandboxMessage, SandboxOpenView } from "./memory.ts";
import { people } from "./users.ts";
import { shownView } from "./views.ts";

/** What stands in every payload. */
const common = {
  api_app_id: sandboxIds.app,
  token: "sandbox",
  team: { id: sandboxIds.team, domain: "sandbox" },
  enterprise: null,
  is_enterprise_install: false,
} as const;

function userOf(id: string) {
  const name = people.find((one) => one.id === id)?.name ?? id;
  return { id, username: name, name, team_id: sandboxIds.team };
}

/** Somebody pressed a button, or chose an option, of a message. */
export function blockActions(what: {
  readonly user: string;
  readonly channel: SandboxChannel;
  readonly message: SandboxMessage;
  readonly element: Pressable;
  readonly option?: string | undefined;
  readonly triggerId: string;
  readonly responseUrl: string;
  readonly nowMs: number;
}): object {
  const { channel, message, element, option } = what;
  const chosen = element.options.find(({ value }) => value === option);
  return {
    ...common,
    type: "block_actions",
    user: userOf(what.user),
    container: { type: "message", message_ts: message.ts, channel_id: channel.id, is_ephemeral: false },
    trigger_id: what.triggerId,
    channel: { id: channel.id, name: channel.name },
    message: shown(message),
    state: { values: {} },
    response_url: what.responseUrl,
    actions: [
      {
        type: element.type,
        action_id: element.action_id,
        block_id: element.blockId,
        ...(element.text ? { text: { type: "plain_text", text: element.text.text, emoji: false } } : {}),
        ...(chosen ? { selected_option: chosen } : {}),
        ...(element.value === undefined ? {} : { value: element.value }),
        action_ts: (what.nowMs / 1000).toFixed(6),
      },
    ],
  };
}

/** Somebody sent a form. */
export function viewSubmission(open: SandboxOpenView, values: object, triggerId: string): object {
  return {
    ...common,
    type: "view_submission",
    user: userOf(open.user),
    trigger_id: triggerId,
    view: { ...shownView(open), state: { values } },
    response_urls: [],
  };
}

/** Somebody typed `/vigie …`. */
export function slashCommand(what: {
  readonly user: string;
  readonly channel: SandboxChannel;
  readonly text: string;
  readonly triggerId: string;
  readonly responseUrl: string;
}): Readonly<Record<string, string>> {
  const { user, channel, text, triggerId, responseUrl } = what;
  return {
    token: common.token,
    team_id: sandboxIds.team,
    team_domain: common.team.domain,
    channel_id: channel.id,
    channel_name: channel.name,
    user_id: user,
    user_name: userOf(user).name,
    command: "/vigie",
    text,
    api_app_id: sandboxIds.app,
    is_enterprise_install: "false",
    response_url: responseUrl,
    trigger_id: triggerId,
  };
}

/** Somebody opened Vigie's home tab. */
export function homeOpened(user: string, eventId: string, nowMs: number): object {
  const ts = (nowMs / 1000).toFixed(6);
  return {
    token: common.token,
    team_id: sandboxIds.team,
    api_app_id: sandboxIds.app,
    type: "event_callback",
    event_id: eventId,
    event_time: Math.floor(nowMs / 1000),
    event: { type: "app_home_opened", user, channel: "D0SANDBOX", tab: "home", event_ts: ts },
  };
}
