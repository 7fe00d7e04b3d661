import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Locale } from "../../words/locale.ts";
import { type Fault, faultMiddleware } from "../faults.ts";
import { sandboxPeople } from "../people.ts";
import type { StandIn, StandInDeps } from "../stand-in.ts";
import {
  commentBody,
  createdBody,
  errorsBody,
  issueBody,
  myself,
  screenBody,
  transitionsBody,
  typesBody,
  userBody,
} from "./answers.ts";
import { documentError, judgeCreate, judgeEdit } from "./field-rules.ts";
import { createIssueShelf, type IssueShelf, type SandboxIssue } from "./issues.ts";
import { readJql } from "./jql.ts";
import { drawIssues } from "./picture.ts";
import { pressRoutes } from "./press-routes.ts";
import { type SandboxProject, type SandboxProjects, sandboxProjects, typeIdOf, waysFrom } from "./project.ts";
import { createThrottle } from "./throttle.ts";

/** How the sandboxed Jira is set up. */
export type JiraSetup = {
  /** How long search does not see a new issue, in ms; 5,000 by default (protocol 2). */
  readonly searchLagMs?: number;
  /** The projects that are there; absent: any that a policy names. */
  readonly projects?: Readonly<Record<string, Partial<SandboxProject>>>;
};

type Env = { Variables: { fault?: Fault } };
type Ctx = Context<Env>;
type Site = StandInDeps & {
  readonly shelf: IssueShelf;
  readonly projects: SandboxProjects;
  readonly searchLagMs: number;
};

const searchLagDefaultMs = 5_000;
/** A lag kept with the issues goes before the one that the stand-in was made with: tests set it for a whole sandbox. */
export const searchLagKey = "jira:search-lag-ms";
const pageDefault = 50;

/** Jira names a content type even where it sends nothing. */
const emptyJson = { "content-type": "application/json" };
const noIssue = errorsBody(["Issue does not exist or you do not have permission to see it."]);
const noProject = (key: string) => errorsBody([`No project could be found with key '${key}'.`]);
const noSession = errorsBody(["You are not authenticated. Authentication required to perform this operation."]);

/**
 * Stands in for Jira Cloud: the part of REST version 3 that makes, edits, comments, moves and finds issues. Any basic
 * login of an e-mail and a token is good. Search lags behind creates; the issue itself never does.
 *
 * What people do on the sandbox's page is told to Vigie by signed webhooks; what Vigie does is not.
 *
 * Faults: a `revoked` token is 401; a deleted project is unknown, an archived one takes no writes.
 *
 * @see https://developer.atlassian.com/cloud/jira/platform/rest/v3/ (read 2026-11-20)
 */
export function createJiraStandIn(
  deps: StandInDeps,
  { searchLagMs = searchLagDefaultMs, projects }: JiraSetup = {},
): StandIn {
  const shelf = createIssueShelf(deps.state, deps.now);
  const site: Site = { ...deps, shelf, projects: sandboxProjects(projects), searchLagMs };
  const wire = new Hono<Env>();
  wire.use(
    "*",
    faultMiddleware("jira", deps.faults, ({ method, url }) => `${method} ${new URL(url).pathname}`),
  );
  guard(wire, site);
  issueRoutes(wire, site);
  metadataRoutes(wire, site);
  searchRoutes(wire, site);
  wire.get("/browse/:key", (c) => c.redirect("../"));
  const routes = new Hono();
  routes.route("/", pressRoutes(site));
  routes.route("/", wire);
  const picture = (locale: Locale = "en") =>
    drawIssues(shelf.all(), locale, deps.vigie ? `${deps.baseUrl()}/people/press` : undefined);
  return { vendor: "jira", routes, picture };
}

/** Login, places that are gone, and rates. */
function guard(wire: Hono<Env>, { now }: Site): void {
  const throttle = createThrottle(now);
  wire.use("/rest/*", async (c, next) => {
    const fault = c.get("fault")?.kind;
    if (fault === "revoked" || !isLogin(c.req.header("authorization"))) return c.json(noSession, 401);
    const isWrite = c.req.method !== "GET" && !c.req.path.includes("/search/");
    if (fault === "place-deleted") return c.json(noIssue, 404);
    if (fault === "place-archived" && isWrite) return c.json(errorsBody(["The project is archived."]), 403);
    const issue = /\/issue\/([A-Z][A-Z0-9_]*-\d+)/.exec(c.req.path)?.[1];
    const endpoint = `${c.req.method} ${c.req.path.replace(issue ?? " ", "{issue}")}`;
    const hit = throttle(endpoint, isWrite ? issue : undefined);
    if (!hit) return next();
    const headers = { "retry-after": String(hit.retryAfterSec), "ratelimit-reason": hit.reason };
    return c.json(errorsBody(["Rate limit exceeded."]), 429, headers);
  });
}

function isLogin(header = ""): boolean {
  const [email = "", token = ""] = Buffer.from(header.replace(/^Basic /, ""), "base64")
    .toString()
    .split(":");
  return header.startsWith("Basic ") && email.includes("@") && token !== "";
}

const fieldsBody = z.looseObject({ fields: z.record(z.string(), z.unknown()).catch({}) });
const moveBody = fieldsBody.extend({ transition: z.looseObject({ id: z.string() }) });

function issueRoutes(wire: Hono<Env>, { shelf, projects, now, baseUrl }: Site): void {
  const withIssue = (
    c: Ctx,
    answer: (issue: SandboxIssue, project: SandboxProject) => Response | Promise<Response>,
  ) => {
    const issue = shelf.find(c.req.param("key") ?? "");
    const project = issue && projects.find(issue.project);
    return issue && project ? answer(issue, project) : c.json(noIssue, 404);
  };
  const touched = (issue: SandboxIssue, change: Partial<SandboxIssue>) =>
    shelf.keep({ ...issue, ...change, updatedAt: now() });

  wire.post("/rest/api/3/issue", async (c) => {
    const body = fieldsBody.safeParse(await c.req.json().catch(() => null));
    if (!body.success)
      return c.json(errorsBody(["Invalid request payload. Refer to the REST API documentation and try again."]), 400);
    const judged = judgeCreate(body.data.fields, projects);
    if (judged.kind === "errors") return c.json(errorsBody([], judged.errors), 400);
    return c.json(createdBody(shelf.create(judged), baseUrl()), 201);
  });
  wire.get("/rest/api/3/issue/:key{[A-Z][A-Z0-9_]*-[0-9]+}", (c) =>
    withIssue(c, (issue) =>
      c.json(issueBody(issue, baseUrl(), c.req.queries("fields")?.flatMap((all) => all.split(",")) ?? [])),
    ),
  );
  wire.put("/rest/api/3/issue/:key{[A-Z][A-Z0-9_]*-[0-9]+}", (c) =>
    withIssue(c, async (issue, project) => {
      const { fields } = fieldsBody.parse(await c.req.json());
      const errors = judgeEdit(fields, project);
      if (Object.keys(errors).length > 0) return c.json(errorsBody([], errors), 400);
      touched(issue, { fields: { ...issue.fields, ...fields } });
      return c.body(null, 204, emptyJson);
    }),
  );
  wire.put("/rest/api/3/issue/:key/assignee", (c) =>
    withIssue(c, async (issue) => {
      const { accountId } = z.looseObject({ accountId: z.string().nullable() }).parse(await c.req.json());
      const person = sandboxPeople.find(({ jira }) => jira === accountId);
      const error = `User '${accountId}' cannot be assigned issues.`;
      if (accountId !== null && !person) return c.json(errorsBody([], { assignee: error }), 400);
      touched(issue, { fields: { ...issue.fields, assignee: person ? userBody(person) : null } });
      return c.body(null, 204, emptyJson);
    }),
  );
  wire.get("/rest/api/3/issue/:key/transitions", (c) =>
    withIssue(c, (issue, project) => c.json(transitionsBody(issue, project, baseUrl()))),
  );
  wire.post("/rest/api/3/issue/:key/transitions", (c) =>
    withIssue(c, async (issue, project) => {
      const body = moveBody.safeParse(await c.req.json().catch(() => null));
      const status = waysFrom(issue.status, project).find(({ transition }) => transition === body.data?.transition.id);
      if (!body.success || !status) {
        return c.json(errorsBody([`Transition id '${body.data?.transition.id}' is not valid for this issue.`]), 400);
      }
      const { fields } = body.data;
      const screen = status.category.key === "done" ? project.doneScreen : [];
      const missing = screen.filter(({ id, required }) => required && fields[id] === undefined);
      const errors = Object.fromEntries(missing.map(({ id, name }) => [id, `${name} is required.`]));
      if (missing.length > 0) return c.json(errorsBody([], errors), 400);
      const moves = [...issue.moves, { at: now(), to: status.name }];
      touched(issue, { status: status.name, fields: { ...issue.fields, ...fields }, moves });
      return c.body(null, 204, emptyJson);
    }),
  );
  wire.get("/rest/api/3/issue/:key/comment", (c) =>
    withIssue(c, (issue) => {
      const startAt = Number(c.req.query("startAt") ?? 0) || 0;
      const maxResults = Number(c.req.query("maxResults") ?? pageDefault) || pageDefault;
      const ordered = c.req.query("orderBy") === "-created" ? issue.comments.toReversed() : issue.comments;
      const comments = ordered.slice(startAt, startAt + maxResults).map((one) => commentBody(one, issue, baseUrl()));
      return c.json({ startAt, maxResults, total: issue.comments.length, comments });
    }),
  );
  wire.post("/rest/api/3/issue/:key/comment", (c) =>
    withIssue(c, async (issue) => {
      const { body } = z.looseObject({ body: z.unknown() }).parse(await c.req.json());
      const error = documentError(body);
      if (error !== null) return c.json(errorsBody([], { comment: error }), 400);
      const comment = { id: String(10_000 + issue.comments.length), at: now(), body };
      touched(issue, { comments: [...issue.comments, comment] });
      return c.json(commentBody(comment, issue, baseUrl()), 201);
    }),
  );
}

function metadataRoutes(wire: Hono<Env>, { projects, baseUrl }: Site): void {
  wire.get("/rest/api/3/issue/createmeta/:project/issuetypes", (c) => {
    const project = projects.find(c.req.param("project"));
    return project ? c.json(typesBody(project, baseUrl())) : c.json(noProject(c.req.param("project")), 404);
  });
  wire.get("/rest/api/3/issue/createmeta/:project/issuetypes/:type", (c) => {
    const project = projects.find(c.req.param("project"));
    const isType = project?.types.some((name) => typeIdOf(project, name) === c.req.param("type"));
    return project && isType ? c.json(screenBody(project)) : c.json(noProject(c.req.param("project")), 404);
  });
  wire.get("/rest/api/3/project/:key", (c) => {
    const key = c.req.param("key");
    if (!projects.find(key)) return c.json(noProject(key), 404);
    return c.json({ self: `${baseUrl()}/rest/api/3/project/${key}`, id: "10000", key, name: key, style: "classic" });
  });
  wire.get("/rest/api/3/myself", (c) => c.json(myself));
  wire.get("/rest/api/3/user", (c) => {
    const found = sandboxPeople.find(({ jira }) => jira === c.req.query("accountId"));
    return found ? c.json(userBody(found)) : c.json(errorsBody(["Specified user does not exist."]), 404);
  });
  wire.get("/rest/api/3/user/search", (c) => {
    const query = c.req.query("query")?.toLowerCase() ?? "";
    const found = sandboxPeople.filter(({ name, email }) => `${name}\n${email}`.toLowerCase().includes(query));
    return c.json(query === "" ? [] : found.map(userBody));
  });
  wire.get("/rest/api/3/serverInfo", (c) =>
    c.json({
      baseUrl: baseUrl(),
      version: "1001.0.0-SNAPSHOT",
      deploymentType: "Cloud",
      serverTitle: "Jira (sandbox)",
    }),
  );
}

const searchBody = z.looseObject({
  jql: z.string(),
  fields: z.array(z.string()).catch([]),
  maxResults: z.coerce.number().int().min(1).catch(pageDefault),
});

function searchRoutes(wire: Hono<Env>, { state, shelf, now, searchLagMs, baseUrl }: Site): void {
  const lagMs = () => z.number().catch(searchLagMs).parse(state.get(searchLagKey));
  const search = (c: Ctx, asked: unknown) => {
    const body = searchBody.safeParse(asked).data;
    const query = body && readJql(body.jql);
    if (!body || !query) return c.json(errorsBody(["Error in the JQL Query."]), 400);
    const seen = shelf.all().filter((issue) => issue.createdAt + lagMs() <= now() && query.test(issue));
    const ordered = query.isNewestFirst ? seen.toReversed() : seen;
    const issues = ordered
      .slice(0, body.maxResults)
      .map((issue) =>
        body.fields.length > 0 ? issueBody(issue, baseUrl(), body.fields) : createdBody(issue, baseUrl()),
      );
    return c.json({ issues, isLast: ordered.length <= body.maxResults });
  };
  wire.get("/rest/api/3/search/jql", (c) =>
    search(c, { ...c.req.query(), fields: c.req.queries("fields")?.flatMap((all) => all.split(",")) }),
  );
  wire.post("/rest/api/3/search/jql", async (c) => search(c, await c.req.json().catch(() => null)));
}
