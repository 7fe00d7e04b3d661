import type { Fault } from "../faults.ts";
import type { SandboxChannel, SlackMemory } from "./memory.ts";

/** The app and workspace that the stand-in plays. */
export const sandboxIds = { team: "T0SANDBOX", user: "U0VIGIEBOT", bot: "B0VIGIEBOT", app: "A0VIGIEAPP" } as const;

/** What Slack answers: `ok` and the method's fields, or an error word. */
export type SlackReply = { readonly ok: boolean; readonly error?: string; readonly [field: string]: unknown };

export function refuse(error: string, more: object = {}): SlackReply {
  return { ok: false, error, ...more };
}

/** One call as its handler sees it: authenticated, with one of the method's scopes. */
export type SlackCallIn = {
  readonly memory: SlackMemory;
  /** Form fields, or the fields of a JSON body. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly now: () => number;
  readonly baseUrl: () => string;
  readonly scopes: readonly string[];
  /** A fault that only the method knows how to play. */
  readonly fault: Fault | undefined;
  /** Who pressed what led to a view, by the trigger; taken once, within its time. */
  readonly useTrigger: (trigger: string) => TriggerUse;
  /** Makes a public channel of any name that is asked for. */
  readonly openDoors: boolean;
};

/** Whose trigger it is, or why it opens nothing, in Slack's own words. */
export type TriggerUse =
  | { readonly kind: "good"; readonly user: string }
  | { readonly kind: "invalid_trigger_id" | "expired_trigger_id" | "exchanged_trigger_id" };

/** A text argument; numbers and booleans as JSON bodies carry them count as text. */
export function textArg({ args }: SlackCallIn, name: string): string | undefined {
  const value = args[name];
  return value === undefined || value === null || typeof value === "object" ? undefined : String(value);
}

export function flagArg(call: SlackCallIn, name: string): boolean {
  return /^(true|1)$/i.test(textArg(call, name) ?? "");
}

/** An argument that a form carries as JSON. `invalid` when it cannot be read. */
export function jsonArg({ args }: SlackCallIn, name: string): unknown | "invalid" {
  const value = args[name];
  if (typeof value !== "string") return value ?? undefined;
  if (value === "") return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return "invalid";
  }
}

/** Says that the token lacks a scope, or `null` when it has one of them. */
export function lackOf(scopes: readonly string[], anyOf: readonly string[]): SlackReply | null {
  if (anyOf.length === 0 || anyOf.some((scope) => scopes.includes(scope))) return null;
  return refuse("missing_scope", { needed: anyOf.join(","), provided: scopes.join(",") });
}

/** The channel that a call is about, or why there is none. */
export function channelArg(call: SlackCallIn): SandboxChannel | SlackReply {
  const asked = textArg(call, "channel") ?? "";
  const found = call.memory.channel(asked);
  const channel = found ?? (call.openDoors ? openChannel(call, asked) : undefined);
  const isHidden = channel?.isPrivate && !channel.isMember;
  if (!channel || isHidden || call.fault?.kind === "place-deleted") return refuse("channel_not_found");
  return call.fault?.kind === "place-archived" ? { ...channel, isArchived: true } : channel;
}

export function isReply(value: SandboxChannel | SlackReply): value is SlackReply {
  return "ok" in value;
}

function openChannel({ memory, now }: SlackCallIn, asked: string): SandboxChannel | undefined {
  const id = /^C[A-Z0-9]{4,}$/.test(asked) ? asked : undefined;
  const name = id ? id.toLowerCase() : asked.replace(/^#/, "");
  if (!/^[\p{L}\p{N}_-]{1,80}$/u.test(name)) return undefined;
  const fresh = { name, isPrivate: false, isArchived: false, isMember: false, createdAt: now() };
  return memory.addChannel({ ...fresh, ...(id && { id }) });
}
