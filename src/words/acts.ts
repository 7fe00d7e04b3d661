import { whole } from "./figures.ts";
import type { Locale } from "./locale.ts";
import { moment, type Sentence, say } from "./sentence.ts";

const en = {
  /** Somebody of whom only a vendor's id is known. */
  somebodyIn: (place: string) => `somebody in ${place}`,

  /** One sentence per journal entry; who and when stand behind it. */
  entry: {
    acknowledged: "Acknowledged",
    takenOver: (from: string) => `Taken over from ${from}`,
    unacknowledged: (because: string) => `Acknowledgement taken back: ${because}`,
    judgedReal: "Judged real",
    severity: (from: string, to: string, why: string) => `Severity changed from ${from} to ${to}: ${why}`,
    assigned: (to: string) => `Assigned to ${to}`,
    escalated: (to: string | undefined) => (to === undefined ? "Escalated" : `Escalated to ${to}`),
    expertCalled: (group: string) => `Experts of ${group} called`,
    expertJoined: (group: string, after: string) => `Experts ${group}: here after ${after}`,
    commanderAsked: "An Incident Commander is wanted: who takes it?",
    commander: (to: string) => `Incident Commander: ${to}`,
    handedOver: (to: string, from: string) => `Incident Commander: ${to}, handed over by ${from}`,
    noted: (text: string) => `Note: ${text}`,
    update: (text: string) => `Status update: ${text}`,
    next: (at: number): Sentence => say`next one ${moment(at)}`,
    updateDue: (at: number): Sentence => say`A status update was due ${moment(at)}`,
    silenced: (until: Sentence, why: string): Sentence => say`Silenced ${until}: ${why}`,
    unsilenced: (after: string) => `Silence ended by hand after ${after}`,
    silenceOver: (after: string) => `The silence is over after ${after}`,
    stillFiring: (alerts: number) =>
      alerts === 0 ? "nothing fires any more" : `${whole(alerts, "en")} still firing: it rings as new`,
    mitigated: {
      "by-hand": (text: string) => `Mitigated: ${text}`,
      waived: (text: string) => `Mitigation waived: ${text}`,
      "by-action": (_text: string) => "Mitigated: what Vigie did helped",
    },
    investigating: "Investigation begun",
    cause: (cause: string, text: string) => `Cause (${cause}): ${text}`,
    remediated: (fix: string, monitoring: string) => `Remediation: ${fix}; monitoring: ${monitoring}`,
    resolved: (duration: string) => `Resolved by hand after ${duration}`,
    reopened: (after: string, why: string) => `Reopened by hand ${after} after its end: ${why}`,
    channelAsked: "A channel of its own was asked for",
    channelOpen: (label: string) => `It has a channel of its own: ${label}`,
    half: (deadline: string, at: number): Sentence => say`Half of the time is over: ${deadline} due ${moment(at)}`,
    near: (deadline: string, at: number): Sentence => say`Little time is left: ${deadline} due ${moment(at)}`,
    met: (deadline: string) => `Done: ${deadline}`,
    putOff: (deadline: string, at: number): Sentence => say`More time: ${deadline} due ${moment(at)}`,
    toJudge: (person: string) => `${person}, is it real or a false positive?`,
    reminded: (times: string) => `Reminder ${times}: nobody has acknowledged it`,
    heardAgain: "The sender is heard again",
    refused: (what: string, because: string) => `Refused: ${what} (${because})`,
  },
  /** Why something was escalated. */
  escalatedBecause: {
    "by-hand": "",
    "triage-overdue": "triage is overdue",
    ladder: "nobody has acknowledged it",
    "action-failed": "the action failed",
    "did-not-help": "the action did not help",
    "not-approved": "nobody has decided on the request",
  },
  /** Why a vendor took an acknowledgement back. */
  unacknowledgedBecause: {
    unacknowledged: "given back",
    reassigned: "reassigned",
    escalated: "escalated",
    delegated: "delegated",
  },
  /** Why an act was refused, in a few words. */
  refusal: {
    stale: "somebody else was faster",
    over: "it is over",
    "not-over": "it is not over",
    "already-so": "it is so already",
    "needs-cause": "its cause is not recorded",
    "needs-remediation": "its remediation is not recorded",
    "still-firing": "its source still fires",
    "not-acknowledged": "nobody has acknowledged it",
    "no-ladder": "there is nobody further to call",
    "too-often": "asked for too often",
    "too-late": "its time is past",
    "too-long": "too long",
    guarded: "URGENT and security are not silenced unless asked for",
    role: "without the role",
    "nobody-on-call": "nobody is known to be on call",
    "not-offered": "not offered now",
    form: "the form was wrong",
    "unknown-person": "the person is not known",
  },
  cause: { data: "data", model: "model", external: "external" },

  /** Who has it and how far it is, on the card. */
  card: {
    assigned: (person: string) => `assigned to ${person}`,
    commander: (person: string) => `Incident Commander ${person}`,
    awaited: (group: string, at: number): Sentence => say`experts ${group} called ${moment(at)}`,
    joined: (group: string, person: string) => `experts ${group}: ${person}`,
    mitigated: (at: number): Sentence => say`mitigated ${moment(at)}`,
    waived: (at: number): Sentence => say`mitigation waived ${moment(at)}`,
    cause: (cause: string) => `cause: ${cause}`,
    remediated: (at: number): Sentence => say`remediation recorded ${moment(at)}`,
    remediationMissing: "recovered, remediation not recorded",
    nextUpdate: (at: number): Sentence => say`next update ${moment(at)}`,
    overdue: (deadline: string) => `${deadline} OVERDUE`,
    since: (at: number): Sentence => say` since ${moment(at)}`,
    silenced: (person: string, until: Sentence): Sentence => say`silenced by ${person} ${until}`,
    until: (at: number): Sentence => say`until ${moment(at)}`,
    untilResolved: "until it resolves",
    unheard: (at: number): Sentence => say`no word from the sender since ${moment(at)}`,
    resolvedBy: (person: string, at: number): Sentence => say`resolved by ${person} ${moment(at)}`,
    /** How long after the opening: `Acknowledged 2 min, judged real 6 min`. */
    took: {
      acknowledged: (after: string) => `acknowledged ${after}`,
      judged: (after: string) => `judged real ${after}`,
      mitigated: (after: string) => `mitigated ${after}`,
    },
  },
};

export type ActWords = typeof en;

const fr: ActWords = {
  somebodyIn: (place) => `quelqu’un dans ${place}`,

  entry: {
    acknowledged: "Pris en charge",
    takenOver: (from) => `Pris en charge à la place de ${from}`,
    unacknowledged: (because) => `La prise en charge est levée\u00a0: ${because}`,
    judgedReal: "Jugé réel",
    severity: (from, to, why) => `Gravité changée, ${from} → ${to}\u00a0: ${why}`,
    assigned: (to) => `Attribué à ${to}`,
    escalated: (to) => (to === undefined ? "Escaladé" : `Escaladé vers ${to}`),
    expertCalled: (group) => `Experts ${group} appelés`,
    expertJoined: (group, after) => `Experts ${group}\u00a0: présents après ${after}`,
    commanderAsked: "Il faut un responsable d’incident\u00a0: qui prend le rôle\u00a0?",
    commander: (to) => `Responsable d’incident\u00a0: ${to}`,
    handedOver: (to, from) => `Responsable d’incident\u00a0: ${to}, qui succède à ${from}`,
    noted: (text) => `Note\u00a0: ${text}`,
    update: (text) => `Point de situation\u00a0: ${text}`,
    next: (at) => say`le prochain\u00a0: ${moment(at)}`,
    updateDue: (at) => say`Un point de situation était attendu (${moment(at)})`,
    silenced: (until, why) => say`Mis en silence ${until}\u00a0: ${why}`,
    unsilenced: (after) => `Silence levé à la main après ${after}`,
    silenceOver: (after) => `Le silence est terminé après ${after}`,
    stillFiring: (alerts) =>
      alerts === 0
        ? "plus rien n’est actif"
        : `${whole(alerts, "fr")} encore ${alerts === 1 ? "active" : "actives"}, l’incident sonne à nouveau`,
    mitigated: {
      "by-hand": (text) => `Atténué\u00a0: ${text}`,
      waived: (text) => `Atténuation non retenue\u00a0: ${text}`,
      "by-action": (_text) => "Atténué\u00a0: l’action de Vigie a aidé",
    },
    investigating: "Enquête commencée",
    cause: (cause, text) => `Cause (${cause})\u00a0: ${text}`,
    remediated: (fix, monitoring) => `Correction\u00a0: ${fix}\u00a0; surveillance\u00a0: ${monitoring}`,
    resolved: (duration) => `Résolu à la main après ${duration}`,
    reopened: (after, why) => `Rouvert à la main ${after} après sa fin\u00a0: ${why}`,
    channelAsked: "Un canal dédié est demandé",
    channelOpen: (label) => `L’incident a son propre canal\u00a0: ${label}`,
    half: (deadline, at) => say`La moitié du délai est passée\u00a0: ${deadline} avant ${moment(at)}`,
    near: (deadline, at) => say`Il reste peu de temps\u00a0: ${deadline} avant ${moment(at)}`,
    met: (deadline) => `Fait\u00a0: ${deadline}`,
    putOff: (deadline, at) => say`Délai prolongé\u00a0: ${deadline} avant ${moment(at)}`,
    toJudge: (person) => `${person}, est-ce réel ou un faux positif\u00a0?`,
    reminded: (times) => `Rappel ${times}\u00a0: personne ne l’a pris en charge`,
    heardAgain: "L’émetteur donne de nouveau signe de vie",
    refused: (what, because) => `Refusé\u00a0: ${what} (${because})`,
  },
  escalatedBecause: {
    "by-hand": "",
    "triage-overdue": "le tri est en retard",
    ladder: "personne ne l’a pris en charge",
    "action-failed": "l’action a échoué",
    "did-not-help": "l’action n’a pas aidé",
    "not-approved": "personne n’a statué sur la demande",
  },
  unacknowledgedBecause: {
    unacknowledged: "rendue",
    reassigned: "réattribution",
    escalated: "escalade",
    delegated: "délégation",
  },
  refusal: {
    stale: "quelqu’un d’autre a été plus rapide",
    over: "il est terminé",
    "not-over": "il n’est pas terminé",
    "already-so": "c’est déjà le cas",
    "needs-cause": "sa cause n’est pas consignée",
    "needs-remediation": "sa correction n’est pas consignée",
    "still-firing": "sa source est encore active",
    "not-acknowledged": "personne ne l’a pris en charge",
    "no-ladder": "il n’y a plus personne à appeler",
    "too-often": "demandé trop souvent",
    "too-late": "le moment est passé",
    "too-long": "trop long",
    guarded: "URGENT et la sécurité ne sont mis en silence que sur demande expresse",
    role: "sans le rôle",
    "nobody-on-call": "personne n’est connu d’astreinte",
    "not-offered": "pas proposé en ce moment",
    form: "le formulaire était faux",
    "unknown-person": "la personne n’est pas connue",
  },
  cause: { data: "données", model: "modèle", external: "externe" },

  card: {
    assigned: (person) => `attribué à ${person}`,
    commander: (person) => `responsable d’incident ${person}`,
    awaited: (group, at) => say`experts ${group} appelés (${moment(at)})`,
    joined: (group, person) => `experts ${group}\u00a0: ${person}`,
    mitigated: (at) => say`atténué (${moment(at)})`,
    waived: (at) => say`atténuation non retenue (${moment(at)})`,
    cause: (cause) => `cause\u00a0: ${cause}`,
    remediated: (at) => say`correction consignée (${moment(at)})`,
    remediationMissing: "rétabli, correction non consignée",
    nextUpdate: (at) => say`prochain point\u00a0: ${moment(at)}`,
    overdue: (deadline) => `${deadline} EN RETARD`,
    since: (at) => say` depuis ${moment(at)}`,
    silenced: (person, until) => say`mis en silence par ${person} ${until}`,
    until: (at) => say`jusqu’à ${moment(at)}`,
    untilResolved: "jusqu’à sa fin",
    unheard: (at) => say`plus de nouvelles de l’émetteur depuis ${moment(at)}`,
    resolvedBy: (person, at) => say`résolu par ${person} (${moment(at)})`,
    took: {
      acknowledged: (after) => `pris en charge en ${after}`,
      judged: (after) => `jugé réel en ${after}`,
      mitigated: (after) => `atténué en ${after}`,
    },
  },
};

const byLocale: Readonly<Record<Locale, ActWords>> = { en, fr };

/** What people did, and what waits for them, in the words of a language. */
export function actWordsOf(locale: Locale): ActWords {
  return byLocale[locale];
}
