import { policyFaults } from "../../words/policy.ts";
import { actionFaults as say } from "../../words/policy-actions.ts";
import type { Path } from "../document/path.ts";
import type { FaultBook } from "../policy-error.ts";
import { parseBand } from "../severity/band.ts";
import { parseDuration } from "../time/duration.ts";
import { placeholderShape } from "./placeholders.ts";

/** A duration in ms; what is none is in the book, and 0. */
export function durationIn(value: string, path: Path, book: FaultBook): number {
  const durationMs = parseDuration(value);
  if (durationMs === null) book.fault(path, policyFaults.badDuration({ value }));
  return durationMs ?? 0;
}

/** `[X]` and `[Y]`, as the checklist prints them, and what people write for "to be decided". */
const blank = /\[\s*[A-Z]\s*\]|^\W*(?:tbd|todo|x)?\W*$/i;

/** Writes down what is no comparison; a blank that was never filled in is said as such (C-33). */
export function checkBand(value: string, path: Path, book: FaultBook): void {
  if (parseBand(value, "value") !== null) return;
  book.fault(path, blank.test(value) ? say.blank() : policyFaults.badBand({ value }));
}

/** Writes down an address that may not be called: credentials stand in variables, never in an address. */
export function checkUrl(value: string | undefined, path: Path, book: FaultBook): void {
  if (value === undefined || book.isFaulty(path)) return;
  const url = URL.parse(value);
  const isHttp = url?.protocol === "http:" || url?.protocol === "https:";
  const [placeholder] = value.match(placeholderShape) ?? [];
  if (placeholder !== undefined) book.fault(path, say.placeholderInUrl({ placeholder }));
  else if (!isHttp || url.username !== "" || url.password !== "")
    book.fault(path, say.badUrl(), { repeats: "nothing" });
}

const dateShape = /^\d{4}-\d{2}-\d{2}$/;

/** The beginning of a day in UTC, in ms since the epoch; what is none is in the book. */
export function dateIn(value: string, path: Path, book: FaultBook): number | undefined {
  const at = dateShape.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  // Date.parse takes 31 February for 3 March.
  if (Number.isFinite(at) && new Date(at).toISOString().startsWith(value)) return at;
  book.fault(path, say.badDate({ value }));
  return undefined;
}
