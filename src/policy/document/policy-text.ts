import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  visit,
  type YAMLError,
} from "yaml";
import type { PolicyPlace } from "../../incident/judgement.ts";
import type { Locale } from "../../words/locale.ts";
import { policyFaults as say } from "../../words/policy.ts";
import { yamlFaults } from "../../words/yaml-faults.ts";
import { byPlace, faultBook, type PolicyError } from "../policy-error.ts";
import type { Locator, Path } from "./path.ts";

/** A policy file as plain data that still knows where each value stands. */
export type PolicyText = Locator & {
  readonly data: unknown;
  /** Where a rule stands, for reasons: the line of its key, or of its entry in a list. */
  readonly place: (path: Path) => PolicyPlace;
};

const maxBytes = 1024 * 1024;
/** Enough for any policy that people write; a file of nested aliases reaches it in milliseconds (YAML bomb). */
const maxNodes = 100_000;
const maxDepth = 64;

/** What a value that is neither list nor map is read as. */
export type ReadScalar = (scalar: Scalar) => unknown;

/**
 * Reads YAML 1.2 of at most 1 MiB into plain data. Aliases are followed, within 100,000 values and 64 levels in all.
 *
 * @param readScalar what YAML makes of it, by default
 * @returns the text, or what is wrong with it as YAML
 */
export function readPolicyText(
  text: string,
  file: string,
  locale: Locale,
  readScalar: ReadScalar = ({ value }) => value,
): { readonly ok: true; readonly text: PolicyText } | { readonly ok: false; readonly faults: readonly PolicyError[] } {
  const nowhere = faultBook({ file, locate: () => ({ line: 1, column: 1 }) }, locale);
  if (Buffer.byteLength(text) > maxBytes) nowhere.fault([], say.tooLarge());
  if (nowhere.faults.length > 0) return { ok: false, faults: nowhere.faults };

  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const broken = [...document.errors.slice(0, 1), ...keysTwice(document)].flatMap(({ pos, code, message }) => {
    const book = faultBook({ file, locate: () => at(pos[0]) }, locale);
    const [key = ""] = /^[^:\s]*/.exec(text.slice(pos[0], pos[0] + maxKey)) ?? [];
    const [reason = ""] = message.split("\n");
    book.fault([], yamlFaults[code]?.({ key, reason }) ?? say.notYaml({ reason }));
    return book.faults;
  });
  if (broken.length > 0) return { ok: false, faults: broken.sort(byPlace) };

  const data = plainData(document, readScalar);
  if (data === tooMuch) nowhere.fault([], say.tooManyValues());
  else if (data === null || data === undefined) nowhere.fault([], say.empty());
  if (nowhere.faults.length > 0) return { ok: false, faults: nowhere.faults };

  const locate: PolicyText["locate"] = (path, side = "value") => at(offsetOf(document, path, side));
  return {
    ok: true,
    text: {
      file,
      data,
      locate,
      place: (path) => ({ file, line: locate(path, typeof path.at(-1) === "string" ? "key" : "value").line }),
    },
  };
}

/** As much of a key as a fault shows. */
const maxKey = 100;

/**
 * The keys that stand twice in a block; the parser's own check compares each with each. Of all else that is wrong the
 * first says enough: a line at the wrong place makes nonsense of all below it.
 */
function keysTwice(document: Document): readonly Pick<YAMLError, "pos" | "code" | "message">[] {
  const found: Pick<YAMLError, "pos" | "code" | "message">[] = [];
  visit(document, {
    Map: (_key, { items }) => {
      const seen = new Set<string>();
      for (const { key } of items) {
        const at = startOf(key) ?? 0;
        if (seen.has(keyText(key))) found.push({ pos: [at, at], code: "DUPLICATE_KEY", message: "" });
        seen.add(keyText(key));
      }
    },
  });
  return found;
}

const tooMuch = Symbol("more values than a policy may hold");

/** Plain data without prototypes' names in the way: a key `__proto__` is a key like any other. */
function plainData(document: Document, readScalar: ReadScalar): unknown {
  let nodes = 0;
  const anchors = new Map<string, Node>();
  const walk = (node: unknown, depth: number): unknown => {
    nodes += 1;
    if (nodes > maxNodes || depth > maxDepth) throw tooMuch;
    if (isAlias(node)) return walk(anchors.get(node.source), depth + 1);
    if ((isSeq(node) || isMap(node) || isScalar(node)) && node.anchor) anchors.set(node.anchor, node);
    if (isSeq(node)) return node.items.map((item) => walk(item, depth + 1));
    if (!isMap(node)) return isScalar(node) ? readScalar(node) : null;
    const entries = node.items.map(({ key, value }) => [keyText(key), walk(value, depth + 1)] as const);
    return Object.fromEntries(entries);
  };
  try {
    return walk(document.contents, 0);
  } catch (reason) {
    if (reason === tooMuch) return tooMuch;
    throw reason;
  }
}

function keyText(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

/** Follows the path as far as it leads; maps that come through an alias are located where they are written. */
function offsetOf(document: Document, path: Path, side: "key" | "value"): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    const last = index === path.length - 1;
    const pair = isMap(node) ? node.items.find(({ key }) => keyText(key) === String(step)) : undefined;
    if (isSeq(node)) node = node.items[Number(step)];
    else if (pair) {
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
      if (last && side === "key") return offset;
    } else return offset;
    offset = startOf(node) ?? offset;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  const { range } = (node ?? {}) as Partial<Node>;
  return range?.[0];
}
