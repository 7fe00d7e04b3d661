import type { AdaptiveCard } from "./activity.ts";
import { createTeamsClient, type TeamsChannel } from "./client.ts";
import { createTeamsDoor, type TeamsDoor } from "./door.ts";
import { teamsDrawing } from "./drawing.ts";
import { codeOf } from "./failure.ts";
import { type TeamsOptions, withAddresses } from "./index.ts";

/** The side of Teams that listens and answers; what incidents show there is the receiver's. */
export type TeamsVoice = {
  readonly door: TeamsDoor;
  readonly drawing: typeof teamsDrawing;
  /** Says a card in a conversation, or in a thread of one; answers why it could not be said. Never rejects. */
  readonly say: (conversationId: string, card: object, summary: string) => Promise<string | undefined>;
  /** Never rejects: none when Teams does not say. */
  readonly channelsOf: (teamId: string) => Promise<readonly TeamsChannel[]>;
};

const timeOutMs = 10_000;

/** The voice of the bot, over the same SDK as the receiver's. */
export function createTeamsVoice(options: TeamsOptions): TeamsVoice {
  const addressed = withAddresses(options);
  const port = createTeamsClient(addressed);
  return {
    door: createTeamsDoor(addressed),
    drawing: teamsDrawing,
    say: async (conversationId, card, summary) => {
      // The card comes from `drawing`, whose cards are these.
      const content = card as AdaptiveCard;
      const attachments = [{ contentType: "application/vnd.microsoft.card.adaptive" as const, content }];
      const activity = { type: "message" as const, summary, attachments };
      const failure = await port.reply(conversationId, activity, AbortSignal.timeout(timeOutMs));
      return failure && codeOf(failure);
    },
    channelsOf: async (teamId) => {
      const channels = await port.channels(teamId, AbortSignal.timeout(timeOutMs));
      return "kind" in channels ? [] : channels;
    },
  };
}
