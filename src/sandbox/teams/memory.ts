import { z } from "zod";
import type { StandInState } from "../state.ts";

/** Who may log in, and where the bot is installed. */
const settingsSchema = z.object({
  appId: z.string().default("5a4d5e0c-0000-4000-8000-000000000001"),
  password: z.string().default("sandbox-teams-password"),
  tenantId: z.string().default("5a4d5e0c-0000-4000-8000-0000000000aa"),
  /** The bot is in every channel that anybody names. */
  openDoors: z.boolean().default(true),
  /** Channels where it is installed when the doors are closed. */
  installed: z.array(z.string()).default([]),
  deleted: z.array(z.string()).default([]),
  archived: z.array(z.string()).default([]),
  tokenLifeSec: z.int().positive().default(3599),
});
export type TeamsSettings = z.infer<typeof settingsSchema>;

const activitySchema = z.record(z.string(), z.unknown());
export type StoredActivity = z.infer<typeof activitySchema>;

const messageSchema = z.object({
  /** Message id of Teams: milliseconds since the epoch. */
  id: z.string(),
  activityId: z.string(),
  at: z.number(),
  editedAt: z.number().optional(),
  deletedAt: z.number().optional(),
  activity: activitySchema,
});
export type TeamsMessage = z.infer<typeof messageSchema>;

const threadSchema = z.object({ channel: z.string(), root: messageSchema, replies: z.array(messageSchema) });
export type TeamsThread = z.infer<typeof threadSchema>;

/** What a press showed somebody, and nobody else. */
const shownSchema = z.object({
  channel: z.string(),
  rootId: z.string(),
  person: z.string(),
  type: z.string(),
  value: z.unknown(),
});
export type ShownAnswer = z.infer<typeof shownSchema>;

/** What the stand-in for Teams remembers, over `StandInState`. */
export type TeamsMemory = {
  settings(): TeamsSettings;
  configure(change: Partial<TeamsSettings>): void;
  /** A message id that was never given: the time, or the next free millisecond. */
  nextId(now: number): string;
  thread(channel: string, rootId: string): TeamsThread | undefined;
  keep(thread: TeamsThread): void;
  /** All threads by channel and age. */
  threads(): readonly TeamsThread[];
  /** What the last press in a thread showed its presser. */
  show(answer: ShownAnswer): void;
  shown(channel: string, rootId: string): ShownAnswer | undefined;
};

/** The credentials that the stand-in accepts unless told otherwise. */
export const sandboxTeamsApp: Pick<TeamsSettings, "appId" | "password" | "tenantId"> = settingsSchema.parse({});

export function openTeamsMemory(state: StandInState): TeamsMemory {
  const settings = () => settingsSchema.parse(state.get("teams:settings") ?? {});
  const key = (channel: string, rootId: string) => `teams:thread:${channel}:${rootId}`;
  return {
    settings,
    configure: (change) => state.set("teams:settings", settingsSchema.parse({ ...settings(), ...change })),
    nextId: (now) => {
      const last = z.number().catch(0).parse(state.get("teams:last-id"));
      const next = Math.max(now, last + 1);
      state.set("teams:last-id", next);
      return String(next);
    },
    thread: (channel, rootId) => threadSchema.safeParse(state.get(key(channel, rootId))).data,
    keep: (thread) => state.set(key(thread.channel, thread.root.id), thread),
    show: (answer) => state.set(`teams:shown:${answer.channel}:${answer.rootId}`, answer),
    shown: (channel, rootId) => shownSchema.safeParse(state.get(`teams:shown:${channel}:${rootId}`)).data,
    threads: () => state.list("teams:thread:").map(([, value]) => threadSchema.parse(value)),
  };
}
