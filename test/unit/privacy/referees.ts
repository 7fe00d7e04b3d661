import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const folder = resolve(process.env.VIGIE_REFEREES ?? "../shared/referees");

/** Whether the referees are beside the checkout. A missing folder skips the tests that need it, but not in CI. */
export const hasReferees = existsSync(folder) || process.env.CI === "true";

if (!hasReferees)
  console.warn(`Skipped: no referees in ${folder}. Set VIGIE_REFEREES to run the tests that need them.`);

/** The full path of a referee's file or folder. */
export const refereePath = (path: string): string => join(folder, path);

/** The text of a referee's file; throws where it is missing, which fails the test under CI. */
export const referee = (path: string): string => readFileSync(refereePath(path), "utf8");
