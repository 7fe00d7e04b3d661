import type { Account, Directory } from "../person.ts";

/** A vendor's ids of people, whom the journal names `person:ada@corp.example` or `person:slack:U012AB`. */
export async function accountsOf(
  actors: readonly string[],
  vendor: Account["vendor"],
  { find, accountOf }: Directory,
): Promise<readonly string[]> {
  const ids = await Promise.all(
    actors
      .filter((actor) => actor.startsWith("person:"))
      .map(async (actor) => {
        const person = await find(actor.slice("person:".length));
        return person ? accountOf(person, vendor) : undefined;
      }),
  );
  return ids.filter((id) => id !== undefined);
}
