import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Field } from "../../../src/chat/form.ts";
import { formCard } from "../../../src/chat/teams/form-card.ts";
import type { Card } from "../../../src/incident/card.ts";
import { drawCard, drawStory } from "../../../src/incident/draw.ts";
import { handlerIds } from "../../../src/incident/handler-ids.ts";
import type { Incident } from "../../../src/incident/incident.ts";
import type { AdaptiveCard } from "../../../src/receivers/teams/activity.ts";
import { teamsDrawing } from "../../../src/receivers/teams/drawing.ts";
import { renderCard, renderContinued, renderReply, renderRing } from "../../../src/receivers/teams/render.ts";
import { locales } from "../../../src/words/locale.ts";
import { aView, nine, promoted, resolved } from "../../unit/teams/a-view.ts";
import { anyCard, anyLine, hostile } from "../../unit/teams/hostile-cards.ts";
import { cardOf, missingOf, openCardReferee } from "./card-referee.ts";
import { refereePath } from "./prism.ts";

const naughtyFile = refereePath("json/blns.json");
const missing = missingOf(naughtyFile);

/** What `formCard` draws by the drawing is a card of `receivers/teams`. */
function asCard(card: object): AdaptiveCard {
  return card as AdaptiveCard;
}

describe.skipIf(missing !== "")(
  `Cards, judged by the schema of 1.5 and by Adaptive Cards' own library ${missing}`,
  () => {
    const faultsOf = missing === "" ? openCardReferee() : () => [missing];

    test("the referees do find faults", () => {
      const good = cardOf(renderCard(drawCard(aView(), "en"), "en"));
      expect(faultsOf(good)).toEqual([]);
      expect(good && faultsOf({ ...good, body: [{ type: "Table", rows: 7 }] })).not.toEqual([]);
      expect(good && faultsOf({ ...good, body: [{ type: "TextBlok", text: "x" }] })).not.toEqual([]);
    });

    test("every state of an incident, in every language, with and without somebody to call", () => {
      const states: Partial<Incident>[] = [
        ...(["info", "warning", "critical", "urgent"] as const).map((severity) => ({ severity, worst: severity })),
        { phase: "resolved", outcome: "source_resolved", resolvedAt: nine + 60_000, firing: 0, resolved: 3 },
        { phase: "closed", outcome: "false_positive", closedAt: nine + 60_000 },
        { deadlines: [{ kind: "triage", dueAt: nine + 900_000, severity: "critical" }], reopened: 2, truncated: 4 },
      ];
      for (const locale of locales) {
        for (const state of states) {
          const view = aView(state, [promoted, resolved]);
          const card = drawCard(view, locale);
          const link = "https://teams.microsoft.com/l/message/19%3Ax/1";
          const ring = (mention?: string) =>
            drawStory(view, 3, locale).map((one) => renderRing(one, { card, link, mention }, locale));
          const drawn = [
            renderCard(card, locale),
            renderCard(card, locale, { mention: "Ada <ada@example.org>, @on-call" }),
            ...drawStory(view, 3, locale).map((entry) => renderReply(entry, locale)),
            ...ring(),
            ...ring("ada@example.org"),
          ];
          expect(drawn.flatMap((activity) => faultsOf(cardOf(activity)))).toEqual([]);
        }
      }
    });

    test("every button, in the row and in the menu, as the channel and as one presser see it", () => {
      for (const locale of locales) {
        const offers = handlerIds.map(
          (handler, at) => ({ handler, look: "plain", menu: at > 4, asks: "nothing" }) as const,
        );
        const view = { ...aView(), offers };
        const thread = { serviceUrl: "https://s.example", tenantId: "t", conversationId: "19:x;messageid=1" };
        const drawn = cardOf(renderCard(drawCard(view, locale), locale));
        for (const handler of handlerIds) expect(JSON.stringify(drawn)).toContain(`"vigie:${handler}"`);
        expect(faultsOf(drawn)).toEqual([]);
        expect(faultsOf(teamsDrawing.incident(view, locale, { thread, said: "**done**" }))).toEqual([]);
        expect(faultsOf(cardOf(renderContinued(drawCard(view, locale), "https://t.example/1", locale)))).toEqual([]);
      }
    });

    test("every form, filled and faulty, with people to choose and without, and its answers", () => {
      const text = fc.record({
        kind: fc.constant("text" as const),
        multiline: fc.boolean(),
        maxUnits: fc.integer({ min: 1, max: 3000 }),
        initial: hostile,
      });
      const option = fc.record({ value: hostile, text: hostile });
      const kinds = fc.oneof(
        text,
        fc.record({
          kind: fc.constant("choice" as const),
          options: fc.array(option, { minLength: 1, maxLength: 9 }),
          initial: hostile,
        }),
        fc.record({ kind: fc.constant("person" as const), initial: hostile }),
        fc.record({ kind: fc.constant("toggle" as const), initial: fc.boolean() }),
      );
      const common = fc.record({
        label: hostile.map((text) => `Field ${text}`),
        hint: hostile,
        required: fc.boolean(),
      });
      const field = fc.tuple(common, kinds).map(([one, kind]) => ({ ...one, ...kind }));
      const asked = fc.record({
        title: hostile,
        note: hostile,
        submit: fc.constant("Send"),
        cancel: fc.constant("Cancel"),
        fields: fc.array(field, { maxLength: 6 }).map((all) => all.map((one, at): Field => ({ ...one, id: `f${at}` }))),
      });
      const people = fc.array(option, { maxLength: 3 });
      fc.assert(
        fc.property(asked, people, hostile, fc.constantFrom(...locales), (form, some, said, locale) => {
          const about = { groupId: "g", uid: "u", version: 1 };
          const faults = [
            { field: "f0", message: said },
            { field: "nowhere", message: said },
          ];
          const press = { handler: "note", about };
          const drawn = formCard(teamsDrawing, { form, press, people: some, locale, faults, typed: { f1: said } });
          expect(faultsOf(asCard(drawn))).toEqual([]);
        }),
      );
    });

    test("any card at all", () => {
      fc.assert(
        fc.property(
          anyCard,
          fc.constantFrom(...locales),
          fc.option(hostile, { nil: undefined }),
          (card, locale, mention) => {
            expect(faultsOf(cardOf(renderCard(card, locale, { mention })))).toEqual([]);
          },
        ),
        { numRuns: 200 },
      );
      fc.assert(
        fc.property(anyLine, hostile, (line, text) => {
          const entry = { seq: 1, line, text, tells: "rings" } as const;
          expect(faultsOf(cardOf(renderReply(entry, "en")))).toEqual([]);
        }),
      );
    });

    test("each of the naughty strings, in every place of an alert", () => {
      const naughty = z.array(z.string()).parse(JSON.parse(readFileSync(naughtyFile, "utf8")));
      expect(naughty.length).toBeGreaterThan(500);
      for (const text of naughty) {
        const view = aView({
          identity: { environment: text, environmentAssumed: false, service: text, model: text, family: text },
          lead: { fingerprint: "f", name: text, summary: text, links: [{ kind: "runbook", url: text }] },
        });
        const card: Card = {
          ...{
            tone: "urgent",
            buttons: [],
            menu: [],
            about: { groupId: "g", uid: "u", version: 1 },
            notification: text,
            id: "VIG-1",
          },
          lines: [
            [{ kind: "strong", text }],
            [
              { kind: "text", text },
              { kind: "time", at: nine, style: "date-time" },
            ],
          ],
          links: [{ text, url: `https://example.org/${text}` }],
        };
        const drawn = [renderCard(drawCard(view, "fr"), "fr"), renderCard(card, "en", { mention: text })];
        expect(drawn.flatMap((activity) => faultsOf(cardOf(activity)))).toEqual([]);
      }
    });
  },
);
