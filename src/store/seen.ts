import { z } from "zod";
import type { Store } from "./port.ts";

/** The books in which the service notes what alerts spoke of, so that `policy check` can compare (behaviour 2.7). */
export const seenBooks = {
  metrics: "seen-metrics",
  severities: "seen-severities",
  teams: "seen-teams",
  services: "seen-services",
} as const;
export type SeenBook = keyof typeof seenBooks;

/** What alerts spoke of since the installation began; each list is bounded by what a book holds. */
export type SeenSoFar = {
  /** Metrics that were measured, with the service as the policy calls it; `null` where none is known. */
  readonly metrics: readonly { readonly service: string | null; readonly metric: string }[];
  /** Words for a severity, with the kind of sender and the label that carried them. */
  readonly severities: readonly { readonly source: string; readonly label: string; readonly value: string }[];
  /** Values of the label `team`. */
  readonly teams: readonly string[];
  /** Services of alerts without a label `team`. */
  readonly services: readonly string[];
};

const metricEntry = z.tuple([z.string().nullable(), z.string()]);
const severityEntry = z.tuple([z.string(), z.string(), z.string()]);

/** Writes the entry of a book that `readSeen` reads. */
export const seenEntry = {
  metrics: (service: string | null, metric: string) => JSON.stringify([service, metric]),
  severities: (source: string, label: string, value: string) => JSON.stringify([source, label, value]),
} as const;

/**
 * Reads the books of what was seen. Entries of a later release that cannot be read are passed over.
 *
 * @throws StoreAway
 */
export async function readSeen(store: Pick<Store, "notes">): Promise<SeenSoFar> {
  const [metrics, severities, teams, services] = await Promise.all([
    store.notes(seenBooks.metrics),
    store.notes(seenBooks.severities),
    store.notes(seenBooks.teams),
    store.notes(seenBooks.services),
  ]);
  return {
    metrics: entriesOf(metrics, metricEntry).map(([service, metric]) => ({ service, metric })),
    severities: entriesOf(severities, severityEntry).map(([source, label, value]) => ({ source, label, value })),
    teams,
    services,
  };
}

function entriesOf<Entry>(written: readonly string[], schema: z.ZodType<Entry>): readonly Entry[] {
  return written.flatMap((one) => {
    const json = z.string().transform(toJson).safeParse(one);
    const read = schema.safeParse(json.data);
    return read.success ? [read.data] : [];
  });
}

function toJson(text: string, ctx: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    ctx.addIssue({ code: "custom", message: "not JSON" });
    return z.NEVER;
  }
}
