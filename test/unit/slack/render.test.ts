import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Card } from "../../../src/incident/card.ts";
import { drawCard } from "../../../src/incident/draw.ts";
import type { IncidentView } from "../../../src/incident/view.ts";
import { plainStep } from "../../../src/receivers/slack/next.ts";
import { hashOf, renderCard, renderStory, type SlackMessage } from "../../../src/receivers/slack/render.ts";
import { attachmentSchema, blocksSchema } from "../../../src/sandbox/slack/block-rules.ts";
import { driftView, jira, minute, pagerduty, podsView, withIncident } from "../draw/views.ts";
import { hostileText, hostileView } from "../pagerduty/hostile.ts";
import { needs, referee } from "./referees.ts";
import { channel } from "./sandbox.ts";

const schemaFile = "slack/block-kit-schema/blocks.schema.json";
const blnsFile = "json/blns.json";
const { skip, why } = needs(schemaFile, blnsFile);

const states: readonly (readonly [string, IncidentView])[] = [
  ["drift", driftView],
  ["pods", podsView],
  ["warning", withIncident(podsView, { severity: "warning", worst: "warning" })],
  ["info", withIncident(driftView, { severity: "info", worst: "info", owed: [] })],
  ["triaging", withIncident(driftView, { phase: "triaging" })],
  ["resolved", withIncident(driftView, { phase: "resolved", resolvedAt: minute(71), firing: 0, resolved: 1 })],
  ["closed", withIncident(driftView, { phase: "closed", resolvedAt: minute(71), closedAt: minute(81), firing: 0 })],
  ["false positive", withIncident(driftView, { phase: "closed", outcome: "false_positive", closedAt: minute(6) })],
  ["reopened", withIncident(driftView, { reopened: 2 })],
  [
    "NOT PAGED",
    withIncident(driftView, { standing: { [pagerduty.id]: { state: "undelivered", reason: "unauthorized" } } }),
  ],
  ["page left out", withIncident(driftView, { standing: { [pagerduty.id]: { state: "left_out" } } })],
  ["ticket retrying", withIncident(driftView, { standing: { [jira.id]: { state: "retrying", reason: "time-out" } } })],
  ["sandbox", { ...driftView, sandbox: true }],
  [
    "assumed environment",
    withIncident(driftView, { identity: { ...driftView.incident.identity, environmentAssumed: true } }),
  ],
  ["no dashboard", (({ dashboard, ...view }) => view)(driftView)],
];

const bareCard: Card = {
  tone: "urgent",
  buttons: [],
  menu: [],
  about: { groupId: "g", uid: "u", version: 1 },
  notification: "URGENT x",
  lines: [],
  links: [],
  id: "VIG-1",
};
const cardOf = (text: string): Card => ({
  tone: "urgent",
  buttons: [],
  menu: [],
  about: { groupId: "g", uid: "u", version: 1 },
  notification: text,
  lines: [
    [{ kind: "strong", text }],
    [
      { kind: "text", text },
      { kind: "time", at: minute(1), style: "time" },
      { kind: "link", text, url: text },
      { kind: "mention", mention: text },
    ],
    [{ kind: "link", text, url: `https://grafana.example/?q=${encodeURIComponent(text.toWellFormed())}` }],
  ],
  links: [{ text, url: "https://x.example/" }],
  id: "VIG-1",
});

const richTextSchema = z.looseObject({
  type: z.literal("rich_text"),
  elements: z.array(z.object({ elements: z.array(z.looseObject({ type: z.string() })) })),
});

/** All pieces of a message, which must be rich text and nothing else. */
function piecesOf(message: SlackMessage) {
  const inside = message.attachments.flatMap(({ blocks }) => blocks ?? []);
  return [...message.blocks, ...inside].flatMap((block) =>
    richTextSchema.parse(block).elements.flatMap((part) => part.elements),
  );
}

/** What the stand-in's own rules say. */
function expectAccepted(message: SlackMessage): void {
  expect(blocksSchema.safeParse(message.blocks).error).toBeUndefined();
  for (const attachment of message.attachments) expect(attachmentSchema.safeParse(attachment).error).toBeUndefined();
  expect(message.text.length).toBeLessThanOrEqual(4_000);
  const chars = piecesOf(message).reduce((sum, piece) => sum + JSON.stringify(piece).length, 0);
  expect(chars).toBeLessThan(100_000);
}

/** Text of an alert is only ever the text of a text piece, a link's label, or escaped. */
function expectHarmless(message: SlackMessage): void {
  for (const piece of piecesOf(message)) expect(["text", "link", "date"]).toContain(piece.type);
  for (const piece of piecesOf(message)) if (piece.type === "link") expect(piece.url).toMatch(/^https?:/);
  expect(message.text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
}

describe("drawing for Slack", () => {
  it.each(states)(
    "draws the card of state %s in both languages as rich text that the stand-in takes",
    (_name, view) => {
      for (const locale of ["en", "fr"] as const) {
        const message = renderCard(drawCard(view, locale), locale);
        expectAccepted(message);
        expectHarmless(message);
        expect(hashOf(message)).toBe(hashOf(renderCard(drawCard(structuredClone(view), locale), locale)));
      }
    },
  );

  it("shows the headline above the stripe, the rest beside it, links and id on the last line", () => {
    const message = renderCard(drawCard(driftView, "en"), "en");
    expect(message.attachments.map(({ color }) => color)).toEqual(["#d72b3f"]);
    const text = (block: unknown) =>
      richTextSchema
        .parse(block)
        .elements.flatMap(({ elements }) => elements.map((piece) => piece.text ?? piece.fallback))
        .join("");
    expect(text(message.blocks[0])).toMatch(/^🔴 URGENT · prod · credit-scoring · accuracy 10\.9 % worse/);
    const lines = text(message.attachments[0]?.blocks?.[0]).split("\n");
    expect(lines[0]).toMatch(/^accuracy 0\.846, was 0\.950/);
    expect(lines.at(-1)).toMatch(/ · VIG-1042$/);
  });

  it("draws times for the reader's zone, with UTC to fall back on", () => {
    const message = renderCard(drawCard(driftView, "en"), "en");
    expect(piecesOf(message)).toContainEqual({
      type: "date",
      timestamp: minute(16) / 1000,
      format: "{time}",
      fallback: "09:16 UTC",
    });
  });

  it.each([
    "<!channel>",
    "@everyone",
    "<https://evil.example|click>",
    "*bold*",
    "`code`",
    "<@U0ONCALL01>",
    "https://evil.example",
  ])("shows %s letter by letter", (text) => {
    const message = renderCard(cardOf(text), "en");
    expectAccepted(message);
    expect(piecesOf(message)).toContainEqual({ type: "text", text, style: { bold: true } });
    expect(piecesOf(message).filter(({ type }) => /broadcast|user|usergroup/.test(type))).toEqual([]);
    expect(message.text).toBe(text.replaceAll("<", "&lt;").replaceAll(">", "&gt;"));
  });

  it("links only to http and https", () => {
    for (const url of [
      "javascript:alert(1)",
      "data:text/html,x",
      "not a url",
      `https://x.example/${"a".repeat(3_000)}`,
    ]) {
      const message = renderCard({ ...bareCard, lines: [[{ kind: "link", text: "label", url }]] }, "en");
      expect(piecesOf(message)).toContainEqual({ type: "text", text: "label" });
    }
  });

  it("tells a moment that Slack cannot draw as text", () => {
    for (const at of [Number.NaN, -1, 9e15]) {
      const message = renderCard({ ...bareCard, lines: [[{ kind: "time", at, style: "time" }]] }, "en");
      expectAccepted(message);
      expect(piecesOf(message).some(({ type }) => type === "date")).toBe(false);
    }
  });

  it("calls the one whom the policy names, once, in a new message only", () => {
    const card: Card = {
      ...bareCard,
      lines: [
        [
          { kind: "text", text: "x " },
          { kind: "mention", mention: "@here" },
        ],
      ],
    };
    const calls = (message: SlackMessage) => piecesOf(message).filter(({ type }) => type === "broadcast").length;
    expect(calls(renderCard(card, "en"))).toBe(0);
    expect(calls(renderCard(card, "en", { calling: {} }))).toBe(1);
    expect(calls(renderCard(card, "en", { calling: { mention: "@here" } }))).toBe(1);
    expect(renderCard(card, "en", { calling: { mention: "@here" } }).text).toBe("<!here> URGENT x");
    expect(renderCard(card, "en", { calling: { mention: "U0ONCALL01, @channel" } }).text).toBe(
      "<@U0ONCALL01> <!channel> <!here> URGENT x",
    );
  });

  it("shows a mention that is none of Slack's by name", () => {
    const message = renderCard(bareCard, "en", { calling: { mention: "<!everyone> @on-call" } });
    expect(piecesOf(message).every(({ type }) => type === "text")).toBe(true);
    expect(message.text).toBe("&lt;!everyone&gt; @on-call URGENT x");
  });

  it("is never refused and never markup, whatever an alert says", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const message of [
          renderCard(cardOf(text), "en"),
          renderCard(drawCard(hostileView(text), "fr"), "fr"),
          renderStory({ seq: 1, tells: "rings", text, line: [{ kind: "text", text }] }, "en", {
            id: "VIG-1",
            url: text,
          }),
        ]) {
          expectAccepted(message);
          expectHarmless(message);
        }
        const plain = plainStep(hostileView(text), null, channel)?.message;
        if (!plain) throw new Error("no plain line");
        expectAccepted(plain);
        expectHarmless(plain);
      }),
      { numRuns: 150 },
    );
  });

  it("holds Slack's sizes for the longest card there can be", () => {
    const long = "🧑‍🚀é漢".repeat(10_000);
    const lines = Array.from({ length: 60 }, (): Card["lines"][number] => [{ kind: "text", text: long }]);
    const message = renderCard({ ...bareCard, notification: long, lines }, "en");
    expectAccepted(message);
    expect(message.text.endsWith("…")).toBe(true);
    expect(message.text.isWellFormed()).toBe(true);
  });
});

describe.skipIf(skip)(`by Slack's own schema${why}`, () => {
  const judge = () => new Ajv({ strict: false, allErrors: true }).compile(z.looseObject({}).parse(referee(schemaFile)));
  const expectValid = (validate: ReturnType<typeof judge>, message: SlackMessage) => {
    for (const blocks of [message.blocks, ...message.attachments.map((one) => one.blocks ?? [])]) {
      expect(validate(blocks) ? [] : validate.errors).toEqual([]);
    }
  };

  it("every state of the card passes, as a new message and as an edit", () => {
    const validate = judge();
    for (const [, view] of states) {
      expectValid(validate, renderCard(drawCard(view, "en"), "en"));
      expectValid(
        validate,
        renderCard(drawCard(view, "fr"), "fr", { calling: { mention: "@here U0ONCALL01 S012AB" } }),
      );
    }
  });

  it("every naughty string passes, and so does anything else", () => {
    const validate = judge();
    for (const text of z.array(z.string()).parse(referee(blnsFile))) {
      expectValid(validate, renderCard(cardOf(text), "en"));
      expectHarmless(renderCard(cardOf(text), "en"));
    }
    fc.assert(
      fc.property(hostileText, (text) => expectValid(validate, renderCard(drawCard(hostileView(text), "en"), "en"))),
      { numRuns: 50 },
    );
  });

  it("and the schema does refuse what is wrong", () => {
    expect(
      judge()([{ type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text" }] }] }]),
    ).toBe(false);
  });
});
