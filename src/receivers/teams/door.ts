import type { Activity } from "botbuilder";
import type { TeamsListener } from "./bot.ts";
import { createTokenCheck, type TokenRefusal } from "./inbound-token.ts";
import { createTokenSource } from "./token.ts";

/** What came of a request: dealt with, with the answer that an invoke wants; or it is not from Teams. */
export type DoorAnswer =
  | { readonly kind: "dealt-with"; readonly status: number; readonly body?: unknown }
  | { readonly kind: "refused"; readonly because: TokenRefusal };

/** Lets in what Teams sends, and only that. `activity` is JSON that nobody has looked at yet. */
export type TeamsDoor = (
  authorization: string,
  activity: Readonly<Record<string, unknown>>,
  listener: TeamsListener,
) => Promise<DoorAnswer>;

export type TeamsDoorOptions = {
  readonly appId: string;
  readonly password: string;
  readonly tenantId: string;
  readonly appType: "SingleTenant" | "MultiTenant";
  readonly loginUrl: string;
  readonly openIdMetadataUrl: string;
  readonly now: () => number;
};

/** The door over the real SDK, which is loaded by the first request that bears a good token. */
export function createTeamsDoor(options: TeamsDoorOptions): TeamsDoor {
  const check = createTokenCheck(options);
  const { appType, tenantId } = options;
  const tokens = createTokenSource({
    ...options,
    directory: appType === "MultiTenant" ? "botframework.com" : tenantId,
  });
  const open = async () => {
    const [{ TeamsAdapter }, { TeamsBot }] = await Promise.all([import("./adapter.ts"), import("./bot.ts")]);
    return { adapter: new TeamsAdapter({ ...options, tokens, check }), TeamsBot };
  };
  let opened: ReturnType<typeof open> | undefined;

  return async (authorization, activity, listener) => {
    const { channelId, serviceUrl } = activity;
    const judged = await check(authorization, { channelId: text(channelId), serviceUrl: text(serviceUrl) });
    if (judged.kind === "refused") return judged;
    opened ??= open();
    const { adapter, TeamsBot } = await opened;
    const bot = new TeamsBot(listener);
    // The SDK's type promises fields that a sender may leave out; the listener reads them all for itself.
    const answer = await adapter.receive(authorization, activity as unknown as Activity, (context) => bot.run(context));
    return { kind: "dealt-with", status: answer?.status ?? 200, body: answer?.body };
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
