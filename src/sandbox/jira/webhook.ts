import { createHmac } from "node:crypto";
import type { SandboxPerson } from "../people.ts";
import type { StandInDeps } from "../stand-in.ts";
import { issueBody, userBody } from "./answers.ts";
import type { SandboxIssue } from "./issues.ts";

/** What one webhook tells: a comment, changes of fields, or that the issue is gone. */
export type JiraNews =
  | { readonly kind: "comment"; readonly id: string; readonly text: string }
  | { readonly kind: "changed"; readonly items: readonly Readonly<Record<string, string | null>>[] }
  | { readonly kind: "deleted" };

const answerWithinMs = 5_000;

/**
 * Tells Vigie what somebody did to an issue, signed over the raw body. Comments come without the issue's labels, as
 * Jira's do. What is not there to hear it is none the wiser.
 *
 * @see https://developer.atlassian.com/cloud/jira/platform/webhooks/ (read 2026-11-20)
 */
export async function sendWebhook(
  { vigie, baseUrl, now }: Pick<StandInDeps, "vigie" | "baseUrl" | "now">,
  issue: SandboxIssue,
  person: SandboxPerson,
  news: JiraNews,
): Promise<void> {
  if (!vigie) return;
  const body = JSON.stringify({ timestamp: now(), ...told(issue, person, news, baseUrl()) });
  const signature = createHmac("sha256", vigie.secret).update(body).digest("hex");
  await fetch(`${vigie.url()}/webhooks/jira`, {
    method: "POST",
    headers: {
      "content-type": "application/json; charset=UTF-8",
      "user-agent": "Atlassian Webhook HTTP Client",
      "x-atlassian-webhook-identifier": `${issue.key}-${now()}-${news.kind}-${issue.comments.length}-${issue.moves.length}`,
      "x-hub-signature": `sha256=${signature}`,
    },
    body,
    signal: AbortSignal.timeout(answerWithinMs),
  }).then(
    (answer) => answer.arrayBuffer(),
    () => {},
  );
}

function told(issue: SandboxIssue, person: SandboxPerson, news: JiraNews, base: string): object {
  const user = userBody(person);
  if (news.kind === "comment") {
    const seen = issueBody(issue, base, ["summary", "issuetype", "project", "assignee", "priority", "status"]);
    const comment = { id: news.id, author: user, updateAuthor: user, body: news.text };
    return { webhookEvent: "comment_created", comment, issue: seen };
  }
  const seen = issueBody(issue, base, []);
  if (news.kind === "deleted") return { webhookEvent: "jira:issue_deleted", user, issue: seen };
  const changelog = { id: "10000", items: news.items };
  return { webhookEvent: "jira:issue_updated", issue_event_type_name: "issue_generic", user, issue: seen, changelog };
}
