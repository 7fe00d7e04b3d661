import type { Incident } from "../incident/incident.ts";
import type { Form, Values } from "./form.ts";
import type { Named } from "./handler.ts";
import type { Directory } from "./person.ts";

/** Where people are mentioned. */
const chats: readonly string[] = ["slack", "teams"];

/**
 * Looks up whom the person fields of a form name. Nobody found is left out: the form says so. They are mentioned where
 * the incident is told in one chat only: a mention of one chat is noise in another.
 */
export async function namedPeople(
  { fields }: Form,
  values: Values,
  incident: Incident,
  directory: Pick<Directory, "find" | "mentionOf">,
): Promise<Readonly<Record<string, Named>>> {
  const told = [...new Set(incident.owed.map(({ receiver }) => receiver))].filter((one) => chats.includes(one));
  const [chat] = told.length === 1 ? told : [];
  const named: Record<string, Named> = {};
  for (const { id, kind } of fields) {
    const reference = kind === "person" ? values[id]?.trim() : undefined;
    const person = reference ? await directory.find(reference) : null;
    if (!person) continue;
    const mention = chat === undefined ? undefined : await directory.mentionOf(person, chat);
    named[id] = mention === undefined ? person : { ...person, mention };
  }
  return named;
}
