import { whole } from "./figures.ts";
import type { Locale } from "./locale.ts";

/** What the sandbox's page says around what the vendors would show. */
export const sandboxWords = {
  title: { en: "Sandbox", fr: "Bac à sable" },
  what: {
    en: "What the vendors would show. Nothing here leaves this machine.",
    fr: "Ce que les outils afficheraient. Rien ne quitte cette machine.",
  },
  dashboard: { en: "Dashboard", fr: "Tableau de bord" },
} as const satisfies Record<string, Record<Locale, string>>;

/** What the sandbox's page says of models, which no vendor shows. */
export const registryPicture = {
  title: { en: "Registry and model server", fr: "Registre et serveur de modèles" },
  stands: {
    en: (current: string, serves: string) => `the registry says v${current}, v${serves} is serving`,
    fr: (current: string, serves: string) => `le registre dit v${current}, v${serves} est en service`,
  },
} as const;

/** What the sandbox's Teams says of its messages. */
export const teamsPicture = {
  empty: { en: "No message yet.", fr: "Aucun message." },
  deleted: { en: "This message has been deleted.", fr: "Ce message a été supprimé." },
  edited: { en: "Edited", fr: "Modifié" },
  say: { en: "Say", fr: "Dire" },
  as: { en: "as", fr: "en tant que" },
  onlyFor: {
    en: (person: string) => `Only ${person} sees this:`,
    fr: (person: string) => `Visible par ${person} uniquement\u00a0:`,
  },
  older: {
    en: (messages: number) => `… and ${whole(messages, "en")} older`,
    fr: (messages: number) => `… et ${whole(messages, "fr")} plus anciens`,
  },
} as const;
