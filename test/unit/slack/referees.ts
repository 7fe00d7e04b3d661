import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

const folder = process.env.VIGIE_REFEREES ?? "../shared/referees";

/** Reads a JSON file of the referees. */
export function referee(name: string): unknown {
  return JSON.parse(readFileSync(resolve(folder, name), "utf8"));
}

/** The files of a folder of the referees whose names end so, with their text. */
export function refereesIn(
  name: string,
  ...endings: readonly string[]
): { readonly name: string; readonly text: string }[] {
  return readdirSync(resolve(folder, name))
    .filter((file) => endings.some((one) => file.endsWith(`.${one}`)))
    .map((file) => ({ name: file, text: readFileSync(resolve(folder, name, file), "utf8") }));
}

/**
 * What to add to a suite's name, and whether to skip it, when files of the referees are missing.
 *
 * @throws under `CI=true`, where nothing may be missing
 */
export function needs(...names: readonly string[]): { readonly skip: boolean; readonly why: string } {
  const missing = names.filter((name) => !existsSync(resolve(folder, name)));
  if (missing.length === 0) return { skip: false, why: "" };
  const why = ` (skipped: ${missing.join(", ")} missing, set VIGIE_REFEREES)`;
  if (process.env.CI === "true") throw new Error(why);
  return { skip: true, why };
}
