import { capital } from "./capital.ts";
import type { Locale } from "./locale.ts";

const en = {
  will: (steps: string) => `${capital(steps)}?`,
  untested: (version: string) => `${version} is not marked tested: say why you go there all the same.`,
  condition: (metric: string, when: string) =>
    `The policy’s condition does not hold (${metric} ${when}): say why you do it all the same.`,
  approvers: (roles: string) => `It waits for the approval of ${roles}.`,
  alone: "You decide alone, without the approver: say why. The owner and the channel are told.",
  serves: (versions: string) => `Serving now: ${versions}.`,
  unchecked: "What serves is not checked afterwards: the policy does not say how to see it.",
  approves: (what: string, who: string) => `${who} asked to ${what}.`,
  because: (why: string) => `“${why}”`,
  declines: (what: string) => `Nothing is done: ${what}.`,
  undoes: (steps: string) => `${capital(steps)}?`,
};

export type ActionFormWords = typeof en;

const fr: ActionFormWords = {
  will: (steps) => `${capital(steps)}\u00a0?`,
  untested: (version) => `${version} n’est pas marquée comme testée\u00a0: dites pourquoi vous y allez quand même.`,
  condition: (metric, when) =>
    `La condition de la politique n’est pas remplie (${metric} ${when})\u00a0: dites pourquoi vous le faites quand même.`,
  approvers: (roles) => `Il faudra l’approbation de ${roles}.`,
  alone: "Vous vous passez de l’approbateur\u00a0: dites pourquoi. Le responsable et le canal sont prévenus.",
  serves: (versions) => `En service maintenant\u00a0: ${versions}.`,
  unchecked: "La mise en service n’est pas vérifiée ensuite\u00a0: la politique ne dit pas comment la voir.",
  approves: (what, who) => `${who} a demandé\u00a0: ${what}.`,
  because: (why) => `«\u00a0${why}\u00a0»`,
  declines: (what) => `Rien n’est fait\u00a0: ${what}.`,
  undoes: (steps) => `${capital(steps)}\u00a0?`,
};

const byLocale: Readonly<Record<Locale, ActionFormWords>> = { en, fr };

/** What is said above the fields of an action’s form. */
export function actionFormWordsOf(locale: Locale): ActionFormWords {
  return byLocale[locale];
}
