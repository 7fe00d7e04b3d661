import type { Told, WriteContext, WriteOutcome } from "../receiver.ts";
import type { SlackBinding, SlackStep } from "./binding.ts";
import type { ChannelBook } from "./channels.ts";
import type { SlackCall } from "./client.ts";
import { metadataOf, type Trace } from "./trace.ts";
import type { Workspace } from "./workspace.ts";

export type WriteTools = { readonly call: SlackCall; readonly book: ChannelBook; readonly workspace: Workspace };
type Context = WriteContext<SlackStep, SlackBinding>;
type Outcome = WriteOutcome<SlackBinding>;

/** Addresses and names in plain text stay plain text, and links bring no preview. */
const plainly = { parse: "none", link_names: false } as const;
export const quietly = { ...plainly, unfurl_links: false, unfurl_media: false } as const;

/** Does one write: one request. */
export function writeStep(tools: WriteTools, context: Context, channel: string): Promise<Outcome> {
  const { step } = context;
  switch (step.kind) {
    case "post":
      return post(tools, context, step, channel);
    case "shrink":
      return shrink(tools, context, step);
    case "edit":
      return edit(tools, context, step, channel);
    case "reply":
      return reply(tools, context, step);
  }
}

type StepOf<K extends SlackStep["kind"]> = SlackStep & { kind: K };

async function post(tools: WriteTools, context: Context, step: StepOf<"post">, channel: string): Promise<Outcome> {
  const trace = { uid: context.view.incident.uid, step: step.step, seq: step.seq, hash: step.hash };
  const args = { ...step.message, ...quietly, metadata: metadataOf(trace, context.attemptId) };
  const to = tools.book.idOf(channel) ?? channel;
  const answer = await tools.call("chat.postMessage", { channel: to, ...args }, context.signal);
  if (answer.kind !== "ok") return answer;
  const { binding, told } = posted(tools, channel, answer.value.channel, answer.value.ts, trace);
  return { kind: "sent", binding: inPlaceOf(context.binding, binding), told };
}

/** A message posted anew leaves the one of before to be shrunk. */
export function inPlaceOf(former: SlackBinding | null, binding: SlackBinding): SlackBinding {
  return former?.ts ? { ...binding, former: former.ts } : binding;
}

async function shrink(tools: WriteTools, { binding, signal }: Context, step: StepOf<"shrink">): Promise<Outcome> {
  const { former, ...shown } = messageOf(binding);
  const args = { channel: shown.channel, ts: former, ...step.message, ...plainly };
  const answer = await tools.call("chat.update", args, signal);
  return answer.kind === "ok" || isGone(answer) ? { kind: "sent", binding: shown } : answer;
}

/** What is remembered and told of a new message, whether its answer came or its trace was found. */
export function posted({ book, workspace }: WriteTools, name: string, channel: string, ts: string, trace: Trace) {
  book.learn(name, channel);
  const link = workspace.linkTo(channel, ts);
  const binding: SlackBinding = { channel, ts, hash: trace.hash, lastSeq: trace.seq, link };
  const told: Told = { label: name, ...(link && { link }) };
  return { binding, told };
}

async function edit(
  tools: WriteTools,
  { binding, signal }: Context,
  step: StepOf<"edit">,
  name: string,
): Promise<Outcome> {
  const shown = messageOf(binding);
  const { channel, ts } = shown;
  const answer = await tools.call("chat.update", { channel, ts, ...step.message, ...plainly }, signal);
  if (answer.kind !== "ok") return isGone(answer) ? { kind: "sent", binding: forgotten(binding) } : answer;
  // A message posted before the workspace was met has no link yet.
  const link = shown.link ?? tools.workspace.linkTo(channel, ts);
  return { kind: "sent", binding: { ...shown, hash: step.hash, link }, told: { label: name, ...(link && { link }) } };
}

async function reply(tools: WriteTools, context: Context, step: StepOf<"reply">): Promise<Outcome> {
  const { channel, ts } = messageOf(context.binding);
  const trace = { uid: context.view.incident.uid, step: step.step, seq: step.seq, hash: "" };
  const metadata = metadataOf(trace, context.attemptId);
  const args = { channel, thread_ts: ts, reply_broadcast: step.broadcast, ...step.message, ...quietly, metadata };
  const answer = await tools.call("chat.postMessage", args, context.signal);
  if (answer.kind === "ok") return { kind: "sent", binding: { ...messageOf(context.binding), lastSeq: step.seq } };
  return isGone(answer) ? { kind: "sent", binding: forgotten(context.binding) } : answer;
}

/** Somebody deleted the message: the destination shows nothing, so the next step posts it anew. */
function forgotten(binding: SlackBinding | null): SlackBinding {
  return { ...messageOf(binding), ts: null, hash: "", link: null };
}

function isGone(answer: { readonly kind: string; readonly detail?: string }): boolean {
  return answer.kind === "refused" && /^(message|thread)_not_found$/.test(answer.detail ?? "");
}

function messageOf(binding: SlackBinding | null): SlackBinding & { readonly ts: string } {
  if (!binding?.ts) throw new Error("a Slack message is edited or answered before it was posted");
  return { ...binding, ts: binding.ts };
}
