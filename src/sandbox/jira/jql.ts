import { z } from "zod";
import type { SandboxIssue } from "./issues.ts";

type Test = (issue: SandboxIssue) => boolean;

const labels = z.array(z.string()).catch([]);
const clause = /^(project|labels|key)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([\w.-]+))$/i;

const fields: Readonly<Record<string, (issue: SandboxIssue, value: string) => boolean>> = {
  project: ({ project }, value) => project === value,
  key: ({ key }, value) => key === value,
  labels: ({ fields: { labels: given } }, value) => labels.parse(given).includes(value),
};

/**
 * Reads the JQL that the stand-in understands: `field = value` clauses of `project`, `labels` and `key`, joined by AND,
 * and an ORDER BY created.
 *
 * @returns `null` for anything else
 */
export function readJql(jql: string): { readonly test: Test; readonly isNewestFirst: boolean } | null {
  const [where = "", order = ""] = jql.split(/\s+order\s+by\s+/i);
  if (order !== "" && !/^created(\s+(asc|desc))?$/i.test(order.trim())) return null;
  const clauses = where
    .trim()
    .split(/\s+and\s+/i)
    .map(readClause);
  const tests = clauses.flatMap((test) => test ?? []);
  if (tests.length !== clauses.length) return null;
  return { test: (issue) => tests.every((test) => test(issue)), isNewestFirst: !/asc/i.test(order) };
}

function readClause(text: string): Test | null {
  const [, name = "", quoted, bare = ""] = clause.exec(text.trim()) ?? [];
  const test = fields[name.toLowerCase()];
  const value = quoted?.replaceAll(/\\(.)/g, "$1") ?? bare;
  return test ? (issue) => test(issue, value) : null;
}
