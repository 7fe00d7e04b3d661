import type { Locale } from "./locale.ts";

const list = (names: readonly string[]) => names.join(", ");

const en = {
  /** Between two things said of one. */
  also: "; ",
  actions: "actions",
  rollback: "rollback",
  suggests: "suggests",
  action: (id: string, calls: readonly string[]) => `${id} (${list(calls)})`,
  only: (whom: readonly string[]) => `only ${list(whom)}`,
  approved: (roles: readonly string[]) => `approved by ${list(roles)}`,
  auto: (levels: readonly string[]) => `by itself at ${list(levels)}, if nothing stands against it`,
  veto: (time: string) => `people may hold it for ${time}`,
  approve: (levels: readonly string[]) => `proposed at ${list(levels)}, done by people`,
  off: "never proposed, done by people",
  dryRun: "dry run: only said",
  withheld: "not by itself: nobody is paged where this was measured",
  notPerformance: "not by itself: this is no metric of performance",
  criterion: (name: string) => `criterion ${name} holds: proposed at any severity`,
  criterionFor: (name: string, time: string) => `criterion ${name} holds, once it was so for ${time}: proposed`,
};

const fr: typeof en = {
  also: "\u00a0; ",
  actions: "actions",
  rollback: "retour",
  suggests: "suggère",
  action: (id, calls) => `${id} (${list(calls)})`,
  only: (whom) => `seulement ${list(whom)}`,
  approved: (roles) => `approuvé par ${list(roles)}`,
  auto: (levels) => `tout seul à ${list(levels)}, si rien ne s’y oppose`,
  veto: (time) => `on peut le suspendre pendant ${time}`,
  approve: (levels) => `proposé à ${list(levels)}, fait par des personnes`,
  off: "jamais proposé, fait par des personnes",
  dryRun: "à blanc\u00a0: seulement dit",
  withheld: "pas tout seul\u00a0: personne n’est appelé là où c’est mesuré",
  notPerformance: "pas tout seul\u00a0: ce n’est pas une métrique de performance",
  criterion: (name) => `le critère ${name} est rempli\u00a0: proposé quel que soit le niveau`,
  criterionFor: (name, time) => `le critère ${name} sera rempli après ${time}\u00a0: proposé`,
};

/** What `vigie policy explain` and `policy diff` say of acting on models. */
export const policyActing: Readonly<Record<Locale, typeof en>> = { en, fr };
