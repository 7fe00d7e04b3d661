import type { Change } from "../alert/change.ts";
import type { AlertRow, Group, Incident } from "../incident/incident.ts";
import type { JournalEntry } from "../incident/journal.ts";
import { BadCursor, type StoredIncident } from "./port.ts";

/**
 * Records are kept as the JSON that `JSON.stringify` gives: fields and journal kinds that this release does not know go
 * in and come out untouched (protocol 10.3).
 */
export const recordSchema = 1;

/** A record of a later release: this one may neither read it nor write over it. */
export class NewerRecord extends Error {
  override readonly name = "NewerRecord";
}

/** Reads an incident record. Throws `NewerRecord` for a schema that this release does not know. */
export function readIncident(text: string): Incident {
  const record: unknown = JSON.parse(text);
  if (isOwn<Incident>(record)) return record;
  throw newer("incident", record);
}

/** Reads a group record. Throws `NewerRecord` for a schema that this release does not know. */
export function readGroup(text: string): Group {
  const record: unknown = JSON.parse(text);
  if (isOwn<Group>(record)) return record;
  throw newer("group", record);
}

/** Reads an alert row; rows belong to an incident record and share its schema. */
export function readAlertRow(text: string): AlertRow {
  return JSON.parse(text);
}

/** Reads a marker of what changed. */
export function readChange(text: string): Change {
  return JSON.parse(text);
}

/** Reads the journal entries of one commit, of whatever kind. */
export function readEntries(text: string): readonly JournalEntry[] {
  return JSON.parse(text);
}

/** Reads one journal entry, of whatever kind. */
export function readEntry(text: string): JournalEntry {
  return JSON.parse(text);
}

/** The place of an incident in the list, newest `updatedAt` first, then highest number (protocol 4.6). */
export type ListPlace = { readonly updatedAt: number; readonly number: number };

/** The cursor that continues a list after `last`. */
export function cursorAfter(last: StoredIncident): string {
  return `${last.incident.updatedAt}-${last.number}`;
}

/** Reads what `cursorAfter` wrote. Throws `BadCursor` for another string. */
export function parseCursor(cursor: string): ListPlace {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(cursor);
  if (!match) throw new BadCursor("not a cursor of this list");
  return { updatedAt: Number(match[1]), number: Number(match[2]) };
}

/** The fast path: what this release wrote needs no parser, it was typed when it went in. */
function isOwn<T extends { readonly schema: 1 }>(record: unknown): record is T {
  return typeof record === "object" && record !== null && "schema" in record && record.schema === recordSchema;
}

function newer(what: string, record: unknown): NewerRecord {
  const schema = typeof record === "object" && record !== null && "schema" in record ? record.schema : undefined;
  return new NewerRecord(
    `A stored ${what} has schema ${String(schema)}, this release knows ${recordSchema}: run the newer release.`,
  );
}
