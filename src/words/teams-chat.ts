import type { Locale } from "./locale.ts";

/** What Vigie says in Teams around the answers of the desk and of the commands. */
export const teamsChat = {
  cannotStore: {
    en: "Vigie cannot store this now: nothing was done. Try again in a minute.",
    fr: "Vigie ne peut pas l’enregistrer maintenant\u00a0: rien n’a été fait. Réessayez dans une minute.",
  },
  back: { en: "Back to the incident", fr: "Retour à l’incident" },
  more: { en: "More…", fr: "Plus…" },
  refresh: { en: "Refresh", fr: "Actualiser" },
  gone: {
    en: "Vigie no longer keeps this incident.",
    fr: "Vigie ne garde plus cet incident.",
  },
  needed: { en: "This is needed.", fr: "Ce champ est nécessaire." },
  personHint: { en: "e-mail address", fr: "adresse e-mail" },
  me: { en: "Me", fr: "Moi" },
  pasteOne: {
    en: "For incidents in this channel, put this line under a destination of the policy:",
    fr: "Pour recevoir les incidents dans ce canal, mettez cette ligne sous une destination de la politique\u00a0:",
  },
  pasteMany: {
    en: "Vigie is in this team. For incidents in a channel, put its line under a destination of the policy:",
    fr: "Vigie est dans cette équipe. Pour recevoir les incidents dans un canal, mettez sa ligne sous une destination de la politique\u00a0:",
  },
  noChannel: {
    en: "This is no channel of a team: incidents go to channels. Say this in one of them.",
    fr: "Ceci n’est pas le canal d’une équipe\u00a0: les incidents vont dans des canaux. Dites-le dans l’un d’eux.",
  },
  continued: {
    en: "This incident is continued here",
    fr: "La suite de cet incident est ici",
  },
} as const satisfies Record<string, Record<Locale, string>>;
