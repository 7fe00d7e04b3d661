import type { FieldWords, FormWords } from "./form-words.ts";
import type { en } from "./forms-en.ts";

const holds = {
  "until-resolved": "Jusqu’à sa résolution, 7 jours au plus",
  "24h": "24 heures",
  "7d": "7 jours",
  "until-next-version": "Jusqu’à la prochaine version du modèle",
};

/** What forms ask, in French; a word or a choice that is missing does not compile. */
export const fr: Words = {
  "false-positive": {
    title: "Faux positif",
    note: "Ce qui reste actif est compté sans prévenir personne, sauf si cela s’aggrave ou au bout du délai.",
    submit: "Juger faux positif",
    fields: {
      because: {
        label: "Pourquoi c’est un faux positif",
        options: {
          "test-traffic": "Trafic de test",
          "threshold-too-tight": "Le seuil est trop serré",
          "stale-baseline": "La référence est périmée",
          "late-data": "Données en retard",
          season: "Saison",
          other: "Autre chose",
        },
      },
      hold: { label: "Rester silencieux", options: holds },
      text: { label: "En quelques mots", hint: "Nécessaire si c’est autre chose." },
    },
  },
  severity: {
    title: "Changer la gravité",
    submit: "Changer",
    fields: {
      to: {
        label: "Gravité",
        options: { info: "INFO", warning: "AVERTISSEMENT", critical: "CRITIQUE", urgent: "URGENT" },
      },
      why: { label: "Pourquoi" },
    },
  },
  assign: {
    title: "Attribuer",
    submit: "Attribuer",
    fields: { to: { label: "À qui", hint: "Vous, si personne n’est choisi." } },
  },
  escalate: {
    title: "Escalader",
    submit: "Escalader",
    fields: {
      to: { label: "Vers qui", options: { next: "L’étape suivante", person: "Une personne", team: "Une équipe" } },
      person: { label: "Quelle personne" },
      team: { label: "Quelle équipe" },
      why: { label: "Pourquoi" },
    },
  },
  expert: {
    title: "Appeler un expert",
    submit: "Appeler",
    fields: { group: { label: "Groupe" }, why: { label: "Ce que vous attendez d’eux" } },
  },
  commander: {
    title: "Responsable d’incident",
    note: "Conduit l’incident et informe les parties prenantes.",
    submit: "Nommer",
    fields: { to: { label: "Qui" } },
  },
  note: { title: "Note", submit: "Noter", fields: { text: { label: "Note" } } },
  update: {
    title: "Point de situation",
    note: "Pour les parties prenantes\u00a0: ce que voient les utilisateurs, ce qui est fait.",
    submit: "Envoyer",
    fields: {
      text: { label: "Où l’on en est" },
      minutes: {
        label: "Prochain point dans",
        options: { "15": "15 minutes", "30": "30 minutes", "60": "1 heure", "120": "2 heures", none: "Aucun autre" },
      },
    },
  },
  silence: {
    title: "Mettre en silence",
    note: "Ni appel, ni message, ni rappel\u00a0; les échéances s’arrêtent. Ce qui reste actif à la fin sonne comme une nouvelle alerte.",
    submit: "Mettre en silence",
    fields: {
      for: {
        label: "Durée",
        hint: "24 heures au plus.",
        options: {
          "30m": "30 minutes",
          "1h": "1 heure",
          "2h": "2 heures",
          "4h": "4 heures",
          "8h": "8 heures",
          "24h": "24 heures",
          "until-resolved": "Jusqu’à sa résolution",
        },
      },
      why: { label: "Pourquoi" },
      urgent: { label: "URGENT et sécurité aussi" },
      elsewhere: {
        label: "Aussi pour les autres destinataires",
        hint: "Le silence est aussi écrit dans Alertmanager.",
      },
    },
  },
  mitigated: {
    title: "Atténué",
    note: "Les utilisateurs sont de nouveau protégés.",
    submit: "Enregistrer",
    fields: {
      how: { label: "Comment", options: { "by-hand": "À la main", waived: "Inutile, pour la raison ci-dessous" } },
      text: { label: "Ce qui a été fait, ou pourquoi rien ne l’a été" },
    },
  },
  cause: {
    title: "Cause",
    submit: "Enregistrer",
    fields: {
      cause: { label: "Cause", options: { data: "Données", model: "Modèle", external: "Externe" } },
      text: { label: "Ce qui s’est passé" },
    },
  },
  remediation: {
    title: "Correction",
    note: "Les deux sont nécessaires, pour voir la même chose plus tôt la prochaine fois.",
    submit: "Enregistrer",
    fields: {
      fix: { label: "La correction", hint: "Un lien ou une clé, comme OPS-311." },
      monitoring: { label: "La modification de la surveillance", hint: "Un lien ou une clé." },
    },
  },
  resolve: { title: "Résoudre", submit: "Résoudre", fields: { text: { label: "En quelques mots" } } },
  close: {
    title: "Clore",
    note: "Ce qui reste actif est compté sans prévenir personne, sauf si cela s’aggrave ou au bout du délai.",
    submit: "Clore",
    fields: { hold: { label: "Rester silencieux", options: holds }, text: { label: "En quelques mots" } },
  },
  action: {
    title: "Agir",
    submit: "Le faire",
    fields: {
      source: { label: "Quelle source", hint: "Par son jeton\u00a0; l’adresse reste où elle est." },
      alone: { label: "Décider sans l’approbateur", hint: "Le responsable et le canal sont prévenus." },
      why: { label: "Pourquoi" },
    },
  },
  approve: {
    title: "Approuver",
    submit: "Approuver",
    fields: {
      why: {
        label: "Pourquoi vous vous passez de l’approbateur",
        hint: "Vous n’avez pas le rôle demandé\u00a0: le responsable et le canal sont prévenus.",
      },
    },
  },
  decline: { title: "Refuser", submit: "Refuser", fields: { why: { label: "Pourquoi" } } },
  now: { title: "Maintenant", submit: "Commencer", fields: {} },
  undo: { title: "Annuler l’action", submit: "Annuler l’action", fields: {} },
  reopen: { title: "Rouvrir", submit: "Rouvrir", fields: { why: { label: "Pourquoi" } } },
};

type Words = { readonly [Id in keyof typeof en]: FormWords & { readonly fields: FieldsOf<(typeof en)[Id]["fields"]> } };
type FieldsOf<F> = { readonly [Field in keyof F]: FieldWords & SameOptions<F[Field]> };
type SameOptions<F> = F extends { options: infer O }
  ? { readonly options: { readonly [Value in keyof O]: string } }
  : unknown;
