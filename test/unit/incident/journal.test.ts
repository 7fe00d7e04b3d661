import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chain, firstBreak, genesis, type JournalDraft, type JournalEntry } from "../../../src/incident/journal.ts";

const drafts: fc.Arbitrary<JournalDraft[]> = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 4_000_000_000_000 }),
    actor: fc.constantFrom("vigie", "source:drift"),
    kind: fc.string({ unit: "grapheme", maxLength: 12 }),
    data: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })),
  }),
  { minLength: 1, maxLength: 8 },
);
const start = { seq: 0, head: genesis };
/** As a store gives them back. */
const stored = (entries: readonly JournalEntry[]): JournalEntry[] => JSON.parse(JSON.stringify(entries));

describe("the chain of a journal", () => {
  it("verifies after it was stored and read, in however many commits it was written", () => {
    fc.assert(
      fc.property(drafts, fc.nat(8), (all, cut) => {
        const first = chain(start, all.slice(0, cut));
        const last = first.at(-1);
        const rest = chain(last ? { seq: last.seq, head: last.hash } : start, all.slice(cut));
        expect(stored([...first, ...rest])).toEqual(stored(chain(start, all)));
        expect(firstBreak(stored([...first, ...rest]))).toBeNull();
      }),
    );
  });

  it("is verified when it is empty", () => {
    expect(firstBreak([])).toBeNull();
  });

  it("shows where any one byte was changed", () => {
    fc.assert(
      fc.property(drafts, fc.nat(), fc.nat(), fc.nat(255), (all, at, where, byte) => {
        const entries = stored(chain(start, all));
        const index = at % entries.length;
        const before = Buffer.from(JSON.stringify(entries[index]));
        const after = Buffer.from(before);
        after[where % after.length] = byte;
        const changed = parsed(after.toString("utf8"));
        // A byte that breaks the JSON is found by whoever reads it, one that means the same is no change.
        if (changed === null || JSON.stringify(changed) === before.toString("utf8")) return;
        expect(firstBreak(entries.with(index, changed))).toBe(index + 1);
      }),
      { numRuns: 500 },
    );
  });

  const three = chain(
    start,
    ["opened", "alerts", "resolved"].map((kind) => ({ at: 1, actor: "vigie", kind, data: { kind } })),
  );
  const [one, two, last] = three;
  if (!one || !two || !last) throw new Error("three entries are needed");
  const [forgedTwo] = chain({ seq: 1, head: genesis }, [{ at: 1, actor: "vigie", kind: "alerts", data: {} }]);
  if (!forgedTwo) throw new Error("an entry is needed");

  it.each([
    ["an entry left out", [one, last], 2],
    ["the first left out", [two, last], 1],
    ["two in the other order", [one, last, two], 2],
    ["one twice", [one, one, two], 2],
    ["one that hangs on another chain, though its own hash is right", [one, forgedTwo, last], 2],
  ])("shows %s", (_what, entries, seq) => {
    expect(firstBreak(entries)).toBe(seq);
  });

  it("cannot show that entries were cut off at the end: the record's head does", () => {
    expect(firstBreak([one, two])).toBeNull();
    expect(two.hash).not.toBe(last.hash);
  });
});

function parsed(text: string): JournalEntry | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
