import type { Locale } from "./locale.ts";
import { cut, list, nearOr, type Said } from "./policy.ts";

/** What can be wrong with what a policy says of people, and what to write instead. */
export const peopleFaults = {
  contactTwice: (p: { what: string; first: string }): Said => ({
    en: [`\`${cut(p.what)}\` is \`${cut(p.first)}\` already`, "one contact for each person: take one of the two out"],
    fr: [`\`${cut(p.what)}\` est déjà \`${cut(p.first)}\``, "un contact par personne\u00a0: retirez l’un des deux"],
  }),
  badEmail: (p: { value: string }): Said => ({
    en: [`\`${cut(p.value)}\` is not an e-mail`, "write name@domain, or leave it empty"],
    fr: [`\`${cut(p.value)}\` n’est pas une adresse`, "écrivez nom@domaine, ou laissez vide"],
  }),
  badAccount: (p: { key: "slack" | "teams" | "pagerduty" | "jira"; value: string }): Said => ({
    en: [`\`${cut(p.value)}\` is no account of ${p.key}`, accountHints.en[p.key]],
    fr: [`\`${cut(p.value)}\` n’est pas un compte de ${p.key}`, accountHints.fr[p.key]],
  }),
  ambiguousName: (p: { name: string }): Said => ({
    en: [`several contacts are called \`${cut(p.name)}\``, "write the e-mail here"],
    fr: [`plusieurs contacts s’appellent \`${cut(p.name)}\``, "écrivez ici l’adresse"],
  }),
  unknownHolder: (p: { name: string; near?: string | undefined }): Said => ({
    en: [
      `\`${cut(p.name)}\` is no e-mail, contact or role`,
      p.near
        ? `did you mean \`${p.near}\`?`
        : "write an e-mail, a name of `contacts:`, a role, slack-group:S…, entra-group:… or pagerduty-schedule:P…",
    ],
    fr: [
      `\`${cut(p.name)}\` n’est ni adresse, ni contact, ni rôle`,
      p.near
        ? `vouliez-vous dire \`${p.near}\`\u00a0?`
        : "écrivez une adresse, un nom de `contacts:`, un rôle, slack-group:S…, entra-group:… ou pagerduty-schedule:P…",
    ],
  }),
  unknownKind: (p: { kind: string; known: readonly string[] }): Said => ({
    en: [`\`${cut(p.kind)}:\` names no group that Vigie can read`, `write one of: ${list(p.known)}`],
    fr: [`\`${cut(p.kind)}:\` ne désigne aucun groupe que Vigie sait lire`, `écrivez\u00a0: ${p.known.join(" | ")}`],
  }),
  badGroup: (p: { kind: "slack-group" | "entra-group" | "pagerduty-schedule" | string; id: string }): Said => ({
    en: [`\`${cut(p.id)}\` is no id of a ${p.kind}`, groupHints.en[p.kind] ?? "copy the id from the vendor"],
    fr: [`\`${cut(p.id)}\` n’est pas un id de ${p.kind}`, groupHints.fr[p.kind] ?? "copiez l’id chez le fournisseur"],
  }),
  reservedRole: (p: { role: string }): Said => ({
    en: [`\`${p.role}\` stands for whoever sees the card`, "give the role another name"],
    fr: [`\`${p.role}\` désigne quiconque voit la carte`, "donnez un autre nom au rôle"],
  }),
  globalRole: (p: { role: string }): Said => ({
    en: [`\`${p.role}\` holds on every team`, "move it to `roles:` at the top"],
    fr: [`\`${p.role}\` vaut pour toutes les équipes`, "déplacez-le dans `roles:` au premier niveau"],
  }),
  unknownRole: (p: { role: string; near?: string | undefined; known: readonly string[] }): Said => ({
    en: [`no \`roles:\` says who is \`${cut(p.role)}\``, nearOr.en(p.near, p.known)],
    fr: [`aucun \`roles:\` ne dit qui est \`${cut(p.role)}\``, nearOr.fr(p.near, p.known)],
  }),
  unknownHandler: (p: { id: string; near?: string | undefined }): Said => ({
    en: [
      `there is no button \`${cut(p.id)}\``,
      p.near ? `did you mean \`${p.near}\`?` : "docs/people-and-roles.md lists them",
    ],
    fr: [
      `aucun bouton ne s’appelle \`${cut(p.id)}\``,
      p.near ? `vouliez-vous dire \`${p.near}\`\u00a0?` : "docs/people-and-roles.md en donne la liste",
    ],
  }),
  badExpert: (p: { value: string }): Said => ({
    en: [`\`${cut(p.value)}\` is no user group or member of Slack`, "write slack-group:S012AB or a member ID: U012AB"],
    fr: [
      `\`${cut(p.value)}\` n’est ni groupe ni membre de Slack`,
      "écrivez slack-group:S012AB ou un ID de membre\u00a0: U012AB",
    ],
  }),
  unknownPlace: (p: { name: string; near?: string | undefined; known: readonly string[] }): Said => ({
    en: [`\`${cut(p.name)}\` is not in \`destinations:\``, nearOr.en(p.near, p.known)],
    fr: [`\`${cut(p.name)}\` n’est pas dans \`destinations:\``, nearOr.fr(p.near, p.known)],
  }),
} as const;

const accountHints = {
  en: {
    slack: "in Slack: their profile, ⋮, Copy member ID; it begins with U",
    teams: "write the object id that Entra shows for the user",
    pagerduty: "the id at the end of the user’s page: PABC123",
    jira: "the id at the end of the person’s profile page",
  },
  fr: {
    slack: "dans Slack\u00a0: le profil, ⋮, Copier l’ID de membre\u00a0; il commence par U",
    teams: "écrivez l’identifiant d’objet que montre Entra",
    pagerduty: "l’id à la fin de la page de la personne\u00a0: PABC123",
    jira: "l’id à la fin de la page de profil",
  },
} as const;

const groupHints: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: {
    "slack-group": "in Slack: People, User groups, ⋮, Copy group ID; it begins with S",
    "entra-group": "write the object id that Entra shows for the group",
    "pagerduty-schedule": "the id at the end of the schedule’s page: PABC123",
  },
  fr: {
    "slack-group": "dans Slack\u00a0: Personnes, Groupes d’utilisateurs, ⋮, Copier l’ID\u00a0; il commence par S",
    "entra-group": "écrivez l’identifiant d’objet que montre Entra pour le groupe",
    "pagerduty-schedule": "l’id à la fin de la page du planning\u00a0: PABC123",
  },
};

const forTeams = {
  en: (teams: readonly string[]) => (teams.length > 0 ? ` (for: ${list(teams)})` : ""),
  fr: (teams: readonly string[]) => (teams.length > 0 ? ` (pour\u00a0: ${list(teams)})` : ""),
};

/** What is odd in what a policy says of people, but may be meant; in production it is not. */
export const peopleWarnings = {
  emptyContact: (p: { name: string; needs: string }): Said => ({
    en: [
      `\`${cut(p.name)}\` has no address, and \`${cut(p.needs)}\` needs them`,
      "fill in the e-mail, or the id of one of their accounts",
    ],
    fr: [
      `\`${cut(p.name)}\` n’a pas d’adresse, et \`${cut(p.needs)}\` en a besoin`,
      "renseignez l’adresse, ou l’id d’un de ses comptes",
    ],
  }),
  exampleContact: (p: { address: string; needs: string }): Said => ({
    en: [`\`${cut(p.address)}\` is an example, and \`${cut(p.needs)}\` needs a person`, "write somebody’s own address"],
    fr: [
      `\`${cut(p.address)}\` est un exemple, et \`${cut(p.needs)}\` a besoin d’une personne`,
      "écrivez l’adresse de quelqu’un",
    ],
  }),
  nobodyMay: (p: { handlers: readonly string[]; roles: readonly string[]; teams: readonly string[] }): Said => ({
    en: [
      `nobody may press ${list(p.handlers)}${forTeams.en(p.teams)}: nobody holds ${list(p.roles)}`,
      "say in `roles:` who holds one of them, or write `[everybody]`",
    ],
    fr: [
      `personne ne peut presser ${list(p.handlers)}${forTeams.fr(p.teams)}\u00a0: personne n’est ${list(p.roles)}`,
      "dites dans `roles:` qui l’est, ou écrivez `[everybody]`",
    ],
  }),
  noSchedule: (p: { name: string }): Said => ({
    en: [
      `pages of \`${cut(p.name)}\` name no schedule: nobody can say who is on call`,
      "add `schedule: PABC123` beside `key:`, or `on-call: [pagerduty-schedule:PABC123]` to `roles:`",
    ],
    fr: [
      `les appels de \`${cut(p.name)}\` n’ont pas de planning\u00a0: nul ne sait qui est d’astreinte`,
      "ajoutez `schedule: PABC123` à côté de `key:`, ou `on-call: [pagerduty-schedule:PABC123]` à `roles:`",
    ],
  }),
} as const;

/** What is missing to read the groups by which roles are held. */
export const groupsWant = {
  "slack-group": {
    en: "SLACK_BOT_TOKEN is not set: who is in the user groups of `roles:` cannot be read",
    fr: "SLACK_BOT_TOKEN n’est pas définie\u00a0: impossible de lire les groupes d’utilisateurs de `roles:`",
  },
  "entra-group": {
    en: "MicrosoftAppId is not set: who is in the Entra groups of `roles:` cannot be read",
    fr: "MicrosoftAppId n’est pas définie\u00a0: impossible de lire les groupes Entra de `roles:`",
  },
  "pagerduty-schedule": {
    en: "PAGERDUTY_API_TOKEN is not set: who is on call cannot be read",
    fr: "PAGERDUTY_API_TOKEN n’est pas définie\u00a0: impossible de lire qui est d’astreinte",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Locale, string>>>>;

/** What makes an e-mail visible, by vendor. */
const visible: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: {
    slack: "make it visible to the app (scope `users:read.email`)",
    teams: "press where the app is installed in the team",
    pagerduty: "let PAGERDUTY_API_TOKEN read users",
    jira: "show it in the profile’s privacy settings",
  },
  fr: {
    slack: "rendez-la visible pour l’application (scope `users:read.email`)",
    teams: "agissez là où l’application est installée dans l’équipe",
    pagerduty: "laissez PAGERDUTY_API_TOKEN lire les utilisateurs",
    jira: "affichez-la dans la confidentialité du profil",
  },
};

/** How somebody comes to be known who is known by a vendor's id alone; nothing for a vendor that knows nobody. */
export const unmatched: Readonly<Record<Locale, (vendor: string, id: string) => string | undefined>> = {
  en: (vendor, id) =>
    visible.en[vendor] &&
    `Vigie does not know your e-mail: ask for a line in \`contacts:\` with \`${vendor}: ${cut(id)}\`, or ${visible.en[vendor]}.`,
  fr: (vendor, id) =>
    visible.fr[vendor] &&
    `Vigie ne connaît pas votre adresse\u00a0: demandez une ligne dans \`contacts:\` avec \`${vendor}: ${cut(id)}\`, ou ${visible.fr[vendor]}.`,
};
