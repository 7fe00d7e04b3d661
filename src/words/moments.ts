import type { Locale } from "./locale.ts";

const formats = {
  en: {
    time: utcFormat("en-GB", { hour: "2-digit", minute: "2-digit" }),
    "date-time": utcFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }),
  },
  fr: {
    time: utcFormat("fr-FR", { hour: "2-digit", minute: "2-digit" }),
    "date-time": utcFormat("fr-FR", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }),
  },
};

function utcFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(tag, { ...options, hourCycle: "h23", timeZone: "UTC" });
}

/** The latest moment that a date can hold; one beyond it is told as this one. */
export const latestMs = 8_640_000_000_000_000;

/**
 * A moment for a reader whose zone nobody knows: `09:04`, `20 Nov, 09:04`, in UTC. Say the zone with `utc` where the
 * reader cannot know it.
 *
 * @param at milliseconds since the epoch
 */
export function utcClock(at: number, style: "time" | "date-time", locale: Locale): string {
  return formats[locale][style].format(Math.min(Math.max(at, -latestMs), latestMs));
}

/** `09:04 UTC`. */
export function utc(at: number, style: "time" | "date-time", locale: Locale): string {
  return `${utcClock(at, style, locale)} UTC`;
}
