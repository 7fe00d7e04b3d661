import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { banner, paintFor } from "./banner.ts";
import { policyOf } from "./cli/policy-of.ts";
import { readConfig } from "./config.ts";
import { openStandInState } from "./sandbox/state.ts";
import { startVigie } from "./start.ts";
import { fill, running as words } from "./words/running.ts";
import { createLog } from "./write-log.ts";

/** The Node door: configuration, start, drain. Decides nothing. */
async function main(): Promise<void> {
  const { stderr, stdout, env, versions } = process;
  const locale = env.VIGIE_LOCALE === "fr" ? "fr" : "en";
  const refuse = (reasons: readonly string[]): never => {
    stderr.write(`${words.cannotStart[locale]}\n${reasons.map((reason) => `  ${reason}\n`).join("")}`);
    process.exit(1);
  };
  if (Number.parseInt(versions.node, 10) < 24) refuse([fill(words.oldNode[locale], { version: versions.node })]);
  const read = readConfig(env);
  if (!read.ok) return refuse(read.faults.map(({ variable, message }) => `${variable} ${message}`));
  const { config } = read;
  const compiled = await policyOf(config);
  if (!compiled.ok) return refuse(compiled.reasons);
  const { policy } = compiled;

  const log = createLog(config.secrets);
  mkdirSync(config.dataDir, { recursive: true });
  const sandboxState = config.sandbox.size > 0 ? openStandInState(join(config.dataDir, "sandbox.db")) : undefined;
  try {
    const run = await startVigie({ config, policy, log, ...(sandboxState ? { sandboxState } : {}) });
    stopOnSignal(run.stop, () => log.info({}, words.stopping[locale]));
    stdout.write(banner(config, policy, run, await run.checked, paintFor(stdout.isTTY)));
  } catch (cause) {
    refuse([cause instanceof Error ? cause.message : String(cause)]);
  }
}

function stopOnSignal(stop: () => Promise<void>, say: () => void): void {
  const once = () => {
    say();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGTERM", once);
  process.once("SIGINT", once);
}

await main();
