/** What of the Atlassian Document Format is used here. */
export type AdfMark =
  | { readonly type: "strong" }
  | { readonly type: "em" }
  | { readonly type: "link"; readonly attrs: { readonly href: string } };
export type AdfText = { readonly type: "text"; readonly text: string; readonly marks?: readonly AdfMark[] };
export type AdfParagraph = { readonly type: "paragraph"; readonly content: readonly AdfText[] };
export type AdfPanel = {
  readonly type: "panel";
  readonly attrs: { readonly panelType: "info" | "note" | "warning" | "error" | "success" };
  readonly content: readonly AdfParagraph[];
};
export type AdfBulletList = {
  readonly type: "bulletList";
  readonly content: readonly { readonly type: "listItem"; readonly content: readonly AdfParagraph[] }[];
};
export type AdfBlock = AdfParagraph | AdfPanel | AdfBulletList;

/**
 * A document as Jira's version 3 takes it. Text in it is data: no markup of any kind is read in text nodes.
 *
 * @see https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/ (read 2026-11-20)
 */
export type AdfDoc = { readonly version: 1; readonly type: "doc"; readonly content: AdfBlock[] };

/** Characters that Jira's XML and database refuse. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const refused = /[\u0000-\u001f\u007f-\u009f\ufffe\uffff]+/g;

/** A text node; none for empty text, which the format forbids. */
export function adfText(text: string, ...marks: readonly AdfMark[]): AdfText[] {
  const clean = text.toWellFormed().replace(refused, " ");
  return clean === "" ? [] : [{ type: "text", text: clean, ...(marks.length > 0 ? { marks } : {}) }];
}

export function adfParagraph(...content: readonly (readonly AdfText[])[]): AdfParagraph {
  return { type: "paragraph", content: content.flat() };
}

export function adfBulletList(items: readonly AdfParagraph[]): AdfBulletList[] {
  if (items.length === 0) return [];
  return [{ type: "bulletList", content: items.map((item) => ({ type: "listItem", content: [item] })) }];
}

export function adfDoc(content: AdfBlock[]): AdfDoc {
  return { version: 1, type: "doc", content };
}

/** All text of a document that Jira gave back, in order, without markup; empty for what is no document. */
export function textOfAdf(node: unknown): string {
  if (typeof node !== "object" || node === null) return "";
  if ("text" in node && typeof node.text === "string") return node.text;
  return "content" in node && Array.isArray(node.content) ? node.content.map(textOfAdf).join("") : "";
}
