import { describe, expect, test } from "vitest";
import { deliveryReasons } from "../../../src/receivers/receiver.ts";
import { locales } from "../../../src/words/locale.ts";
import { utc } from "../../../src/words/moments.ts";
import { join, moment, say } from "../../../src/words/sentence.ts";
import { webWordsOf } from "../../../src/words/web.ts";
import { wordFor, wordsOf } from "../../../src/words/words.ts";

/** Every text that a tree of words holds, functions called with what they are likely to get. */
function textsOf(words: unknown): string[] {
  if (typeof words === "string") return [words];
  if (typeof words !== "object" || words === null) return [];
  return Object.values(words).flatMap(textsOf);
}

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
