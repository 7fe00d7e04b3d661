import type { Listener } from "../chat/listener.ts";
import { listenToSlack } from "../chat/slack/index.ts";
import type { SlackDeps } from "../chat/slack/slack-deps.ts";
import { titleOf } from "../incident/draw.ts";
import { createSlackCall } from "../receivers/slack/client.ts";
import { renderLines } from "../receivers/slack/render.ts";
import type { VendorAccess } from "../vendor-access.ts";

/** Wires what listens to Slack; nothing where no request of Slack's could be told from anybody's (behaviour 8). */
export function slackListener(
  slack: VendorAccess["slack"],
  deps: Omit<SlackDeps, "access" | "api" | "draw" | "titleOf">,
): readonly Listener[] {
  if (!slack || (slack.signingSecrets.length === 0 && slack.appToken === undefined)) return [];
  return [listenToSlack({ ...deps, access: slack, api: createSlackCall(slack), draw: renderLines, titleOf })];
}
