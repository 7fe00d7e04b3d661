import type { Locale } from "./locale.ts";
import type { Said } from "./policy.ts";

const cut = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
const list = (names: readonly string[]) => names.slice(0, 20).join(", ");

/** What can be wrong with a file of cases, each with what to write instead. */
export const caseFaults = {
  oneAlert: (): Said => ({
    en: ["a case is about one of `alert`, `drift` and `file`", "write exactly one of them"],
    fr: ["un cas porte sur `alert`, `drift` ou `file`", "écrivez exactement l’un des trois"],
  }),
  nothingExpected: (): Said => ({
    en: ["this case expects nothing, so it could never fail", "write what must be, such as `tells: [on-call]`"],
    fr: [
      "ce cas n’attend rien, il ne pourrait jamais échouer",
      "écrivez ce qui doit être, par exemple `tells: [on-call]`",
    ],
  }),
  unknownName: (p: { name: string; near?: string | undefined; known: readonly string[] }): Said => ({
    en: [
      `the policy knows no \`${cut(p.name)}\``,
      p.near ? `did you mean \`${p.near}\`?` : `write one of: ${list(p.known)}`,
    ],
    fr: [
      `la politique ne connaît pas \`${cut(p.name)}\``,
      p.near ? `vouliez-vous dire \`${p.near}\`\u00a0?` : `écrivez l’un de\u00a0: ${list(p.known)}`,
    ],
  }),
  badTime: (p: { value: string }): Said => ({
    en: [`\`${cut(p.value)}\` is not a time`, "write 2026-12-24T03:00+01:00, with its offset or Z"],
    fr: [`\`${cut(p.value)}\` n’est pas une heure`, "écrivez 2026-12-24T03:00+01:00, avec son décalage ou Z"],
  }),
} as const;

const en = {
  expected: (key: string, wanted: string, found: string) => `${key}: expected ${wanted}, found ${found}`,
  because: (why: string) => `because ${why}`,
  ofAlert: (name: string, number: number) => `alert ${number}, ${name}`,
  noAlert: "the case holds no alert",
  nobody: "nobody",
  none: "none",
  yes: "yes",
  no: "no",
  not: (name: string) => `not ${name}`,
  summary: (passed: number, failed: number) => `${passed} passed, ${failed} failed`,
};

const fr: typeof en = {
  expected: (key, wanted, found) => `${key}\u00a0: attendu ${wanted}, trouvé ${found}`,
  because: (why) => `parce que ${why}`,
  ofAlert: (name, number) => `alerte ${number}, ${name}`,
  noAlert: "le cas ne contient aucune alerte",
  nobody: "personne",
  none: "aucun",
  yes: "oui",
  no: "non",
  not: (name) => `pas ${name}`,
  summary: (passed, failed) =>
    `${passed} ${passed < 2 ? "réussi" : "réussis"}, ${failed} ${failed < 2 ? "échoué" : "échoués"}`,
};

/** What `vigie policy test` says of its cases. */
export const policyCases: Readonly<Record<Locale, typeof en>> = { en, fr };
