import { compilePolicy } from "../policy/compile.ts";
import { importAlertmanager } from "../policy/import/import-alertmanager.ts";
import { noteLines } from "../policy/import/write-policy.ts";
import { faultBook } from "../policy/policy-error.ts";
import type { Locale } from "../words/locale.ts";
import { policyFaults } from "../words/policy.ts";
import { importWords } from "../words/policy-import.ts";
import { type CommandIo, type Grammar, printable, readAsked } from "./command.ts";
import { faultText } from "./fault-text.ts";
import { standInValue } from "./load-policy.ts";

const grammar: Grammar = { usage: "import", options: { out: { type: "string" } }, files: [1, 1] };

/** Writes a new file; rejects where there is one already. */
export type WriteNewFile = (path: string, text: string) => Promise<void>;

/**
 * `vigie policy import ALERTMANAGER.yml [--out FILE]`: prints the policy that tells what an Alertmanager configuration
 * tells. What is not carried over, or not quite, goes to `stderr` and stands at the policy's top. No file is overwritten.
 *
 * @returns the exit code: 0 imported, 1 refused or not written
 */
export async function policyImport(
  args: readonly string[],
  io: CommandIo,
  writeNewFile: WriteNewFile,
): Promise<number> {
  const asked = readAsked(args, io, grammar);
  const [file] = asked?.files ?? [];
  if (!asked || file === undefined) return 1;
  const { locale } = asked;
  const words = importWords[locale];
  const complain = (lines: readonly string[]) => {
    io.stderr.write(printable(`${lines.join("\n")}\n`));
    return 1;
  };
  const text = await contentOf(file, io);
  if (typeof text !== "string") return complain([unreadable(file, text.reason, locale)]);

  const imported = importAlertmanager(text, file, locale);
  const notes = imported.notes.length > 0 ? [file, ...noteLines(imported.notes, locale), ""] : [];
  if (!imported.ok) {
    const faults = imported.faults.map((fault) => faultText(fault, locale));
    return complain([...notes, ...faults, words.refused(faults.length)]);
  }
  const wrong = faultsOf(imported.policy, asked.text("out") ?? file, locale);
  if (wrong.length > 0) return complain([...wrong, words.refused(wrong.length)]);
  if (notes.length > 0) complain(notes);

  const out = asked.text("out");
  if (out === undefined) {
    io.stdout.write(printable(imported.policy));
    return 0;
  }
  try {
    await writeNewFile(out, imported.policy);
  } catch (error) {
    return complain([words.notWritten(out, reasonOf(error))]);
  }
  io.stdout.write(printable(`${words.done(out)}\n`));
  return 0;
}

/** What is left wrong in a policy that was imported: nothing, unless Vigie refuses what Alertmanager takes. */
function faultsOf(policy: string, file: string, locale: Locale): readonly string[] {
  const surroundings = { env: {}, configured: () => "sandbox" as const, sandboxValues: standInValue };
  const compiled = compilePolicy(policy, { ...surroundings, file, locale });
  return compiled.ok ? [] : compiled.faults.map((fault) => faultText(fault, locale));
}

async function contentOf(file: string, { readFile }: CommandIo): Promise<string | { readonly reason: string }> {
  try {
    return await readFile(file);
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

function unreadable(file: string, reason: string, locale: Locale): string {
  const book = faultBook({ file, locate: () => ({ line: 1, column: 1 }) }, locale);
  book.fault([], policyFaults.unreadable({ file, reason }));
  return book.faults.map(({ message }) => message).join("\n");
}

/** `ENOENT`, `EEXIST` and their like, else what was thrown. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}
