import { describe, expect, test } from "vitest";
import type { Measurement } from "../../../src/alert/measurement.ts";
import { drawCard, lineText } from "../../../src/incident/draw.ts";
import type { Incident } from "../../../src/incident/incident.ts";
import type { Locale } from "../../../src/words/locale.ts";
import { driftView, minute, withIncident } from "./views.ts";

/** The card's lines and its notification, no-break spaces as plain ones. */
function drawn(measurement: Partial<Measurement>, locale: Locale, changes: Partial<Incident> = {}) {
  const { lead } = driftView.incident;
  const shown = { metric: "accuracy", windowTo: minute(0), ...measurement };
  const alerts = driftView.alerts.map((row) => ({ ...row, alert: { ...row.alert, measurement: shown } }));
  const incident = { lead: { ...lead, measurement: shown }, severity: "warning", ...changes } as const;
  const view = { ...withIncident(driftView, incident), alerts };
  const card = drawCard(view, locale);
  const lines = card.lines.map((line) => lineText(line, locale));
  return [...lines, card.notification].map((text) => text.replace(/[\u00a0\u202f]/g, " "));
}

describe("the card of a series that is not measured (behaviour 2.6)", () => {
  const late = { lateSince: minute(-300), everyMs: 3_600_000 };

  test("says since when and how often it is expected", () => {
    expect(drawn(late, "en").slice(0, 2)).toEqual([
      "🟡 WARNING · prod · credit-scoring · accuracy not measured [notified]",
      "accuracy not measured since 04:00 UTC, expected every 1 h · credit v8",
    ]);
    expect(drawn(late, "fr").slice(0, 2)).toEqual([
      "🟡 AVERTISSEMENT · prod · credit-scoring · accuracy : non mesuré [notifié]",
      "accuracy non mesuré depuis 04:00 UTC, cadence attendue : 1 h · credit v8",
    ]);
  });

  test("says so in the notification too", () => {
    expect(drawn(late, "en").at(-1)).toBe("WARNING prod credit-scoring: accuracy not measured since 04:00 UTC");
  });

  test("says what the sender says, where it says anything", () => {
    expect(drawn({ ...late, status: "no_data", segment: "FR" }, "en")[1]).toBe(
      "accuracy not measured since 04:00 UTC (no data), expected every 1 h, segment FR · credit v8",
    );
    expect(drawn({ lateSince: minute(0), status: "error" }, "fr")[1]).toBe(
      "accuracy non mesuré depuis 09:00 UTC (mesure impossible) · credit v8",
    );
  });

  test("shrinks to when it was measured again", () => {
    const over = { phase: "resolved", outcome: "source_resolved", resolvedAt: minute(90) } as const;
    expect(drawn(late, "en", over)[1]).toContain("measured again 10:30 UTC");
    expect(drawn(late, "fr", over)[1]).toContain("à nouveau mesuré 10:30 UTC");
  });
});

describe("the card of a drift that is measured no longer", () => {
  test("says that it is stale, and since when (behaviour 2.6)", () => {
    const stale = { staleSince: minute(-1_440) };
    expect(drawn({ value: 0.9 }, "en", stale)).toContainEqual(
      expect.stringContaining("stale: measured last 19 Nov, 09:00 UTC"),
    );
    expect(drawn({ value: 0.9 }, "fr", stale)).toContainEqual(
      expect.stringContaining("périmé : dernière mesure 19 nov., 09:00 UTC"),
    );
  });
});

describe("the card of a measurement with features (behaviour 2.4, U-32)", () => {
  const feature = (name: string, value: number, more = {}) => ({ name, value, ...more });

  test("names them with their p-values", () => {
    const features = [feature("age", 0.31, { pValue: 0.003 }), feature("income", 0.22, { threshold: 0.2 })];
    expect(drawn({ metric: "psi", value: 0.31, sampleSize: 50_000, features }, "en")[1]).toBe(
      "psi 0.31 (sample 50,000) · credit v8 · features: age 0.31 (p-value 0.003), income 0.22",
    );
    expect(drawn({ metric: "psi", value: 0.31, features }, "fr")[1]).toBe(
      "psi 0,31 · credit v8 · variables : age 0,31 (valeur p 0,003), income 0,22",
    );
  });

  test("names five and says how many more there are", () => {
    const features = ["a", "b", "c", "d", "e", "f", "g"].map((name) => feature(name, 0.3));
    const line = drawn({ metric: "psi", value: 0.3, features, featuresInAll: 12 }, "en")[1];
    expect(line).toMatch(/features: a 0\.3, b 0\.3, c 0\.3, d 0\.3, e 0\.3 and 7 more$/);
  });

  test("cuts names that are long, and takes no markup from them", () => {
    const features = [feature(`<!channel>\n${"x".repeat(100)}`, 0.3)];
    expect(drawn({ metric: "psi", value: 0.3, features }, "en")[1]).toMatch(/features: <!channel> x+… 0\.3$/);
  });
});
