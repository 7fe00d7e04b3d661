import { cut, type Said } from "./policy.ts";

/** The parts of a time interval that are written as ranges. */
type Part = "weekdays" | "days_of_month" | "months" | "years";

const examples: Readonly<Record<Part, string>> = {
  weekdays: "`monday:friday`, `sunday`",
  days_of_month: "`1:15`, `-3:-1`",
  months: "`may:august`, `12`",
  years: "`2026`, `2026:2028`",
};

/** What can be wrong with time intervals, and what to write instead. */
export const timeIntervalFaults = {
  noName: (): Said => ({
    en: ["a time interval has no name", "add `name:`, which routes then cite"],
    fr: ["un intervalle n’a pas de nom", "ajoutez `name:`, que les routes citent"],
  }),
  nameTwice: (p: { name: string }): Said => ({
    en: [`the name \`${cut(p.name)}\` stands twice`, "write all alternatives under one name"],
    fr: [`le nom \`${cut(p.name)}\` figure deux fois`, "écrivez toutes les alternatives sous un seul nom"],
  }),
  badTime: (p: { value: string }): Said => ({
    en: [`\`${cut(p.value)}\` is not a time of day`, 'write "09:00"; the end of a day is "24:00"'],
    fr: [`\`${cut(p.value)}\` n’est pas une heure`, 'écrivez "09:00"\u00a0; la fin du jour est "24:00"'],
  }),
  timesBackwards: (p: { start: string; end: string }): Said => ({
    en: [`${p.start} is not before ${p.end}`, 'over midnight takes two: "22:00" to "24:00" and "00:00" to "06:00"'],
    fr: [
      `${p.start} n’est pas avant ${p.end}`,
      'passer minuit en demande deux\u00a0: "22:00" à "24:00" et "00:00" à "06:00"',
    ],
  }),
  badRange: (p: { part: Part; value: string }): Said => ({
    en: [`\`${cut(p.value)}\` does not belong into \`${p.part}\``, `write ${examples[p.part]}`],
    fr: [`\`${cut(p.value)}\` n’a pas sa place dans \`${p.part}\``, `écrivez ${examples[p.part]}`],
  }),
  backwards: (p: { part: Part; value: string }): Said => ({
    en: [`\`${cut(p.value)}\` ends before it begins`, `a range goes forwards, else write two: ${examples[p.part]}`],
    fr: [
      `\`${cut(p.value)}\` finit avant de commencer`,
      `une plage va vers l’avant, sinon écrivez-en deux\u00a0: ${examples[p.part]}`,
    ],
  }),
  unknownZone: (p: { value: string }): Said => ({
    en: [`\`${cut(p.value)}\` is not a time zone`, "write its IANA name: `Europe/Paris`, `America/New_York`, `UTC`"],
    fr: [
      `\`${cut(p.value)}\` n’est pas un fuseau horaire`,
      "écrivez son nom IANA\u00a0: `Europe/Paris`, `America/New_York`, `UTC`",
    ],
  }),
} as const;
