import { cut, type Said } from "./policy.ts";

/** What can be wrong with the files that a policy includes, and what to write instead. */
export const teamFileFaults = {
  notInTeamFile: (p: { key: string }): Said => ({
    en: [
      `\`${cut(p.key)}\` does not stand in a team’s file`,
      "move it to the main file; here are `version`, `teams`, `services` and `contacts`",
    ],
    fr: [
      `\`${cut(p.key)}\` n’a pas sa place dans le fichier d’une équipe`,
      "déplacez-la dans le fichier principal\u00a0; ici\u00a0: `version`, `teams`, `services` et `contacts`",
    ],
  }),
  oneTeam: (): Said => ({
    en: ["an included file names exactly one team", "write `teams:` with one team, and one file for each team"],
    fr: ["un fichier inclus nomme exactement une équipe", "écrivez `teams:` avec une équipe, un fichier par équipe"],
  }),
  foreignOwner: (p: { team: string; owner: string }): Said => ({
    en: [
      `the file of team \`${cut(p.team)}\` names a service of \`${cut(p.owner)}\``,
      "move the service to its owner’s file, or leave `owner:` out",
    ],
    fr: [
      `le fichier de l’équipe \`${cut(p.team)}\` nomme un service de \`${cut(p.owner)}\``,
      "déplacez-le dans le fichier de son propriétaire, ou retirez `owner:`",
    ],
  }),
  definedTwice: (p: { id: string; file: string; line: number }): Said => ({
    en: [`\`${cut(p.id)}\` is defined twice, first at ${p.file}:${p.line}`, "keep one of the two"],
    fr: [`\`${cut(p.id)}\` a deux définitions, la première en ${p.file}:${p.line}`, "n’en gardez qu’une"],
  }),
  nothingIncluded: (p: { pattern: string }): Said => ({
    en: [`\`${cut(p.pattern)}\` finds no file`, "patterns are relative to this file: `teams/*.yaml`"],
    fr: [
      `\`${cut(p.pattern)}\` ne trouve aucun fichier`,
      "les motifs partent du dossier de ce fichier\u00a0: `teams/*.yaml`",
    ],
  }),
  includedOutside: (p: { pattern: string }): Said => ({
    en: [`\`${cut(p.pattern)}\` leads out of this file’s folder`, "included files stand in this folder or below"],
    fr: [`\`${cut(p.pattern)}\` sort du dossier de ce fichier`, "les fichiers inclus sont dans ce dossier ou plus bas"],
  }),
} as const;
