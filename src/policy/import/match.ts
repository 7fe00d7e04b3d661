import { policyFaults } from "../../words/policy.ts";
import { importFaults as say } from "../../words/policy-import.ts";
import type { Path } from "../document/path.ts";
import type { Fields } from "../document/plain-data.ts";
import { type Matcher, type MatcherFault, matcherText, parseMatchers } from "../matching/matcher.ts";
import { type Bench, fieldsAt, textAt, textsAt } from "./bench.ts";

/** Matchers of a route or of one side of an inhibition. */
export type ReadMatch = {
  readonly matchers: readonly Matcher[];
  /** Regular expressions that Alertmanager runs and Vigie does not, each with where it stands. */
  readonly beyond: readonly { readonly path: Path; readonly part: string }[];
};

const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Whether a text can be a label's name. @see https://prometheus.io/docs/concepts/data_model/ (read 2026-11) */
export function isLabelName(text: string): boolean {
  return labelName.test(text);
}

/**
 * Reads `match:`, `match_re:` and `matchers:`, with a prefix for inhibitions (`source_`), as Alertmanager does: all of
 * them must hold.
 */
export function readMatch(fields: Fields, path: Path, bench: Bench, prefix = ""): ReadMatch {
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
  const all = [...named, ...listed];
  return {
    matchers: all.flatMap((one) => ("name" in one ? [one] : [])),
    beyond: all.flatMap((one) => ("part" in one ? [one] : [])),
  };
}

type Beyond = ReadMatch["beyond"][number];

function readOne(text: string, at: Path, { book }: Bench): readonly (Matcher | Beyond)[] {
  const parsed = parseMatchers(text);
  if (parsed.ok) return parsed.matchers;
  if (isBeyond(parsed.fault)) return [{ path: at, part: parsed.fault.part }];
  book.fault(at, policyFaults.badMatcher(parsed.fault));
  return [];
}

/** RE2 runs repeated repetitions in linear time, and knows classes and escapes that we do not. */
function isBeyond({ reason }: MatcherFault): boolean {
  return reason === "regexp-unsafe" || reason === "regexp-foreign";
}
