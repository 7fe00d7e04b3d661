import { z } from "zod";

const text = (max: number) => z.string().min(1).max(max);
const plain = (max: number) =>
  z.strictObject({ type: z.literal("plain_text"), text: text(max), emoji: z.boolean().optional() });
const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal("mrkdwn"), text: text(max), verbatim: z.boolean().optional() });
const anyText = (max: number) => z.union([plain(max), mrkdwn(max)]);
const url = z.url({ protocol: /^https?$/ }).max(3_000);
const image = z.strictObject({ type: z.literal("image"), image_url: url, alt_text: text(2_000) });
const confirm = z.strictObject({
  title: plain(100),
  text: anyText(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(["primary", "danger"]).optional(),
});
const option = z.strictObject({
  text: plain(75),
  value: text(150),
  description: plain(75).optional(),
  url: url.optional(),
});
const action = { action_id: text(255).optional(), confirm: confirm.optional() };
const button = z.strictObject({
  ...action,
  type: z.literal("button"),
  text: plain(75),
  value: z.string().max(2_000).optional(),
  url: url.optional(),
  style: z.enum(["primary", "danger"]).optional(),
  accessibility_label: z.string().max(75).optional(),
});
const select = {
  ...action,
  placeholder: plain(150).optional(),
  focus_on_load: z.boolean().optional(),
};
const staticSelect = z.strictObject({
  ...select,
  type: z.literal("static_select"),
  options: z.array(option).min(1).max(100),
  initial_option: option.optional(),
});
const usersSelect = z.strictObject({ ...select, type: z.literal("users_select"), initial_user: text(255).optional() });
const checkboxes = z.strictObject({
  ...action,
  type: z.literal("checkboxes"),
  options: z.array(option).min(1).max(10),
  initial_options: z.array(option).min(1).optional(),
});
const textInput = z
  .strictObject({
    ...select,
    type: z.literal("plain_text_input"),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3_000).optional(),
    max_length: z.int().min(1).max(3_000).optional(),
    initial_value: z.string().optional(),
  })
  .refine(({ initial_value = "", max_length = 3_000 }) => initial_value.length <= max_length);
const overflow = z.strictObject({ ...action, type: z.literal("overflow"), options: z.array(option).min(1).max(5) });

const style = z.strictObject({
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  strike: z.boolean().optional(),
  code: z.boolean().optional(),
});
const styled = { style: style.optional() };
const richPiece = z.discriminatedUnion("type", [
  z.strictObject({ ...styled, type: z.literal("text"), text: text(3_000) }),
  z.strictObject({
    ...styled,
    type: z.literal("link"),
    url,
    text: text(3_000).optional(),
    unsafe: z.boolean().optional(),
  }),
  z.strictObject({
    ...styled,
    type: z.literal("date"),
    timestamp: z.int(),
    format: text(200),
    url: url.optional(),
    fallback: z.string().optional(),
  }),
  z.strictObject({ ...styled, type: z.literal("broadcast"), range: z.enum(["here", "channel", "everyone"]) }),
  z.strictObject({ ...styled, type: z.literal("user"), user_id: text(255) }),
  z.strictObject({ ...styled, type: z.literal("usergroup"), usergroup_id: text(255) }),
  z.strictObject({ ...styled, type: z.literal("emoji"), name: text(100), unicode: z.string().optional() }),
]);
const pieces = z.array(richPiece).min(1);
const richSection = z.strictObject({ type: z.literal("rich_text_section"), elements: pieces });
const richPart = z.discriminatedUnion("type", [
  richSection,
  z.strictObject({
    type: z.enum(["rich_text_quote", "rich_text_preformatted"]),
    elements: pieces,
    border: z.int().optional(),
  }),
  z.strictObject({
    type: z.literal("rich_text_list"),
    style: z.enum(["bullet", "ordered"]),
    elements: z.array(richSection),
  }),
]);

const block = { block_id: text(255).optional() };
const blockSchema = z.discriminatedUnion("type", [
  z.strictObject({ ...block, type: z.literal("divider") }),
  z.strictObject({ ...block, type: z.literal("header"), text: plain(150) }),
  z
    .strictObject({
      ...block,
      type: z.literal("section"),
      text: anyText(3_000).optional(),
      fields: z.array(anyText(2_000)).min(1).max(10).optional(),
      accessory: z.union([button, overflow, image]).optional(),
      expand: z.boolean().optional(),
    })
    .refine((section) => section.text ?? section.fields),
  z.strictObject({
    ...block,
    type: z.literal("context"),
    elements: z
      .array(z.union([plain(3_000), mrkdwn(3_000), image]))
      .min(1)
      .max(10),
  }),
  z.strictObject({
    ...block,
    type: z.literal("actions"),
    elements: z
      .array(z.union([button, overflow, staticSelect]))
      .min(1)
      .max(25)
      .refine((elements) => {
        const ids = elements.flatMap(({ action_id }) => action_id ?? []);
        return new Set(ids).size === ids.length;
      }),
  }),
  z.strictObject({
    ...block,
    type: z.literal("image"),
    image_url: url,
    alt_text: text(2_000),
    title: plain(2_000).optional(),
  }),
  z.strictObject({ ...block, type: z.literal("rich_text"), elements: z.array(richPart).min(1) }),
  z.strictObject({
    ...block,
    type: z.literal("input"),
    label: plain(2_000),
    hint: plain(2_000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    element: z.union([textInput, staticSelect, usersSelect, checkboxes]),
  }),
]);

/**
 * The blocks that Vigie and its tests send, as Slack takes them; a block of another type is refused here.
 *
 * @see https://docs.slack.dev/reference/block-kit/blocks (2026-11-20) for the numbers
 */
export const blocksSchema = z
  .array(blockSchema)
  .max(50)
  .refine((blocks) => {
    const ids = blocks.flatMap(({ block_id }) => block_id ?? []);
    return new Set(ids).size === ids.length;
  });
/** Blocks of a view: a hundred at most, and in messages no input. */
const viewBlocks = z
  .array(blockSchema)
  .max(100)
  .refine((blocks) => {
    const ids = blocks.flatMap(({ block_id }) => block_id ?? []);
    return new Set(ids).size === ids.length;
  });

/** @see https://docs.slack.dev/reference/views (2026-11-20) */
export const viewSchema = z
  .strictObject({
    type: z.enum(["modal", "home"]),
    callback_id: z.string().max(255).optional(),
    private_metadata: z.string().max(3_000).optional(),
    title: plain(24).optional(),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    blocks: viewBlocks,
  })
  .refine(({ type, title }) => type === "home" || title !== undefined)
  .refine(({ submit, blocks }) => submit !== undefined || blocks.every((one) => one.type !== "input"));
export type SandboxView = z.infer<typeof viewSchema>;
export type SandboxBlock = z.infer<typeof blockSchema>;
export type SandboxRichPiece = z.infer<typeof richPiece>;
export type SandboxText = z.infer<ReturnType<typeof anyText>>;

/**
 * A legacy attachment; with blocks it may hold none of the old text fields (Slack answers `invalid_attachments`).
 *
 * @see https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments (2026-11-20)
 */
export const attachmentSchema = z
  .object({
    color: z.string().optional(),
    blocks: blocksSchema.optional(),
    text: z.string().optional(),
    title: z.string().optional(),
    callback_id: z.string().optional(),
    fallback: z.string().optional(),
  })
  .refine(({ blocks, text, title, callback_id }) => !blocks || (text ?? title ?? callback_id) === undefined);
