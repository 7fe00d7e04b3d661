import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { drawCard, drawStory } from "../../src/incident/draw.ts";
import { renderCard, renderReply, renderRing } from "../../src/receivers/teams/render.ts";
import { locales } from "../../src/words/locale.ts";
import { gallery } from "../support/gallery.ts";
import { formsSheet } from "./gallery/forms-sheet.ts";
import { photograph } from "./gallery/photograph.ts";
import type { Sheet } from "./gallery/sheet.ts";
import { shrinkPng } from "./gallery/shrink-png.ts";
import { slackSheet } from "./gallery/slack-sheet.ts";
import { teamsSheet } from "./gallery/teams-sheet.ts";
import { cardOf, missingOf, openCardReferee } from "./referees/card-referee.ts";
import { missingPrograms } from "./story/child.ts";

const noReferee = missingOf();
const noBrowser = missingPrograms("chromium");

const link = "https://teams.microsoft.com/l/message/19%3Ax/1";

describe.skipIf(noReferee !== "")(`every state of a card in Teams ${noReferee}`, () => {
  it.each(locales)(
    "passes the schema and Adaptive Cards' own library, with its thread and what rings: %s",
    (locale) => {
      const faultsOf = openCardReferee();
      for (const { name, view } of gallery(locale)) {
        const card = drawCard(view, locale);
        const drawn = [
          renderCard(card, locale),
          renderCard(card, locale, { mention: "Ada <ada@example.org>" }),
          ...drawStory(view, 0, locale).flatMap((entry) => [
            renderReply(entry, locale, "Ada <ada@example.org>"),
            renderRing(entry, { card, link, mention: undefined }, locale),
          ]),
        ];
        if (name === "own channel") expect(JSON.stringify(drawn[0])).toContain('"#vig-1042"');
        expect([name, ...drawn.flatMap((activity) => faultsOf(cardOf(activity)))]).toEqual([name]);
      }
    },
  );
});

/** A page that stayed empty is smaller than this. */
const pictureMinBytes = 100_000;

/** Takes a picture of a sheet; `UPDATE_PICTURES=1` keeps it, to be looked at and committed. */
async function keep(name: string, sheet: Sheet): Promise<string> {
  const { png, text, console } = await photograph(sheet);
  expect(console).toEqual([]);
  expect(png.byteLength).toBeGreaterThan(pictureMinBytes);
  if (process.env.UPDATE_PICTURES === "1") writeFileSync(`docs/pictures/${name}.png`, shrinkPng(png));
  return text;
}

const missing = [noReferee, noBrowser ?? ""].filter(Boolean).join(", ");

describe.skipIf(missing !== "")(`the pictures of docs/pictures ${missing}`, () => {
  it.each(locales)("show every state in Slack and in Teams: %s", async (locale) => {
    const pictures = gallery(locale);
    const seen = [
      await keep(`slack-states-${locale}`, await slackSheet(pictures, locale)),
      await keep(`teams-states-${locale}`, teamsSheet(pictures, locale)),
    ];
    const plain = (text: string) => text.replace(/[\s\u00a0\u202f]+/g, " ");
    for (const text of seen) {
      for (const { name, view } of pictures) {
        expect(text).toContain(name);
        const [headline] = drawCard(view, locale).lines[0] ?? [];
        expect(text).toContain(plain(headline && "text" in headline ? headline.text : "?"));
      }
      expect(text).not.toMatch(/\*\*|\{\{|\\[.·]/);
    }
  });

  it("show forms", async () => {
    const [picture] = gallery("en");
    if (!picture) throw new Error("the gallery is empty");
    expect(await keep("forms", formsSheet(picture))).toContain("Silence");
  });
});
