import { policyFaults } from "../../words/policy.ts";
import { importFaults as say } from "../../words/policy-import.ts";
import type { Path } from "../document/path.ts";
import type { Fields } from "../document/plain-data.ts";
import { type Matcher, matcherText, parseMatchers } from "../matching/matcher.ts";
import { type Bench, fieldsAt, textAt, textsAt } from "./bench.ts";

const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Whether a text can be a label's name. @see https://prometheus.io/docs/concepts/data_model/ (read 2026-11) */
export function isLabelName(text: string): boolean {
  return labelName.test(text);
}

/**
 * Reads `match:`, `match_re:` and `matchers:`, with a prefix for inhibitions (`source_`), as Alertmanager does: all of
 * them must hold.
 */
export function readMatch(fields: Fields, path: Path, bench: Bench, prefix = ""): readonly Matcher[] {
  const [equal, like, list] = [`${prefix}match`, `${prefix}match_re`, `${prefix}matchers`];
  const written = [
    ...Object.entries(fieldsAt(fields[equal], [...path, equal], bench)).map(([name, value]) => {
      const at = [...path, equal, name];
      return { at, name, op: "=" as const, value: textAt(value, at, bench) };
    }),
    ...Object.entries(fieldsAt(fields[like], [...path, like], bench)).flatMap(([name, value]) => {
      const at = [...path, like, name];
      if (value !== undefined && value !== null)
        return [{ at, name, op: "=~" as const, value: textAt(value, at, bench) }];
      bench.book.fault(at, say.noRegexp({ name }), { at: "key" });
      return [];
    }),
  ];
  const named = written.flatMap(({ at, ...matcher }) => {
    if (!isLabelName(matcher.name)) bench.book.fault(at, say.badLabelName({ name: matcher.name }), { at: "key" });
    return readOne(matcherText(matcher), at, bench);
  });
  const listed = textsAt(fields[list], [...path, list], bench).flatMap((text, at) =>
    readOne(text, [...path, list, at], bench),
  );
  return [...named, ...listed];
}

function readOne(text: string, at: Path, { book }: Bench): readonly Matcher[] {
  const parsed = parseMatchers(text);
  if (parsed.ok) return parsed.matchers;
  book.fault(at, policyFaults.badMatcher(parsed.fault));
  return [];
}
