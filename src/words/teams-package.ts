import type { Locale } from "./locale.ts";

/** What `vigie teams package` says. */
export const teamsPackageWords = {
  noAppId: {
    en: "--app-id is missing, and MicrosoftAppId is not set: the application (client) id of the bot",
    fr: "--app-id manque, et MicrosoftAppId n’est pas définie\u00a0: l’identifiant d’application (client) du bot",
  },
  badAppId: {
    en: (value: string) => `${value} is no application id: 8-4-4-4-12 hexadecimal digits`,
    fr: (value: string) => `${value} n’est pas un identifiant d’application\u00a0: 8-4-4-4-12 chiffres hexadécimaux`,
  },
  badUrl: {
    en: (value: string) => `${value} is no address that Teams can reach: it must begin with https://`,
    fr: (value: string) =>
      `${value} n’est pas une adresse que Teams peut joindre\u00a0: elle doit commencer par https://`,
  },
  exists: {
    en: (file: string) => `${file} is there already; nothing was written`,
    fr: (file: string) => `${file} existe déjà\u00a0; rien n’a été écrit`,
  },
  written: {
    en: (file: string, endpoint: string) =>
      `${file} is written. Upload it: Teams admin center > Teams apps > Manage apps > Upload new app.\nThe bot’s messaging endpoint, Azure portal > the bot > Configuration: ${endpoint}`,
    fr: (file: string, endpoint: string) =>
      `${file} est écrit. Téléversez-le\u00a0: Centre d’administration Teams > Applications Teams > Gérer les applications > Charger une nouvelle application.\nPoint de terminaison de messagerie, portail Azure > le bot > Configuration\u00a0: ${endpoint}`,
  },
  /** In the app itself; Teams shows the first 80 characters in lists. */
  short: {
    en: "Alerts and model drift, told once, answered from the card.",
    fr: "Alertes et dérives de modèles, dites une fois, traitées depuis la carte.",
  },
  full: {
    en: "One living message per incident, with its story in the thread and buttons that act. Say @Vigie help to see what else there is.",
    fr: "Un message vivant par incident, son histoire dans le fil et des boutons qui agissent. Dites @Vigie help pour voir le reste.",
  },
  commands: {
    en: {
      open: "Incidents that are open",
      oncall: "Who is on call, for a team",
      report: "Report an incident by hand",
      explain: "What would happen to an alert, and why",
      silence: "What is silent, and until when",
      contacts: "Whom to call",
      here: "The line for the policy that tells this channel",
      help: "What Vigie understands",
    },
    fr: {
      open: "Les incidents ouverts",
      oncall: "Qui est d’astreinte, pour une équipe",
      report: "Déclarer un incident",
      explain: "Ce qui arriverait à une alerte, et pourquoi",
      silence: "Ce qui est en silence, et jusqu’à quand",
      contacts: "Qui appeler",
      here: "La ligne de politique qui prévient ce canal",
      help: "Ce que Vigie comprend",
    },
  },
} as const satisfies Record<string, Record<Locale, unknown>>;
