import type { JiraDestination } from "../../policy/destination.ts";
import type { CheckNote, CheckResult } from "../receiver.ts";
import { failureOf } from "./client.ts";
import { readScreen, type Screen, type ScreenField } from "./screen.ts";
import type { Tools } from "./write.ts";

/** Fields that Vigie fills itself, or Jira from who is asking. */
const filled = ["project", "issuetype", "summary", "description", "reporter"];

/**
 * Reads what creating an issue in the project asks for, and names what is missing with the line to add to the policy
 * (behaviour 8). What was read is kept for the process.
 */
export async function checkProject(tools: Tools): Promise<CheckResult> {
  const { sdk, client, book, destination, signal } = tools;
  const { project, type } = destination;
  book.forget(destination);
  try {
    const screen = await book.screenOf(destination, () => readScreen(sdk, client, destination));
    if (screen.kind === "screen") return judge(destination, screen);
    book.forget(destination);
    return faulty({ key: "jira-type-missing", values: { project, type, types: screen.types.join(", ") } });
  } catch (error) {
    const failure = failureOf(error, signal);
    const reason = failure.detail || failure.reason;
    const key = failure.kind === "retry" ? "jira-unreachable" : "jira-refused";
    return faulty({ key, values: { project, reason } });
  }
}

function faulty(...notes: readonly CheckNote[]): CheckResult {
  return { kind: "faulty", notes };
}

function judge(destination: JiraDestination, { fields }: Extract<Screen, { kind: "screen" }>): CheckResult {
  const { project } = destination;
  const missing = [...fields.values()]
    .filter((field) => isMissing(field, destination))
    .map((field) => required(field, project));
  const extra = Object.keys(destination.fields);
  const leftOut = [...(hasPriority(destination) ? ["priority"] : []), ...extra].filter((id) => !fields.has(id));
  const notes = [
    ...missing,
    ...leftOut.map((field): CheckNote => ({ key: "jira-field-left-out", values: { project, field } })),
    ...(fields.has("labels") ? [] : [{ key: "jira-labels-left-out", values: { project } }]),
    ...unknownPriorities(destination, fields.get("priority")),
  ];
  return { kind: missing.length > 0 ? "faulty" : "ok", notes };
}

function hasPriority({ priority }: JiraDestination): boolean {
  return Object.keys(priority).length > 0;
}

function isMissing(
  { fieldId, required: isRequired, hasDefaultValue }: ScreenField,
  destination: JiraDestination,
): boolean {
  if (!isRequired || hasDefaultValue || filled.includes(fieldId) || fieldId === "labels") return false;
  return fieldId === "priority" ? !hasPriority(destination) : destination.fields[fieldId] === undefined;
}

function required({ fieldId, name, allowed }: ScreenField, project: string): CheckNote {
  const values = allowed.length > 0 ? ` (${allowed.slice(0, 20).join(", ")})` : "";
  return { key: "jira-field-required", values: { project, field: fieldId, name, values } };
}

function unknownPriorities({ project, priority }: JiraDestination, field: ScreenField | undefined): CheckNote[] {
  if (!field || field.allowed.length === 0) return [];
  const priorities = field.allowed.join(", ");
  return [...new Set(Object.values(priority))]
    .filter((name) => !field.allowed.includes(name))
    .map((name) => ({ key: "jira-priority-unknown", values: { project, priority: name, priorities } }));
}
