import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { policyOf } from "../../src/cli/policy-of.ts";
import { readConfig } from "../../src/config.ts";
import { noLog } from "../../src/log.ts";
import { openStandInState } from "../../src/sandbox/state.ts";
import { startVigie } from "../../src/start.ts";

/**
 * A Vigie in a process of its own that kills itself at a named point: `node vigie-that-dies.ts [point about]`. Says its
 * address on standard output as soon as it listens.
 */
const [point, about = ""] = process.argv.slice(2);
const { VIGIE_DATA: dir = "" } = process.env;
const read = readConfig(process.env);
if (!read.ok) throw new Error(JSON.stringify(read.faults));
const compiled = await policyOf(read.config);
if (!compiled.ok) throw new Error(compiled.reasons.join("\n"));
mkdirSync(dir, { recursive: true });

const run = await startVigie({
  config: read.config,
  policy: compiled.policy,
  log: noLog,
  sandboxState: openStandInState(join(dir, "sandbox.db")),
  probe: (at, whom) => {
    if (at === point && whom === about) process.kill(process.pid, "SIGKILL");
  },
});
process.stdout.write(`${run.origin}\n`);
process.once("SIGTERM", () => void run.stop().then(() => process.exit(0)));
