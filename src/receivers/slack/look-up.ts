import type { Doubt, LookUp } from "../receiver.ts";
import type { SlackBinding } from "./binding.ts";
import type { ChannelBook } from "./channels.ts";
import type { SlackCall } from "./client.ts";
import type { SlackFailure } from "./failure.ts";
import { limits } from "./limits.ts";
import { pagesOf } from "./pages.ts";
import { readTrace, type Trace } from "./trace.ts";

/** How far Slack's clock and ours may lie apart. */
const skewMs = 5 * 60_000;

type Question = {
  readonly uid: string;
  readonly channel: string;
  readonly binding: SlackBinding | null;
  readonly doubt: Doubt;
  readonly signal: AbortSignal;
};
type Found = { readonly channel: string; readonly ts: string; readonly trace: Trace };

/**
 * Looks for the message of a doubtful write among those since the doubt (protocol 2). Several mean that two replicas
 * wrote: the oldest is kept, the others are deleted. Where Vigie may not read, there is nothing to find: it posts again.
 */
export async function lookForTrace(
  { call, book }: { call: SlackCall; book: ChannelBook },
  question: Question,
): Promise<Found | LookUp<SlackBinding>> {
  const channel = question.binding?.channel ?? (await idOf(book, question));
  if (channel === null) return { kind: "absent" };
  if (typeof channel !== "string") return unlessBlind(channel);
  const read = await readTraces(call, question, channel);
  if (read.kind !== "ok") return unlessBlind(read);
  const [oldest, ...later] = read.traces.toSorted((a, b) => (a.ts < b.ts ? -1 : 1));
  for (const { ts } of later) await call("chat.delete", { channel, ts }, question.signal);
  return oldest ?? { kind: "absent" };
}

type Read = { readonly kind: "ok"; readonly traces: readonly Found[] } | SlackFailure;

/** Reads in a public channel even when the start-up check has not joined it yet. */
async function readTraces(call: SlackCall, question: Question, channel: string): Promise<Read> {
  const read = await readPages(call, question, channel);
  if (read.kind !== "refused" || read.reason !== "not-in-channel") return read;
  const joined = await call("conversations.join", { channel }, question.signal);
  return joined.kind === "ok" ? readPages(call, question, channel) : read;
}

async function readPages(call: SlackCall, question: Question, channel: string): Promise<Read> {
  const traces: Found[] = [];
  for await (const page of pagesOf((cursor) => readPage(call, question, channel, cursor))) {
    if (page.kind !== "ok") return page;
    for (const { ts, metadata } of page.value.messages) {
      const trace = readTrace(metadata);
      if (trace?.uid === question.uid && trace.step === question.doubt.step) traces.push({ channel, ts, trace });
    }
  }
  return { kind: "ok", traces };
}

function readPage(call: SlackCall, { binding, doubt, signal }: Question, channel: string, cursor: object) {
  const oldest = Math.max(0, (doubt.at - skewMs) / 1000).toFixed(6);
  const args = { channel, oldest, limit: limits.historyPageSize, include_all_metadata: true, ...cursor };
  return binding?.ts
    ? call("conversations.replies", { ...args, ts: binding.ts }, signal)
    : call("conversations.history", args, signal);
}

async function idOf(book: ChannelBook, { channel, signal }: Question): Promise<string | null | SlackFailure> {
  const known = book.idOf(channel);
  if (known) return known;
  const found = await book.find(channel, signal);
  return found.kind === "ok" ? (found.channel?.id ?? null) : found;
}

/** No scope, not in the channel, or no such channel: not seen is not there. After any other failure the doubt stays. */
function unlessBlind(failure: SlackFailure): LookUp<SlackBinding> {
  const isBlind = failure.kind === "refused" && /^(forbidden|not-in-channel|not-found)$/.test(failure.reason);
  if (isBlind) return { kind: "absent" };
  return failure.kind === "retry" ? { ...failure, maybe: true } : failure;
}
