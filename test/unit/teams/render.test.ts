import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Card, Inline } from "../../../src/incident/card.ts";
import type { CardElement, TeamsActivity } from "../../../src/receivers/teams/activity.ts";
import { activityMaxBytes, sizes } from "../../../src/receivers/teams/limits.ts";
import { readMention } from "../../../src/receivers/teams/mention.ts";
import {
  bytesOf,
  hashOf,
  renderCard,
  renderPlain,
  renderReply,
  renderRing,
} from "../../../src/receivers/teams/render.ts";
import { renderLine } from "../../../src/receivers/teams/render-line.ts";
import { nine } from "./a-view.ts";
import { anyCard, anyLine, hostile } from "./hostile-cards.ts";

const text = (said: string): Inline => ({ kind: "text", text: said });
const time: Inline = { kind: "time", at: nine, style: "time" };

const card: Card = {
  tone: "urgent",
  buttons: [],
  menu: [],
  about: { groupId: "g", uid: "u", version: 1 },
  notification: "URGENT prod credit-scoring: accuracy 0.846, was 0.950",
  lines: [
    [{ kind: "strong", text: "🔴 URGENT · prod · credit-scoring" }],
    [text("accuracy 0.846, was 0.950")],
    [text("since "), time],
    [text("first on "), { kind: "time", at: nine, style: "date-time" }],
  ],
  links: Array.from({ length: 9 }, (_, at) => ({ text: `Link ${at}`, url: `https://example.org/${at}` })),
  id: "VIG-1042",
};

const bodyOf = (activity: TeamsActivity): readonly CardElement[] => activity.attachments?.[0]?.content.body ?? [];

describe("the card", () => {
  const activity = renderCard(card, "en");
  const body = bodyOf(activity);

  test("says the severity by the container's style and by the word (cards 2)", () => {
    expect(body[0]).toMatchObject({ type: "Container", style: "attention", bleed: true });
    expect(JSON.stringify(body[0])).toContain("URGENT");
  });

  test("tells times in the reader's zone, in TextBlocks, and everything else in RichTextBlocks (cards 8)", () => {
    expect(body[1]).toMatchObject({ type: "RichTextBlock", inlines: [{ text: "accuracy 0.846, was 0.950" }] });
    expect(body[2]).toMatchObject({ type: "TextBlock", text: "since {{TIME(2026-11-20T09:00:00Z)}}" });
    expect(body[3]).toMatchObject({
      text: "first on {{DATE(2026-11-20T09:00:00Z, SHORT)}} {{TIME(2026-11-20T09:00:00Z)}}",
    });
  });

  test("shows at most six links and the id last (cards 5)", () => {
    const actions = body.at(-2);
    expect(actions).toMatchObject({ type: "ActionSet" });
    expect(actions?.actions).toHaveLength(6);
    expect(body.at(-1)).toMatchObject({ text: "VIG-1042" });
  });

  test("is the whole story in its notification, for screen readers and for clients that draw no cards (cards 1)", () => {
    expect(activity.summary).toBe(card.notification);
    expect(activity.attachments?.[0]?.content).toMatchObject({ speak: card.notification });
    expect(activity).not.toHaveProperty("text");
  });

  test("is equal letter by letter for the same state", () => {
    expect(hashOf(renderCard(card, "en"))).toBe(hashOf(activity));
    expect(hashOf(renderCard({ ...card, tone: "resolved" }, "en"))).not.toBe(hashOf(activity));
  });

  test.each([
    ["info", "accent"],
    ["warning", "warning"],
    ["critical", "attention"],
    ["resolved", "good"],
    ["neutral", "emphasis"],
  ] as const)("is drawn for %s in %s", (tone, style) => {
    expect(bodyOf(renderCard({ ...card, tone }, "en"))[0]).toMatchObject({ style });
  });
});

describe("text from outside", () => {
  const lineOf = (said: string) => renderLine([text(said), text(" "), time], "en", sizes[0]).text;

  test.each([
    ["a link", "[click](https://evil.example)", /(?<!\\)\]\(|\]\(/],
    ["a date function", "{{DATE(2026-01-01T00:00:00Z)}}", /\{\{DATE/],
    ["a time function", "{{TIME(2026-01-01T00:00:00Z)}} {{{TIME(2026-01-01T00:00:00Z)}}}", /\{\{TIME\(2026-01/],
    ["a mention", "<at>Ada</at> < / at>", /<\s*\/?\s*at/],
    ["bold", "**loud**", /(?<!\\)\*/],
    ["italic", "_soft_ soft_ _soft", /(?<!\\)_/],
    ["code", "`code`", /(?<!\\)`/],
    ["html", "<b>x</b><https://evil.example>", /(?<!\\)</],
    ["an entity", "&lt;at&gt; &#123;", /(?<!\\)&/],
  ])("does not become %s", (_name, said, markup) => {
    expect(lineOf(said)).not.toMatch(markup);
  });

  test.each(["- item", "+ item", "1. item", "12) item", "# heading"])("begins no list or heading: %s", (said) => {
    expect(lineOf(said)).toMatch(/^\\|^\d+\\/);
  });

  test("keeps names whole that only look like markup", () => {
    expect(lineOf("model_accuracy_v8 & 5 > 3")).toContain("model_accuracy_v8 & 5 \\> 3");
  });

  test("stands as it is where no markdown is read, but for functions and mentions", () => {
    const block = renderLine([text("[a](b) **c** {{DATE(2026-01-01T00:00:00Z)}} <at>d</at>\nnext")], "en", sizes[0]);
    expect(block).toMatchObject({
      type: "RichTextBlock",
      inlines: [{ text: "[a](b) **c** {\u200b{DATE(2026-01-01T00:00:00Z)}} <\u200bat>d<\u200b/at> next" }],
    });
  });

  test("cannot hide a function in two neighbouring pieces", () => {
    const block = renderLine([text("{"), text("{DATE(2026-01-01T00:00:00Z)}}"), time], "en", sizes[0]);
    expect(block.text).not.toContain("{{DATE");
  });

  test("never becomes a link's target", () => {
    const link = (url: string) => JSON.stringify(renderLine([{ kind: "link", text: "x", url }], "en", sizes[0]));
    expect(link("https://example.org/a")).toContain("Action.OpenUrl");
    for (const url of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "not a url"]) {
      expect(link(url)).not.toContain("Action.OpenUrl");
    }
    const shown = renderLine([{ kind: "link", text: "x", url: "https://example.org/a)b(c" }, time], "en", sizes[0]);
    expect(shown.text).toContain("[x](https://example.org/a%29b%28c)");
    const bad = bodyOf(renderCard({ ...card, links: [{ text: "x", url: "javascript:alert(1)" }] }, "en"));
    expect(JSON.stringify(bad)).not.toContain("javascript");
  });
});

test("A moment that no client can draw is told in UTC", () => {
  const at = (moment: number) => renderLine([{ kind: "time", at: moment, style: "time" }], "en", sizes[0]);
  expect(at(Date.UTC(9999, 0))).toMatchObject({ type: "RichTextBlock", inlines: [{ text: "00:00 UTC" }] });
  expect(at(Number.NaN)).toMatchObject({ inlines: [{ text: "?" }] });
});

test("A ring says what happened, how bad it is, and leads to the message", () => {
  const entry = {
    seq: 4,
    line: [text("Promoted from WARNING to URGENT")],
    text: "Promoted from WARNING to URGENT",
    tells: "rings",
  } as const;
  const link = "https://teams.microsoft.com/l/message/19%3Ax/1";
  const activity = renderRing(entry, { card, link, mention: "@on-call" }, "fr");
  expect(activity).toMatchObject({ summary: entry.text, channelData: { notification: { alert: true } } });
  const said = JSON.stringify(activity);
  for (const part of ["Promoted from WARNING", "attention", "VIG-1042", link, "Ouvrir le message", "@on-call"]) {
    expect(said).toContain(part);
  }
  expect(renderReply(entry, "en")).not.toHaveProperty("channelData");
});

test("A mention is read as people with an id, and anything else is only shown", () => {
  const guid = "6f1c2d3e-0000-4000-8000-0123456789ab";
  expect(readMention(`Ada <${guid}>, bob@example.org`)).toEqual({
    markdown: "<at>Ada</at> <at>bob@example.org</at>",
    entities: [
      { type: "mention", text: "<at>Ada</at>", mentioned: { id: guid, name: "Ada" } },
      {
        type: "mention",
        text: "<at>bob@example.org</at>",
        mentioned: { id: "bob@example.org", name: "bob@example.org" },
      },
    ],
  });
  expect(readMention("@on-call")).toEqual({ markdown: "@on-call", entities: [] });
  expect(readMention("<at>everyone</at>").entities).toEqual([]);
  expect(readMention("<at>everyone</at>").markdown).not.toContain("<at>");
});

describe("whatever a card holds", () => {
  test("the message stays below the smallest limit that Teams ever named, and is well formed", () => {
    fc.assert(
      fc.property(
        anyCard,
        fc.constantFrom("en", "fr"),
        fc.option(hostile, { nil: undefined }),
        (any, locale, mention) => {
          for (const activity of [renderCard(any, locale), renderCard(any, locale, { mention })]) {
            expect(bytesOf(activity)).toBeLessThanOrEqual(activityMaxBytes);
            expect(JSON.stringify(activity).isWellFormed()).toBe(true);
            expect(JSON.stringify(activity)).not.toMatch(/\\ud[89a-f]/i);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("no text becomes a function, a mention or a markdown link", () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 4 }), (texts) => {
        const block = renderLine([...texts.map(text), time], "en", sizes[0]);
        const said = String(block.text ?? "").replaceAll("{{TIME(2026-11-20T09:00:00Z)}}", "");
        expect(said).not.toMatch(/\{\{(DATE|TIME)\(/);
        expect(said).not.toMatch(/<\s*\/?\s*at\b/i);
        expect(said).not.toContain("](");
      }),
      { numRuns: 500 },
    );
  });

  test("a reply and a plain line fit too", () => {
    fc.assert(
      fc.property(anyLine, hostile, (line, said) => {
        expect(bytesOf(renderReply({ seq: 1, line, text: said, tells: "quiet" }, "en"))).toBeLessThan(activityMaxBytes);
        expect(bytesOf(renderPlain(said))).toBeLessThan(4_000);
      }),
    );
  });
});
