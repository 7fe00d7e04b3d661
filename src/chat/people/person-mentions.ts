import type { Actor } from "../../incident/actor.ts";
import type { IncidentView } from "../../incident/view.ts";
import { inTime } from "../in-time.ts";
import type { Directory, Person } from "../person.ts";
import { mentioning } from "./mention.ts";

/**
 * How each chat mentions people whom the journal names `person:ada@corp.example` or `person:slack:U012AB`, by their ids,
 * then by receiver. Where somebody is not known in time, that receiver is not there.
 */
export async function personMentions(
  { mentionOf }: Pick<Directory, "mentionOf">,
  people: readonly Actor[],
  waitMs?: number,
): Promise<NonNullable<IncidentView["mentions"]>> {
  const mentionsOf = async (person: Person) => {
    const found = mentioning.map(
      async (receiver) => [receiver, await inTime(mentionOf(person, receiver), undefined, waitMs)] as const,
    );
    return (await Promise.all(found)).flatMap(([receiver, one]) =>
      one === undefined ? [] : [[receiver, one] as const],
    );
  };
  const called = new Map(people.map((actor) => [actor.id, actor]));
  const found = [...called.values()].map(
    async (actor) => [actor.id, Object.fromEntries(await mentionsOf(personOf(actor)))] as const,
  );
  return Object.fromEntries(await Promise.all(found));
}

function personOf(actor: Actor): Person {
  const email = actor.id.replace(/^person:/, "");
  return email.includes("@") ? { actor, email } : { actor };
}
