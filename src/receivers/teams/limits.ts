/**
 * Largest activity in bytes of UTF-16, as Teams counts. The page says about 100 KB today, 40 KB until 2025, and 28 KB
 * for webhooks: one that keeps below the smallest is never refused for its size.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/format-your-bot-messages (2026-11-20)
 */
export const activityMaxBytes = 28 * 1024;

/** Actions that Teams shows without hiding the rest. @see the host config of Teams, `actions.maxActions` */
export const actionsMax = 6;

/** A button's title, and how many can stand behind `…`. */
export const titleMaxUnits = 40;
const menuMax = 36;

/** What a card may hold, from all that is wanted to what always fits; the first that fits is sent. */
export const sizes = [
  { lines: 12, piecesPerLine: 40, lineUnits: 400, links: actionsMax, menu: menuMax },
  { lines: 8, piecesPerLine: 20, lineUnits: 300, links: 3, menu: menuMax },
  { lines: 6, piecesPerLine: 8, lineUnits: 120, links: 1, menu: menuMax },
  { lines: 3, piecesPerLine: 4, lineUnits: 80, links: 0, menu: 0 },
] as const;
export type CardSize = (typeof sizes)[number];

/** Lines of a card that answers somebody. */
export const ownLinesMax = 40;

/** One line of plain text: the summary, and what stands in for a card. */
export const plainMaxUnits = 300;

/**
 * How fast Teams lets one bot write: 7 in 1 s, 8 in 2 s and 60 in 30 s into a channel, to send and to create apart;
 * 50 a second in a tenant. A refusal is a 429 with `Retry-After`; the gates keep us from asking for one.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/rate-limit (2026-11-20)
 */
export const gateRates = {
  perChannel: { intervalMs: 1_000, burst: 6 },
  perTenant: { intervalMs: 25, burst: 10 },
} as const;
