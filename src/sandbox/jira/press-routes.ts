import { Hono } from "hono";
import { z } from "zod";
import { sandboxPeople } from "../people.ts";
import { sameOriginOnly } from "../same-origin.ts";
import type { StandInDeps } from "../stand-in.ts";
import { userBody } from "./answers.ts";
import type { IssueShelf, SandboxIssue } from "./issues.ts";
import { type SandboxProjects, statuses, waysFrom } from "./project.ts";
import { type JiraNews, sendWebhook } from "./webhook.ts";

type Deps = StandInDeps & { readonly shelf: IssueShelf; readonly projects: SandboxProjects };

const pressed = z.object({
  issue: z.string(),
  /** `comment`, `assign`, `delete`, or the id of a transition. */
  change: z.string(),
  person: z.enum(sandboxPeople.map(({ jira }) => jira)),
  text: z.string().trim().max(2_000).default(""),
});
type Pressed = z.infer<typeof pressed>;

/** What people do to issues of the sandbox's Jira: each is told to Vigie by a signed webhook. */
export function pressRoutes(deps: Deps): Hono {
  const routes = new Hono();
  routes.use("/people/*", sameOriginOnly);
  routes.post("/people/press", async (c) => {
    const read = pressed.safeParse(await c.req.parseBody());
    const issue = read.success ? deps.shelf.find(read.data.issue) : undefined;
    const person = sandboxPeople.find(({ jira }) => jira === read.data?.person);
    if (!read.success || !issue || !person) return c.text("nobody pressed anything", 422);
    const news = change(issue, read.data, deps);
    if (!news) return c.text("not offered as things stand", 409);
    await sendWebhook(deps, deps.shelf.find(issue.key) ?? issue, person, news);
    return c.redirect(deps.baseUrl().replace(/\/jira$/, ""), 303);
  });
  return routes;
}

function change(issue: SandboxIssue, { change: what, person, text }: Pressed, deps: Deps): JiraNews | undefined {
  const { shelf, now } = deps;
  if (what === "delete") {
    shelf.remove(issue);
    return { kind: "deleted" };
  }
  if (what === "comment") {
    if (text === "") return undefined;
    const id = String(10_000 + issue.comments.length);
    const body = { type: "doc", version: 1, content: [{ type: "paragraph", content: [{ type: "text", text }] }] };
    shelf.keep({ ...issue, comments: [...issue.comments, { id, at: now(), body, author: person }], updatedAt: now() });
    return { kind: "comment", id: `${issue.key}-${id}`, text };
  }
  return what === "assign" ? assign(issue, person, deps) : move(issue, what, deps);
}

function assign(issue: SandboxIssue, person: string, { shelf, now }: Deps): JiraNews | undefined {
  const found = sandboxPeople.find(({ jira }) => jira === person);
  if (!found) return undefined;
  shelf.keep({ ...issue, fields: { ...issue.fields, assignee: userBody(found) }, updatedAt: now() });
  const item = { field: "assignee", fieldtype: "jira", from: null, fromString: null, to: person, toString: found.name };
  return { kind: "changed", items: [item] };
}

function move(issue: SandboxIssue, transition: string, { shelf, projects, now }: Deps): JiraNews | undefined {
  const project = projects.find(issue.project);
  const to = project && waysFrom(issue.status, project).find((status) => status.transition === transition);
  if (!to) return undefined;
  const from = statuses.find(({ name }) => name === issue.status) ?? statuses[0];
  shelf.keep({ ...issue, status: to.name, moves: [...issue.moves, { at: now(), to: to.name }], updatedAt: now() });
  const item = {
    field: "status",
    fieldtype: "jira",
    from: from.id,
    fromString: from.name,
    to: to.id,
    toString: to.name,
  };
  return { kind: "changed", items: [item] };
}
