/**
 * What Slack accepts in one message. Characters are counted as UTF-16 units, which is never fewer than Slack counts.
 *
 * @see https://docs.slack.dev/reference/methods/chat.update — `text` over 4,000 characters is `msg_too_long` (2026-11-20)
 * @see https://docs.slack.dev/reference/block-kit/composition-objects/text-object — 3,000 characters (2026-11-20)
 * @see https://docs.slack.dev/reference/block-kit/blocks — 50 blocks a message (2026-11-20)
 */
export const limits = {
  /** Plain text of a message before escaping; each character may grow to five (`&amp;`). */
  fallbackMaxChars: 700,
  /** One piece of rich text. */
  pieceMaxChars: 3_000,
  /** All text of the blocks together. Slack names no number beside `msg_blocks_too_long`; people may type 12,000. */
  messageMaxChars: 10_000,
  urlMaxChars: 3_000,
  /** Words of a button or of an option; an option's value may have 150. */
  buttonMaxChars: 75,
  confirmTitleMaxChars: 100,
  confirmTextMaxChars: 300,
  confirmButtonMaxChars: 30,
  optionsMax: 100,
  /** Most pages of a history or a channel list that one look may read. */
  pagesMax: 10,
  /** Messages a page of history; at most 999. */
  historyPageSize: 200,
  /** Channels a page of the list; under 1,000. */
  channelPageSize: 999,
} as const;

/**
 * How fast Slack lets us write. A refusal is a 429 with `Retry-After`; the gate keeps us from asking for one.
 * `chat.postMessage`: one message per second and channel with short bursts, and several hundred per minute and
 * workspace. `chat.update`: Tier 3, 50 and more per minute and workspace.
 *
 * @see https://docs.slack.dev/apis/web-api/rate-limits (2026-11-20)
 */
export const gateRates = {
  postPerChannel: { intervalMs: 1_000, burst: 3 },
  postPerWorkspace: { intervalMs: 250, burst: 20 },
  /** Not Slack's, ours: a 429 for one channel shuts this gate and leaves the others' edits alone. */
  updatePerChannel: { intervalMs: 1_000, burst: 3 },
  updatePerWorkspace: { intervalMs: 1_200, burst: 10 },
} as const;

/** How long a 429 without `Retry-After` is taken to last, in seconds; Slack always sends one. */
export const retryAfterDefaultSec = 30;
