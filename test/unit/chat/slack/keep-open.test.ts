import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepOpen } from "../../../../src/chat/slack/keep-open.ts";
import { noLog } from "../../../../src/log.ts";

describe("Socket Mode where Slack cannot be reached", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is tried again, later each time, until it opens", async () => {
    const start = vi.fn().mockRejectedValueOnce(new Error("away")).mockRejectedValueOnce(new Error("away"));
    start.mockResolvedValue(undefined);
    keepOpen({ start, stop: async () => {}, onClosed: () => {} }, noLog).start();
    await vi.advanceTimersByTimeAsync(499);
    expect(start).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(start).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(start).toHaveBeenCalledTimes(3);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(start).toHaveBeenCalledTimes(3);
  });

  it("is not tried again once it was stopped, and a stop ends though the socket does not", async () => {
    const start = vi.fn().mockRejectedValue(new Error("away"));
    const socket = keepOpen({ start, stop: () => new Promise(() => {}), onClosed: () => {} }, noLog);
    socket.start();
    await vi.advanceTimersByTimeAsync(10);
    const stopped = socket.stop();
    await vi.advanceTimersByTimeAsync(5_000);
    await stopped;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(start).toHaveBeenCalledTimes(1);
  });
});
