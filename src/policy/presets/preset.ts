import type { Locale } from "../../words/locale.ts";
import { presetFaults as say } from "../../words/presets.ts";
import type { Path } from "../document/path.ts";
import { type PolicyText, readPolicyText } from "../document/policy-text.ts";
import { readDocument } from "../document/read-document.ts";
import type { PolicyDocument, WrittenRoute } from "../document/schema.ts";
import { compileIdentity } from "../identity.ts";
import { type FaultBook, faultBook, type PolicyError } from "../policy-error.ts";
import { compileSeverity } from "../severity/severity.ts";

/** A policy file that others take figures from: `name` as they name it, `file` as faults and reasons cite it. */
export type PresetFile = { readonly name: string; readonly file: string; readonly text: string };

/** A preset that was read and is right in itself. */
export type Preset = { readonly name: string; readonly document: PolicyDocument; readonly text: PolicyText };

/** What a policy decides for itself, so that it is not even looked at in a preset. */
const notTaken = [
  ...["name", "locale", "mode", "break_glass", "include", "identity", "environments"],
  ...["destinations", "teams", "time_intervals"],
];

/**
 * Reads a preset: a policy of the same grammar, of which severity, families, services' aliases and routes are taken.
 *
 * @returns the preset, or what is wrong in it, each with the preset's own file and line
 */
export function readPreset(
  { name, file, text }: PresetFile,
  env: Readonly<Record<string, string | undefined>>,
  locale: Locale,
): { readonly ok: true; readonly preset: Preset } | { readonly ok: false; readonly faults: readonly PolicyError[] } {
  const read = readPolicyText(text, file, locale);
  if (!read.ok) return read;
  const book = faultBook(read.text, locale);
  const document = readDocument(taken(read.text.data), env, book);
  if (document) {
    noPresetIn(document, book);
    compileSeverity(document, read.text, book);
    compileIdentity(document, book);
  }
  if (!document || book.faults.length > 0) return { ok: false, faults: book.faults };
  return {
    ok: true,
    preset: { name, document: { ...document, route: withoutHours(document.route) }, text: read.text },
  };
}

function taken(data: unknown): unknown {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return data;
  return Object.fromEntries(Object.entries(data).filter(([key]) => !notTaken.includes(key)));
}

/** When and whether a policy tells at all is its own business; the time intervals are, too. */
function withoutHours({
  mode: _mode,
  mute_time_intervals: _mute,
  active_time_intervals: _active,
  ...route
}: WrittenRoute): WrittenRoute {
  const { tell = {}, routes = [] } = route;
  const names = Object.entries(tell).map(([at, list]) => [
    at,
    list?.map((one) => (typeof one === "string" ? one : one.to)),
  ]);
  return { ...route, tell: Object.fromEntries(names), routes: routes.map(withoutHours) };
}

/** So presets cannot go round in circles. */
function noPresetIn({ route, services = {} }: PolicyDocument, book: FaultBook): void {
  for (const [id, { preset }] of Object.entries(services)) {
    if (preset !== undefined) book.fault(["services", id, "preset"], say.nested(), { at: "key" });
  }
  noPresetOn(route, ["route"], book);
}

function noPresetOn({ preset, routes = [] }: WrittenRoute, path: Path, book: FaultBook): void {
  if (preset !== undefined) book.fault([...path, "preset"], say.nested(), { at: "key" });
  for (const [at, child] of routes.entries()) noPresetOn(child, [...path, "routes", at], book);
}
