import { z } from "zod";
import type { Actor } from "../actor.ts";
import type { StoryLine } from "../card.ts";
import type { Incident } from "../incident.ts";
import type { JournalEntry } from "../journal.ts";
import type { IncidentView } from "../view.ts";
import { actShapes } from "./act-shapes.ts";

type WhoseTurn = (data: unknown, incident: Incident) => Actor | undefined;

/** Entries that are about one person, whom they call; nobody is called by what they did themselves. */
const turns: Readonly<Record<string, WhoseTurn>> = {
  assigned: (data) => somebodyElse(actShapes.assigned.safeParse(data).data),
  commander: (data) => somebodyElse(actShapes.commander.safeParse(data).data),
  escalated: (data) => {
    const escalated = actShapes.escalated.safeParse(data).data;
    return escalated?.because === "by-hand" ? somebodyElse(escalated) : undefined;
  },
  /** Who acknowledged and has not judged is reminded, and nobody else (behaviour 5). */
  deadline: (data) => {
    const { news, by } = actShapes.deadline.safeParse(data).data ?? {};
    return news === "overdue" && by !== undefined ? { id: by } : undefined;
  },
  /** The commander leads; without one, who promised the next word. */
  "update-due": (_data, { commander, update }) => {
    const id = commander?.id ?? update?.by;
    return id === undefined ? undefined : { id };
  },
};

function somebodyElse(
  chosen: { readonly by: string; readonly to?: string; readonly toName?: string } | undefined,
): Actor | undefined {
  if (chosen?.to === undefined || chosen.to === chosen.by) return undefined;
  return { id: chosen.to, ...(chosen.toName === undefined ? {} : { name: chosen.toName }) };
}

/** The person whom an entry calls, by the name that people know them by; `undefined` where it calls no single one. */
export function calledPerson({ kind, data }: JournalEntry, incident: Incident): Actor | undefined {
  const person = turns[kind]?.(data, incident);
  if (!person?.id.startsWith("person:")) return undefined;
  const name = person.name ?? incident.names?.[person.id];
  return name === undefined ? { id: person.id } : { id: person.id, name };
}

const groups = z.object({ mentions: z.record(z.string(), z.string()) });

/** Whom an entry calls of its own, by receiver; `undefined`: whom the destination names. */
export function callsOf(entry: JournalEntry, { incident, mentions = {} }: IncidentView): StoryLine["calls"] {
  const person = calledPerson(entry, incident);
  if (person) return mentions[person.id] ?? {};
  return entry.kind === "expert-called" ? groups.safeParse(entry.data).data?.mentions : undefined;
}
