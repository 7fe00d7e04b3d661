import { readConfig } from "../config.ts";
import type { Compiled } from "../policy/compile.ts";
import type { Surroundings } from "../policy/places/destination-entries.ts";
import type { Policy } from "../policy/policy.ts";
import type { PolicyError } from "../policy/policy-error.ts";
import type { Locale } from "../words/locale.ts";
import { type CommandIo, printable } from "./command.ts";
import { faultText } from "./fault-text.ts";
import { loadPolicyFile, standInValue } from "./load-policy.ts";

export type LoadHere = {
  /** `null` for the shipped default. */
  readonly file: string | null;
  readonly locale: Locale;
  /** As in production: no sandbox stands in for what lacks credentials. */
  readonly strict: boolean;
};

export type LoadedHere = {
  readonly compiled: Compiled;
  /** Variables that are only not set on this machine; told apart from what is wrong. */
  readonly unset: readonly PolicyError[];
};

/** Loads a policy as a start on this machine would; what is only not set here is filled in, and told apart. */
export async function loadHere(
  { file, locale, strict }: LoadHere,
  { env, readFile }: Pick<CommandIo, "env" | "readFile">,
): Promise<LoadedHere> {
  const read = readConfig(env);
  const isSet: Surroundings["configured"] = (receiver) => {
    if (!read.ok) return false;
    return !strict && read.config.sandbox.has(receiver) ? "sandbox" : read.config[receiver] !== undefined;
  };
  const options = { env, locale, readFile, sandboxValues: standInValue };
  const compiled = await loadPolicyFile(file, { ...options, configured: isSet });
  if (compiled.ok || compiled.faults.some(({ about, path }) => about === "policy" || path === "")) {
    return { compiled, unset: [] };
  }
  return { compiled: await loadFilled(file, locale, { env, readFile }), unset: compiled.faults };
}

/**
 * The policy of a file for commands that only ask it; what is wrong with it goes to `stderr`.
 *
 * @param places `configured`: what this machine has credentials for, as a start here would; `all`: every place that the
 *   policy names, so that the answer is the same on every machine
 * @returns `undefined` when the policy is faulty
 */
export async function policyHere(
  file: string | undefined,
  places: "configured" | "all",
  locale: Locale,
  io: Pick<CommandIo, "env" | "readFile" | "stderr">,
): Promise<Policy | undefined> {
  const named = file ?? (io.env.VIGIE_POLICY || null);
  const { compiled } =
    places === "configured"
      ? await loadHere({ file: named, locale, strict: false }, io)
      : { compiled: await loadFilled(named, locale, io) };
  if (compiled.ok) return compiled.policy;
  io.stderr.write(printable(`${compiled.faults.map((fault) => faultText(fault, locale)).join("\n")}\n`));
  return undefined;
}

function loadFilled(
  file: string | null,
  locale: Locale,
  { env, readFile }: Pick<CommandIo, "env" | "readFile">,
): Promise<Compiled> {
  const options = { env, locale, readFile, sandboxValues: standInValue };
  return loadPolicyFile(file, { ...options, configured: () => "sandbox", unset: "left-standing" });
}
