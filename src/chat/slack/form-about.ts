import { z } from "zod";
import { jsonIn } from "../../json-in.ts";

/** What a form in Slack is about, kept in the view while somebody fills it in: ids, or the command that asked. */
const aboutSchema = z.discriminatedUnion("for", [
  z.object({
    for: z.literal("press"),
    handler: z.string(),
    groupId: z.string(),
    uid: z.string(),
    version: z.number().optional(),
    channel: z.string().optional(),
    /** A confirmation: sent without values. */
    bare: z.literal(true).optional(),
  }),
  z.object({ for: z.literal("command"), text: z.string(), channel: z.string().optional() }),
]);
export type FormAbout = Readonly<z.infer<typeof aboutSchema>>;

/** As a view keeps it, in its `private_metadata`. */
export function writeAbout(about: FormAbout): string {
  return JSON.stringify(about);
}

/** `null` for a view that Vigie never opened. */
export function readAbout(metadata: string): FormAbout | null {
  return aboutSchema.safeParse(jsonIn(metadata)).data ?? null;
}
