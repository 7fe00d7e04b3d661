import { parseArgs } from "node:util";
import type { Alert } from "../alert/alert.ts";
import { localeOf, readConfig } from "../config.ts";
import type { Compiled } from "../policy/compile.ts";
import type { Surroundings } from "../policy/destinations.ts";
import { explain, explanationText } from "../policy/explain.ts";
import type { Policy } from "../policy/policy.ts";
import type { PolicyError } from "../policy/policy-error.ts";
import { policyJsonSchema } from "../policy/schema.ts";
import { type Locale, locales } from "../words/locale.ts";
import { policyExplanation } from "../words/policy-explanation.ts";
import { wordsOf } from "../words/words.ts";
import { loadPolicyFile, noDestination, type ReadText, standInValue } from "./load-policy.ts";

type Out = { readonly write: (text: string) => unknown };

/** What a command may touch. */
export type CommandIo = {
  readonly stdout: Out;
  readonly stderr: Out;
  readonly readFile: ReadText;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** Reads one Alertmanager webhook body, one alert of it, or a drift event, as the sources do. */
export type ParseAny = (
  json: unknown,
) =>
  | { readonly ok: true; readonly alerts: readonly Alert[] }
  | { readonly ok: false; readonly issues: readonly { readonly path: string; readonly message: string }[] };

type Options = {
  readonly file: string | null;
  readonly alert: string | null;
  readonly locale: Locale;
  readonly strict: boolean;
};

/**
 * `vigie policy check [FILE]`: says whether a policy is right, and what to write instead where it is not. Variables that
 * are not set on this machine are faults with `--production` only: then no sandbox stands in, and there must be somebody
 * to tell.
 *
 * @returns the exit code: 0 right, 1 faulty
 */
export async function policyCheck(args: readonly string[], io: CommandIo): Promise<number> {
  const options = readArgs(args, io, "check");
  if (!options) return 1;
  const { locale, strict } = options;
  const { compiled, unset } = await load(options, io);
  if (!compiled.ok || (strict && unset.length > 0)) {
    const faults = compiled.ok ? unset : compiled.faults;
    io.stderr.write(
      `${[...faults.map((fault) => faultText(fault, locale)), policyExplanation[locale].checkFaults(faults.length)].join("\n")}\n`,
    );
    return 1;
  }
  if (strict && compiled.policy.destinations.size === 0) {
    io.stderr.write(`${noDestination(locale)}\n`);
    return 1;
  }
  io.stdout.write(summary(compiled.policy, unset, locale));
  return 0;
}

/**
 * `vigie policy explain ALERT.json [--policy FILE]`: says what would happen to an alert, each decision with the line that
 * decided. Tells nobody and stores nothing.
 *
 * @param parseAny reads the alert as its source would
 * @returns the exit code: 0 explained, 1 not
 */
export async function policyExplain(args: readonly string[], io: CommandIo, parseAny: ParseAny): Promise<number> {
  const options = readArgs(args, io, "explain");
  if (!options?.alert) return 1;
  const { alert: file, locale } = options;
  const words = policyExplanation[locale];
  const { compiled } = await load(options, io);
  if (!compiled.ok) {
    io.stderr.write(`${compiled.faults.map((fault) => faultText(fault, locale)).join("\n")}\n`);
    return 1;
  }
  const parsed = await readAlerts(file, io, parseAny);
  if (!parsed.ok) {
    const reasons = parsed.issues.map(({ path, message }) => (path ? `${path}: ${message}` : message));
    io.stderr.write(`${words.unreadableAlert(file, reasons.join("; "))}\n`);
    return 1;
  }
  // A drift event with a value also ends what its absence began; that is not what was asked.
  const asked = parsed.alerts.filter(({ source, measurement }) => source !== "drift" || measurement);
  io.stdout.write(asked.map((alert) => explanationText(explain(compiled.policy, alert), locale)).join("\n"));
  return 0;
}

/** `vigie policy schema`: prints the published JSON Schema. */
export function policySchemaText(): string {
  return `${JSON.stringify(policyJsonSchema(), null, 2)}\n`;
}

function readArgs(args: readonly string[], io: CommandIo, command: "check" | "explain"): Options | undefined {
  const inLocale = localeOf(io.env.VIGIE_LOCALE);
  const { usageCheck, usageExplain } = policyExplanation[inLocale];
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { locale: { type: "string" }, policy: { type: "string" }, production: { type: "boolean" } },
    });
    const locale = values.locale === undefined ? inLocale : locales.find((one) => one === values.locale);
    const [first, ...more] = positionals;
    const wrong = more.length > 0 || (command === "check" ? values.policy : values.production || !first);
    if (locale && !wrong) {
      const named = command === "check" ? first : values.policy;
      const file = named ?? (io.env.VIGIE_POLICY || null);
      return {
        file,
        alert: command === "explain" ? (first ?? null) : null,
        locale,
        strict: values.production ?? false,
      };
    }
  } catch {
    // An option that does not exist: the usage line says which do.
  }
  io.stderr.write(`${command === "check" ? usageCheck : usageExplain}\n`);
  return undefined;
}

/** Loads the policy as a start on this machine would; what is only not set here is filled in, and told apart. */
async function load(
  { file, locale, strict }: Options,
  { env, readFile }: CommandIo,
): Promise<{ readonly compiled: Compiled; readonly unset: readonly PolicyError[] }> {
  const read = readConfig(env);
  const isSet: Surroundings["configured"] = (receiver) => {
    if (!read.ok) return false;
    return !strict && read.config.sandbox.has(receiver) ? "sandbox" : read.config[receiver] !== undefined;
  };
  const compiled = await loadPolicyFile(file, {
    env,
    locale,
    readFile,
    configured: isSet,
    sandboxValues: standInValue,
  });
  if (compiled.ok || compiled.faults.some(({ about, path }) => about === "policy" || path === "")) {
    return { compiled, unset: [] };
  }
  const filled = await loadPolicyFile(file, {
    env,
    locale,
    readFile,
    configured: () => "sandbox",
    sandboxValues: standInValue,
  });
  return { compiled: filled, unset: compiled.faults };
}

async function readAlerts(file: string, io: CommandIo, parseAny: ParseAny): Promise<ReturnType<ParseAny>> {
  try {
    return parseAny(JSON.parse(await io.readFile(file)));
  } catch (error) {
    return { ok: false, issues: [{ path: "", message: error instanceof Error ? error.message : String(error) }] };
  }
}

/** A fault as people read it: where, what, and what to write instead. */
export function faultText({ file, line, column, message, hint }: PolicyError, locale: Locale): string {
  return `${file}:${line}:${column} ${message}\n  ${policyExplanation[locale].fix}${wordsOf(locale).colon}${hint}`;
}

function summary(policy: Policy, unset: readonly PolicyError[], locale: Locale): string {
  const words = policyExplanation[locale];
  const { colon } = wordsOf(locale);
  const shown = (ids: Iterable<string>) => [...ids].map((id) => policy.asWritten.get(id) ?? id);
  const lines = [
    words.checkOk(policy.file, policy.hash),
    `  ${words.destinations}${colon}${shown(policy.destinations.keys()).join(", ") || "-"}`,
    ...policy.leftOut.map(
      ({ description, missing, told }) => `  ${words.notConfigured(description, missing, shown(told))}`,
    ),
    ...policy.kept.slice(0, 1).map(() => `  ${words.kept(policy.kept)}`),
    ...unset.map(({ file, line, message }) => `  ${words.notHere}${colon}${file}:${line} ${message}`),
    ...policy.warnings.map((one) => `${words.warning}${colon}${faultText(one, locale)}`),
  ];
  return `${lines.join("\n")}\n`;
}
