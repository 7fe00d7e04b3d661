import type { Locale } from "./locale.ts";

/**
 * What the start-up check says of a Slack channel and what to click, by the key of its note. `{channel}` and `{reason}`
 * are blanks that the note's values fill.
 */
export const slackNotes = {
  "slack-no-workspace": {
    en: "Slack does not let Vigie in: {reason}. Check SLACK_BOT_TOKEN (it begins with xoxb-).",
    fr: "Slack n’accepte pas Vigie\u00a0: {reason}. Vérifiez SLACK_BOT_TOKEN (il commence par xoxb-).",
  },
  "slack-unreachable": {
    en: "Slack could not be asked about {channel}: {reason}. Vigie goes on trying.",
    fr: "Impossible d’interroger Slack sur {channel}\u00a0: {reason}. Vigie continue d’essayer.",
  },
  "slack-cannot-write": {
    en: "Vigie may not write to {channel}: add the scope chat:write under OAuth & Permissions and reinstall the app.",
    fr: "Vigie ne peut pas écrire dans {channel}\u00a0: ajoutez le scope chat:write sous OAuth & Permissions et réinstallez l’application.",
  },
  "slack-lacks-chat:write.public": {
    en: "Scope chat:write.public is missing: Vigie writes only to channels it was invited to.",
    fr: "Le scope chat:write.public manque\u00a0: Vigie n’écrit que dans les canaux où elle est invitée.",
  },
  "slack-lacks-channels:read": {
    en: "Scope channels:read is missing: Vigie learns which channel {channel} is only when it first writes there.",
    fr: "Le scope channels:read manque\u00a0: Vigie n’apprend quel canal est {channel} qu’à son premier message.",
  },
  "slack-lacks-groups:read": {
    en: "Scope groups:read is missing: Vigie cannot see whether {channel} is a private channel it was invited to.",
    fr: "Le scope groups:read manque\u00a0: Vigie ne voit pas si {channel} est un canal privé où elle est invitée.",
  },
  "slack-lacks-channels:join": {
    en: "Scope channels:join is missing: invite Vigie by hand: /invite @Vigie in {channel}.",
    fr: "Le scope channels:join manque\u00a0: invitez Vigie à la main\u00a0: /invite @Vigie dans {channel}.",
  },
  "slack-lacks-channels:history": {
    en: "Scope channels:history is missing: after a crash Vigie may post a message twice in public channels.",
    fr: "Le scope channels:history manque\u00a0: après une panne, Vigie peut publier un message deux fois dans les canaux publics.",
  },
  "slack-lacks-groups:history": {
    en: "Scope groups:history is missing: after a crash Vigie may post a message twice in private channels.",
    fr: "Le scope groups:history manque\u00a0: après une panne, Vigie peut publier un message deux fois dans les canaux privés.",
  },
  "slack-lacks-for-people": {
    en: "Scopes for people are missing: {scopes}. Some of names, roles, /vigie or channels of incidents do not work. Update the app from slack/manifest.yaml and reinstall it.",
    fr: "Des scopes pour les personnes manquent\u00a0: {scopes}. Noms, rôles, /vigie ou canaux d’incidents ne fonctionnent pas tous. Mettez l’application à jour depuis slack/manifest.yaml et réinstallez-la.",
  },
  "slack-channel-not-found": {
    en: "Slack knows no channel {channel} that Vigie may see. Create it, or if it is private: /invite @Vigie in {channel}.",
    fr: "Slack ne connaît aucun canal {channel} que Vigie puisse voir. Créez-le ou, s’il est privé\u00a0: /invite @Vigie dans {channel}.",
  },
  "slack-channel-archived": {
    en: "{channel} is archived: unarchive it in Slack or name another channel in the policy.",
    fr: "{channel} est archivé\u00a0: désarchivez-le dans Slack ou nommez un autre canal dans la politique.",
  },
  "slack-invite": {
    en: "{channel} is private: /invite @Vigie in {channel}.",
    fr: "{channel} est privé\u00a0: /invite @Vigie dans {channel}.",
  },
  "slack-cannot-join": {
    en: "Vigie could not join {channel}; it writes there all the same, but after a crash it may post a message twice.",
    fr: "Vigie n’a pas pu rejoindre {channel}\u00a0; elle y écrit quand même, mais après une panne elle peut publier un message deux fois.",
  },
} as const satisfies Record<string, Record<Locale, string>>;

/** What the sandbox's picture of Slack says besides what was posted. */
export const slackPicture = {
  empty: { en: "no messages yet", fr: "aucun message" },
  repliedToThread: { en: "replied to a thread: ", fr: "a répondu à un fil\u00a0: " },
  edited: { en: "(edited)", fr: "(modifié)" },
  private: { en: "private", fr: "privé" },
  archived: { en: "archived", fr: "archivé" },
  as: { en: "You are", fr: "Vous êtes" },
  send: { en: "Send", fr: "Envoyer" },
  home: { en: "Vigie’s home tab", fr: "Accueil de Vigie" },
  back: { en: "Back", fr: "Retour" },
  onlyFor: { en: "Only visible to {name}", fr: "Visible par {name} seulement" },
} as const satisfies Record<string, Record<Locale, string>>;
