import type { ConversationParameters } from "botbuilder";
import type { ConnectorClient } from "botframework-connector";
import { z } from "zod";
import type { TeamsActivity } from "./activity.ts";
import type { TeamsAdapterOptions } from "./adapter.ts";
import { failureOf, type TeamsFailure, unreadable } from "./failure.ts";
import { rootMessageId } from "./link.ts";
import { createTokenSource } from "./token.ts";

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
};

export type TeamsClientOptions = Omit<TeamsAdapterOptions, "tokens"> & {
  readonly password: string;
  /** The region's connector: `https://smba.trafficmanager.net/emea/`. */
  readonly serviceUrl: string;
  readonly now: () => number;
};

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
  const { appId, appType, tenantId, loginUrl, serviceUrl, password, now } = options;
  const directory = appType === "MultiTenant" ? "botframework.com" : tenantId;
  const tokens = createTokenSource({ appId, password, directory, loginUrl, now });
  let connector: Promise<ConnectorClient> | undefined;

  const connect = async (): Promise<ConnectorClient> => {
    const { TeamsAdapter } = await import("./adapter.ts");
    return new TeamsAdapter({ ...options, tokens }).connector(serviceUrl);
  };
  /** The login comes first and apart: what fails there has sent nothing to the connector. */
  const call = async <T>(
    signal: AbortSignal,
    send: (conversations: ConnectorClient["conversations"], options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T | TeamsFailure> => {
    try {
      await tokens.get(signal);
      connector ??= connect();
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
      const created = await call(signal, (conversations, once) =>
        // The SDK's type asks for fields that the service fills in.
        conversations.createConversation(parameters as unknown as ConversationParameters, once),
      );
      return isFailure(created) ? created : (placeOf(created) ?? unreadable);
    },
    reply: async (conversationId, activity, signal) =>
      done(await call(signal, (all, once) => all.sendToConversation(conversationId, activity, once))),
    edit: async ({ conversationId, activityId }, activity, signal) =>
      done(
        await call(signal, (all, once) =>
          all.updateActivity(conversationId, activityId, { ...activity, id: activityId }, once),
        ),
      ),
    look: async (channel, signal) =>
      done(
        await call(signal, (all, once) =>
          all.getConversationPagedMembers(channel, { ...once, ...smallestPage } as unknown as PageOptions),
        ),
      ),
    forgetToken: () => tokens.forget(),
  };
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
