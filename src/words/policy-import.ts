import type { Locale } from "./locale.ts";
import type { Said } from "./policy.ts";

/** What became of something: in the order in which people need it. */
export type NoteKind = "notCarried" | "byHand" | "changed" | "stays" | "newer";

type Text = Readonly<Record<Locale, string>>;

const cut = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
const list = (names: readonly string[]) => names.map((name) => `\`${cut(name)}\``).join(", ");

/** What Alertmanager refuses as well, and what to write instead. */
export const importFaults = {
  noRoute: (): Said => ({
    en: ["this configuration has no `route`", "an Alertmanager configuration has `route:` and `receivers:`"],
    fr: ["cette configuration n’a pas de `route`", "une configuration d’Alertmanager a `route:` et `receivers:`"],
  }),
  noReceiver: (): Said => ({
    en: ["the first route has no `receiver`", "name the receiver of every alert that no other route takes"],
    fr: ["la première route n’a pas de `receiver`", "nommez celui des alertes qu’aucune autre route ne prend"],
  }),
  notAtRoot: (p: { key: string }): Said => ({
    en: [`the first route takes every alert, it cannot have \`${p.key}\``, "move it to a route under `routes:`"],
    fr: [
      `la première route prend toute alerte et n’admet pas \`${p.key}\``,
      "déplacez-le dans une route sous `routes:`",
    ],
  }),
  undefinedName: (p: { what: "receiver" | "interval"; name: string; near: string | undefined }): Said => ({
    en: [
      `\`${cut(p.name)}\` is not in \`${p.what === "receiver" ? "receivers" : "time_intervals"}:\``,
      p.near ? `did you mean \`${cut(p.near)}\`?` : "add it there, or take it out here",
    ],
    fr: [
      `\`${cut(p.name)}\` n’est pas dans \`${p.what === "receiver" ? "receivers" : "time_intervals"}:\``,
      p.near ? `vouliez-vous dire \`${cut(p.near)}\`\u00a0?` : "ajoutez-le là, ou retirez-le ici",
    ],
  }),
  receiverWithoutName: (): Said => ({
    en: ["a receiver has no name", "add `name:`, which routes then cite"],
    fr: ["un receiver n’a pas de nom", "ajoutez `name:`, que les routes citent"],
  }),
  receiverTwice: (p: { name: string }): Said => ({
    en: [`the receiver \`${cut(p.name)}\` stands twice`, "keep one, or give them two names"],
    fr: [`le receiver \`${cut(p.name)}\` figure deux fois`, "n’en gardez qu’un, ou donnez-leur deux noms"],
  }),
  intervalTwice: (p: { name: string }): Said => ({
    en: [`\`${cut(p.name)}\` stands in \`mute_time_intervals\` too`, "keep one of the two"],
    fr: [`\`${cut(p.name)}\` figure aussi dans \`mute_time_intervals\``, "n’en gardez qu’un des deux"],
  }),
  noRegexp: (p: { name: string }): Said => ({
    en: [`\`${cut(p.name)}\` has no regular expression`, "write one, or take the line out"],
    fr: [`\`${cut(p.name)}\` n’a pas d’expression régulière`, "écrivez-en une, ou retirez la ligne"],
  }),
  badLabelName: (p: { name: string }): Said => ({
    en: [`\`${cut(p.name)}\` cannot be a label’s name`, "letters, digits and underscores, no digit first"],
    fr: [`\`${cut(p.name)}\` ne peut pas être un nom de label`, "lettres, chiffres et _, pas de chiffre en tête"],
  }),
  labelTwice: (p: { name: string }): Said => ({
    en: [`\`${cut(p.name)}\` stands twice`, "name each label once"],
    fr: [`\`${cut(p.name)}\` figure deux fois`, "nommez chaque label une fois"],
  }),
  allAndOthers: (): Said => ({
    en: ["`...` means all labels and stands alone", "write either `...` or names"],
    fr: ["`...` désigne tous les labels et reste seul", "écrivez soit `...`, soit des noms"],
  }),
  zero: (p: { key: string }): Said => ({
    en: [`\`${p.key}\` cannot be zero`, "write a duration: `5m`"],
    fr: [`\`${p.key}\` ne peut pas être nul`, "écrivez une durée\u00a0: `5m`"],
  }),
  both: (p: { keys: readonly string[] }): Said => ({
    en: [`at most one of ${list(p.keys)}`, "keep the one that is meant"],
    fr: [`un seul au plus parmi ${list(p.keys)}`, "gardez celui qui compte"],
  }),
  missing: (p: { keys: readonly string[]; above: readonly string[] }): Said => ({
    en: [`one of ${list([...p.keys, ...p.above])} is missing`, `write \`${p.keys[0]}:\` here`],
    fr: [`il manque ${list([...p.keys, ...p.above])} (un seul suffit)`, `écrivez \`${p.keys[0]}:\` ici`],
  }),
  badUrl: (p: { key: string }): Said => ({
    en: [`\`${p.key}\` is not an address of http or https`, "write scheme and host: `https://example.com/…`"],
    fr: [`\`${p.key}\` n’est pas une adresse http ou https`, "écrivez schéma et hôte\u00a0: `https://example.com/…`"],
  }),
  badHostPort: (p: { key: string }): Said => ({
    en: [`\`${p.key}\` is not a host with a port`, "write `mail.example.com:587`"],
    fr: [`\`${p.key}\` n’est pas un hôte avec un port`, "écrivez `mail.example.com:587`"],
  }),
} as const;

const withAllBelow = (below: number) => ({
  en: below === 0 ? "this route is left out" : `this route and the ${below} below it are left out`,
  fr: below === 0 ? "cette route est omise" : `cette route et les ${below} en dessous sont omises`,
});

/** What became of each thing that is not simply carried over. */
export const importNotes = {
  noSuchReceiver: (p: { kind: string }): Text => ({
    en: `Vigie has no receiver for \`${p.kind}\`; leave it in Alertmanager`,
    fr: `Vigie n’a pas de receiver pour \`${p.kind}\`\u00a0; laissez-le dans Alertmanager`,
  }),
  nobody: (p: { receiver: string }): Text => ({
    en: `\`${cut(p.receiver)}\` has nothing that Vigie can tell: its alerts are shown on the dashboard only`,
    fr: `\`${cut(p.receiver)}\` n’a rien que Vigie puisse prévenir\u00a0: ses alertes ne s’affichent qu’au tableau de bord`,
  }),
  ownDrawing: (p: { keys: readonly string[] }): Text => ({
    en: `${list(p.keys)}: Vigie writes and sends its own message`,
    fr: `${list(p.keys)}\u00a0: Vigie écrit et envoie son propre message`,
  }),
  slackWithoutChannel: (): Text => ({
    en: 'the channel is the incoming webhook’s own: add it by name, `slack: "#name"`',
    fr: 'le canal est celui du webhook\u00a0: ajoutez-le par son nom, `slack: "#nom"`',
  }),
  slackNoChannel: (p: { written: string }): Text => ({
    en: `\`${cut(p.written)}\` is a template or a person: write one channel for each route instead`,
    fr: `\`${cut(p.written)}\` est un modèle ou une personne\u00a0: écrivez un canal par route`,
  }),
  slackLowerCase: (p: { written: string }): Text => ({
    en: `\`${cut(p.written)}\` in lower case, as Slack’s channels are`,
    fr: `\`${cut(p.written)}\` en minuscules, comme les canaux de Slack`,
  }),
  routingKey: (p: { variable: string }): Text => ({
    en: `set ${p.variable} to this routing key; the key itself is not written into the policy`,
    fr: `mettez cette clé de routage dans ${p.variable}\u00a0; elle n’est pas écrite dans la politique`,
  }),
  eventsV1: (p: { variable: string }): Text => ({
    en: `a service key speaks Events API v1: add an Events API v2 integration to the service and set ${p.variable} to its key`,
    fr: `une clé de service parle Events API v1\u00a0: ajoutez au service une intégration Events API v2 et mettez sa clé dans ${p.variable}`,
  }),
  teamsChannel: (p: { receiver: string }): Text => ({
    en: `a webhook of Teams: add Vigie to the team and write what “Get link to channel” copies as \`teams:\` under \`${cut(p.receiver)}\``,
    fr: `un webhook de Teams\u00a0: ajoutez Vigie à l’équipe et écrivez ce que copie «\u00a0Obtenir un lien vers le canal\u00a0» comme \`teams:\` sous \`${cut(p.receiver)}\``,
  }),
  itself: (): Text => ({
    en: "this is Vigie itself: Alertmanager keeps it, the policy needs no place for it",
    fr: "c’est Vigie lui-même\u00a0: Alertmanager le garde, la politique n’en a pas besoin",
  }),
  vigieLast: (): Text => ({
    en: "this route hands alerts to Vigie itself: it stands last here, so that the route which tells people decides the grouping",
    fr: "cette route remet les alertes à Vigie lui-même\u00a0: elle est ici la dernière, pour que celle qui prévient décide du groupement",
  }),
  global: (): Text => ({
    en: "a setting of Alertmanager’s own sending",
    fr: "un réglage des envois d’Alertmanager",
  }),
  templates: (): Text => ({
    en: "Vigie draws its own cards and uses no templates",
    fr: "Vigie dessine ses propres cartes, sans modèles",
  }),
  timing: (p: { keys: readonly string[] }): Text => ({
    en: `${list(p.keys)}: how often Alertmanager sends to Vigie; Vigie tells once and keeps its message up to date`,
    fr: `${list(p.keys)}\u00a0: à quel rythme Alertmanager envoie à Vigie\u00a0; Vigie prévient une fois et tient son message à jour`,
  }),
  inhibition: (): Text => ({
    en: "Alertmanager inhibits before it sends: nothing to do here",
    fr: "Alertmanager inhibe avant d’envoyer\u00a0: rien à faire ici",
  }),
  inhibitionOfOneAlert: (): Text => ({
    en: "Alertmanager inhibits before it sends; two severities of one alert are one incident in Vigie anyway",
    fr: "Alertmanager inhibe avant d’envoyer\u00a0; deux niveaux d’une alerte sont de toute façon un seul incident dans Vigie",
  }),
  inhibitionOfFamily: (p: { low: string; high: string }): Text => ({
    en: `Alertmanager inhibits before it sends; if ${list([p.low, p.high])} are one trouble, \`families:\` below makes them one incident`,
    fr: `Alertmanager inhibe avant d’envoyer\u00a0; si ${list([p.low, p.high])} sont un même problème, \`families:\` ci-dessous en fait un seul incident`,
  }),
  groupByAll: (): Text => ({
    en: "`...` would be an incident for each alert: grouped by environment, service, model and family instead",
    fr: "`...` ferait un incident par alerte\u00a0: groupé plutôt par environment, service, model et family",
  }),
  groupByNone: (): Text => ({
    en: "no `group_by` would be one incident for everything: grouped by environment, service, model and family instead",
    fr: "sans `group_by`, tout serait un seul incident\u00a0: groupé plutôt par environment, service, model et family",
  }),
  groupByIdentity: (p: { names: readonly string[] }): Text => ({
    en: `${list(p.names)} means who the alert is about, as \`identity:\` reads it, not only the label of that name`,
    fr: `${list(p.names)} désigne l’objet de l’alerte, tel que \`identity:\` le lit, pas seulement le label de ce nom`,
  }),
  identityMatcher: (p: { name: string }): Text => ({
    en: `routes match on \`${p.name}\`, which means who the alert is about: \`identity:\` reads it from the label \`${p.name}\` only, so that they take what they took`,
    fr: `des routes filtrent sur \`${p.name}\`, qui désigne l’objet de l’alerte\u00a0: \`identity:\` ne le lit que du label \`${p.name}\`, pour qu’elles prennent ce qu’elles prenaient`,
  }),
  environmentMatcher: (): Text => ({
    en: "`environment` is production where no label says it: such alerts may take another route than before",
    fr: "`environment` vaut production si aucun label ne le dit\u00a0: ces alertes peuvent prendre une autre route qu’avant",
  }),
  familyMatcher: (): Text => ({
    en: "`family` is the alert’s name where no label says it: such alerts may take another route than before",
    fr: "`family` est le nom de l’alerte si aucun label ne le dit\u00a0: ces alertes peuvent prendre une autre route qu’avant",
  }),
  sourceLabel: (p: { below: number }): Text => ({
    en: `\`source\` means the kind of sender in Vigie, never a label: ${withAllBelow(p.below).en}`,
    fr: `\`source\` désigne dans Vigie le type d’émetteur, jamais un label\u00a0: ${withAllBelow(p.below).fr}`,
  }),
  severityWord: (p: { value: string }): Text => ({
    en: `\`severity="${cut(p.value)}"\` is WARNING in Vigie until \`severity.labels\` below says what it means`,
    fr: `\`severity="${cut(p.value)}"\` est WARNING dans Vigie tant que \`severity.labels\` ci-dessous n’en dit rien`,
  }),
  newer: (p: { keys: readonly string[] }): Text => ({
    en: `${list(p.keys)} is newer than Alertmanager 0.25`,
    fr: `${list(p.keys)} est plus récent qu’Alertmanager 0.25`,
  }),
} as const;

const en = {
  headings: {
    notCarried: "Not carried over",
    byHand: "To do by hand",
    changed: "Carried over, and not quite the same",
    stays: "Stays in Alertmanager",
    newer: "Keys that Alertmanager 0.25 does not know",
  } satisfies Record<NoteKind, string>,
  line: (line: number) => `line ${line}`,
  first: (file: string): readonly string[] => [
    `What ${file} tells, as a policy of Vigie, by \`vigie policy import\`.`,
    "Next: `vigie policy check` on this file, then `vigie policy explain` on an alert or two.",
  ],
  mode: ["For the first week, to compare: decides and records everything, tells nobody.", "mode: shadow"],
  identity: ["Read from one label only, so that routes take what they took. Exporters and aliases can come later."],
  severity: ["How bad an alert is. Words that are not listed are WARNING and flagged."],
  families: ["Proposed: alerts that are one trouble at two severities become one incident."],
  environments: ["As in Alertmanager, pages leave for every environment. `never` would keep them to production."],
  destinations: ["One name for each receiver."],
  route: ["`info` is the lowest severity: who is told from there on is always told, as in Alertmanager."],
  done: (file: string) => `${file} is written.`,
  notWritten: (file: string, reason: string) => `${file} cannot be written: ${reason}`,
  refused: (count: number) => (count === 1 ? "1 fault: nothing is imported" : `${count} faults: nothing is imported`),
};

const fr: typeof en = {
  headings: {
    notCarried: "Non repris",
    byHand: "À faire à la main",
    changed: "Repris, mais pas tout à fait pareil",
    stays: "Reste dans Alertmanager",
    newer: "Clés qu’Alertmanager 0.25 ne connaît pas",
  },
  line: (line) => `ligne ${line}`,
  first: (file) => [
    `Ce que ${file} annonce, sous forme de politique de Vigie, par \`vigie policy import\`.`,
    "Ensuite\u00a0: `vigie policy check` sur ce fichier, puis `vigie policy explain` sur une alerte ou deux.",
  ],
  mode: ["La première semaine, pour comparer\u00a0: décide et note tout, ne prévient personne.", "mode: shadow"],
  identity: ["Lu d’un seul label, pour que les routes prennent ce qu’elles prenaient."],
  severity: ["La gravité d’une alerte. Un mot qui n’est pas listé est WARNING et signalé."],
  families: ["Proposé\u00a0: des alertes qui sont un même problème à deux niveaux deviennent un seul incident."],
  environments: [
    "Comme dans Alertmanager, tout environnement appelle. `never` réserverait les appels à la production.",
  ],
  destinations: ["Un nom par receiver."],
  route: ["`info` est le niveau le plus bas\u00a0: qui est prévenu dès là l’est toujours, comme dans Alertmanager."],
  done: (file) => `${file} est écrit.`,
  notWritten: (file, reason) => `${file} ne peut être écrit\u00a0: ${reason}`,
  refused: (count) =>
    count === 1 ? "1 erreur\u00a0: rien n’est importé" : `${count} erreurs\u00a0: rien n’est importé`,
};

/** What an imported policy says of itself, and what the command says. */
export const importWords: Readonly<Record<Locale, typeof en>> = { en, fr };
