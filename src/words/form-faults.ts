import type { Locale } from "./locale.ts";

/** What is wrong with a field. `limit`: how long it may be. */
export const faultWords = {
  en: {
    cancel: "Cancel",
    required: () => "This is needed.",
    choice: () => "Choose one of the list.",
    toggle: () => "Say true or false.",
    "too-long": (limit: number) => `At most ${limit} characters.`,
    "unknown-person": () =>
      "Vigie knows nobody by that name. Give an e-mail of somebody in `contacts:` or in the chat.",
    "unknown-field": () => "There is no such field.",
    duration: () => "Write a time such as 30m or 2h.",
    "silence-max": (hours: number) => `A silence lasts ${hours} hours at most.`,
    "is-urgent": () => "This is URGENT or about security: a silence covers it only where you say so.",
  },
  fr: {
    cancel: "Annuler",
    required: () => "Ce champ est nécessaire.",
    choice: () => "Choisissez dans la liste.",
    toggle: () => "Dites true ou false.",
    "too-long": (limit: number) => `${limit} caractères au plus.`,
    "unknown-person": () =>
      "Vigie ne connaît personne de ce nom. Donnez l’e-mail de quelqu’un de `contacts:` ou de la messagerie.",
    "unknown-field": () => "Ce champ n’existe pas.",
    duration: () => "Écrivez une durée comme 30m ou 2h.",
    "silence-max": (hours: number) => `Un silence dure ${hours} heures au plus.`,
    "is-urgent": () => "C’est URGENT ou cela touche à la sécurité\u00a0: un silence ne le couvre que si vous le dites.",
  },
} as const satisfies Readonly<Record<Locale, Readonly<Record<string, string | ((limit: number) => string)>>>>;

/** What can be wrong with a field. */
export type FaultCode = Exclude<keyof (typeof faultWords)["en"], "cancel">;
