/** What `vigie` says of itself: `--help`, and what it does not know. */
export const cliWords = {
  unknown: {
    en: (command: string) => `unknown command: ${command}`,
    fr: (command: string) => `commande inconnue\u00a0: ${command}`,
  },
  help: {
    en: `vigie: alerts and model drift, routed to the people who must know

  npm start                                run the service
  vigie incidents                          what is open
  vigie act VIG-12                         what can be done about it; with a button's name does it
  vigie policy check [FILE]                is this policy right, and what to write where it is not
  vigie policy check [FILE] --production   the same, and everything that it needs must be set here
  vigie policy check [FILE] --url URL      the same, and what alerts spoke of that it does not cover
  vigie policy explain ALERTS.json         what would happen to alerts, now or --at a time, and which line decides
  vigie policy test CASES.yaml             does it do what a team expects; for its CI
  vigie policy diff OLD NEW --on ALERTS    what a new policy would tell differently
  vigie policy import ALERTMANAGER.yml     what an Alertmanager configuration tells, as a policy
  vigie policy schema                      the JSON Schema of the policy, for editors
  vigie teams package --out FILE.zip       the Teams app that an administrator uploads
  vigie doctor                             is every vendor ready, and what to click where one is not
  vigie fire-drill DESTINATION             a marked test message through the whole path of the running service
  vigie ask "oncall SERVICE"               what can be asked in chat, asked here: open, oncall, report, explain, silence
  vigie automation off                     the kill switch: nothing is done to a model by itself; on ends that
  vigie --version                          the version

Options: --policy FILE, --json, --locale en|fr. The default policy is policies/default.yaml.
`,
    fr: `vigie\u00a0: alertes et dérives de modèles, portées à ceux qui doivent savoir

  npm start                                   lance le service
  vigie incidents                             ce qui est ouvert
  vigie act VIG-12                            ce qu’on peut y faire\u00a0; avec le nom d’un bouton, le fait
  vigie policy check [FICHIER]                cette politique est-elle juste, et qu’écrire sinon
  vigie policy check [FICHIER] --production   de même, et tout ce qu’il lui faut doit être défini ici
  vigie policy check [FICHIER] --url URL      de même, et ce dont des alertes ont parlé sans qu’elle le couvre
  vigie policy explain ALERTES.json           ce qui arriverait à des alertes, maintenant ou --at une heure
  vigie policy test CAS.yaml                  fait-elle ce qu’une équipe attend\u00a0; pour sa CI
  vigie policy diff ANCIENNE NOUVELLE --on ALERTES   ce qu’une nouvelle politique dirait autrement
  vigie policy import ALERTMANAGER.yml        ce que prévient une configuration d’Alertmanager, en politique
  vigie policy schema                         le JSON Schema de la politique, pour les éditeurs
  vigie teams package --out FICHIER.zip       l’application Teams qu’un administrateur téléverse
  vigie doctor                                chaque fournisseur est-il prêt, et où cliquer sinon
  vigie fire-drill DESTINATION                un message d’essai, marqué, par tout le chemin du service en marche
  vigie ask "oncall SERVICE"                  ce qui se demande en chat, demandé ici\u00a0: open, oncall, report, explain
  vigie automation off                        l’arrêt d’urgence\u00a0: plus rien d’automatique sur un modèle\u00a0; on rétablit
  vigie --version                             la version

Options\u00a0: --policy FICHIER, --json, --locale en|fr. La politique par défaut est policies/default.yaml.
`,
  },
} as const;
