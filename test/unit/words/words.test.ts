import { describe, expect, test } from "vitest";
import { deliveryReasons } from "../../../src/receivers/receiver.ts";
import { checkNotes } from "../../../src/words/check-notes.ts";
import { cliWords } from "../../../src/words/cli.ts";
import { locales } from "../../../src/words/locale.ts";
import { utc } from "../../../src/words/moments.ts";
import { policyFaults } from "../../../src/words/policy.ts";
import { caseFaults, policyCases } from "../../../src/words/policy-cases.ts";
import { policyDiffWords } from "../../../src/words/policy-diff.ts";
import { policyExplanation } from "../../../src/words/policy-explanation.ts";
import { importFaults, importNotes, importWords } from "../../../src/words/policy-import.ts";
import { policySeen } from "../../../src/words/policy-seen.ts";
import { policyTools } from "../../../src/words/policy-tools.ts";
import { policyWarnings } from "../../../src/words/policy-warnings.ts";
import { running } from "../../../src/words/running.ts";
import { join, moment, say } from "../../../src/words/sentence.ts";
import { neededBecause, settingFaults } from "../../../src/words/settings.ts";
import { slackPicture } from "../../../src/words/slack.ts";
import { teamFileFaults } from "../../../src/words/team-files.ts";
import { timeIntervalFaults } from "../../../src/words/time-intervals.ts";
import { webWordsOf } from "../../../src/words/web.ts";
import { wordFor, wordsOf } from "../../../src/words/words.ts";

/** What a sentence may be filled with: text where it is text, a list where it is one, an object of these. */
const sample: readonly string[] = new Proxy(["x"], {
  get: (list, name) =>
    typeof name === "symbol" || (name in list && name !== "keys") ? Reflect.get(list, name) : ["x"],
});

/** Every text that a tree of words holds; sentences that are filled are filled with samples. */
function textsOf(words: unknown): string[] {
  if (typeof words === "string") return [words];
  if (typeof words === "function") return textsOf(words(...Array.from(words.length > 0 ? "abc" : "", () => sample)));
  if (typeof words !== "object" || words === null) return [];
  return Object.values(words).flatMap(textsOf);
}

/** The French half of every pair. */
function frenchIn(tree: unknown): string[] {
  if (typeof tree === "function") return frenchIn(tree(sample));
  if (typeof tree !== "object" || tree === null) return [];
  return "fr" in tree ? textsOf(tree.fr) : Object.values(tree).flatMap(frenchIn);
}

/** What stands in backticks is code, in no language. */
const withoutCode = (text: string) => text.replace(/`[^`]*`/g, "code");

describe("the words", () => {
  test.each(locales)("name every reason of a failed delivery in %s", (locale) => {
    const { delivery } = wordsOf(locale);
    expect(deliveryReasons.filter((reason) => !Object.hasOwn(delivery, reason))).toEqual([]);
  });

  test("show a name that is newer than they are as it is, also one that every object has", () => {
    const { delivery } = wordsOf("en");
    expect(wordFor(delivery, "gate")).toBe("waiting for its turn");
    expect(wordFor(delivery, "moon-phase")).toBe("moon-phase");
    expect(wordFor(delivery, "constructor")).toBe("constructor");
  });

  test("French has a no-break space before a colon and inside of its quotation marks", () => {
    const texts = [...textsOf(wordsOf("fr")), ...textsOf(webWordsOf("fr")), webWordsOf("fr").sandbox("Slack")];
    expect(texts.filter((text) => / [:»;?!]|« |[^\u00a0]:\s/.test(text))).toEqual([]);
  });

  test("so do the banner, the notes of the start, the command line, the faults of policy and environment", () => {
    const tools = [policyTools.fr, policyCases.fr, policyDiffWords.fr, policySeen.fr];
    const trees = [
      running,
      checkNotes,
      slackPicture,
      cliWords,
      caseFaults,
      policyFaults,
      policyWarnings,
      teamFileFaults,
      settingFaults,
      importFaults,
      importNotes,
      importWords,
      timeIntervalFaults,
    ];
    const texts = [...trees.flatMap(frenchIn), ...textsOf([policyExplanation.fr, neededBecause.fr, tools])];
    expect(texts.length).toBeGreaterThan(130);
    expect(texts.map(withoutCode).filter((text) => / [:»;?!]|« /.test(text))).toEqual([]);
  });
});

describe("a sentence", () => {
  test("keeps moments apart and merges the text around them", () => {
    const said = say`since ${moment(5)}: ${"rate"} ${say`limited`}`;
    expect(said).toEqual([
      { kind: "text", text: "since " },
      { kind: "moment", at: 5 },
      { kind: "text", text: ": rate limited" },
    ]);
  });

  test("joined with others leaves out the empty ones", () => {
    expect(join([say`a`, say``, say`b`], " · ")).toEqual([{ kind: "text", text: "a · b" }]);
  });
});

test("a moment beyond all calendars is told as the last one instead of throwing", () => {
  expect(utc(Number.MAX_VALUE, "time", "en")).toBe("00:00 UTC");
  expect(utc(Date.UTC(2026, 10, 20, 9, 4), "date-time", "en")).toBe("20 Nov, 09:04 UTC");
  expect(utc(Date.UTC(2026, 10, 20, 9, 4), "date-time", "fr")).toBe("20 nov., 09:04 UTC");
});
