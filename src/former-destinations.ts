import { z } from "zod";
import { severities } from "./alert/severity.ts";
import { jsonIn } from "./json-in.ts";
import type { Destination } from "./policy/destination.ts";
import { substitute } from "./policy/document/substitute.ts";
import { keyId } from "./policy/places/places.ts";
import type { Store } from "./store/port.ts";
import { locales } from "./words/locale.ts";

/**
 * What a policy said of a destination is needed until the last incident that owes it has ended (protocol 10.2), also
 * after a restart. It is noted in this book of the store, one JSON each; a routing key never is.
 */
const book = "destinations";
/** What left the policy so long ago is forgotten, in ms: nothing that owes it can still be open, but for neglect. */
const forgottenAfterMs = 365 * 24 * 60 * 60_000;

const bySeverity = <V extends z.ZodType>(value: V) => z.partialRecord(z.enum(severities), value);
const common = {
  id: z.string(),
  locale: z.enum(locales),
  mention: z.string().exactOptional(),
  standsIn: z.literal(true).exactOptional(),
  fallback: z.array(z.string()),
};
const definition = z.discriminatedUnion("receiver", [
  z.object({ ...common, receiver: z.literal("slack"), channel: z.string() }),
  z.object({ ...common, receiver: z.literal("teams"), conversation: z.string() }),
  z.object({
    ...common,
    receiver: z.literal("pagerduty"),
    /** `${NAME}`, from which the key is read again; the id where it was written into the policy. */
    shown: z.string(),
    schedule: z.string().exactOptional(),
    severity: bySeverity(z.enum(["critical", "error", "warning", "info"])).exactOptional(),
  }),
  z.object({
    ...common,
    receiver: z.literal("jira"),
    project: z.string(),
    type: z.string(),
    priority: bySeverity(z.string()),
    move: z.object({ resolved: z.enum(["done", "indeterminate", "new"]).exactOptional() }),
    fields: z.record(z.string(), z.unknown()),
    afterMs: z.number().exactOptional(),
  }),
]);
const noteSchema = z.object({
  destination: definition,
  /** When it left the policy; absent while it is in it. */
  leftAt: z.number().exactOptional(),
});
type Note = z.infer<typeof noteSchema>;

/**
 * Notes the destinations of the policy in force, and answers those of former policies that can still be told.
 *
 * @param lookUp a variable of the environment, or what the sandbox supplies for it: routing keys are read again by name
 */
export async function rememberDestinations(
  store: Pick<Store, "note" | "notes" | "strike">,
  inForce: ReadonlyMap<string, Destination>,
  lookUp: (variable: string) => string | undefined,
  now: number,
): Promise<readonly Destination[]> {
  const noted = (await store.notes(book)).map((entry) => ({ entry, note: readNote(entry) }));
  const former = noted.flatMap(({ note }) => (note && !inForce.has(note.destination.id) ? [note] : []));
  const kept = former
    .map((note): Note => ({ ...note, leftAt: note.leftAt ?? now }))
    .filter(({ leftAt = now }) => now - leftAt < forgottenAfterMs);
  const wanted = new Set([...[...inForce.values()].map((destination) => noteOf({ destination })), ...kept.map(noteOf)]);
  // What is new is noted before what is old goes: a crash in between leaves both, and the next start reads the newer.
  const missing = [...wanted].filter((entry) => !noted.some((one) => one.entry === entry));
  if (missing.length > 0) await store.note(book, missing);
  const outdated = noted.filter(({ entry, note }) => note && !wanted.has(entry)).map(({ entry }) => entry);
  if (outdated.length > 0) await store.strike(book, outdated);
  return kept.flatMap(({ destination }) => restored(destination, lookUp) ?? []);
}

/** `undefined` for an entry of a later release, which stays as it is. */
function readNote(entry: string): Note | undefined {
  return noteSchema.safeParse(jsonIn(entry)).data;
}

function noteOf({ destination, ...rest }: { destination: Destination | Note["destination"]; leftAt?: number }): string {
  return JSON.stringify({ destination: definition.parse(destination), ...rest });
}

/** The destination with its key, `undefined` where that is not to be had: its variable is gone, or names another now. */
function restored(noted: Note["destination"], lookUp: (variable: string) => string | undefined) {
  if (noted.receiver !== "pagerduty") return noted;
  const { text, missing, variables } = substitute(noted.shown, lookUp);
  const isIt = variables.length > 0 && missing.length === 0 && noted.id === `pagerduty:${keyId(text)}`;
  return isIt ? { ...noted, routingKey: text } : undefined;
}
