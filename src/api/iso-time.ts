import { z } from "@hono/zod-openapi";

/** A time in JSON: ISO 8601 UTC with milliseconds (DESIGN 6). */
export const isoTime = z.iso.datetime().openapi({ example: "2026-11-20T09:00:00.000Z" });

/** @param ms since the epoch */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** A time that may not be known; `null` where it is not. */
export function isoOf(ms: number | undefined): string | null {
  return ms === undefined ? null : iso(ms);
}
