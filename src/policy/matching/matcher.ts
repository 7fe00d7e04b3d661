import { compileRegexp } from "./re2.ts";

/** One comparison of a label, as Alertmanager writes it: `team="security"`, `job=~"api.*"`. */
export type Matcher = { readonly name: string; readonly op: "=" | "!=" | "=~" | "!~"; readonly value: string };

/** Why a text is not a list of matchers; `part` is the piece that is wrong. */
export type MatcherFault = {
  readonly reason: "format" | "quote" | "regexp";
  readonly part: string;
};

export type ParsedMatchers =
  | { readonly ok: true; readonly matchers: readonly Matcher[] }
  | { readonly ok: false; readonly fault: MatcherFault };

const format = /^[\t\n\f\r ]*([a-zA-Z_:][a-zA-Z0-9_:]*)[\t\n\f\r ]*(=~|=|!=|!~)[\t\n\f\r ]*(.*?)[\t\n\f\r ]*$/s;

/**
 * Reads matchers by the rules of Alertmanager's classic parser: optional braces, commas between, quotes optional.
 *
 * @returns the matchers in order, `[]` for none; else the first fault
 * @see https://github.com/prometheus/alertmanager/blob/main/pkg/labels/parse.go (read 2026-11)
 */
export function parseMatchers(text: string): ParsedMatchers {
  const matchers: Matcher[] = [];
  for (const token of tokens(text.replace(/^\{/, "").replace(/\}$/, ""))) {
    const parsed = parseMatcher(token);
    if ("reason" in parsed) return { ok: false, fault: parsed };
    matchers.push(parsed);
  }
  return { ok: true, matchers };
}

/** Splits at commas outside of quotes; a rest of blanks is none. */
function tokens(text: string): string[] {
  const found: string[] = [];
  let insideQuotes = false;
  let escaped = false;
  let token = "";
  for (const letter of text) {
    if (letter === "," && !insideQuotes) {
      found.push(token);
      token = "";
      continue;
    }
    if (letter === '"' && !escaped) insideQuotes = !insideQuotes;
    escaped = letter === "\\" && !escaped;
    token += letter;
  }
  return token.trim() === "" ? found : [...found, token.trim()];
}

function parseMatcher(token: string): Matcher | MatcherFault {
  const [, name = "", op, raw = ""] = format.exec(token) ?? [];
  if (op !== "=" && op !== "!=" && op !== "=~" && op !== "!~") return { reason: "format", part: token };
  const value = unescaped(raw);
  if (value === null) return { reason: "quote", part: raw };
  const isRegexp = op === "=~" || op === "!~";
  return isRegexp && !compileRegexp(value) ? { reason: "regexp", part: value } : { name, op, value };
}

/** Takes quotes and escapes away; `null` where a quote stands alone. A spurious backslash is kept, as Alertmanager does. */
function unescaped(raw: string): string | null {
  const quoted = raw.startsWith('"');
  const body = quoted ? raw.slice(1) : raw;
  let value = "";
  for (let at = 0; at < body.length; at += 1) {
    const letter = body.charAt(at);
    const next = body.charAt(at + 1);
    if (letter === '"') return quoted && at === body.length - 1 ? value : null;
    if (letter !== "\\" || next === "") {
      value += letter;
      continue;
    }
    value += next === "n" ? "\n" : next === '"' || next === "\\" ? next : `\\${next}`;
    at += 1;
  }
  return quoted ? null : value;
}

/** Compiles a matcher to a test of the label's value; a label that is absent has the value "". */
export function matcherTest({ op, value }: Matcher): (actual: string) => boolean {
  if (op === "=") return (actual) => actual === value;
  if (op === "!=") return (actual) => actual !== value;
  const fits = compileRegexp(value);
  if (!fits) throw new Error(`\`${value}\` is not a regular expression`);
  return op === "=~" ? fits : (actual) => !fits(actual);
}

/** Writes a matcher as Alertmanager and `parseMatchers` read it: `team="security"`. */
export function matcherText({ name, op, value }: Matcher): string {
  const escaped = value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
  return `${name}${op}"${escaped}"`;
}
