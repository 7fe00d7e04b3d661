import { z } from "zod";
import type { Step } from "../receiver.ts";
import type { SlackMessage } from "./render.ts";

const bindingSchema = z.object({
  /** Channel id. */
  channel: z.string(),
  /** Names the message in its channel; `null` once people deleted it, so that it is posted anew. */
  ts: z.string().nullable(),
  /** `hashOf` what the message shows. */
  hash: z.string(),
  /** The last journal entry that the thread told, or that came before the message. */
  lastSeq: z.int(),
  link: z.string().nullable(),
  /** The message of before, which is still to be shrunk to "continued here". */
  former: z.string().optional(),
});

/** What a channel last showed of an incident. */
export type SlackBinding = Readonly<z.infer<typeof bindingSchema>>;

/** Reads a stored binding; `null` for anything else. */
export function readBinding(value: unknown): SlackBinding | null {
  return bindingSchema.safeParse(value).data ?? null;
}

/**
 * One write to Slack, with the message drawn. `seq` is the journal entry after which the thread goes on: the journal's
 * head for a new message, the entry told for a reply.
 */
export type SlackStep = Step &
  (
    | { readonly kind: "post"; readonly message: SlackMessage; readonly hash: string; readonly seq: number }
    | { readonly kind: "shrink"; readonly message: SlackMessage }
    | { readonly kind: "edit"; readonly message: SlackMessage; readonly hash: string }
    | { readonly kind: "reply"; readonly message: SlackMessage; readonly seq: number; readonly broadcast: boolean }
  );
