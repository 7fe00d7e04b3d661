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
