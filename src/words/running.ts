import type { Locale } from "./locale.ts";

type Said = Readonly<Record<Locale, string>>;

/** What Vigie says on the console when it starts and stops. `{…}` are blanks. */
export const running = {
  sandboxLaptop: {
    en: "SANDBOX: no vendor credential is set, so nothing leaves this machine. All vendors are played at {url}",
    fr: "BAC À SABLE\u00a0: aucun identifiant de fournisseur n’est défini, donc rien ne quitte cette machine. Tous les fournisseurs sont joués sur {url}",
  },
  sandboxAsked: {
    en: "SANDBOX (VIGIE_SANDBOX): {vendors} played at {url}; what is told there reaches nobody",
    fr: "BAC À SABLE (VIGIE_SANDBOX)\u00a0: {vendors} sur {url}\u00a0; ce qui y est dit n’atteint personne",
  },
  listening: { en: "listening on {url}", fr: "à l’écoute sur {url}" },
  store: { en: "store: {store}", fr: "stockage\u00a0: {store}" },
  policy: { en: "policy: {file} ({hash})", fr: "politique\u00a0: {file} ({hash})" },
  connected: { en: "connected", fr: "connecté" },
  untried: { en: "not tried", fr: "pas essayé" },
  sandboxed: { en: "sandbox", fr: "bac à sable" },
  faulty: { en: "NOT READY", fr: "PAS PRÊT" },
  leftOut: {
    en: "left out: {destination} ({told}): set {missing}",
    fr: "laissé de côté\u00a0: {destination} ({told})\u00a0: définissez {missing}",
  },
  shadow: {
    en: "SHADOW: what these lines of the policy decide is told to nobody: {places}",
    fr: "MODE OMBRE\u00a0: ce que décident ces lignes de la politique n’est annoncé à personne\u00a0: {places}",
  },
  pagesNobody: {
    en: "{severities} page nobody: set {missing}.",
    fr: "{severities} ne réveillent personne\u00a0: définissez {missing}.",
  },
  ringInstead: { en: "Until then they ring in {places}.", fr: "D’ici là, elles sonnent dans {places}." },
  openApi: {
    en: "API and dashboard: without VIGIE_API_TOKEN only this machine is served",
    fr: "API et tableau de bord\u00a0: sans VIGIE_API_TOKEN, seule cette machine est servie",
  },
  tryIt: { en: "try it:", fr: "essayez\u00a0:" },
  thenLook: { en: "then look at {sandbox} and {dashboard}", fr: "puis regardez {sandbox} et {dashboard}" },
  thenDashboard: { en: "then look at {dashboard}", fr: "puis regardez {dashboard}" },
  stopping: { en: "stopping: finishing what is under way", fr: "arrêt\u00a0: fin de ce qui est en cours" },
  cannotStart: { en: "Vigie cannot start:", fr: "Vigie ne peut pas démarrer\u00a0:" },
  noDestination: {
    en: "no destination is configured at all: set at least one of {variables}, or VIGIE_SANDBOX=all to try it out",
    fr: "aucune destination n’est configurée\u00a0: définissez au moins l’une de {variables}, ou VIGIE_SANDBOX=all pour essayer",
  },
  /** By the code of the error with which listening failed. */
  cannotListen: {
    EADDRINUSE: {
      en: "port {port} of {host} is taken by another program: set PORT to a free one",
      fr: "le port {port} de {host} est pris par un autre programme\u00a0: définissez PORT à un port libre",
    },
    EACCES: {
      en: "port {port} of {host} is not for this user: set PORT to 1024 or above",
      fr: "le port {port} de {host} est interdit à cet utilisateur\u00a0: définissez PORT à 1024 ou plus",
    },
    EADDRNOTAVAIL: {
      en: "{host} is not an address of this machine: set HOST",
      fr: "{host} n’est pas une adresse de cette machine\u00a0: définissez HOST",
    },
    ENOTFOUND: {
      en: "{host} is not an address of this machine: set HOST",
      fr: "{host} n’est pas une adresse de cette machine\u00a0: définissez HOST",
    },
  } as Readonly<Record<string, Said>>,
  notReloaded: {
    en: "the policy was not read again: the store is away",
    fr: "la politique n’a pas été relue\u00a0: le stockage est absent",
  },
  actionLacks: {
    en: "{service}, {action} cannot be done: set {missing}",
    fr: "{service}, {action} est impossible\u00a0: définissez {missing}",
  },
  renamed: {
    en: "`name: {after}`: the policy in force is named {before}, and a new name is a new installation: restart",
    fr: "`name: {after}`\u00a0: la politique en vigueur s’appelle {before}, et un nouveau nom est une nouvelle installation\u00a0: redémarrez",
  },
  unreadablePolicy: {
    en: "the policy could not be read: this is a fault of Vigie, the log says more",
    fr: "la politique n’a pas pu être lue\u00a0: c’est une erreur de Vigie, le journal en dit plus",
  },
  noPolicyFile: {
    en: "this process cannot read its policy again: restart",
    fr: "ce processus ne peut pas relire sa politique\u00a0: redémarrez",
  },
  oldNode: {
    en: "Node 24 or newer is needed, this is {version}. `npm start` uses the one that `npm install` brought.",
    fr: "Node 24 ou plus récent est nécessaire, ceci est {version}. `npm start` utilise celui que `npm install` a apporté.",
  },
  risks: {
    "redis-no-aof": {
      en: "Redis keeps no append-only file: a crash of Redis loses what came since its last snapshot (set appendonly yes)",
      fr: "Redis n’a pas de journal AOF\u00a0: une panne de Redis perd tout depuis le dernier instantané (appendonly yes)",
    },
    "redis-everysec": {
      en: "Redis writes its file once a second: a crash may lose the last second (appendfsync always loses nothing)",
      fr: "Redis écrit son journal chaque seconde\u00a0: une panne peut perdre la dernière seconde (appendfsync always ne perd rien)",
    },
    "redis-no-fsync": {
      en: "Redis leaves writing to the system: a power cut may lose the last half minute (set appendfsync always)",
      fr: "Redis laisse l’écriture au système\u00a0: une coupure peut perdre la dernière demi-minute (appendfsync always)",
    },
    "redis-evicts": {
      en: "Redis may throw keys away when it is full (set maxmemory-policy noeviction)",
      fr: "Redis peut jeter des clés quand il est plein (maxmemory-policy noeviction)",
    },
    "redis-no-replica": {
      en: "Redis has no replica: if its machine is lost, so is its data",
      fr: "Redis n’a pas de réplique\u00a0: si sa machine est perdue, ses données aussi",
    },
    "redis-unknown": {
      en: "Redis does not say how durable it is (CONFIG GET is not allowed)",
      fr: "Redis ne dit pas sa durabilité (CONFIG GET interdit)",
    },
  } as Readonly<Record<string, Said>>,
  notConfigured: { en: "its vendor is not configured", fr: "son fournisseur n’est pas configuré" },
  unreachable: {
    en: "could not be checked: the vendor does not answer",
    fr: "n’a pas pu être vérifié\u00a0: le fournisseur ne répond pas",
  },
} as const;

/** Fills the blanks of a sentence; a blank without a value stays as it is. */
export function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (blank, name: string) => values[name] ?? blank);
}
