import type { PolicyDocument } from "../document/schema.ts";
import type { Preset } from "./preset.ts";

type Services = NonNullable<PolicyDocument["services"]>;

/**
 * The policy as it reads under a preset: what the preset writes of `severity` and `families` stands in the place of the
 * policy's own, key by key, so that the figures of two are never mixed; its services' aliases are added.
 */
export function underPreset(document: PolicyDocument, preset: Preset): PolicyDocument {
  const { severity, families } = preset.document;
  const services = document.services ?? {};
  return {
    ...document,
    severity: { ...document.severity, ...severity },
    families: families ?? document.families,
    services: withAliases(services, preset, (id) => (services[id]?.preset ?? preset.name) === preset.name),
  };
}

/** The policy with the aliases that presets know for the services that name them. */
export function withPresetAliases(document: PolicyDocument, presets: Iterable<Preset>): PolicyDocument {
  let { services = {} } = document;
  for (const preset of presets) services = withAliases(services, preset, (id) => services[id]?.preset === preset.name);
  return { ...document, services };
}

/** A name that the policy itself gives to a service stays that service's. */
function withAliases(services: Services, preset: Preset, mayHave: (id: string) => boolean): Services {
  const owners = new Map(
    Object.entries(services).flatMap(([id, { aliases = [] }]) => [id, ...aliases].map((name) => [name, id] as const)),
  );
  const merged = new Map(Object.entries(services));
  for (const [name, { aliases = [] }] of Object.entries(preset.document.services ?? {})) {
    const id = owners.get(name) ?? name;
    if (!mayHave(id)) continue;
    const free = aliases.filter((alias) => !owners.has(alias));
    for (const alias of free) owners.set(alias, id);
    const own = merged.get(id);
    merged.set(id, { ...own, aliases: [...(own?.aliases ?? []), ...free] });
  }
  return Object.fromEntries(merged);
}
