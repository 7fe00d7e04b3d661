import type { Change, Count } from "../port.ts";
import { maxWeight } from "./writer.ts";

type Item = Change | Count;

/** What one transaction takes of a commit, and its weight in alerts. */
export type Batch = { readonly items: readonly Item[]; readonly weight: number };

/** A commit as runs of at most `maxWeight`: one transaction, unless the commit is larger than that. */
export function inBatches(items: readonly Item[]): readonly Batch[] {
  const batches: { items: Item[]; weight: number }[] = [];
  for (const item of items) {
    const weight = weightOf(item);
    const last = batches.at(-1);
    if (last && last.weight + weight <= maxWeight) {
      last.items.push(item);
      last.weight += weight;
    } else batches.push({ items: [item], weight });
  }
  return batches;
}

/** A change writes about as much beside its alerts as 10 of them, a count as 4 (measured). */
function weightOf(item: Item): number {
  return item.kind === "change" ? 10 + item.alerts.length : 4 + item.items.length;
}
