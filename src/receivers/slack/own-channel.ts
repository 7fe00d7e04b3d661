import { drawCard } from "../../incident/draw.ts";
import type { IncidentView } from "../../incident/view.ts";
import type { Locale } from "../../words/locale.ts";
import type { OpenedChannel } from "../receiver.ts";
import type { SlackFailure } from "./failure.ts";
import { lookForTrace } from "./look-up.ts";
import { hashOf, renderCard } from "./render.ts";
import { metadataOf } from "./trace.ts";
import { quietly, type WriteTools } from "./write.ts";

export type OwnChannel = {
  readonly view: IncidentView;
  readonly locale: Locale;
  /** Slack ids of who is involved. */
  readonly people: readonly string[];
  readonly attemptId: string;
  readonly signal: AbortSignal;
};

/**
 * Opens a channel named after the incident, invites people, posts the card as it is now and pins it. Done again after a
 * crash it finds the channel and the message that are there. Without buttons: the message that lives on has them, and
 * the card links to it. Who cannot be invited is counted; nothing else depends on them.
 */
export async function openOwnChannel(tools: WriteTools, own: OwnChannel): Promise<OpenedChannel> {
  const { view, locale, people, attemptId, signal } = own;
  const name = `vig-${view.number}`;
  const channel = await createOrFind(tools, name, signal);
  if (typeof channel !== "string") return channel;
  const posted = await postOnce(tools, channel, view, locale, attemptId, signal);
  if (typeof posted !== "string") return posted;
  await tools.workspace.meet(signal);
  await tools.call("pins.add", { channel, timestamp: posted }, signal);
  const uninvited = await invite(tools, channel, people, signal);
  const link = tools.workspace.linkTo(channel, posted);
  return { kind: "opened", label: `#${name}`, ...(link ? { link } : {}), uninvited };
}

async function createOrFind(
  { call, book }: WriteTools,
  name: string,
  signal: AbortSignal,
): Promise<string | SlackFailure> {
  const created = await call("conversations.create", { name }, signal);
  if (created.kind === "ok") return created.value.channel.id;
  if (created.detail !== "name_taken") return created;
  const found = await book.find(`#${name}`, signal);
  if (found.kind !== "ok") return found;
  return found.channel?.id ?? created;
}

async function postOnce(
  tools: WriteTools,
  channel: string,
  view: IncidentView,
  locale: Locale,
  attemptId: string,
  signal: AbortSignal,
): Promise<string | SlackFailure> {
  const { uid, openedAt, seq } = view.incident;
  const step = "channel";
  const doubt = { step, attemptId, at: openedAt, looks: 0 };
  const found = await lookForTrace(tools, { uid, channel, binding: null, doubt, signal });
  if (!("kind" in found)) return found.ts;
  if (found.kind === "retry") return found;
  const message = renderCard(drawCard(view, locale), locale);
  const metadata = metadataOf({ uid, step, seq, hash: hashOf(message) }, attemptId);
  const answer = await tools.call("chat.postMessage", { channel, ...message, ...quietly, metadata }, signal);
  return answer.kind === "ok" ? answer.value.ts : answer;
}

/** All at once, and where Slack refuses that, one by one; how many could not be invited. */
async function invite(
  { call }: WriteTools,
  channel: string,
  people: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const ask = async (users: string) => {
    const answer = await call("conversations.invite", { channel, users }, signal);
    return answer.kind === "ok" || answer.detail === "already_in_channel";
  };
  if (people.length === 0 || (await ask(people.join(",")))) return 0;
  let uninvited = 0;
  for (const one of people) if (!(await ask(one))) uninvited += 1;
  return uninvited;
}
