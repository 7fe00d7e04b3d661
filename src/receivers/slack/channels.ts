import type { SlackCall, SlackChannel } from "./client.ts";
import type { SlackFailure } from "./failure.ts";
import { limits } from "./limits.ts";
import { pagesOf } from "./pages.ts";

/** `null` when there is no such channel as far as the token can see: gone, or private without Vigie in it. */
export type FoundChannel = { readonly kind: "ok"; readonly channel: SlackChannel | null } | SlackFailure;

/** Which id a `#name` has. Names are learned from the channel list and from the answers to posts. */
export type ChannelBook = {
  /** The id as far as it is known without asking. */
  idOf(channel: string): string | undefined;
  learn(channel: string, id: string): void;
  /** Asks Slack about a channel, by id or by reading the list until the name comes. */
  find(channel: string, signal: AbortSignal): Promise<FoundChannel>;
};

const idPattern = /^[CGD][A-Z0-9]{4,}$/;

export function createChannelBook(call: SlackCall): ChannelBook {
  const ids = new Map<string, string>();
  const nameOf = (channel: string) => channel.replace(/^#/, "");

  async function findByName(name: string, types: string, signal: AbortSignal): Promise<FoundChannel> {
    const args = { types, limit: limits.channelPageSize };
    for await (const page of pagesOf((cursor) => call("conversations.list", { ...args, ...cursor }, signal))) {
      if (page.kind !== "ok") return page;
      for (const channel of page.value.channels) ids.set(channel.name, channel.id);
      const found = page.value.channels.find((channel) => channel.name === name);
      if (found) return { kind: "ok", channel: found };
    }
    return { kind: "ok", channel: null };
  }

  return {
    idOf: (channel) => (idPattern.test(channel) ? channel : ids.get(nameOf(channel))),
    learn: (channel, id) => void ids.set(nameOf(channel), id),
    async find(channel, signal) {
      if (idPattern.test(channel)) {
        const answer = await call("conversations.info", { channel }, signal);
        if (answer.kind === "ok") return { kind: "ok", channel: answer.value.channel };
        return answer.kind === "refused" && answer.reason === "not-found" ? { kind: "ok", channel: null } : answer;
      }
      const all = await findByName(nameOf(channel), "public_channel,private_channel", signal);
      const lacksPrivate = all.kind === "refused" && all.reason === "forbidden";
      return lacksPrivate ? await findByName(nameOf(channel), "public_channel", signal) : all;
    },
  };
}
