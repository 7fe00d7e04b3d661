import { hash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("./scripts/", import.meta.url);

/** THE list of scripts: file names without `.lua`, each `<verb>-<number of keys>`. */
export const scriptNames = [
  "add-3",
  "alerts-3",
  "announce-1",
  "bind-2",
  "change-14",
  "changes-2",
  "claim-3",
  "count-7",
  "dead-2",
  "forget-6",
  "gate-1",
  "lend-1",
  "lent-1",
  "mark-3",
  "note-1",
  "peek-2",
  "purge-13",
  "release-3",
  "shut-1",
  "survey-1",
  "swap-1",
  "trim-3",
] as const;
export type ScriptName = (typeof scriptNames)[number];

/** A script as it is sent: its text with the parts that it includes, and the digest by which a server knows it. */
export type Script = {
  readonly name: ScriptName;
  readonly keyCount: number;
  readonly source: string;
  readonly sha: string;
};

/** Reads all scripts. Throws when a file or a part is missing. */
export function readScripts(): Readonly<Record<ScriptName, Script>> {
  const read = (name: ScriptName): [ScriptName, Script] => {
    const source = withParts(readFileSync(new URL(`${name}.lua`, folder), "utf8"));
    return [name, { name, keyCount: Number(name.split("-")[1]), source, sha: hash("sha1", source) }];
  };
  return Object.fromEntries(scriptNames.map(read)) as Record<ScriptName, Script>;
}

/** The script files that there are; what the list above is checked against. */
export function scriptFiles(): string[] {
  return readdirSync(folder).filter((file) => file.endsWith(".lua"));
}

/** Puts `parts/<part>.lua` in the place of each line `-- include: <part>`. */
function withParts(text: string): string {
  return text.replace(/^-- include: (\w+)$/gm, (_, part: string) =>
    readFileSync(new URL(`parts/${part}.lua`, folder), "utf8").trimEnd(),
  );
}
