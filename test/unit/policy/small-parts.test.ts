import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { substitute } from "../../../src/policy/document/substitute.ts";
import { nearest } from "../../../src/policy/document/suggest.ts";
import { wildcards } from "../../../src/policy/matching/wildcard.ts";
import { parseBand } from "../../../src/policy/severity/band.ts";
import { formatDuration, parseDuration } from "../../../src/policy/time/duration.ts";

describe("durations", () => {
  it.each([
    ["15m", 900_000],
    ["1h30m", 5_400_000],
    ["2d", 172_800_000],
    ["1w", 604_800_000],
    ["1y", 31_536_000_000],
    ["250ms", 250],
    ["0", 0],
    ["0s", 0],
  ])("%s is read as Prometheus reads it", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(["", "15", "15 min", "1m1h", "1.5h", "-1m", "m", "11y"])("%j is no duration", (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it("are read back as they were written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 315_360_000_000 }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
    );
  });
});

describe("bands", () => {
  it.each([
    [">= 5%", "relative-drop", 0.05, true],
    [">= 5%", "relative-drop", 0.0499, false],
    ["> 10%", "relative-drop", 0.1, false],
    ["> 10%", "relative-drop", 0.1 + 1e-10, false],
    ["> 0%", "relative-drop", 0, false],
    ["<= 2", "value", 2, true],
    ["< 0.05", "value", 0.05, false],
    ["< 1e-12", "value", 5e-13, true],
    ["> 1000000000", "value", 1_000_000_000.5, false],
    ["> .5", "value", 0.6, true],
  ] as const)("%s of %s at %d is %s", (text, measure, figure, reached) => {
    expect(parseBand(text, measure)?.reached(figure)).toBe(reached);
  });

  it.each(["5%", "=> 5%", "> five", "> 5 percent", ">", "", "> 1e999"])("%j is no band", (text) => {
    expect(parseBand(text, "value")).toBeNull();
  });
});

describe("variables", () => {
  const env: Readonly<Record<string, string>> = { SET: "value", EMPTY: "" };
  const lookUp = (name: string) => env[name];
  const v = (inner: string) => `\${${inner}}`;

  it.each([
    [`a ${v("SET")} b`, "a value b"],
    [v("SET:-other"), "value"],
    [v("UNSET:-other"), "other"],
    [v("EMPTY:-other"), "other"],
    [v("UNSET:-"), ""],
    [`$${v("SET")}`, v("SET")],
    ["$SET and {SET}", "$SET and {SET}"],
  ])("%s becomes %s", (text, expected) => {
    expect(substitute(text, lookUp)).toMatchObject({ text: expected, missing: [] });
  });

  it.each([v("UNSET"), v("EMPTY")])("%s has no value and is named", (text) => {
    expect(substitute(text, lookUp)).toMatchObject({ text, missing: [text.slice(2, -1)] });
  });

  it.each([v("A B"), v("A-b"), v(""), `\${A`])("%s is malformed", (text) => {
    expect(substitute(text, lookUp).malformed).toBe(text);
  });
});

describe("wildcards", () => {
  it.each([
    ["prod", "prod", true],
    ["prod", "PROD", true],
    ["prod", "production", false],
    ["prod-*", "prod-eu", true],
    ["prod-*", "Prod-", true],
    ["prod-*", "preprod-eu", false],
    ["*-node-exporter", "kube-prometheus-stack-node-exporter", true],
    ["a*b*c", "a1b2c", true],
    ["a*b*c", "a1c2b", false],
    ["ab*ba", "aba", false],
    ["*", "", true],
  ])("%s fits %j: %s", (pattern, value, fits) => {
    expect(wildcards([pattern])(value)).toBe(fits);
  });

  it("mean what the same regular expression means", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 }), (pattern, value) => {
        expect(wildcards([pattern])(value)).toBe(new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(value));
      }),
    );
  });
});

describe("suggestions", () => {
  const known = ["service", "severity", "tell", "match"];
  it.each([
    ["serverity", "severity"],
    ["SERVICE", "service"],
    ["tel", "tell"],
    ["matches", "match"],
    ["colour", undefined],
  ])("%s suggests %s", (word, expected) => {
    expect(nearest(word, known)).toBe(expected);
  });
});
