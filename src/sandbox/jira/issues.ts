import { z } from "zod";
import type { StandInState } from "../state.ts";
import { statuses } from "./project.ts";

const issueSchema = z.object({
  number: z.int(),
  project: z.string(),
  key: z.string(),
  type: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  status: z.string(),
  fields: z.record(z.string(), z.unknown()),
  comments: z.array(z.object({ id: z.string(), at: z.number(), body: z.unknown(), author: z.string().optional() })),
  /** Status changes, oldest first. */
  moves: z.array(z.object({ at: z.number(), to: z.string() })),
});
/** An issue as the sandboxed Jira keeps it. */
export type SandboxIssue = z.infer<typeof issueSchema>;

const prefix = "jira:issue:";
const countPrefix = "jira:count:";
const keyOf = (project: string, number: number) => `${prefix}${project}:${String(number).padStart(8, "0")}`;

/** All issues, by project and number. */
export function listIssues(state: StandInState): readonly SandboxIssue[] {
  return state.list(prefix).map(([, value]) => issueSchema.parse(value));
}

/** The issues of the sandboxed Jira. */
export type IssueShelf = {
  create(made: Pick<SandboxIssue, "project" | "type" | "fields">): SandboxIssue;
  find(key: string): SandboxIssue | undefined;
  keep(issue: SandboxIssue): SandboxIssue;
  /** Takes an issue away, as its administrator does. */
  remove(issue: SandboxIssue): void;
  /** By project and number. */
  all(): readonly SandboxIssue[];
};

export function createIssueShelf(state: StandInState, now: () => number): IssueShelf {
  const keep = (issue: SandboxIssue) => {
    state.set(keyOf(issue.project, issue.number), issue);
    return issue;
  };
  return {
    all: () => listIssues(state),
    keep,
    remove: ({ project, number }) => state.delete(keyOf(project, number)),
    create: ({ project, type, fields }) => {
      const number =
        z
          .int()
          .catch(0)
          .parse(state.get(`${countPrefix}${project}`)) + 1;
      state.set(`${countPrefix}${project}`, number);
      const at = now();
      const key = `${project}-${number}`;
      const begun = { status: statuses[0].name, comments: [], moves: [], createdAt: at, updatedAt: at };
      return keep({ number, project, key, type, fields, ...begun });
    },
    find: (key) => {
      const [, project = "", number = ""] = /^(.+)-(\d+)$/.exec(key) ?? [];
      return issueSchema.safeParse(state.get(keyOf(project, Number(number)))).data;
    },
  };
}
