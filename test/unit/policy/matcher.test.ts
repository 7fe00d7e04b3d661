import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { matcherTest, parseMatchers } from "../../../src/policy/matcher.ts";

const referee = resolve(process.env.VIGIE_REFEREES ?? "../shared/referees", "alertmanager/matchers-classic.json");
const hasReferee = existsSync(referee);
const casesSchema = z.object({
  cases: z.array(
    z.object({
      input: z.string(),
      want: z.array(z.object({ op: z.string(), name: z.string(), value: z.string() })).nullable(),
    }),
  ),
});

describe("Alertmanager's classic matcher syntax", () => {
  it.skipIf(!hasReferee && process.env.CI !== "true")(
    "agrees with Alertmanager's own 53 cases (skipped without them)",
    () => {
      const { cases } = casesSchema.parse(JSON.parse(readFileSync(referee, "utf8")));
      expect(cases).toHaveLength(53);
      for (const { input, want } of cases) {
        const parsed = parseMatchers(input);
        expect(parsed.ok ? parsed.matchers : null, input).toEqual(want);
      }
    },
  );

  it.each([
    ["bad", "format"],
    ['a="b', "quote"],
    ['a=~"[b"', "regexp"],
    ['a=~"(?=b)"', "regexp"],
    ['a=~"(b)\\\\1"', "regexp"],
    ['a=~"[[:alpha:]]"', "regexp"],
    ['a=~"(b+)+"', "regexp-unsafe"],
    ['a!~"(b*|c)*d"', "regexp-unsafe"],
  ])("refuses %s because of its %s", (text, reason) => {
    const parsed = parseMatchers(text);
    expect(parsed.ok ? "accepted" : parsed.fault.reason).toBe(reason);
  });

  it.each([
    ['a="b"', "b", true],
    ['a="b"', "B", false],
    ['a!="b"', "", true],
    ['a=~"b.*"', "bcd", true],
    ['a=~"b"', "abc", false],
    ['a=~"(?i)prod.*"', "PROD-EU", true],
    ['a=~"(?P<x>a|b)"', "b", true],
    ['a=~"some\\\\-api"', "some-api", true],
    ['a!~"b|c"', "d", true],
    ['a=~".*"', "", true],
    ['a=~"."', "😀", true],
  ])("%s on %j is %s: the whole value must fit", (text, value, matches) => {
    const parsed = parseMatchers(text);
    const [matcher] = parsed.ok ? parsed.matchers : [];
    expect(matcher && matcherTest(matcher)(value)).toBe(matches);
  });
});
