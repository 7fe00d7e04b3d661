import type { Words } from "./en.ts";
import { count, whole } from "./figures.ts";
import { moment, say } from "./sentence.ts";

const n = (value: number) => whole(value, "fr");
const times = (value: number) => (value === 1 ? "une fois" : `${n(value)} fois`);
const list = new Intl.ListFormat("fr", { type: "conjunction" });
const and = (names: readonly string[]) => list.format(names);

/** Everything that people read of an incident, in French. No-break spaces stand before `:`, `»` and `%`. */
export const fr: Words = {
  severity: { info: "INFO", warning: "AVERTISSEMENT", critical: "CRITIQUE", urgent: "URGENT" },
  phase: {
    detected: "détecté",
    notified: "notifié",
    triaging: "tri en cours",
    mitigating: "atténuation",
    investigating: "enquête",
    remediating: "correction",
    resolved: "résolu",
    closed: "clos",
  },
  deadline: {
    triage: "tri",
    reaction: "réaction",
    investigation_start: "début d’enquête",
    root_cause: "cause trouvée",
  },
  receiver: { slack: "Slack", teams: "Teams", pagerduty: "PagerDuty", jira: "Jira" },
  sender: { alertmanager: "Alertmanager", drift: "le suivi de dérive", vigie: "Vigie" },
  delivery: {
    "rate-limited": "débit limité",
    "time-out": "pas de réponse à temps",
    unreachable: "injoignable",
    "server-error": "répond par une erreur",
    "bad-answer": "réponse illisible",
    gate: "attend son tour",
    "bad-request": "refuse le message",
    unauthorized: "refuse la clé",
    forbidden: "accès interdit",
    "not-found": "destination introuvable",
    archived: "canal archivé",
    "not-in-channel": "Vigie n’est pas dans le canal",
    "not-in-policy": "absent de la politique",
    "not-configured": "non configuré",
    "lease-lost": "repris par un autre réplica",
    bug: "défaut de Vigie",
  },
  link: {
    runbook: "Runbook",
    dashboard: "Tableau de bord",
    query: "Requête",
    report: "Rapport",
    source: "Source",
    vigie: "Vigie",
  },
  sandbox: "SANDBOX",
  colon: "\u00a0: ",
  and,

  card: {
    assumed: (environment) => `${environment} (supposé)`,
    worse: (percent) => `dégradation de ${percent}`,
    better: (percent) => `amélioration de ${percent}`,
    unchanged: "sans changement",
    metricIs: (metric, change) => `${metric}\u00a0: ${change}`,
    noData: "aucune donnée",
    notMeasured: "mesure impossible",
    was: (baseline) => `contre ${baseline}`,
    threshold: (threshold) => `seuil ${threshold}`,
    sample: (size) => `échantillon de ${size}`,
    pValue: (value) => `valeur p ${value}`,
    segment: (segment) => `segment ${segment}`,
    window: (from, to) => say`${moment(from)}–${moment(to)}`,
    since: (at) => say`depuis ${moment(at)}`,
    reported: (received) => `signalé ${times(received)}`,
    reportedBy: (received, senders) => `signalé ${times(received)} par ${and(senders)}`,
    firing: (firing, seen) =>
      firing === seen
        ? count(firing, "active", "actives", "fr")
        : `${count(firing, "active", "actives", "fr")} sur ${n(seen)}`,
    more: (rest) => `et ${count(rest, "autre", "autres", "fr")}`,
    promoted: (from, at) => say`élevé depuis ${from} (${moment(at)})`,
    reopened: (count, at) =>
      count < 2 ? say`rouvert (${moment(at)})` : say`rouvert ${times(count)}, la dernière ${moment(at)}`,
    first: (step) => `D’abord\u00a0: ${step}`,
    unknownLabel: (label, value, severity) =>
      `${label} «\u00a0${value}\u00a0» inconnu de la politique, pris pour ${severity}`,
    senderDiffers: (theirs, ours) => `selon l’émetteur\u00a0: ${theirs}, selon Vigie\u00a0: ${ours}`,
    leftOut: (alerts) => `+${count(alerts, "alerte omise", "alertes omises", "fr")} par l’émetteur`,
    withheld: (environment) => `pas d’appel\u00a0: l’environnement ${environment} n’appelle personne`,
    paged: (at) => say`Astreinte appelée (${moment(at)})`,
    due: (deadline, at) => say`${deadline} avant ${moment(at)}`,
    notPaged: "ASTREINTE NON APPELÉE",
    waiting: (place, reason) => `${place}\u00a0: nouvel essai en cours\u00a0: ${reason}`,
    waitingSince: (place, since, reason) =>
      say`${place}\u00a0: nouveaux essais depuis ${moment(since)}\u00a0: ${reason}`,
    undelivered: (place, reason) => `${place}\u00a0: non prévenu\u00a0: ${reason}`,
    resolved: "RÉSOLU",
    resolvedAfter: (duration) => `RÉSOLU en ${duration}`,
    falsePositive: "FAUX POSITIF",
    over: (sender, at) => say`terminé (${moment(at)}) selon ${sender}`,
    wasSeverity: (severity) => `niveau ${severity}`,
    reopenedTimes: (count) => `rouvert ${times(count)}`,
  },

  reason: {
    drop: (metric, share, band) => `${metric} est ${share} sous sa référence, tranche ${band}`,
    rise: (metric, share, band) => `${metric} est ${share} au-dessus de sa référence, tranche ${band}`,
    value: (metric, value, band) => `${metric} vaut ${value}, tranche ${band}`,
    label: (label, value) => `le label ${label} vaut «\u00a0${value}\u00a0»`,
    unknownLabel: (label, value) => `le label ${label} vaut «\u00a0${value}\u00a0», que la politique ne connaît pas`,
    senderThreshold: (metric, value, threshold) =>
      `${metric} vaut ${value}, au-delà du seuil ${threshold} de l’émetteur`,
    senderHint: (value) => `l’émetteur le dit «\u00a0${value}\u00a0»`,
    late: (metric, since) => `${metric} n’a pas été mesuré depuis le ${since}`,
    senderStatus: (value) => `l’émetteur donne l’état «\u00a0${value}\u00a0»`,
    role: (role, from) => `ramené de ${from}\u00a0: le modèle est un ${role}`,
    otherwise: "aucune règle de la politique ne le nomme",
    own: "Vigie le dit d’elle-même",
  },

  entry: {
    opened: (severity, reason) => `Ouvert au niveau ${severity}\u00a0: ${reason}`,
    alertsFired: (alerts) => count(alerts, "alerte déclenchée", "alertes déclenchées", "fr"),
    alertsChanged: (alerts) => count(alerts, "alerte modifiée", "alertes modifiées", "fr"),
    alertsEnded: (alerts) => count(alerts, "alerte terminée", "alertes terminées", "fr"),
    firingNow: (alerts) => `${count(alerts, "active", "actives", "fr")} à présent`,
    bounded: (after) =>
      `Au-delà de ${n(after)} entrées, les alertes qui s’ajoutent ou changent sont seulement comptées`,
    severity: (from, to, reason) => `Niveau relevé, ${from} → ${to}\u00a0: ${reason}`,
    owed: (places) => `À prévenir\u00a0: ${and(places)}`,
    owedBecause: {
      severity: "selon le niveau",
      route: "selon la route",
      fallback: "à la place d’une destination injoignable",
    },
    deadlines: "Échéances",
    phase: (from, to) => `Phase ${from} → ${to}`,
    page: (pageNo, cause) => `Appel ${n(pageNo)} demandé\u00a0: ${cause}`,
    pageCause: { "first-paging-severity": "premier niveau qui appelle", reopened: "l’incident est revenu" },
    withheld: "Pas d’appel\u00a0: cet environnement n’appelle personne",
    reopened: (after, because) => `Rouvert ${after} après sa fin\u00a0: ${because}`,
    reopenedBecause: {
      "new-occurrence": "nouvelle occurrence",
      "fires-again": "la même occurrence se déclenche de nouveau",
    },
    quietly: "personne n’est réveillé",
    resolved: (duration, received) => `Résolu en ${duration}, signalé ${times(received)}`,
    closed: (duration) => `Clos, après avoir duré ${duration}`,
    paged: (place) => `Astreinte appelée\u00a0: ${place}`,
    told: (place) => `Prévenu\u00a0: ${place}`,
    ticket: (place, key) => `Ticket ${key} dans ${place}`,
    afterFailure: "après des essais manqués",
    undelivered: (place, reason) => `${place} n’a pas pu être prévenu\u00a0: ${reason}`,
    notPaged: (place, reason) => `ASTREINTE NON APPELÉE\u00a0: ${place}\u00a0: ${reason}`,
    truncated: (alerts) => `L’émetteur a omis ${count(alerts, "alerte", "alertes", "fr")}`,
    unknown: (kind) => `Entrée d’une version ultérieure\u00a0: ${kind}`,
  },
};
