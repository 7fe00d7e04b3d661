// Adds up vitest's reports; a part that failed without a failed test (types, lint, a crash) counts as one.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const { REPORTS = "", FAILED_PARTS = "0" } = process.env;
let passed = 0;
let failed = 0;
let skipped = 0;
for (const name of ["tests", "real", "story"]) {
  const file = join(REPORTS, `${name}.json`);
  if (!existsSync(file)) {
    failed += 1;
    continue;
  }
  const report = JSON.parse(readFileSync(file, "utf8"));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  skipped += report.numPendingTests;
}
failed = Math.max(failed, Number(FAILED_PARTS));
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed > 0 ? 1 : 0;
