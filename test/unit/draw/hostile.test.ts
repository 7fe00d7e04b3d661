import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Alert } from "../../../src/alert/alert.ts";
import type { Card, CardLine } from "../../../src/incident/card.ts";
import { cut, tidy } from "../../../src/incident/draw/tidy.ts";
import { drawCard, drawStory, lineText } from "../../../src/incident/draw.ts";
import type { IncidentView } from "../../../src/incident/view.ts";
import { locales } from "../../../src/words/locale.ts";
import { driftView, minute, podAlert, podsView, rowOf, storyOf, withIncident } from "./views.ts";

const lineMaxUnits = 300;
const bidi = /[\u202a-\u202e\u2066\u2067\u200e\u200f\u061c]/;

/** A view whose every text of a sender is hostile. */
function viewWith(text: string): IncidentView {
  const alerts = [1, 2, 3].map((n): Alert => {
    const name = `${n}${text}`;
    return { ...podAlert(name), name, labels: { pod: name, [text]: name }, annotations: { summary: text } };
  });
  return {
    ...withIncident(podsView, {
      identity: { environment: text, environmentAssumed: true, service: text, model: text, family: text },
      sources: [text, `${text}2`],
      severityReason: { kind: "unknown-label", label: text, value: text },
      lead: { fingerprint: "1", name: text, summary: text, modelVersion: text, links: [{ kind: "query", url: text }] },
      standing: { "slack:#ai-alerts": { state: "undelivered", reason: text, label: text, link: text } },
      firing: 3,
    }),
    alerts: alerts.map(rowOf),
    story: storyOf({
      kind: "severity",
      at: minute(1),
      data: { from: "info", to: "urgent", reason: { kind: "label", label: text, value: text }, fingerprint: "1" },
    }),
    sandbox: true,
  };
}

function plainText(line: CardLine): string {
  return line.map((inline) => ("text" in inline ? inline.text : "")).join("");
}

function expectInert(card: Card): void {
  expect(card.lines.length).toBeLessThanOrEqual(6);
  for (const text of [card.notification, ...card.lines.map(plainText)]) {
    expect(text.length).toBeLessThanOrEqual(lineMaxUnits);
    expect(text.isWellFormed()).toBe(true);
    expect(text).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    expect(text).not.toMatch(bidi);
    expect(text.split("\u2068").length).toBe(text.split("\u2069").length);
  }
  expect(card.lines.flat().filter((inline) => inline.kind === "mention" || inline.kind === "link")).toEqual([]);
  for (const { url } of card.links) expect(url).toMatch(/^https?:\/\//);
}

describe("alert text is inert data (cards 7, 12)", () => {
  test.each([
    ["10,000 characters", "x".repeat(10_000)],
    ["10,000 emoji of four code points each", "👩‍👩‍👧‍👦".repeat(10_000)],
    ["a Slack mention of everybody", "<!channel> <!here> <@U123> <!everyone>"],
    ["a plain mention of everybody", "@everyone @here @channel <at>everyone</at>"],
    [
      "markup of four vendors",
      "*b* _i_ `c` [a](https://evil.example) <b>x</b> {color:red}x{color} \u0024{jndi:ldap://x}",
    ],
    ["right-to-left overrides", "\u202Emoc.live\u202C \u2066a\u2069 \u200Fx\u200E"],
    ["Hebrew and Arabic with numbers", "שגיאה 500 في الخدمة 42"],
    ["line breaks and controls", "a\r\nb\tc\u0000d\u001b[31me\u2028f"],
    ["half a surrogate pair", "a\ud83d b \udc00"],
    ["a hundred accents on one letter", `e${"\u0301".repeat(2_000)}`],
    ["nothing", ""],
    ["blanks only", " \n\t "],
  ])("%s", (_what, text) => {
    for (const locale of locales) {
      expectInert(drawCard(viewWith(text), locale));
      for (const line of drawStory(viewWith(text), 0, locale)) {
        expect(plainText(line.line).length).toBeLessThanOrEqual(lineMaxUnits);
        expect(line.text).not.toMatch(bidi);
      }
    }
  });

  test("any text at all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), fc.constantFrom(...locales), (text, locale) => {
        expectInert(drawCard(viewWith(text), locale));
      }),
      { numRuns: 300 },
    );
  });

  test("a label named like a property of every object names instances all the same", () => {
    const alerts = ["a", "b"].map((value) =>
      rowOf({ ...podAlert(value), labels: { ["__proto__"]: value, constructor: value } }),
    );
    const view = withIncident({ ...podsView, alerts }, { firing: 2, resolved: 0 });
    expect(lineText(drawCard(view, "en").lines[2] ?? [], "en")).toMatch(/^2 firing: a, b · /);
  });
});

describe("tidy", () => {
  test("isolates text from right to left, so that it cannot pull its neighbours along", () => {
    expect(tidy("שגיאה 500", 40)).toBe("\u2068שגיאה 500\u2069");
    expect(tidy("שגיאה ".repeat(40), 20)).toMatch(/^\u2068.{1,18}\u2069$/u);
  });

  test("cuts between what people see as characters", () => {
    expect(cut("ab👩‍👩‍👧‍👦cd", 8)).toBe("ab…");
    expect(cut("abcdef", 4)).toBe("abc…");
    expect(cut("abcd", 4)).toBe("abcd");
  });

  test("keeps the joiners that emoji and scripts are made of", () => {
    expect(tidy("👩‍👧 ok", 40)).toBe("👩‍👧 ok");
  });
});

describe("the card depends on the view alone", () => {
  test("the same view gives the same card, letter by letter, and is left unchanged", () => {
    for (const view of [driftView, podsView, viewWith("<b>")]) {
      const before = JSON.stringify(view);
      const first = JSON.stringify([drawCard(view, "en"), drawStory(view, 0, "fr")]);
      expect(JSON.stringify([drawCard(structuredClone(view), "en"), drawStory(structuredClone(view), 0, "fr")])).toBe(
        first,
      );
      expect(JSON.stringify(view)).toBe(before);
    }
  });
});
