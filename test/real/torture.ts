import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Tells the story of the thirteen alerts in its own time, undivided: a quarter of an hour, run by hand. */
const vitest = fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url));
const run = spawn(process.execPath, [vitest, "run", "--project", "real", "test/real/thirteen-alerts.test.ts"], {
  cwd: fileURLToPath(new URL("../..", import.meta.url)),
  env: { ...process.env, CI: "true", VIGIE_STORY: "as-written" },
  stdio: "inherit",
});
run.once("exit", (code) => {
  process.exitCode = code ?? 1;
});
