import { type Change, type ChangedThing, thingsOf } from "../alert/change.ts";
import { type MarkRequest, ranks } from "../incident/mark.ts";
import type { Store } from "../store/port.ts";

/** Things of which changes came in and whose incidents are still to be looked at. */
export const changedBook = "changed";
/** The job that looks at them (`look-again.ts`). */
export const changesJob = "changes";

const jobMark: MarkRequest = {
  ...{ subject: { kind: "job", job: changesJob }, lane: "background", rank: ranks.rest, dueAt: 0 },
};

export type ChangeIntakeDeps = {
  readonly store: Pick<Store, "addChanges" | "note" | "notes" | "strike" | "mark">;
  readonly newId: () => string;
  /** Called when a job was asked for. */
  readonly marked: () => void;
};

/** The one door for what changed. */
export type ChangeIntake = {
  /**
   * Keeps changes, and asks for another look at the open incidents of what they are about; what is known already asks for
   * nothing. Resolves when all is durable; answers those that were new.
   *
   * @throws StoreAway when any of it is not; the sender shall send again
   */
  accept(changes: readonly Change[]): Promise<readonly Change[]>;
};

export function createChangeIntake({ store, newId, marked }: ChangeIntakeDeps): ChangeIntake {
  return {
    accept: async (changes) => {
      if (changes.length === 0) return [];
      // Noted before they are kept: a process that dies in between asks for one look too many, never for one too few.
      const nonce = newId();
      const noted = entriesOf(changes, nonce);
      await store.note(changedBook, noted);
      const added = await store.addChanges(changes);
      const changed = new Set(entriesOf(added, nonce));
      await store.strike(
        changedBook,
        noted.filter((entry) => !changed.has(entry)),
      );
      // What a process that died left there is looked at too.
      if (changed.size === 0 && (await store.notes(changedBook)).length === 0) return added;
      await store.mark([jobMark]);
      marked();
      return added;
    },
  };
}

/** An entry of the book for each thing; each request strikes only its own. */
function entriesOf(changes: readonly Change[], nonce: string): readonly string[] {
  return [...new Set(changes.flatMap(thingsOf).map(({ kind, id }) => `${nonce} ${kind}:${id}`))];
}

/** Asks every open incident to look again: what may be done by itself is another than before. */
export async function lookAgainAtAll({ store, newId, marked }: Omit<ChangeIntakeDeps, "store"> & AskedStore) {
  await store.note(changedBook, [`${newId()} ${everything}`]);
  await store.mark([jobMark]);
  marked();
}

/** What the policy is called in the store with which open incidents looked around last. */
const lookedWith = "looked-with";

/**
 * Asks every open incident to look again where another policy is in force than when they looked: an action that it declares,
 * or no longer, is news to what is open (behaviour 9). Whoever dies in between asks once more.
 */
export async function lookAgainWith(policyHash: string, deps: PolicyLookDeps): Promise<void> {
  const before = await deps.store.kept(lookedWith);
  if (before === policyHash) return;
  await lookAgainAtAll(deps);
  await deps.store.swap(lookedWith, before, policyHash);
}

type PolicyLookDeps = Omit<ChangeIntakeDeps, "store"> & {
  readonly store: Pick<Store, "note" | "mark" | "kept" | "swap">;
};
type AskedStore = { readonly store: Pick<Store, "note" | "mark"> };
const everything = "everything";

/** Whether an entry of the book asks for all incidents. */
export function isEverything(entry: string): boolean {
  return entry.endsWith(` ${everything}`);
}

/** Reads an entry of the book; `null` for one that another release wrote. */
export function notedThing(entry: string): ChangedThing | null {
  const [, kind, id] = /^\S+ (service|model):(.+)$/s.exec(entry) ?? [];
  return id !== undefined && (kind === "service" || kind === "model") ? { kind, id } : null;
}
