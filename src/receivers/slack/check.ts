import type { CheckNote, CheckResult } from "../receiver.ts";
import type { ChannelBook } from "./channels.ts";
import type { SlackCall, SlackChannel } from "./client.ts";
import type { SlackFailure } from "./failure.ts";
import type { Workspace } from "./workspace.ts";

/** The scopes that Vigie uses, without which something breaks; `words/slack.ts` says what (behaviour 8). */
export const scopesUsed = [
  "chat:write.public",
  "channels:read",
  "groups:read",
  "channels:join",
  "channels:history",
  "groups:history",
] as const;

/** What only people's acts need; the manifest of an older version lacks them. */
const scopesOfPeople = [
  "users:read",
  "users:read.email",
  "usergroups:read",
  "commands",
  "app_mentions:read",
  "channels:manage",
  "pins:write",
] as const;

type Checked = CheckResult & { readonly canonical?: string };
type Tools = { readonly call: SlackCall; readonly book: ChannelBook; readonly workspace: Workspace };

/**
 * Looks at start whether a channel can be told: token, scopes, the channel's id, and Vigie's place in it. Public
 * channels are joined, because a bot reads only channels it is in (behaviour 8).
 *
 * @param people whether people can act from Slack, which needs more scopes
 */
export async function checkChannel(
  { call, book, workspace }: Tools,
  name: string,
  signal: AbortSignal,
  people: boolean,
): Promise<Checked> {
  const me = await workspace.meet(signal);
  if (me.kind !== "ok") return notLetIn(me, name);
  const lacks = (scope: string) => me.scopes.length > 0 && !me.scopes.includes(scope);
  if (lacks("chat:write")) return faulty("slack-cannot-write", { channel: name });
  const notes = scopesUsed
    .filter(lacks)
    .map((scope): CheckNote => ({ key: `slack-lacks-${scope}`, values: { channel: name } }));
  const lacking = people ? scopesOfPeople.filter(lacks) : [];
  if (lacking.length > 0) notes.push({ key: "slack-lacks-for-people", values: { scopes: lacking.join(", ") } });
  const found = await book.find(name, signal);
  if (found.kind !== "ok") return unseen(found, name, notes);
  if (!found.channel) return faulty("slack-channel-not-found", { channel: name }, notes);
  return join(call, name, found.channel, notes, signal);
}

async function join(
  call: SlackCall,
  name: string,
  channel: SlackChannel,
  notes: readonly CheckNote[],
  signal: AbortSignal,
): Promise<Checked> {
  const canonical = `slack:${channel.id}`;
  const values = { channel: name };
  if (channel.is_archived) return { ...faulty("slack-channel-archived", values, notes), canonical };
  if (channel.is_member) return { kind: "ok", notes, canonical };
  if (channel.is_private) return { ...faulty("slack-invite", values, notes), canonical };
  const joined = await call("conversations.join", { channel: channel.id }, signal);
  const cannotJoin: CheckNote = { key: "slack-cannot-join", values };
  return { kind: "ok", notes: joined.kind === "ok" ? notes : [...notes, cannotJoin], canonical };
}

/** Without the scope to look, the first post's answer will give the id; any other failure is said. */
function unseen(failure: SlackFailure, channel: string, notes: readonly CheckNote[]): Checked {
  if (failure.kind === "refused" && failure.reason === "forbidden") return { kind: "ok", notes };
  return notLetIn(failure, channel, notes);
}

/** A network that fails says nothing of the token. */
function notLetIn(failure: SlackFailure, channel: string, notes: readonly CheckNote[] = []): CheckResult {
  const key = failure.kind === "retry" ? "slack-unreachable" : "slack-no-workspace";
  return faulty(key, { channel, reason: failure.detail ?? failure.reason }, notes);
}

function faulty(key: string, values: CheckNote["values"], notes: readonly CheckNote[] = []): CheckResult {
  return { kind: "faulty", notes: [...notes, { key, values }] };
}
