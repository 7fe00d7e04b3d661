import { z } from "zod";
import { drawStory } from "../../../src/incident/draw.ts";
import { renderCard, renderStory, type SlackMessage } from "../../../src/receivers/slack/render.ts";
import { createFaultBox } from "../../../src/sandbox/faults.ts";
import { createSlackStandIn } from "../../../src/sandbox/slack/index.ts";
import { openStandInState } from "../../../src/sandbox/state.ts";
import type { Locale } from "../../../src/words/locale.ts";
import type { Picture } from "../../support/gallery.ts";
import { type Figure, type Sheet, withoutLinkTo } from "./sheet.ts";

const postedSchema = z.object({ ok: z.literal(true), ts: z.string() });

/** Of these the thread is shown as well. */
const withThread = new Set(["expert is here", "no word from the sender", "NOT PAGED", "reopened", "own channel"]);

/** Who acts and what is typed is the page's own, not a message. */
const css = ".slack > p, .slack > h3 { display: none } .slack { padding: 2px 12px !important }";

/** The cards as the sandbox's Slack shows them, some with their threads. */
export async function slackSheet(pictures: readonly Picture[], locale: Locale): Promise<Sheet> {
  const figures = await Promise.all(pictures.map((picture) => figureOf(picture, locale)));
  return { title: `Slack, ${locale}`, locale, widthPx: 1_860, columns: 3, figures, css };
}

async function figureOf({ name, view }: Picture, locale: Locale): Promise<Figure> {
  const state = openStandInState(":memory:");
  const clock = { now: view.incident.openedAt };
  const vigie = { url: () => "http://vigie.example", secret: "s" };
  const baseUrl = () => "http://slack.example";
  const standIn = createSlackStandIn({ state, faults: createFaultBox(), now: () => clock.now, baseUrl, vigie });
  const post = async (message: SlackMessage, thread: object = {}): Promise<string> => {
    clock.now += 2_000;
    const body = JSON.stringify({ channel: "#ai-alerts", ...message, ...thread });
    const headers = { authorization: "Bearer xoxb-sandbox-gallery", "content-type": "application/json" };
    const answer = await standIn.routes.request("/api/chat.postMessage", { method: "POST", headers, body });
    return postedSchema.parse(await answer.json()).ts;
  };
  const card = withoutLinkTo("slack", view, locale);
  const ts = await post(renderCard(card, locale, { buttons: true }));
  const story = withThread.has(name) ? drawStory(view, 0, locale) : [];
  for (const entry of story) {
    clock.now = Math.max(clock.now, view.story.find(({ seq }) => seq === entry.seq)?.at ?? 0);
    await post(renderStory(entry, locale), { thread_ts: ts });
  }
  const body = String(await standIn.picture(locale));
  state.close();
  return { name, body };
}
