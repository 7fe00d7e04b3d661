import type { Locale } from "./locale.ts";

const en = {
  /** Why a silence is not written to Alertmanager, and therefore not made. */
  unknownThere: (label: string) =>
    `Nothing is silenced: the alerts have no common label “${label}” that masking left alone, so Alertmanager could not tell which ones are meant. Silence here only.`,
  alertmanagerAway: "Nothing is silenced: Alertmanager did not take it. Try again, or silence here only.",
  /** The banner's line where Vigie cannot learn of acknowledgements in PagerDuty. */
  deafToPages:
    "Acknowledgements in PagerDuty are not heard: nothing escalates for want of one. Set PAGERDUTY_WEBHOOK_SECRET or PAGERDUTY_API_TOKEN.",
};

const fr: typeof en = {
  unknownThere: (label) =>
    `Rien n’est mis en silence\u00a0: les alertes n’ont pas en commun de label «\u00a0${label}\u00a0» que le masquage ait laissé tel quel, Alertmanager ne saurait pas lesquelles sont visées. Faites-le ici seulement.`,
  alertmanagerAway:
    "Rien n’est mis en silence\u00a0: Alertmanager ne l’a pas pris. Réessayez, ou faites-le ici seulement.",
  deafToPages:
    "Les prises en charge dans PagerDuty ne sont pas entendues\u00a0: rien n’escalade faute de prise en charge. Renseignez PAGERDUTY_WEBHOOK_SECRET ou PAGERDUTY_API_TOKEN.",
};

const byLocale: Readonly<Record<Locale, typeof en>> = { en, fr };

/** What is said about waiting for people. */
export function waitingWordsOf(locale: Locale): typeof en {
  return byLocale[locale];
}
