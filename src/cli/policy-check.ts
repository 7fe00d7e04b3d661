import type { Policy } from "../policy/policy.ts";
import type { PolicyError } from "../policy/policy-error.ts";
import type { Locale } from "../words/locale.ts";
import { policyExplanation } from "../words/policy-explanation.ts";
import { wordsOf } from "../words/words.ts";
import { type CommandIo, type Grammar, printable, readAsked } from "./command.ts";
import { faultText } from "./fault-text.ts";
import { loadHere } from "./load-here.ts";
import { noDestination } from "./load-policy.ts";

const grammar: Grammar = { usage: "check", options: { production: { type: "boolean" } }, files: [0, 1] };

/**
 * `vigie policy check [FILE]`: says whether a policy is right, and what to write instead where it is not. Variables that
 * are not set on this machine are faults with `--production` only: then no sandbox stands in, and there must be somebody
 * to tell.
 *
 * @returns the exit code: 0 right, 1 faulty
 */
export async function policyCheck(args: readonly string[], io: CommandIo): Promise<number> {
  const asked = readAsked(args, io, grammar);
  if (!asked) return 1;
  const { locale } = asked;
  const strict = asked.flag("production");
  const file = asked.files[0] ?? (io.env.VIGIE_POLICY || null);
  const { compiled, unset } = await loadHere({ file, locale, strict }, io);
  if (!compiled.ok || (strict && unset.length > 0)) {
    const faults = compiled.ok ? unset : compiled.faults;
    const said = [
      ...faults.map((fault) => faultText(fault, locale)),
      policyExplanation[locale].checkFaults(faults.length),
    ];
    io.stderr.write(printable(`${said.join("\n")}\n`));
    return 1;
  }
  if (strict && compiled.policy.destinations.size === 0) {
    io.stderr.write(`${noDestination(locale)}\n`);
    return 1;
  }
  io.stdout.write(printable(summary(compiled.policy, unset, locale)));
  return 0;
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
