import { type AlertRow, isOpen } from "../../incident/incident.ts";
import type { Change } from "../port.ts";
import { journalSpan } from "./schema.ts";

/** A change with its records as text: made before the transaction, so that the lock is held for writing alone. */
export type EncodedChange = {
  readonly kind: "change";
  readonly change: Change;
  readonly group: string;
  readonly incident: {
    readonly record: string;
    readonly uid: string;
    readonly ended: number;
    readonly updatedAt: number;
  } | null;
  readonly alerts: readonly { readonly row: AlertRow; readonly record: string }[];
  readonly entries: { readonly lastSeq: number; readonly record: string } | null;
};

/** Serialises a change. Throws for what is not JSON, such as a bigint: a bug of the caller. */
export function encodeChange(change: Change): EncodedChange {
  const { group, incident, alerts, entries } = change;
  const last = entries.at(-1);
  return {
    kind: "change",
    change,
    group: JSON.stringify(group),
    incident: incident && {
      record: JSON.stringify(incident),
      uid: incident.uid,
      ended: isOpen(incident) ? 0 : 1,
      updatedAt: incident.updatedAt,
    },
    alerts: alerts.map((row) => ({ row, record: JSON.stringify(row) })),
    entries: last ? { lastSeq: last.seq, record: JSON.stringify(entries) } : null,
  };
}

/** The key of the journal row that ends with entry `seq`. */
export function journalPlace(number: number, seq: number): number {
  return number * journalSpan + seq;
}
