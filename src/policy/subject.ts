import type { Alert } from "../alert/alert.ts";
import type { Identity } from "../incident/identity.ts";
import { policyFaults as say } from "../words/policy.ts";
import type { Path } from "./document/path.ts";
import { labelOf } from "./identity.ts";
import { type Matcher, matcherTest, parseMatchers } from "./matching/matcher.ts";
import type { FaultBook } from "./policy-error.ts";

/** An alert and who it is about: what matchers and `group_by` look at. */
export type Subject = { readonly alert: Alert; readonly identity: Identity };

/** Names that mean the identity, whatever the sender's label of that name says (behaviour 9). */
export const identityNames = ["environment", "service", "model", "family", "source"] as const;

type Reader = (subject: Subject) => string;

const identityReaders: Readonly<Record<string, Reader>> = {
  environment: ({ identity }) => identity.environment,
  service: ({ identity }) => identity.service ?? "",
  model: ({ identity }) => identity.model ?? "",
  family: ({ identity }) => identity.family,
  source: ({ alert }) => alert.source,
} satisfies Record<(typeof identityNames)[number], Reader>;

/** Reads a name of a matcher or of `group_by`: the identity's part, else the sender's label; "" when absent. */
export function readerOf(name: string): Reader {
  const own = Object.hasOwn(identityReaders, name) ? identityReaders[name] : undefined;
  return own ?? (({ alert }) => labelOf(alert, name));
}

export type CompiledMatch = {
  readonly matchers: readonly Matcher[];
  /** Whether all of them match; a list of none matches everything. */
  readonly test: (subject: Subject) => boolean;
};

/** Compiles a `match:` list; each entry may hold several matchers. */
export function compileMatch(written: readonly string[], path: Path, book: FaultBook): CompiledMatch {
  const matchers = written.flatMap((text, at) => {
    const parsed = parseMatchers(text);
    if (parsed.ok) return parsed.matchers;
    book.fault([...path, at], say.badMatcher(parsed.fault));
    return [];
  });
  const tests = matchers.map((matcher) => {
    const read = readerOf(matcher.name);
    const test = matcherTest(matcher);
    return (subject: Subject) => test(read(subject));
  });
  return { matchers, test: (subject) => tests.every((test) => test(subject)) };
}
