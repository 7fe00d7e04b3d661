import { z } from "zod";
import { policyFaults as say } from "../../words/policy.ts";
import { actionFaults } from "../../words/policy-actions.ts";
import type { FaultBook } from "../policy-error.ts";
import type { Path } from "./path.ts";
import { kindOf, shownValue } from "./plain-data.ts";
import { notYet, policySchema } from "./schema.ts";
import { nearest } from "./suggest.ts";

type Issue = z.core.$ZodIssue;

/** A grammar whose keys are suggested, and those of its keys that are for a later version. */
type Grammar = { readonly schema: z.ZodType; readonly notYet: Readonly<Record<string, readonly string[]>> };
const ofPolicies: Grammar = { schema: policySchema, notYet };

/**
 * Writes down what the grammar does not allow, and repairs what can be repaired without guessing at the shape (unknown
 * keys, words that are no choice), so that the rest of the policy is looked at in the same go.
 *
 * @param data the policy as plain data; is changed by repairs
 * @param grammar the one of policies by default
 * @returns whether every issue was repaired
 */
export function reportIssues(
  issues: readonly Issue[],
  data: unknown,
  book: FaultBook,
  grammar: Grammar = ofPolicies,
): boolean {
  return issues.map((issue) => reportIssue(issue, data, book, grammar)).every((repaired) => repaired);
}

function reportIssue(issue: Issue, data: unknown, book: FaultBook, grammar: Grammar): boolean {
  const path = issue.path.filter((step) => typeof step !== "symbol");
  const found = valueAt(data, path);
  switch (issue.code) {
    case "unrecognized_keys":
      for (const key of issue.keys) {
        book.fault([...path, key], unknownKey(path, key, grammar), { at: "key" });
        if (isObject(found)) delete found[key];
      }
      return true;
    case "invalid_value":
      if (found === undefined) book.fault(path.slice(0, -1), say.missingKey({ key: String(path.at(-1)) }));
      else book.fault(path, wrongWord(found, issue.values));
      return setAt(data, path, issue.values[0]);
    case "invalid_type":
      book.fault(found === undefined ? path.slice(0, -1) : path, wrongType(issue.expected, found, path));
      return false;
    case "invalid_union":
      return reportUnion(issue, data, book, grammar);
    default:
      book.fault(path, bounds(issue, found));
      return false;
  }
}

/** A value that may be a text or keys with values: what is wrong is said of the shape that was written. */
function reportUnion(
  { path, errors }: z.core.$ZodIssueInvalidUnion,
  data: unknown,
  book: FaultBook,
  grammar: Grammar,
): boolean {
  const ofShape = errors.find(
    (issues) => !issues.some(({ code, path }) => code === "invalid_type" && path.length === 0),
  );
  const issues = (ofShape ?? errors[0] ?? []).map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
  return reportIssues(issues, data, book, grammar);
}

function unknownKey(path: Path, key: string, { schema, notYet }: Grammar) {
  const owner = path.length === 0 ? "policy" : path[0] === "route" ? "route" : "";
  if (notYet[owner]?.includes(key)) return say.notYet({ what: key });
  if (path.at(-1) === "rollback" && path[0] === "route" && isOvertaken(key)) return actionFaults.overtaken[key]();
  const known = keysAt(path, schema);
  // A secret that somebody wrote where a key belongs must not get into the fault.
  const shown = looksLikeSecret.test(key) ? "…" : key;
  return say.unknownKey({ key: shown, near: nearest(key, known), known });
}

function isOvertaken(key: string): key is keyof typeof actionFaults.overtaken {
  return Object.hasOwn(actionFaults.overtaken, key);
}

/** As long as a routing key or a token; no key of the grammar is. */
const looksLikeSecret = /[A-Za-z0-9_-]{30,}/;

function wrongWord(found: unknown, values: readonly unknown[]) {
  const known = values.map(String);
  const value = shownValue(found);
  return say.notOneOf({ value, near: nearest(value, known), known });
}

function wrongType(wanted: string, found: unknown, path: Path) {
  if (found === undefined) return say.missingKey({ key: String(path.at(-1)) });
  // The checklist prints [X] for what its reader must decide; unquoted it is a list (C-33).
  if (path.includes("criteria") && (found === null || (wanted === "string" && Array.isArray(found))))
    return actionFaults.blank();
  return say.wrongType({ wanted, found: kindOf(found) });
}

function bounds(issue: Issue, found: unknown) {
  if (issue.code === "too_big" && Array.isArray(found)) return say.tooMany({ max: Number(issue.maximum) });
  if (issue.code === "invalid_format") return say.badName({ value: shownValue(found) });
  return typeof found === "number" ? say.outOfRange() : say.emptyHere();
}

/** The keys that the grammar knows at a path. */
function keysAt(path: Path, grammar: z.ZodType): readonly string[] {
  let schema: unknown = grammar;
  for (const step of path) {
    const inner = unwrap(schema);
    if (inner instanceof z.ZodObject) schema = inner.shape[step] ?? inner.def.catchall;
    else if (inner instanceof z.ZodRecord) schema = inner.valueType;
    else if (inner instanceof z.ZodArray) schema = inner.element;
    else return [];
  }
  const last = unwrap(schema);
  return last instanceof z.ZodObject ? Object.keys(last.shape) : [];
}

function unwrap(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional) return unwrap(schema.unwrap());
  const shapes = schema instanceof z.ZodUnion ? schema.options : [schema];
  return shapes.find((shape) => shape instanceof z.ZodObject) ?? shapes[0];
}

/** Keys with values that a repair may change. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }, data);
}

function setAt(data: unknown, path: Path, value: unknown): boolean {
  const owner = valueAt(data, path.slice(0, -1));
  const key = path.at(-1);
  if (Array.isArray(owner)) owner[Number(key)] = value;
  else if (isObject(owner) && key !== undefined) owner[key] = value;
  else return false;
  return true;
}
