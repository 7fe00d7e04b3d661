import type { ConversationParameters } from "botbuilder";
import type { ConnectorClient } from "botframework-connector";
import { z } from "zod";
import { failureOfError } from "../http-failure.ts";
import type { TeamsActivity } from "./activity.ts";
import type { TeamsAdapterOptions } from "./adapter.ts";
import { failureOf, type TeamsFailure, unreadable } from "./failure.ts";
import { isLocal, rootMessageId } from "./link.ts";
import { createTokenSource, LoginFailure } from "./token.ts";

/** Where a message stands: the thread that it began or joined, and its own id. */
export type TeamsPlace = { readonly conversationId: string; readonly activityId: string };

/** What Vigie needs of Teams, and all that it knows of the SDK. Every call sends one request and ends by `signal`. */
export type TeamsPort = {
  /** Begins a thread in a channel. The only call that says the id of a root message. */
  post(channel: string, activity: TeamsActivity, signal: AbortSignal): Promise<TeamsPlace | TeamsFailure>;
  /** Adds to a thread; sending to a thread is a reply to its root. */
  reply(conversationId: string, activity: TeamsActivity, signal: AbortSignal): Promise<TeamsFailure | undefined>;
  /** Replaces a message. */
  edit(place: TeamsPlace, activity: TeamsActivity, signal: AbortSignal): Promise<TeamsFailure | undefined>;
  /** Asks for the members of the channel, which Teams answers only where the bot is installed. */
  look(channel: string, signal: AbortSignal): Promise<TeamsFailure | undefined>;
  /** After a 401: forgets the token, and says whether a new one may help. */
  forgetToken(): boolean;
  /** The channels of a team where the bot is. */
  channels(teamId: string, signal: AbortSignal): Promise<readonly TeamsChannel[] | TeamsFailure>;
};

/** A channel of a team; the first one of each has no name. */
export type TeamsChannel = { readonly id: string; readonly name?: string | undefined };

export type TeamsClientOptions = Omit<TeamsAdapterOptions, "tokens"> & {
  readonly password: string;
  /** The region's connector: `https://smba.trafficmanager.net/emea/`. */
  readonly serviceUrl: string;
  /** Where Teams said that a conversation lives, which then counts more; absent or `undefined`: `serviceUrl`. */
  readonly serviceUrlOf?: ((conversationId: string) => string | undefined) | undefined;
  readonly now: () => number;
};

const channelsSchema = z.object({
  conversations: z.array(
    z.object({
      id: z.string(),
      name: z
        .string()
        .nullish()
        .transform((name) => name ?? undefined),
    }),
  ),
});
const createdSchema = z.object({ id: z.string().min(1), activityId: z.string().optional() });

/**
 * The SDK's type asks for a continuation token, which the first page has not.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/resources/team-chat-member-api-changes (2026-11-20):
 * 50 to 500 a page
 */
const smallestPage = { pageSize: 50 } as const;
type PageOptions = Parameters<ConnectorClient["conversations"]["getConversationPagedMembers"]>[1];

/**
 * The port over the real SDK, which is loaded at the first call (266 ms and 57 MB).
 *
 * `createConversationAsync` of the adapter gives the conversation's id as the activity's and loses the root message's
 * own, so the adapter's connector is called directly.
 *
 * @see https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference (2026-11-20)
 */
export function createTeamsClient(options: TeamsClientOptions): TeamsPort {
  const { appId, appType, tenantId, loginUrl, serviceUrl, serviceUrlOf, password, now } = options;
  const directory = appType === "MultiTenant" ? "botframework.com" : tenantId;
  const tokens = createTokenSource({ appId, password, directory, loginUrl, now });
  const connectors = new Map<string, Promise<ConnectorClient>>();

  const connect = async (url: string): Promise<ConnectorClient> => {
    const { TeamsAdapter } = await import("./adapter.ts");
    return new TeamsAdapter({ ...options, tokens }).connector(url);
  };
  const homeOf = (conversationId: string): string => {
    const told = serviceUrlOf?.(conversationId);
    return told !== undefined && isTrusted(told, serviceUrl) ? told : serviceUrl;
  };
  /** The login comes first and apart: what fails there has sent nothing to the connector. */
  const call = async <T>(
    conversationId: string,
    signal: AbortSignal,
    send: (conversations: ConnectorClient["conversations"], options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T | TeamsFailure> => {
    try {
      await tokens.get(signal);
      const home = homeOf(conversationId);
      const connector = connectors.get(home) ?? connect(home);
      connectors.set(home, connector);
      return await send((await connector).conversations, { abortSignal: signal });
    } catch (error) {
      return failureOf(error, signal, now());
    }
  };
  const done = <T>(result: T | TeamsFailure): TeamsFailure | undefined => (isFailure(result) ? result : undefined);

  return {
    post: async (channel, activity, signal) => {
      const parameters = {
        isGroup: true,
        bot: { id: `28:${appId}`, name: "Vigie" },
        tenantId,
        channelData: { channel: { id: channel }, tenant: { id: tenantId } },
        activity,
      };
      const created = await call(channel, signal, (conversations, once) =>
        // The SDK's type asks for fields that the service fills in.
        conversations.createConversation(parameters as unknown as ConversationParameters, once),
      );
      return isFailure(created) ? created : (placeOf(created) ?? unreadable);
    },
    reply: async (conversationId, activity, signal) =>
      done(await call(conversationId, signal, (all, once) => all.sendToConversation(conversationId, activity, once))),
    edit: async ({ conversationId, activityId }, activity, signal) =>
      done(
        await call(conversationId, signal, (all, once) =>
          all.updateActivity(conversationId, activityId, { ...activity, id: activityId }, once),
        ),
      ),
    look: async (channel, signal) =>
      done(
        await call(channel, signal, (all, once) =>
          all.getConversationPagedMembers(channel, { ...once, ...smallestPage } as unknown as PageOptions),
        ),
      ),
    forgetToken: () => tokens.forget(),
    channels: async (teamId, signal) => {
      try {
        const url = `${homeOf(teamId).replace(/\/$/, "")}/v3/teams/${encodeURIComponent(teamId)}/conversations`;
        const headers = { authorization: `Bearer ${await tokens.get(signal)}` };
        const answer = await fetch(url, { headers, redirect: "error", signal });
        const read = channelsSchema.safeParse(await answer.json().catch(() => undefined));
        return answer.ok && read.success ? read.data.conversations : unreadable;
      } catch (error) {
        return error instanceof LoginFailure
          ? failureOf(error, signal, now())
          : { kind: "failed", at: "connector", outcome: failureOfError(error, signal) };
      }
    },
  };
}

/** Our token goes to Teams over TLS; to this machine only where Teams itself is played there. */
function isTrusted(told: string, configured: string): boolean {
  return isLocal(told) === isLocal(configured) && (isLocal(told) || told.startsWith("https://"));
}

/** The id after `;messageid=` is the root message's too, for an answer without `activityId`. */
function placeOf(created: unknown): TeamsPlace | undefined {
  const { data } = createdSchema.safeParse(created);
  const activityId = data?.activityId || rootMessageId(data?.id ?? "");
  return data && activityId ? { conversationId: data.id, activityId } : undefined;
}

function isFailure(result: unknown): result is TeamsFailure {
  return typeof result === "object" && result !== null && "kind" in result && result.kind === "failed";
}
