import type { Locale } from "./locale.ts";

const en = {
  before: "Before it",
  around: "Around it",
  alias: (name: string) => `alias ${name}`,
  stage: (name: string) => `stage ${name}`,
  "model-version": (name: string) => `version of ${name}`,
  deployment: (name: string) => ["deployment", name].filter(Boolean).join(" "),
  restart: (name: string) => ["restart", name].filter(Boolean).join(" "),
  workflow: (name: string) => `workflow ${name}`,
  config: (name: string) => `configuration ${name}`,
  prompt: (name: string) => `prompt ${name}`,
  index: (name: string) => `index ${name}`,
  "provider-model": (name: string) => `provider’s model ${name}`,
  "feature-flag": (name: string) => `feature flag ${name}`,
  data: (name: string) => `data ${name}`,
  other: (name: string) => name,
  seen: (name: string) => `${name} as found`,
  moved: (what: string, from: string, to: string) => `${what} moved ${from} → ${to}`,
  fromTo: (what: string, from: string, to: string) => `${what} ${from} → ${to}`,
  to: (what: string, to: string) => `${what} → ${to}`,
  gone: (what: string, from: string) => `${what} removed, was ${from}`,
  outcome: { started: "under way", succeeded: "", failed: "failed" },
  earlier: (duration: string) => `${duration} earlier`,
  later: (duration: string) => `${duration} later`,
  likely: (because: string) => `likely cause: ${because}`,
  because: {
    "version-named": "the version measured",
    "same-model": "the same model",
    "same-service": "the same service",
    "last-before": "the last change before it",
  },
};

export type ChangeWords = typeof en;

const fr: ChangeWords = {
  before: "Avant cela",
  around: "Autour de cela",
  alias: (name) => `alias ${name}`,
  stage: (name) => `étape ${name}`,
  "model-version": (name) => `version de ${name}`,
  deployment: (name) => ["déploiement", name].filter(Boolean).join(" "),
  restart: (name) => ["redémarrage", name].filter(Boolean).join(" "),
  workflow: (name) => `workflow ${name}`,
  config: (name) => `configuration ${name}`,
  prompt: (name) => `prompt ${name}`,
  index: (name) => `index ${name}`,
  "provider-model": (name) => `modèle du fournisseur ${name}`,
  "feature-flag": (name) => `drapeau ${name}`,
  data: (name) => `données ${name}`,
  other: (name) => name,
  seen: (name) => `${name} tel que trouvé`,
  moved: (what, from, to) => `${what} passé de ${from} à ${to}`,
  fromTo: (what, from, to) => `${what} ${from} → ${to}`,
  to: (what, to) => `${what} → ${to}`,
  gone: (what, from) => `${what} supprimé, valait ${from}`,
  outcome: { started: "en cours", succeeded: "", failed: "échec" },
  earlier: (duration) => `${duration} plus tôt`,
  later: (duration) => `${duration} plus tard`,
  likely: (because) => `cause probable\u00a0: ${because}`,
  because: {
    "version-named": "la version mesurée",
    "same-model": "le même modèle",
    "same-service": "le même service",
    "last-before": "le dernier changement avant cela",
  },
};

const byLocale: Readonly<Record<Locale, ChangeWords>> = { en, fr };

/** What changed near an incident, in the words of a language. */
export function changeWordsOf(locale: Locale): ChangeWords {
  return byLocale[locale];
}
