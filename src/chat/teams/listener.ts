import type { CardLine } from "../../incident/card.ts";
import type { Log } from "../../log.ts";
import type { Locale } from "../../words/locale.ts";
import { teamsChat } from "../../words/teams-chat.ts";
import { headLine, textLine } from "../commands/lines.ts";
import { type InvokeAnswer, notAPress } from "./answer.ts";
import type { Conversations } from "./conversations.ts";
import { createPressing, type PressDeps, type Presser, saidCard } from "./press.ts";
import { channelOf, readTurn, type Turn, wordsIn } from "./turn.ts";

export type ListenerDeps = PressDeps & {
  readonly tenantId: string;
  readonly conversations: Conversations;
  /** Says a card in a conversation; answers why it could not be said. Never rejects. */
  readonly say: (conversationId: string, card: object, summary: string) => Promise<string | undefined>;
  /** The channels of a team. Never rejects: none when Teams does not say. */
  readonly channelsOf: (teamId: string) => Promise<readonly TeamChannel[]>;
  /** The destination that a channel is in the policy. */
  readonly destinationOf: (channel: string) => string | undefined;
  /** For people whose client speaks neither of ours. */
  readonly locale: Locale;
  readonly log: Log;
};

export type TeamChannel = { readonly id: string; readonly name?: string | undefined };

/** What Teams' activities come to; anything that is not for Vigie comes to nothing. */
export type Listener = {
  readonly invoke: (activity: unknown) => Promise<InvokeAnswer>;
  readonly message: (activity: unknown) => Promise<void>;
  readonly update: (activity: unknown) => Promise<void>;
};

const channelsMax = 30;

/** Listens to presses, to what is said to the bot, and to where it is added. */
export function createListener(deps: ListenerDeps): Listener {
  const { tenantId, conversations, say, log } = deps;
  const pressing = createPressing(deps);
  const answer = async (turn: Turn, card: object, summary: string) => {
    const why = await say(turn.conversation.id, card, summary);
    if (why !== undefined) log.warn({ why }, "Teams did not take an answer");
  };
  return {
    invoke: async (activity) => {
      const turn = readTurn(activity, tenantId);
      if (!turn) return notAPress;
      if (turn.name !== "adaptiveCard/action") return { status: 200, body: undefined };
      const answered = await pressing(turn.value, presserOf(turn, deps));
      await conversations.remember(turn, tenantId).catch((err) => log.warn({ err }, "a conversation was not noted"));
      return answered;
    },
    message: async (activity) => {
      const turn = readTurn(activity, tenantId);
      if (!turn) return;
      await conversations.remember(turn, tenantId);
      const words = wordsIn(turn);
      const presser = presserOf(turn, deps);
      if (isHere(words)) return answer(turn, hereCard(turn, presser.locale, deps), "Vigie");
      const { account, locale, destination } = presser;
      const asked = { account, locale, where: "teams" as const, ...(destination === undefined ? {} : { destination }) };
      const said = await deps.commands.run(words, asked);
      await answer(turn, saidCard(said, words, presser, deps), "Vigie");
    },
    update: async (activity) => {
      const turn = readTurn(activity, tenantId);
      if (!turn) return;
      const isUs = ({ id }: { readonly id: string }) => id === turn.recipient.id;
      const isGone = turn.membersRemoved?.some(isUs) || /^remove/.test(turn.action ?? "");
      if (isGone) return conversations.forget(channelOf(turn) ?? turn.conversation.id);
      if (!turn.membersAdded?.some(isUs)) return;
      await conversations.remember(turn, tenantId);
      const { team } = turn.channelData;
      if (!team) return;
      const channels = await deps.channelsOf(team.id);
      const { locale } = presserOf(turn, deps);
      await answer(turn, channelsCard(channels, locale, deps), "Vigie");
    },
  };
}

function presserOf(turn: Turn, { tenantId, locale, destinationOf }: ListenerDeps): Presser {
  const { from, serviceUrl, conversation } = turn;
  const channel = channelOf(turn);
  const destination = channel === undefined ? undefined : destinationOf(channel);
  return {
    account: {
      vendor: "teams",
      id: from.aadObjectId ?? from.id,
      ...(from.name === undefined ? {} : { name: from.name }),
    },
    thread: { serviceUrl, tenantId, conversationId: conversation.id },
    locale: localeOf(turn.locale) ?? locale,
    ...(destination === undefined ? {} : { destination }),
  };
}

function localeOf(client: string | undefined): Locale | undefined {
  return (["en", "fr"] as const).find((one) => client?.toLowerCase().startsWith(one));
}

function isHere(words: string): boolean {
  return /^(here|ici)$/i.test(words);
}

function hereCard(turn: Turn, locale: Locale, { drawing }: ListenerDeps): object {
  const channel = channelOf(turn);
  return channel === undefined
    ? drawing.card([textLine(teamsChat.noChannel[locale])], [], locale)
    : drawing.card([textLine(teamsChat.pasteOne[locale]), pasteLine(channel)], [], locale);
}

function channelsCard(channels: readonly TeamChannel[], locale: Locale, { drawing }: ListenerDeps): object {
  const lines = channels.slice(0, channelsMax).flatMap(({ id, name }) => [headLine(name ?? "General"), pasteLine(id)]);
  return drawing.card([textLine(teamsChat.pasteMany[locale]), ...lines], [], locale);
}

/** What stands in the policy. */
function pasteLine(channel: string): CardLine {
  return textLine(`- { teams: "${channel}" }`);
}
