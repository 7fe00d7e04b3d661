import { alertBody } from "../../support/samples.ts";
import type { Deed } from "./crash.ts";

const began = Date.parse("2026-11-20T07:29:00.000Z");
const startsAt = new Date(began).toISOString();
const low = { name: "ServiceDown", startsAt };
const worse = { name: "ServiceDown", startsAt, labels: { instance: "2", severity: "urgent" } };

/** A CRITICAL alert: a page, a card in both chats, an issue. */
export const fire: Deed = (at) => ({ source: "alertmanager", body: alertBody([low], at) });
/** Its URGENT twin joins: what rings, edits and comments. */
export const promote: Deed = (at) => ({ source: "alertmanager", body: alertBody([worse], at) });
/** Both are over: edits, last entries, the page's resolve and the move. */
export const resolve: Deed = (at) => ({
  source: "alertmanager",
  body: alertBody(
    [low, worse].map((alert) => ({ ...alert, status: "resolved" as const })),
    at,
  ),
});
