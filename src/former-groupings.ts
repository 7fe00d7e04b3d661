import { z } from "zod";
import type { Alert } from "./alert/alert.ts";
import type { GroupPlace, Judging } from "./intake/former-groups.ts";
import { jsonIn } from "./json-in.ts";
import { compileGrouping, type Grouping } from "./policy/grouping.ts";
import type { Store } from "./store/port.ts";

/** The groupings that were in force, each once, with the time from which it last was: one JSON each. */
const book = "groupings";
/** So many of the newest are looked at (ADR 14). */
const groupingsMax = 32;

const noteSchema = z.object({ at: z.number(), grouping: z.string() });
type Noted = { readonly entry: string; readonly note: z.infer<typeof noteSchema> };

/** The groupings that open incidents may have been opened with (protocol 10.1), kept in the store. */
export type FormerGroupings = {
  /** Where groupings other than this one put an alert; `null` where there are none. */
  readonly besides: (grouping: string) => Promise<Judging["formerGroups"]>;
  /** Notes that this grouping is in force from `now` on, in ms, unless it is already; forgets what is too old. */
  readonly note: (grouping: string, now: number) => Promise<void>;
};

export function createFormerGroupings(store: Pick<Store, "note" | "notes" | "strike">): FormerGroupings {
  let compiled = new Map<string, Grouping | null>();

  const newestFirst = async (): Promise<readonly Noted[]> => {
    const noted = (await store.notes(book)).flatMap((entry) => readNote(entry) ?? []);
    return noted.toSorted((a, b) => b.note.at - a.note.at);
  };
  const others = (noted: readonly Noted[], grouping: string) =>
    [...new Set(noted.map(({ note }) => note.grouping))].filter((one) => one !== grouping);

  return {
    besides: async (grouping) => {
      const former = others(await newestFirst(), grouping).slice(0, groupingsMax);
      compiled = new Map(former.map((one) => [one, compiled.get(one) ?? compileGrouping(one)]));
      const groupings = [...compiled.values()].filter((one) => one !== null);
      return groupings.length === 0 ? null : (alert, present) => groupsBy(groupings, alert, present);
    },
    note: async (grouping, now) => {
      const noted = await newestFirst();
      const isInForce = noted[0]?.note.grouping === grouping;
      if (!isInForce) await store.note(book, [JSON.stringify({ at: now, grouping } satisfies Noted["note"])]);
      const kept = new Set(others(noted, grouping).slice(0, groupingsMax));
      const outdated = noted.filter(({ note }, at) => (at > 0 || !isInForce) && !kept.delete(note.grouping));
      if (outdated.length > 0)
        await store.strike(
          book,
          outdated.map(({ entry }) => entry),
        );
    },
  };
}

function groupsBy(groupings: readonly Grouping[], alert: Alert, present: string): readonly GroupPlace[] {
  const groups = new Map<string, GroupPlace>();
  for (const { groupOf } of groupings) {
    const { groupId, groupKey } = groupOf(alert);
    if (groupId !== present) groups.set(groupId, { groupId, groupKey });
  }
  return [...groups.values()];
}

/** `undefined` for an entry of a later release, which stays as it is. */
function readNote(entry: string): Noted | undefined {
  const note = noteSchema.safeParse(jsonIn(entry)).data;
  return note && { entry, note };
}
