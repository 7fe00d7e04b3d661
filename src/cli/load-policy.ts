import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Compiled, type CompileOptions, compilePolicy } from "../policy/compile.ts";
import type { ReceiverName } from "../policy/destination.ts";
import { faultBook } from "../policy/policy-error.ts";
import { parseRunbooks, type RunbookFile } from "../policy/presets/runbooks.ts";
import type { Locale } from "../words/locale.ts";
import { policyFaults as say } from "../words/policy.ts";
import { fill, running } from "../words/running.ts";
import { errorCode, type FindFiles, findOnDisk, type ReadText, readFromDisk } from "./disk.ts";
import { readIncludes } from "./read-includes.ts";
import { readPresets } from "./read-presets.ts";

const shipped = new URL("../../policies/", import.meta.url);

/** The policy that runs when none is named, as reasons and faults cite it. */
export const defaultPolicyFile = "policies/default.yaml";

/** Variables that give a vendor's destinations something to tell; named where there is no destination at all. */
const openers = ["SLACK_BOT_TOKEN", "MicrosoftAppId", "PAGERDUTY_ROUTING_KEY", "JIRA_API_TOKEN"].join(", ");

/** Why a start without any destination fails, with the variables to set (protocol 12.2). */
export function noDestination(locale: Locale): string {
  return fill(running.noDestination[locale], { variables: openers });
}

export type { ReadText } from "./disk.ts";

export type LoadOptions = Omit<CompileOptions, "file" | "included" | "runbooks"> & {
  /** How files are read; from the disk by default. */
  readonly readFile?: ReadText;
  /** How `include:` finds files; on the disk by default. */
  readonly findFiles?: FindFiles;
};

/**
 * Reads and compiles a policy file, its team files, its presets and the runbook catalogues that come with Vigie. The only place that
 * reads any of them.
 *
 * @param file path of the file; `null` for the shipped `policies/default.yaml`
 * @returns the policy, or every fault; a file that cannot be read is a fault too
 */
export async function loadPolicyFile(file: string | null, options: LoadOptions): Promise<Compiled> {
  const { readFile: read = readFromDisk, findFiles: find = findOnDisk, ...rest } = options;
  const { locale = "en" } = rest;
  const shown = file ?? defaultPolicyFile;
  try {
    const text = await (file === null ? readFromDisk(fileURLToPath(new URL("default.yaml", shipped))) : read(file));
    const runbooks = parseRunbooks(await shippedRunbooks(), locale);
    if (!runbooks.ok) return runbooks;
    const { included, faults } = await readIncludes(shown, text, { read, find, locale });
    if (faults.length > 0) return { ok: false, faults };
    const presets = await readPresets(shown, text, included, read);
    return compilePolicy(text, { ...rest, ...presets, file: shown, included, runbooks: runbooks.runbooks });
  } catch (error) {
    const reason = errorCode(error);
    if (reason === undefined) throw error;
    const book = faultBook({ file: shown, locate: () => ({ line: 1, column: 1 }) }, locale);
    book.fault([], say.unreadable({ file: shown, reason }), { about: "environment" });
    return { ok: false, faults: book.faults };
  }
}

/** The catalogues beside the default policy, in order of their names. */
async function shippedRunbooks(): Promise<readonly RunbookFile[]> {
  const folder = new URL("runbooks/", shipped);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yaml")).sort();
  return Promise.all(
    names.map(async (name) => ({
      file: `policies/runbooks/${name}`,
      text: await readFromDisk(fileURLToPath(new URL(name, folder))),
    })),
  );
}

/**
 * A value of the right shape for a variable that is not set: for `policy check` and `explain`, which tell nobody, and
 * for the sandbox, which takes any.
 */
export function standInValue(variable: string, receiver: ReceiverName): string {
  const word = variable.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const shapes: Readonly<Record<ReceiverName, string>> = {
    slack: `#${word}`,
    teams: `19:${word}@thread.tacv2`,
    pagerduty: Buffer.from(variable).toString("hex").padEnd(32, "0").slice(-32),
    jira: word.toUpperCase().replaceAll("-", "_"),
  };
  return shapes[receiver];
}
