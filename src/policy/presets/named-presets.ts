import type { Locale } from "../../words/locale.ts";
import { presetFaults as say } from "../../words/presets.ts";
import type { Path } from "../document/path.ts";
import type { PolicyDocument, WrittenRoute } from "../document/schema.ts";
import { nearest } from "../document/suggest.ts";
import type { FaultBook } from "../policy-error.ts";
import { type Preset, type PresetFile, readPreset } from "./preset.ts";
import { isPresetPath } from "./preset-names.ts";

/** Where presets come from. */
export type PresetSources = {
  /** The files of the presets that the policy names, as far as there are any. */
  readonly presets?: readonly PresetFile[];
  /** The names of the presets that come with Vigie. */
  readonly shippedPresets?: readonly string[];
};

type Mention = { readonly name: string; readonly path: Path };

/** Reads the presets that a policy names; one that is not there, or not right, is a fault. */
export function readPresets(
  document: PolicyDocument,
  { presets = [], shippedPresets = [] }: PresetSources,
  env: Readonly<Record<string, string | undefined>>,
  locale: Locale,
  book: FaultBook,
): ReadonlyMap<string, Preset> {
  const files = new Map(presets.map((one) => [one.name, one]));
  const mentions = mentionsIn(document);
  for (const { name, path } of mentions) {
    if (files.has(name)) continue;
    const near = nearest(name, shippedPresets);
    book.fault(
      path,
      isPresetPath(name) ? say.unreadable({ name }) : say.unknown({ name, near, known: shippedPresets }),
    );
  }
  const read = new Map<string, Preset>();
  for (const name of new Set(mentions.map((mention) => mention.name))) {
    const file = files.get(name);
    const result = file && readPreset(file, env, locale);
    if (result?.ok) read.set(name, result.preset);
    else book.faults.push(...(result?.faults ?? []));
  }
  return read;
}

function mentionsIn({ services = {}, route }: PolicyDocument): readonly Mention[] {
  const ofServices = Object.entries(services).flatMap(([id, { preset: name }]) =>
    name === undefined ? [] : [{ name, path: ["services", id, "preset"] }],
  );
  return [...ofServices, ...mentionsOn(route, ["route"])];
}

function mentionsOn({ preset: name, routes = [] }: WrittenRoute, path: Path): readonly Mention[] {
  const below = routes.flatMap((child, at) => mentionsOn(child, [...path, "routes", at]));
  return name === undefined ? below : [{ name, path: [...path, "preset"] }, ...below];
}
