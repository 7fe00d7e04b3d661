import type { Locale } from "./locale.ts";

const list = (names: readonly string[]) => names.join(", ");

const en = {
  severity: "severity",
  about: "about",
  groupKey: "group key",
  route: "route",
  tells: "tells",
  deadlines: "deadlines",
  status: { firing: "firing", resolved: "resolved" },
  from: (source: string) => `from ${source}`,
  verdict: { healthy: "healthy", drop: "dropped" },
  inARow: (count: number) => `counts after ${count} in a row`,
  measured: {
    value: (shown: string, _better: boolean) => shown,
    "relative-drop": (shown: string, better: boolean) => `${shown} ${better ? "better" : "worse"}`,
    "relative-rise": (shown: string, better: boolean) => `${shown} ${better ? "better" : "worse"}`,
  },
  belowLowest: (metric: string, shown: string, band: string) => `${metric} is ${shown}, its lowest level is ${band}`,
  withinThreshold: (metric: string, value: string, threshold: string) =>
    `${metric} is ${value}, not past the sender’s threshold ${threshold}`,
  assumed: (environment: string) => `${environment} (assumed: no label says it)`,
  firstRoute: "the first route",
  toldAs: (id: string, name: string, severity: string) => `${id} (${name}, from ${severity} up)`,
  toldInstead: (id: string, severity: string) => `${id} (in place of one without credentials, from ${severity} up)`,
  withheld: (environment: string) => `nobody is paged: ${environment} is not production`,
  leftOut: (place: string, variables: readonly string[]) => `not ${place}: set ${list(variables)}`,
  nobody: "nobody: the dashboard shows it",
  byPolicy: (name: string, file: string, hash: string) => `policy ${name}, ${file}, ${hash}`,
  checkOk: (file: string, hash: string) => `OK ${file} (${hash})`,
  checkFaults: (count: number) => (count === 1 ? "1 fault" : `${count} faults`),
  fix: "fix",
  destinations: "destinations",
  notConfigured: (place: string, variables: readonly string[], told: readonly string[]) =>
    `${place}: left out, set ${list(variables)}${told.length > 0 ? `; told instead: ${list(told)}` : ""}`,
  routes: (count: number, deepest: number) => `${count} routes, ${deepest} deep`,
  warning: "warning",
  notHere: "not set here",
  kept: (keys: readonly string[]) => `kept, acted on by a later version: ${list(keys)}`,
  unreadableAlert: (file: string, reason: string) => `${file} is not an alert that Vigie reads: ${reason}`,
  usageExplain: "vigie policy explain ALERT.json [--policy FILE] [--locale en|fr]",
  usageCheck: "vigie policy check [FILE] [--production] [--locale en|fr]",
};

const fr: typeof en = {
  severity: "niveau",
  about: "concerne",
  groupKey: "clé de groupe",
  route: "route",
  tells: "prévient",
  deadlines: "échéances",
  status: { firing: "active", resolved: "terminée" },
  from: (source) => `de ${source}`,
  verdict: { healthy: "sain", drop: "écartée" },
  inARow: (count) => `compte après ${count} de suite`,
  measured: {
    value: (shown) => shown,
    "relative-drop": (shown, better) => `${better ? "meilleur" : "moins bon"} de ${shown}`,
    "relative-rise": (shown, better) => `${better ? "meilleur" : "moins bon"} de ${shown}`,
  },
  belowLowest: (metric, shown, band) => `${metric}\u00a0: ${shown}, le niveau le plus bas est ${band}`,
  withinThreshold: (metric, value, threshold) =>
    `${metric} vaut ${value}, sans passer le seuil de l’émetteur ${threshold}`,
  assumed: (environment) => `${environment} (supposé\u00a0: aucun label ne le dit)`,
  firstRoute: "la première route",
  toldAs: (id, name, severity) => `${id} (${name}, dès ${severity})`,
  toldInstead: (id, severity) => `${id} (à la place d’un lieu sans identifiants, dès ${severity})`,
  withheld: (environment) => `personne n’est appelé\u00a0: ${environment} n’est pas la production`,
  leftOut: (place, variables) => `pas ${place}\u00a0: définissez ${list(variables)}`,
  nobody: "personne\u00a0: le tableau de bord la montre",
  byPolicy: (name, file, hash) => `politique ${name}, ${file}, ${hash}`,
  checkOk: (file, hash) => `OK ${file} (${hash})`,
  checkFaults: (count) => (count < 2 ? `${count} erreur` : `${count} erreurs`),
  fix: "à faire",
  destinations: "destinations",
  notConfigured: (place, variables, told) =>
    `${place}\u00a0: laissé de côté, définissez ${list(variables)}${told.length > 0 ? `\u00a0; prévenu à la place\u00a0: ${list(told)}` : ""}`,
  routes: (count, deepest) => `${count} routes, ${deepest} niveaux`,
  warning: "attention",
  notHere: "non défini ici",
  kept: (keys) => `conservé pour une version ultérieure\u00a0: ${list(keys)}`,
  unreadableAlert: (file, reason) => `${file} n’est pas une alerte que Vigie lit\u00a0: ${reason}`,
  usageExplain: "vigie policy explain ALERTE.json [--policy FICHIER] [--locale en|fr]",
  usageCheck: "vigie policy check [FICHIER] [--production] [--locale en|fr]",
};

/** What `vigie policy check` and `vigie policy explain` say. */
export const policyExplanation: Readonly<Record<Locale, typeof en>> = { en, fr };
