import type { Locale } from "./locale.ts";

/** What to do about an action that cannot be planned, by the problem. */
const actionMends: Readonly<Record<string, string>> = {
  "no-credentials": " Set that variable.",
  denied: " Grant Vigie's account there what the provider's page in docs/connect asks for.",
  "not-found": " Check the names in the policy.",
  away: " Check the address and the way out of your network.",
  "timed-out": " Check the address and the way out of your network.",
};
const actionMendsFr: typeof actionMends = {
  "no-credentials": " Définissez cette variable.",
  denied: " Donnez au compte de Vigie les droits que demande la page du fournisseur dans docs/connect.",
  "not-found": " Vérifiez les noms dans la politique.",
  away: " Vérifiez l’adresse et la sortie de votre réseau.",
  "timed-out": " Vérifiez l’adresse et la sortie de votre réseau.",
};

const en = {
  notAsked: (url: string, reason: string) => `${url} could not be asked: ${reason}`,
  badValues: `--value takes a JSON object of texts: --value '{"service": "credit-scoring"}'`,
  asksFirst: (title: string) => `${title}: send it again with --value and these fields (* is needed):`,

  drillBegun: (id: string) => `Exercise ${id} began; waiting for it to be told.`,
  drillTold: (place: string, took: string) => `${place}: told after ${took}`,
  drillNotTold: (place: string, reason: string) => `${place}: NOT told: ${reason}`,
  drillWaiting: "no answer within a minute",
  drillUnknown: (word: string, known: readonly string[]) =>
    `the policy names no destination ${word}${known.length === 0 ? "" : `; it names ${known.join(", ")}`}`,

  about: {
    config: "Settings",
    policy: "Policy",
    store: "Store",
    doors: "Vigie",
    alertmanager: "Alertmanager",
    slack: "Slack",
    teams: "Teams",
    pagerduty: "PagerDuty",
    jira: "Jira",
    actions: "Actions on models",
  },
  allWell: "All is well.",
  wrongs: (n: number) => (n === 1 ? "1 thing is wrong." : `${n} things are wrong.`),
  unreachable: (url: string, reason: string) =>
    `${url} cannot be reached (${reason}). Check the address and the way out of your network.`,
  sandboxSleeps: (url: string) =>
    `the sandbox is played by the service itself, which does not answer at ${url}. Start it: npm start`,
  fine: "fine",

  policyFine: (file: string, hash: string, places: number) => `${file} (${hash}), ${places} destinations`,
  storeFine: (store: string) => `${store} answers`,
  storeAway: (store: string, reason: string) => `${store} does not answer (${reason}). Set VIGIE_STORE.`,
  storeRisk: (risk: string) => `a crash may lose something: ${risk}`,
  storeFile: (path: string) => `${path} is writable`,
  storeReadOnly: (path: string) => `${path} cannot be written: give this user the folder, or set VIGIE_STORE`,
  noPublicUrl:
    "VIGIE_PUBLIC_URL is not set: messages carry no link to the dashboard, and no vendor can call back over HTTP",
  publicUrl: (url: string) => `${url} answers`,
  publicUrlAway: (url: string, reason: string) =>
    `VIGIE_PUBLIC_URL: ${url} does not answer as Vigie (${reason}). Check DNS, the proxy, and that the service runs.`,
  noWebhookToken:
    "VIGIE_WEBHOOK_TOKEN is not set: whoever reaches the port can send alerts; good enough on this machine only",
  webhookToken: "senders prove themselves by VIGIE_WEBHOOK_TOKEN",
  noApiToken: "VIGIE_API_TOKEN is not set: API and dashboard serve this machine only",
  apiToken: "API and dashboard ask for a token",
  alertmanager: (url: string) => `${url} answers`,
  noAlertmanager:
    "ALERTMANAGER_URL is not set: Vigie cannot ask whether an alert is still active, nor write silences there",

  slackIn: (team: string, user: string) => `connected to ${team} as ${user}`,
  slackOut: (error: string) =>
    `Slack refuses SLACK_BOT_TOKEN (${error}). At api.slack.com/apps open your app, Install App, reinstall it, and copy the Bot User OAuth Token (xoxb-…).`,
  slackScope: (scope: string, breaks: string) =>
    `the scope ${scope} is missing: ${breaks}. At api.slack.com/apps open your app, OAuth & Permissions, add ${scope}, and reinstall the app.`,
  slackScopes: "all scopes are there",
  slackBreaks: {
    "chat:write": "nothing can be posted at all",
    "chat:write.public": "Vigie posts only to channels that it was invited to",
    "channels:read": "Vigie learns a channel's id only with its first message",
    "groups:read": "Vigie does not see private channels that it was invited to",
    "channels:join": "Vigie must be invited to each channel by hand",
    "channels:history": "after a crash a message may be posted twice in public channels",
    "groups:history": "after a crash a message may be posted twice in private channels",
    "users:read": "people have no names",
    "users:read.email": "people cannot be matched to their roles",
    commands: "/vigie does nothing",
    "app_mentions:read": "@Vigie does not answer",
    "channels:manage": "no channel can be opened for a major incident",
    "pins:write": "the summary is not pinned in a channel of its own",
    "usergroups:read": "nobody holds a role by a user group",
  },
  slackDeaf:
    "neither SLACK_SIGNING_SECRET nor SLACK_APP_TOKEN is set: messages go out, and no button is drawn. At api.slack.com/apps open your app, Basic Information, App Credentials, and copy the Signing Secret.",
  slackHears: "buttons and /vigie can be heard",
  slackAppToken: (error: string) =>
    `Slack refuses SLACK_APP_TOKEN (${error}). At api.slack.com/apps open your app, Basic Information, App-Level Tokens, make one with connections:write (xapp-…).`,

  pdToken: "the API token is good",
  pdNoToken:
    "PAGERDUTY_API_TOKEN is not set: Vigie cannot read who is on call, and acknowledges nothing there. In PagerDuty: Integrations, API Access Keys, Create New API Key.",
  pdBadToken: (status: number) =>
    `PagerDuty refuses PAGERDUTY_API_TOKEN (${status}). In PagerDuty: Integrations, API Access Keys, Create New API Key, and copy it.`,
  pdNoSchedule:
    "the policy names no schedule: who is on call is not known. Write `schedule: PABC123` beside the key, with the id from the schedule's address in PagerDuty (People, On-Call Schedules).",
  pdScheduleGone: (id: string) =>
    `PagerDuty knows no schedule ${id}. Open People, On-Call Schedules, and copy the id at the end of its address into the policy.`,
  pdScheduleEmpty: (id: string) => `nobody is on call in schedule ${id} now. In PagerDuty open it and fill the gap.`,
  pdSchedule: (id: string, who: string) => `${who} is on call in schedule ${id}`,
  pdHears: "what is done in PagerDuty comes back by webhook",
  pdPolls:
    "PAGERDUTY_WEBHOOK_SECRET is not set: open pages are asked for each 15 s. For an answer at once: Integrations, Generic Webhooks (v3), New Webhook, to /webhooks/pagerduty.",
  pdDeaf:
    "neither PAGERDUTY_WEBHOOK_SECRET nor PAGERDUTY_API_TOKEN is set: an acknowledgement in PagerDuty is not heard, so Vigie does not escalate. Set one of them.",
  pdFrom: (email: string) => `PAGERDUTY_FROM: ${email} is a user`,
  pdNoFrom:
    "PAGERDUTY_FROM is not set: what somebody without an account in PagerDuty does is not written there. Set it to the e-mail of a PagerDuty user.",
  pdFromGone: (email: string) =>
    `PAGERDUTY_FROM: PagerDuty has no user ${email}. Set it to the e-mail of one (People, Users).`,

  jiraIn: (who: string) => `logged in as ${who}`,
  jiraOut: (status: number) =>
    `Jira refuses JIRA_EMAIL and JIRA_API_TOKEN (${status}). At id.atlassian.com: Security, API tokens, Create API token, and copy it.`,
  jiraNoWay: (project: string, category: string) =>
    `${project} has no status of the category ${category}, so its tickets cannot be moved there. In Jira open Project settings, Workflows, and add one, or take \`move:\` out of the policy.`,
  jiraWay: (project: string, category: string) => `${project} has a status of the category ${category}`,
  jiraHears: "what is done in Jira comes back by webhook",
  jiraDeaf:
    "JIRA_WEBHOOK_SECRET is not set: what is done in Jira is not heard. In Jira: System, WebHooks, Create, to /webhooks/jira, with a secret.",
  noPrometheus:
    "PROMETHEUS_URL is not set: a policy that asks by PromQL what serves, or whether an action helped, is not answered",
  actionReady: (action: string, steps: string) => `${action} could be done now: ${steps}`,
  actionUntested: (action: string, version: string) =>
    `${action}: version ${version} is not marked tested, so nothing goes back to it by itself, and who asks for it must say why. Mark it in the registry once it is.`,
  actionFault: (action: string, problem: string, because: string) =>
    `${action} cannot be planned: ${problem}.${actionMends[because] ?? ""}`,
  serves: (action: string, versions: string) => `${action}: what serves is ${versions}`,
  servingUnread: (action: string) =>
    `${action}: what serves cannot be read, so no rollback could ever be said to be done. Try \`serving:\` of the policy by hand: the query in Prometheus, or the address.`,
};

export type DoctorWords = typeof en;

const fr: DoctorWords = {
  notAsked: (url, reason) => `impossible d’interroger ${url}\u00a0: ${reason}`,
  badValues: `--value attend un objet JSON de textes\u00a0: --value '{"service": "credit-scoring"}'`,
  asksFirst: (title) => `${title}\u00a0: renvoyez la commande avec --value et ces champs (* est obligatoire)\u00a0:`,

  drillBegun: (id) => `L’exercice ${id} a commencé\u00a0; attente de sa remise.`,
  drillTold: (place, took) => `${place}\u00a0: prévenu en ${took}`,
  drillNotTold: (place, reason) => `${place}\u00a0: NON prévenu\u00a0: ${reason}`,
  drillWaiting: "pas de réponse en une minute",
  drillUnknown: (word, known) =>
    `la politique ne nomme aucune destination ${word}${known.length === 0 ? "" : `\u00a0; elle nomme ${known.join(", ")}`}`,

  about: {
    config: "Réglages",
    policy: "Politique",
    store: "Stockage",
    doors: "Vigie",
    alertmanager: "Alertmanager",
    slack: "Slack",
    teams: "Teams",
    pagerduty: "PagerDuty",
    jira: "Jira",
    actions: "Actions sur les modèles",
  },
  allWell: "Tout va bien.",
  wrongs: (n) => (n < 2 ? `${n} chose ne va pas.` : `${n} choses ne vont pas.`),
  unreachable: (url, reason) => `${url} est injoignable (${reason}). Vérifiez l’adresse et la sortie de votre réseau.`,
  sandboxSleeps: (url) =>
    `le bac à sable est joué par le service lui-même, qui ne répond pas à ${url}. Lancez-le\u00a0: npm start`,
  fine: "rien à redire",

  policyFine: (file, hash, places) => `${file} (${hash}), ${places} destinations`,
  storeFine: (store) => `${store} répond`,
  storeAway: (store, reason) => `${store} ne répond pas (${reason}). Définissez VIGIE_STORE.`,
  storeRisk: (risk) => `une panne peut faire perdre des données\u00a0: ${risk}`,
  storeFile: (path) => `${path} est accessible en écriture`,
  storeReadOnly: (path) =>
    `${path} n’est pas accessible en écriture\u00a0: donnez le dossier à cet utilisateur, ou définissez VIGIE_STORE`,
  noPublicUrl:
    "VIGIE_PUBLIC_URL n’est pas définie\u00a0: les messages n’ont pas de lien vers le tableau de bord, et aucun fournisseur ne peut rappeler par HTTP",
  publicUrl: (url) => `${url} répond`,
  publicUrlAway: (url, reason) =>
    `VIGIE_PUBLIC_URL\u00a0: ${url} ne répond pas comme Vigie (${reason}). Vérifiez le DNS, le proxy, et que le service tourne.`,
  noWebhookToken:
    "VIGIE_WEBHOOK_TOKEN n’est pas défini\u00a0: qui atteint le port peut envoyer des alertes\u00a0; acceptable sur cette machine seulement",
  webhookToken: "les émetteurs se prouvent par VIGIE_WEBHOOK_TOKEN",
  noApiToken: "VIGIE_API_TOKEN n’est pas défini\u00a0: API et tableau de bord ne servent que cette machine",
  apiToken: "API et tableau de bord demandent un jeton",
  alertmanager: (url) => `${url} répond`,
  noAlertmanager:
    "ALERTMANAGER_URL n’est pas définie\u00a0: Vigie ne peut pas demander si une alerte est encore active, ni y écrire de silences",

  slackIn: (team, user) => `connecté à ${team} en tant que ${user}`,
  slackOut: (error) =>
    `Slack refuse SLACK_BOT_TOKEN (${error}). Sur api.slack.com/apps, ouvrez votre application, Install App, réinstallez-la et copiez le Bot User OAuth Token (xoxb-…).`,
  slackScope: (scope, breaks) =>
    `le scope ${scope} manque\u00a0: ${breaks}. Sur api.slack.com/apps, ouvrez votre application, OAuth & Permissions, ajoutez ${scope} et réinstallez l’application.`,
  slackScopes: "tous les scopes sont là",
  slackBreaks: {
    "chat:write": "rien ne peut être publié",
    "chat:write.public": "Vigie ne publie que dans les canaux où elle est invitée",
    "channels:read": "Vigie n’apprend l’identifiant d’un canal qu’à son premier message",
    "groups:read": "Vigie ne voit pas les canaux privés où elle est invitée",
    "channels:join": "Vigie doit être invitée à la main dans chaque canal",
    "channels:history": "après une panne, un message peut paraître deux fois dans les canaux publics",
    "groups:history": "après une panne, un message peut paraître deux fois dans les canaux privés",
    "users:read": "les personnes n’ont pas de nom",
    "users:read.email": "les personnes ne peuvent pas être reliées à leurs rôles",
    commands: "/vigie ne fait rien",
    "app_mentions:read": "@Vigie ne répond pas",
    "channels:manage": "aucun canal ne peut être ouvert pour un incident majeur",
    "pins:write": "le résumé n’est pas épinglé dans son canal",
    "usergroups:read": "personne ne tient un rôle par un groupe d’utilisateurs",
  },
  slackDeaf:
    "ni SLACK_SIGNING_SECRET ni SLACK_APP_TOKEN n’est défini\u00a0: les messages partent, mais aucun bouton n’est dessiné. Sur api.slack.com/apps, ouvrez votre application, Basic Information, App Credentials, et copiez le Signing Secret.",
  slackHears: "boutons et /vigie sont entendus",
  slackAppToken: (error) =>
    `Slack refuse SLACK_APP_TOKEN (${error}). Sur api.slack.com/apps, ouvrez votre application, Basic Information, App-Level Tokens, et créez-en un avec connections:write (xapp-…).`,

  pdToken: "le jeton d’API est bon",
  pdNoToken:
    "PAGERDUTY_API_TOKEN n’est pas défini\u00a0: Vigie ne peut pas lire qui est d’astreinte et n’acquitte rien là-bas. Dans PagerDuty\u00a0: Integrations, API Access Keys, Create New API Key.",
  pdBadToken: (status) =>
    `PagerDuty refuse PAGERDUTY_API_TOKEN (${status}). Dans PagerDuty\u00a0: Integrations, API Access Keys, Create New API Key, et copiez-le.`,
  pdNoSchedule:
    "la politique ne nomme aucun planning\u00a0: on ne sait pas qui est d’astreinte. Écrivez `schedule: PABC123` à côté de la clé, avec l’identifiant tiré de l’adresse du planning dans PagerDuty (People, On-Call Schedules).",
  pdScheduleGone: (id) =>
    `PagerDuty ne connaît pas le planning ${id}. Ouvrez People, On-Call Schedules, et copiez dans la politique l’identifiant à la fin de son adresse.`,
  pdScheduleEmpty: (id) =>
    `personne n’est d’astreinte dans le planning ${id}. Ouvrez-le dans PagerDuty et comblez le trou.`,
  pdSchedule: (id, who) => `${who} est d’astreinte dans le planning ${id}`,
  pdHears: "ce qui est fait dans PagerDuty revient par webhook",
  pdPolls:
    "PAGERDUTY_WEBHOOK_SECRET n’est pas défini\u00a0: les appels ouverts sont interrogés toutes les 15\u00a0s. Pour une réponse immédiate\u00a0: Integrations, Generic Webhooks (v3), New Webhook, vers /webhooks/pagerduty.",
  pdDeaf:
    "ni PAGERDUTY_WEBHOOK_SECRET ni PAGERDUTY_API_TOKEN n’est défini\u00a0: une prise en charge dans PagerDuty n’est pas entendue, donc Vigie n’escalade pas. Définissez l’un des deux.",
  pdFrom: (email) => `PAGERDUTY_FROM\u00a0: ${email} est un utilisateur`,
  pdNoFrom:
    "PAGERDUTY_FROM n’est pas défini\u00a0: ce que fait quelqu’un sans compte PagerDuty n’y est pas écrit. Mettez l’e-mail d’un utilisateur de PagerDuty.",
  pdFromGone: (email) =>
    `PAGERDUTY_FROM\u00a0: PagerDuty n’a pas d’utilisateur ${email}. Mettez l’e-mail de l’un d’eux (People, Users).`,

  jiraIn: (who) => `connecté en tant que ${who}`,
  jiraOut: (status) =>
    `Jira refuse JIRA_EMAIL et JIRA_API_TOKEN (${status}). Sur id.atlassian.com\u00a0: Security, API tokens, Create API token, et copiez-le.`,
  jiraNoWay: (project, category) =>
    `${project} n’a aucun statut de la catégorie ${category}, ses tickets ne peuvent donc pas y être déplacés. Dans Jira, ouvrez Project settings, Workflows, et ajoutez-en un, ou retirez \`move:\` de la politique.`,
  jiraWay: (project, category) => `${project} a un statut de la catégorie ${category}`,
  jiraHears: "ce qui est fait dans Jira revient par webhook",
  jiraDeaf:
    "JIRA_WEBHOOK_SECRET n’est pas défini\u00a0: ce qui est fait dans Jira n’est pas entendu. Dans Jira\u00a0: System, WebHooks, Create, vers /webhooks/jira, avec un secret.",
  noPrometheus:
    "PROMETHEUS_URL n’est pas définie\u00a0: une politique qui demande en PromQL ce qui est servi, ou si une action a aidé, reste sans réponse",
  actionReady: (action, steps) => `${action} est possible maintenant\u00a0: ${steps}`,
  actionUntested: (action, version) =>
    `${action}\u00a0: la version ${version} n’est pas marquée testée\u00a0; rien n’y revient tout seul, et qui le demande doit dire pourquoi. Marquez-la dans le registre une fois testée.`,
  actionFault: (action, problem, because) =>
    `${action} ne peut pas être préparé\u00a0: ${problem}.${actionMendsFr[because] ?? ""}`,
  serves: (action, versions) => `${action}\u00a0: ce qui est servi est ${versions}`,
  servingUnread: (action) =>
    `${action}\u00a0: impossible de lire ce qui est servi, donc aucun retour en arrière ne pourrait être confirmé. Essayez \`serving:\` de la politique à la main\u00a0: la requête dans Prometheus, ou l’adresse.`,
};

/** What `vigie doctor`, `fire-drill` and `ask` say, beside the notes of the start-up checks (`check-notes.ts`). */
export const doctorWords: Readonly<Record<Locale, DoctorWords>> = { en, fr };
