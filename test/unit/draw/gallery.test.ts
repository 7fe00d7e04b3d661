import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { drawCard, drawStory, lineText, toneEmoji } from "../../../src/incident/draw.ts";
import { lasts } from "../../../src/incident/incident.ts";
import { renderCard, renderStory, type SlackMessage } from "../../../src/receivers/slack/render.ts";
import { attachmentSchema, blocksSchema } from "../../../src/sandbox/slack/block-rules.ts";
import { locales } from "../../../src/words/locale.ts";
import { wordsOf } from "../../../src/words/words.ts";
import { gallery } from "../../support/gallery.ts";
import { needs, referee } from "../slack/referees.ts";

const schemaFile = "slack/block-kit-schema/blocks.schema.json";
const { skip, why } = needs(schemaFile);

/** Each state in each language, drawn. */
const cards = locales.flatMap((locale) =>
  gallery(locale).map(({ name, view }) => {
    const card = drawCard(view, locale);
    const lines = card.lines.map((line) => lineText(line, locale));
    return { name: `${name}, ${locale}`, locale, view, card, lines, head: lines[0] ?? "" };
  }),
);

/** The card and each entry of its thread, as Slack gets them. */
const messages = cards.flatMap(({ name, view, card, locale }) => [
  { name, message: renderCard(card, locale, { buttons: true }) },
  ...drawStory(view, 0, locale).map((entry) => {
    const to = { id: card.id, url: "https://acme.slack.com/archives/C1/p1" };
    return { name: `${name}: ${entry.text}`, message: renderStory(entry, locale, to) };
  }),
]);

const partsOf = ({ blocks, attachments }: SlackMessage) => [blocks, ...attachments.map((one) => one.blocks ?? [])];

describe("every state of a card, in both languages, holds the rules of cards.md", () => {
  it.each(cards)("1. the notification line says how bad, where and what: $name", ({ card, view, locale }) => {
    const { identity, severity } = view.incident;
    const words = wordsOf(locale);
    const { notification } = card;
    expect(notification.length).toBeLessThanOrEqual(300);
    expect(notification).toContain(identity.environment);
    expect(notification).toContain(`${identity.service}${words.colon}`);
    if (lasts(view.incident)) expect(notification).toContain(words.severity[severity]);
    else expect(notification).toMatch(/^\p{Lu}{4}/u);
  });

  it.each(cards)("2. it is seen by its mark and read by its word: $name", ({ card, head, view, locale }) => {
    const [before = "", after = ""] = head.split(toneEmoji[card.tone]);
    expect(before).toMatch(/^(?:(?:SANDBOX|EXERCISE|EXERCICE) · )?$/);
    const word = lasts(view.incident) ? wordsOf(locale).severity[view.incident.severity] : "";
    expect(after.startsWith(` ${word}`)).toBe(true);
    expect(after).toMatch(/^ \p{Lu}{4}/u);
  });

  it.each(cards)("3, 5. six lines, two when it is over, none empty or of nothing: $name", ({ lines, view }) => {
    const most = view.incident.phase === "closed" || view.incident.phase === "resolved" ? 2 : 6;
    expect(lines.length).toBeGreaterThanOrEqual(2);
    expect(lines.length).toBeLessThanOrEqual(most);
    for (const line of lines) {
      expect(line.trim()).not.toBe("");
      expect(line).not.toMatch(/undefined|NaN|\[object|· ·|·$|^·| {2}|\bnull\b/);
    }
  });

  it.each(cards)("4. five buttons, one primary; acknowledge is first until somebody has: $name", ({ card, view }) => {
    const row = card.buttons.map(({ handler }) => handler);
    expect(row.length).toBeLessThanOrEqual(5);
    const primary = [...card.buttons, ...card.menu].filter(({ look }) => look === "primary");
    expect(primary.length).toBeLessThanOrEqual(1);
    const isWaiting = lasts(view.incident) && !view.incident.acknowledged;
    expect(row.includes("acknowledge")).toBe(isWaiting);
    if (isWaiting) expect(card.buttons[0]).toMatchObject({ handler: "acknowledge", look: "primary" });
    expect(card.buttons[0]?.look).not.toBe("danger");
    expect(new Set([...row, ...card.menu.map(({ handler }) => handler)]).size).toBe(row.length + card.menu.length);
  });

  it.each(cards)("5. the phase is last on its line, the id on the last: $name", ({ card, head, view, locale }) => {
    const { phase } = wordsOf(locale);
    if (lasts(view.incident))
      expect(Object.values(phase).map((word) => `[${word}]`)).toContain(/\[.*\]$/.exec(head)?.[0]);
    const drawn = renderCard(card, locale).attachments[0]?.blocks?.[0];
    expect(JSON.stringify(drawn)).toMatch(new RegExp(`"text":"${card.id}"\\}\\]\\}\\]\\}$`));
  });

  it.each(cards)("8. no bare minus, and no English in French: $name", ({ card, lines, locale }) => {
    const all = [card.notification, ...lines].join("\n");
    expect(all).not.toMatch(/[ (]-\d/);
    const english =
      /\b(?:since|due|paged|acknowledged|reported|overdue|assigned|called|until|worse|over|was|judged)\b/i;
    if (locale === "fr") expect(all).not.toMatch(english);
  });

  it("7. nobody is called by an edit, nor by a thread's quiet words", () => {
    for (const { message } of messages) {
      expect(JSON.stringify(partsOf(message))).not.toMatch(/"type":"(?:broadcast|user|usergroup)"/);
    }
  });

  it("each state is drawn unlike all others", () => {
    for (const locale of locales) {
      const drawn = cards
        .filter((one) => one.locale === locale)
        .map(({ card }) => JSON.stringify({ ...card, about: null }));
      expect(new Set(drawn).size).toBe(drawn.length);
      expect(drawn.length).toBeGreaterThan(30);
    }
  });
});

describe("every message of the gallery", () => {
  it("is taken by the sandbox", () => {
    for (const { name, message } of messages) {
      expect([name, blocksSchema.safeParse(message.blocks).error]).toEqual([name, undefined]);
      expect([name, z.array(attachmentSchema).safeParse(message.attachments).error]).toEqual([name, undefined]);
    }
  });

  it.skipIf(skip)(`passes Slack's own schema${why}`, () => {
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
      z.looseObject({}).parse(referee(schemaFile)),
    );
    for (const { name, message } of messages) {
      for (const blocks of partsOf(message)) expect([name, validate(blocks) || validate.errors]).toEqual([name, true]);
    }
  });
});
