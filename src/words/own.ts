import type { Locale } from "./locale.ts";

const en = {
  /** What Vigie's own incident is called, by its family. */
  title: {
    "page-undelivered": "a page was not delivered",
    "store-epoch": "the store lost its data",
    "policy-reload": "the policy could not be read again",
    "automation-off": "automation is switched off",
    bug: "an alert could not be decided",
    "fire-drill": "fire drill",
    report: "reported by hand",
  },
  pageUndelivered: (incident: string, place: string, because: string) =>
    `Nobody was paged for ${incident} (${place}: ${because}). Call whoever is on call yourself, then put the destination right.`,
  policyFaulty: (file: string, fault: string) =>
    `${file} is faulty and was not taken; the policy of before stays in force. First fault: ${fault}`,
  policiesDiffer: (hashes: readonly string[]) =>
    `The replicas of Vigie run different policies (${hashes.join(", ")}). Reload those that are behind.`,
  bug: (alert: string) =>
    `A fault in Vigie: the alert ${alert} is told only here. Look into it yourself, then at Vigie’s log.`,
  fireDrill: (by?: string) =>
    `This is an exercise${by === undefined ? "" : `, asked for by ${by}`}. Nothing is wrong and nothing is to be done; it ends by itself.`,
};

export type OwnWords = typeof en;

const fr: OwnWords = {
  title: {
    "page-undelivered": "un appel d’astreinte n’est pas parti",
    "store-epoch": "le stockage a perdu ses données",
    "policy-reload": "la politique n’a pas pu être relue",
    "automation-off": "l’automatisme est coupé",
    bug: "une alerte n’a pas pu être traitée",
    "fire-drill": "exercice d’alerte",
    report: "signalé à la main",
  },
  pageUndelivered: (incident, place, because) =>
    `Personne n’a été appelé pour ${incident} (${place}\u00a0: ${because}). Appelez vous-même l’astreinte, puis corrigez la destination.`,
  policyFaulty: (file, fault) =>
    `${file} contient des fautes et n’a pas été prise en compte\u00a0; la politique précédente reste en vigueur. Première faute\u00a0: ${fault}`,
  policiesDiffer: (hashes) =>
    `Les réplicas de Vigie appliquent des politiques différentes (${hashes.join(", ")}). Rechargez celles qui sont en retard.`,
  bug: (alert) =>
    `À cause d’un défaut de Vigie, l’alerte ${alert} n’est signalée qu’ici. Occupez-vous-en, et consultez les logs de Vigie.`,
  fireDrill: (by) =>
    `Ceci est un exercice${by === undefined ? "" : `, demandé par ${by}`}. Tout va bien et il n’y a rien à faire\u00a0; il se termine de lui-même.`,
};

const byLocale: Readonly<Record<Locale, OwnWords>> = { en, fr };

/** What Vigie says of its own trouble. */
export function ownWordsOf(locale: Locale): OwnWords {
  return byLocale[locale];
}
