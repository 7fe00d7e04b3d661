import { cut, policyFaults, type Said } from "./policy.ts";

/**
 * What people get wrong in YAML itself, by the parser's code; for other codes its own words stand.
 *
 * @see https://eemeli.org/yaml/#errors (2026-11-20)
 */
export const yamlFaults: Readonly<Record<string, (p: { key: string; reason: string }) => Said>> = {
  BAD_INDENT: ({ reason }) =>
    reason.startsWith("All ")
      ? {
          en: ["the indentation is wrong here", "what stands in one block begins in the same column"],
          fr: ["l’indentation est fausse ici", "ce qui est dans un même bloc commence à la même colonne"],
        }
      : policyFaults.notYaml({ reason }),
  BLOCK_AS_IMPLICIT_KEY: () => ({
    en: [
      "a second `: ` on one line, or lines below that are indented further than this one",
      "put the value into quotes, or begin the lines below in the same column",
    ],
    fr: [
      "un deuxième `: ` sur une ligne, ou des lignes plus bas trop en retrait",
      "mettez la valeur entre guillemets, ou alignez les lignes plus bas",
    ],
  }),
  DUPLICATE_KEY: ({ key }) => ({
    en: [`\`${cut(key)}\` stands twice in this block`, "keep one of the two"],
    fr: [`\`${cut(key)}\` figure deux fois dans ce bloc`, "gardez l’une des deux"],
  }),
  TAB_AS_INDENT: () => ({
    en: ["a tab indents this line", "indent with spaces"],
    fr: ["cette ligne est en retrait par une tabulation", "mettez des espaces"],
  }),
};
