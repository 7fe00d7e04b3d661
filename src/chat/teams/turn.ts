import { z } from "zod";

const named = z.object({ id: z.string().min(1), name: z.string().optional() });

/**
 * An activity of Teams, as far as Vigie reads one; everything in it is data. Only channel `msteams` is heard: in others
 * (Web Chat is there in each Azure Bot) the sender says themselves who they are.
 *
 * @see https://github.com/microsoft/botframework-sdk/blob/main/specs/botframework-activity/botframework-activity.md (2026-11-20)
 */
const turnSchema = z.object({
  type: z.string(),
  id: z.string().optional(),
  name: z.string().optional(),
  channelId: z.literal("msteams"),
  serviceUrl: z.url(),
  locale: z.string().optional().catch(undefined),
  from: named.extend({ aadObjectId: z.string().optional() }),
  recipient: named,
  conversation: z.object({
    id: z.string().min(1),
    tenantId: z.string().optional(),
    conversationType: z.string().optional(),
  }),
  channelData: z
    .object({
      tenant: z.object({ id: z.string() }).optional(),
      team: z.object({ id: z.string(), name: z.string().optional() }).optional(),
      channel: z.object({ id: z.string(), name: z.string().optional() }).optional(),
    })
    .default({}),
  text: z.string().optional(),
  action: z.string().optional(),
  value: z.unknown().optional(),
  membersAdded: z.array(named.loose()).optional(),
  membersRemoved: z.array(named.loose()).optional(),
  entities: z.array(z.unknown()).default([]),
});
export type Turn = Readonly<z.infer<typeof turnSchema>>;

/** Reads an activity; `undefined` for one of another tenant or channel, or without what every one has. */
export function readTurn(activity: unknown, tenantId: string): Turn | undefined {
  const { data } = turnSchema.safeParse(activity);
  return data && tenantOf(data) === tenantId ? data : undefined;
}

function tenantOf({ conversation, channelData }: Turn): string | undefined {
  return conversation.tenantId ?? channelData.tenant?.id;
}

/** The channel that it was said in, `19:…@thread.tacv2`; `undefined` in a chat. */
export function channelOf({ channelData, conversation }: Turn): string | undefined {
  if (channelData.channel) return channelData.channel.id;
  const [channel = ""] = conversation.id.split(";");
  return conversation.conversationType === "channel" ? channel : undefined;
}

const mentionSchema = z.object({
  type: z.literal("mention"),
  text: z.string().min(1),
  mentioned: z.object({ id: z.string() }),
});

/** So much of a message is looked at, in UTF-16 units, and so many of its mentions. */
const readUnits = 4_000;
const mentionsMax = 50;

/** What was said, without the bot's own mention and without markup. */
export function wordsIn({ text = "", entities, recipient }: Turn): string {
  const own = entities.slice(0, mentionsMax).flatMap((entity) => {
    const { data } = mentionSchema.safeParse(entity);
    return data?.mentioned.id === recipient.id ? [data.text] : [];
  });
  return own
    .reduce((said, mention) => said.replaceAll(mention, " "), text.slice(0, readUnits))
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&nbsp;", " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}
