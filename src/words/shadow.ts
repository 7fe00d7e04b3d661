import { count } from "./figures.ts";
import type { Locale } from "./locale.ts";

const en = {
  title: "Shadow",
  intro: "What routes in shadow would have told, beside what was told. Nobody is told for a route in shadow.",
  none: "Nothing is in shadow. Write `mode: shadow` on the policy, a team or a route to try it before it tells anybody.",
  newestOnly: (n: number) => `Of the newest ${count(n, "incident", "incidents", "en")}.`,
  totals: "By destination",
  destination: "Destination",
  team: "Team",
  incidents: "Incidents it would have been told of",
  moments: "Moments it would have been told",
  pages: "Pages it would have got",
  told: "Incidents it was told of",
  byIncident: "By incident",
  incident: "Incident",
  would: "Would have told",
  was: "Was told",
  nobody: "nobody",
  page: "would have paged",
  adopted: "adopted",
  when: {
    opened: "opened",
    promoted: "promoted",
    reopened: "came back",
    route: "further route",
    ended: "ended",
  },
  paged: "paged",
};

export type ShadowWords = typeof en;

const fr: ShadowWords = {
  title: "Mode ombre",
  intro:
    "Ce que les routes en mode ombre auraient annoncé, à côté de ce qui l’a été. Une route en mode ombre ne prévient personne.",
  none: "Rien n’est en mode ombre. Écrire `mode: shadow` sur la politique, une équipe ou une route pour l’essayer avant qu’elle ne prévienne quelqu’un.",
  newestOnly: (n) => `Sur ${count(n, "incident le plus récent", "incidents les plus récents", "fr")}.`,
  totals: "Par destination",
  destination: "Destination",
  team: "Équipe",
  incidents: "Incidents qu’elle aurait reçus",
  moments: "Nouvelles qu’elle aurait reçues",
  pages: "Appels qu’elle aurait reçus",
  told: "Incidents qu’elle a reçus",
  byIncident: "Par incident",
  incident: "Incident",
  would: "Aurait prévenu",
  was: "A prévenu",
  nobody: "personne",
  page: "aurait appelé l’astreinte",
  adopted: "adopté",
  when: {
    opened: "ouverture",
    promoted: "hausse de niveau",
    reopened: "retour",
    route: "autre route",
    ended: "fin",
  },
  paged: "astreinte appelée",
};

const byLocale: Readonly<Record<Locale, ShadowWords>> = { en, fr };

/** What the page that compares shadow with what was told says. */
export function shadowWordsOf(locale: Locale): ShadowWords {
  return byLocale[locale];
}
