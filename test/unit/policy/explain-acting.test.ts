import { describe, expect, it } from "vitest";
import type { Alert } from "../../../src/alert/alert.ts";
import { compare } from "../../../src/policy/explain/compare.ts";
import { differenceText } from "../../../src/policy/explain/difference-text.ts";
import { explain } from "../../../src/policy/explain/explain.ts";
import { explanationJson } from "../../../src/policy/explain/explanation-json.ts";
import { explanationText } from "../../../src/policy/explain/explanation-text.ts";
import type { Locale } from "../../../src/words/locale.ts";
import { alertOf, driftOf, policyFrom } from "./policy-fixture.ts";

const policyWith = (rollback: string) =>
  policyFrom(`version: 1
severity:
  thresholds:
    - { family: q, metrics: [accuracy], measure: relative-drop, info: "> 0%", urgent: "> 10%" }
    - { family: e, metrics: [error_ratio], measure: value, warning: "> 0.05" }
route:
  rollback: ${rollback}
  mitigations: { urgent: rollback }
services:
  credit-scoring:
    actions:
      rollback:
        steps: [{ mlflow: { model: credit } }, { kubernetes: { restart: deployment/credit } }]
        serving: { promql: up }
        authority: [owner@corp.io, on-call]
      withdrawal: { steps: [{ webhook: { url: "https://flags" } }] }
`);
const drop = driftOf({ value: 0.8, baseline: 1 });

/** The last lines of an explanation, which speak of acting, without the policy's own. */
function rows(rollback: string, alert: Alert = drop, locale: Locale = "en"): readonly string[] {
  const lines = explanationText(explain(policyWith(rollback), alert, 0), locale)
    .trimEnd()
    .split("\n")
    .slice(0, -1);
  const from = lines.findIndex((line) => line.startsWith("  actions"));
  return from < 0 ? [] : lines.slice(from).map((line) => line.trim().replaceAll(/ {2,}/g, " | "));
}

describe("policy explain says what may be done", () => {
  const declared = [
    "actions | rollback (mlflow, kubernetes restart); only owner@corp.io, on-call | test.yaml:12",
    "withdrawal (webhook); approved by po | test.yaml:16",
  ];

  it("by itself or by people, with the lines that say so", () => {
    expect(rows("{ mode: auto, veto: 60s }")).toEqual([
      ...declared,
      "suggests | rollback | test.yaml:8",
      "rollback | by itself at URGENT, if nothing stands against it; people may hold it for 1m | test.yaml:7",
    ]);
    expect(rows("{ at: [critical, urgent] }").at(-1)).toBe("rollback | proposed at CRITICAL, URGENT, done by people");
    expect(rows("{ mode: off }").at(-1)).toBe("rollback | never proposed, done by people | test.yaml:7");
  });

  it("with what stands against doing it by itself, as far as the policy knows", () => {
    expect(rows("{ mode: auto, dry_run: true }").at(-1)).toBe("dry run: only said");
    const inTest = driftOf({ value: 0.8, baseline: 1 }, { environment: "staging" });
    expect(rows("{ mode: auto }", inTest).slice(-2)).toEqual([
      "rollback | proposed at URGENT, done by people | test.yaml:7",
      "not by itself: nobody is paged where this was measured",
    ]);
    const errors = driftOf({ metric: "error_ratio", value: 0.06 });
    expect(rows("{ mode: auto }", errors)).toEqual([
      ...declared,
      "rollback | by itself at URGENT, if nothing stands against it | test.yaml:7",
      "not by itself: this is no metric of performance",
    ]);
  });

  it("with the criteria that hold for it (A004-36 to 40)", () => {
    const rules = `{ criteria: { ratio: { metric: error_ratio, when: "> 0.1", min_sample: 20 }, slow: { metric: error_ratio, when: "> 0.2", for: 5m }, security: { match: [team=security] } } }`;
    const errors = (value: number, sampleSize: number) => driftOf({ metric: "error_ratio", value, sampleSize });
    const held = (alert: Alert) => rows(rules, alert).filter((row) => row.startsWith("criterion"));
    expect(held(errors(0.11, 20))).toEqual(["criterion ratio holds: proposed at any severity | test.yaml:7"]);
    expect(held(errors(0.11, 19))).toEqual([]);
    expect(held(errors(0.21, 10))).toEqual(["criterion slow holds, once it was so for 5m: proposed | test.yaml:7"]);
    expect(held(alertOf({ service: "credit-scoring", team: "security", severity: "warning" }))).toEqual([
      "criterion security holds: proposed at any severity | test.yaml:7",
    ]);
  });

  it("nothing where nothing is declared, or nothing is wrong", () => {
    expect(rows("{ mode: auto }", driftOf({ value: 0.8, baseline: 1 }, { service: "web" }))).toEqual([]);
    expect(rows("{ mode: auto }", driftOf({ value: 1, baseline: 1 }))).toEqual([]);
  });

  it("in French", () => {
    expect(rows("{ mode: auto, veto: 60s, dry_run: true }", drop, "fr")).toEqual([
      "actions | rollback (mlflow, kubernetes restart)\u00a0; seulement owner@corp.io, on-call | test.yaml:12",
      "withdrawal (webhook)\u00a0; approuvé par po | test.yaml:16",
      "suggère | rollback | test.yaml:8",
      "retour | tout seul à URGENT, si rien ne s’y oppose\u00a0; on peut le suspendre pendant 1m | test.yaml:7",
      "à blanc\u00a0: seulement dit",
    ]);
  });

  it("as JSON for programs", () => {
    const { acting } = explanationJson(explain(policyWith("{ mode: auto, veto: 60s }"), drop, 0), "en");
    expect(acting).toMatchObject({
      actions: [
        { id: "rollback", steps: ["mlflow", "kubernetes"], approvers: [], place: "test.yaml:12" },
        { id: "withdrawal", steps: ["webhook"], authority: null, approvers: ["po"] },
      ],
      suggested: { action: "rollback", place: "test.yaml:8" },
      rollback: { mode: "auto", at: ["urgent"], vetoMs: 60_000, dryRun: false, place: "test.yaml:7" },
      performance: true,
      criteria: [],
    });
    const healthy = explain(policyWith("{}"), driftOf({ value: 1, baseline: 1 }), 0);
    expect(explanationJson(healthy, "en").acting).toBeNull();
  });
});

describe("policy diff says what would be done differently", () => {
  const said = (before: string, after: string) =>
    compare(policyWith(before), policyWith(after), drop).differences.map((one) => differenceText(one, "en"));

  it("a rollback that happens by itself where it asked before, and the other way round", () => {
    expect(said("{ mode: approve }", "{ mode: auto }")).toEqual(["rollback approve -> auto"]);
    expect(said("{ mode: auto }", "{ mode: auto, dry_run: true }")).toEqual(["rollback auto -> dry-run"]);
    expect(said("{ mode: approve }", "{ mode: approve, dry_run: true }")).toEqual([]);
  });

  it("actions that come and go", () => {
    const bare = policyFrom(
      'version: 1\nroute: {}\nseverity: { thresholds: [{ family: q, metrics: [accuracy], measure: relative-drop, urgent: "> 10%" }] }',
    );
    const differences = compare(policyWith("{ mode: off }"), bare, drop).differences.map((one) =>
      differenceText(one, "en"),
    );
    expect(differences).toEqual(["actions rollback, withdrawal -> none", "rollback off -> none"]);
  });
});
