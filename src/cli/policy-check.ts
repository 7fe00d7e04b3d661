import { readConfig } from "../config.ts";
import { wantedVariables } from "../policy/actions/wanted-variables.ts";
import { overdueRehearsals } from "../policy/check/rehearsals.ts";
import { uncovered } from "../policy/check/uncovered.ts";
import { shownBy } from "../policy/explain/explain.ts";
import type { Policy } from "../policy/policy.ts";
import type { PolicyError } from "../policy/policy-error.ts";
import { isDeafToPages } from "../vendor-access.ts";
import type { Locale } from "../words/locale.ts";
import { groupsWant } from "../words/people.ts";
import { policyExplanation } from "../words/policy-explanation.ts";
import { policySeen } from "../words/policy-seen.ts";
import { policyTools } from "../words/policy-tools.ts";
import { waitingWordsOf } from "../words/waiting.ts";
import { wordsOf } from "../words/words.ts";
import { askSeen } from "./ask-seen.ts";
import { type CommandIo, type Grammar, printable, readAsked } from "./command.ts";
import { faultText } from "./fault-text.ts";
import { loadHere } from "./load-here.ts";
import { noDestination } from "./load-policy.ts";
import { seenText } from "./seen-text.ts";

const grammar: Grammar = {
  usage: "check",
  options: { production: { type: "boolean" }, url: { type: "string" } },
  files: [0, 1],
};

/**
 * `vigie policy check [FILE] [--production] [--url URL]`: says whether a policy is right, and what to write instead where
 * it is not. Variables that are not set on this machine are faults with `--production` only: then no sandbox stands in,
 * and there must be somebody to tell. With `--url` it asks a running service what alerts spoke of, and lists what this
 * policy does not cover.
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
  const strictly = strict && compiled.ok ? [...unset, ...failing(compiled.policy)] : [];
  if (!compiled.ok || strictly.length > 0) {
    const faults = compiled.ok ? strictly : compiled.faults;
    const said = [
      ...faults.map((fault) => faultText(fault, locale)),
      policyExplanation[locale].checkFaults(faults.length),
    ];
    io.stderr.write(printable(`${said.join("\n")}\n`));
    return 1;
  }
  const lacking = strict ? lackingInProduction(compiled.policy, locale, io) : [];
  if (lacking.length > 0) {
    io.stderr.write(printable(`${lacking.join("\n")}\n`));
    return 1;
  }
  io.stdout.write(
    printable(`${summary(compiled.policy, unset, locale, io.now())}${deafness(compiled.policy, locale, io)}`),
  );
  const url = asked.text("url");
  return url === undefined ? 0 : compareWithSeen(url, compiled.policy, locale, io);
}

/** Warnings that a service in production must not run with. */
function failing({ warnings }: Policy): readonly PolicyError[] {
  return warnings.filter(({ inProduction }) => inProduction === "fails");
}

/** What a start in production would want, beside what the policy itself takes from the environment. */
function lackingInProduction(
  { destinations, people, declared }: Policy,
  locale: Locale,
  { env }: CommandIo,
): readonly string[] {
  const words = policyTools[locale];
  const read = readConfig(env);
  if (!read.ok) return read.faults.map(({ variable, message }) => words.setting(variable, message));
  const { store, maskKey, slack, teams, pagerduty } = read.config;
  const wantsMaskKey = /^rediss?[+:]/.test(store) && maskKey === undefined;
  const readable = { "slack-group": slack, "entra-group": teams, "pagerduty-schedule": pagerduty?.apiToken };
  const unreadable = [...people.groups].filter((kind) => readable[kind] === undefined);
  return [
    ...(destinations.size === 0 ? [noDestination(locale)] : []),
    ...(wantsMaskKey ? [words.maskKey] : []),
    ...unreadable.map((kind) => groupsWant[kind][locale]),
    ...unsetForActions(declared, locale, env),
  ];
}

/** Variables that the steps of declared actions name, or need, and that are not set here. */
function unsetForActions(declared: Policy["declared"], locale: Locale, env: CommandIo["env"]): readonly string[] {
  const wants = declared.flatMap((action) =>
    wantedVariables(action, true)
      .filter((variable) => !env[variable])
      .map((variable) => ({ variable, service: action.service, id: action.id })),
  );
  const byBoth = Map.groupBy(wants, ({ variable, service }) => JSON.stringify([variable, service]));
  return [...byBoth.values()].flatMap((same) =>
    same.slice(0, 1).map(({ variable, service }) =>
      policyTools[locale].actionWants(
        variable,
        service,
        same.map(({ id }) => id),
      ),
    ),
  );
}

/** What a start with these variables could not hear (behaviour 5). */
function deafness(policy: Policy, locale: Locale, { env }: CommandIo): string {
  const read = readConfig(env);
  if (!read.ok || !isDeafToPages(read.config, policy)) return "";
  return `${policyExplanation[locale].warning}${wordsOf(locale).colon}${waitingWordsOf(locale).deafToPages}\n`;
}

async function compareWithSeen(url: string, policy: Policy, locale: Locale, io: CommandIo): Promise<number> {
  const answer = await askSeen(url, locale, io);
  if (!answer.ok) {
    const shown = URL.parse(url)?.origin ?? url;
    io.stderr.write(printable(`${policySeen[locale].unreachable(shown, answer.reason)}\n`));
    return 1;
  }
  io.stdout.write(printable(`${seenText(url, uncovered(policy, answer.seen), locale).join("\n")}\n`));
  return 0;
}

function summary(policy: Policy, unset: readonly PolicyError[], locale: Locale, now: number): string {
  const words = policyExplanation[locale];
  const { colon } = wordsOf(locale);
  const names = shownBy(policy);
  const shown = (ids: Iterable<string>) => [...ids].map((id) => names[id] ?? id);
  const lines = [
    words.checkOk(policy.file, policy.hash),
    `  ${words.destinations}${colon}${shown(policy.destinations.keys()).join(", ") || "-"}`,
    ...policy.leftOut.map(
      ({ description, missing, told }) => `  ${words.notConfigured(description, missing, shown(told))}`,
    ),
    ...unset.map(({ file, line, message }) => `  ${words.notHere}${colon}${file}:${line} ${message}`),
    ...[...policy.warnings, ...overdueRehearsals(policy.declared, now, locale)].map(
      (one) => `${words.warning}${colon}${faultText(one, locale)}`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}
