import { automationWordsOf } from "./automation.ts";
import { count } from "./figures.ts";
import type { Locale } from "./locale.ts";
import { moment, type Sentence, say } from "./sentence.ts";

const en = {
  /** One line of help each, by the command's name. */
  help: {
    open: "open [mine|all|TEAM]: what is open, the worst first",
    oncall: "oncall [SERVICE|TEAM]: who answers now, and how to reach them",
    report: "report [WHAT]: something is wrong and no alert says so",
    explain: "explain VIG-12: why this bad, and why these places",
    silence: "silence VIG-12|SERVICE [2h] [WHY]: tell nobody for a while, 24 h at most",
    ack: "ack SERVICE: acknowledge all that is open of a service",
    contacts: "contacts [TEAM|NAME]: who is who, and which experts can be called",
    automation: automationWordsOf("en").help,
    help: "help: this list",
  },
  helpTitle: "What Vigie can be asked:",
  unknown: (word: string, near: string | undefined) =>
    near === undefined
      ? `“${word}” is nothing that Vigie knows.`
      : `“${word}” is nothing that Vigie knows; did you mean ${near}?`,
  noSuchIncident: (word: string) => `There is no incident ${word}.`,
  whichIncident: "Say which incident: VIG-12.",
  nothingOpen: "Nothing is open.",
  nothingOpenOf: (what: string) => `Nothing is open of ${what}.`,
  more: (rest: number) => `and ${count(rest, "more", "more", "en")}`,
  heldBy: (who: string) => `${who} has it`,
  heldByNobody: "nobody has it yet",

  oncall: {
    forService: (service: string, team: string | undefined) =>
      team === undefined ? service : `${service} (team ${team})`,
    forTeam: (team: string) => `team ${team}`,
    forOthers: "whatever has no team",
    until: (at: number): Sentence => say`until ${moment(at)}`,
    unknown: (word: string, near: string | undefined) =>
      near === undefined
        ? `No service or team is called “${word}” in the policy; this is what would be told.`
        : `No service or team is called “${word}” in the policy; did you mean ${near}?`,
    tells: (severity: string, places: readonly string[]) =>
      places.length === 0 ? `${severity} tells nobody` : `${severity} tells ${places.join(", ")}`,
    nobody: {
      "no-schedule": "nobody known: write `schedule:` beside the PagerDuty key in the policy",
      "no-token": "nobody known: set PAGERDUTY_API_TOKEN so that Vigie may read the schedule",
      empty: "NOBODY is on call in the schedule now: fill it in PagerDuty",
      unreachable: "PagerDuty could not be asked; look there",
    },
  },

  report: {
    title: "Report an incident",
    note: "An incident is opened, or the one that is open is joined; whoever answers for the service is told.",
    service: "Service",
    environment: "Environment",
    what: "What users see",
    whatHint: "One or two sentences; no names of users, no data of theirs.",
    severity: "How bad",
    severities: {
      info: "INFO: good to know",
      warning: "WARNING: somebody looks today",
      critical: "CRITICAL: users are hit, wakes whoever is on call",
      urgent: "URGENT: most users are hit, wakes whoever is on call",
    },
    submit: "Report",
    cancel: "Cancel",
    needed: "Service, environment, how bad, and what users see are all needed.",
    opened: (id: string) => `${id} is open.`,
    joined: (id: string) => `Joined to ${id}, which was open already.`,
    stored: "Stored.",
    told: (places: readonly string[]) =>
      places.length === 0 ? "The policy tells nobody of it." : `Told: ${places.join(", ")}.`,
    internalTitle: "Ready to send inside the company:",
    externalTitle: "Ready to send to customers, once somebody has agreed:",
    internal: (id: string, severity: string, service: string, environment: string, impact: string, next: string) =>
      `[${id}] ${severity}: ${service} (${environment}). Impact: ${impact} We are looking into it. Next update at ${next}.`,
    external: (service: string, impact: string, next: string) =>
      `We are having trouble with ${service}. What you may notice: ${impact} Our teams are working on it. Next update at ${next}.`,
  },

  explain: {
    why: (severity: string, reason: string) => `${severity} because ${reason}`,
    place: (file: string, line: number) => `${file}, line ${line}`,
    told: (place: string, name: string, severity: string) => `${place}: ${name}, from ${severity} up`,
    toldFallback: (place: string) => `${place}: in place of one that cannot be told`,
    toldNobody: "The policy tells nobody of it.",
    withheld: (environment: string) => `No page: ${environment} is not an environment that pages.`,
    policy: (hash: string) => `Policy ${hash}.`,
    course: "How it came to this:",
  },

  silence: {
    title: "Silence",
    which: "Say what: VIG-12, or the name of a service.",
    note: (what: string) => `Nobody is told of ${what} while it is silenced; it is still counted and shown.`,
    minutes: "How long",
    durations: {
      "30m": "30 minutes",
      "1h": "1 hour",
      "2h": "2 hours",
      "4h": "4 hours",
      "8h": "8 hours",
      "24h": "24 hours",
    },
    environment: "Environment",
    environmentHint: "Empty: all of them.",
    why: "Why",
    urgent: "URGENT and security as well",
    submit: "Silence",
    cancel: "Cancel",
    tooLong: "A silence lasts 24 h at most.",
    tooLongForYou: "A silence of yours lasts 4 h at most; longer ones are for whoever may `silence-long`.",
    needsWhy: "Say how long and why.",
    unknownService: (word: string, near: string | undefined) =>
      near === undefined
        ? `Nothing was ever heard of a service “${word}”, and the policy names none.`
        : `Nothing was ever heard of a service “${word}”; did you mean ${near}?`,
    done: (what: string, until: number): Sentence => say`${what} is silent until ${moment(until)}.`,
    urgentRings: "URGENT and security still ring.",
    urgentSilent: "URGENT and security are silent as well.",
  },

  ack: {
    which: "Say which service: ack SERVICE.",
    done: (n: number, service: string) => `Acknowledged ${count(n, "incident", "incidents", "en")} of ${service}.`,
  },

  contacts: {
    none: "The policy names nobody: write `contacts:`.",
    noneSuch: (word: string) => `Nobody and no team is called “${word}” in the policy.`,
    holds: (roles: readonly string[]) => roles.join(", "),
    experts: "Experts who can be called:",
    expert: (name: string, people: readonly string[]) => (people.length === 0 ? name : `${name}: ${people.join(", ")}`),
    ofTeam: (team: string) => `Team ${team}:`,
  },
};

export type CommandWords = typeof en;

const fr: CommandWords = {
  help: {
    open: "open [mine|all|ÉQUIPE]\u00a0: ce qui est en cours, le plus grave d’abord",
    oncall: "oncall [SERVICE|ÉQUIPE]\u00a0: qui répond maintenant, et comment le joindre",
    report: "report [QUOI]\u00a0: quelque chose ne va pas et aucune alerte ne le dit",
    explain: "explain VIG-12\u00a0: pourquoi cette gravité, et pourquoi ces destinations",
    silence: "silence VIG-12|SERVICE [2h] [POURQUOI]\u00a0: ne prévenir personne un temps, 24\u00a0h au plus",
    ack: "ack SERVICE\u00a0: prendre en charge tout ce qui est en cours d’un service",
    contacts: "contacts [ÉQUIPE|NOM]\u00a0: qui est qui, et quels experts appeler",
    automation: automationWordsOf("fr").help,
    help: "help\u00a0: cette liste",
  },
  helpTitle: "Ce que l’on peut demander à Vigie\u00a0:",
  unknown: (word, near) =>
    near === undefined
      ? `Vigie ne connaît pas «\u00a0${word}\u00a0».`
      : `Vigie ne connaît pas «\u00a0${word}\u00a0»\u00a0; vouliez-vous dire ${near}\u00a0?`,
  noSuchIncident: (word) => `L’incident ${word} n’existe pas.`,
  whichIncident: "Dites quel incident\u00a0: VIG-12.",
  nothingOpen: "Aucun incident en cours.",
  nothingOpenOf: (what) => `Aucun incident en cours pour ${what}.`,
  more: (rest) => `et ${count(rest, "autre", "autres", "fr")}`,
  heldBy: (who) => `pris en charge par ${who}`,
  heldByNobody: "personne ne l’a encore pris en charge",

  oncall: {
    forService: (service, team) => (team === undefined ? service : `${service} (équipe ${team})`),
    forTeam: (team) => `équipe ${team}`,
    forOthers: "ce qui n’a pas d’équipe",
    until: (at) => say`jusqu’à ${moment(at)}`,
    unknown: (word, near) =>
      near === undefined
        ? `La politique ne connaît ni service ni équipe «\u00a0${word}\u00a0»\u00a0; voici qui serait prévenu.`
        : `La politique ne connaît ni service ni équipe «\u00a0${word}\u00a0»\u00a0; vouliez-vous dire ${near}\u00a0?`,
    tells: (severity, places) =>
      places.length === 0 ? `${severity} ne prévient personne` : `${severity} prévient ${places.join(", ")}`,
    nobody: {
      "no-schedule": "personne de connu\u00a0: écrivez `schedule:` à côté de la clé PagerDuty dans la politique",
      "no-token": "personne de connu\u00a0: définissez PAGERDUTY_API_TOKEN pour que Vigie puisse lire le planning",
      empty: "PERSONNE n’est d’astreinte dans le planning\u00a0: complétez-le dans PagerDuty",
      unreachable: "PagerDuty n’a pas pu être interrogé\u00a0; regardez-y",
    },
  },

  report: {
    title: "Signaler un incident",
    note: "Un incident est ouvert, ou celui en cours est rejoint\u00a0; qui répond du service est prévenu.",
    service: "Service",
    environment: "Environnement",
    what: "Ce que voient les utilisateurs",
    whatHint: "Une ou deux phrases\u00a0; aucun nom d’utilisateur, aucune de leurs données.",
    severity: "Gravité",
    severities: {
      info: "INFO\u00a0: bon à savoir",
      warning: "AVERTISSEMENT\u00a0: quelqu’un regarde aujourd’hui",
      critical: "CRITIQUE\u00a0: des utilisateurs sont touchés, réveille l’astreinte",
      urgent: "URGENT\u00a0: la plupart des utilisateurs sont touchés, réveille l’astreinte",
    },
    submit: "Signaler",
    cancel: "Annuler",
    needed: "Il faut le service, l’environnement, la gravité et ce que voient les utilisateurs.",
    opened: (id) => `${id} est ouvert.`,
    joined: (id) => `Joint à ${id}, déjà en cours.`,
    stored: "Enregistré.",
    told: (places) =>
      places.length === 0 ? "La politique ne prévient personne." : `Prévenus\u00a0: ${places.join(", ")}.`,
    internalTitle: "Prêt à envoyer en interne\u00a0:",
    externalTitle: "Prêt à envoyer aux clients, une fois validé\u00a0:",
    internal: (id, severity, service, environment, impact, next) =>
      `[${id}] ${severity}\u00a0: ${service} (${environment}). Impact\u00a0: ${impact} Nous cherchons la cause. Prochain point à ${next}.`,
    external: (service, impact, next) =>
      `Nous rencontrons une difficulté avec ${service}. Ce que vous pouvez constater\u00a0: ${impact} Nos équipes y travaillent. Prochain point à ${next}.`,
  },

  explain: {
    why: (severity, reason) => `${severity} parce que ${reason}`,
    place: (file, line) => `${file}, ligne ${line}`,
    told: (place, name, severity) => `${place}\u00a0: ${name}, dès ${severity}`,
    toldFallback: (place) => `${place}\u00a0: à la place d’une destination injoignable`,
    toldNobody: "La politique ne prévient personne.",
    withheld: (environment) => `Pas d’appel\u00a0: ${environment} n’est pas un environnement qui réveille.`,
    policy: (hash) => `Politique ${hash}.`,
    course: "Comment on en est arrivé là\u00a0:",
  },

  silence: {
    title: "Mettre en silence",
    which: "Dites quoi\u00a0: VIG-12, ou le nom d’un service.",
    note: (what) => `Personne n’est prévenu de ${what} pendant le silence\u00a0; tout est encore compté et affiché.`,
    minutes: "Durée",
    durations: {
      "30m": "30 minutes",
      "1h": "1 heure",
      "2h": "2 heures",
      "4h": "4 heures",
      "8h": "8 heures",
      "24h": "24 heures",
    },
    environment: "Environnement",
    environmentHint: "Vide\u00a0: tous.",
    why: "Pourquoi",
    urgent: "URGENT et sécurité aussi",
    submit: "Mettre en silence",
    cancel: "Annuler",
    tooLong: "Un silence dure 24\u00a0h au plus.",
    tooLongForYou: "Un silence de votre part dure 4\u00a0h au plus\u00a0; au-delà, il faut le droit `silence-long`.",
    needsWhy: "Dites combien de temps et pourquoi.",
    unknownService: (word, near) =>
      near === undefined
        ? `Aucun service «\u00a0${word}\u00a0» n’a jamais été vu, et la politique n’en nomme pas.`
        : `Aucun service «\u00a0${word}\u00a0» n’a jamais été vu\u00a0; vouliez-vous dire ${near}\u00a0?`,
    done: (what, until) => say`${what} est en silence jusqu’à ${moment(until)}.`,
    urgentRings: "URGENT et sécurité sonnent encore.",
    urgentSilent: "URGENT et sécurité sont aussi en silence.",
  },

  ack: {
    which: "Dites quel service\u00a0: ack SERVICE.",
    done: (n, service) => `${count(n, "incident pris en charge", "incidents pris en charge", "fr")} pour ${service}.`,
  },

  contacts: {
    none: "La politique ne nomme personne\u00a0: écrivez `contacts:`.",
    noneSuch: (word) => `La politique ne connaît ni personne ni équipe «\u00a0${word}\u00a0».`,
    holds: (roles) => roles.join(", "),
    experts: "Experts que l’on peut appeler\u00a0:",
    expert: (name, people) => (people.length === 0 ? name : `${name}\u00a0: ${people.join(", ")}`),
    ofTeam: (team) => `Équipe ${team}\u00a0:`,
  },
};

const byLocale: Readonly<Record<Locale, CommandWords>> = { en, fr };

/** What commands say. */
export function commandWordsOf(locale: Locale): CommandWords {
  return byLocale[locale];
}
