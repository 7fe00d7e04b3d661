import {
  channelArg,
  flagArg,
  isReply,
  lackOf,
  refuse,
  type SlackCallIn,
  type SlackReply,
  sandboxIds,
  textArg,
} from "./call.ts";
import { shown } from "./chat.ts";
import type { SandboxChannel, SandboxMessage } from "./memory.ts";
import { people } from "./users.ts";

const pageDefault = 100;
const pageMax = 999;

/** `conversations.list`: all public channels, and the private ones that Vigie was invited to. */
export function list(call: SlackCallIn): SlackReply {
  const types = (textArg(call, "types") ?? "public_channel").split(",").map((type) => type.trim());
  if (types.some((type) => !/^(public_channel|private_channel|mpim|im)$/.test(type))) return refuse("invalid_types");
  const lack =
    (types.includes("public_channel") ? lackOf(call.scopes, ["channels:read"]) : null) ??
    (types.includes("private_channel") ? lackOf(call.scopes, ["groups:read"]) : null);
  if (lack) return lack;
  const channels = call.memory
    .channels()
    .filter((one) => types.includes(one.isPrivate ? "private_channel" : "public_channel"))
    .filter((one) => (!one.isPrivate || one.isMember) && !(one.isArchived && flagArg(call, "exclude_archived")));
  const page = pageOf(call, channels);
  return "ok" in page ? page : { ok: true, channels: page.items.map(conversation), response_metadata: page.metadata };
}

/** `conversations.info`. */
export function info(call: SlackCallIn): SlackReply {
  const channel = channelArg(call);
  return isReply(channel) ? channel : { ok: true, channel: conversation(channel) };
}

/** `conversations.join`: public channels only. */
export function join(call: SlackCallIn): SlackReply {
  const channel = channelArg(call);
  if (isReply(channel)) return channel;
  if (channel.isArchived) return refuse("is_archived");
  if (channel.isPrivate) return refuse("method_not_supported_for_channel_type");
  const warning = "already_in_channel";
  const already = channel.isMember ? { warning, response_metadata: { warnings: [warning] } } : {};
  const joined = { ...channel, isMember: true };
  call.memory.keepChannel(joined);
  return { ok: true, channel: conversation(joined), ...already };
}

/** `conversations.create`: a public channel, with Vigie in it. */
export function create(call: SlackCallIn): SlackReply {
  const name = textArg(call, "name") ?? "";
  if (!/^[a-z0-9_-]{1,80}$/.test(name)) return refuse("invalid_name");
  if (call.memory.channel(name)) return refuse("name_taken");
  const fresh = { name, isPrivate: false, isArchived: false, isMember: true, createdAt: call.now() };
  return { ok: true, channel: conversation(call.memory.addChannel(fresh)) };
}

/** `conversations.invite`: people of the workspace, separated by commas. */
export function invite(call: SlackCallIn): SlackReply {
  const channel = channelArg(call);
  if (isReply(channel)) return channel;
  if (!channel.isMember) return refuse("not_in_channel");
  const users = (textArg(call, "users") ?? "").split(",").filter(Boolean);
  if (users.length === 0) return refuse("no_user");
  if (users.some((user) => !people.some(({ id }) => id === user))) return refuse("user_not_found");
  if (users.every((user) => call.memory.members(channel.id).includes(user))) return refuse("already_in_channel");
  call.memory.invite(channel.id, users);
  return { ok: true, channel: conversation(channel) };
}

/** `pins.add`: keeps a message at hand in its channel. */
export function addPin(call: SlackCallIn): SlackReply {
  const channel = channelArg(call);
  if (isReply(channel)) return channel;
  const message = call.memory.message(channel.id, textArg(call, "timestamp") ?? "");
  if (!message) return refuse("message_not_found");
  if (call.memory.pins(channel.id).includes(message.ts)) return refuse("already_pinned");
  call.memory.pin(channel.id, message.ts);
  return { ok: true };
}

/** `conversations.history`: newest first, without replies that were not also sent to the channel. */
export function history(call: SlackCallIn): SlackReply {
  const channel = readable(call);
  if (isReply(channel)) return channel;
  const all = call.memory.messages(channel.id);
  const page = messagePage(
    call,
    all.filter((one) => one.threadTs === one.ts || one.broadcast).toSorted((a, b) => (a.ts < b.ts ? 1 : -1)),
  );
  if ("ok" in page) return page;
  const counts = { channel_actions_ts: null, channel_actions_count: 0, pin_count: 0 };
  const messages = page.items.map((one) => withReplies(call, one, all));
  return { ok: true, messages, has_more: page.hasMore, ...counts, response_metadata: page.metadata };
}

/** `conversations.replies`: the parent, then its thread, oldest first. */
export function replies(call: SlackCallIn): SlackReply {
  const channel = readable(call);
  if (isReply(channel)) return channel;
  const thread = call.memory.messages(channel.id, textArg(call, "ts") ?? "none");
  const [parent, ...answers] = thread;
  if (!parent) return refuse("thread_not_found");
  const page = messagePage(call, answers);
  if ("ok" in page) return page;
  const messages = [parent, ...page.items].map((one) => withReplies(call, one, thread));
  return { ok: true, messages, has_more: page.hasMore, response_metadata: page.metadata };
}

/** A channel whose messages Vigie may read: it is in it and has the scope for its kind. */
function readable(call: SlackCallIn): SandboxChannel | SlackReply {
  const channel = channelArg(call);
  if (isReply(channel)) return channel;
  const lack = lackOf(call.scopes, [channel.isPrivate ? "groups:history" : "channels:history"]);
  return lack ?? (channel.isMember ? channel : refuse("not_in_channel"));
}

function withReplies(call: SlackCallIn, message: SandboxMessage, all: readonly SandboxMessage[]): object {
  const answers = all.filter((one) => one.threadTs === message.ts && one.ts !== message.ts);
  const thread = { thread_ts: message.ts, reply_count: answers.length, latest_reply: answers.at(-1)?.ts };
  const asIs = shown(message, { metadata: flagArg(call, "include_all_metadata") });
  return answers.length > 0 ? { ...asIs, ...thread } : asIs;
}

type PageOf<T> = { readonly items: readonly T[]; readonly hasMore: boolean; readonly metadata: object };

function messagePage(call: SlackCallIn, messages: readonly SandboxMessage[]): PageOf<SandboxMessage> | SlackReply {
  const oldest = textArg(call, "oldest") ?? "0";
  const latest = textArg(call, "latest") ?? "9999999999.999999";
  if (!isTs(oldest)) return refuse("invalid_ts_oldest");
  if (!isTs(latest)) return refuse("invalid_ts_latest");
  const isInside = ({ ts }: SandboxMessage) =>
    (Number(ts) > Number(oldest) && Number(ts) < Number(latest)) ||
    (flagArg(call, "inclusive") && (Number(ts) === Number(oldest) || Number(ts) === Number(latest)));
  return pageOf(call, messages.filter(isInside));
}

function pageOf<T>(call: SlackCallIn, all: readonly T[]): PageOf<T> | SlackReply {
  const limit = Number(textArg(call, "limit") ?? pageDefault);
  if (!(limit >= 1 && limit <= pageMax)) return refuse("invalid_limit");
  const cursor = textArg(call, "cursor") || "from:0";
  const from = Number(/^from:(\d+)$/.exec(cursor)?.[1]);
  if (Number.isNaN(from)) return refuse("invalid_cursor");
  const hasMore = all.length > from + limit;
  return {
    items: all.slice(from, from + limit),
    hasMore,
    metadata: { next_cursor: hasMore ? `from:${from + limit}` : "" },
  };
}

function isTs(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}

function conversation(channel: SandboxChannel): object {
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !channel.isPrivate,
    is_group: channel.isPrivate,
    is_im: false,
    is_mpim: false,
    is_private: channel.isPrivate,
    is_archived: channel.isArchived,
    is_member: channel.isMember,
    is_general: channel.name === "general",
    created: Math.floor(channel.createdAt / 1000),
    creator: sandboxIds.user,
    topic: { value: "", creator: "", last_set: 0 },
    purpose: { value: "", creator: "", last_set: 0 },
    previous_names: [],
  };
}
