import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { matcherTest, parseMatchers } from "../../../src/policy/matching/matcher.ts";

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
    ['a=~"\\\\ea"', "regexp"],
    ['a=~"a{1001}"', "regexp"],
    ['a=~"[[:alpha:]]"', "regexp-foreign"],
    ['a=~"[]a]"', "regexp-foreign"],
    ['a=~"\\\\Aa"', "regexp-foreign"],
    ['a=~"a\\\\z"', "regexp-foreign"],
    ['a=~"\\\\Qa.b\\\\E"', "regexp-foreign"],
    ['a=~"[\\\\pL]+"', "regexp-foreign"],
    ['a=~"\\\\p{Greek}"', "regexp-foreign"],
    ['a=~"\\\\p{L}\\\\-a"', "regexp-foreign"],
    ['a=~"\\\\x{41}"', "regexp-foreign"],
    ['a=~"a(?i)b"', "regexp-foreign"],
    ['a=~"(?U)a+"', "regexp-foreign"],
    ['a=~"(b+)+"', "regexp-unsafe"],
    ['a=~"((b+))+"', "regexp-unsafe"],
    ['a=~"(?:(?:b+)c?)+"', "regexp-unsafe"],
    ['a=~"(b|b)+"', "regexp-unsafe"],
    ['a=~"(?i)(b|B)+"', "regexp-unsafe"],
    ['a=~"([a-z]|[a-m])*"', "regexp-unsafe"],
    ['a=~"(b|)+"', "regexp-unsafe"],
    ['a=~"(b?){26}b{26}"', "regexp-unsafe"],
    ['a!~"(b*|c)*d"', "regexp-unsafe"],
  ])("refuses %s because of its %s", (text, reason) => {
    const parsed = parseMatchers(text);
    expect(parsed.ok ? "accepted" : parsed.fault.reason).toBe(reason);
  });

  it("what it accepts is not kept busy by a text from outside: ways to read it do not multiply with its length", () => {
    const pieces = ["a", "b", ".", "[ab]", "(a|b)", "(a)", "(a|ab)", "a*", "(b+)", "a?", "(?:ab)"];
    const part = fc.tuple(fc.constantFrom(...pieces), fc.constantFrom("", "", "*", "+", "?", "{3}", "{2,}"));
    const sequence = fc.array(part, { maxLength: 3 }).map((parts) => parts.flat().join(""));
    const nested = fc
      .tuple(sequence, sequence, fc.constantFrom("", "*", "+", "{1,9}"))
      .map(([a, b, q]) => `(${a}|${b})${q}`);
    const source = fc.oneof(
      sequence,
      fc.tuple(nested, sequence).map(([a, b]) => a + b),
    );
    fc.assert(
      fc.property(source, fc.constantFrom("a", "ab", "b", "aab"), (written, text) => {
        const parsed = parseMatchers(`x=~"${written}"`);
        const [matcher] = parsed.ok ? parsed.matchers : [];
        if (!matcher) return;
        // 32 letters that can each be read in two ways would take minutes, everything else takes milliseconds.
        const from = performance.now();
        matcherTest(matcher)(`${text.repeat(Math.ceil(32 / text.length))}!`);
        expect(performance.now() - from, written).toBeLessThan(2_000);
      }),
      { numRuns: 2000 },
    );
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
    ['a=~"(foo|bar)+[.](x|y)*"', "foobar.xy", true],
    ['a=~"([0-9]+\\\\.){3}[0-9]+"', "10.0.0.1", true],
    ['a=~"(?i:PROD)-\\\\p{Lu}+"', "prod-É", true],
    ['a=~"[\\\\]a]+"', "]a", true],
    ['a=~"a{b}"', "a{b}", true],
  ])("%s on %j is %s: the whole value must fit", (text, value, matches) => {
    const parsed = parseMatchers(text);
    const [matcher] = parsed.ok ? parsed.matchers : [];
    expect(matcher && matcherTest(matcher)(value)).toBe(matches);
  });
});
