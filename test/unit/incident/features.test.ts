import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Feature } from "../../../src/alert/measurement.ts";
import type { Severity } from "../../../src/alert/severity.ts";
import type { JudgedAlert } from "../../../src/incident/fact.ts";
import { featuresMax } from "../../../src/incident/features.ts";
import type { Judgement } from "../../../src/incident/judgement.ts";
import { Ledger, measured, minuteMs, nine, opened } from "./ledger.ts";

const lowerIsWorse: Partial<Judgement> = {
  reason: { kind: "threshold", metric: "p_value", measure: "value", band: "< 0.05", figure: 0 },
  figure: { measure: "value" },
};
const higherIsWorse: Partial<Judgement> = {
  reason: { kind: "threshold", metric: "psi", measure: "value", band: ">= 0.1", figure: 0 },
  figure: { measure: "value" },
};

/** An event that names features; its value is that of the first. */
function event(
  level: Severity | "healthy",
  windowToMin: number,
  values: Readonly<Record<string, number>>,
  judgement: Partial<Judgement> = lowerIsWorse,
): JudgedAlert {
  const features = Object.entries(values).map(([name, value]) => ({ name, value }));
  const windowTo = nine + windowToMin * minuteMs;
  const value = features[0]?.value ?? 0;
  return measured(level, windowToMin, {
    judgement,
    measurement: { metric: "p_value", value, windowTo, features },
  });
}
const rowOf = (ledger: Ledger) => ledger.rows.get("series")?.alert.measurement;
const namesOf = (features: readonly Feature[] | undefined) => features?.map(({ name }) => name);

describe("the features of a measurement (behaviour 2.4)", () => {
  it.each([
    ["lower is worse by the row", lowerIsWorse, ["b", "c", "a"]],
    ["higher is worse by the row", higherIsWorse, ["a", "c", "b"]],
    ["nobody says which way is worse: as sent", { figure: { measure: "value" } as const }, ["a", "b", "c"]],
  ])("stand the worst first; %s", (_what, judgement, order) => {
    const ledger = opened(event("warning", 0, { a: 0.9, b: 0.001, c: 0.1 }, judgement));
    expect(namesOf(rowOf(ledger)?.features)).toEqual(order);
  });

  it("are kept to the twenty worst in the alert, with their number; the incident's record holds none", () => {
    const values = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`f${at}`, 0.03 - at / 1_000]));
    const ledger = opened(event("warning", 0, values));
    expect(rowOf(ledger)).toMatchObject({ featuresInAll: 30 });
    expect(rowOf(ledger)?.features).toHaveLength(featuresMax);
    expect(namesOf(rowOf(ledger)?.features)?.slice(0, 3)).toEqual(["f29", "f28", "f27"]);
    expect(ledger.open.lead.measurement?.features).toBeUndefined();
  });

  it("that come one by one in one window are one alert, and the worst value counts", () => {
    const ledger = new Ledger();
    ledger.alerts([event("healthy", 0, { age: 0.4 })]);
    ledger.alerts([event("warning", 0, { income: 0.01 })]);
    ledger.alerts([event("warning", 0, { postcode: 0.03 })]);
    ledger.alerts([event("healthy", 0, { gender: 0.8 })]);
    expect(ledger.open).toMatchObject({ firing: 1, resolved: 0, severity: "warning", phase: "detected" });
    expect(rowOf(ledger)).toMatchObject({ value: 0.01 });
    expect(namesOf(rowOf(ledger)?.features)).toEqual(["income", "postcode", "age", "gender"]);
  });

  it("that come one by one count as one window in a row of bad ones (C-15)", () => {
    const thrice = { ...lowerIsWorse, inARow: 3 };
    const ledger = new Ledger();
    for (const at of [0, 1, 2]) {
      expect(ledger.incident).toBeNull();
      ledger.alerts([event("healthy", at, { age: 0.4 }, thrice)]);
      ledger.alerts([event("warning", at, { income: 0.01 }, thrice)]);
      ledger.alerts([event("warning", at, { postcode: 0.02 }, thrice)]);
    }
    expect(ledger.open).toMatchObject({ firing: 1, severity: "warning" });
  });

  it("that come one by one recover with `recover_after: 2`, when a whole window was healthy", () => {
    const twice = { ...lowerIsWorse, recoverAfter: 2 };
    const ledger = opened(event("warning", 0, { age: 0.01 }, twice));
    for (const at of [1, 2]) {
      ledger.alerts([event("healthy", at, { income: 0.4 }, twice), event("warning", at, { age: 0.01 }, twice)]);
      expect(ledger.open).toMatchObject({ phase: "detected", firing: 1 });
    }
    ledger.alerts([event("healthy", 3, { income: 0.4 }, twice), event("healthy", 3, { age: 0.5 }, twice)]);
    expect(ledger.open.phase).toBe("detected");
    ledger.alerts([event("healthy", 4, { income: 0.4 }, twice)]);
    expect(ledger.open.phase).toBe("resolved");
  });

  it("named again in the same window correct it: the list begins anew", () => {
    const ledger = opened(event("warning", 0, { age: 0.01, income: 0.02 }));
    ledger.alerts([event("warning", 0, { age: 0.04 })]);
    expect(rowOf(ledger)).toMatchObject({ value: 0.04, features: [{ name: "age", value: 0.04 }] });
  });

  it("are remembered for the newest series of a group only, so that the group stays small", () => {
    const ledger = new Ledger();
    for (let at = 0; at < 40; at += 1) {
      const { alert, judgement } = event("healthy", at, { age: 0.4 });
      ledger.alerts([{ alert: { ...alert, fingerprint: `series-${at}` }, judgement }]);
    }
    const series = Object.entries(ledger.group?.series ?? {});
    expect(series).toHaveLength(40);
    const remembered = series.filter(([, { window }]) => window !== undefined).map(([print]) => print);
    expect(remembered).toHaveLength(30);
    expect(remembered).toContain("series-39");
  });

  it("of a newer window replace those of the last", () => {
    const ledger = opened(event("warning", 0, { age: 0.01 }));
    ledger.alerts([event("warning", 1, { income: 0.01 })]);
    expect(namesOf(rowOf(ledger)?.features)).toEqual(["income"]);
  });
});

describe("features that come one by one, in whatever order", () => {
  const levelAt = (value: number) => (value < 0.05 ? "warning" : "healthy");
  const features = fc.uniqueArray(
    fc.record({ name: fc.constantFrom("a", "b", "c", "d", "e", "f"), value: fc.nat(20).map((n) => n / 100) }),
    { selector: ({ name }) => name, minLength: 1, maxLength: 6 },
  );

  it("say what one event with all of them would say", () => {
    fc.assert(
      fc.property(features, fc.infiniteStream(fc.nat()), (named, keys) => {
        const shuffled = named
          .map((one) => ({ one, key: keys.next().value ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const ledger = new Ledger();
        for (const { name, value } of shuffled) ledger.alerts([event(levelAt(value), 0, { [name]: value })]);
        const worst = Math.min(...named.map(({ value }) => value));
        const { window, bad, good } = ledger.group?.series.series ?? {};
        expect(window?.measurement.value).toBe(worst);
        expect(window?.measurement.features?.map(({ value }) => value)).toEqual(
          named.map(({ value }) => value).toSorted((a, b) => a - b),
        );
        expect([bad, good]).toEqual(levelAt(worst) === "warning" ? [1, 0] : [0, 1]);
        expect(ledger.incident?.firing ?? 0).toBe(levelAt(worst) === "warning" ? 1 : 0);
      }),
    );
  });
});
