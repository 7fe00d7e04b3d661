import type { Incident } from "../../incident/incident.ts";
import { inTime } from "../in-time.ts";
import type { Directory } from "../person.ts";
import { mentioning } from "./mention.ts";

/** So many people are called by one message. */
const calledMax = 3;

/**
 * How each chat mentions whoever is on call for an incident now, by receiver (behaviour 4). Empty where nobody is known in
 * time, and where the environment pages nobody.
 */
export async function onCallMentions(
  directory: Pick<Directory, "onCall" | "mentionOf">,
  { team, pageWithheld }: Pick<Incident, "team" | "pageWithheld">,
  waitMs?: number,
): Promise<Readonly<Record<string, string>>> {
  return pageWithheld === undefined ? inTime(mentionsFor(directory, team?.id), {}, waitMs) : {};
}

async function mentionsFor(
  { onCall, mentionOf }: Pick<Directory, "onCall" | "mentionOf">,
  team: string | undefined,
): Promise<Readonly<Record<string, string>>> {
  const duty = await onCall(team);
  if (duty.kind === "nobody") return {};
  const called = duty.people.slice(0, calledMax);
  const written = await Promise.all(
    mentioning.map(async (receiver) => {
      const mentions = await Promise.all(called.map((person) => mentionOf(person, receiver)));
      return [receiver, mentions.filter((one) => one !== undefined).join(", ")] as const;
    }),
  );
  return Object.fromEntries(written.filter(([, mentions]) => mentions !== ""));
}
