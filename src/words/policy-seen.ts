import type { Locale } from "./locale.ts";

const en = {
  all: (url: string) => `${url}: all that was seen is covered`,
  metric: (metric: string, service: string | null) =>
    `no threshold covers the metric ${metric}${service === null ? "" : ` of ${service}`}`,
  metricFix: "write a row in `severity.thresholds`, or let its sender say status, threshold or severity",
  neverMeasured: (metric: string, service: string) => `${metric} of ${service} is monitored and was never measured`,
  neverMeasuredFix: "check the spelling of both, and that its job sends",
  severity: (label: string, value: string, source: string) =>
    `the severity word ${label}=“${value}” from ${source} has no meaning: it is WARNING`,
  severityFix: "write it under `severity.labels`, `values:`",
  team: (team: string) => `alerts name the team ${team}, \`teams:\` does not`,
  teamFix: "list it under `teams:`, or mend the label: until then `destinations:` is told",
  service: (service: string) => `the service ${service} has no owner`,
  serviceFix: "write `owner:` under `services:`: until then `destinations:` is told",
  unreachable: (url: string, reason: string) => `what was seen is not known: ${url}: ${reason}`,
  refused: (status: number) => `it answered ${status}`,
  wantsToken: (status: number) => `it answered ${status}; set VIGIE_API_TOKEN to one of its tokens`,
  notVigie: "this is not an answer of Vigie",
  notHttp: "an http or https address without a password in it is needed",
};

const fr: typeof en = {
  all: (url) => `${url}\u00a0: tout ce qui a été vu est couvert`,
  metric: (metric, service) => `aucun seuil ne couvre la métrique ${metric}${service === null ? "" : ` de ${service}`}`,
  metricFix: "écrivez une ligne dans `severity.thresholds`, ou que l’émetteur donne status, threshold ou severity",
  neverMeasured: (metric, service) => `${metric} de ${service} est surveillée et n’a jamais été mesurée`,
  neverMeasuredFix: "vérifiez l’orthographe des deux, et que sa tâche envoie",
  severity: (label, value, source) =>
    `le mot de niveau ${label}=«\u00a0${value}\u00a0» de ${source} n’est pas défini\u00a0: il compte comme WARNING`,
  severityFix: "écrivez-le sous `severity.labels`, `values:`",
  team: (team) => `des alertes nomment l’équipe ${team}, \`teams:\` non`,
  teamFix: "ajoutez-la sous `teams:` ou corrigez le label\u00a0: d’ici là `destinations:` est prévenu",
  service: (service) => `le service ${service} n’a pas de propriétaire`,
  serviceFix: "écrivez `owner:` sous `services:`\u00a0: d’ici là `destinations:` est prévenu",
  unreachable: (url, reason) => `ce qui a été vu n’est pas connu\u00a0: ${url}\u00a0: ${reason}`,
  refused: (status) => `réponse ${status}`,
  wantsToken: (status) => `réponse ${status}\u00a0; mettez l’un de ses jetons dans VIGIE_API_TOKEN`,
  notVigie: "ce n’est pas une réponse de Vigie",
  notHttp: "il faut une adresse http ou https, sans mot de passe dedans",
};

/** What `vigie policy check --url` says of what alerts spoke of. */
export const policySeen: Readonly<Record<Locale, typeof en>> = { en, fr };
