import { z } from "zod";
import { isOurs } from "../../incident/trace-ending.ts";
import type { Account } from "../person.ts";

const user = z.object({
  accountId: z.string().optional().catch(undefined),
  /** Jira Server has no account ids. */
  name: z.string().optional().catch(undefined),
  emailAddress: z.string().optional().catch(undefined),
  displayName: z.string().optional().catch(undefined),
});

/** `toString` is what Jira calls the text of a new value; where it is missing, every object has one of its own. */
const item = z.object({
  field: z.string(),
  to: z.string().nullish().catch(null),
  toString: z.string().nullish().catch(null),
});

const schema = z.object({
  webhookEvent: z.string(),
  user: user.optional().catch(undefined),
  issue: z.object({
    key: z.string(),
    fields: z
      .object({
        labels: z.array(z.string()).optional().catch(undefined),
        status: z
          .object({ statusCategory: z.object({ key: z.string() }) })
          .optional()
          .catch(undefined),
      })
      .catch({}),
  }),
  comment: z
    .object({ id: z.string().max(100), author: user.optional().catch(undefined), body: z.unknown() })
    .optional()
    .catch(undefined),
  changelog: z
    .object({ items: z.array(item).catch([]) })
    .optional()
    .catch(undefined),
});

/** What somebody did to an issue. */
export type IssueChange =
  /** `id` is the comment's: Jira tells one comment by two kinds of webhook. */
  | { readonly kind: "comment"; readonly id: string; readonly text: string }
  | { readonly kind: "assigned"; readonly to: Account }
  | { readonly kind: "moved"; readonly category: string }
  | { readonly kind: "deleted" };

/** What a webhook of Jira says, as far as Vigie listens. */
export type JiraEvent = {
  readonly issue: string;
  /** Absent where this kind of webhook does not carry them. */
  readonly labels?: readonly string[];
  /** Who did it. */
  readonly by: Account | null;
  readonly changes: readonly IssueChange[];
};

/**
 * Reads a webhook of Jira; `null` for what is none about an issue. Comments of our own are left out.
 *
 * @see https://developer.atlassian.com/cloud/jira/platform/webhooks/ (read 2026-11-20)
 */
export function readJiraEvent(body: unknown): JiraEvent | null {
  const read = schema.safeParse(body).data;
  if (!read) return null;
  const { webhookEvent, issue, comment, changelog } = read;
  const { labels, status } = issue.fields;
  const isComment = comment !== undefined && /^(?:comment_created|jira:issue_updated)$/.test(webhookEvent);
  const text = isComment ? textOf(comment.body).trim() : "";
  const items = webhookEvent === "jira:issue_updated" ? (changelog?.items ?? []) : [];
  return {
    issue: issue.key,
    ...(labels ? { labels } : {}),
    by: accountOf(read.user ?? comment?.author),
    changes: [
      ...(webhookEvent === "jira:issue_deleted" ? [{ kind: "deleted" } as const] : []),
      ...(comment && text !== "" && !isOurs(text) ? [{ kind: "comment", id: comment.id, text } as const] : []),
      ...items.flatMap((one) => changeIn(one, status?.statusCategory.key)),
    ],
  };
}

function changeIn({ field, to, toString: name }: z.infer<typeof item>, category: string | undefined): IssueChange[] {
  if (field === "status" && category !== undefined) return [{ kind: "moved", category }];
  if (field !== "assignee" || !to) return [];
  return [{ kind: "assigned", to: { vendor: "jira", id: to, ...(name ? { name } : {}) } }];
}

function accountOf(who: z.infer<typeof user> | undefined): Account | null {
  const id = who?.accountId ?? who?.name;
  if (!who || id === undefined) return null;
  const { emailAddress: email, displayName: name } = who;
  return { vendor: "jira", id, ...(email ? { email } : {}), ...(name ? { name } : {}) };
}

const node = z.object({ text: z.string().catch(""), content: z.array(z.unknown()).catch([]) });

/** No document that Jira's editor makes is nested deeper. */
const depthMax = 50;

/** A body is wiki text, or a document of which the words alone are kept. */
function textOf(body: unknown, depth = 0): string {
  if (typeof body === "string") return body;
  const { text, content } = (depth < depthMax && node.safeParse(body).data) || { text: "", content: [] };
  return `${text}${content.map((one) => textOf(one, depth + 1)).join("")}`;
}
