import { readFile } from "node:fs/promises";
import { z } from "zod";
import { localeOf } from "../config.ts";
import { cliWords } from "../words/cli.ts";
import { parseAnyAlert } from "./parse-any.ts";
import { type CommandIo, policyCheck, policyExplain, policySchemaText } from "./policy.ts";

type Command = {
  readonly words: readonly string[];
  readonly run: (args: readonly string[], io: CommandIo) => number | Promise<number>;
};

/** THE list of commands, the longest name first. */
const commands: readonly Command[] = [
  { words: ["policy", "check"], run: policyCheck },
  { words: ["policy", "explain"], run: (args, io) => policyExplain(args, io, parseAnyAlert(Date.now)) },
  {
    words: ["policy", "schema"],
    run: (_args, io) => {
      io.stdout.write(policySchemaText());
      return 0;
    },
  },
  { words: ["--version"], run: printVersion },
];

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
  };
  const locale = localeOf(process.env.VIGIE_LOCALE);
  const command = commands.find(({ words }) => words.every((word, i) => argv[i] === word));
  if (command) return command.run(argv.slice(command.words.length), io);
  const asked = argv.length === 0 || argv.includes("--help") || argv.includes("-h");
  (asked ? io.stdout : io.stderr).write(cliWords.help[locale]);
  return asked ? 0 : 2;
}

process.exitCode = await main(process.argv.slice(2));
