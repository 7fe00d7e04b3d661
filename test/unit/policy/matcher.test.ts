import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
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
  ])("refuses %s because of its %s", (text, reason) => {
    const parsed = parseMatchers(text);
    expect(parsed.ok ? "accepted" : parsed.fault.reason).toBe(reason);
  });

  it.each(["(a+)+", "((a+))+b", "(a|a)+c", "([a-z]|[a-m])*!", ".*.*.*.*.*x", "(a?){26}a{26}"])(
    "%s, which JavaScript would try in more ways than there is time for, is run",
    (source) => {
      const parsed = parseMatchers(`a=~"${source}"`);
      const [matcher] = parsed.ok ? parsed.matchers : [];
      expect(matcher && matcherTest(matcher)(`${"a".repeat(1024)}?`)).toBe(false);
    },
  );

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
    ['a=~"[[:alpha:]]+"', "abc", true],
    ['a=~"[]a]"', "]", true],
    ['a=~"\\\\Aab\\\\z"', "ab", true],
    ['a=~"\\\\Qa.b\\\\E"', "axb", false],
    ['a=~"[\\\\pL]+"', "é", true],
    ['a=~"\\\\p{Greek}"', "α", true],
    ['a=~"\\\\x{41}"', "A", true],
    ['a=~"a(?i)b"', "aB", true],
    ['a=~"(?U)a+"', "aa", true],
    ['a=~"."', "\\n", false],
    ['a=~"a|ab"', "ab", true],
  ])("%s on %j is %s: the whole value must fit", (text, value, matches) => {
    const parsed = parseMatchers(text);
    const [matcher] = parsed.ok ? parsed.matchers : [];
    expect(matcher && matcherTest(matcher)(value)).toBe(matches);
  });
});
