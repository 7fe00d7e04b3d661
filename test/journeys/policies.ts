import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const shared = readFileSync(new URL("delivery/policy.yaml", import.meta.url), "utf8");

/** Writes the journeys' policy with further lines at its end, and answers where; the same `name:`, so the same groups. */
export function policyWith(dir: string, name: string, lines: string): string {
  const file = join(dir, `${name}.yaml`);
  writeFileSync(file, `${shared}\n${lines}\n`);
  return file;
}
