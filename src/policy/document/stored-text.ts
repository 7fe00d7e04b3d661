import { createHash } from "node:crypto";
import { keyId } from "../places/places.ts";
import { writtenPlaces } from "../places/written-places.ts";
import type { PresetFile } from "../presets/preset.ts";
import type { IncludedFile } from "./includes.ts";
import type { PolicyDocument } from "./schema.ts";

/** The files that a policy was read from. */
export type PolicyFiles = {
  /** The main file's name, as faults and reasons cite it. */
  readonly file: string;
  /** The files that `include:` found, in order; none by default. */
  readonly included?: readonly IncludedFile[];
  /** The files of the presets that the policy names, as far as there are any. */
  readonly presets?: readonly PresetFile[];
};

/** The names of all files, the main one first. */
export function fileNames({ file, included = [], presets = [] }: PolicyFiles): readonly string[] {
  return [file, ...included.map((one) => one.file), ...presets.map((one) => one.file)];
}

/**
 * What is stored of a policy, and the hash that names it: all files together, under their names from the main file's
 * folder on, so that replicas agree wherever it lies. A routing key that stands in a file itself must not get into what
 * is stored (protocol 10.2, 12.4).
 *
 * @param main the main file's text
 * @returns `hash`: SHA-256 of the text, first 12 hex digits
 */
export function storedText(
  main: string,
  document: PolicyDocument,
  { file, included = [], presets = [] }: PolicyFiles,
): { readonly text: string; readonly hash: string } {
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  const headed = [...included, ...presets.map(withoutAnyKey)].map((one) => {
    const name = one.file.startsWith(folder) ? one.file.slice(folder.length) : one.file;
    return `--- # ${name}\n${one.text}`;
  });
  const text = withoutKeys([main, ...headed].join("\n"), document);
  return { text, hash: createHash("sha256").update(text).digest("hex").slice(0, 12) };
}

const keys = /[A-Za-z0-9]{32,}/g;
/** A key that was in use once is often kept as a comment. */
const comments = /(?:^|\s)#.*/gm;
const asId = (key: string) => `pagerduty:${keyId(key)}`;

/** What a preset says of destinations is not read: whatever looks like a routing key is taken for one. */
function withoutAnyKey({ file, text }: PresetFile): IncludedFile {
  return { file, text: text.replace(keys, asId) };
}

function withoutKeys(text: string, document: PolicyDocument): string {
  const places = writtenPlaces(document);
  const used = new Set(
    [...places, ...places.flatMap(({ fallback = [] }) => fallback)]
      .flatMap(({ pagerduty }) => (pagerduty ? [pagerduty.key, pagerduty.escalate_to ?? ""] : []))
      .flatMap((key) => key.match(keys) ?? []),
  );
  const hidden = (word: string) =>
    used.has(word) ? asId(word) : [...used].reduce((shown, key) => shown.replaceAll(key, asId(key)), word);
  return text.replace(keys, hidden).replace(comments, (comment) => comment.replace(keys, asId));
}
