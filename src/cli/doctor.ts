import { readConfig } from "../config.ts";
import { vendorAccess } from "../vendor-access.ts";
import { doctorWords } from "../words/doctor.ts";
import type { Locale } from "../words/locale.ts";
import { serviceUrl } from "./call-service.ts";
import { type CommandIo, type Grammar, printable, readAsked } from "./command.ts";
import { checkActions } from "./doctor/acting.ts";
import { askVendor } from "./doctor/ask-vendor.ts";
import type { Check, Finding, Patient } from "./doctor/finding.ts";
import { checkJira } from "./doctor/jira.ts";
import { checkAlertmanager, checkDoors, checkStore } from "./doctor/own.ts";
import { checkPagerDuty } from "./doctor/pagerduty.ts";
import { checkPlaces } from "./doctor/places.ts";
import { checkSlack } from "./doctor/slack.ts";
import { policyOf } from "./policy-of.ts";

const grammar: Grammar = { usage: "doctor", options: { json: { type: "boolean" } }, files: [0, 0] };

/** THE list of checks. */
const checks: readonly Check[] = [
  checkStore,
  checkDoors,
  checkAlertmanager,
  checkSlack,
  checkPagerDuty,
  checkJira,
  checkPlaces,
  checkActions,
];

/**
 * `vigie doctor [--json]`: looks at each vendor that is configured here for real, and says what to click where one is not
 * ready. Tells nobody, wakes nobody, and never prints a secret.
 *
 * @returns the exit code: 0 well, 1 something is wrong
 */
export async function doctor(args: readonly string[], io: CommandIo): Promise<number> {
  const asked = readAsked(args, io, grammar);
  if (!asked) return 1;
  const findings = await examine(asked.locale, io);
  const secrets = [...secretsOf(io)].toSorted((a, b) => b[1].length - a[1].length);
  const safe = findings.map((one) => ({ ...one, says: withoutSecrets(one.says, secrets) }));
  io.stdout.write(asked.flag("json") ? `${JSON.stringify(safe, null, 2)}\n` : printable(textOf(safe, asked.locale)));
  return safe.some(({ level }) => level === "wrong") ? 1 : 0;
}

async function examine(locale: Locale, io: CommandIo): Promise<readonly Finding[]> {
  const words = doctorWords[locale];
  const read = readConfig(io.env);
  if (!read.ok) {
    return read.faults.map(({ variable, message }) => ({
      about: "config",
      level: "wrong",
      says: `${variable} ${message}`,
    }));
  }
  const { config } = read;
  const compiled = await policyOf({ ...config, locale });
  if (!compiled.ok) return compiled.reasons.map((says) => ({ about: "policy", level: "wrong", says }));
  const { policy } = compiled;
  const url = serviceUrl(io);
  const fine = words.policyFine(policy.file, policy.hash, policy.destinations.size);
  const first: readonly Finding[] = [{ about: "policy", level: "ok", says: fine }];
  if (config.sandbox.size > 0 && (await askVendor(io.fetch, `${url}/healthz`)).kind === "silence") {
    return [...first, { about: "doors", level: "wrong", says: words.sandboxSleeps(url) }];
  }
  const patient: Patient = {
    ...{ config, policy, locale, words, fetch: io.fetch, now: io.now, serviceUrl: url },
    access: vendorAccess(config, `${url}/sandbox`, "doctor"),
  };
  return [...first, ...(await Promise.all(checks.map((check) => check(patient)))).flat()];
}

const marks = { ok: "✓", note: "·", wrong: "✗" } as const;

function textOf(findings: readonly Finding[], locale: Locale): string {
  const words = doctorWords[locale];
  const sections = Object.entries(words.about).flatMap(([about, title]) => {
    const lines = findings.filter((one) => one.about === about).map(({ level, says }) => `  ${marks[level]} ${says}\n`);
    return lines.length === 0 ? [] : [`${title}\n${lines.join("")}`];
  });
  const wrong = findings.filter(({ level }) => level === "wrong").length;
  return `${sections.join("\n")}\n${wrong === 0 ? words.allWell : words.wrongs(wrong)}\n`;
}

function secretsOf({ env }: CommandIo): readonly (readonly [name: string, value: string])[] {
  const read = readConfig(env);
  if (!read.ok) return [];
  return [...read.config.secrets].flatMap(([name, values]) => values.map((value) => [name, value] as const));
}

/** What a vendor repeats of what it was asked with is named, not shown. */
function withoutSecrets(says: string, secrets: readonly (readonly [name: string, value: string])[]): string {
  return secrets.reduce((text, [name, value]) => text.replaceAll(value, () => `\${${name}}`), says);
}
