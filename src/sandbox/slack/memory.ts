import { z } from "zod";
import type { StandInState } from "../state.ts";

const channelSchema = z.object({
  id: z.string(),
  name: z.string(),
  isPrivate: z.boolean(),
  isArchived: z.boolean(),
  isMember: z.boolean(),
  createdAt: z.number(),
});
const messageSchema = z.object({
  channel: z.string(),
  ts: z.string(),
  /** The message that this one answers; its own `ts` when it answers none. */
  threadTs: z.string(),
  broadcast: z.boolean(),
  text: z.string(),
  blocks: z.array(z.unknown()),
  attachments: z.array(z.unknown()),
  metadata: z.unknown().optional(),
  editedTs: z.string().optional(),
});

export type SandboxChannel = Readonly<z.infer<typeof channelSchema>>;
export type SandboxMessage = Readonly<z.infer<typeof messageSchema>>;

/** What the stand-in keeps: channels by id and by name, messages by channel, thread and `ts`. */
export type SlackMemory = {
  channels(): readonly SandboxChannel[];
  channel(idOrName: string): SandboxChannel | undefined;
  keepChannel(channel: SandboxChannel): void;
  /** Adds a channel that does not exist yet; an id may be given, else one is counted. */
  addChannel(channel: Omit<SandboxChannel, "id"> & { readonly id?: string }): SandboxChannel;
  /** All messages of a channel, or of one thread, oldest first within each thread. */
  messages(channel: string, threadTs?: string): readonly SandboxMessage[];
  message(channel: string, ts: string): SandboxMessage | undefined;
  keepMessage(message: SandboxMessage): void;
  deleteMessage(message: SandboxMessage): void;
  /** Names a new message: later than all before it, even when the clock stands. */
  nextTs(nowMs: number): string;
};

const channelKey = "slack:channel:";
const messageKey = "slack:message:";

export function createSlackMemory(state: StandInState): SlackMemory {
  const channels = () => state.list(channelKey).map(([, value]) => channelSchema.parse(value));
  const keepChannel = (channel: SandboxChannel) => state.set(channelKey + channel.id, channel);
  const keyOf = ({ channel, threadTs, ts }: SandboxMessage) => `${messageKey}${channel}:${threadTs}:${ts}`;
  const messages = (channel: string, threadTs?: string) =>
    state
      .list(`${messageKey}${channel}:${threadTs === undefined ? "" : `${threadTs}:`}`)
      .map(([, value]) => messageSchema.parse(value));
  const count = (key: string, atLeast: number) => {
    const next = Math.max(atLeast, z.number().catch(0).parse(state.get(key)) + 1);
    state.set(key, next);
    return next;
  };
  return {
    channels,
    channel(idOrName) {
      const name = idOrName.replace(/^#/, "");
      return channels().find((one) => one.id === idOrName || one.name === name);
    },
    keepChannel,
    addChannel(asked) {
      const id = asked.id ?? `C0SANDBOX${String(count("slack:channels", 1)).padStart(2, "0")}`;
      const channel = { ...asked, id };
      keepChannel(channel);
      return channel;
    },
    messages,
    message: (channel, ts) => messages(channel, ts)[0] ?? messages(channel).find((one) => one.ts === ts),
    keepMessage: (message) => state.set(keyOf(message), message),
    deleteMessage: (message) => state.delete(keyOf(message)),
    nextTs(nowMs) {
      const micros = count("slack:clock", Math.floor(nowMs) * 1000);
      return `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, "0")}`;
    },
  };
}
