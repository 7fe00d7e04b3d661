const unitsMs = { y: 365 * 86_400_000, w: 7 * 86_400_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
const written = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/**
 * Reads a duration as Prometheus and Alertmanager write it: `15m`, `1h30m`, `2d`, `0`.
 *
 * @returns milliseconds, 0 to 10 years; `null` for any other text (units out of order, fractions, none at all)
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/ `<duration>`, read 2026-11
 */
export function parseDuration(text: string): number | null {
  if (text === "0") return 0;
  const found = text === "" ? null : written.exec(text);
  if (!found) return null;
  const totalMs = Object.values(unitsMs).reduce(
    (sum, unitMs, index) => sum + Number(found[index + 1] ?? 0) * unitMs,
    0,
  );
  return totalMs <= 10 * unitsMs.y ? totalMs : null;
}

/** Writes a duration as the policy would: `90_000` is `1m30s`, two days are `48h`, 0 is `0s`; days from four on. */
export function formatDuration(durationMs: number): string {
  let restMs = durationMs;
  const inHours = ["h", "m", "s", "ms"] as const;
  const units = durationMs >= 4 * unitsMs.d ? (["d", ...inHours] as const) : inHours;
  const parts = units.map((unit) => {
    const count = Math.floor(restMs / unitsMs[unit]);
    restMs -= count * unitsMs[unit];
    return count > 0 ? `${count}${unit}` : "";
  });
  return parts.join("") || "0s";
}
