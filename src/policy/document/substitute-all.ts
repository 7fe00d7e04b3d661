import { policyFaults as say } from "../../words/policy.ts";
import type { FaultBook } from "../policy-error.ts";
import type { Path } from "./path.ts";
import { substitute } from "./substitute.ts";

/** Where a variable may be missing, because the sandbox or a fallback stands in: read with the destinations. */
const holdPlaces = ["destinations", "teams"];
const places = new Set(["slack", "teams", "key", "escalate_to", "project"]);

function isReadLater(path: Path): boolean {
  return holdPlaces.includes(String(path[0])) && places.has(String(path.at(-1)));
}

/**
 * Puts the environment's values into every text of a policy, after YAML was read, so that no value can become structure.
 *
 * @param data plain data; it is copied
 */
export function substituteAll(
  data: unknown,
  lookUp: (name: string) => string | undefined,
  book: FaultBook,
  path: Path = [],
): unknown {
  if (Array.isArray(data)) return data.map((item, at) => substituteAll(item, lookUp, book, [...path, at]));
  if (typeof data === "object" && data !== null) {
    const entries = Object.entries(data).flatMap(([key, value]) => {
      // Whoever copies it key by key loses it without a word.
      if (key === "__proto__") book.fault([...path, key], say.noSuchName({ name: key }), { at: "key" });
      return key === "__proto__" ? [] : [[key, substituteAll(value, lookUp, book, [...path, key])] as const];
    });
    return Object.fromEntries(entries);
  }
  if (typeof data !== "string" || isReadLater(path)) return data;
  const { text, variables, missing, malformed } = substitute(data, lookUp);
  const set = variables.filter((name) => lookUp(name));
  if (set.length > 0) book.filledIn(path, set);
  if (malformed !== undefined) book.fault(path, say.variableMalformed({ found: malformed }));
  for (const name of missing) book.fault(path, say.variableMissing({ name }), { about: "environment" });
  return text;
}
