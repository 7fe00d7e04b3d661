import { describe, expect, it } from "vitest";
import { bandFound, type JudgedAlert } from "../../../src/policy/actions/metric-band.ts";
import type { Criterion } from "../../../src/policy/actions/service-action.ts";
import { criterionThatHolds, type WantingAlert } from "../../../src/remediation/criteria.ts";
import { minute } from "../draw/views.ts";
import { drift, judged, measured } from "./guarded.ts";

const place = { file: "policy.yaml", line: 7 };
const feedback: Criterion = {
  isMatched: true,
  ...{ name: "negative-feedback", metric: "negative_ratio", when: "> 0.5", minSample: 20, forMs: 60 * 60_000, place },
};
const security: Criterion = {
  isMatched: true,
  ...{ name: "security-incident", matches: ['team="security"', 'family=~"prompt.*"'], minSample: 0, forMs: 0, place },
};
const votes = (negative: number, of: number) =>
  judged(measured("negative_ratio", { value: negative / of, sampleSize: of }), { family: "feedback" });

const found = (one: JudgedAlert, criteria: readonly Criterion[], now = minute(1)) => {
  const wanting: WantingAlert = { ...one, criteria };
  return criterionThatHolds([wanting], now);
};

describe("criteria of a rollback (A004-36 to 40)", () => {
  it.each([
    [11, 20, { name: "negative-feedback", by: "metric" }],
    [10, 20, undefined],
    [10, 11, undefined],
  ])("U-43: %i of %i negative votes in 1 h", (negative, of, holds) => {
    expect(found(votes(negative, of), [feedback])).toEqual(holds ? { holds } : {});
  });

  it("one that must last holds when it has lasted, and says when that is", () => {
    const { alert, judgement } = votes(15, 20);
    const measurement = { metric: "negative_ratio", value: 0.75, sampleSize: 20, windowFrom: minute(-1), windowTo: 0 };
    const short = { alert: { ...alert, measurement }, judgement };
    expect(found(short, [feedback], minute(30))).toEqual({ againAt: minute(59) });
    expect(found(short, [feedback], minute(59)).holds).toEqual({ name: "negative-feedback", by: "metric" });
  });

  it("a security incident goes before what is measured (C-08), where its matchers fit", () => {
    expect(found(votes(15, 20), [feedback, security]).holds).toEqual({ name: "security-incident", by: "match" });
    expect(found(votes(15, 20), [{ ...security, isMatched: false }, feedback]).holds?.by).toBe("metric");
    expect(found(votes(15, 20), [{ ...feedback, isMatched: false }])).toEqual({});
  });

  it("what is measured of a challenger is no reason to roll the champion back (2.5)", () => {
    const { alert, judgement } = votes(15, 20);
    const of = (role: "champion" | "challenger") => ({
      alert: {
        ...alert,
        measurement: { metric: "negative_ratio", value: 0.75, sampleSize: 20, windowTo: minute(0), role },
      },
      judgement,
    });
    expect(found(of("champion"), [feedback], minute(90)).holds).toEqual({ name: "negative-feedback", by: "metric" });
    expect(found(of("challenger"), [feedback], minute(90))).toEqual({});
  });

  it("what is over holds nothing", () => {
    const { alert, judgement } = votes(15, 20);
    expect(found({ alert: { ...alert, status: "resolved" }, judgement }, [feedback, security])).toEqual({});
  });
});

describe("a band held against what was measured", () => {
  const worse = judged(drift, { figure: { measure: "relative-drop", degradation: 0.10947 } });

  it.each([
    [">= 5%", true, 0.10947],
    ["> 11%", false, 0.10947],
    ["< 90%", true, 0.846],
    ["< 0.8", false, 0.846],
  ])("%s of accuracy 0.846, 10.9 %% worse", (when, holds, figure) => {
    expect(bandFound("accuracy", when, [worse])).toMatchObject({ holds, figure });
  });

  it("says nothing of what nobody measured", () => {
    expect(bandFound("f1", ">= 5%", [worse])).toBeNull();
  });
});
