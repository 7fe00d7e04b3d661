import { z } from "zod";

const option = z.object({ text: z.object({ text: z.string() }), value: z.string() });
const elementSchema = z.object({
  type: z.enum(["button", "overflow", "static_select"]),
  action_id: z.string().default(""),
  text: z.object({ text: z.string() }).optional(),
  value: z.string().optional(),
  options: z.array(option).default([]),
});
const block = z.object({
  type: z.string(),
  block_id: z.string().optional(),
  elements: z.array(z.unknown()).default([]),
});
const blocksOf = z.array(z.unknown()).catch([]);
const attachment = z.object({ blocks: z.array(z.unknown()).default([]) });

/** What can be pressed in a message, as the payload of a press names it. */
export type Pressable = z.infer<typeof elementSchema> & { readonly blockId: string };

/** Everything in a message that can be pressed, those in attachments included. */
export function pressables(message: {
  readonly blocks: unknown;
  readonly attachments?: unknown;
}): readonly Pressable[] {
  const attached = blocksOf.parse(message.attachments).flatMap((one) => attachment.safeParse(one).data?.blocks ?? []);
  return [...blocksOf.parse(message.blocks), ...attached].flatMap((one, at) => {
    const read = block.safeParse(one).data;
    if (read?.type !== "actions") return [];
    return read.elements.flatMap((element) => {
      const { data } = elementSchema.safeParse(element);
      return data ? [{ ...data, blockId: read.block_id ?? `b${at}` }] : [];
    });
  });
}
