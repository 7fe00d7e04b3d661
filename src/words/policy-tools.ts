import type { Locale } from "./locale.ts";

const en = {
  usage: {
    check: "vigie policy check [FILE] [--production] [--url http://127.0.0.1:8080] [--locale en|fr]",
    explain: "vigie policy explain ALERTS.json [--at 2026-12-24T03:00+01:00] [--json] [--policy FILE] [--locale en|fr]",
    test: "vigie policy test CASES.yaml [--policy FILE] [--locale en|fr]",
    diff: "vigie policy diff OLD.yaml NEW.yaml --on ALERTS.json [--json] [--locale en|fr]",
    schema: "vigie policy schema",
    import: "vigie policy import ALERTMANAGER.yml [--out FILE] [--locale en|fr]",
    doctor: "vigie doctor [--json] [--locale en|fr]",
    drill: "vigie fire-drill DESTINATION [--url http://127.0.0.1:8080] [--locale en|fr]",
    ask: 'vigie ask "oncall credit-scoring" [--value JSON] [--url http://127.0.0.1:8080] [--locale en|fr]',
    automation: "vigie automation [on|off|status] [--url http://127.0.0.1:8080] [--locale en|fr]",
    teamsPackage: "vigie teams package --out FILE.zip [--app-id ID] [--url https://vigie.example.com] [--locale en|fr]",
    act: "vigie act VIG-12 [BUTTON [FIELD=VALUE …]] [--person EMAIL] [--url http://127.0.0.1:8080] [--locale en|fr]",
    incidents: "vigie incidents [--all] [--json] [--url http://127.0.0.1:8080] [--locale en|fr]",
  },
  unknownOption: (option: string, near: string | undefined) =>
    `unknown option ${option}${near === undefined ? "" : `; did you mean ${near}?`}`,
  unreadableAlerts: (file: string, reason: string) => `${file} is not an alert that Vigie reads: ${reason}`,
  setting: (variable: string, message: string) => `${variable}: ${message}`,
  actionWants: (variable: string, service: string, actions: readonly string[]) =>
    `${variable} is not set: ${actions.join(", ")} of ${service} cannot be done without it`,
  maskKey:
    "VIGIE_MASK_KEY: not set; with Redis set one of 16 characters or more, so that losing Redis keeps masks alike",
  unreadableFile: (file: string, reason: string) => `${file} cannot be read: ${reason}`,
  badTime: (value: string) => `--at ${value} is not a time: write 2026-12-24T03:00+01:00, with its offset or Z`,
};

const fr: typeof en = {
  usage: {
    check: "vigie policy check [FICHIER] [--production] [--url http://127.0.0.1:8080] [--locale en|fr]",
    explain:
      "vigie policy explain ALERTES.json [--at 2026-12-24T03:00+01:00] [--json] [--policy FICHIER] [--locale en|fr]",
    test: "vigie policy test CAS.yaml [--policy FICHIER] [--locale en|fr]",
    diff: "vigie policy diff ANCIENNE.yaml NOUVELLE.yaml --on ALERTES.json [--json] [--locale en|fr]",
    schema: "vigie policy schema",
    import: "vigie policy import ALERTMANAGER.yml [--out FICHIER] [--locale en|fr]",
    doctor: "vigie doctor [--json] [--locale en|fr]",
    drill: "vigie fire-drill DESTINATION [--url http://127.0.0.1:8080] [--locale en|fr]",
    ask: 'vigie ask "oncall credit-scoring" [--value JSON] [--url http://127.0.0.1:8080] [--locale en|fr]',
    automation: "vigie automation [on|off|status] [--url http://127.0.0.1:8080] [--locale en|fr]",
    teamsPackage:
      "vigie teams package --out FICHIER.zip [--app-id ID] [--url https://vigie.exemple.fr] [--locale en|fr]",
    act: "vigie act VIG-12 [BOUTON [CHAMP=VALEUR …]] [--person E-MAIL] [--url http://127.0.0.1:8080] [--locale en|fr]",
    incidents: "vigie incidents [--all] [--json] [--url http://127.0.0.1:8080] [--locale en|fr]",
  },
  unknownOption: (option, near) =>
    `option inconnue\u00a0: ${option}${near === undefined ? "" : `\u00a0; vouliez-vous dire ${near}\u00a0?`}`,
  unreadableAlerts: (file, reason) => `${file} n’est pas une alerte que Vigie lit\u00a0: ${reason}`,
  setting: (variable, message) => `${variable}\u00a0: ${message}`,
  actionWants: (variable, service, actions) =>
    `${variable} n’est pas définie\u00a0: ${actions.join(", ")} de ${service} est impossible sans elle`,
  maskKey:
    "VIGIE_MASK_KEY\u00a0: non définie\u00a0; avec Redis, donnez-en une d’au moins 16 caractères, pour que les masques restent les mêmes si Redis est perdu",
  unreadableFile: (file, reason) => `${file} est illisible\u00a0: ${reason}`,
  badTime: (value) => `--at ${value} n’est pas une heure\u00a0: écrivez 2026-12-24T03:00+01:00, avec son décalage ou Z`,
};

/** What the policy tools say, beside what an explanation says (`policy-explanation.ts`). */
export const policyTools: Readonly<Record<Locale, typeof en>> = { en, fr };
