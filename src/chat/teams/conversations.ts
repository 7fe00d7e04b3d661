import { z } from "zod";
import { jsonIn } from "../../json-in.ts";
import type { Store } from "../../store/port.ts";
import { channelOf, type Turn } from "./turn.ts";

const book = "teams-conversations";
/** The oldest are forgotten beyond these. */
const keptMax = 500;

const referenceSchema = z.object({
  /** The channel, or the chat where somebody talks to the bot. */
  conversationId: z.string(),
  serviceUrl: z.string(),
  tenantId: z.string(),
  /** What was said there when it was first heard of. */
  activityId: z.string().optional(),
});
export type ConversationReference = Readonly<z.infer<typeof referenceSchema>>;

/**
 * Where Teams told us that conversations live: the region's service URL may change, and only Teams knows it. Kept in the
 * store, so that what Vigie begins to say goes on after a restart.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages (2026-11-20)
 */
export type Conversations = {
  /** Where to send what belongs into a conversation or a thread of it; `undefined` for one never heard of. */
  readonly serviceUrlOf: (conversationId: string) => string | undefined;
  /** @throws StoreAway */
  readonly remember: (turn: Turn, tenantId: string) => Promise<void>;
  /** The bot was removed. @throws StoreAway */
  readonly forget: (conversationId: string) => Promise<void>;
};

/** @throws StoreAway */
export async function openConversations(store: Pick<Store, "note" | "notes" | "strike">): Promise<Conversations> {
  const known = new Map<string, { readonly reference: ConversationReference; readonly entry: string }>();
  for (const entry of await store.notes(book)) {
    const { data } = referenceSchema.safeParse(jsonIn(entry));
    if (data) known.set(data.conversationId, { reference: data, entry });
  }
  const strike = async (ids: readonly string[]) => {
    const entries = ids.flatMap((id) => known.get(id)?.entry ?? []);
    if (entries.length > 0) await store.strike(book, entries);
    for (const id of ids) known.delete(id);
  };
  return {
    serviceUrlOf: (id) => known.get(id.split(";")[0] ?? id)?.reference.serviceUrl,
    remember: async (turn, tenantId) => {
      const conversationId = channelOf(turn) ?? turn.conversation.id;
      const { serviceUrl, id: activityId } = turn;
      if (known.get(conversationId)?.reference.serviceUrl === serviceUrl) return;
      const reference = { conversationId, serviceUrl, tenantId, ...(activityId === undefined ? {} : { activityId }) };
      const entry = JSON.stringify(reference);
      await strike([conversationId, ...[...known.keys()].slice(0, Math.max(0, known.size - keptMax + 1))]);
      await store.note(book, [entry]);
      known.set(conversationId, { reference, entry });
    },
    forget: (id) => strike([id]),
  };
}
