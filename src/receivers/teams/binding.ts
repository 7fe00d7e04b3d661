import { z } from "zod";
import type { Step } from "../receiver.ts";
import type { TeamsActivity } from "./activity.ts";

const bindingSchema = z.object({
  serviceUrl: z.string(),
  tenantId: z.string(),
  /** The thread: `19:…@thread.tacv2;messageid=…`. */
  conversationId: z.string(),
  /** The root message; `null` once people deleted it, so that it is posted anew. */
  activityId: z.string().nullable(),
  /** `hashOf` what the message shows. */
  hash: z.string(),
  /** The last journal entry that the thread told, or that came before the message. */
  lastSeq: z.int(),
  /** The last journal entry that rang, or that came before the message. */
  rungSeq: z.int(),
  /** It was deleted and posted anew once already. */
  reposted: z.boolean(),
  /** The message that this one goes on from, until it says so itself. */
  former: z.object({ conversationId: z.string(), activityId: z.string() }).optional(),
});

/** What a channel last showed of an incident. */
export type TeamsBinding = Readonly<z.infer<typeof bindingSchema>>;

/** Reads a stored binding; `null` for anything else. */
export function readBinding(value: unknown): TeamsBinding | null {
  return bindingSchema.safeParse(value).data ?? null;
}

/**
 * One write to Teams, with the message drawn. `seq` is the journal entry up to which it tells: the journal's head for a
 * new message.
 */
export type TeamsStep = Step & { readonly activity: TeamsActivity } & (
    | { readonly kind: "post" | "continue"; readonly hash: string; readonly seq: number }
    | { readonly kind: "shrink"; readonly former: NonNullable<TeamsBinding["former"]> }
    | { readonly kind: "edit"; readonly hash: string }
    | { readonly kind: "reply" | "ring"; readonly seq: number }
  );
