/** How fast the story is told. All times in seconds unless their name says otherwise. */
export type Times = {
  /** Every `for:` of the rules, and Alertmanager's times, are divided by this. */
  readonly dividedBy: number;
  readonly scrapeSec: number;
  /** Longest wait for all alerts to fire, and for all to be over again, in ms. */
  readonly firesWithinMs: number;
  readonly endsWithinMs: number;
};

const minuteMs = 60_000;

/** In CI: expressions stay, so their 5 minute windows set the pace. */
const divided: Times = { dividedBy: 10, scrapeSec: 1, firesWithinMs: 2 * minuteMs, endsWithinMs: 8 * minuteMs };

/** As operators run it: `npm run torture`. */
const asWritten: Times = { dividedBy: 1, scrapeSec: 15, firesWithinMs: 10 * minuteMs, endsWithinMs: 15 * minuteMs };

/** `VIGIE_STORY=as-written` tells it in its own time. */
export const times = process.env.VIGIE_STORY === "as-written" ? asWritten : divided;

/**
 * Divides every `for:` of a rule file, touching nothing else.
 *
 * @throws when one does not come out as whole seconds, or is not a plain number of s, m or h
 */
export function divideFor(rules: string, by: number): string {
  return rules.replace(/^(\s+for:[ \t]*)(.*)$/gm, (_line, key: string, written: string) => {
    const [, count = "", unit = ""] = /^(\d+)([smh])\s*$/.exec(written) ?? [];
    const sec = (Number(count) * (unitSec[unit] ?? Number.NaN)) / by;
    if (!Number.isInteger(sec)) throw new Error(`for: ${written} cannot be divided by ${by}`);
    return `${key}${sec}s`;
  });
}

const unitSec: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
