import { z } from "zod";
import type { StandInState } from "../state.ts";
import { viewSchema } from "./block-rules.ts";

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

const ephemeralSchema = z.object({
  channel: z.string(),
  user: z.string(),
  ts: z.string(),
  text: z.string(),
  blocks: z.array(z.unknown()),
});
const openViewSchema = z.object({ id: z.string(), user: z.string(), view: viewSchema });

/** What one person alone was told in a channel. */
export type SandboxEphemeral = Readonly<z.infer<typeof ephemeralSchema>>;
/** A modal that somebody has before them, or their home tab. */
export type SandboxOpenView = Readonly<z.infer<typeof openViewSchema>>;
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
  /** What single people were told in a channel, oldest first. */
  ephemerals(channel: string): readonly SandboxEphemeral[];
  keepEphemeral(ephemeral: SandboxEphemeral): void;
  view(id: string): SandboxOpenView | undefined;
  keepView(view: SandboxOpenView): void;
  closeView(id: string): void;
  /** Counts up, for ids. */
  nextId(prefix: string): string;
  pins(channel: string): readonly string[];
  pin(channel: string, ts: string): void;
  /** Who was invited to a channel besides Vigie. */
  members(channel: string): readonly string[];
  invite(channel: string, users: readonly string[]): void;
  /** Who was taken out of a user group. */
  leavers(group: string): readonly string[];
  leave(group: string, user: string): void;
  /** Who presses on the sandbox's page, as last chosen. */
  presser(): string | undefined;
  choosePresser(user: string): void;
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
  const addTo = (key: string, more: readonly string[]) =>
    state.set(key, [...new Set([...strings(state.get(key)), ...more])]);
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
    ephemerals: (channel) => state.list(`slack:ephemeral:${channel}:`).map(([, value]) => ephemeralSchema.parse(value)),
    keepEphemeral: (one) => state.set(`slack:ephemeral:${one.channel}:${one.ts}`, one),
    view: (id) => openViewSchema.safeParse(state.get(`slack:view:${id}`)).data,
    keepView: (view) => state.set(`slack:view:${view.id}`, view),
    closeView: (id) => state.delete(`slack:view:${id}`),
    nextId: (prefix) => `${prefix}${String(count(`slack:ids:${prefix}`, 1)).padStart(6, "0")}`,
    pins: (channel) => strings(state.get(`slack:pins:${channel}`)),
    pin: (channel, ts) => addTo(`slack:pins:${channel}`, [ts]),
    members: (channel) => strings(state.get(`slack:members:${channel}`)),
    invite: (channel, users) => addTo(`slack:members:${channel}`, users),
    leavers: (group) => strings(state.get(`slack:left:${group}`)),
    leave: (group, user) => addTo(`slack:left:${group}`, [user]),
    presser: () => z.string().optional().catch(undefined).parse(state.get("slack:presser")),
    choosePresser: (user) => state.set("slack:presser", user),
    nextTs(nowMs) {
      const micros = count("slack:clock", Math.floor(nowMs) * 1000);
      return `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, "0")}`;
    },
  };
}

function strings(value: unknown): readonly string[] {
  return z.array(z.string()).catch([]).parse(value);
}
