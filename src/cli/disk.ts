import { glob, readFile } from "node:fs/promises";
import { sep } from "node:path";

/** Reads a text file; throws what `node:fs` throws. */
export type ReadText = (path: string) => string | Promise<string>;

/** Finds files by a pattern, relative to a folder; `/` between names. */
export type FindFiles = (pattern: string, folder: string) => Promise<readonly string[]>;

/** The disk, for what reads policy files. */
export const readFromDisk: ReadText = (path) => readFile(path, "utf8");

/** Files on the disk, without those whose name or folder begins with a dot: what mounts keep beside (`..data`). */
export const findOnDisk: FindFiles = async (pattern, folder) => {
  const found: string[] = [];
  for await (const path of glob(pattern, { cwd: folder })) found.push(path.split(sep).join("/"));
  return found.filter((path) => !/(^|\/)\.(?!\/)/.test(path));
};

/** `ENOENT` and its like; `undefined` for anything else, which is a bug and not to be swallowed. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
