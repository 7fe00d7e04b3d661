import { z } from "zod";
import type { StoryLine } from "../card.ts";
import type { JournalEntry } from "../journal.ts";
import type { Owed } from "../judgement.ts";
import { laneOf } from "../mark.ts";

/** Entries that call somebody of their own; anything else that rings calls whom the destination names. */
const shapes: Readonly<Record<string, z.ZodType<{ mention?: string; mentions?: Record<string, string> }>>> = {
  assigned: z.object({ mention: z.string().exactOptional() }),
  commander: z.object({ mention: z.string().exactOptional() }),
  escalated: z.object({ because: z.literal("by-hand"), mention: z.string() }),
  "expert-called": z.object({ mentions: z.record(z.string(), z.string()) }),
};

/** Whom an entry calls, by receiver; `undefined` where it calls nobody of its own. */
export function callsOf({ kind, data }: JournalEntry, owed: readonly Owed[]): StoryLine["calls"] {
  const read = shapes[kind]?.safeParse(data);
  if (!read?.success) return undefined;
  const { mention, mentions } = read.data;
  if (mentions) return mentions;
  const chat = onlyChat(owed);
  return mention === undefined || chat === undefined ? {} : { [chat]: mention };
}

/** The one chat that it is told in; somebody's mention in one is noise in another. */
function onlyChat(owed: readonly Owed[]): string | undefined {
  const [one, ...others] = new Set(
    owed.map(({ receiver }) => receiver).filter((receiver) => laneOf(receiver) === "chat"),
  );
  return others.length === 0 ? one : undefined;
}
