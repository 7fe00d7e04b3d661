import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { latestMs, utcClock } from "../words/moments.ts";
import type { Visit } from "./visit.ts";

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

const halfDayMs = 12 * 3_600_000;

/** A moment in UTC, with its date unless it is less than 12 h from now; machines read the whole. */
export function momentOf(at: number, visit: Visit): Markup {
  const style = Math.abs(at - visit.now) < halfDayMs ? "time" : "date-time";
  const iso = isoOf(at);
  return html`<time datetime="${iso}" title="${iso}">${utcClock(at, style, visit.locale)}</time>`;
}

/** ISO 8601 of any number that a record may hold; a moment beyond all calendars is the last one. */
export function isoOf(at: number): string {
  return new Date(Math.min(Math.max(at, -latestMs), latestMs)).toISOString();
}
