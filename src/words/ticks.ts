import { whole } from "./figures.ts";
import type { Locale } from "./locale.ts";
import { moment, type Sentence, say } from "./sentence.ts";

const en = {
  so: {
    "automation-on": { holds: "Automation is on.", fails: "Automation is off." },
    "not-exercise": { holds: "It is no exercise.", fails: "This is an exercise." },
    "not-silenced": { holds: "It is not silenced.", fails: "It is silenced." },
    champion: { holds: "The champion was measured.", fails: "What was measured is not the champion." },
    "version-serving": {
      holds: "The version that was measured is serving.",
      fails: "Whether the version that was measured is serving is not known.",
    },
    performance: { holds: "The metric is one of performance.", fails: "The metric is not one of performance." },
    "changed-before": {
      holds: "The model was changed before it.",
      fails: "No change of the model before it: rolling back is unlikely to help.",
    },
    target: { holds: "A version to go back to is known.", fails: "No version to go back to is known." },
    tested: { holds: "The version that it goes to is marked tested.", fails: "The target is not marked tested." },
    fresh: { holds: "The measurement is fresh.", fails: "The measurement is too old." },
    sample: { holds: "The sample is large enough.", fails: "The sample is too small." },
    "cool-down": { holds: "The last one is long enough ago.", fails: "It was done too recently." },
    "per-day": { holds: "The day’s number is not used up.", fails: "The day’s number is used up." },
  },
  because: {
    automationOff: (who: string, at: number): Sentence => say`Automation is off, by ${who}, since ${moment(at)}.`,
    role: (role: string) => `What was measured is a ${role}, not the champion.`,
    otherModel: (model: string) => `What was measured is ${model}, and this is about another model.`,
    otherServing: (measured: string, serving: string) => `${measured} was measured, but ${serving} is serving.`,
    notPerformance: (metric: string) => `${metric} is not a metric of performance.`,
    untested: (version: string) => `${version} is not marked tested.`,
    windowEnded: (at: number): Sentence => say`The measurement is too old: its window ended ${moment(at)}.`,
    small: (size: number, least: number) => `The sample is too small: ${whole(size, "en")} of ${whole(least, "en")}.`,
    notBefore: (at: number): Sentence => say`It was done too recently: not by itself before ${moment(at)}.`,
    usedUp: (runs: number, most: number) =>
      `The day’s number is used up: ${whole(runs, "en")} of ${whole(most, "en")}.`,
    look: (metric: string, value: string, since: number): Sentence =>
      say`Look at the input data: ${metric} ${value} since ${moment(since)}.`,
  },
};

export type TickWords = typeof en;

const fr: TickWords = {
  so: {
    "automation-on": { holds: "L’automatisme est actif.", fails: "L’automatisme est coupé." },
    "not-exercise": { holds: "Ce n’est pas un exercice.", fails: "C’est un exercice." },
    "not-silenced": { holds: "L’incident n’est pas en silence.", fails: "L’incident est en silence." },
    champion: { holds: "Le champion a été mesuré.", fails: "Ce qui a été mesuré n’est pas le champion." },
    "version-serving": {
      holds: "La version mesurée est en service.",
      fails: "On ne sait pas si la version mesurée est en service.",
    },
    performance: {
      holds: "La métrique est une mesure de performance.",
      fails: "La métrique n’est pas une mesure de performance.",
    },
    "changed-before": {
      holds: "Le modèle a changé avant cela.",
      fails: "Aucun changement du modèle avant cela\u00a0: revenir en arrière n’aidera sans doute pas.",
    },
    target: { holds: "La version à rétablir est connue.", fails: "Aucune version à rétablir n’est connue." },
    tested: {
      holds: "La version visée est marquée comme testée.",
      fails: "La version visée n’est pas marquée comme testée.",
    },
    fresh: { holds: "La mesure est récente.", fails: "La mesure est trop ancienne." },
    sample: { holds: "L’échantillon est assez grand.", fails: "L’échantillon est trop petit." },
    "cool-down": { holds: "La précédente est assez ancienne.", fails: "Cela a été fait trop récemment." },
    "per-day": { holds: "Le maximum du jour n’est pas atteint.", fails: "Le maximum du jour est atteint." },
  },
  because: {
    automationOff: (who, at) => say`L’automatisme est coupé par ${who} depuis ${moment(at)}.`,
    role: (role) => `Ce qui a été mesuré est un ${role}, pas le champion.`,
    otherModel: (model) => `C’est ${model} qui a été mesuré, et il s’agit ici d’un autre modèle.`,
    otherServing: (measured, serving) => `${measured} a été mesurée, mais ${serving} est en service.`,
    notPerformance: (metric) => `${metric} n’est pas une mesure de performance.`,
    untested: (version) => `${version} n’est pas marquée comme testée.`,
    windowEnded: (at) => say`La mesure est trop ancienne (fin de sa fenêtre\u00a0: ${moment(at)}).`,
    small: (size, least) => `L’échantillon est trop petit\u00a0: ${whole(size, "fr")} sur ${whole(least, "fr")}.`,
    notBefore: (at) => say`Cela a été fait trop récemment\u00a0: rien d’automatique avant ${moment(at)}.`,
    usedUp: (runs, most) => `Le maximum du jour est atteint\u00a0: ${whole(runs, "fr")} sur ${whole(most, "fr")}.`,
    look: (metric, value, since) =>
      say`Regardez les données d’entrée\u00a0: ${metric} ${value} depuis ${moment(since)}.`,
  },
};

const byLocale: Readonly<Record<Locale, TickWords>> = { en, fr };

/** What must hold before Vigie acts by itself: so, not so, and what it was judged by. */
export function tickWordsOf(locale: Locale): TickWords {
  return byLocale[locale];
}
