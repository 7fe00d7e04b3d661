import type { Locale } from "./locale.ts";

const en = {
  unreachable: (url: string, reason: string) => `Vigie cannot be asked: ${url}: ${reason}`,
  notId: (text: string) => `${text} is no incident's id: write VIG-12`,
  notValue: (text: string) => `${text} is no value: write field=value`,
  nothingOpen: "Nothing is open.",
  nothingOffered: (id: string) => `Nothing can be done about ${id} now.`,
  asks: { nothing: "", form: "asks", confirmation: "asks first" },
};

const fr: typeof en = {
  unreachable: (url, reason) => `Vigie ne répond pas\u00a0: ${url}\u00a0: ${reason}`,
  notId: (text) => `${text} n’est pas l’identifiant d’un incident\u00a0: écrivez VIG-12`,
  notValue: (text) => `${text} n’est pas une valeur\u00a0: écrivez champ=valeur`,
  nothingOpen: "Rien n’est ouvert.",
  nothingOffered: (id) => `Rien ne peut être fait pour ${id} maintenant.`,
  asks: { nothing: "", form: "demande", confirmation: "à confirmer" },
};

/** What `vigie act` and `vigie incidents` say. */
export const actingWords: Readonly<Record<Locale, typeof en>> = { en, fr };
