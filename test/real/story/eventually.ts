import { expect, vi } from "vitest";

/** Looks every half second until it sees what is expected; at the deadline it fails with the last difference. */
export async function eventually(look: () => unknown, expected: unknown, timeOutMs: number): Promise<void> {
  await vi.waitFor(async () => expect(await look()).toEqual(expected), { timeout: timeOutMs, interval: 500 });
}
