import { Document, isMap, isPair, isScalar, isSeq, visit } from "yaml";
import type { Locale } from "../../words/locale.ts";
import { importWords } from "../../words/policy-import.ts";
import { wordsOf } from "../../words/words.ts";
import { oneLine } from "../explain/one-line.ts";
import { identityNames } from "../subject.ts";
import type { ImportNote } from "./bench.ts";
import type { ProposedFamily } from "./read-inhibitions.ts";
import type { ImportedPlace } from "./to-destinations.ts";
import { type ImportedRoute, severityWords } from "./to-routes.ts";

/** What goes into the text of an imported policy. */
export type PolicyParts = {
  /** Where it comes from. */
  readonly file: string;
  readonly locale: Locale;
  readonly destinations: ReadonlyMap<string, readonly ImportedPlace[]>;
  readonly route: ImportedRoute;
  /** Parts of the identity that routes match on: read from the label of that name only. */
  readonly identity: readonly string[];
  readonly intervals: readonly unknown[];
  readonly families: readonly ProposedFamily[];
  readonly notes: readonly ImportNote[];
};

const noteKinds = ["notCarried", "byHand", "changed", "stays", "newer"] as const;
const flowKeys = [
  "tell",
  "group_by",
  "pagerduty",
  "jira",
  "mute_time_intervals",
  "active_time_intervals",
  "values",
  "otherwise",
];

/** Writes the policy as YAML, with everything that people must know of the import at its top. */
export function writePolicy(parts: PolicyParts): string {
  const words = importWords[parts.locale];
  const { identity, intervals } = parts;
  const sections: readonly (readonly [comment: readonly string[], content: Readonly<Record<string, unknown>>])[] = [
    [[...words.first(parts.file), ...noteLines(parts.notes, parts.locale)], { version: 1 }],
    [words.mode, {}],
    ...(identity.length > 0 ? [[words.identity, { identity: identityOf(identity) }] as const] : []),
    [words.severity, { severity: { labels: [{ label: "severity", values: severityWords }], otherwise: "warning" } }],
    ...(parts.families.length > 0 ? [[[...words.families, ...familyLines(parts.families)], {}] as const] : []),
    [words.environments, { environments: { otherwise: { page: "allowed" } } }],
    [words.destinations, { destinations: Object.fromEntries(parts.destinations) }],
    ...(intervals.length > 0 ? [[[], { time_intervals: intervals }] as const] : []),
    [words.route, { route: parts.route }],
  ];
  return sections.map(([comment, content]) => section(comment, content)).join("\n");
}

/** Exporters are passed over when `service` is read; a route that matches on one must still take it. */
function identityOf(names: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const labels = Object.fromEntries(names.map((name) => [name, [name]]));
  return names.includes("service") ? { ...labels, exporters: [] } : labels;
}

function section(comment: readonly string[], content: Readonly<Record<string, unknown>>): string {
  const lines = comment.map((line) => (line === "" ? "#\n" : `# ${oneLine(line)}\n`)).join("");
  return Object.keys(content).length > 0 ? `${lines}${yaml(content)}` : lines;
}

/** What people must know of an import, what is not carried over first, each kind under its heading. */
export function noteLines(notes: readonly ImportNote[], locale: Locale): readonly string[] {
  const { colon } = wordsOf(locale);
  return noteKinds.flatMap((kind) => {
    const ofKind = notes.filter((note) => note.kind === kind);
    if (ofKind.length === 0) return [];
    const lines = ofKind.map((note) => `  ${noteText(note, locale)}`);
    return ["", `${importWords[locale].headings[kind]}${colon.trimEnd()}`, ...lines];
  });
}

/** A note as people read it: where it stands in the Alertmanager configuration, and what became of it. */
function noteText({ line, path, message }: ImportNote, locale: Locale): string {
  return `${importWords[locale].line(line)} ${path}${wordsOf(locale).colon}${message}`;
}

function familyLines(families: readonly ProposedFamily[]): readonly string[] {
  return ["families:", ...families.map(({ name, alerts }) => `  ${name}: ${JSON.stringify(alerts)}`)];
}

function yaml(content: Readonly<Record<string, unknown>>): string {
  const document = new Document(escaped(content));
  visit(document, {
    Pair: (_key, { key, value }) => {
      const name = isScalar(key) ? key.value : undefined;
      if (!isMap(value) && !isSeq(value)) return;
      if (flowKeys.some((one) => one === name)) value.flow = true;
    },
    Seq: (_key, list, ancestors) => {
      const pair = ancestors.findLast(isPair);
      const name = isPair(pair) && isScalar(pair.key) ? pair.key.value : undefined;
      if (list.items.length === 0 || identityNames.some((one) => one === name)) list.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** A `${` that came from elsewhere is text; only variables that we name are variables. */
function escaped(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("${", () => "$${");
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== "object" || value === null) return value;
  if ("variable" in value && typeof value.variable === "string") return `\${${value.variable}}`;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escaped(inner)]));
}
