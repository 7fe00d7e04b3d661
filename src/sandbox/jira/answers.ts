import { type SandboxPerson, sandboxPeople } from "../people.ts";
import type { SandboxIssue } from "./issues.ts";
import {
  resolutions,
  type SandboxField,
  type SandboxProject,
  type SandboxStatus,
  statuses,
  typeIdOf,
  waysFrom,
} from "./project.ts";

const user = {
  accountId: "5b10ac8d82e05b22cc7d4ef5",
  accountType: "atlassian",
  active: true,
  displayName: "Vigie (sandbox)",
};
const iso = (at: number) => new Date(at).toISOString();
const idOf = ({ project, number }: SandboxIssue) => String(10_000 + number + 1_000 * (project.charCodeAt(0) % 64));

/** Who is asking: always the same bot. */
export const myself = { ...user, emailAddress: "vigie@sandbox.example", timeZone: "Etc/UTC", locale: "en_US" };

/** Somebody of the sandbox; Jira shows their e-mail, as where a profile allows it. */
export function userBody({ jira, name, email }: SandboxPerson) {
  return { accountId: jira, accountType: "atlassian", active: true, displayName: name, emailAddress: email };
}

/** Jira's way to say what is wrong. */
export function errorsBody(errorMessages: readonly string[], errors: Readonly<Record<string, string>> = {}) {
  return { errorMessages, errors };
}

/** The answer to a create. */
export function createdBody(issue: SandboxIssue, base: string) {
  return { id: idOf(issue), key: issue.key, self: `${base}/rest/api/3/issue/${idOf(issue)}` };
}

/** An issue with the fields asked for; all when none are named. */
export function issueBody(issue: SandboxIssue, base: string, asked: readonly string[]) {
  const status = statuses.find(({ name }) => name === issue.status) ?? statuses[0];
  const all = {
    ...issue.fields,
    project: { key: issue.project },
    issuetype: { name: issue.type },
    status: statusBody(status, base),
    created: iso(issue.createdAt),
    updated: iso(issue.updatedAt),
  };
  const kept = Object.entries(all).filter(([id]) => asked.length === 0 || asked.includes(id) || asked.includes("*all"));
  return { expand: "renderedFields,names,schema", ...createdBody(issue, base), fields: Object.fromEntries(kept) };
}

export function commentBody(
  { id, at, body, author: by }: SandboxIssue["comments"][number],
  issue: SandboxIssue,
  base: string,
) {
  const person = sandboxPeople.find(({ jira }) => jira === by);
  const author = person ? userBody(person) : user;
  return {
    self: `${base}/rest/api/3/issue/${idOf(issue)}/comment/${id}`,
    id,
    author,
    body,
    updateAuthor: author,
    created: iso(at),
    updated: iso(at),
    jsdPublic: true,
  };
}

/** The transitions open to an issue, with the fields of their screens. */
export function transitionsBody(issue: SandboxIssue, project: SandboxProject, base: string) {
  const transitions = waysFrom(issue.status, project).map((status) => {
    const screen = status.category.key === "done" ? project.doneScreen : [];
    return {
      id: status.transition,
      name: status.name,
      to: statusBody(status, base),
      hasScreen: screen.length > 0,
      isGlobal: true,
      isInitial: false,
      isAvailable: true,
      isConditional: false,
      looped: false,
      fields: Object.fromEntries(screen.map((field) => [field.id, fieldBody(field)])),
    };
  });
  return { expand: "transitions", transitions };
}

function statusBody({ id, name, category }: SandboxStatus, base: string) {
  const self = `${base}/rest/api/3/status/${id}`;
  const colorName = category.key === "done" ? "green" : category.key === "new" ? "blue-gray" : "yellow";
  const statusCategory = { self: `${base}/rest/api/3/statuscategory/${category.id}`, ...category, colorName };
  return { self, description: "", iconUrl: `${base}/images/icons/status.png`, id, name, statusCategory };
}

/** The issue types that can be created in a project. */
export function typesBody(project: SandboxProject, base: string) {
  const issueTypes = project.types.map((name) => {
    const id = typeIdOf(project, name);
    const self = `${base}/rest/api/3/issuetype/${id}`;
    return { self, id, name, description: "", iconUrl: `${base}/images/icons/${id}.png`, subtask: false };
  });
  return { startAt: 0, maxResults: 50, total: issueTypes.length, issueTypes };
}

/** The fields of a project's create screen. */
export function screenBody({ createScreen }: SandboxProject) {
  const always: readonly SandboxField[] = [
    { id: "project", name: "Project", required: true },
    { id: "issuetype", name: "Issue Type", required: true },
    { id: "summary", name: "Summary", required: true },
    { id: "description", name: "Description" },
    { id: "reporter", name: "Reporter", required: true },
  ];
  const fields = [...always, ...createScreen].map((field) => ({ ...fieldBody(field), fieldId: field.id }));
  return { startAt: 0, maxResults: 50, total: fields.length, fields };
}

function fieldBody({ id, name, required = false, type = "string", custom, allowed }: SandboxField) {
  const values = id === "resolution" ? resolutions : allowed;
  const kind = custom === undefined ? { type, system: id } : { type, custom: `${customPrefix}${custom}` };
  return {
    key: id,
    name,
    required,
    hasDefaultValue: id === "reporter",
    operations: ["set"],
    schema: kind,
    ...(values ? { allowedValues: values.map((value, at) => ({ id: String(at + 1), name: value })) } : {}),
  };
}

const customPrefix = "com.atlassian.jira.plugin.system.customfieldtypes:";
