import { type SlackCallIn, type SlackReply, sandboxIds } from "./call.ts";
import { deleteMessage, getPermalink, postEphemeral, postMessage, updateMessage } from "./chat.ts";
import { addPin, create, history, info, invite, join, list, replies } from "./conversations.ts";
import type { Rate } from "./rates.ts";
import { listGroupUsers, lookupByEmail, userInfo } from "./users.ts";
import { openView, publishView, updateView } from "./views.ts";

/** A method of the Web API: one of its scopes is needed, and so many calls pass. */
type Method = {
  readonly scopes: readonly string[];
  readonly rate: Rate;
  /** Counted per channel instead of per workspace. */
  readonly perChannel?: true;
  readonly answer: (call: SlackCallIn) => SlackReply;
};

/**
 * Calls a minute by tier. Slack promises at least these and lets bursts through; the stand-in allows a burst of as many.
 *
 * @see https://docs.slack.dev/apis/web-api/rate-limits (2026-11-20)
 */
const tier2: Rate = { intervalMs: 60_000 / 20, burst: 20 };
const tier3: Rate = { intervalMs: 60_000 / 50, burst: 50 };
const tier4: Rate = { intervalMs: 60_000 / 100, burst: 100 };
const special: Rate = { intervalMs: 100, burst: 600 };
/** One message a second and channel, "short bursts allowed". */
const posting: Rate = { intervalMs: 1_000, burst: 5 };

/** All that the stand-in answers; scopes and tiers as in Slack's reference. */
export const methods: Readonly<Record<string, Method>> = {
  "api.test": { scopes: [], rate: tier4, answer: ({ args }) => ({ ok: true, args }) },
  "auth.test": { scopes: [], rate: special, answer: whoAmI },
  "chat.postMessage": { scopes: ["chat:write"], rate: posting, perChannel: true, answer: postMessage },
  "chat.update": { scopes: ["chat:write"], rate: tier3, answer: updateMessage },
  "chat.delete": { scopes: ["chat:write"], rate: tier3, answer: deleteMessage },
  "chat.getPermalink": { scopes: [], rate: special, answer: getPermalink },
  "conversations.list": { scopes: ["channels:read", "groups:read"], rate: tier2, answer: list },
  "conversations.info": { scopes: ["channels:read", "groups:read"], rate: tier3, answer: info },
  "conversations.join": { scopes: ["channels:join"], rate: tier3, answer: join },
  "conversations.history": { scopes: ["channels:history", "groups:history"], rate: tier3, answer: history },
  "conversations.replies": { scopes: ["channels:history", "groups:history"], rate: tier3, answer: replies },
  "chat.postEphemeral": { scopes: ["chat:write"], rate: tier4, answer: postEphemeral },
  "conversations.create": { scopes: ["channels:manage"], rate: tier2, answer: create },
  "conversations.invite": { scopes: ["channels:manage"], rate: tier3, answer: invite },
  "pins.add": { scopes: ["pins:write"], rate: tier2, answer: addPin },
  "views.open": { scopes: [], rate: tier4, answer: openView },
  "views.update": { scopes: [], rate: tier4, answer: updateView },
  "views.publish": { scopes: [], rate: tier4, answer: publishView },
  "users.info": { scopes: ["users:read"], rate: tier4, answer: userInfo },
  "users.lookupByEmail": { scopes: ["users:read.email"], rate: tier3, answer: lookupByEmail },
  "usergroups.users.list": { scopes: ["usergroups:read"], rate: tier2, answer: listGroupUsers },
};

function whoAmI({ baseUrl }: SlackCallIn): SlackReply {
  const ids = { team_id: sandboxIds.team, user_id: sandboxIds.user, bot_id: sandboxIds.bot };
  return { ok: true, url: `${baseUrl()}/`, team: "Sandbox", user: "vigie", ...ids, is_enterprise_install: false };
}
