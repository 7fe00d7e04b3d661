import type { Locale } from "./locale.ts";

type Said = Readonly<Record<Locale, string>>;

/** What is wrong with a variable of the environment, and what to write instead; each goes on after the variable's name. */
export const settingFaults = {
  url: {
    en: "must be an http or https URL, such as https://vigie.example.com",
    fr: "doit être une URL http ou https, comme https://vigie.example.com",
  },
  port: { en: "must be a port, 0 to 65535", fr: "doit être un port, de 0 à 65535" },
  ackLocal: {
    en: 'must be "local" in this version: waiting for a replica is not built yet, and a promise must not be half kept',
    fr: "doit être «\u00a0local\u00a0» dans cette version\u00a0: attendre une réplique n’existe pas encore, et une promesse ne se tient pas à moitié",
  },
  maskKey: { en: "must have at least 16 characters", fr: "doit avoir au moins 16 caractères" },
  locale: { en: "must be en or fr", fr: "doit être en ou fr" },
  appType: { en: "must be SingleTenant or MultiTenant", fr: "doit être SingleTenant ou MultiTenant" },
  pagerDutyFrom: {
    en: "is not an e-mail address; it is that of a PagerDuty user",
    fr: "n’est pas une adresse e-mail\u00a0; c’est celle d’un utilisateur PagerDuty",
  },
  jiraEmail: {
    en: "must be the e-mail address of the Jira account",
    fr: "doit être l’adresse e-mail du compte Jira",
  },
  sandbox: {
    en: 'must be "all", "off" or a list of slack, teams, pagerduty, jira',
    fr: "doit être all, off, ou une liste de slack, teams, pagerduty, jira",
  },
  blank: {
    en: "is set, but blank: give it a value, or take it out",
    fr: "est définie, mais vide\u00a0: donnez-lui une valeur, ou retirez-la",
  },
  openDoor: {
    en: "is needed because HOST is not a loopback address: without it everybody could send alerts",
    fr: "est nécessaire car HOST n’est pas une adresse locale\u00a0: sans lui, tout le monde pourrait envoyer des alertes",
  },
} as const satisfies Record<string, Said>;

/** Names a fault of one variable. */
export type SettingFault = keyof typeof settingFaults;

/** A variable that another one needs. */
export const neededBecause: Readonly<Record<Locale, (given: string) => string>> = {
  en: (given) => `is needed because ${given} is set`,
  fr: (given) => `est nécessaire car ${given} est définie`,
};
