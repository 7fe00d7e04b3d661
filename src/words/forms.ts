import type { Locale } from "./locale.ts";

/** A field: what it is called, what helps to fill it, and its choices where the list is closed. */
export type FieldWords = {
  readonly label: string;
  readonly hint?: string;
  readonly options?: Readonly<Record<string, string>>;
};

/** A form, before it is drawn. */
export type FormWords = {
  readonly title: string;
  readonly note?: string;
  readonly submit: string;
  readonly fields: Readonly<Record<string, FieldWords>>;
};

const holdsEn = {
  "until-resolved": "Until it resolves, 7 days at most",
  "24h": "24 hours",
  "7d": "7 days",
  "until-next-version": "Until the model’s next version",
};
const holdsFr: typeof holdsEn = {
  "until-resolved": "Jusqu’à sa résolution, 7 jours au plus",
  "24h": "24 heures",
  "7d": "7 jours",
  "until-next-version": "Jusqu’à la prochaine version du modèle",
};

const en = {
  "false-positive": {
    title: "False positive",
    note: "What goes on firing is counted and tells nobody, until it gets worse or the hold is over.",
    submit: "Judge it false",
    fields: {
      because: {
        label: "Why it is false",
        options: {
          "test-traffic": "Test traffic",
          "threshold-too-tight": "The threshold is too tight",
          "stale-baseline": "The baseline is out of date",
          "late-data": "Late data",
          season: "Season",
          other: "Something else",
        },
      },
      hold: { label: "Keep silent", options: holdsEn },
      text: { label: "In your words", hint: "Needed where it is something else." },
    },
  },
  severity: {
    title: "Change the severity",
    submit: "Change",
    fields: {
      to: { label: "Severity", options: { info: "INFO", warning: "WARNING", critical: "CRITICAL", urgent: "URGENT" } },
      why: { label: "Why" },
    },
  },
  assign: {
    title: "Assign",
    submit: "Assign",
    fields: { to: { label: "To whom", hint: "You, where nobody is chosen." } },
  },
  escalate: {
    title: "Escalate",
    submit: "Escalate",
    fields: {
      to: { label: "To", options: { next: "The next step", person: "A person", team: "A team" } },
      person: { label: "Which person" },
      team: { label: "Which team" },
      why: { label: "Why" },
    },
  },
  expert: {
    title: "Call an expert",
    submit: "Call",
    fields: { group: { label: "Group" }, why: { label: "What you need of them" } },
  },
  commander: {
    title: "Incident Commander",
    note: "Leads the incident and speaks to stakeholders.",
    submit: "Appoint",
    fields: { to: { label: "Who" } },
  },
  note: { title: "Note", submit: "Write it down", fields: { text: { label: "Note" } } },
  update: {
    title: "Status update",
    note: "For stakeholders: what users notice, what is being done.",
    submit: "Send",
    fields: {
      text: { label: "How it stands" },
      minutes: {
        label: "The next one comes in",
        options: { "15": "15 minutes", "30": "30 minutes", "60": "1 hour", "120": "2 hours", none: "No further one" },
      },
    },
  },
  silence: {
    title: "Silence",
    note: "No page, message or reminder; deadlines stand still. What still fires at the end rings as new.",
    submit: "Silence",
    fields: {
      for: {
        label: "For how long",
        hint: "24 hours at most.",
        options: {
          "30m": "30 minutes",
          "1h": "1 hour",
          "2h": "2 hours",
          "4h": "4 hours",
          "8h": "8 hours",
          "24h": "24 hours",
          "until-resolved": "Until it resolves",
        },
      },
      why: { label: "Why" },
      urgent: { label: "URGENT and security too" },
      elsewhere: { label: "Also for other receivers", hint: "Writes it to Alertmanager." },
    },
  },
  mitigated: {
    title: "Mitigated",
    note: "Users are safe again.",
    submit: "Record",
    fields: {
      how: { label: "How", options: { "by-hand": "By hand", waived: "Not needed, for the reason below" } },
      text: { label: "What was done, or why nothing was" },
    },
  },
  cause: {
    title: "Root cause",
    submit: "Record",
    fields: {
      cause: { label: "Cause", options: { data: "Data", model: "Model", external: "External" } },
      text: { label: "What happened" },
    },
  },
  remediation: {
    title: "Remediation",
    note: "Both are needed, so that the same is seen earlier next time.",
    submit: "Record",
    fields: {
      fix: { label: "The fix", hint: "A link or a key, such as OPS-311." },
      monitoring: { label: "The change to monitoring", hint: "A link or a key." },
    },
  },
  resolve: { title: "Resolve", submit: "Resolve", fields: { text: { label: "In your words" } } },
  close: {
    title: "Close",
    note: "What goes on firing is counted and tells nobody, until it gets worse or the hold is over.",
    submit: "Close",
    fields: { hold: { label: "Keep silent", options: holdsEn }, text: { label: "In your words" } },
  },
  reopen: { title: "Reopen", submit: "Reopen", fields: { why: { label: "Why" } } },
} satisfies Readonly<Record<string, FormWords>>;

const fr: Words = {
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
      hold: { label: "Rester silencieux", options: holdsFr },
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
    fields: { hold: { label: "Rester silencieux", options: holdsFr }, text: { label: "En quelques mots" } },
  },
  reopen: { title: "Rouvrir", submit: "Rouvrir", fields: { why: { label: "Pourquoi" } } },
};

type Words = { readonly [Id in keyof typeof en]: FormWords & { readonly fields: FieldsOf<(typeof en)[Id]["fields"]> } };
type FieldsOf<F> = { readonly [Field in keyof F]: FieldWords & SameOptions<F[Field]> };
type SameOptions<F> = F extends { options: infer O }
  ? { readonly options: { readonly [Value in keyof O]: string } }
  : unknown;

/** The forms, by their handler's id. */
export type FormId = keyof typeof en;

const byLocale: Readonly<Record<Locale, Words>> = { en, fr };

/** The words of a handler's form. */
export function formWordsOf(id: FormId, locale: Locale): FormWords {
  return byLocale[locale][id];
}
