/** What the API says to people who press through it, and the heads of its page. */
export const apiWords = {
  en: {
    actsForNobody:
      "This token may not act for anybody else: leave `person` out, or give it `acts_for: true` in `tokens:` of the policy.",
    docs: {
      title: "API of Vigie",
      fields: "Fields",
      answers: "Answers",
      body: "Body",
      try: "Try it",
      needed: "needed",
      token:
        "Without a token only this machine is served; with VIGIE_API_TOKEN set, give it as Bearer or as Basic password.",
      machine: "The same, for programs",
    },
  },
  fr: {
    actsForNobody:
      "Ce jeton ne peut agir pour personne d’autre\u00a0: laissez `person`, ou donnez-lui `acts_for: true` sous `tokens:` de la politique.",
    docs: {
      title: "API de Vigie",
      fields: "Champs",
      answers: "Réponses",
      body: "Corps",
      try: "Essayer",
      needed: "nécessaire",
      token:
        "Sans jeton, seule cette machine est servie\u00a0; avec VIGIE_API_TOKEN, donnez-le en Bearer ou comme mot de passe Basic.",
      machine: "La même chose, pour les programmes",
    },
  },
} as const;
