import type { Destination, TeamsDestination } from "../../policy/destination.ts";
import type { TeamsNote } from "../../words/teams.ts";
import type { CheckResult, Receiver, WriteContext, WriteOutcome } from "../receiver.ts";
import { readBinding, type TeamsBinding, type TeamsStep } from "./binding.ts";
import { createTeamsClient, type TeamsPort } from "./client.ts";
import { codeOf, outcomeOf, type TeamsFailure, verdictOf } from "./failure.ts";
import { isLocal, messageLink } from "./link.ts";
import { nextStep, plainStep } from "./next.ts";

/** The bot, and where it finds Teams. */
export type TeamsOptions = {
  readonly appId: string;
  readonly password: string;
  readonly tenantId: string;
  readonly appType: "SingleTenant" | "MultiTenant";
  /** The connector of the region: `https://smba.trafficmanager.net/emea/`. */
  readonly serviceUrl: string;
  /** Where Teams said that a conversation lives; without an answer it is `serviceUrl`. */
  readonly serviceUrlOf?: ((conversationId: string) => string | undefined) | undefined;
  /** Default `https://login.microsoftonline.com`. */
  readonly loginUrl?: string | undefined;
  /** Default `https://login.botframework.com/v1/.well-known/openidconfiguration`. */
  readonly openIdMetadataUrl?: string | undefined;
  readonly now: () => number;
};

const timeOutMs = 15_000;

/**
 * Microsoft Teams: one living message per incident in a channel, its story as replies, and a short new post where
 * people must be woken. Teams cannot be asked for what was posted, so a new message in doubt is sent again (protocol 2).
 */
export function createTeamsReceiver(options: TeamsOptions): Receiver<TeamsStep, TeamsBinding> {
  const { serviceUrl, tenantId } = options;
  const port = createTeamsClient(withAddresses(options));
  return {
    name: "teams",
    lane: "chat",
    timeOutMs,
    /** A message of the sandbox does not exist in Teams, nor the other way round. */
    readBinding: (value) => {
      const binding = readBinding(value);
      const isHere = binding?.tenantId === tenantId && isLocal(binding.serviceUrl) === isLocal(serviceUrl);
      return isHere ? binding : null;
    },
    next: (view, binding, destination) => nextStep(view, binding, teamsOnly(destination)),
    plain: (view, binding, destination) => plainStep(view, binding, teamsOnly(destination)),
    write: (context) => write(context, port, { serviceUrl, tenantId }),
    check: (destination, signal) => check(teamsOnly(destination), signal, port),
  };
}

/** The options with Microsoft's public addresses where none are given. */
export function withAddresses<Options extends Pick<TeamsOptions, "loginUrl" | "openIdMetadataUrl">>(options: Options) {
  const {
    loginUrl = "https://login.microsoftonline.com",
    openIdMetadataUrl = "https://login.botframework.com/v1/.well-known/openidconfiguration",
  } = options;
  return { ...options, loginUrl: loginUrl.replace(/\/$/, ""), openIdMetadataUrl };
}

type Context = WriteContext<TeamsStep, TeamsBinding>;
type Outcome = WriteOutcome<TeamsBinding>;

async function write(
  context: Context,
  port: TeamsPort,
  home: Pick<TeamsBinding, "serviceUrl" | "tenantId">,
): Promise<Outcome> {
  const { step, binding, signal } = context;
  const { conversation } = teamsOnly(context.destination);
  const failed = (failure: TeamsFailure) => failedWrite(failure, context, port);
  if (step.kind === "post" || step.kind === "continue") {
    const posted = await port.post(conversation, step.activity, signal);
    if ("outcome" in posted) return failed(posted);
    const now: TeamsBinding = { ...home, ...posted, hash: step.hash, ...begun(step, binding) };
    return { kind: "sent", binding: now, told: { link: messageLink(now) } };
  }
  if (!binding || binding.activityId === null) throw new Error(`a ${step.kind} needs the message that it belongs to`);
  const { conversationId, activityId } = binding;
  switch (step.kind) {
    case "shrink": {
      const failure = await port.edit(step.former, step.activity, signal);
      const isGone = failure?.status === 404;
      const { former: _gone, ...rest } = binding;
      return failure && !isGone ? failed(failure) : { kind: "sent", binding: rest };
    }
    case "edit": {
      const failure = await port.edit({ conversationId, activityId }, step.activity, signal);
      return failure ? failed(failure) : { kind: "sent", binding: { ...binding, hash: step.hash } };
    }
    case "ring": {
      const rung = await port.post(conversation, step.activity, signal);
      return "outcome" in rung ? failed(rung) : { kind: "sent", binding: { ...binding, rungSeq: step.seq } };
    }
    case "reply": {
      const failure = await port.reply(conversationId, step.activity, signal);
      return failure ? failed(failure) : { kind: "sent", binding: { ...binding, lastSeq: step.seq } };
    }
  }
}

/** Up to where a new message tells, and from which one it goes on. */
function begun(
  step: Extract<TeamsStep, { readonly kind: "post" | "continue" }>,
  binding: TeamsBinding | null,
): Pick<TeamsBinding, "lastSeq" | "rungSeq" | "reposted" | "former"> {
  const { seq } = step;
  if (binding === null) return { lastSeq: seq, rungSeq: seq, reposted: false };
  const { lastSeq, rungSeq, conversationId, activityId } = binding;
  if (step.kind === "post" || activityId === null) return { lastSeq, rungSeq, reposted: true };
  return { lastSeq, rungSeq: seq, reposted: false, former: { conversationId, activityId } };
}

/**
 * A message that people deleted is posted anew, once: the binding says that it is gone, and the plan goes on from there.
 * A 401 to a token that is not new is worth a new token.
 */
function failedWrite(failure: TeamsFailure, { step, binding, destination }: Context, port: TeamsPort): Outcome {
  const isThread = step.kind === "edit" || step.kind === "reply";
  if (failure.status === 404 && isThread && binding && !binding.reposted) {
    return { kind: "sent", binding: { ...binding, activityId: null } };
  }
  if (failure.at === "connector" && failure.status === 401 && port.forgetToken()) {
    return { kind: "retry", reason: "unauthorized", maybe: false };
  }
  return outcomeOf(failure, destination.locale);
}

/** Logs in, then asks for the channel's members, which Teams tells only to a bot that is in the team. */
async function check(to: TeamsDestination, signal: AbortSignal, port: TeamsPort) {
  const failure = await port.look(to.conversation, signal);
  return { ...found(failure), canonical: `teams:${to.conversation}` };
}

function found(failure: TeamsFailure | undefined): CheckResult {
  if (!failure) return { kind: "ok", notes: [note("teams-connected", {})] };
  const values = { code: codeOf(failure) };
  const verdict = verdictOf(failure);
  if (verdict) return { kind: "faulty", notes: [note(verdict.note, values)] };
  return {
    kind: "ok",
    notes: [note(failure.at === "login" ? "teams-login-unreachable" : "teams-member-unknown", values)],
  };
}

function note(key: TeamsNote, values: Readonly<Record<string, string>>) {
  return { key, values };
}

function teamsOnly(destination: Destination): TeamsDestination {
  if (destination.receiver !== "teams") throw new Error(`${destination.id} is not a Teams channel`);
  return destination;
}
