import { App, type Logger, LogLevel, type Receiver, SocketModeReceiver } from "@slack/bolt";
import type { Listener } from "../listener.ts";
import { HonoReceiver } from "./hono-receiver.ts";
import { keepOpen } from "./keep-open.ts";
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
  const socket = appToken === undefined ? null : socketOf(socketReceiver(appToken, apiUrl), deps);
  return {
    mount: (app) => void (http && app.post("/slack/events", http.limit, http.handler)),
    start: () => socket?.start(),
    async stop() {
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

function socketOf(receiver: SocketModeReceiver, deps: SlackDeps) {
  const app = appOf(receiver, deps);
  return keepOpen(
    {
      start: () => app.start(),
      stop: () => app.stop(),
      onClosed: (then) => void receiver.client.on("disconnected", then),
    },
    deps.log,
  );
}

function socketReceiver(appToken: string, apiUrl: string): SocketModeReceiver {
  const clientOptions = { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, timeout: 10_000 };
  return new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    logger: silent,
    installerOptions: { clientOptions },
  });
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
