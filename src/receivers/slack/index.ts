import type { Destination } from "../../policy/destination.ts";
import type { Receiver } from "../receiver.ts";
import { readBinding, type SlackBinding, type SlackStep } from "./binding.ts";
import { createChannelBook } from "./channels.ts";
import { checkChannel } from "./check.ts";
import { createSlackCall } from "./client.ts";
import { lookForTrace } from "./look-up.ts";
import { nextStep, plainStep } from "./next.ts";
import { openOwnChannel } from "./own-channel.ts";
import { createWorkspace } from "./workspace.ts";
import { inPlaceOf, posted, writeStep } from "./write.ts";

/** A call takes well below a second; ten are enough for a slow day and short enough for a lease. */
const timeOutMs = 10_000;

export type { SlackBinding, SlackStep } from "./binding.ts";

/**
 * Tells Slack channels: one message per incident, edited in place, with a thread for its story.
 *
 * @param options.token bot token (`xoxb-…`); never shown
 * @param options.apiUrl the Web API's address, ending in `/`; Slack's own by default
 * @param options.signingSecrets without them and without `appToken` no press can reach Vigie: no button is drawn
 */
export function createSlackReceiver(options: {
  readonly token: string;
  readonly apiUrl?: string;
  readonly signingSecrets?: readonly string[];
  readonly appToken?: string;
}): Receiver<SlackStep, SlackBinding> {
  const call = createSlackCall(options);
  const buttons = (options.signingSecrets ?? []).length > 0 || options.appToken !== undefined;
  const tools = { call, book: createChannelBook(call), workspace: createWorkspace(call) };
  return {
    name: "slack",
    lane: "chat",
    timeOutMs,
    readBinding,
    next: (view, binding, destination) => nextStep(view, binding, destination, { buttons }),
    plain: plainStep,
    write: (context) => writeStep(tools, context, channelOf(context.destination)),
    async lookUp({ view, destination, binding, doubt, signal }) {
      const channel = channelOf(destination);
      const isReply = doubt.step.startsWith("reply:");
      const where = binding && !isReply ? { ...binding, ts: null } : binding;
      const found = await lookForTrace(tools, { uid: view.incident.uid, channel, binding: where, doubt, signal });
      if ("kind" in found) return found;
      await tools.workspace.meet(signal);
      if (binding?.ts && isReply) return { kind: "found", binding: { ...binding, lastSeq: found.trace.seq } };
      const anew = posted(tools, channel, found.channel, found.ts, found.trace);
      return { kind: "found", binding: inPlaceOf(binding, anew.binding), told: anew.told };
    },
    openChannel: (own) => openOwnChannel(tools, own),
    check: (destination, signal) => checkChannel(tools, channelOf(destination), signal, buttons),
  };
}

function channelOf(destination: Destination): string {
  if (destination.receiver !== "slack") throw new Error(`${destination.id} is no Slack channel`);
  return destination.channel;
}
