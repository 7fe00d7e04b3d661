import { z } from "zod";
import { traceEnding } from "../../incident/trace-ending.ts";
import { traceLabel } from "../../incident/trace-labels.ts";
import type { IncidentView } from "../../incident/view.ts";
import type { Doubt, LookUp } from "../receiver.ts";
import { textOfAdf } from "./adf.ts";
import type { IssueBinding } from "./binding.ts";
import { failureOf } from "./client.ts";
import { commentPagesMax, commentsPageSize, looksAfterMs } from "./limits.ts";
import { afterComment, markOfDoubt } from "./plan.ts";
import { issueMade, type Tools } from "./write.ts";

type Look = {
  readonly view: IncidentView;
  readonly binding: IssueBinding | null;
  readonly doubt: Doubt;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

const foundSchema = z.object({ issues: z.array(z.object({ key: z.string() })).catch([]) });
const commentsSchema = z.object({ comments: z.array(z.object({ body: z.unknown() })), total: z.int().catch(0) });

/** Looks for the issue or the comment of a write whose outcome is not known (protocol 2). */
export async function lookFor(tools: Tools, look: Look): Promise<LookUp<IssueBinding>> {
  const mark = markOfDoubt(look.doubt.step);
  try {
    if (mark === null || !look.binding) return await lookForIssue(tools, look);
    return await lookForComment(tools, look.binding, mark);
  } catch (error) {
    return failureOf(error, tools.signal);
  }
}

/**
 * Search lags behind creates, so nothing found means nothing until the last look is over. Of two that are there, the
 * older is the incident's.
 */
async function lookForIssue(
  { sdk, client, destination, host }: Tools,
  { view, doubt, now }: Look,
): Promise<LookUp<IssueBinding>> {
  const { uid, seq } = view.incident;
  const jql = `project = ${quoted(destination.project)} AND labels = ${quoted(traceLabel(uid))} ORDER BY created ASC`;
  const { issues } = foundSchema.parse(
    await sdk.searchAndReconsileIssuesUsingJql(client, { jql, fields: ["status"], maxResults: 1 }),
  );
  const key = issues[0]?.key;
  if (key !== undefined) {
    const { binding, told } = issueMade(host, { issue: key, drawn: "", told: seq, stands: "open", stuck: null });
    return { kind: "found", binding, ...(told ? { told } : {}) };
  }
  const next = looksAfterMs.find((afterMs) => doubt.at + afterMs > now);
  return next === undefined ? { kind: "absent" } : { kind: "wait", afterMs: doubt.at + next - now };
}

/** Comments are read from the issue itself, which does not lag; the newest first. */
async function lookForComment(
  { sdk, client }: Tools,
  binding: IssueBinding,
  mark: string,
): Promise<LookUp<IssueBinding>> {
  const ending = traceEnding(mark);
  for (let page = 0; page < commentPagesMax; page += 1) {
    const startAt = page * commentsPageSize;
    const { comments, total } = commentsSchema.parse(
      await sdk.getComments(client, {
        issueIdOrKey: binding.issue,
        orderBy: "-created",
        startAt,
        maxResults: commentsPageSize,
      }),
    );
    if (comments.some(({ body }) => textOfAdf(body).endsWith(ending))) {
      return { kind: "found", binding: afterComment(binding, mark) };
    }
    if (comments.length === 0 || startAt + comments.length >= total) break;
  }
  return { kind: "absent" };
}

/** A JQL string: quotes and backslashes are escaped. */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}
