import { dirname, join } from "node:path";
import type { PolicyPlace } from "../incident/judgement.ts";
import { explain, shownBy } from "../policy/explain/explain.ts";
import { oneLine } from "../policy/explain/one-line.ts";
import type { Policy } from "../policy/policy.ts";
import type { Locale } from "../words/locale.ts";
import { policyCases } from "../words/policy-cases.ts";
import { policyTools } from "../words/policy-tools.ts";
import { wordsOf } from "../words/words.ts";
import { alertsIn, alertsInFile, problemsText } from "./alerts-in-file.ts";
import { type Case, readCases } from "./cases.ts";
import { type CommandIo, type Grammar, printable, readAsked } from "./command.ts";
import { type Mismatch, mismatches } from "./expectations.ts";
import { faultText } from "./fault-text.ts";
import { policyHere } from "./load-here.ts";

const grammar: Grammar = { usage: "test", options: { policy: { type: "string" } }, files: [1, 1] };

/**
 * `vigie policy test CASES.yaml [--policy FILE]`: says whether a policy does what a team expects of it, case by case, as
 * TAP 14 with what was found instead and the line that decides it.
 *
 * @returns the exit code: 0 all as expected, 1 some are not, 2 the cases or the policy cannot be read
 * @see https://testanything.org/tap-version-14-specification.html (2026-11-20)
 */
export async function policyTest(args: readonly string[], io: CommandIo): Promise<number> {
  const asked = readAsked(args, io, grammar);
  const [file] = asked?.files ?? [];
  if (!asked || file === undefined) return 2;
  const { locale } = asked;
  const policy = await policyHere(asked.text("policy"), "all", locale, io);
  if (!policy) return 2;
  const cases = await casesIn(file, policy, locale, io);
  if (!cases) return 2;
  const results = await Promise.all(cases.map((one) => run(one, file, policy, locale, io)));
  io.stdout.write(printable(tap(results, locale)));
  return results.every(({ faults }) => faults.length === 0) ? 0 : 1;
}

async function casesIn(
  file: string,
  policy: Policy,
  locale: Locale,
  io: CommandIo,
): Promise<readonly Case[] | undefined> {
  const written = await textOf(file, io);
  if (!written.ok) {
    io.stderr.write(printable(`${policyTools[locale].unreadableFile(file, written.problem)}\n`));
    return undefined;
  }
  const read = readCases(written.text, file, knownNames(policy), locale);
  if (read.ok) return read.cases;
  io.stderr.write(printable(`${read.faults.map((fault) => faultText(fault, locale)).join("\n")}\n`));
  return undefined;
}

/** What a case may name: destinations by id or as shown, the names of `tell:`, and a team's own. */
function knownNames(policy: Policy): readonly string[] {
  const { names, teams, destinations } = policy;
  const ofTeams = teams.flatMap((team) => names.map((name) => `${team}/${name}`));
  return [...names, ...Object.values(shownBy(policy)), ...destinations.keys(), ...ofTeams];
}

type Result = { readonly name: string; readonly place: PolicyPlace; readonly faults: readonly string[] };

async function run(one: Case, casesFile: string, policy: Policy, locale: Locale, io: CommandIo): Promise<Result> {
  const { name, place, sent, expect } = one;
  const at = one.at ?? io.now();
  const words = policyCases[locale];
  const read = await alertsOf(sent, at, casesFile, io);
  if (typeof read === "string") return { name, place, faults: [read] };
  if (read.length === 0) return { name, place, faults: [words.noAlert] };
  const faults = read.flatMap((alert, index) =>
    mismatches(expect, explain(policy, alert, at), locale).map((mismatch) => {
      const of = read.length > 1 ? `${words.ofAlert(oneLine(alert.name), index + 1)}${wordsOf(locale).colon}` : "";
      return `${of}${mismatchText(mismatch, one, locale)}`;
    }),
  );
  return { name, place, faults };
}

/** The alerts of a case, or why there are none. */
async function alertsOf(sent: Case["sent"], at: number, casesFile: string, io: CommandIo) {
  if (sent.kind === "json") {
    const read = alertsIn(sent.json, at);
    return read.ok ? read.alerts : problemsText(read.issues);
  }
  const file = join(dirname(casesFile), sent.file);
  const written = await textOf(file, io);
  if (!written.ok) return `${file}: ${written.problem}`;
  const read = alertsInFile(written.text, at);
  return read.ok ? read.alerts : `${file}: ${problemsText(read.issues)}`;
}

type Text = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };

async function textOf(file: string, io: Pick<CommandIo, "readFile">): Promise<Text> {
  try {
    return { ok: true, text: await io.readFile(file) };
  } catch (cause) {
    return { ok: false, problem: cause instanceof Error ? cause.message : String(cause) };
  }
}

function mismatchText({ key, wanted, found, why, place }: Mismatch, { placeOf }: Case, locale: Locale): string {
  const words = policyCases[locale];
  const expected = placeOf(key);
  const lines = [`${words.expected(key, wanted, found)}  ${expected.file}:${expected.line}`];
  const reason = [...(why ? [words.because(why)] : []), ...(place ? [`${place.file}:${place.line}`] : [])];
  return [...lines, ...(reason.length > 0 ? [`  ${reason.join("  ")}`] : [])].join("\n");
}

/** What CI systems and people read: a line for each case, what differs below it as comments. */
function tap(results: readonly Result[], locale: Locale): string {
  const lines = results.flatMap(({ name, place, faults }, at) => [
    `${faults.length === 0 ? "ok" : "not ok"} ${at + 1} - ${oneLine(name).replaceAll(/[\\#]/g, "\\$&")}`,
    ...(faults.length === 0 ? [] : [`#   ${place.file}:${place.line}`]),
    ...faults.flatMap((fault) => fault.split("\n").map((line) => `#   ${line}`)),
  ]);
  const failed = results.filter(({ faults }) => faults.length > 0).length;
  const summary = policyCases[locale].summary(results.length - failed, failed);
  return `${["TAP version 14", `1..${results.length}`, ...lines, `# ${summary}`].join("\n")}\n`;
}
