import { html } from "hono/html";
import { handlers } from "../../../handlers/index.ts";
import { modalOf } from "../../../src/chat/slack/modal.ts";
import { formCard } from "../../../src/chat/teams/form-card.ts";
import { teamsDrawing } from "../../../src/receivers/teams/drawing.ts";
import { viewSchema } from "../../../src/sandbox/slack/block-rules.ts";
import { drawView } from "../../../src/sandbox/slack/draw-view.ts";
import { locales } from "../../../src/words/locale.ts";
import type { Picture } from "../../support/gallery.ts";
import { ada, bo } from "../../support/gallery-scene.ts";
import type { Figure, Sheet } from "./sheet.ts";
import { adaptiveSheet, cardMarkup } from "./teams-sheet.ts";

/** Forms that ask for each kind of thing. */
const shown = ["silence", "false-positive", "remediation", "escalate", "update"] as const;

/** A few forms, as a modal of Slack and as a card of Teams, in both languages. */
export function formsSheet({ scene }: Picture): Sheet {
  const figures = locales.flatMap((locale) =>
    shown.flatMap((id): Figure[] => {
      const form = handlers.find((one) => one.id === id)?.form?.(scene.asking(ada, bo, locale));
      if (!form) throw new Error(`${id} has no form`);
      const view = viewSchema.parse(modalOf(form, "{}"));
      const page = String(drawView({ view, locale, action: "#", back: "#" }));
      const { groupId, uid } = scene.open;
      const press = { handler: id, about: { groupId, uid, version: 1 } };
      const people = [{ value: "teams:bo", text: "Bo Jensen" }];
      const card = formCard(teamsDrawing, { form, press, people, locale });
      return [
        { name: `Slack: ${id}, ${locale}`, body: String(html`<iframe srcdoc="${page}"></iframe>`) },
        { name: `Teams: ${id}, ${locale}`, body: cardMarkup(card) },
      ];
    }),
  );
  const sheet = adaptiveSheet({ title: "Forms", locale: "en", widthPx: 1_860, columns: 4, figures });
  return { ...sheet, css: `${sheet.css ?? ""} iframe { width: 100%; height: 560px; border: 0 }` };
}
