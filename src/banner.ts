import type { Config } from "./config.ts";
import type { Checked } from "./delivery/check-destinations.ts";
import { heardLine } from "./heard.ts";
import { wantedVariables } from "./policy/actions/wanted-variables.ts";
import type { Policy } from "./policy/policy.ts";
import type { CheckNote } from "./receivers/receiver.ts";
import type { Running } from "./start.ts";
import type { Store } from "./store/port.ts";
import { isDeafToPages } from "./vendor-access.ts";
import { actionWordsOf } from "./words/actions.ts";
import { checkNotes } from "./words/check-notes.ts";
import type { Locale } from "./words/locale.ts";
import { fill, running as words } from "./words/running.ts";
import { waitingWordsOf } from "./words/waiting.ts";
import { wordFor, wordsOf } from "./words/words.ts";

/** Colours for a terminal; none elsewhere. */
export type Paint = {
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly bold: (text: string) => string;
};

const plain: Paint = { red: (text) => text, green: (text) => text, bold: (text) => text };
const ansi = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;

export function paintFor(isTerminal: boolean): Paint {
  return isTerminal ? { red: ansi(31), green: ansi(32), bold: ansi(1) } : plain;
}

/** What an operator reads at start: what is connected, what is sandboxed, what is missing, and a line to try. */
export function banner(
  config: Config,
  policy: Policy,
  run: Pick<Running, "origin"> & { readonly store: Pick<Store, "facts"> },
  checked: readonly Checked[],
  paint: Paint,
): string {
  const { locale } = config;
  const lines = [
    paint.bold("Vigie"),
    `  ${fill(words.listening[locale], { url: run.origin })}`,
    `  ${fill(words.store[locale], { store: run.store.facts().kind })}`,
    ...run.store.facts().risks.map((risk) => paint.red(`    ${words.risks[risk]?.[locale] ?? risk}`)),
    `  ${fill(words.policy[locale], { file: policy.file, hash: policy.hash })}`,
    ...(config.apiTokens.length === 0 ? [`  ${words.openApi[locale]}`] : []),
    ...sandboxLines(config, run.origin, paint),
    "",
    ...checked.flatMap((one) => destinationLines(one, config, paint)),
    ...leftOutLines(policy, locale, paint),
    ...actionLines(config, policy, paint),
    ...shadowLines(policy, locale, paint),
    `  ${heardLine(config, policy, locale)}`,
    ...(isDeafToPages(config, policy) ? [paint.red(`  ${waitingWordsOf(locale).deafToPages}`)] : []),
    "",
    ...tryLines(config, run.origin),
  ];
  return `${lines.join("\n")}\n`;
}

function sandboxLines({ sandbox, sandboxBy, locale }: Config, origin: string, paint: Paint): string[] {
  if (sandbox.size === 0) return [];
  const sentence = sandboxBy === "laptop" ? words.sandboxLaptop : words.sandboxAsked;
  return [paint.bold(`  ${fill(sentence[locale], { url: `${origin}/sandbox`, vendors: [...sandbox].join(", ") })}`)];
}

function destinationLines({ destination, result }: Checked, { sandbox, locale }: Config, paint: Paint): string[] {
  const played = [...sandbox].some((vendor) => vendor === destination.receiver);
  const faulty = result.kind === "faulty";
  const state = faulty ? paint.red(words.faulty[locale]) : stateOf(result.notes, played, locale, paint);
  const shown = destination.receiver === "pagerduty" ? `${destination.id} ${destination.shown}` : destination.id;
  const notes = result.notes.map((note) => `      ${noteWords(note, locale)}`);
  return [`  ${state}  ${shown}`, ...(faulty ? notes.map(paint.red) : notes)];
}

/** Notes of a check that found nothing wrong, and has not seen that it works either. */
const untried: readonly string[] = ["pagerduty-key-untested", "teams-login-unreachable"];

function stateOf(notes: readonly CheckNote[], played: boolean, locale: Locale, paint: Paint): string {
  if (played) return paint.green(words.sandboxed[locale]);
  return notes.some(({ key }) => untried.includes(key)) ? words.untried[locale] : paint.green(words.connected[locale]);
}

/** A reason that is one of ours is said in words; a vendor's own code stays as it is. */
function noteWords({ key, values }: CheckNote, locale: Locale): string {
  const { delivery } = wordsOf(locale);
  const said = Object.entries(values).map(([name, value]) => [
    name,
    name === "reason" || name === "code" ? wordFor(delivery, value) : value,
  ]);
  return fill(checkNotes[key]?.[locale] ?? key, Object.fromEntries(said));
}

/** What a destination that is not configured means, in red when it is a page (protocol 12.2). */
function leftOutLines(policy: Policy, locale: Locale, paint: Paint): string[] {
  return policy.leftOut.flatMap(({ description, receiver, name, missing, told, severities }) => {
    const set = missing.join(", ");
    const line = `  ${fill(words.leftOut[locale], { destination: description, told: name, missing: set })}`;
    if (receiver !== "pagerduty") return [line];
    const names = severities.map((severity) => wordsOf(locale).severity[severity]).join(", ");
    const nobody = fill(words.pagesNobody[locale], { severities: names, missing: set });
    const ring = told.length > 0 ? ` ${fill(words.ringInstead[locale], { places: told.join(", ") })}` : "";
    return [line, paint.red(`  ${nobody}${ring}`)];
  });
}

/** A button for what cannot be done is worse than none: its variables are named before anybody presses it. */
function actionLines({ remediation, env, locale }: Config, { declared }: Policy, paint: Paint): string[] {
  const { action: names } = actionWordsOf(locale);
  return declared.flatMap((action) => {
    const wanted = wantedVariables(action, remediation.providers.kubernetes !== undefined);
    const missing = wanted.filter((name) => env[name] === undefined).join(", ");
    const values = { service: action.service, action: names[action.id].name, missing };
    return missing === "" ? [] : [paint.red(`  ${fill(words.actionLacks[locale], values)}`)];
  });
}

/** Nobody must believe that somebody is told who is not. */
function shadowLines({ shadows }: Policy, locale: Locale, paint: Paint): string[] {
  if (shadows.length === 0) return [];
  const places = shadows.map(({ file, line }) => `${file}:${line}`).join(", ");
  return [paint.red(`  ${fill(words.shadow[locale], { places })}`)];
}

/** A drift event that opens one incident in every place. */
function tryLines({ sandbox, webhookTokens, locale }: Config, origin: string): string[] {
  const event =
    '{"service":"credit-scoring","model":"credit","model_version":"8","environment":"production","metric":"accuracy","value":0.846,"baseline":0.950,"sample_size":50000}';
  const token = webhookTokens.length > 0 ? ` -H "authorization: Bearer \${VIGIE_WEBHOOK_TOKEN%%,*}"` : "";
  const look = sandbox.size > 0 ? words.thenLook : words.thenDashboard;
  return [
    `  ${words.tryIt[locale]}`,
    `    curl -s ${origin}/webhooks/drift -H 'content-type: application/json'${token} -d '${event}'`,
    `  ${fill(look[locale], { sandbox: `${origin}/sandbox`, dashboard: `${origin}/` })}`,
  ];
}
