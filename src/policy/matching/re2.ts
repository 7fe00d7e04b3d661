/** Why a regular expression is not run: RE2 would refuse it, only RE2 reads it so, or a text could keep it busy for hours. */
export type RegexpFault = "regexp" | "regexp-foreign" | "regexp-unsafe";

/**
 * Compiles one of RE2's regular expressions, as Alertmanager takes them, where it means the same in JavaScript. The whole
 * value must fit. `(?i)` at the start and `(?P<name>` are written as JavaScript writes them.
 *
 * @see https://github.com/google/re2/wiki/Syntax (2026-11-20)
 */
export function compileRegexp(source: string): RegExp | RegexpFault {
  const tokens = source.match(token) ?? [];
  const fault = tokens.map(faultOf).find((one) => one !== null);
  if (fault) return fault;
  const [, flags, rest = source] = /^\(\?([ims]+)\)(.*)$/s.exec(source) ?? [];
  const body = rest.replaceAll("(?P<", "(?<");
  const anchored = flags ? `^(?${flags}:${body})$` : `^(?:${body})$`;
  // The u flag refuses escapes such as `\-` and brackets alone, which RE2 accepts; without it `\p{L}` is plain text.
  const compiled = tryRegExp(anchored, "u") ?? tryRegExp(anchored, "");
  if (!compiled) return "regexp";
  if (!compiled.unicode && tokens.some((one) => /\\p\{/i.test(one))) return "regexp-foreign";
  return isUnsafe(tokens) ? "regexp-unsafe" : compiled;
}

function tryRegExp(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

/** Escapes, classes, groups, repetitions, and letters alone. */
const token =
  /\\(?:[pPx]\{[^}]*\}|.)|\[\^?\]?(?:\\.|[^\\\]])*\]?|\(\?(?:P?<\w+>|[\w-]*[:)]|.{0,2})|[*+?]\??|\{\d+(?:,\d*)?\}\??|./gsu;

/** What begins like this, the kind of fault that it is; the first that fits counts. */
const faults: readonly (readonly [RegExp, RegexpFault | null])[] = [
  [/^\\(?:[dDwWsSbBfnrtvx_]|[pP]\{\w+\}|\W)$/, null],
  [/^\\(?:[AzQECapP]|x\{)/, "regexp-foreign"],
  [/^\\/, "regexp"],
  [/^\[(?:\^?\]|.*\[:)/s, "regexp-foreign"],
  [/^\(\?(?:P?<\w+>|[ims]*(?:-[ims]+)?:)$/, null],
  [/^\(\?[imsU-]+[:)]$/, "regexp-foreign"],
  [/^\(\?/, "regexp"],
];

function faultOf(one: string, at: number): RegexpFault | null {
  if (at === 0 && /^\(\?[ims]+\)$/.test(one)) return null;
  const inside = one.startsWith("[") ? (one.slice(1).match(/\\(?:[pPx]\{[^}]*\}|.)/gs) ?? []) : [];
  const found = inside.map((escaped) => faultOf(escaped, 1)).find((fault) => fault !== null);
  if (found) return found;
  // RE2 repeats at most so often.
  if (/^\{/.test(one) && (one.match(/\d+/g) ?? []).some((count) => Number(count) > 1000)) return "regexp";
  return faults.find(([pattern]) => pattern.test(one))?.[1] ?? null;
}

/** A group that is open: whether it can be read in two ways, and with what its alternatives begin. */
type Group = { varies: boolean; starts: string[]; atStart: boolean };

/** How often a group may be repeated that can be read in two ways: the ways multiply with each round. */
const maxRounds = 4;

/**
 * Whether some text could be read in more ways than there is time to try: a group that is repeated and either repeats
 * something itself, or has alternatives that may begin alike. Refuses a few that would do no harm.
 */
function isUnsafe(tokens: readonly string[]): boolean {
  const open: Group[] = [newGroup()];
  let closed: Group | undefined;
  for (const one of tokens) {
    const group = open.at(-1) ?? newGroup();
    const rounds = roundsOf(one);
    if (rounds !== undefined) {
      if (closed && ambiguous(closed) && rounds.most > maxRounds) return true;
      group.varies ||= rounds.least !== rounds.most;
      closed = undefined;
      continue;
    }
    closed = undefined;
    if (one === "|") {
      begin(group, "");
      group.atStart = true;
    } else if (one.startsWith("(") && !one.endsWith(")")) {
      begin(group, "");
      open.push(newGroup());
    } else if (one === ")") {
      closed = open.pop();
      const around = open.at(-1);
      if (closed && around) around.varies ||= ambiguous(closed);
    } else begin(group, /^[\w\s-]$/.test(one) ? one.toLowerCase() : "");
  }
  return false;
}

const newGroup = (): Group => ({ varies: false, starts: [], atStart: true });

/** Notes with what an alternative begins: a plain letter, or "" for anything else. */
function begin(group: Group, start: string): void {
  if (group.atStart) group.starts.push(start);
  group.atStart = false;
}

function ambiguous({ varies, starts, atStart }: Group): boolean {
  const alike = starts.length > 1 && (starts.includes("") || new Set(starts).size < starts.length);
  return varies || alike || (atStart && starts.length > 0);
}

function roundsOf(one: string): { readonly least: number; readonly most: number } | undefined {
  if (/^[*+?]/.test(one)) return { least: one.startsWith("+") ? 1 : 0, most: one.startsWith("?") ? 1 : Infinity };
  const [, least, comma, most] = /^\{(\d+)(,?)(\d*)\}/.exec(one) ?? [];
  if (least === undefined) return undefined;
  return { least: Number(least), most: comma === "" ? Number(least) : most ? Number(most) : Infinity };
}
