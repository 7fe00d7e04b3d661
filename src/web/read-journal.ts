import type { Incident } from "../incident/incident.ts";
import { firstBreak, type JournalEntry } from "../incident/journal.ts";
import type { Store } from "../store/port.ts";

const chunk = 500;
/** Longer journals are checked and shown up to here. */
const entriesMax = 5_000;

/** A journal, oldest first, with what its hash chain says. */
export type ReadJournal = {
  readonly entries: readonly JournalEntry[];
  readonly chain: { readonly kind: "verified" | "too-long" } | { readonly kind: "broken"; readonly seq: number };
};

/** Reads the journal from its beginning and checks each link, up to the head that the incident's record names. */
export async function readJournal(store: Pick<Store, "journal">, incident: Incident): Promise<ReadJournal> {
  const entries: JournalEntry[] = [];
  while (entries.length < entriesMax) {
    const more = await store.journal(incident, entries.at(-1)?.seq ?? 0, chunk);
    entries.push(...more);
    if (more.length < chunk) return { entries, chain: checked(incident, entries) };
  }
  const broken = firstBreak(entries);
  return { entries, chain: broken === null ? { kind: "too-long" } : { kind: "broken", seq: broken } };
}

/** Entries written since the record was read are fine; one that the record knows and the journal lacks is not. */
function checked({ seq, head }: Incident, entries: readonly JournalEntry[]): ReadJournal["chain"] {
  const broken = firstBreak(entries);
  if (broken !== null) return { kind: "broken", seq: broken };
  return entries[seq - 1]?.hash === head ? { kind: "verified" } : { kind: "broken", seq };
}
