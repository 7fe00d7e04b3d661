import { z } from "zod";
import type { VigieProcess } from "./vigie-process.ts";

const time = z.iso.datetime().transform((iso) => Date.parse(iso));
const listSchema = z.object({ incidents: z.array(z.object({ id: z.string() })), next: z.null() });
const detailSchema = z.object({
  id: z.string(),
  family: z.string(),
  service: z.string().nullable(),
  model: z.string().nullable(),
  environment: z.string(),
  severity: z.string(),
  phase: z.string(),
  received: z.number(),
  firing: z.number(),
  resolvedAt: time.nullable(),
  recoveredAt: time.nullable(),
  alerts: z.array(z.object({ name: z.string(), status: z.string(), fingerprint: z.string() })),
  destinations: z.array(
    z.object({
      receiver: z.string(),
      destination: z.string(),
      state: z.string(),
      firstToldAt: time.nullable(),
      lastToldAt: time.nullable(),
    }),
  ),
});
const owedSchema = z.array(z.object({ id: z.string() }));
const journalSchema = z.object({
  entries: z.array(z.object({ at: time, kind: z.string(), data: z.record(z.string(), z.unknown()) })),
  next: z.number().nullable(),
});
type Entry = z.infer<typeof journalSchema>["entries"][number];

/** An incident as the API shows it, and since when each of its destinations is owed the news. */
export type IncidentRead = Omit<z.infer<typeof detailSchema>, "destinations"> & {
  readonly destinations: readonly (z.infer<typeof detailSchema>["destinations"][number] & {
    readonly owedAt: number;
  })[];
  /** Kinds of the journal's entries, oldest first. */
  readonly journal: readonly string[];
};

/** All incidents of a Vigie, by family; there are never more than one page of them in these tests. */
export async function readIncidents({ get }: Pick<VigieProcess, "get">): Promise<readonly IncidentRead[]> {
  const { incidents } = listSchema.parse(await get("/api/v1/incidents?limit=200"));
  const read = await Promise.all(incidents.map(({ id }) => readIncident(get, id)));
  return read.sort((a, b) => (`${a.family} ${a.service}` < `${b.family} ${b.service}` ? -1 : 1));
}

async function readIncident(get: VigieProcess["get"], id: string): Promise<IncidentRead> {
  const detail = detailSchema.parse(await get(`/api/v1/incidents/${id}`));
  const entries = await readJournal(get, id);
  return {
    ...detail,
    destinations: detail.destinations.map((one) => ({ ...one, owedAt: owedAt(entries, one.destination) })),
    journal: entries.map(({ kind }) => kind),
  };
}

async function readJournal(get: VigieProcess["get"], id: string, after = 0): Promise<readonly Entry[]> {
  const page = journalSchema.parse(await get(`/api/v1/incidents/${id}/journal?limit=200&after=${after}`));
  return page.next === null ? page.entries : [...page.entries, ...(await readJournal(get, id, page.next))];
}

/** When the fact was stored that made the incident owe this destination the news. */
function owedAt(entries: readonly Entry[], destination: string): number {
  const names = (owed: unknown) =>
    owedSchema
      .catch([])
      .parse(owed)
      .some(({ id }) => id === destination);
  const entry = entries.find(({ data }) => names(data.owed) || names(data.added));
  if (!entry) throw new Error(`the journal does not say why ${destination} is told`);
  return entry.at;
}
