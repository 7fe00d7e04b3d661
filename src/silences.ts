import { z } from "zod";
import type { Judgement } from "./incident/judgement.ts";
import { covers, type Silence } from "./incident/silence.ts";
import { jsonIn } from "./json-in.ts";
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
/** Stands for a silence that was ended early, until its time is over: who has not heard of that must not note it again. */
const struckSchema = z.object({ struck: z.string(), until: z.number() });
type Entry = { readonly entry: string; readonly until: number | undefined } & (
  | { readonly silence: Silence }
  | { readonly struck: string }
);

/** The silences in force, for every sender (behaviour 3). */
export type Silences = {
  /** Reads the book again where that is due; while the store is away, what is known stands (protocol 6: it fails open). */
  readonly refresh: () => Promise<void>;
  /** The judgement with the silence that covers it, where one does: of two, the one that lasts longer. */
  readonly applied: (judgement: Judgement) => Judgement;
  /** Those in force now, as read last. */
  readonly all: () => readonly Silence[];
  /**
   * @returns whether it is in force; not where somebody ended it since
   * @throws StoreAway
   */
  readonly note: (silence: Silence) => Promise<boolean>;
  /** @throws StoreAway */
  readonly strike: (id: string) => Promise<void>;
};

/** Opens the book of silences; it is read when it is refreshed first. */
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
    const over = entries.filter((one) => isOver(one, readAt));
    known = entries.filter((one) => !over.includes(one));
    const struck = over.map(({ entry }) => entry);
    if (struck.length > 0) await store.strike(book, struck);
  };
  const all = () => known.flatMap((one) => ("silence" in one ? one.silence : [])).filter((one) => !isOver(one, now()));

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
      await read();
      if (known.some((one) => "struck" in one && one.struck === silence.id)) return false;
      if (all().some(({ id }) => id === silence.id)) return true;
      await store.note(book, [JSON.stringify(silence)]);
      await read();
      return true;
    },
    strike: async (id) => {
      await read();
      const found = known.filter((one) => "silence" in one && one.silence.id === id);
      if (found.length === 0) return;
      await store.note(book, [JSON.stringify({ struck: id, until: found[0]?.until })]);
      await store.strike(
        book,
        found.map(({ entry }) => entry),
      );
      await read();
    },
  };
}

function isOver({ until }: { readonly until?: number | undefined }, now: number): boolean {
  return until === undefined || until <= now;
}

/** `undefined` for an entry of a later release, which stays as it is. */
function readEntry(entry: string): Entry | undefined {
  const value = jsonIn(entry);
  const struck = struckSchema.safeParse(value).data;
  if (struck) return { entry, ...struck };
  const silence = entrySchema.safeParse(value).data;
  return silence && { entry, silence, until: silence.until };
}
