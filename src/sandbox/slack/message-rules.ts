import { z } from "zod";
import { attachmentSchema, blocksSchema } from "./block-rules.ts";
import { jsonArg, refuse, type SlackCallIn, type SlackReply, textArg } from "./call.ts";

/** The content of a message as it was asked for; what was not given is absent. */
export type MessageContent = {
  readonly text?: string;
  readonly blocks?: unknown[];
  readonly attachments?: unknown[];
  readonly metadata?: unknown;
};

/** Characters of all blocks as JSON; Slack names none, but refuses what is this long. */
const blocksMaxChars = 100_000;
const attachmentsMax = 100;
const metadataMaxChars = 8_000;
/** @see https://docs.slack.dev/changelog/2018-truncating-really-long-messages — longer text is cut (2026-11-20) */
export const postTextMaxChars = 40_000;
/** @see https://docs.slack.dev/reference/methods/chat.update#errors — `msg_too_long` (2026-11-20) */
export const updateTextMaxChars = 4_000;

const metadataSchema = z.object({ event_type: z.string().min(1), event_payload: z.record(z.string(), z.unknown()) });

/** Reads and judges the content of `chat.postMessage` and `chat.update`, in Slack's own error words. */
export function readContent(call: SlackCallIn): MessageContent | SlackReply {
  const text = textArg(call, "text");
  const blocks = jsonArg(call, "blocks");
  const attachments = jsonArg(call, "attachments");
  const metadata = jsonArg(call, "metadata");
  const fault = faultOfBlocks(blocks) ?? faultOfAttachments(attachments) ?? faultOfMetadata(metadata);
  if (fault) return refuse(fault);
  return {
    ...(text !== undefined && { text }),
    ...(Array.isArray(blocks) && { blocks }),
    ...(Array.isArray(attachments) && { attachments: attachments.map(completed) }),
    ...(metadata !== undefined && { metadata }),
  };
}

/** Slack numbers attachments and gives them a fallback. */
function completed(attachment: object, at: number): object {
  return { id: at + 1, fallback: "[no preview available]", ...attachment };
}

function faultOfBlocks(blocks: unknown): string | null {
  if (blocks === undefined) return null;
  if (!Array.isArray(blocks)) return "invalid_blocks_format";
  if (JSON.stringify(blocks).length > blocksMaxChars) return "msg_blocks_too_long";
  const read = blocksSchema.safeParse(blocks);
  return read.success && read.data.every(({ type }) => type !== "input") ? null : "invalid_blocks";
}

function faultOfAttachments(attachments: unknown): string | null {
  if (attachments === undefined) return null;
  if (!Array.isArray(attachments)) return "invalid_attachments";
  if (attachments.length > attachmentsMax) return "too_many_attachments";
  if (JSON.stringify(attachments).length > blocksMaxChars) return "attachment_payload_limit_exceeded";
  return z.array(attachmentSchema).safeParse(attachments).success ? null : "invalid_attachments";
}

function faultOfMetadata(metadata: unknown): string | null {
  if (metadata === undefined) return null;
  if (!metadataSchema.safeParse(metadata).success) return "invalid_metadata_format";
  return JSON.stringify(metadata).length > metadataMaxChars ? "metadata_too_large" : null;
}
