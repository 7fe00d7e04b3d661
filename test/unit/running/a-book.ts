import type { Store } from "../../../src/store/port.ts";

/** One book of a store, in memory. */
export function aBook(noted: readonly string[] = []) {
  const book = new Set(noted);
  const store: Pick<Store, "note" | "notes" | "strike"> = {
    note: async (_, entries) => {
      for (const one of entries) book.add(one);
    },
    notes: async () => [...book].sort(),
    strike: async (_, entries) => {
      for (const one of entries) book.delete(one);
    },
  };
  return { store, entries: () => [...book].sort() };
}
