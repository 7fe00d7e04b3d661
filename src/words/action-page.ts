import type { Locale } from "./locale.ts";
import { moment, type Sentence, say } from "./sentence.ts";

const en = {
  changes: "What changed before it",
  could: "What could be done",
  suggested: "suggested by the policy",
  ticks: "Before it is done by itself",
  runs: "What was done",
  untested: "not marked tested",
  tested: "marked tested",
  needs: (roles: string) => `needs the approval of ${roles}`,
  condition: (metric: string, when: string, value: string | undefined, holds: boolean) =>
    `only where ${metric} ${when}${value === undefined ? "" : `: it is ${value}`}${holds ? "" : " (does not hold)"}`,
  notBefore: (at: number): Sentence => say`not before ${moment(at)}`,
  noop: "it would change nothing",
  stepState: { waiting: "to do", begun: "under way", done: "done", skipped: "so already", failed: "not done" },
};

export type ActionPageWords = typeof en;

const fr: ActionPageWords = {
  changes: "Ce qui a changé avant",
  could: "Ce qui pourrait être fait",
  suggested: "suggéré par la politique",
  ticks: "Avant que cela se fasse tout seul",
  runs: "Ce qui a été fait",
  untested: "non marquée comme testée",
  tested: "marquée comme testée",
  needs: (roles) => `demande l’approbation de ${roles}`,
  condition: (metric, when, value, holds) =>
    `seulement si ${metric} ${when}${value === undefined ? "" : `\u00a0; valeur ${value}`}${holds ? "" : " (non rempli)"}`,
  notBefore: (at) => say`pas avant ${moment(at)}`,
  noop: "cela ne changerait rien",
  stepState: { waiting: "à faire", begun: "en cours", done: "fait", skipped: "déjà le cas", failed: "pas fait" },
};

const byLocale: Readonly<Record<Locale, ActionPageWords>> = { en, fr };

/** What the dashboard says of changes and actions. */
export function actionPageWordsOf(locale: Locale): ActionPageWords {
  return byLocale[locale];
}
