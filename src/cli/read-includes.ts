import { isAbsolute, posix, resolve } from "node:path";
import type { IncludedFile } from "../policy/document/includes.ts";
import type { Path } from "../policy/document/path.ts";
import { readPolicyText } from "../policy/document/policy-text.ts";
import { type FaultBook, faultBook, type PolicyError } from "../policy/policy-error.ts";
import type { Locale } from "../words/locale.ts";
import { policyFaults as say } from "../words/policy.ts";
import { teamFileFaults as sayFile } from "../words/team-files.ts";
import { errorCode, type FindFiles, type ReadText } from "./disk.ts";

/** The files that a policy includes, or why they cannot be read. */
export type ReadIncludes = { readonly included: readonly IncludedFile[]; readonly faults: readonly PolicyError[] };

/**
 * Reads what a policy's `include:` names, in order of the names, relative to the policy's folder and never outside of it
 * (behaviour 6). A pattern that finds nothing is a fault. A text that is no policy at all includes nothing: its faults are
 * the compiler's to say.
 *
 * @param file path of the policy, as faults cite it
 */
export async function readIncludes(
  file: string,
  text: string,
  { read, find, locale }: { readonly read: ReadText; readonly find: FindFiles; readonly locale: Locale },
): Promise<ReadIncludes> {
  const main = readPolicyText(text, file, locale);
  const patterns = main.ok ? patternsOf(main.text.data) : [];
  if (!main.ok || patterns.length === 0) return { included: [], faults: [] };
  const book = faultBook(main.text, locale);
  const found = new Map<string, Path>();
  for (const [at, pattern] of patterns.entries()) {
    const place = ["include", at];
    for (const path of await matching(pattern, place, file, find, book)) found.set(path, found.get(path) ?? place);
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  const included = await Promise.all(sorted.map(([path, place]) => readOne(path, place, read, book)));
  return { included: included.flat(), faults: book.faults };
}

async function matching(
  pattern: string,
  place: Path,
  file: string,
  find: FindFiles,
  book: FaultBook,
): Promise<readonly string[]> {
  if (isAbsolute(pattern) || pattern.split(/[\\/]/).includes("..")) {
    book.fault(place, sayFile.includedOutside({ pattern }));
    return [];
  }
  const folder = posix.dirname(file);
  const found = (await find(pattern, folder)).map((path) => posix.join(folder, path));
  const others = found.filter((path) => resolve(path) !== resolve(file));
  if (others.length === 0) book.fault(place, sayFile.nothingIncluded({ pattern }));
  return others;
}

async function readOne(file: string, place: Path, read: ReadText, book: FaultBook): Promise<IncludedFile[]> {
  try {
    return [{ file, text: await read(file) }];
  } catch (error) {
    const reason = errorCode(error);
    if (reason === undefined) throw error;
    book.fault(place, say.unreadable({ file, reason }), { about: "environment" });
    return [];
  }
}

function patternsOf(data: unknown): readonly string[] {
  if (typeof data !== "object" || data === null || !("include" in data) || !Array.isArray(data.include)) return [];
  return data.include.filter((pattern) => typeof pattern === "string" && pattern !== "");
}
