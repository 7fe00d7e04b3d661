import { z } from "zod";

const node = z.looseObject({
  type: z.string(),
  content: z.array(z.unknown()).optional(),
  text: z.unknown().optional(),
  attrs: z.record(z.string(), z.unknown()).optional(),
  marks: z.array(z.looseObject({ type: z.string(), attrs: z.record(z.string(), z.unknown()).optional() })).optional(),
});
type Node = z.infer<typeof node>;

const inline = ["text", "hardBreak", "date", "emoji", "mention", "inlineCard", "status"];
const listItemBlocks = ["paragraph", "bulletList", "orderedList", "codeBlock"];
const topBlocks = [
  "paragraph",
  "heading",
  "bulletList",
  "orderedList",
  "panel",
  "codeBlock",
  "blockquote",
  "rule",
  "table",
  "expand",
];

type Rule = {
  /** Kinds of children; none: a leaf. */
  readonly children?: readonly string[];
  readonly atLeastOne?: true;
  readonly attrs?: readonly string[];
};

/** What may stand in what: the part of the Atlassian Document Format that issues are written with. */
const rules: Readonly<Record<string, Rule>> = {
  doc: { children: topBlocks },
  paragraph: { children: inline },
  heading: { children: inline, attrs: ["level"] },
  bulletList: { children: ["listItem"], atLeastOne: true },
  orderedList: { children: ["listItem"], atLeastOne: true },
  listItem: { children: listItemBlocks, atLeastOne: true },
  panel: { children: ["paragraph", "heading", "bulletList", "orderedList"], atLeastOne: true, attrs: ["panelType"] },
  codeBlock: { children: ["text"] },
  blockquote: { children: ["paragraph", "bulletList", "orderedList", "codeBlock"], atLeastOne: true },
  expand: { children: topBlocks.filter((type) => type !== "expand"), atLeastOne: true },
  table: { children: ["tableRow"], atLeastOne: true },
  tableRow: { children: ["tableCell", "tableHeader"] },
  tableCell: { children: topBlocks },
  tableHeader: { children: topBlocks },
  text: {},
  hardBreak: {},
  rule: {},
  date: { attrs: ["timestamp"] },
  emoji: { attrs: ["shortName"] },
  mention: { attrs: ["id"] },
  inlineCard: {},
  status: { attrs: ["text", "color"] },
};
const marks = ["strong", "em", "code", "link", "strike", "underline", "textColor", "subsup", "backgroundColor"];

/** Where a document breaks the format, as a path; `null` when it keeps it. */
export function adfFault(document: unknown): string | null {
  const read = node.safeParse(document);
  if (!read.success || read.data.type !== "doc" || read.data.version !== 1 || !read.data.content) return "doc";
  return faultIn(read.data, "doc");
}

function faultIn(one: Node, path: string): string | null {
  const rule = rules[one.type];
  if (!rule || rule.attrs?.some((name) => one.attrs?.[name] === undefined)) return path;
  if (one.type === "text") return textFault(one, path);
  const content = one.content ?? [];
  if (content.length > 0 && !rule.children) return path;
  if (content.length === 0 && rule.atLeastOne) return path;
  for (const [at, child] of content.entries()) {
    const read = node.safeParse(child);
    const place = `${path}.content[${at}]`;
    if (!read.success || !rule.children?.includes(read.data.type)) return place;
    const fault = faultIn(read.data, place);
    if (fault !== null) return fault;
  }
  return null;
}

function textFault({ text, marks: drawn = [] }: Node, path: string): string | null {
  if (typeof text !== "string" || text === "") return path;
  const isKnown = drawn.every(
    ({ type, attrs }) => marks.includes(type) && (type !== "link" || typeof attrs?.href === "string"),
  );
  return isKnown ? null : `${path}.marks`;
}
