import type { Locale } from "./locale.ts";

/** What a button says, and what is asked before it acts. */
export type HandlerWords = {
  readonly button: string;
  readonly confirm?: { readonly title: string; readonly text: string; readonly ok: string; readonly cancel: string };
};

const en = {
  acknowledge: { button: "Acknowledge" },
  "take-over": { button: "Take over" },
  real: { button: "Real" },
  "false-positive": { button: "False positive" },
  "more-time": { button: "10 more minutes" },
  severity: { button: "Severity…" },
  assign: { button: "Assign…" },
  escalate: { button: "Escalate…" },
  expert: { button: "Call an expert…" },
  here: { button: "I am here" },
  commander: { button: "Incident Commander…" },
  note: { button: "Note…" },
  update: { button: "Status update…" },
  silence: { button: "Silence…" },
  unsilence: { button: "End the silence" },
  mitigated: { button: "Mitigated…" },
  investigate: { button: "Investigate" },
  cause: { button: "Root cause…" },
  remediation: { button: "Remediation…" },
  resolve: { button: "Resolve…" },
  close: { button: "Close…" },
  reopen: { button: "Reopen…" },
  rollback: { button: "Roll back…" },
  disable: { button: "Disable…" },
  fallback: { button: "Fall back…" },
  "shadow-mode": { button: "Shadow mode…" },
  "reinforced-monitoring": { button: "Watch closely…" },
  retrain: { button: "Retrain…" },
  restart: { button: "Restart…" },
  rebuild: { button: "Rebuild…" },
  "rate-limit": { button: "Limit the rate…" },
  "block-source": { button: "Block a source…" },
  "update-baseline": { button: "Update the baseline…" },
  withdrawal: { button: "Withdraw…" },
  approve: { button: "Approve…" },
  decline: { button: "Decline…" },
  hold: { button: "Hold" },
  now: { button: "Now" },
  undo: { button: "Undo…" },
  channel: {
    button: "Open a channel",
    confirm: {
      title: "Open a channel?",
      text: "A public channel is opened for this incident. Those involved are invited and the summary is pinned.",
      ok: "Open it",
      cancel: "Not now",
    },
  },
} satisfies Readonly<Record<string, HandlerWords>>;

const fr: Words = {
  acknowledge: { button: "Prendre en charge" },
  "take-over": { button: "Prendre la relève" },
  real: { button: "Réel" },
  "false-positive": { button: "Faux positif" },
  "more-time": { button: "10 minutes de plus" },
  severity: { button: "Gravité…" },
  assign: { button: "Attribuer…" },
  escalate: { button: "Escalader…" },
  expert: { button: "Appeler un expert…" },
  here: { button: "Je suis là" },
  commander: { button: "Responsable d’incident…" },
  note: { button: "Note…" },
  update: { button: "Point de situation…" },
  silence: { button: "Mettre en silence…" },
  unsilence: { button: "Lever le silence" },
  mitigated: { button: "Atténué…" },
  investigate: { button: "Enquêter" },
  cause: { button: "Cause…" },
  remediation: { button: "Correction…" },
  resolve: { button: "Résoudre…" },
  close: { button: "Clore…" },
  reopen: { button: "Rouvrir…" },
  rollback: { button: "Revenir en arrière…" },
  disable: { button: "Désactiver…" },
  fallback: { button: "Mode de repli…" },
  "shadow-mode": { button: "Mode fantôme…" },
  "reinforced-monitoring": { button: "Surveiller de près…" },
  retrain: { button: "Réentraîner…" },
  restart: { button: "Redémarrer…" },
  rebuild: { button: "Reconstruire…" },
  "rate-limit": { button: "Limiter le débit…" },
  "block-source": { button: "Bloquer une source…" },
  "update-baseline": { button: "Actualiser la référence…" },
  withdrawal: { button: "Retirer du service…" },
  approve: { button: "Approuver…" },
  decline: { button: "Refuser…" },
  hold: { button: "Suspendre" },
  now: { button: "Maintenant" },
  undo: { button: "Annuler l’action…" },
  channel: {
    button: "Ouvrir un canal",
    confirm: {
      title: "Ouvrir un canal\u00a0?",
      text: "Un canal public est ouvert pour cet incident. Les personnes impliquées sont invitées et le résumé est épinglé.",
      ok: "Ouvrir",
      cancel: "Pas maintenant",
    },
  },
};

type Words = Readonly<Record<keyof typeof en, HandlerWords>>;
const byLocale: Readonly<Record<Locale, Words>> = { en, fr };

/** The words of each button, by its handler's id. */
export function handlerWordsOf(locale: Locale): Words {
  return byLocale[locale];
}
