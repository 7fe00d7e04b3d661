import { expect, test } from "vitest";
import { reasonWords } from "../../../src/incident/draw.ts";
import type { SeverityReason } from "../../../src/incident/judgement.ts";

const drop = { kind: "threshold", metric: "accuracy", measure: "relative-drop", band: "> 10%" } as const;

test.each<readonly [string, SeverityReason, string, string]>([
  [
    "a drop just beyond its band",
    { ...drop, figure: 0.1001 },
    "accuracy is 10.01 % below its baseline, band > 10%",
    "accuracy est à 10,01 % sous sa référence, tranche > 10%",
  ],
  [
    "a value just under the next band",
    { kind: "threshold", metric: "psi", measure: "value", band: ">= 0.1", figure: 0.24996 },
    "psi is 0.24996, band >= 0.1",
    "psi vaut 0,24996, tranche >= 0.1",
  ],
  [
    "a rise",
    { kind: "threshold", metric: "rmse", measure: "relative-rise", band: ">= 25%", figure: 0.32 },
    "rmse is 32 % above its baseline, band >= 25%",
    "rmse est à 32 % au-dessus de sa référence, tranche >= 25%",
  ],
  [
    "a drop that is none",
    { ...drop, figure: -0.05 },
    "accuracy is 5 % above its baseline, band > 10%",
    "accuracy est à 5 % au-dessus de sa référence, tranche > 10%",
  ],
  [
    "a label",
    { kind: "label", label: "severity", value: "page" },
    "label severity is “page”",
    "le label severity vaut « page »",
  ],
  [
    "an unknown label",
    { kind: "unknown-label", label: "severity", value: "sev9" },
    "label severity is “sev9”, which the policy does not know",
    "le label severity vaut « sev9 », que la politique ne connaît pas",
  ],
  [
    "the sender's threshold",
    { kind: "sender-threshold", metric: "ks", figure: 0.7004, threshold: 0.7 },
    "ks is 0.7004, past the sender’s threshold 0.7",
    "ks vaut 0,7004, au-delà du seuil 0,7 de l’émetteur",
  ],
  [
    "the sender's word",
    { kind: "sender-hint", value: "major" },
    "the sender calls it “major”",
    "l’émetteur le dit « major »",
  ],
  [
    "the sender's status",
    { kind: "sender-status", value: "drift" },
    "the sender’s status is “drift”",
    "l’émetteur donne l’état « drift »",
  ],
  [
    "a role",
    { kind: "role", role: "shadow", from: "critical" },
    "held down from CRITICAL: the model is a shadow",
    "ramené de CRITIQUE : le modèle est un shadow",
  ],
  ["no rule", { kind: "otherwise" }, "no rule of the policy names it", "aucune règle de la politique ne le nomme"],
  ["Vigie's own", { kind: "own" }, "Vigie says so of itself", "Vigie le dit d’elle-même"],
])("the severity's reason is a sentence: %s", (_what, reason, english, french) => {
  expect(reasonWords(reason, "en")).toBe(english);
  expect(reasonWords(reason, "fr").replace(/\u00a0/g, " ")).toBe(french);
});
