import type { Locale } from "./locale.ts";

const en = {
  summary: (alerts: number, differing: number) =>
    `${alerts === 1 ? "1 alert" : `${alerts} alerts`}, ${differing === 0 ? "all told as before" : `${differing} told differently`}`,
  times: (count: number) => `${count} ×`,
  more: (count: number) => `and ${count} more`,
  severity: (from: string, to: string) => `severity ${from} -> ${to}`,
  verdict: { healthy: "healthy", drop: "dropped" },
  told: (place: string, name: string) => `told now: ${place} (${name})`,
  toldNoMore: (place: string, name: string) => `told no more: ${place} (${name})`,
  wouldBeTold: (place: string, name: string) => `would be told now, in shadow: ${place} (${name})`,
  wouldBeToldNoMore: (place: string, name: string) => `would be told no more, in shadow: ${place} (${name})`,
  mode: { shadow: (place: string) => `in shadow now: ${place}`, live: (place: string) => `live now: ${place}` },
  hours: (place: string, from: string, to: string) => `${place} rings: ${from} -> ${to}`,
  always: "always",
  ringing: "would have rung",
  waiting: "would have waited",
  team: (from: string, to: string) => `team ${from} -> ${to}`,
  lifecycle: (from: string, to: string) => `lifecycle ${from} -> ${to}`,
  group: (from: string, to: string) => `another incident, such as ${from} -> ${to}`,
  actions: (from: string, to: string) => `actions ${from} -> ${to}`,
  rollback: (from: string, to: string) => `rollback ${from} -> ${to}`,
  none: "none",
};

const fr: typeof en = {
  summary: (alerts, differing) =>
    `${alerts < 2 ? `${alerts} alerte` : `${alerts} alertes`}, ${differing === 0 ? "rien ne change" : `dont ${differing} autrement qu’avant`}`,
  times: (count) => `${count} ×`,
  more: (count) => `et ${count} de plus`,
  severity: (from, to) => `niveau ${from} -> ${to}`,
  verdict: { healthy: "sain", drop: "écartée" },
  told: (place, name) => `prévenu désormais\u00a0: ${place} (${name})`,
  toldNoMore: (place, name) => `n’est plus prévenu\u00a0: ${place} (${name})`,
  wouldBeTold: (place, name) => `serait prévenu désormais, en mode ombre\u00a0: ${place} (${name})`,
  wouldBeToldNoMore: (place, name) => `ne serait plus prévenu, en mode ombre\u00a0: ${place} (${name})`,
  mode: {
    shadow: (place) => `en mode ombre désormais\u00a0: ${place}`,
    live: (place) => `prévenu pour de bon désormais\u00a0: ${place}`,
  },
  hours: (place, from, to) => `${place} sonne\u00a0: ${from} -> ${to}`,
  always: "toujours",
  ringing: "aurait sonné",
  waiting: "aurait attendu",
  team: (from, to) => `équipe ${from} -> ${to}`,
  lifecycle: (from, to) => `cycle de vie ${from} -> ${to}`,
  group: (from, to) => `un autre incident, par exemple ${from} -> ${to}`,
  actions: (from, to) => `actions ${from} -> ${to}`,
  rollback: (from, to) => `retour en arrière ${from} -> ${to}`,
  none: "aucune",
};

/** What `vigie policy diff` says. */
export const policyDiffWords: Readonly<Record<Locale, typeof en>> = { en, fr };
