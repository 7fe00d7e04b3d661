import { z } from "zod";
import {
  channelArg,
  flagArg,
  isReply,
  refuse,
  type SlackCallIn,
  type SlackReply,
  sandboxIds,
  textArg,
} from "./call.ts";
import type { SandboxMessage } from "./memory.ts";
import { type MessageContent, postTextMaxChars, readContent, updateTextMaxChars } from "./message-rules.ts";

/** `chat.postMessage`: a new message, or a reply with `thread_ts`. */
export function postMessage(call: SlackCallIn): SlackReply {
  const channel = channelArg(call);
  if (isReply(channel)) return channel;
  if (channel.isArchived) return refuse("is_archived");
  if (!channel.isMember && !call.scopes.includes("chat:write.public")) return refuse("not_in_channel");
  const content = readContent(call);
  if (isRefusal(content)) return content;
  if (!content.text && !content.blocks?.length && !content.attachments?.length) return refuse("no_text");
  const parentTs = textArg(call, "thread_ts");
  const parent = parentTs === undefined ? undefined : call.memory.messages(channel.id, parentTs)[0];
  if (parentTs !== undefined && !parent) return refuse("cannot_reply_to_message");
  const ts = call.memory.nextTs(call.now());
  const message: SandboxMessage = {
    channel: channel.id,
    ts,
    threadTs: parent?.threadTs ?? ts,
    broadcast: parent !== undefined && flagArg(call, "reply_broadcast"),
    text: (content.text ?? "").slice(0, postTextMaxChars),
    blocks: content.blocks ?? [],
    attachments: content.attachments ?? [],
    ...(content.metadata !== undefined && { metadata: content.metadata }),
  };
  call.memory.keepMessage(message);
  return { ok: true, channel: channel.id, ts, message: shown(message) };
}

/** `chat.update`: what is not given stays as it was. */
export function updateMessage(call: SlackCallIn): SlackReply {
  const channel = channelArg(call);
  if (isReply(channel)) return channel;
  if (channel.isArchived) return refuse("is_inactive");
  const before = call.memory.message(channel.id, textArg(call, "ts") ?? "");
  if (!before) return refuse("message_not_found");
  const content = readContent(call);
  if (isRefusal(content)) return content;
  if ((content.text?.length ?? 0) > updateTextMaxChars) return refuse("msg_too_long");
  const after: SandboxMessage = { ...before, ...content, editedTs: call.memory.nextTs(call.now()) };
  if (!after.text && after.blocks.length === 0 && after.attachments.length === 0) return refuse("no_text");
  if (isRich(before.blocks) && content.blocks && !isRich(content.blocks)) return refuse("block_mismatch");
  call.memory.keepMessage(after);
  return { ok: true, channel: channel.id, ts: before.ts, text: after.text, message: shown(after) };
}

/** `chat.delete`, which people's own deleting looks like too. */
export function deleteMessage(call: SlackCallIn): SlackReply {
  const channel = channelArg(call);
  if (isReply(channel)) return channel;
  const message = call.memory.message(channel.id, textArg(call, "ts") ?? "");
  if (!message) return refuse("message_not_found");
  call.memory.deleteMessage(message);
  return { ok: true, channel: channel.id, ts: message.ts };
}

/** `chat.postEphemeral`: a message for one person, which is not kept in the channel's history. */
export function postEphemeral(call: SlackCallIn): SlackReply {
  const channel = channelArg(call);
  if (isReply(channel)) return channel;
  if (channel.isArchived) return refuse("is_archived");
  const user = textArg(call, "user");
  if (user === undefined) return refuse("user_not_in_channel");
  const content = readContent(call);
  if (isRefusal(content)) return content;
  if (!content.text && !content.blocks?.length) return refuse("no_text");
  const ts = call.memory.nextTs(call.now());
  const { text = "", blocks = [] } = content;
  call.memory.keepEphemeral({ channel: channel.id, user, ts, text, blocks });
  return { ok: true, message_ts: ts };
}

/** `chat.getPermalink`. */
export function getPermalink(call: SlackCallIn): SlackReply {
  const channel = channelArg(call);
  if (isReply(channel)) return channel;
  const message = call.memory.message(channel.id, textArg(call, "message_ts") ?? "");
  if (!message) return refuse("message_not_found");
  const permalink = `${call.baseUrl()}/archives/${channel.id}/p${message.ts.replace(".", "")}`;
  return { ok: true, channel: channel.id, permalink };
}

/** A message as the Web API shows it. */
export function shown(message: SandboxMessage, options: { readonly metadata: boolean } = { metadata: true }): object {
  const isAnswer = message.threadTs !== message.ts;
  return {
    type: "message",
    ...(message.broadcast && { subtype: "thread_broadcast" }),
    user: sandboxIds.user,
    bot_id: sandboxIds.bot,
    app_id: sandboxIds.app,
    team: sandboxIds.team,
    ts: message.ts,
    text: message.text,
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(message.attachments.length > 0 && { attachments: message.attachments }),
    ...(isAnswer && { thread_ts: message.threadTs, parent_user_id: sandboxIds.user }),
    ...(message.editedTs && { edited: { user: sandboxIds.user, ts: message.editedTs } }),
    ...(options.metadata && message.metadata !== undefined && { metadata: message.metadata }),
  };
}

function isRefusal(content: MessageContent | SlackReply): content is SlackReply {
  return "ok" in content;
}

const richBlock = z.looseObject({ type: z.literal("rich_text") });

function isRich(blocks: readonly unknown[]): boolean {
  return blocks.some((block) => richBlock.safeParse(block).success);
}
