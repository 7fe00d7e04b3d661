import { App, type Logger, LogLevel, type Receiver, SocketModeReceiver } from "@slack/bolt";
import type { Listener } from "../listener.ts";
import { HonoReceiver } from "./hono-receiver.ts";
import { registerListeners } from "./listeners.ts";
import type { SlackDeps } from "./slack-deps.ts";

/**
 * Listens to Slack: over HTTP at `POST /slack/events` where a signing secret is known, in Socket Mode, which connects
 * again by itself, where an app token is.
 */
export function listenToSlack(deps: SlackDeps): Listener {
  const { signingSecrets, appToken, apiUrl } = deps.access;
  const http = signingSecrets.length > 0 ? new HonoReceiver({ signingSecrets, now: deps.now, log: deps.log }) : null;
  if (http) appOf(http, deps);
  const socket = appToken === undefined ? null : appOf(socketReceiver(appToken, apiUrl), deps);
  let opened: Promise<unknown> = Promise.resolve();
  return {
    mount: (app) => void (http && app.post("/slack/events", http.limit, http.handler)),
    start() {
      if (!socket) return;
      opened = socket.start().catch((err: unknown) => deps.log.error({ err }, "Socket Mode did not open"));
    },
    async stop() {
      await opened;
      await socket?.stop();
      await http?.stop();
    },
  };
}

/**
 * bolt without a token: it takes requests apart and finds their listener; every call to Slack goes out through Vigie's
 * own client, one request each. One app takes one receiver, so HTTP and Socket Mode each have one with the same listeners.
 */
function appOf(receiver: Receiver, deps: SlackDeps): App {
  const app = new App({
    receiver,
    authorize: async () => ({ botId: "vigie", botUserId: "vigie" }),
    convoStore: false,
    ignoreSelf: false,
    logger: silent,
  });
  registerListeners(app, deps);
  app.error(async (err) => {
    deps.meter.count("bugs_total", { where: "http" });
    deps.log.error({ err }, "a listener of Slack failed");
  });
  return app;
}

function socketReceiver(appToken: string, apiUrl: string): SocketModeReceiver {
  const clientOptions = { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, timeout: 10_000 };
  return new SocketModeReceiver({ appToken, logger: silent, installerOptions: { clientOptions } });
}

/** bolt's own log lines quote request bodies. */
const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
