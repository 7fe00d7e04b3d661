import type { Form, Values } from "./form.ts";
import type { Directory, Person } from "./person.ts";

/** Looks up whom the person fields of a form name. Nobody found is left out: the form says so. */
export async function namedPeople(
  { fields }: Form,
  values: Values,
  { find }: Pick<Directory, "find">,
): Promise<Readonly<Record<string, Person>>> {
  const named: Record<string, Person> = {};
  for (const { id, kind } of fields) {
    const reference = kind === "person" ? values[id]?.trim() : undefined;
    const person = reference ? await find(reference) : null;
    if (person) named[id] = person;
  }
  return named;
}
