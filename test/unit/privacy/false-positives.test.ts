import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { createMasker } from "../../../src/privacy/masker.ts";
import { labelSets, randomOf } from "./label-sets.ts";
import { hasReferees, referee, refereePath } from "./referees.ts";

const masker = createMasker({ key: "test key" });
const maxRate = 0.005;

type Change = { readonly from: string; readonly to: string };

/** Which of the strings masking changes; prints the rate and the first few. */
function changesOf(what: string, strings: readonly string[], mask: (value: string) => string): Change[] {
  const changes = strings.map((from) => ({ from, to: mask(from) })).filter(({ from, to }) => from !== to);
  const rate = ((100 * changes.length) / strings.length).toFixed(3);
  console.info(`False positives in ${what}: ${changes.length} of ${strings.length} strings (${rate} %)`);
  for (const { from, to } of changes.slice(0, 10)) console.info(`  ${from} -> ${to}`);
  return changes;
}

const rulesFile = z.object({
  groups: z.array(
    z.object({
      rules: z
        .array(
          z.object({
            alert: z.string(),
            expr: z.union([z.string(), z.number()]).transform(String),
            labels: z.record(z.string(), z.string()).default({}),
            annotations: z.record(z.string(), z.string()).default({}),
          }),
        )
        .nullish(),
    }),
  ),
});

const rulesFolder = "rules/awesome-prometheus-alerts/dist";

const readRules = () =>
  readdirSync(refereePath(rulesFolder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yml"))
    .flatMap((file) => rulesFile.parse(parse(referee(`${rulesFolder}/${file}`))).groups)
    .flatMap((group) => group.rules ?? []);

describe("Masking leaves alone what is nobody's (done-line 6)", () => {
  describe.skipIf(!hasReferees)("in the 954 rules of the field", () => {
    const rules = hasReferees ? readRules() : [];

    it("changes less than 0.5 % of their names, expressions, labels and annotations", () => {
      const strings = rules.flatMap(({ alert, expr, labels, annotations }) => [
        alert,
        expr,
        ...Object.values(labels),
        ...Object.values(annotations),
      ]);
      expect(rules.length).toBe(954);
      expect(changesOf("rules", strings, masker.text).length / strings.length).toBeLessThan(maxRate);
    });

    it("changes less than 0.5 % of their annotations with values and labels filled in", () => {
      const random = randomOf(954);
      const value = () => `${random() * 10 ** Math.floor(random() * 12)}`;
      const strings = rules.flatMap(({ annotations }) =>
        Object.values(annotations).map((text) =>
          text
            .replace(/\{\{ \$value[^}]*\}\}/g, value)
            .replace(/\{\{ \$labels \}\}/g, () => `map[code:503 job:api pod:api-7c9d8f6b5-x2x4z shard:${value()}]`)
            .replace(/\{\{ \$labels\.[^}]*\}\}/g, "ip-10-0-3-7.eu-west-1.compute.internal:9100"),
        ),
      );
      expect(changesOf("filled annotations", strings, masker.text).length / strings.length).toBeLessThan(maxRate);
    });
  });

  it("changes less than 0.5 % of the values of 1,000 label sets", () => {
    const labels = labelSets(1000).flatMap((set) => Object.entries(set));
    const names = new Map(labels.map(([name, value]) => [value, name]));
    const changes = changesOf("label sets", [...names.keys()], (value) => masker.label(names.get(value) ?? "", value));
    expect(names.size).toBeGreaterThan(10_000);
    expect(changes.length / names.size).toBeLessThan(maxRate);
  });

  it("keeps every address in the safe label instance, of which each of the sets has one", () => {
    const instances = labelSets(1000).map((set) => set.instance ?? "");
    expect(instances.every((instance) => /^10\.\d+\.\d+\.\d+:\d+$/.test(instance))).toBe(true);
    expect(instances.map((instance) => masker.label("instance", instance))).toEqual(instances);
  });

  it("changes less than 0.5 % of the same values inside a sentence, addresses aside", () => {
    const strings = labelSets(1000).flatMap((set) =>
      Object.entries(set)
        .filter(([name]) => name !== "instance" && name !== "model_version")
        .flatMap(([name, value]) => [`${name} ${value} is above its threshold`, `map[${name}:${value} job:api]`]),
    );
    expect(changesOf("sentences", strings, masker.text).length / strings.length).toBeLessThan(maxRate);
  });
});
