import { z } from "zod";
import type { SandboxPerson } from "../people.ts";
import type { StandInDeps } from "../stand-in.ts";
import type { TeamsMemory } from "./memory.ts";
import type { SandboxTokens } from "./tokens.ts";
import { sandboxTeamsUrls } from "./urls.ts";

/** Where somebody is: a channel, and a thread in it. */
export type SandboxThread = { readonly channel: string; readonly rootId: string };

/** A button of a card, as the card says it. */
export const executeSchema = z.looseObject({
  type: z.literal("Action.Execute"),
  title: z.string(),
  verb: z.string(),
  data: z.record(z.string(), z.unknown()).default({}),
  associatedInputs: z.enum(["auto", "none"]).default("auto"),
});
export type ExecuteAction = z.infer<typeof executeSchema>;

/** What Vigie answered. */
export type SandboxAnswer = { readonly status: number; readonly body: unknown };

/** Calls Vigie as Teams does: real activities, signed with the stand-in's own key. */
export type TeamsCaller = {
  /** Somebody presses a button; `inputs` are the card's. */
  press(
    who: SandboxPerson,
    where: SandboxThread,
    action: ExecuteAction,
    inputs?: Readonly<Record<string, string>>,
  ): Promise<SandboxAnswer>;
  /** Somebody says something to the bot, whose mention is put before it. */
  say(who: SandboxPerson, where: SandboxThread, words: string): Promise<SandboxAnswer>;
  /** Sends any activity; what it leaves out is filled in. */
  send(activity: Readonly<Record<string, unknown>>): Promise<SandboxAnswer>;
};

/** @see https://learn.microsoft.com/en-us/microsoftteams/platform/resources/bot-v3/bots-context (2026-11-20): 15 s */
const timeOutMs = 15_000;
const tokenLifeSec = 3_600;

/** Makes the caller; where nobody listens, each call throws. */
export function createCaller(deps: StandInDeps, memory: TeamsMemory, tokens: SandboxTokens): TeamsCaller {
  const serviceUrl = () => sandboxTeamsUrls(deps.baseUrl()).serviceUrl;
  const send: TeamsCaller["send"] = async (activity) => {
    if (!deps.vigie) throw new Error("nobody listens: the stand-in does not know where Vigie is");
    const { appId } = memory.settings();
    const iat = Math.floor(deps.now() / 1000);
    const said = {
      channelId: "msteams",
      serviceUrl: serviceUrl(),
      id: `f:${memory.nextId(deps.now())}`,
      timestamp: new Date(deps.now()).toISOString(),
      locale: "en-US",
      recipient: { id: `28:${appId}`, name: "Vigie" },
      ...activity,
    };
    const token = tokens.issue({
      iss: "https://api.botframework.com",
      aud: appId,
      serviceurl: said.serviceUrl,
      nbf: iat,
      exp: iat + tokenLifeSec,
    });
    const answer = await fetch(`${deps.vigie.url()}/api/messages`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(said),
      signal: AbortSignal.timeout(timeOutMs),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
  };
  const scene = (who: SandboxPerson, { channel, rootId }: SandboxThread) => {
    const { tenantId } = memory.settings();
    return {
      from: { id: `29:${who.teams}`, name: who.name, aadObjectId: who.teams },
      conversation: {
        id: `${channel};messageid=${rootId}`,
        isGroup: true,
        conversationType: "channel",
        tenantId,
      },
      channelData: { tenant: { id: tenantId }, team: { id: "19:sandbox-team@thread.tacv2" }, channel: { id: channel } },
    };
  };
  return {
    send,
    press: (who, where, { associatedInputs, ...action }, inputs = {}) => {
      const data = { ...action.data, ...(associatedInputs === "auto" ? inputs : {}) };
      const value = { action: { ...action, data }, trigger: "manual" };
      return send({
        type: "invoke",
        name: "adaptiveCard/action",
        replyToId: where.rootId,
        value,
        ...scene(who, where),
      });
    },
    say: (who, where, words) => {
      const mentioned = { id: `28:${memory.settings().appId}`, name: "Vigie" };
      const entities = [{ type: "mention", text: "<at>Vigie</at>", mentioned }];
      return send({ type: "message", text: `<at>Vigie</at> ${words}`, entities, ...scene(who, where) });
    },
  };
}
