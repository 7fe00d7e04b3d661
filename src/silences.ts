import { z } from "zod";
import type { Judgement } from "./incident/judgement.ts";
import { covers, type Silence } from "./incident/silence.ts";
import type { Store } from "./store/port.ts";

/** The store's book of silences that have an end, one JSON each. */
const book = "silences";
/** What other replicas noted is known here so much later at most, in ms. */
const refreshEveryMs = 2_000;

const actor = z.object({ id: z.string(), name: z.string().exactOptional() });
const entrySchema: z.ZodType<Silence> = z.object({
  id: z.string(),
  scope: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("group"), groupId: z.string() }),
    z.object({ kind: z.literal("service"), service: z.string(), environment: z.string().exactOptional() }),
  ]),
  by: actor,
  at: z.number(),
  until: z.number().exactOptional(),
  why: z.string(),
  urgent: z.boolean(),
  alertmanager: z.string().exactOptional(),
});
type Entry = { readonly entry: string; readonly silence: Silence };

/** The silences in force, for every sender (behaviour 3). */
export type Silences = {
  /** Reads the book again where that is due; while the store is away, what is known stands (protocol 6: it fails open). */
  readonly refresh: () => Promise<void>;
  /** The judgement with the silence that covers it, where one does: of two, the one that lasts longer. */
  readonly applied: (judgement: Judgement) => Judgement;
  /** Those in force now, as read last. */
  readonly all: () => readonly Silence[];
  /** @throws StoreAway */
  readonly note: (silence: Silence) => Promise<void>;
  /** @throws StoreAway */
  readonly strike: (id: string) => Promise<void>;
};

export function createSilences({
  store,
  now,
}: {
  readonly store: Pick<Store, "note" | "notes" | "strike">;
  readonly now: () => number;
}): Silences {
  let known: readonly Entry[] = [];
  let readAt = Number.NEGATIVE_INFINITY;

  const read = async (): Promise<void> => {
    readAt = now();
    const entries = (await store.notes(book)).flatMap((entry) => readEntry(entry) ?? []);
    const over = entries.filter((one) => isOver(one.silence, readAt));
    known = entries.filter((one) => !over.includes(one));
    const struck = over.map(({ entry }) => entry);
    if (struck.length > 0) await store.strike(book, struck);
  };
  const all = () => known.map(({ silence }) => silence).filter((one) => !isOver(one, now()));

  return {
    refresh: async () => {
      const age = now() - readAt;
      // A clock that was set back reads again.
      if (age >= 0 && age < refreshEveryMs) return;
      await read().catch(() => {});
    },
    applied: (judgement) => {
      const { verdict, groupId, identity, team } = judgement;
      if (known.length === 0 || verdict.kind !== "severity") return judgement;
      const about = { groupId, identity, severity: verdict.severity, ...(team ? { team } : {}) };
      const [silence] = all()
        .filter((one) => covers(one, about))
        .toSorted((a, b) => (b.until ?? 0) - (a.until ?? 0));
      return silence === undefined ? judgement : { ...judgement, silence };
    },
    all,
    note: async (silence) => {
      if (all().some(({ id }) => id === silence.id)) return;
      await store.note(book, [JSON.stringify(silence)]);
      await read();
    },
    strike: async (id) => {
      const entries = (await store.notes(book)).filter((entry) => readEntry(entry)?.silence.id === id);
      if (entries.length > 0) await store.strike(book, entries);
      await read();
    },
  };
}

function isOver({ until }: Silence, now: number): boolean {
  return until === undefined || until <= now;
}

/** `undefined` for an entry of a later release, which stays as it is. */
function readEntry(entry: string): Entry | undefined {
  try {
    const silence = entrySchema.safeParse(JSON.parse(entry)).data;
    return silence && { entry, silence };
  } catch {
    return undefined;
  }
}
