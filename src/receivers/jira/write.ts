import { z } from "zod";
import type { JiraDestination } from "../../policy/destination.ts";
import type { WriteOutcome } from "../receiver.ts";
import type { IssueBinding } from "./binding.ts";
import { failureOf, fieldErrorsOf, type JiraSdk, type jiraTransport } from "./client.ts";
import { createFields, dispensable, editFields, type IssueFields } from "./fields.ts";
import { type Act, afterComment } from "./plan.ts";
import { readScreen } from "./screen.ts";
import type { ScreenBook, Writing } from "./screen-book.ts";
import { chooseWay, transitionsSchema } from "./transition.ts";

type Outcome = WriteOutcome<IssueBinding>;
/** What every write needs besides its act. */
export type Tools = {
  readonly sdk: JiraSdk;
  readonly client: ReturnType<typeof jiraTransport>;
  readonly host: string;
  readonly book: ScreenBook;
  readonly destination: JiraDestination;
  readonly signal: AbortSignal;
  /** The account of an actor, where they have one. */
  readonly accountOf: (actor: string, signal: AbortSignal) => Promise<string | undefined>;
};

const createdSchema = z.object({ key: z.string() });
const statusSchema = z.object({
  fields: z.object({ status: z.object({ statusCategory: z.object({ key: z.string() }) }) }),
});

/** Does one write; reads beforehand what the write depends on. */
export async function writeAct(tools: Tools, act: Act, binding: IssueBinding | null): Promise<Outcome> {
  if (act.kind === "create") return create(tools, act);
  if (!binding) throw new Error(`${act.kind} without an issue`);
  switch (act.kind) {
    case "describe":
      return describe(tools, act, binding);
    case "comment":
      return comment(tools, act, binding);
    case "move":
      return move(tools, act, binding);
    case "assign":
      return assign(tools, act, binding);
  }
}

/** The issue that an incident has: its binding and what the incident learns of it. */
export function issueMade(host: string, binding: IssueBinding): Extract<Outcome, { kind: "sent" }> {
  const link = `${host}/browse/${encodeURIComponent(binding.issue)}`;
  return { kind: "sent", binding, told: { link, label: binding.issue } };
}

async function create(tools: Tools, { drawing, leaves }: Extract<Act, { kind: "create" }>): Promise<Outcome> {
  const { sdk, client, book, destination, host } = tools;
  const screen = await screenFor(tools);
  if (screen.kind !== "screen") return screen;
  const fields = createFields(drawing, destination, screen, book.leftOut(destination, "create"));
  return attempt(tools, { writing: "create", fields }, async () => {
    const { key } = createdSchema.parse(await sdk.createIssue(client, { fields }));
    return issueMade(host, { issue: key, ...leaves });
  });
}

async function describe(
  tools: Tools,
  { drawing, drawn }: Extract<Act, { kind: "describe" }>,
  binding: IssueBinding,
): Promise<Outcome> {
  const { sdk, client, book, destination } = tools;
  const screen = await screenFor(tools);
  if (screen.kind !== "screen") return screen;
  const fields = editFields(drawing, screen, book.leftOut(destination, "edit"));
  return attempt(tools, { writing: "edit", fields }, async () => {
    await sdk.editIssue(client, { issueIdOrKey: binding.issue, fields });
    return { kind: "sent", binding: { ...binding, drawn } };
  });
}

async function comment(
  { sdk, client, signal }: Tools,
  { mark, body }: Extract<Act, { kind: "comment" }>,
  binding: IssueBinding,
): Promise<Outcome> {
  try {
    await sdk.addComment(client, { issueIdOrKey: binding.issue, body });
    return { kind: "sent", binding: afterComment(binding, mark) };
  } catch (error) {
    return failureOf(error, signal);
  }
}

/** Looks where the issue stands before it is moved, so that a repeated move changes nothing. */
async function move(
  { sdk, client, destination, signal }: Tools,
  { stands, towards, from }: Extract<Act, { kind: "move" }>,
  binding: IssueBinding,
): Promise<Outcome> {
  const issueIdOrKey = binding.issue;
  try {
    const { fields } = statusSchema.parse(await sdk.getIssue(client, { issueIdOrKey, fields: ["status"] }));
    const { key } = fields.status.statusCategory;
    const isThere = towards.some((category) => category === key) || (from !== undefined && key !== from);
    if (isThere) return { kind: "sent", binding: { ...binding, stands } };
    const found = await sdk.getTransitions(client, { issueIdOrKey, expand: "transitions.fields" });
    const way = chooseWay(transitionsSchema.parse(found), towards, destination.fields);
    if (way.kind === "stuck") {
      const stuck = { to: way.to, lacks: [...way.lacks] };
      return { kind: "sent", binding: { ...binding, stands, stuck } };
    }
    await sdk.doTransition(client, { issueIdOrKey, transition: { id: way.id }, fields: way.fields });
    return { kind: "sent", binding: { ...binding, stands } };
  } catch (error) {
    return failureOf(error, signal);
  }
}

/** Whoever has no account there, or may not be assigned, leaves the issue as it is: the comment names them. */
async function assign(
  { sdk, client, accountOf, signal }: Tools,
  { to }: Extract<Act, { kind: "assign" }>,
  binding: IssueBinding,
): Promise<Outcome> {
  const done: Outcome = { kind: "sent", binding: { ...binding, assigned: to } };
  try {
    const accountId = await accountOf(to, signal);
    if (accountId !== undefined) await sdk.assignIssue(client, { issueIdOrKey: binding.issue, accountId });
    return done;
  } catch (error) {
    const failure = failureOf(error, signal);
    return failure.kind === "refused" && failure.reason !== "unauthorized" ? done : failure;
  }
}

/** The project's screen, known or read now; why not, when it cannot be read or lacks the type. */
async function screenFor({ sdk, client, book, destination, signal }: Tools) {
  try {
    const screen = await book.screenOf(destination, () => readScreen(sdk, client, destination));
    if (screen.kind === "screen") return screen;
    book.forget(destination);
    const detail = `issuetype: ${destination.project} has no type ${destination.type}, only ${screen.types.join(", ")}`;
    return { kind: "refused", reason: "bad-request", detail } as const;
  } catch (error) {
    const failure = failureOf(error, signal);
    // Nothing but reads so far: whatever happened, nothing was written.
    return failure.kind === "retry" ? { ...failure, maybe: false } : failure;
  }
}

/**
 * Writes an issue's fields. Where Jira refuses only fields that may be missing (not on this screen, no right to set
 * them), they are left out from the next try on; any other refusal also forgets what was known of the screen, which may
 * have changed.
 */
async function attempt(
  { book, destination, signal }: Tools,
  { writing, fields }: { readonly writing: Writing; readonly fields: IssueFields },
  write: () => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await write();
  } catch (error) {
    const failure = failureOf(error, signal);
    if (failure.kind !== "refused" || failure.reason !== "bad-request") return failure;
    const refused = dispensable(Object.keys(fieldErrorsOf(error)), fields);
    if (refused.length === 0) {
      book.forget(destination);
      return failure;
    }
    book.leaveOut(destination, writing, refused);
    const detail = failure.detail === undefined ? {} : { detail: failure.detail };
    return { kind: "retry", reason: "bad-request", afterMs: 0, maybe: false, ...detail };
  }
}
