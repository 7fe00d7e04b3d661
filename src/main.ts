import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { banner, paintFor } from "./banner.ts";
import { policyOf } from "./cli/policy-of.ts";
import { type Config, localeOf, readConfig } from "./config.ts";
import { openStandInState } from "./sandbox/state.ts";
import { startVigie } from "./start.ts";
import { fill, running as words } from "./words/running.ts";
import { createLog } from "./write-log.ts";

/** The Node door: configuration, start, drain. Decides nothing. */
async function main(): Promise<void> {
  const { stderr, env, versions } = process;
  const locale = localeOf(env.VIGIE_LOCALE);
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
  try {
    mkdirSync(config.dataDir, { recursive: true });
    const sandboxState = config.sandbox.size > 0 ? openStandInState(join(config.dataDir, "sandbox.db")) : undefined;
    const loadPolicy = () => policyOf(config);
    const run = await startVigie({ config, policy, log, loadPolicy, ...(sandboxState ? { sandboxState } : {}) });
    process.on(
      "SIGHUP",
      () => void run.policies.reload().catch((cause) => log.error({ err: cause }, words.notReloaded[locale])),
    );
    stopOnSignal(run.stop, () => log.info({}, words.stopping[locale]));
    // Standard output is the log's, one JSON object a line.
    stderr.write(banner(config, policy, run, await run.checked, paintFor(stderr.isTTY)));
  } catch (cause) {
    refuse([whyNotStarted(cause, config)]);
  }
}

/** An address that cannot be listened on is told with the variable to set; anything else says itself what to change. */
function whyNotStarted(cause: unknown, { host, port, locale }: Config): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = "syscall" in cause && cause.syscall === "listen" && "code" in cause ? String(cause.code) : "";
  const sentence = words.cannotListen[code]?.[locale];
  return sentence === undefined ? cause.message : fill(sentence, { host, port: String(port) });
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
