/** What the API says to people who press through it, and the heads of its page. */
export const apiWords = {
  en: {
    actsForNobody:
      "This token may not act for anybody else: leave `person` out, or give it `acts_for: true` in `tokens:` of the policy.",
    docs: {
      title: "API of Vigie",
      intro: "Incidents of Vigie, to read and to act on. Times are ISO 8601 UTC.",
      fields: "Fields",
      answers: "Answers",
      body: "Body",
      try: "Try it",
      needed: "needed",
      token:
        "Without a token only this machine is served; with `VIGIE_API_TOKEN` set, give it as Bearer or as Basic password.",
      machine: "The same, for programs: openapi.json",
    },
  },
  fr: {
    actsForNobody:
      "Ce jeton ne peut agir pour personne d’autre\u00a0: laissez `person`, ou donnez-lui `acts_for: true` sous `tokens:` de la politique.",
    docs: {
      title: "API de Vigie",
      intro: "Les incidents de Vigie, à lire et à traiter. Les heures sont en UTC, au format ISO 8601.",
      fields: "Champs",
      answers: "Réponses",
      body: "Corps",
      try: "Essayer",
      needed: "nécessaire",
      token:
        "Sans jeton, seule cette machine est servie\u00a0; avec `VIGIE_API_TOKEN`, donnez-le en Bearer ou comme mot de passe Basic.",
      machine: "La même chose, pour les programmes\u00a0: openapi.json",
    },
  },
} as const;
