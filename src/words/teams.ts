import type { Locale } from "./locale.ts";

/** What the button of a ring says. */
export const openTeamsMessage: Readonly<Record<Locale, string>> = {
  en: "Open the message",
  fr: "Ouvrir le message",
};

/**
 * What Vigie says of a Teams channel and what to click, by the key of the note: what the start-up check found, and why a
 * write was refused. `{code}` is Teams' or Microsoft's own word.
 */
export const teamsNotes = {
  "teams-connected": {
    en: "Teams accepts the login, and the bot is in the channel.",
    fr: "Teams accepte la connexion, et le bot est dans le canal.",
  },
  "teams-member-unknown": {
    en: "Teams accepts the login. Whether the bot is in the channel could not be seen ({code}); the first message will tell.",
    fr: "Teams accepte la connexion. Impossible de voir si le bot est dans le canal ({code})\u00a0; le premier message le dira.",
  },
  "teams-login-unreachable": {
    en: "The login for Teams could not be asked ({code}). Vigie goes on trying.",
    fr: "Impossible de joindre la connexion à Teams ({code}). Vigie continue d’essayer.",
  },
  "teams-login-refused": {
    en: "Microsoft refuses the bot’s login ({code}): check MicrosoftAppId, MicrosoftAppPassword (the secret’s value, not its id, and not expired) and MicrosoftAppTenantId.",
    fr: "Microsoft refuse la connexion du bot ({code})\u00a0: vérifiez MicrosoftAppId, MicrosoftAppPassword (la valeur du secret, pas son identifiant, et non expiré) et MicrosoftAppTenantId.",
  },
  "teams-token-refused": {
    en: "Teams refuses the bot ({code}): in the Azure portal, open the Azure Bot › Channels and add Microsoft Teams; its app id must be MicrosoftAppId.",
    fr: "Teams refuse le bot ({code})\u00a0: dans le portail Azure, ouvrez le bot Azure › Canaux et ajoutez Microsoft Teams\u00a0; son identifiant d’application doit être MicrosoftAppId.",
  },
  "teams-not-installed": {
    en: "The bot is not in this team ({code}): in Teams, open the team’s ⋯ › Manage team › Apps and add Vigie.",
    fr: "Le bot n’est pas dans cette équipe ({code})\u00a0: dans Teams, ouvrez ⋯ › Gérer l’équipe › Applications et ajoutez Vigie.",
  },
  "teams-disabled-by-admin": {
    en: "The tenant’s administrator has blocked the bot ({code}): Teams admin center › Teams apps › Manage apps › Vigie › Allow.",
    fr: "L’administrateur a bloqué le bot ({code})\u00a0: Centre d’administration Teams › Applications Teams › Gérer les applications › Vigie › Autoriser.",
  },
  "teams-moderated": {
    en: "The channel’s moderation keeps the bot out ({code}): channel ⋯ › Manage channel › Moderation › allow bots to submit messages.",
    fr: "La modération du canal exclut le bot ({code})\u00a0: canal ⋯ › Gérer le canal › Modération › autoriser les bots à envoyer des messages.",
  },
  "teams-wrong-region": {
    en: "This tenant lives in a government cloud ({code}): set TEAMS_SERVICE_URL to its own service URL.",
    fr: "Ce locataire est dans un cloud gouvernemental ({code})\u00a0: donnez à TEAMS_SERVICE_URL son URL de service.",
  },
  "teams-not-permitted": {
    en: "The bot may not post in this channel ({code}): private channels take no posts from bots, archived ones from nobody. Name a standard channel, or restore this one (Manage teams › Archived).",
    fr: "Le bot ne peut pas publier dans ce canal ({code})\u00a0: les canaux privés refusent les bots, les canaux archivés refusent tout le monde. Nommez un canal standard, ou restaurez celui-ci (Gérer les équipes › Archivées).",
  },
  "teams-channel-not-found": {
    en: "Teams knows no such channel ({code}): in Teams, channel ⋯ › Get link to channel, and put that link into the policy.",
    fr: "Teams ne connaît pas ce canal ({code})\u00a0: dans Teams, canal ⋯ › Obtenir le lien vers le canal, et mettez ce lien dans la politique.",
  },
  "teams-message-gone": {
    en: "The message was deleted in Teams twice ({code}); it is not posted again.",
    fr: "Le message a été supprimé deux fois dans Teams ({code})\u00a0; il n’est plus republié.",
  },
} as const satisfies Record<string, Record<Locale, string>>;

/** Names a note. */
export type TeamsNote = keyof typeof teamsNotes;

/** A note with its blank filled. */
export function teamsWords(note: TeamsNote, locale: Locale, code: string): string {
  return teamsNotes[note][locale].replaceAll("{code}", () => code);
}
