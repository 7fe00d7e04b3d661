import { hash } from "node:crypto";

/**
 * One line of an incident's journal (DESIGN 4). `hash` is SHA-256 over the previous hash and the entry's own fields, so
 * that a changed byte is found. `data` is plain JSON; kinds of later versions are kept untouched.
 */
export type JournalEntry = {
  /** Counts from 1 within the incident. */
  readonly seq: number;
  readonly at: number;
  /** `vigie`, `source:<kind>`, later people. */
  readonly actor: string;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly prevHash: string;
  readonly hash: string;
};

/** What `decide` writes; `chain` makes it an entry. */
export type JournalDraft = Pick<JournalEntry, "at" | "actor" | "kind" | "data">;

/** `prevHash` of the first entry. */
export const genesis = "0".repeat(64);

/**
 * Continues a journal.
 *
 * @param head last hash and seq so far; `{seq: 0, head: genesis}` at the start
 * @returns the drafts as entries, in order
 */
export function chain(
  head: { readonly seq: number; readonly head: string },
  drafts: readonly JournalDraft[],
): JournalEntry[] {
  let { seq, head: prevHash } = head;
  return drafts.map((draft) => {
    seq += 1;
    const entry = { seq, ...draft, prevHash, hash: entryHash(seq, draft, prevHash) };
    prevHash = entry.hash;
    return entry;
  });
}

/** Where a journal breaks: the first `seq` whose hash or link is wrong, or `null` when it verifies. */
export function firstBreak(entries: readonly JournalEntry[]): number | null {
  let prevHash = genesis;
  let seq = 0;
  for (const entry of entries) {
    seq += 1;
    if (entry.seq !== seq || entry.prevHash !== prevHash || entry.hash !== entryHash(seq, entry, prevHash)) return seq;
    prevHash = entry.hash;
  }
  return null;
}

function entryHash(seq: number, { at, actor, kind, data }: JournalDraft, prevHash: string): string {
  return hash("sha256", JSON.stringify([prevHash, seq, at, actor, kind, data]));
}
