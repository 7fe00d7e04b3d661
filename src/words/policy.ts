import type { Locale } from "./locale.ts";

/** What is wrong, and what to write instead. */
export type Said = Readonly<Record<Locale, readonly [message: string, hint: string]>>;

/** A text out of a file, cut to what fits on a line. */
export const cut = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
const variable = (name: string) => `\`\${${name}}\` / \`\${${name}:-…}\``;
/** An unquoted # begins a comment: what was meant as text is then not there. */
const isLostText = ({ wanted, found }: { wanted: string; found: string }) => wanted === "string" && found === "null";
/** Names, one after the other. */
export const list = (names: readonly string[]) => names.join(", ");
const en = (near: string | undefined, known: readonly string[]) =>
  near ? `did you mean \`${near}\`?` : known.length > 0 ? `write one of: ${list(known)}` : "take it out";
const fr = (near: string | undefined, known: readonly string[]) =>
  near
    ? `vouliez-vous dire \`${near}\`\u00a0?`
    : known.length > 0
      ? `écrivez\u00a0: ${known.join(" | ")}`
      : "retirez-la";

/** What to write instead of a word that is not known: the nearest one, else one of the list. */
export const nearOr = { en, fr };

/** Everything that can be wrong with a policy, each with what to write instead. */
export const policyFaults = {
  unreadable: (p: { file: string; reason: string }): Said => ({
    en: [`${p.file} cannot be read: ${p.reason}`, "name an existing file, or leave VIGIE_POLICY out for the default"],
    fr: [`${p.file} est illisible\u00a0: ${p.reason}`, "nommez un fichier existant, ou retirez VIGIE_POLICY"],
  }),
  tooLarge: (): Said => ({
    en: ["the policy is larger than 1 MiB", "a policy is written by people; generate less of it"],
    fr: ["la politique dépasse 1 Mio", "une politique est écrite par des personnes\u00a0; générez-en moins"],
  }),
  tooManyValues: (): Said => ({
    en: ["the policy holds more than 100,000 values or 64 levels", "aliases (`*name`) multiply: write it out"],
    fr: [
      "la politique a plus de 100 000 valeurs ou 64 niveaux",
      "les alias (`*nom`) se multiplient\u00a0: écrivez en clair",
    ],
  }),
  notYaml: (p: { reason: string }): Said => ({
    en: [`this is not YAML: ${p.reason}`, "check indentation, quotes and brackets at this place"],
    fr: [`ce n’est pas du YAML\u00a0: ${p.reason}`, "vérifiez indentation, guillemets et crochets à cet endroit"],
  }),
  empty: (): Said => ({
    en: ["the policy is empty", "write at least `version: 1` and `route:`"],
    fr: ["la politique est vide", "écrivez au moins `version: 1` et `route:`"],
  }),
  unknownKey: (p: { key: string; near?: string | undefined; known: readonly string[] }): Said => ({
    en: [`unknown key \`${cut(p.key)}\``, en(p.near, p.known)],
    fr: [`clé inconnue \`${cut(p.key)}\``, fr(p.near, p.known)],
  }),
  notYet: (p: { what: string }): Said => ({
    en: [`not yet supported by this version: ${p.what}`, "take it out: this version would not act on it"],
    fr: [
      `pas encore pris en charge par cette version\u00a0: ${p.what}`,
      "retirez-le\u00a0: cette version n’en ferait rien",
    ],
  }),
  missingKey: (p: { key: string }): Said => ({
    en: [`\`${p.key}\` is missing`, `add \`${p.key}:\` here`],
    fr: [`\`${p.key}\` manque`, `ajoutez \`${p.key}:\` ici`],
  }),
  wrongType: (p: { wanted: string; found: string }): Said => ({
    en: [
      `this is ${kinds.en[p.found] ?? p.found}`,
      `write ${kinds.en[p.wanted] ?? p.wanted}${isLostText(p) ? ', in quotes where it begins with #: "#alerts"' : ""}`,
    ],
    fr: [
      `ceci est ${kinds.fr[p.found] ?? p.found}`,
      `écrivez ${kinds.fr[p.wanted] ?? p.wanted}${isLostText(p) ? ', entre guillemets s’il commence par #\u00a0: "#alertes"' : ""}`,
    ],
  }),
  notOneOf: (p: { value: string; near?: string | undefined; known: readonly string[] }): Said => ({
    en: [`\`${cut(p.value)}\` is not a word that stands here`, en(p.near, p.known)],
    fr: [`\`${cut(p.value)}\` n’est pas un mot attendu ici`, fr(p.near, p.known)],
  }),
  emptyHere: (): Said => ({
    en: ["nothing is written here", "write at least one value, or take the key out"],
    fr: ["rien n’est écrit ici", "écrivez au moins une valeur, ou retirez la clé"],
  }),
  tooMany: (p: { max: number }): Said => ({
    en: [`more than ${p.max} stand here`, `write ${p.max} at most`],
    fr: [`il y en a plus de ${p.max} ici`, `écrivez-en ${p.max} au plus`],
  }),
  outOfRange: (): Said => ({
    en: ["the number is out of range", "write a whole number from 1 to 1000"],
    fr: ["le nombre est hors limites", "écrivez un entier de 1 à 1000"],
  }),
  badName: (p: { value: string }): Said => ({
    en: [`\`${cut(p.value)}\` cannot be a name`, "1 to 64 letters, digits, dots, dashes, underscores; `vigie`"],
    fr: [`\`${cut(p.value)}\` ne peut pas être un nom`, "1 à 64 lettres, chiffres, points, tirets\u00a0; `vigie`"],
  }),
  variableMalformed: (p: { found: string }): Said => ({
    en: [`\`${cut(p.found)}\` is not a variable`, `write ${variable("NAME")}, and \`$\${\` for a plain \`\${\``],
    fr: [`\`${cut(p.found)}\` n’est pas une variable`, `écrivez ${variable("NOM")}, et \`$\${\` pour \`\${\``],
  }),
  variableMissing: (p: { name: string }): Said => ({
    en: [`${p.name} is not set`, `set ${p.name}, or write a default: \`\${${p.name}:-…}\``],
    fr: [`${p.name} n’est pas définie`, `définissez ${p.name}, ou écrivez un défaut\u00a0: \`\${${p.name}:-…}\``],
  }),
  badValueOf: (p: { variables: readonly string[] }): Said => ({
    en: [`the value of ${list(p.variables)} cannot stand here`, "write what stands here yourself, or set it to that"],
    fr: [
      `la valeur de ${list(p.variables)} n’a pas sa place ici`,
      "écrivez vous-même ce qui va ici, ou changez cette valeur",
    ],
  }),
  noSuchName: (p: { name: string }): Said => ({
    en: [`\`${p.name}\` cannot be a name`, "choose another one"],
    fr: [`\`${p.name}\` ne peut pas être un nom`, "choisissez-en un autre"],
  }),
  notConfigured: (p: { receiver: string; variables: readonly string[] }): Said => ({
    en: [`${p.receiver} cannot be told: not set: ${list(p.variables)}`, "set them, or add `if: configured` here"],
    fr: [
      `${p.receiver} est injoignable\u00a0: non définies\u00a0: ${list(p.variables)}`,
      "définissez-les, ou ajoutez `if: configured`",
    ],
  }),
  badDuration: (p: { value: string }): Said => ({
    en: [`\`${cut(p.value)}\` is not a duration`, "write it as Alertmanager does: `15m`, `1h30m`, `2d`"],
    fr: [`\`${cut(p.value)}\` n’est pas une durée`, "écrivez-la comme Alertmanager\u00a0: `15m`, `1h30m`, `2d`"],
  }),
  badBand: (p: { value: string }): Said => ({
    en: [`\`${cut(p.value)}\` is not a level`, 'write a comparison: ">= 5%", "> 0.1", "< 0.05"'],
    fr: [`\`${cut(p.value)}\` n’est pas un niveau`, 'écrivez une comparaison\u00a0: ">= 5%", "> 0.1", "< 0.05"'],
  }),
  bandUnit: (p: { value: string; measure: string }): Said => ({
    en: [
      `\`${cut(p.value)}\` does not fit \`measure: ${p.measure}\``,
      p.measure === "value" ? "write the plain value, without %" : "write a percentage: `>= 5%`",
    ],
    fr: [
      `\`${cut(p.value)}\` ne va pas avec \`measure: ${p.measure}\``,
      p.measure === "value" ? "écrivez la valeur seule, sans %" : "écrivez un pourcentage\u00a0: `>= 5%`",
    ],
  }),
  noLevel: (): Said => ({
    en: ["this row names no level", 'write at least one of info, warning, critical, urgent: `warning: ">= 2%"`'],
    fr: ["cette ligne ne nomme aucun niveau", 'écrivez info, warning, critical ou urgent\u00a0: `warning: ">= 2%"`'],
  }),
  metricInTwoFamilies: (p: { metric: string; first: string; second: string }): Said => ({
    en: [
      `\`${p.metric}\` stands in families \`${p.first}\` and \`${p.second}\``,
      "name it in one family: an alert belongs to one",
    ],
    fr: [`\`${p.metric}\` est dans les familles \`${p.first}\` et \`${p.second}\``, "nommez-la dans une seule famille"],
  }),
  alertInTwoFamilies: (p: { alert: string; first: string; second: string }): Said => ({
    en: [`\`${p.alert}\` stands in families \`${p.first}\` and \`${p.second}\``, "name it in one family"],
    fr: [`\`${p.alert}\` est dans les familles \`${p.first}\` et \`${p.second}\``, "nommez-la dans une seule famille"],
  }),
  badMatcher: (p: { reason: string; part: string }): Said =>
    matcherFaults[p.reason]?.(cut(p.part)) ?? matcherFormat(p.part),
  rootMatch: (): Said => ({
    en: ["the first route takes every alert and cannot match", "move `match:` to a route under `routes:`"],
    fr: ["la première route prend toute alerte et ne filtre pas", "déplacez `match:` dans une route sous `routes:`"],
  }),
  groupByAll: (): Said => ({
    en: ["`...` would make one incident of each alert", "name the labels: [environment, service, model, family]"],
    fr: ["`...` ferait un incident par alerte", "nommez les labels\u00a0: [environment, service, model, family]"],
  }),
  unknownDestination: (p: { name: string; near?: string | undefined; known: readonly string[] }): Said => ({
    en: [`\`${cut(p.name)}\` is in neither \`destinations:\` nor a team`, en(p.near, p.known)],
    fr: [`\`${cut(p.name)}\` n’est ni dans \`destinations:\` ni dans une équipe`, fr(p.near, p.known)],
  }),
  unknownInterval: (p: { name: string; near?: string | undefined; known: readonly string[] }): Said => ({
    en: [`\`${cut(p.name)}\` is not in \`time_intervals:\``, en(p.near, p.known)],
    fr: [`\`${cut(p.name)}\` n’est pas dans \`time_intervals:\``, fr(p.near, p.known)],
  }),
  onePlace: (): Said => ({
    en: ["a destination is exactly one place", "write one of slack, teams, pagerduty, jira in each list entry"],
    fr: ["une destination est un seul lieu", "écrivez slack, teams, pagerduty ou jira, un par élément de liste"],
  }),
  placeTwice: (p: { place: string }): Said => ({
    en: [
      `${p.place} is written twice with different settings`,
      "two names for one place are one destination: make them equal",
    ],
    fr: [
      `${p.place} est écrit deux fois avec des réglages différents`,
      "un lieu est une seule destination\u00a0: mêmes réglages",
    ],
  }),
  badSlack: (p: { written: string }): Said => ({
    en: [
      `\`${cut(p.written)}\` is not a Slack channel`,
      'write "#ai-alerts" in lower case, or the channel’s id, C0123456789',
    ],
    fr: [
      `\`${cut(p.written)}\` n’est pas un canal Slack`,
      'écrivez "#ai-alerts" en minuscules, ou son id, C0123456789',
    ],
  }),
  badTeams: (p: { written: string }): Said => ({
    en: [
      `\`${cut(p.written)}\` is not a Teams channel`,
      "paste what “Get link to channel” copies, or 19:…@thread.tacv2",
    ],
    fr: [
      `\`${cut(p.written)}\` n’est pas un canal Teams`,
      "collez «\u00a0Obtenir un lien vers le canal\u00a0», ou 19:…@thread.tacv2",
    ],
  }),
  badKey: (p: { shown: string }): Said => ({
    en: [`${p.shown} is not a routing key`, "32 letters and digits: PagerDuty, service, Integrations, Events API v2"],
    fr: [
      `${p.shown} n’est pas une clé de routage`,
      "32 lettres et chiffres\u00a0: PagerDuty, service, Integrations, Events API v2",
    ],
  }),
  badJira: (p: { written: string }): Said => ({
    en: [`\`${cut(p.written)}\` is not a Jira project key`, "capital letters and digits, such as OPS"],
    fr: [`\`${cut(p.written)}\` n’est pas une clé de projet Jira`, "des majuscules et des chiffres, comme OPS"],
  }),
  aliasTwice: (p: { alias: string; first: string; second: string }): Said => ({
    en: [`\`${p.alias}\` means both \`${p.first}\` and \`${p.second}\``, "give each name to one service"],
    fr: [`\`${p.alias}\` désigne \`${p.first}\` et \`${p.second}\``, "donnez chaque nom à un seul service"],
  }),
  notARunbook: (p: { reason: string }): Said => ({
    en: [`the runbook catalogue cannot be read: ${p.reason}`, "compare with policies/runbooks/drift.yaml"],
    fr: [`le catalogue de procédures est illisible\u00a0: ${p.reason}`, "comparez avec policies/runbooks/drift.yaml"],
  }),
} as const;

const matcherFormat = (part: string): Said => ({
  en: [`\`${cut(part)}\` is not a matcher`, 'write label, operator, value: `team="security"`, `job=~"api.*"`'],
  fr: [
    `\`${cut(part)}\` n’est pas un filtre`,
    'écrivez label, opérateur, valeur\u00a0: `team="security"`, `job=~"api.*"`',
  ],
});

const matcherFaults: Readonly<Record<string, (part: string) => Said>> = {
  format: matcherFormat,
  quote: (part) => ({
    en: [`\`${part}\` has a double quote that stands alone`, 'close it, or write \\" for a quote in the value'],
    fr: [`\`${part}\` contient un guillemet isolé`, 'fermez-le, ou écrivez \\" pour un guillemet dans la valeur'],
  }),
  regexp: (part) => ({
    en: [
      `\`${part}\` is not a regular expression of Alertmanager`,
      "RE2 knows no look-around and no back-references; check brackets",
    ],
    fr: [
      `\`${part}\` n’est pas une expression d’Alertmanager`,
      "RE2 ignore look-around et références arrière\u00a0; vérifiez les crochets",
    ],
  }),
};

const kinds: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: {
    string: "text",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    array: "a list: [one, two]",
    object: "keys with values",
    record: "keys with values",
    null: "empty",
  },
  fr: {
    string: "un texte",
    number: "un nombre",
    int: "un nombre entier",
    boolean: "true ou false",
    array: "une liste\u00a0: [un, deux]",
    object: "des clés avec des valeurs",
    record: "des clés avec des valeurs",
    null: "vide",
  },
};
