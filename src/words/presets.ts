import { nearOr, type Said } from "./policy.ts";

/** What can be wrong with presets, and what to write instead. */
export const presetFaults = {
  unknown: (p: { name: string; near?: string | undefined; known: readonly string[] }): Said => ({
    en: [`\`${p.name}\` is not a preset`, nearOr.en(p.near, p.known)],
    fr: [`\`${p.name}\` n’est pas un préréglage`, nearOr.fr(p.near, p.known)],
  }),
  unreadable: (p: { name: string }): Said => ({
    en: [`the preset \`${p.name}\` cannot be read`, "name a file that is there, relative to this policy’s folder"],
    fr: [
      `le préréglage \`${p.name}\` est illisible`,
      "nommez un fichier existant, relatif au dossier de cette politique",
    ],
  }),
  nested: (): Said => ({
    en: ["a preset takes no preset itself", "take this key out, or write the figures here"],
    fr: ["un préréglage n’en prend pas d’autre", "retirez cette clé, ou écrivez les valeurs ici"],
  }),
  twoForService: (p: { service: string; bound: string; named: string }): Said => ({
    en: [
      `the service \`${p.service}\` has the preset \`${p.bound}\`, and this route names \`${p.named}\` for it`,
      `write \`${p.bound}\` here, or take one of the two out`,
    ],
    fr: [
      `le service \`${p.service}\` a le préréglage \`${p.bound}\`, et cette route nomme \`${p.named}\` pour lui`,
      `écrivez \`${p.bound}\` ici, ou retirez l’un des deux`,
    ],
  }),
};

/** What is odd about presets, but may be meant. */
export const presetWarnings = {
  toldNowhere: (p: { name: string; preset: string }): Said => ({
    en: [
      `the preset \`${p.preset}\` also tells \`${p.name}\`, which this policy does not have: it is left out`,
      `add \`${p.name}\` to \`destinations:\`, or write the route’s own \`tell:\``,
    ],
    fr: [
      `le préréglage \`${p.preset}\` prévient aussi \`${p.name}\`, absent de cette politique\u00a0: il est omis`,
      `ajoutez \`${p.name}\` à \`destinations:\`, ou écrivez un \`tell:\` sur la route`,
    ],
  }),
};
