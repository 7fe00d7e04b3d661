import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseRunbooks } from "../../../src/policy/presets/runbooks.ts";
import { alertOf, defaultPolicy, driftOf, shippedRunbooks, shippedText } from "./policy-fixture.ts";

const runbooks = shippedRunbooks();
const catalogue = z
  .object({
    runbooks: z.array(
      z.object({
        id: z.string(),
        alerts: z.array(z.object({ name: z.string() })),
        meaning: z.object({ en: z.string(), fr: z.string().nullable(), fr_basis: z.string().optional() }),
      }),
    ),
  })
  .parse(parse(shippedText("runbooks/ai-monitoring-platform.yaml"))).runbooks;

const measuredFamilies = ["csv-analyzer", "fab-ia", "ia-continu", "preprod-checklist"].flatMap((preset) => {
  const { severity } = z
    .object({ severity: z.object({ thresholds: z.array(z.object({ family: z.string() })) }) })
    .parse(parse(shippedText(`${preset}.yaml`)));
  return [...new Set(severity.thresholds.map(({ family }) => family))].map((family) => ({ preset, family }));
});

describe("the runbook catalogue", () => {
  it("has 12 runbooks for 13 alert names and one name twice, every meaning in both languages, ours marked chosen", () => {
    expect(catalogue).toHaveLength(12);
    expect(new Set(catalogue.flatMap(({ alerts }) => alerts.map(({ name }) => name))).size).toBe(13);
    expect(catalogue.filter(({ meaning }) => meaning.fr === null)).toEqual([]);
    expect(catalogue.filter(({ meaning }) => meaning.fr_basis === "chosen")).toHaveLength(10);
  });

  it("gives each of the 13 alerts what it means and what to do first", () => {
    for (const alertname of new Set(catalogue.flatMap(({ alerts }) => alerts.map(({ name }) => name)))) {
      const note = runbooks.runbookFor({ service: "ai-app", alertname });
      expect(note?.meaning?.fr, alertname).toMatch(/\p{L}/u);
      expect(note?.first?.en, alertname).toMatch(/\p{L}/u);
    }
  });

  it.each([
    ["the first immediate action", "AIQualityScoreCritical", "Turn the fallback mode on if there is one"],
    ["else the first way out", "AIQualityScoreLow", "Check whether the underlying AI model has problems"],
    [
      "before both, what the catalogue says outright",
      "HighErrorRateCritical",
      "Look at which type of error prevails, then at the recent error logs",
    ],
    ["of the runbook that it points to", "JailbreakAttemptDetected", "Identify the source IP and consider blocking it"],
  ])("what to do first is %s: %s", (_name, alertname, first) => {
    expect(runbooks.runbookFor({ alertname })?.first?.en).toBe(first);
  });

  it("never mixes up HighErrorRate of two applications (C-02)", () => {
    const idOf = (preset: string | undefined, service: string) =>
      runbooks.runbookFor({ preset, service, alertname: "HighErrorRate" })?.id;
    expect(idOf("csv-analyzer", "web")).toBe("ApplicationDown5xx");
    expect(idOf("ai-monitoring-platform", "ai-app")).toBe("HighErrorRate");
    expect(idOf("ai-monitoring-platform", "web")).toBe("HighErrorRate");
    expect(idOf("csv-analyzer", "ai-app")).toBe("ApplicationDown5xx");
    expect(idOf(undefined, "ai-app")).toBe("HighErrorRate");
    expect(idOf(undefined, "web")).toBeUndefined();
  });

  it("belongs to whoever takes the preset, whatever its own service is called", () => {
    const query = { preset: "csv-analyzer", service: "csv-web", alertname: "HighErrorRate" };
    expect(runbooks.runbookFor(query)?.id).toBe("ApplicationDown5xx");
  });

  it("the sender's runbook id wins where the catalogue has it", () => {
    expect(runbooks.runbookFor({ alertname: "Mine", runbook_id: "ServiceDown" })?.id).toBe("ServiceDown");
    expect(runbooks.runbookFor({ alertname: "ServiceDown", runbook_id: "unknown" })?.id).toBe("ServiceDown");
    expect(runbooks.runbookFor({ alertname: "constructor" })).toBeUndefined();
  });

  it("takes a preset that has no runbooks of its own for none: nothing is mixed up that is not there", () => {
    const idOf = (preset: string, alertname: string) =>
      runbooks.runbookFor({ preset, service: "ai-app", alertname })?.id;
    expect(idOf("fab-ia", "ServiceDown")).toBe("ServiceDown");
    expect(idOf("csv-analyzer", "ServiceDown")).toBeUndefined();
  });

  it("the sender's runbook id does not lead to another preset's runbook (C-02)", () => {
    const query = { service: "web", alertname: "HighErrorRate", runbook_id: "HighErrorRate" };
    expect(runbooks.runbookFor({ ...query, preset: "csv-analyzer" })?.id).toBe("ApplicationDown5xx");
    expect(runbooks.runbookFor({ ...query, preset: "ai-monitoring-platform" })?.id).toBe("HighErrorRate");
  });

  it("says in English and in French what each family of a preset's measurements means and what to do first", () => {
    for (const { preset, family } of measuredFamilies) {
      const note = runbooks.driftNote({ preset, service: "web", family });
      for (const said of [note?.meaning, note?.first]) {
        expect(said?.en, `${preset} ${family}`).toMatch(/\p{L}/u);
        expect(said?.fr, `${preset} ${family}`).toMatch(/\p{L}/u);
        expect(said?.fr, `${preset} ${family}`).not.toBe(said?.en);
      }
    }
    expect(measuredFamilies.length).toBeGreaterThan(10);
  });

  it("reaches the judgement, by alert name and by a measurement's family", () => {
    const policy = defaultPolicy();
    expect(policy.judge(alertOf({ alertname: "ServiceDown" })).runbook?.id).toBe("ServiceDown");
    const ids = [
      policy.judge(driftOf({ value: 0.8, baseline: 0.95 })),
      policy.judge(driftOf({ metric: "psi", value: 1 })),
      policy.judge(driftOf({ metric: "null_ratio", value: 1 })),
      policy.judge(driftOf({ lateSince: 1 })),
      policy.judge(driftOf({ metric: "other", value: 1 })),
    ].map(({ runbook }) => runbook?.id);
    expect(ids).toEqual(["drift-model-quality", "drift-input", "drift-data-quality", "drift-monitoring", undefined]);
    const note = policy.judge(driftOf({ value: 0.8, baseline: 0.95 })).runbook;
    expect(note?.meaning?.en).toBe("The model answers worse than what was accepted at release.");
  });

  it("that cannot be read is said with its place", () => {
    const parsed = parseRunbooks([{ file: "r.yaml", text: "version: 1\nrunbooks:\n  - { id: 3 }" }]);
    expect(parsed).toMatchObject({ ok: false, faults: [{ file: "r.yaml", line: 3, path: "runbooks[0].id" }] });
  });
});
