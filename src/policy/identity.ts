import type { Alert } from "../alert/alert.ts";
import type { Identity } from "../incident/identity.ts";
import { policyFaults as say } from "../words/policy.ts";
import type { PolicyDocument } from "./document/schema.ts";
import { wildcards } from "./matching/wildcard.ts";
import type { FaultBook } from "./policy-error.ts";

/** What the labels of an alert are read as. The environment that is assumed when none is told (behaviour 1). */
const assumedEnvironment = "production";

const defaults = {
  environment: ["environment", "env", "stage"],
  service: ["service", "app", "namespace", "job"],
  model: ["model", "model_name"],
  family: ["family", "alertname"],
  exporters: ["kube-state-metrics", "node-exporter"],
};

/** Reads who an alert is about, but for its family where the threshold table decides that. */
export type IdentityReader = {
  /** @param family overrules what the labels say; a measurement's family is its row's (behaviour 2.4) */
  readonly read: (alert: Alert, family?: string) => Identity;
  /** The service's own id for a name that a sender uses. */
  readonly serviceOf: (name: string) => string;
  readonly isAlias: (name: string) => boolean;
  /** A service by all of its names, its own id first. */
  readonly namesOf: (service: string) => readonly string[];
};

/** The labels that say who an alert is about: the policy's, and the usual ones where it names none. */
export function identityLabels({ identity = {} }: PolicyDocument): typeof defaults {
  return {
    environment: identity.environment ?? defaults.environment,
    service: identity.service ?? defaults.service,
    model: identity.model ?? defaults.model,
    family: identity.family ?? defaults.family,
    exporters: identity.exporters ?? defaults.exporters,
  };
}

/** Compiles `identity:`, `families:` and the services' aliases. */
export function compileIdentity(document: PolicyDocument, book: FaultBook): IdentityReader {
  const { environment: environments, service: services, model: models, family: families } = identityLabels(document);
  const isExporter = wildcards(identityLabels(document).exporters);
  const aliases = compileAliases(document.services ?? {}, book);
  const familyOfAlert = compileFamilies(document.families ?? {}, book);

  const serviceNamed = (alert: Alert): string | undefined => {
    for (const name of services) {
      const value = labelOf(alert, name);
      if (value !== "" && !isExporter(value)) return aliases.get(value) ?? value;
    }
  };
  const familyNamed = (alert: Alert): string => {
    for (const name of families) {
      const value = labelOf(alert, name);
      if (value !== "") return name === "alertname" ? (familyOfAlert.get(value) ?? value) : value;
    }
    return familyOfAlert.get(alert.name) ?? (alert.name || alert.source);
  };

  const read = (alert: Alert, family?: string): Identity => {
    const environment = first(alert, environments);
    const service = serviceNamed(alert);
    const model = first(alert, models) ?? alert.model?.name;
    const known = {
      environment: environment ?? assumedEnvironment,
      environmentAssumed: environment === undefined,
      family: family ?? familyNamed(alert),
    };
    if (service === undefined) return model === undefined ? known : { ...known, model };
    return model === undefined ? { ...known, service } : { ...known, service, model };
  };
  const namesOf = Map.groupBy([...aliases], ([, service]) => service);
  return {
    read,
    serviceOf: (name) => aliases.get(name) ?? name,
    isAlias: (name) => aliases.has(name),
    namesOf: (service) => [service, ...(namesOf.get(service) ?? []).map(([alias]) => alias)],
  };
}

/** A label's value, "" when absent: for Prometheus the two are the same. The alert's name stands in for `alertname`. */
export function labelOf(alert: Alert, name: string): string {
  const value: unknown = alert.labels[name];
  if (typeof value === "string" && value !== "") return value;
  return name === "alertname" ? alert.name : "";
}

function first(alert: Alert, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = labelOf(alert, name);
    if (value !== "") return value;
  }
}

function compileAliases(services: NonNullable<PolicyDocument["services"]>, book: FaultBook): Map<string, string> {
  const aliases = new Map<string, string>();
  for (const [id, { aliases: names = [] }] of Object.entries(services)) {
    for (const [at, alias] of names.entries()) {
      const other = aliases.get(alias) ?? (alias !== id && Object.hasOwn(services, alias) ? alias : undefined);
      if (other && other !== id) {
        book.fault(["services", id, "aliases", at], say.aliasTwice({ alias, first: other, second: id }));
      } else if (alias !== id) aliases.set(alias, id);
    }
  }
  return aliases;
}

function compileFamilies(families: NonNullable<PolicyDocument["families"]>, book: FaultBook): Map<string, string> {
  const familyOf = new Map<string, string>();
  for (const [family, alerts] of Object.entries(families)) {
    for (const [at, alert] of alerts.entries()) {
      const other = familyOf.get(alert);
      if (other && other !== family) {
        book.fault(["families", family, at], say.alertInTwoFamilies({ alert, first: other, second: family }));
      }
      familyOf.set(alert, family);
    }
  }
  return familyOf;
}
