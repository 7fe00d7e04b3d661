import type { ActionNames, ActionWords } from "./actions-en.ts";
import { capital } from "./capital.ts";
import { whole } from "./figures.ts";
import { moment, say } from "./sentence.ts";

const n = (value: number) => whole(value, "fr");
const ordinary = (name: string, ask: string, doing: string, done: string): ActionNames => ({
  name,
  ask: () => ask,
  doing: () => doing,
  done: () => done,
});

/** What is done to models, and what came of it, in French. */
export const fr: ActionWords = {
  action: {
    rollback: {
      name: "retour en arrière",
      ask: (to) => (to === undefined ? "revenir en arrière" : `revenir à ${to}`),
      doing: (move) => ["Retour en arrière", move].filter(Boolean).join(" "),
      done: (to) => (to === undefined ? "retour en arrière effectué" : `retour à ${to} effectué`),
    },
    disable: ordinary("désactivation", "désactiver le modèle", "Désactivation du modèle", "modèle désactivé"),
    fallback: {
      name: "repli",
      ask: (to) => (to === undefined ? "passer en mode de repli" : `se replier sur ${to}`),
      doing: (move) => ["Passage en mode de repli", move].filter(Boolean).join(" "),
      done: (to) => (to === undefined ? "mode de repli actif" : `repli sur ${to} effectué`),
    },
    "shadow-mode": ordinary(
      "mode fantôme",
      "passer en mode fantôme",
      "Passage en mode fantôme",
      "passage en mode fantôme effectué",
    ),
    "reinforced-monitoring": ordinary(
      "surveillance renforcée",
      "renforcer la surveillance",
      "Renforcement de la surveillance",
      "surveillance renforcée",
    ),
    retrain: ordinary("réentraînement", "réentraîner le modèle", "Réentraînement du modèle", "modèle réentraîné"),
    restart: ordinary("redémarrage", "redémarrer le service", "Redémarrage du service", "service redémarré"),
    rebuild: ordinary("reconstruction", "reconstruire", "Reconstruction", "reconstruction faite"),
    "rate-limit": ordinary("limite de débit", "limiter le débit", "Limitation du débit", "débit limité"),
    "block-source": ordinary("blocage", "bloquer la source", "Blocage de la source", "source bloquée"),
    "update-baseline": ordinary(
      "actualisation de la référence",
      "actualiser la référence",
      "Actualisation de la référence",
      "référence actualisée",
    ),
    withdrawal: ordinary(
      "retrait du service",
      "retirer le modèle du service",
      "Retrait du modèle",
      "modèle retiré du service",
    ),
  },
  undo: {
    name: "annulation",
    ask: (what, move) => `annuler l’action «\u00a0${what}\u00a0»${move === "" ? "" : ` (${move})`}`,
    doing: (what, move) => `Annulation de «\u00a0${what}\u00a0»${move === "" ? "" : `, ${move}`}`,
    done: (what, move) => `action «\u00a0${what}\u00a0» annulée${move === "" ? "" : ` (${move})`}`,
  },

  step: {
    "move-alias": (name, of, from, to) => `déplacer l’alias ${name}${fromTo(from, to)}${on(of)}`,
    "set-stage": (name, of, from, to) => `déplacer l’étape ${name}${fromTo(from, to)}${on(of)}`,
    "set-version": (name, of, from, to) => `changer la version de ${name}${fromTo(from, to)}${on(of)}`,
    restart: (name, of) => `redémarrer ${name}${inside(of)}`,
    "undo-rollout": (name, of, from, to) => `annuler le déploiement de ${name}${fromTo(from, to)}${inside(of)}`,
    "abort-rollout": (name, of) => `interrompre le déploiement de ${name}${inside(of)}`,
    "run-workflow": (name, of) => `lancer le workflow ${name}${inside(of)}`,
    call: (name, of, from, to) => `appeler ${name}${fromTo(from, to)}${on(of)}`,
  },
  did: {
    "move-alias": "alias déplacé",
    "set-stage": "étape déplacée",
    "set-version": "version changée",
    restart: "redémarré",
    "undo-rollout": "déploiement annulé",
    "abort-rollout": "déploiement interrompu",
    "run-workflow": "workflow terminé",
    call: "appelé",
  },
  inTurn: (steps) => steps.join(", puis "),
  nothingToDo: (step) => `${step} (c’est déjà le cas)`,

  on: (version, some, all) => `${version} (${n(some)} sur ${n(all)})`,
  servingNothing: "rien ne dit quelle version sert",
  serving: (versions) => `en service\u00a0: ${versions}`,
  registry: (version) => `registre ${version}`,
  notChecked: "mise en service non vérifiée",

  run: {
    asked: (who, at) => say`demandé par ${who} (${moment(at)})`,
    byItself: (at) => say`automatiquement (${moment(at)})`,
    approved: (who) => `approuvé par ${who}`,
    waitsFor: (roles, at) => say`attend ${roles} depuis ${moment(at)}`,
    anApprover: "une approbation",
    vetoUntil: (at) => say`commence automatiquement à ${moment(at)}\u00a0: Suspendre, ou Maintenant`,
    stepAt: (did, at) => say`${did} (${moment(at)})`,
    doingStep: (step) => `en cours\u00a0: ${step}`,
    firstAnswer: (at) => say`première réponse à ${moment(at)}`,
    slow: (ideal) => `plus lent que prévu (${ideal})`,
    healthy: "le contrôle de santé répond",
    notKnown: "on ne sait pas si cela a été fait",
    failed: (name) => `${capital(name)} en échec`,
    nothingChanged: "rien n’a été changé",
    held: (name, who, at) => say`Suspendu par ${who} (${moment(at)})\u00a0: ${name}`,
    declined: (name, who, at) => say`Refusé par ${who} (${moment(at)})\u00a0: ${name}`,
    somebody: "quelqu’un",
    step: (at, all) => `étape ${n(at)} sur ${n(all)}`,
    unknown: "une action",
  },
  failure: {
    step: "une étape a échoué",
    "not-serving": "ce qui est en service n’a pas suivi à temps",
    "no-op": "c’était déjà le cas, rien n’a changé",
    busy: "une autre action y est en cours",
    "cool-down": "trop tôt après la précédente",
    "per-day": "le maximum du jour est atteint",
    unhealthy: "le contrôle de santé ne répond pas",
    "automation-off": "l’automatisme a été coupé entre-temps",
  },
  stepFailure: {
    conflict: "quelqu’un l’a changé depuis, rien n’est écrasé",
    gone: "la version n’existe plus",
    denied: "permission refusée",
    away: "injoignable",
    refused: "refusé",
    faulty: "la réponse est illisible",
    "no-credentials": "aucun identifiant n’est configuré",
    "policy-changed": "la politique le dit autrement désormais",
    "too-slow": "cela a pris trop de temps",
    "no-way-back": "ce qui a été fait ne peut pas être annulé",
  },
  planProblem: {
    "no-earlier-version": "aucune version antérieure n’est connue",
    "not-found": "la cible n’existe pas",
    denied: "permission refusée",
    away: "injoignable en ce moment",
    "timed-out": "pas de réponse à temps",
    "no-credentials": "aucun identifiant n’est configuré",
    faulty: "la réponse est illisible",
    "nothing-declared": "la politique ne déclare aucune étape",
  },
  verdict: {
    helped: (figures) => `cela a aidé${figures === "" ? "" : `\u00a0: ${figures}`}`,
    didNotHelp: (figures) => `cela n’a pas aidé${figures === "" ? "" : `\u00a0: ${figures}`}`,
    cannotTellBefore: (at) => say`pas de verdict avant ${moment(at)}`,
    cannotTell: (because) => `impossible de dire si cela a aidé${because === "" ? "" : `\u00a0: ${because}`}`,
    because: {
      "labels-late": "les étiquettes arrivent plus tard",
      "not-measured": "rien n’a été mesuré depuis",
      "no-metric": "rien ne le mesure",
      away: "la source à interroger est injoignable",
    },
  },

  proposal: {
    ask: (what) => `${capital(what)}\u00a0?`,
    because: {
      "mode-approve": "la politique laisse une personne décider",
      ticks: "pas automatiquement",
      criterion: "un critère de la politique est rempli",
      "dry-run": "à blanc",
    },
    against: "Ce qui s’y oppose",
    criterion: (name) => `critère ${name} rempli`,
    dryRun: (_done, ask) => `À blanc, rien n’est fait\u00a0: Vigie aurait choisi ${de(ask)}`,
    alone: "sur sa seule décision, sans l’approbateur",
  },

  entry: {
    planned: (what) => `Ce qui pourrait être fait a été lu\u00a0: ${what}`,
    nothingPlanned: "Ce qui pourrait être fait a été lu\u00a0: rien",
    proposed: (what) => `Proposé\u00a0: ${what}`,
    asked: (what, roles) => `Demandé\u00a0: ${what}\u00a0; attend ${roles}`,
    due: (at) => say`jusqu’à ${moment(at)}, puis la personne suivante est appelée`,
    approvalDue: (what) => `Personne n’a décidé («\u00a0${what}\u00a0»)\u00a0: la personne suivante est appelée`,
    approved: (what) => `Approuvé\u00a0: ${what}`,
    declined: (what) => `Refusé\u00a0: ${what}`,
    started: (what, steps) => `Commencé\u00a0: ${what}${steps === "" ? "" : ` (${steps})`}`,
    veto: (what, at) => say`Prévu à ${moment(at)}, sauf si quelqu’un le suspend\u00a0: ${what}`,
    allTicks: "automatiquement, toutes les conditions sont remplies",
    begun: (what) => `Les étapes commencent\u00a0: ${what}`,
    held: (what) => `Suspendu\u00a0: ${what}`,
    hurried: (what) => `Sans attendre\u00a0: ${what}`,
    stepDone: (step) => `Fait\u00a0: ${step}`,
    stepSkipped: (step) => `Déjà le cas\u00a0: ${step}`,
    stepFailed: (step, because) => `Impossible ${de(step)}\u00a0: ${because}`,
    stepBegun: (step) => `Sur le point ${de(step)}`,
    serving: (versions) => `En service\u00a0: ${versions}`,
    done: (done, took) => `${capital(done)}, après ${took}`,
  },

  or: (roles) => new Intl.ListFormat("fr-FR", { type: "disjunction" }).format(roles),
};

function de(verb: string): string {
  return /^[aeéiou]/.test(verb) ? `d’${verb}` : `de ${verb}`;
}

function fromTo(from?: string, to?: string): string {
  return `${from === undefined ? "" : ` de ${from}`}${to === undefined ? "" : ` à ${to}`}`;
}

function on(of: string): string {
  return of === "" ? "" : ` sur ${of}`;
}

function inside(of: string): string {
  return of === "" ? "" : ` dans ${of}`;
}
