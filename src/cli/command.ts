import { parseArgs } from "node:util";
import { localeOf } from "../config.ts";
import { nearest } from "../policy/document/suggest.ts";
import { type Locale, locales } from "../words/locale.ts";
import { policyTools } from "../words/policy-tools.ts";
import type { ReadText } from "./load-policy.ts";

type Out = { readonly write: (text: string) => unknown };

/** What a command may touch. */
export type CommandIo = {
  readonly stdout: Out;
  readonly stderr: Out;
  readonly readFile: ReadText;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly fetch: typeof fetch;
};

/** One command of `vigie`; answers the exit code. */
export type Command = {
  readonly words: readonly string[];
  readonly run: (args: readonly string[], io: CommandIo) => number | Promise<number>;
};

/** What a command takes beside `--locale`. */
export type Grammar = {
  /** Its line in `usage` of the words. */
  readonly usage: keyof (typeof policyTools)["en"]["usage"];
  readonly options: Readonly<Record<string, { readonly type: "string" | "boolean" }>>;
  /** Options that must be there. */
  readonly needs?: readonly string[];
  /** How many files it takes at least and at most. */
  readonly files: readonly [least: number, most: number];
};

/** What somebody asked of a command. */
export type Asked = {
  readonly locale: Locale;
  readonly files: readonly string[];
  readonly text: (option: string) => string | undefined;
  readonly flag: (option: string) => boolean;
};

/**
 * Reads the arguments of a command; where they are wrong, prints how it is written.
 *
 * @returns `undefined` when they are wrong
 */
export function readAsked(
  args: readonly string[],
  { env, stderr }: CommandIo,
  { usage, options, needs = [], files: [least, most] }: Grammar,
): Asked | undefined {
  const inLocale = localeOf(env.VIGIE_LOCALE);
  const known = { ...options, locale: { type: "string" } } as const;
  const words = policyTools[inLocale];
  try {
    const parsed = parseArgs({ args: [...args], allowPositionals: true, options: known });
    const values: Readonly<Record<string, unknown>> = parsed.values;
    const locale = values.locale === undefined ? inLocale : locales.find((one) => one === values.locale);
    const files = parsed.positionals;
    const lacks = needs.some((option) => values[option] === undefined);
    if (locale && !lacks && files.length >= least && files.length <= most) {
      const text = (option: string) => {
        const value = values[option];
        return typeof value === "string" ? value : undefined;
      };
      return { locale, files, text, flag: (option) => values[option] === true };
    }
  } catch {
    const names = Object.keys(known).map((name) => `--${name}`);
    const [unknown] = args.map(nameOfOption).filter((name) => name.startsWith("-") && !names.includes(name));
    const isHelp = unknown === "--help" || unknown === "-h";
    if (unknown && !isHelp) stderr.write(printable(`${words.unknownOption(unknown, nearest(unknown, names))}\n`));
  }
  stderr.write(`${words.usage[usage]}\n`);
  return undefined;
}

function nameOfOption(argument: string): string {
  return argument.replace(/=.*$/s, "");
}

/**
 * Text from files and senders, as a terminal may show it: nothing in it moves the cursor, changes colours or reorders a
 * line. What must stay on its line is made so before (`oneLine`).
 */
export function printable(text: string): string {
  return text.replace(/\p{Bidi_Control}/gu, "").replace(/(?![\n\t])\p{Cc}/gu, "\ufffd");
}
