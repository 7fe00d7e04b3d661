import type { Alert } from "../alert/alert.ts";
import { explain } from "../policy/explain/explain.ts";
import { explanationJson } from "../policy/explain/explanation-json.ts";
import { explanationText } from "../policy/explain/explanation-text.ts";
import type { Locale } from "../words/locale.ts";
import { policyTools } from "../words/policy-tools.ts";
import { alertsInFile, problemsText } from "./alerts-in-file.ts";
import { timeOf } from "./cases.ts";
import { type CommandIo, type Grammar, printable, readAsked } from "./command.ts";
import { policyHere } from "./load-here.ts";

const grammar: Grammar = {
  usage: "explain",
  options: { policy: { type: "string" }, at: { type: "string" }, json: { type: "boolean" } },
  files: [1, 1],
};

/**
 * `vigie policy explain ALERTS.json [--at TIME] [--json] [--policy FILE]`: says what would happen to alerts, each decision
 * with the line that decided, and whether each destination rings at that time. Tells nobody and stores nothing.
 *
 * @returns the exit code: 0 explained, 1 not
 */
export async function policyExplain(args: readonly string[], io: CommandIo): Promise<number> {
  const asked = readAsked(args, io, grammar);
  const [file] = asked?.files ?? [];
  if (!asked || file === undefined) return 1;
  const { locale } = asked;
  const written = asked.text("at");
  const at = written === undefined ? io.now() : timeOf(written);
  if (at === undefined) {
    io.stderr.write(printable(`${policyTools[locale].badTime(written ?? "")}\n`));
    return 1;
  }
  const policy = await policyHere(asked.text("policy"), "configured", locale, io);
  if (!policy) return 1;
  const alerts = await readAlerts(file, at, locale, io);
  if (!alerts) return 1;
  const explained = alerts.map((alert) => explain(policy, alert, at));
  io.stdout.write(
    asked.flag("json")
      ? `${JSON.stringify(
          explained.map((one) => explanationJson(one, locale)),
          null,
          2,
        )}\n`
      : printable(explained.map((one) => explanationText(one, locale)).join("\n")),
  );
  return 0;
}

/**
 * The alerts of a file; what is wrong with it goes to `stderr`.
 *
 * @param now stands for the time of receipt, in milliseconds
 * @returns `undefined` when it cannot be read
 */
export async function readAlerts(
  file: string,
  now: number,
  locale: Locale,
  io: Pick<CommandIo, "readFile" | "stderr">,
): Promise<readonly Alert[] | undefined> {
  let problem: string;
  try {
    const read = alertsInFile(await io.readFile(file), now);
    if (read.ok) return read.alerts;
    problem = problemsText(read.issues);
  } catch (cause) {
    // A file that is not there, or that this user may not read: said like what is wrong inside of one.
    problem = cause instanceof Error ? cause.message : String(cause);
  }
  io.stderr.write(printable(`${policyTools[locale].unreadableAlerts(file, problem)}\n`));
  return undefined;
}
