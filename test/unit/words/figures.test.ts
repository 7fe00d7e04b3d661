import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { count, duration, figure, figures, percent, whole } from "../../../src/words/figures.ts";

const minuteMs = 60_000;

describe("figures get the digits that put them on the right side of their threshold (cards 8)", () => {
  test.each([
    ["a share just under 2 % is not 2 % (C-07)", 0.0199, "1.99 %"],
    ["2.00 % is 2 %", 0.02, "2 %"],
    ["0.931 of 0.950 is 2 % in spite of binary fractions (behaviour 2.2)", (0.95 - 0.931) / 0.95, "2 %"],
    ["4.99 is not 5", 0.0499, "4.99 %"],
    ["4.996 is not 5.00", 0.04996, "4.996 %"],
    ["5.00 % is 5 %", 0.05, "5 %"],
    ["10.00 % is 10 %", 0.1, "10 %"],
    ["10.01 is not 10", 0.1001, "10.01 %"],
    ["an ordinary share has one digit", (0.95 - 0.846) / 0.95, "10.9 %"],
    ["a change for the better has no sign", -0.031, "3.1 %"],
    ["a tiny share is not nothing", 0.0000123, "0.001 %"],
  ])("%s", (_sentence, share, expected) => {
    expect(percent(share, [], "en")).toBe(expected);
  });

  test("an edge that the policy names is never reached by rounding", () => {
    expect(percent(0.0249996, [0.025], "en")).toBe("2.49996 %");
    expect(figure(0.12496, [0.125], "en")).toBe("0.12496");
    expect(figure(0.1249, [0.125], "en")).toBe("0.1249");
  });

  test("figures side by side have the same digits", () => {
    expect(figures([0.846, 0.95], [], "en")).toEqual(["0.846", "0.950"]);
    expect(figures([12.3456, 10], [], "en")).toEqual(["12.3", "10.0"]);
    expect(figures([0.95001, 0.95], [], "en")).toEqual(["0.95001", "0.95000"]);
  });

  test("very large and very small figures keep their size", () => {
    expect(figure(1.5e-9, [], "en")).toBe("1.5E-9");
    expect(figure(2.5e21, [], "en")).toBe("2.5E21");
  });

  test("any share is shown on its own side of any edge of two decimals", () => {
    const share = fc.integer({ min: 0, max: 1_000_000 }).map((n) => n / 1_000_000);
    const edge = fc.integer({ min: 0, max: 10_000 }).map((n) => n / 10_000);
    fc.assert(
      fc.property(share, edge, (value, limit) => {
        const shown = Number(percent(value, [limit], "en").replace(/[ %,]/g, "")) / 100;
        const side = Math.abs(value - limit) <= 1e-9 ? 0 : Math.sign(value - limit);
        expect(Math.abs(shown - limit) <= 1e-9 ? 0 : Math.sign(shown - limit)).toBe(side);
      }),
    );
  });
});

describe("figures follow the language", () => {
  test("French has a decimal comma and no-break spaces", () => {
    expect(figure(1_234.5, [], "en")).toBe("1,234.5");
    expect(figure(1_234.5, [], "fr")).toBe("1\u202f234,5");
    expect(percent(0.1094, [], "fr")).toBe("10,9\u00a0%");
    expect(whole(50_000, "fr")).toBe("50\u202f000");
  });

  test("French counts 0 and 1 as one, English only 1", () => {
    expect([0, 1, 2].map((n) => count(n, "alert", "alerts", "en"))).toEqual(["0 alerts", "1 alert", "2 alerts"]);
    expect([0, 1, 2].map((n) => count(n, "alerte", "alertes", "fr"))).toEqual(["0 alerte", "1 alerte", "2 alertes"]);
  });
});

describe("durations are said as people say them", () => {
  test.each([
    [400, "less than a second", "moins d’une seconde"],
    [42_000, "42 s", "42 s"],
    [42 * minuteMs, "42 min", "42 min"],
    [71 * minuteMs, "1 h 11 min", "1 h 11 min"],
    [120 * minuteMs, "2 h", "2 h"],
    [76 * 60 * minuteMs, "3 d 4 h", "3 j 4 h"],
    [90_500, "1 min", "1 min"],
    [-5, "less than a second", "moins d’une seconde"],
  ])("%d ms is %s, %s", (ms, english, french) => {
    expect(duration(ms, "en")).toBe(english);
    expect(duration(ms, "fr")).toBe(french);
  });
});
