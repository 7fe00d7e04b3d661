/** What `vigie --help` says. */
export const cliWords = {
  help: {
    en: `vigie: alerts and model drift, routed to the people who must know

  npm start                                run the service
  vigie policy check [FILE]                is this policy right, and what to write where it is not
  vigie policy check [FILE] --production   the same, and everything that it needs must be set here
  vigie policy explain ALERT.json          what would happen to an alert, and which line decides
  vigie policy schema                      the JSON Schema of the policy, for editors
  vigie --version                          the version

Options: --policy FILE, --locale en|fr. The default policy is policies/default.yaml.
`,
    fr: `vigie\u00a0: alertes et dérives de modèles, portées à ceux qui doivent savoir

  npm start                                   lance le service
  vigie policy check [FICHIER]                cette politique est-elle juste, et qu’écrire sinon
  vigie policy check [FICHIER] --production   de même, et tout ce qu’il lui faut doit être défini ici
  vigie policy explain ALERTE.json            ce qui arriverait à une alerte, et quelle ligne en décide
  vigie policy schema                         le JSON Schema de la politique, pour les éditeurs
  vigie --version                             la version

Options\u00a0: --policy FICHIER, --locale en|fr. La politique par défaut est policies/default.yaml.
`,
  },
} as const;
