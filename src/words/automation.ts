import type { Locale } from "./locale.ts";
import { utc } from "./moments.ts";
import { moment, type Sentence, say } from "./sentence.ts";

const en = {
  help: "automation [on|off]: whether Vigie may act on models by itself; off stops all of it at once",
  which: "Say on or off: automation off.",
  neverSwitched: "Automation is on: Vigie acts on models by itself where the policy says so.",
  is: {
    on: (by: string, at: number): Sentence => say`Automation is on: ${by} switched it on at ${moment(at)}.`,
    off: (by: string, at: number): Sentence => say`Automation is OFF: ${by} switched it off at ${moment(at)}.`,
  },
  means: {
    on: "What the policy does by itself is done again, from the next measurement on.",
    off: "Nothing is done to a model by itself any more; people can still press. Back: automation on.",
  },
  /** In the dashboard's head. */
  strip: (by: string, at: number) =>
    `Automation is off: nothing is done to a model by itself (${by}, ${utc(at, "date-time", "en")}).`,
  /** What Vigie's own incident says of it. */
  own: {
    on: (by: string, at: number) => `${by} switched automation on again, ${utc(at, "date-time", "en")}.`,
    off: (by: string, at: number) =>
      `${by} switched automation off, ${utc(at, "date-time", "en")}: nothing is done to a model by itself until somebody switches it on again with /vigie automation on.`,
  },
};

export type AutomationWords = typeof en;

const fr: AutomationWords = {
  help: "automation [on|off]\u00a0: si Vigie peut agir seule sur les modèles\u00a0; off arrête tout aussitôt",
  which: "Dites on ou off\u00a0: automation off.",
  neverSwitched: "L’automatisme est actif\u00a0: Vigie agit seule sur les modèles là où la politique le dit.",
  is: {
    on: (by, at) => say`L’automatisme est actif\u00a0: ${by} l’a rétabli à ${moment(at)}.`,
    off: (by, at) => say`L’automatisme est COUPÉ\u00a0: ${by} l’a coupé à ${moment(at)}.`,
  },
  means: {
    on: "Ce que la politique fait d’elle-même reprend dès la prochaine mesure.",
    off: "Plus rien n’est fait automatiquement sur un modèle\u00a0; les boutons restent. Pour rétablir\u00a0: automation on.",
  },
  strip: (by, at) =>
    `L’automatisme est coupé\u00a0: rien n’est fait automatiquement sur un modèle (${by}, ${utc(at, "date-time", "fr")}).`,
  own: {
    on: (by, at) => `${by} a rétabli l’automatisme, ${utc(at, "date-time", "fr")}.`,
    off: (by, at) =>
      `${by} a coupé l’automatisme, ${utc(at, "date-time", "fr")}\u00a0: rien n’est fait automatiquement sur un modèle jusqu’à ce que quelqu’un le rétablisse avec /vigie automation on.`,
  },
};

const byLocale: Readonly<Record<Locale, AutomationWords>> = { en, fr };

/** What is said of the kill switch (U-06). */
export function automationWordsOf(locale: Locale): AutomationWords {
  return byLocale[locale];
}
