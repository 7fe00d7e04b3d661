import type { Locale } from "./locale.ts";

/** What Vigie says in Slack around the answers of the desk and of the commands. */
export const slackChat = {
  cannotStore: {
    en: "Vigie cannot store this now: nothing was done. Try again in a minute.",
    fr: "Vigie ne peut pas l’enregistrer maintenant\u00a0: rien n’a été fait. Réessayez dans une minute.",
  },
  tooSlow: {
    en: "Vigie could not store this in time. If the card does not show it soon, press again.",
    fr: "Vigie n’a pas pu l’enregistrer à temps. Si la carte ne le montre pas bientôt, appuyez à nouveau.",
  },
  bug: {
    en: "This is a fault of Vigie; it was logged.",
    fr: "C’est une erreur de Vigie\u00a0; elle a été consignée.",
  },
  unreadable: {
    en: "Vigie does not know this button any more. Open the newest card of the incident.",
    fr: "Vigie ne connaît plus ce bouton. Ouvrez la dernière carte de l’incident.",
  },
  noForm: {
    en: "Slack did not open the form: {reason}. Press again.",
    fr: "Slack n’a pas ouvert le formulaire\u00a0: {reason}. Appuyez à nouveau.",
  },
  notDone: { en: "Not done", fr: "Rien n’a été fait" },
  close: { en: "Close", fr: "Fermer" },
  asksForm: {
    en: "This asks a few things first. Type: {command}",
    fr: "Cela demande d’abord quelques précisions. Tapez\u00a0: {command}",
  },
  homeTitle: { en: "My incidents", fr: "Mes incidents" },
  homeEmpty: {
    en: "You have no open incident. /vigie lists all that are open; /vigie help says what else there is.",
    fr: "Vous n’avez aucun incident ouvert. /vigie liste tous ceux qui le sont\u00a0; /vigie help dit le reste.",
  },
  noChannel: {
    en: "A channel of its own could not be opened in Slack: {reason}. Check the scopes channels:manage and pins:write.",
    fr: "Impossible d’ouvrir un canal dédié dans Slack\u00a0: {reason}. Vérifiez les scopes channels:manage et pins:write.",
  },
  more: { en: "More…", fr: "Plus…" },
  continued: { en: "continued here", fr: "suite ici" },
} as const satisfies Record<string, Record<Locale, string>>;
