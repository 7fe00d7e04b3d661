import type { Log } from "../../log.ts";

/** Between two tries, in ms: longer each time until it is open. */
const firstWaitMs = 500;
const longestWaitMs = 60_000;
/** A socket that does not close by then is left to the end of the process, in ms. */
const closeWithinMs = 5_000;

type Socket = {
  readonly start: () => Promise<unknown>;
  readonly stop: () => Promise<unknown>;
  /** Calls back each time that an open socket was closed. */
  readonly onClosed: (then: () => void) => void;
};

/**
 * Keeps Socket Mode open. bolt's own reconnecting gives up where Slack cannot be reached, by a rejection that nobody can
 * catch; so it is switched off, and done here.
 */
export function keepOpen(socket: Socket, log: Log) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  let waitMs = firstWaitMs;
  const again = (): void => {
    if (isStopped || timer !== undefined) return;
    timer = setTimeout(open, waitMs);
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  };
  const open = (): void => {
    timer = undefined;
    socket.start().then(
      () => {
        waitMs = firstWaitMs;
      },
      (err: unknown) => {
        if (!isStopped) log.warn({ err, waitMs }, "Socket Mode did not open; it is tried again");
        again();
      },
    );
  };
  socket.onClosed(again);
  return {
    start: open,
    async stop(): Promise<void> {
      isStopped = true;
      clearTimeout(timer);
      const late = Promise.withResolvers<void>();
      const limit = setTimeout(late.resolve, closeWithinMs);
      await Promise.race([socket.stop().catch(() => {}), late.promise]);
      clearTimeout(limit);
    },
  };
}
