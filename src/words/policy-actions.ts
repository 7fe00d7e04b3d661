import { cut, list, nearOr, type Said } from "./policy.ts";

/** What can be wrong with what a policy says of acting on models, and what to write instead. */
export const actionFaults = {
  oneProvider: (p: { known: readonly string[] }): Said => ({
    en: ["a step is exactly one call", `write one of ${list(p.known)} in each list entry`],
    fr: ["une étape est un seul appel", `écrivez l’un de ${list(p.known)} par élément de liste`],
  }),
  oneOf: (p: { first: string; second: string }): Said => ({
    en: [`exactly one of \`${p.first}\` and \`${p.second}\` stands here`, "write one of the two"],
    fr: [`il faut ici \`${p.first}\` ou \`${p.second}\`, un seul des deux`, "écrivez l’un des deux"],
  }),
  belongsTo: (p: { key: string; to: string }): Said => ({
    en: [`\`${p.key}\` says nothing without \`${p.to}\``, `add \`${p.to}:\`, or take it out`],
    fr: [`\`${p.key}\` ne dit rien sans \`${p.to}\``, `ajoutez \`${p.to}:\`, ou retirez-la`],
  }),
  badUrl: (): Said => ({
    en: ["this is not an address that can be called", "write http:// or https://, without a user or password in it"],
    fr: ["cette adresse ne peut pas être appelée", "écrivez http:// ou https://, sans utilisateur ni mot de passe"],
  }),
  badSecret: (): Said => ({
    en: [
      "a secret is written by the name of its variable",
      "write the NAME alone, such as FLAGS_KEY, and set it in the environment",
    ],
    fr: [
      "un secret s’écrit par le nom de sa variable",
      "écrivez le NOM seul, comme FLAGS_KEY, et définissez-la dans l’environnement",
    ],
  }),
  badRepository: (p: { value: string }): Said => ({
    en: [`\`${cut(p.value)}\` is not a repository`, "write owner/name: corp/credit"],
    fr: [`\`${cut(p.value)}\` n’est pas un dépôt`, "écrivez propriétaire/nom\u00a0: corp/credit"],
  }),
  badObject: (p: { value: string; kinds: readonly string[] }): Said => ({
    en: [`\`${cut(p.value)}\` is not an object of the cluster`, `write kind/name, the kind one of: ${list(p.kinds)}`],
    fr: [
      `\`${cut(p.value)}\` n’est pas un objet du cluster`,
      `écrivez genre/nom, le genre parmi\u00a0: ${list(p.kinds)}`,
    ],
  }),
  badNamespace: (p: { value: string }): Said => ({
    en: [`\`${cut(p.value)}\` is not a namespace`, "small letters, digits and dashes: ml"],
    fr: [`\`${cut(p.value)}\` n’est pas un namespace`, "minuscules, chiffres et tirets\u00a0: ml"],
  }),
  badDate: (p: { value: string }): Said => ({
    en: [`\`${cut(p.value)}\` is not a date`, "write it as year-month-day: 2026-10-01"],
    fr: [`\`${cut(p.value)}\` n’est pas une date`, "écrivez année-mois-jour\u00a0: 2026-10-01"],
  }),
  badPlaceholder: (p: { name: string; near?: string | undefined; known: readonly string[] }): Said => ({
    en: [`\`{${cut(p.name)}}\` stands for nothing`, nearOr.en(p.near, p.known)],
    fr: [`\`{${cut(p.name)}}\` ne désigne rien`, nearOr.fr(p.near, p.known)],
  }),
  placeholderInUrl: (p: { placeholder: string }): Said => ({
    en: [`\`${cut(p.placeholder)}\` is not filled in here`, "an address is always the same: write it in `body:`"],
    fr: [
      `\`${cut(p.placeholder)}\` n’est pas rempli ici`,
      "une adresse est toujours la même\u00a0: écrivez-le dans `body:`",
    ],
  }),
  needsCondition: (): Said => ({
    en: [
      "`retrain` wants a condition (A003-20)",
      'say when it may be pressed: `condition: { metric: accuracy, when: ">= 5%" }`',
    ],
    fr: [
      "`retrain` veut une condition (A003-20)",
      'dites quand il est permis\u00a0: `condition: { metric: accuracy, when: ">= 5%" }`',
    ],
  }),
  blank: (): Said => ({
    en: [
      "a criterion is still blank: nobody would know when to roll back (C-33)",
      'write its figure: `{ metric: error_ratio, when: "> 0.1", for: 5m }`, or take the criterion out',
    ],
    fr: [
      "un critère est resté vide\u00a0: nul ne saurait quand revenir en arrière (C-33)",
      'écrivez sa valeur\u00a0: `{ metric: error_ratio, when: "> 0.1", for: 5m }`, ou retirez le critère',
    ],
  }),
  emptyCriterion: (): Said => ({
    en: [
      "this criterion says neither what is measured nor which alerts it means",
      'write `metric:` with `when:`, or `match: [team="security"]`',
    ],
    fr: [
      "ce critère ne dit ni ce qui est mesuré ni de quelles alertes il s’agit",
      'écrivez `metric:` avec `when:`, ou `match: [team="security"]`',
    ],
  }),
  autoBlind: (p: { service: string; file: string; line: number }): Said => ({
    en: [
      `\`mode: auto\` (${p.file}:${p.line}) would roll \`${cut(p.service)}\` back without seeing what serves`,
      "add `serving:` here, or write `mode: approve` for this service",
    ],
    fr: [
      `\`mode: auto\` (${p.file}:${p.line}) ramènerait \`${cut(p.service)}\` en arrière sans voir ce qui sert`,
      "ajoutez `serving:` ici, ou écrivez `mode: approve` pour ce service",
    ],
  }),
  /** Keys of `rollback:` that were written once, or that are looked for there. */
  overtaken: {
    otherwise: (): Said => ({
      en: [
        "`otherwise` is overtaken: what must not happen by itself falls to `approve`, never to `disable`",
        "take it out; a service may declare `disable` as an action of its own",
      ],
      fr: [
        "`otherwise` est dépassé\u00a0: ce qui ne doit pas se faire tout seul passe à `approve`, jamais à `disable`",
        "retirez-le\u00a0; un service peut déclarer `disable` comme une action à part",
      ],
    }),
    undo_button: (): Said => ({
      en: ["`undo_button` is overtaken: what was changed can always be taken back", "take it out"],
      fr: ["`undo_button` est dépassé\u00a0: ce qui a été changé peut toujours être annulé", "retirez-le"],
    }),
    ideal_duration: (): Said => ({
      en: ["how long it should take is the service's own", "write `ideal: 30m` in `services.<id>.actions.rollback`"],
      fr: ["la durée idéale est celle du service", "écrivez `ideal: 30m` dans `services.<id>.actions.rollback`"],
    }),
    authority: (): Said => ({
      en: ["who has the authority is the service's own", "write `authority:` in `services.<id>.actions.rollback`"],
      fr: ["l’autorité est celle du service", "écrivez `authority:` dans `services.<id>.actions.rollback`"],
    }),
    serving: (): Said => ({
      en: ["what serves is the service's own", "write `serving:` in `services.<id>.actions.rollback`"],
      fr: [
        "ce qui est en service se lit pour chaque service",
        "écrivez `serving:` dans `services.<id>.actions.rollback`",
      ],
    }),
  },
} as const;

/** What is odd in what a policy says of acting on models, but may be meant. */
export const actionWarnings = {
  notRehearsed: (p: { action: string; service: string; days: number }): Said => ({
    en: [
      `\`${p.action}\` of \`${cut(p.service)}\` was rehearsed ${p.days} days ago, longer than a quarter (A004-34)`,
      "rehearse it, then write the day in `last_test:`",
    ],
    fr: [
      `\`${p.action}\` de \`${cut(p.service)}\` a été essayé il y a ${p.days} jours, plus d’un trimestre (A004-34)`,
      "essayez-le, puis notez le jour dans `last_test:`",
    ],
  }),
  blindServing: (p: { service: string }): Said => ({
    en: [
      `whether \`${cut(p.service)}\` serves the older version is not checked: it will say “alias moved, serving not checked”`,
      "add `serving:` with `promql:` or `http:`",
    ],
    fr: [
      `rien ne vérifie que \`${cut(p.service)}\` sert bien la version antérieure\u00a0: on lira «\u00a0alias déplacé, mise en service non vérifiée\u00a0»`,
      "ajoutez `serving:` avec `promql:` ou `http:`",
    ],
  }),
  nobodyActs: (p: { actions: readonly string[]; service: string; roles: readonly string[] }): Said => ({
    en: [
      `nobody may do ${list(p.actions)} on \`${cut(p.service)}\`: nobody holds ${list(p.roles)}`,
      "say in `roles:` who holds one of them, give `on-call` a schedule, or name somebody in `authority:`",
    ],
    fr: [
      `personne ne peut faire ${list(p.actions)} sur \`${cut(p.service)}\`\u00a0: personne n’est ${list(p.roles)}`,
      "dites dans `roles:` qui l’est, donnez un planning à `on-call`, ou nommez quelqu’un dans `authority:`",
    ],
  }),
  nobodyApproves: (p: { action: string; service: string; roles: readonly string[] }): Said => ({
    en: [
      `nobody may approve \`${p.action}\` on \`${cut(p.service)}\`: nobody holds ${list(p.roles)}`,
      "say in `roles:` who holds one of them",
    ],
    fr: [
      `personne ne peut approuver \`${p.action}\` sur \`${cut(p.service)}\`\u00a0: personne n’est ${list(p.roles)}`,
      "dites dans `roles:` qui l’est",
    ],
  }),
} as const;
