import type { Locale } from "./locale.ts";

/** What the start-up check says of a PagerDuty service, by the key of its note; `{…}` are blanks that its values fill. */
export const pagerDutyNotes = {
  "pagerduty-key-malformed": {
    en: "{shown}: a routing key has 32 letters and digits, this one has {length} characters. In PagerDuty open the service, Integrations, “Events API V2”, and copy its Integration Key.",
    fr: "{shown}\u00a0: une clé de routage a 32 lettres et chiffres, celle-ci a {length} caractères. Dans PagerDuty, ouvrez le service, Intégrations, «\u00a0Events API V2\u00a0», et copiez sa clé d’intégration.",
  },
  "pagerduty-key-untested": {
    en: "{shown}: looks right; PagerDuty gives no way to try a routing key without paging somebody.",
    fr: "{shown}\u00a0: semble correcte\u00a0; PagerDuty ne permet pas d’essayer une clé de routage sans réveiller quelqu’un.",
  },
} as const satisfies Record<string, Record<Locale, string>>;
