import type { Locale } from "../../words/locale.ts";
import { policyFaults } from "../../words/policy.ts";
import type { NoteKind } from "../../words/policy-import.ts";
import { type Path, showPath } from "../document/path.ts";
import { type Fields, isFields, kindOf } from "../document/plain-data.ts";
import type { PolicyText } from "../document/policy-text.ts";
import { nearest } from "../document/suggest.ts";
import type { FaultBook } from "../policy-error.ts";

/** What became of something that stands in the Alertmanager configuration; lines count from 1. */
export type ImportNote = {
  readonly kind: NoteKind;
  readonly line: number;
  readonly path: string;
  readonly message: string;
};

/** What reading an Alertmanager configuration needs: where things stand, what is wrong, what people must know. */
export type Bench = {
  readonly book: FaultBook;
  readonly notes: readonly ImportNote[];
  readonly note: (kind: NoteKind, path: Path, said: Readonly<Record<Locale, string>>) => void;
};

/** Opens a bench for one configuration. Notes are never left out, however many. */
export function openBench(text: PolicyText, locale: Locale, book: FaultBook): Bench {
  const notes: ImportNote[] = [];
  return {
    book,
    notes,
    note: (kind, path, said) => {
      const { line } = text.locate(path, typeof path.at(-1) === "number" ? "value" : "key");
      notes.push({ kind, line, path: showPath(path), message: said[locale] });
    },
  };
}

/** Whether a key holds anything; an empty text is nothing, as in Alertmanager. */
export function isSet(fields: Fields, key: string): boolean {
  const value = fields[key];
  return value !== undefined && value !== null && value !== "";
}

/** Keys with values at a path; anything else is a fault, nothing at all is none, but for an entry of a list. */
export function fieldsAt(value: unknown, path: Path, { book }: Bench): Fields {
  if (isFields(value)) return value;
  const mayBeNothing = typeof path.at(-1) !== "number";
  if (!mayBeNothing || (value !== undefined && value !== null)) book.fault(path, wrongType("object", value));
  return {};
}

/** A list at a path; anything else is a fault, nothing at all is an empty one. */
export function listAt(value: unknown, path: Path, { book }: Bench): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value !== undefined && value !== null) book.fault(path, wrongType("array", value));
  return [];
}

/** A text at a path, "" for nothing; scalars are read as they were written. */
export function textAt(value: unknown, path: Path, { book }: Bench): string {
  if (typeof value === "string") return value;
  if (value !== undefined && value !== null) book.fault(path, wrongType("string", value));
  return "";
}

/** YAML 1.1, which Alertmanager reads, has more words for true than YAML 1.2. */
export function isTrue(value: unknown): boolean {
  return typeof value === "string" && /^(?:true|yes|on|y)$/i.test(value);
}

/** True or false at a path, false for nothing. */
export function truthAt(value: unknown, path: Path, bench: Bench): boolean {
  if (value === undefined || value === null) return false;
  const text = textAt(value, path, bench);
  if (!/^(?:true|yes|on|y|false|no|off|n)$/i.test(text)) bench.book.fault(path, wrongType("boolean", value));
  return isTrue(text);
}

/** A list of texts at a path. */
export function textsAt(value: unknown, path: Path, bench: Bench): readonly string[] {
  return listAt(value, path, bench).map((one, at) => textAt(one, [...path, at], bench));
}

/** Faults for keys that Alertmanager would not know either. */
export function checkKeys(fields: Fields, known: readonly string[], path: Path, { book }: Bench): void {
  for (const key of Object.keys(fields).filter((one) => !known.includes(one))) {
    book.fault([...path, key], policyFaults.unknownKey({ key, near: nearest(key, known), known }), { at: "key" });
  }
}

function wrongType(wanted: string, value: unknown) {
  return policyFaults.wrongType({ wanted, found: kindOf(value) });
}
