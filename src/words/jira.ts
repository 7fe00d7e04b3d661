import type { Locale } from "./locale.ts";

/** What the start-up check says of a Jira project, by the key of its note; `{…}` are blanks that its values fill. */
export const jiraNotes = {
  "jira-unreachable": {
    en: "Jira could not be asked about project {project}: {reason}. Vigie goes on trying.",
    fr: "Impossible d’interroger Jira sur le projet {project}\u00a0: {reason}. Vigie continue d’essayer.",
  },
  "jira-refused": {
    en: "Jira refuses to show project {project}: {reason}. Check JIRA_HOST, JIRA_EMAIL and JIRA_API_TOKEN, and that this account may create issues there.",
    fr: "Jira refuse de montrer le projet {project}\u00a0: {reason}. Vérifiez JIRA_HOST, JIRA_EMAIL et JIRA_API_TOKEN, et que ce compte peut y créer des tickets.",
  },
  "jira-type-missing": {
    en: "Project {project} has no issue type “{type}”. It has: {types}. Write type: and one of them at this destination in the policy.",
    fr: "Le projet {project} n’a pas de type de ticket «\u00a0{type}\u00a0». Il a\u00a0: {types}. Écrivez type: et l’un d’eux à cette destination dans la politique.",
  },
  "jira-field-required": {
    en: "Project {project} requires the field “{name}”. Add at this destination in the policy: fields: { {field}: … }{values}",
    fr: "Le projet {project} exige le champ «\u00a0{name}\u00a0». Ajoutez à cette destination dans la politique\u00a0: fields: { {field}: … }{values}",
  },
  "jira-field-left-out": {
    en: "The create screen of project {project} lacks the field “{field}”; it is left out.",
    fr: "L’écran de création du projet {project} n’a pas le champ «\u00a0{field}\u00a0»\u00a0; il est laissé de côté.",
  },
  "jira-labels-left-out": {
    en: "The create screen of project {project} lacks labels: after a crash Vigie cannot find an issue again and may create it twice. Add Labels to the screen.",
    fr: "L’écran de création du projet {project} n’a pas d’étiquettes\u00a0: après une panne, Vigie ne peut pas retrouver un ticket et risque de le créer deux fois. Ajoutez Étiquettes à l’écran.",
  },
  "jira-priority-unknown": {
    en: "Project {project} has no priority “{priority}”. It has: {priorities}. Correct priority: at this destination; until then Jira’s default stands.",
    fr: "Le projet {project} n’a pas de priorité «\u00a0{priority}\u00a0». Il a\u00a0: {priorities}. Corrigez priority: à cette destination\u00a0; d’ici là, celle de Jira par défaut vaut.",
  },
} as const satisfies Record<string, Record<Locale, string>>;

const sentences = {
  asOf: { en: "as of {at}", fr: "état au {at}" },
  stuckNoWay: {
    en: "Vigie could not move this issue to “{to}”: its workflow has no transition there from here.",
    fr: "Vigie n’a pas pu passer ce ticket à «\u00a0{to}\u00a0»\u00a0: son flux n’a pas de transition vers là depuis ici.",
  },
  stuckFields: {
    en: "Vigie could not move this issue to “{to}”: the transition requires {fields}. Add them under fields: at this destination in the policy.",
    fr: "Vigie n’a pas pu passer ce ticket à «\u00a0{to}\u00a0»\u00a0: la transition exige {fields}. Ajoutez-les sous fields: à cette destination dans la politique.",
  },
  done: { en: "done", fr: "terminé" },
  indeterminate: { en: "in progress", fr: "en cours" },
  new: { en: "to do", fr: "à faire" },
} as const satisfies Record<string, Record<Locale, string>>;

/** Names a sentence that stands in an issue. */
export type JiraSentence = keyof typeof sentences;

/** A sentence with its blanks filled. */
export function jiraWords(name: JiraSentence, locale: Locale, values: Readonly<Record<string, string>> = {}): string {
  return sentences[name][locale].replaceAll(/\{(\w+)\}/g, (blank, key: string) => values[key] ?? blank);
}
