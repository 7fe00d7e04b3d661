import { policyFaults } from "../../words/policy.ts";
import { importFaults as say, importNotes as tell } from "../../words/policy-import.ts";
import type { Path } from "../document/path.ts";
import { type Fields, isFields } from "../document/plain-data.ts";
import { parseDuration } from "../time/duration.ts";
import { type Bench, checkKeys, fieldsAt, isSet, listAt, textAt, truthAt } from "./bench.ts";
import {
  countKeys,
  globalKeys,
  type Integration,
  integrations,
  keysOf,
  type Need,
  structuredKeys,
  truthKeys,
} from "./integrations.ts";

/** One `…_configs` entry of a receiver: `kind` is `slack`, `pagerduty` and so on. */
export type WrittenIntegration = { readonly kind: string; readonly path: Path; readonly fields: Fields };

export type AlertmanagerReceiver = {
  readonly name: string;
  readonly path: Path;
  readonly integrations: readonly WrittenIntegration[];
};

/** Reads `global:`: what is wrong with it is a fault, what later Alertmanagers know is a note. */
export function readGlobal(written: unknown, bench: Bench): Fields {
  const path = ["global"];
  const fields = fieldsAt(written, path, bench);
  const { keys, newer = [] } = globalKeys;
  checkKeys(fields, [...keys, ...newer], path, bench);
  checkTexts(fields, path, bench);
  noteNewer(fields, newer, path, bench);
  checkPairs(fields, path, bench);
  checkUrls(
    fields,
    Object.keys(fields).filter((key) => key.endsWith("_url")),
    path,
    bench,
  );
  checkHostPort(fields, "smtp_smarthost", path, bench);
  const timeout = fields.resolve_timeout;
  if (typeof timeout === "string" && parseDuration(timeout) === null) {
    bench.book.fault([...path, "resolve_timeout"], policyFaults.badDuration({ value: timeout }));
  }
  return fields;
}

/** Reads `receivers:` by the rules of Alertmanager 0.25 and, for what came later, by those that brought it. */
export function readReceivers(written: unknown, global: Fields, bench: Bench): readonly AlertmanagerReceiver[] {
  const seen = new Set<string>();
  return listAt(written, ["receivers"], bench).map((one, at) => {
    const path = ["receivers", at];
    const fields = fieldsAt(one, path, bench);
    const name = textAt(fields.name, [...path, "name"], bench);
    if (name === "") bench.book.fault(path, say.receiverWithoutName());
    else if (seen.has(name)) bench.book.fault([...path, "name"], say.receiverTwice({ name }));
    seen.add(name);
    checkKeys(fields, ["name", ...Object.keys(integrations).map((kind) => `${kind}_configs`)], path, bench);
    const found = Object.entries(integrations).flatMap(([kind, integration]) =>
      readIntegrations(kind, integration, fields, path, global, bench),
    );
    return { name, path, integrations: found };
  });
}

function readIntegrations(
  kind: string,
  integration: Integration,
  receiver: Fields,
  receiverPath: Path,
  global: Fields,
  bench: Bench,
): readonly WrittenIntegration[] {
  const key = `${kind}_configs`;
  const path = [...receiverPath, key];
  if (integration.isNewer && Object.hasOwn(receiver, key)) bench.note("newer", path, tell.newer({ keys: [key] }));
  return listAt(receiver[key], path, bench).map((one, at) => {
    const inner = [...path, at];
    const fields = fieldsAt(one, inner, bench);
    checkKeys(fields, keysOf(integration), inner, bench);
    checkTexts(fields, inner, bench);
    noteNewer(fields, integration.newer ?? [], inner, bench);
    checkUrls(fields, integration.urls ?? [], inner, bench);
    // Alertmanager takes the password of a mail account from both and prefers the text.
    if (kind !== "email") checkPairs(fields, inner, bench);
    if (kind === "email") checkHostPort(fields, "smarthost", inner, bench);
    for (const need of integration.needs) checkNeed(need, fields, global, inner, bench);
    if (kind === "sns") checkOneOf(["target_arn", "topic_arn", "phone_number"], fields, inner, bench);
    return { kind, path: inner, fields };
  });
}

function noteNewer(fields: Fields, newer: readonly string[], path: Path, bench: Bench): void {
  for (const key of newer.filter((one) => Object.hasOwn(fields, one))) {
    bench.note("newer", [...path, key], tell.newer({ keys: [key] }));
  }
}

function checkTexts(fields: Fields, path: Path, bench: Bench): void {
  for (const [key, value] of Object.entries(fields).filter(([one]) => !structuredKeys.includes(one))) {
    const at = [...path, key];
    if (truthKeys.includes(key)) truthAt(value, at, bench);
    else if (countKeys.includes(key) && typeof value === "string" && !/^-?\d+$/.test(value)) {
      bench.book.fault(at, policyFaults.wrongType({ wanted: "int", found: "string" }));
    } else textAt(value, at, bench);
  }
}

function checkNeed({ here, global: above = [] }: Need, fields: Fields, global: Fields, path: Path, { book }: Bench) {
  if (here.some((key) => isSet(fields, key)) || above.some((key) => isSet(global, key))) return;
  book.fault(path, say.missing({ keys: here, above: above.map((key) => `global.${key}`) }));
}

function checkOneOf(keys: readonly string[], fields: Fields, path: Path, { book }: Bench): void {
  const set = keys.filter((key) => isSet(fields, key));
  if (set.length > 1) book.fault([...path, set[1] ?? ""], say.both({ keys: set }), { at: "key" });
}

/** A secret is written either as a text or as a file's name, at any depth (`http_config` has such pairs too). */
function checkPairs(fields: Fields, path: Path, bench: Bench): void {
  for (const [key, value] of Object.entries(fields)) {
    if (isFields(value)) checkPairs(value, [...path, key], bench);
    const file = `${key}_file`;
    if (!isSet(fields, key) || !isSet(fields, file)) continue;
    bench.book.fault([...path, file], say.both({ keys: [key, file] }), { at: "key" });
  }
}

/** @see https://prometheus.io/docs/alertmanager/0.25/configuration/ : `http` or `https`, with a host */
function checkUrls(fields: Fields, keys: readonly string[], path: Path, bench: Bench): void {
  for (const key of keys.filter((one) => isSet(fields, one))) {
    const at = [...path, key];
    const url = textAt(fields[key], at, bench);
    // A configuration that Alertmanager itself printed shows secret addresses like this.
    if (url === "<secret>" || /^https?:\/\/[^/?#\s]+/i.test(url)) continue;
    bench.book.fault(at, say.badUrl({ key }));
  }
}

function checkHostPort(fields: Fields, key: string, path: Path, bench: Bench): void {
  const at = [...path, key];
  const value = textAt(fields[key], at, bench);
  if (value !== "" && !/^(?:\[[^\]]*\]|[^:]*):[^:]+$/.test(value)) bench.book.fault(at, say.badHostPort({ key }));
}
