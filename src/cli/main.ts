import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { localeOf } from "../config.ts";
import { cliWords } from "../words/cli.ts";
import { actCommand } from "./act.ts";
import { ask } from "./ask.ts";
import { automationCommand } from "./automation.ts";
import { type Command, type CommandIo, printable } from "./command.ts";
import { doctor } from "./doctor.ts";
import { fireDrill } from "./fire-drill.ts";
import { incidentsCommand } from "./incidents.ts";
import { policyCheck } from "./policy-check.ts";
import { policyDiff } from "./policy-diff.ts";
import { policyExplain } from "./policy-explain.ts";
import { policyImport } from "./policy-import.ts";
import { policySchema } from "./policy-schema.ts";
import { policyTest } from "./policy-test.ts";
import { teamsPackage } from "./teams-package.ts";

/** THE list of commands, the longest name first. */
const commands: readonly Command[] = [
  { words: ["policy", "check"], run: policyCheck },
  { words: ["policy", "explain"], run: policyExplain },
  { words: ["policy", "test"], run: policyTest },
  { words: ["policy", "diff"], run: policyDiff },
  { words: ["policy", "import"], run: (args, io) => policyImport(args, io, writeNewFile) },
  { words: ["policy", "schema"], run: policySchema },
  { words: ["incidents"], run: incidentsCommand },
  { words: ["act"], run: actCommand },
  { words: ["teams", "package"], run: (args, io) => teamsPackage(args, io, writeNewFile) },
  { words: ["doctor"], run: doctor },
  { words: ["fire-drill"], run: (args, io) => fireDrill(args, io) },
  { words: ["ask"], run: ask },
  { words: ["automation"], run: automationCommand },
  { words: ["--version"], run: printVersion },
];

async function writeNewFile(path: string, text: string | Uint8Array): Promise<void> {
  await writeFile(path, text, { flag: "wx" });
}

async function printVersion(_args: readonly string[], { stdout }: CommandIo): Promise<number> {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")));
  stdout.write(`${version}\n`);
  return 0;
}

/** The `vigie` command: finds what was asked for, or says what there is. */
async function main(argv: readonly string[]): Promise<number> {
  const io: CommandIo = {
    stdout: process.stdout,
    stderr: process.stderr,
    readFile: (path) => readFile(path, "utf8"),
    env: process.env,
    now: Date.now,
    fetch,
  };
  const locale = localeOf(process.env.VIGIE_LOCALE);
  const command = commands.find(({ words }) => words.every((word, i) => argv[i] === word));
  if (command) return command.run(argv.slice(command.words.length), io);
  const asked = argv.length === 0 || argv.includes("--help") || argv.includes("-h");
  if (!asked) io.stderr.write(printable(`${cliWords.unknown[locale](argv.slice(0, 2).join(" "))}\n\n`));
  (asked ? io.stdout : io.stderr).write(cliWords.help[locale]);
  return asked ? 0 : 2;
}

process.exitCode = await main(process.argv.slice(2));
