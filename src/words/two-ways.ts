import type { Locale } from "./locale.ts";

/** What the sandbox's PagerDuty says on its buttons. */
export const pagerDutyPicture = {
  as: { en: "as", fr: "en tant que" },
  acknowledge: { en: "Acknowledge", fr: "Prendre en charge" },
  unacknowledge: { en: "Take back", fr: "Rendre" },
  resolve: { en: "Resolve", fr: "Résoudre" },
  reassign: { en: "Take over", fr: "Se l’attribuer" },
  escalate: { en: "Escalate", fr: "Escalader" },
  lapse: { en: "Let it time out", fr: "Laisser expirer" },
  reply: { en: "Respond", fr: "Répondre" },
  note: { en: "Add note", fr: "Ajouter une note" },
  changes: { en: "Recent changes", fr: "Changements récents" },
} as const satisfies Record<string, Record<Locale, string>>;

/** What the sandbox's Jira says on its buttons. */
export const jiraPicture = {
  as: { en: "as", fr: "en tant que" },
  comment: { en: "Comment", fr: "Commenter" },
  assign: { en: "Assign to me", fr: "Me l’attribuer" },
  delete: { en: "Delete", fr: "Supprimer" },
  move: {
    en: "To",
    fr: "Vers",
  },
} as const satisfies Record<string, Record<Locale, string>>;
