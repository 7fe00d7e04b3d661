import { emailOfActor } from "../../incident/actor-email.ts";
import type { PeopleSource } from "../../policy/people/vendor-people.ts";

/** The Jira account of an actor: known by its id, or found by their e-mail. */
export async function accountOf(
  actor: string,
  people: Pick<PeopleSource, "byEmail">,
  signal: AbortSignal,
): Promise<string | undefined> {
  const id = /^person:jira:(.+)$/.exec(actor)?.[1];
  if (id !== undefined) return id;
  const email = emailOfActor(actor);
  const found = email === undefined ? undefined : await people.byEmail?.(email, signal);
  return found?.kind === "found" ? found.value.id : undefined;
}
