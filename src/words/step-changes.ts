import type { Locale } from "./locale.ts";

/** What a step did that left no version behind. */
const doneWords = {
  "move-alias": { en: "moved", fr: "déplacé" },
  "set-stage": { en: "moved", fr: "déplacé" },
  "set-version": { en: "set", fr: "réglé" },
  restart: { en: "restarted", fr: "redémarré" },
  "undo-rollout": { en: "undone", fr: "annulé" },
  "abort-rollout": { en: "aborted", fr: "interrompu" },
  "run-workflow": { en: "ran", fr: "exécuté" },
  call: { en: "called", fr: "appelé" },
} as const satisfies Record<string, Record<Locale, string>>;

/** What one step changed: `champion (credit): 8 → 7`, `deployment/credit-scoring (ml): restarted`. */
export function stepChangeWords(
  step: {
    readonly doing: keyof typeof doneWords;
    readonly name: string;
    readonly of?: string;
    readonly before?: string;
    readonly after?: string;
  },
  locale: Locale,
): string {
  const { doing, name, of, before, after } = step;
  const moved = after === undefined ? undefined : before === undefined ? `→ ${after}` : `${before} → ${after}`;
  const colon = locale === "fr" ? "\u00a0:" : ":";
  return `${name}${of === undefined ? "" : ` (${of})`}${colon} ${moved ?? doneWords[doing][locale]}`;
}

/** What an action did to something, in the past: `rolled credit back`. */
const deeds = {
  rollback: { en: "rolled {what} back", fr: "a ramené {what} en arrière" },
  disable: { en: "disabled {what}", fr: "a désactivé {what}" },
  fallback: { en: "put {what} on its fallback", fr: "a passé {what} en mode de repli" },
  "shadow-mode": { en: "put {what} into shadow mode", fr: "a passé {what} en mode fantôme" },
  "reinforced-monitoring": { en: "watches {what} more closely", fr: "surveille {what} de plus près" },
  retrain: { en: "started to retrain {what}", fr: "a lancé le réentraînement de {what}" },
  restart: { en: "restarted {what}", fr: "a redémarré {what}" },
  rebuild: { en: "started to rebuild {what}", fr: "a lancé la reconstruction de {what}" },
  "rate-limit": { en: "limited the rate of {what}", fr: "a limité le débit de {what}" },
  "block-source": { en: "blocked a source of {what}", fr: "a bloqué une source de {what}" },
  "update-baseline": { en: "updated the baseline of {what}", fr: "a actualisé la référence de {what}" },
  withdrawal: { en: "withdrew {what} from service", fr: "a retiré {what} du service" },
} as const satisfies Record<string, Record<Locale, string>>;

/**
 * How a run came out, for its title: `unchecked` moved versions that nobody saw serve, so nothing is said to be back;
 * `unfinished` changed something and failed.
 */
const outcomes = {
  done: { en: "Vigie {deed}", fr: "Vigie {deed}" },
  unchecked: {
    en: "Vigie acted on {what} ({action}), serving not checked",
    fr: "Vigie a agi sur {what} ({action}), version servie non vérifiée",
  },
  unfinished: {
    en: "Vigie acted on {what} ({action}) and it failed",
    fr: "Vigie a agi sur {what} ({action}), sans y parvenir",
  },
  undone: {
    en: "Vigie took back its action on {what} ({action})",
    fr: "Vigie a annulé son action sur {what} ({action})",
  },
} as const satisfies Record<string, Record<Locale, string>>;
export type RunOutcomeWord = keyof typeof outcomes;

/** The title of a run: what was done to what, and how it came out. */
export function runTitle(
  run: { readonly outcome: RunOutcomeWord; readonly action: keyof typeof deeds; readonly what: string },
  locale: Locale,
): string {
  const { outcome, action, what } = run;
  const filled = (text: string, values: Readonly<Record<string, string>>) =>
    text.replaceAll(/\{(\w+)\}/g, (blank, name: string) => values[name] ?? blank);
  const deed = filled(deeds[action][locale], { what });
  return filled(outcomes[outcome][locale], { what, action, deed });
}
