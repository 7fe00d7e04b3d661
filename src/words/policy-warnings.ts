import { cut, list, nearOr, type Said } from "./policy.ts";

const untold = ({ teams, alsoTeamless }: { teams: readonly string[]; alsoTeamless: boolean }, teamless: string) =>
  alsoTeamless ? [...teams, teamless] : teams;

/** The first names of many. */
const few = (names: readonly string[]) => (names.length > 5 ? `${list(names.slice(0, 5))}…` : list(names));

/** What is odd in a policy, but may be meant. */
export const policyWarnings = {
  severityMatcher: (): Said => ({
    en: ["`severity` here is the sender’s label, not what Vigie decided", "choose by severity inside `tell:` instead"],
    fr: ["`severity` est ici le label de l’émetteur, pas la décision de Vigie", "choisissez par niveau dans `tell:`"],
  }),
  aliasMatcher: (p: { alias: string; service: string }): Said => ({
    en: [`\`${p.alias}\` is an alias and never matches`, `write service="${p.service}"`],
    fr: [`\`${p.alias}\` est un alias et ne correspond jamais`, `écrivez service="${p.service}"`],
  }),
  teamMatcher: (p: { services: readonly string[] }): Said => ({
    en: [
      `\`team\` here is the sender’s label, not the owner: alerts about ${few(p.services)} come here only with it`,
      "add a route for these services with the same keys, if it is meant for them",
    ],
    fr: [
      `\`team\` est ici le label de l’émetteur, pas le propriétaire\u00a0: les alertes sur ${few(p.services)} n’arrivent ici qu’avec lui`,
      "ajoutez pour ces services une route avec les mêmes clés, si elle les concerne",
    ],
  }),
  levelNeverReached: (p: { level: string; by: string }): Said => ({
    en: [
      `no figure is ever \`${p.level}\`: \`${p.by}\` takes them all`,
      "the worse a level, the further away it begins",
    ],
    fr: [
      `aucune valeur n’est jamais \`${p.level}\`\u00a0: \`${p.by}\` les prend toutes`,
      "plus un niveau est grave, plus il commence loin",
    ],
  }),
  outweighed: (p: { names: readonly string[]; preset: string }): Said => ({
    en: [
      `what stands here never holds: the preset \`${p.preset}\` says ${list(p.names)} itself, and counts more than the first route`,
      "write it on a route below, or leave the preset out here",
    ],
    fr: [
      `ce qui est écrit ici ne vaut jamais\u00a0: le préréglage \`${p.preset}\` dit lui-même ${list(p.names)}, et prime sur la première route`,
      "écrivez-le sur une route en dessous, ou retirez le préréglage d’ici",
    ],
  }),
  unreachable: (p: { line: number }): Said => ({
    en: [
      `no alert ever gets here: the route at line ${p.line} takes them all`,
      "add `continue: true` there, or move this route up",
    ],
    fr: [
      `aucune alerte n’arrive ici\u00a0: la route de la ligne ${p.line} les prend toutes`,
      "ajoutez-y `continue: true`, ou remontez celle-ci",
    ],
  }),
  contradiction: (p: { label: string; above: string; here: string }): Said => ({
    en: [
      `no alert ever gets here: \`${p.label}${cut(p.above)}\` and \`${p.label}${cut(p.here)}\` never hold together`,
      "a route sees only what its parents let through: move it out, or change the matcher",
    ],
    fr: [
      `aucune alerte n’arrive ici\u00a0: \`${p.label}${cut(p.above)}\` et \`${p.label}${cut(p.here)}\` s’excluent`,
      "une route ne voit que ce que ses parents laissent passer\u00a0: sortez-la, ou changez le filtre",
    ],
  }),
  nobodyElse: (p: { name: string; teams: readonly string[]; alsoTeamless: boolean }): Said => ({
    en: [
      `\`${cut(p.name)}\` is not in \`destinations:\`; nobody is told for: ${list(untold(p, "incidents without a team"))}`,
      `add \`${cut(p.name)}:\` to \`destinations:\`, or to those teams`,
    ],
    fr: [
      `\`${cut(p.name)}\` n’est pas dans \`destinations:\`\u00a0; personne n’est prévenu pour\u00a0: ${list(untold(p, "les incidents sans équipe"))}`,
      `ajoutez \`${cut(p.name)}:\` à \`destinations:\`, ou à ces équipes`,
    ],
  }),
  noOnCall: (p: { team: string; name: string }): Said => ({
    en: [
      `team \`${cut(p.team)}\` has no \`${p.name}\`: its pages go to that of \`destinations:\``,
      `add \`${p.name}:\` to the team, if it has people on call`,
    ],
    fr: [
      `l’équipe \`${cut(p.team)}\` n’a pas de \`${p.name}\`\u00a0: ses appels d’astreinte vont à celui de \`destinations:\``,
      `ajoutez \`${p.name}:\` à l’équipe, si elle a une astreinte`,
    ],
  }),
  unknownOwner: (p: { owner: string; near?: string | undefined; known: readonly string[] }): Said => ({
    en: [
      `team \`${cut(p.owner)}\` is not in \`teams:\`: what \`destinations:\` names is told instead`,
      nearOr.en(p.near, p.known),
    ],
    fr: [
      `l’équipe \`${cut(p.owner)}\` n’est pas dans \`teams:\`\u00a0: ce que nomme \`destinations:\` est prévenu à sa place`,
      nearOr.fr(p.near, p.known),
    ],
  }),
  shadow: (): Said => ({
    en: ["in shadow: what is decided here is recorded, nobody is told", "write `mode: live` when it is right"],
    fr: [
      "en mode ombre\u00a0: décisions enregistrées, personne n’est prévenu",
      "écrivez `mode: live` quand tout est juste",
    ],
  }),
  neverTold: (p: { name: string }): Said => ({
    en: [`no route tells \`${p.name}\``, "name it in a `tell:`, or take it out"],
    fr: [`aucune route ne prévient \`${p.name}\``, "nommez-la dans un `tell:`, ou retirez-la"],
  }),
} as const;
