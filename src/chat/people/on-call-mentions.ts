import type { Incident } from "../../incident/incident.ts";
import type { Directory } from "../person.ts";

/** A message waits no longer than this for who is on call, in ms; the look-up goes on for the next one. */
const waitMaxMs = 1_000;
/** So many people are called by one message. */
const calledMax = 3;
const receivers = ["slack", "teams"] as const;

/**
 * How each chat mentions whoever is on call for an incident now, by receiver (behaviour 4). Empty where nobody is known in
 * time, and where the environment pages nobody.
 */
export async function onCallMentions(
  directory: Pick<Directory, "onCall" | "mentionOf">,
  { team, pageWithheld }: Pick<Incident, "team" | "pageWithheld">,
  waitMs = waitMaxMs,
): Promise<Readonly<Record<string, string>>> {
  if (pageWithheld !== undefined) return {};
  const late = Promise.withResolvers<Readonly<Record<string, string>>>();
  const timer = setTimeout(() => late.resolve({}), waitMs);
  try {
    return await Promise.race([mentionsFor(directory, team?.id), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function mentionsFor(
  { onCall, mentionOf }: Pick<Directory, "onCall" | "mentionOf">,
  team: string | undefined,
): Promise<Readonly<Record<string, string>>> {
  const duty = await onCall(team);
  if (duty.kind === "nobody") return {};
  const called = duty.people.slice(0, calledMax);
  const written = await Promise.all(
    receivers.map(async (receiver) => {
      const mentions = await Promise.all(called.map((person) => mentionOf(person, receiver)));
      return [receiver, mentions.filter((one) => one !== undefined).join(", ")] as const;
    }),
  );
  return Object.fromEntries(written.filter(([, mentions]) => mentions !== ""));
}
