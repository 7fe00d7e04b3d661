import { adfFault } from "./adf-rules.ts";
import { type SandboxField, type SandboxProject, type SandboxProjects, typeIdOf } from "./project.ts";

/** What is wrong, by field, in Jira's words. */
export type FieldErrors = Readonly<Record<string, string>>;
export type Fields = Readonly<Record<string, unknown>>;

const summaryMax = 255;
const textMax = 32_767;
const notOnScreen = (id: string) => `Field '${id}' cannot be set. It is not on the appropriate screen, or unknown.`;
const tooLong = "The entered text is too long. It exceeds the allowed limit of 32,767 characters.";
const notADocument = "Operation value must be an Atlassian Document (see the Atlassian Document Format)";

/** A new issue as asked for, or what is wrong with it. */
export type Judged =
  | { readonly kind: "issue"; readonly project: string; readonly type: string; readonly fields: Fields }
  | { readonly kind: "errors"; readonly errors: FieldErrors };

/** Judges the fields of a create. */
export function judgeCreate(fields: Fields, projects: SandboxProjects): Judged {
  const key = text(property(fields.project, "key"));
  const project = projects.find(key);
  if (!project) return { kind: "errors", errors: { project: "valid project is required" } };
  const type = typeOf(fields.issuetype, project);
  if (type === undefined) return { kind: "errors", errors: { issuetype: "Specify a valid issue type" } };
  const { project: _project, issuetype: _issuetype, ...rest } = fields;
  const allowed = project.createScreen.map(({ id }) => id);
  const missing = project.createScreen.filter(({ id, required }) => required && isEmpty(rest[id]));
  const errors = {
    ...(isEmpty(rest.summary) ? { summary: "You must specify a summary of the issue." } : {}),
    ...Object.fromEntries(missing.map(({ id, name }) => [id, `${name} is required.`])),
    ...valueErrors(rest, allowed, project.createScreen),
  };
  if (Object.keys(errors).length > 0) return { kind: "errors", errors };
  return { kind: "issue", project: key, type, fields: { priority: { name: "Medium" }, labels: [], ...rest } };
}

/** Judges the fields of an edit; empty when all is well. */
export function judgeEdit(fields: Fields, { editScreen, createScreen }: SandboxProject): FieldErrors {
  const emptied = "summary" in fields && isEmpty(fields.summary);
  return {
    ...(emptied ? { summary: "You must specify a summary of the issue." } : {}),
    ...valueErrors(fields, editScreen, createScreen),
  };
}

/** A comment or description: what is wrong with it. */
export function documentError(document: unknown): string | null {
  if (adfFault(document) !== null) return notADocument;
  return JSON.stringify(document).length > textMax ? tooLong : null;
}

function valueErrors(fields: Fields, allowed: readonly string[], screen: readonly SandboxField[]): FieldErrors {
  const found = Object.entries(fields).flatMap(([id, value]) => {
    const error = errorOf(
      id,
      value,
      allowed,
      screen.find((field) => field.id === id),
    );
    return error === null ? [] : [[id, error]];
  });
  return Object.fromEntries(found);
}

function errorOf(
  id: string,
  value: unknown,
  allowed: readonly string[],
  field: SandboxField | undefined,
): string | null {
  if (id === "summary") return summaryError(value);
  if (id === "description") return documentError(value);
  if (!allowed.includes(id)) return notOnScreen(id);
  if (id === "labels") return labelsError(value);
  if (id === "priority")
    return field?.allowed?.includes(text(property(value, "name"))) ? null : "The priority selected is invalid.";
  return field?.custom === "textarea" ? documentError(value) : null;
}

function summaryError(value: unknown): string | null {
  if (/[\r\n]/.test(text(value))) return "The summary is invalid because it contains newline characters.";
  return text(value).length > summaryMax ? "Summary can't exceed 255 characters." : null;
}

function labelsError(value: unknown): string | null {
  const labels = Array.isArray(value) ? value : [null];
  if (labels.some((label) => typeof label !== "string")) return "data was not an array";
  const spaced = labels.find((label) => /\s/.test(label));
  if (spaced !== undefined) return `The label '${spaced}' contains spaces which is invalid.`;
  return labels.some((label) => label.length > summaryMax) ? "The label is too long." : null;
}

function typeOf(asked: unknown, project: SandboxProject): string | undefined {
  return project.types.find(
    (name) => name === property(asked, "name") || typeIdOf(project, name) === property(asked, "id"),
  );
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}
