import type { Locale } from "../words/locale.ts";
import { type Said, policyFaults as say } from "../words/policy.ts";
import { type Locator, type Path, showPath } from "./document/path.ts";

/**
 * What is wrong in a policy, where, and what to write instead. Never holds a value that came from the environment, nor a
 * routing key. Lines and columns count from 1.
 */
export type PolicyError = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `destinations.chat[0].slack`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
  readonly hint: string;
  /** `environment`: the file is right, a variable or credential is not set. */
  readonly about: "policy" | "environment";
  /** A warning that `policy check --production` takes for a fault. */
  readonly inProduction?: "fails";
};

type Options = {
  readonly at?: "key" | "value";
  /** It repeats nothing of what is written there, so it is said as it is, also where a variable was put in. */
  readonly repeats?: "nothing";
} & Partial<Pick<PolicyError, "about" | "inProduction">>;

/** Collects what is wrong and what is odd while a policy is compiled, in the language of whoever reads it. */
export type FaultBook = {
  readonly faults: PolicyError[];
  readonly warnings: PolicyError[];
  readonly fault: (path: Path, said: Said, options?: Options) => void;
  readonly warn: (path: Path, said: Said, options?: Options) => void;
  /** Notes that a text is what variables hold: what is found wrong there names them, and never what they hold. */
  readonly filledIn: (path: Path, variables: readonly string[]) => void;
  /** Whether something was found wrong just there: what depends on it is not judged before it is right. */
  readonly isFaulty: (path: Path) => boolean;
  /** Whether something was found wrong inside of there. */
  readonly isFaultyWithin: (path: Path) => boolean;
  /** Whether a text is, wholly or in part, what a variable holds. */
  readonly isFilledIn: (path: Path) => boolean;
};

/** Nobody reads further; a file of garbage must not keep a start busy. */
const maxFaults = 500;

/** Opens a fault book for one policy text. */
export function faultBook(text: Locator, locale: Locale): FaultBook {
  const faults: PolicyError[] = [];
  const warnings: PolicyError[] = [];
  const filled = new Map<string, readonly string[]>();
  const isUnset = (shown: string) => faults.some((one) => one.about === "environment" && one.path === shown);
  const into =
    (list: PolicyError[]): FaultBook["fault"] =>
    (path, said, { at = "value", about = "policy", repeats, ...more } = {}) => {
      if (list.length >= maxFaults) return;
      const shown = showPath(path);
      // What a variable would hold is not judged before it is set.
      if (about === "policy" && repeats !== "nothing" && isUnset(shown)) return;
      const variables = about === "policy" && repeats !== "nothing" ? filled.get(shown) : undefined;
      const [message, hint] = (variables ? say.badValueOf({ variables }) : said)[locale];
      list.push({ file: text.file, ...text.locate(path, at), path: shown, message, hint, about, ...more });
    };
  const isFaulty = (path: Path) => faults.some((fault) => fault.path === showPath(path));
  const isFaultyWithin = (path: Path) => faults.some((fault) => fault.path.startsWith(`${showPath(path)}.`));
  return {
    faults,
    warnings,
    fault: into(faults),
    warn: into(warnings),
    filledIn: (path, variables) => filled.set(showPath(path), variables),
    isFaulty,
    isFaultyWithin,
    isFilledIn: (path) => filled.has(showPath(path)),
  };
}

/** Orders faults as they stand in a file. */
export function byPlace(a: PolicyError, b: PolicyError): number {
  return a.line - b.line || a.column - b.column;
}

/** Orders faults file by file, in the order in which the files were read. */
export function byFile(files: readonly string[]): (a: PolicyError, b: PolicyError) => number {
  return (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || byPlace(a, b);
}
