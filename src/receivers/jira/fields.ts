import type { JiraDestination } from "../../policy/destination.ts";
import { adfDoc, adfParagraph, adfText } from "./adf.ts";
import type { IssueDrawing } from "./draw-issue.ts";
import type { Screen, ScreenField } from "./screen.ts";

type CreateScreen = Extract<Screen, { kind: "screen" }>;
export type IssueFields = Readonly<Record<string, unknown>>;

/** What an issue cannot be made without; Vigie fills these, whatever `fields:` says. */
const ours = ["project", "issuetype", "summary", "description"];

/** Fields of a new issue: ours, and of the others those that the screen has and Jira did not refuse before. */
export function createFields(
  drawing: IssueDrawing,
  { project, fields }: JiraDestination,
  screen: CreateScreen,
  leftOut: ReadonlySet<string>,
): IssueFields {
  const { summary, description, labels, priority } = drawing;
  const own = [fields.labels ?? []].flat();
  const optional = { ...fields, labels: [...own, ...labels], ...priorityField(priority, screen) };
  const kept = Object.entries(optional)
    .filter(([id]) => !ours.includes(id) && !leftOut.has(id) && screen.fields.has(id))
    .map(([id, value]) => [id, asDocument(value, id, screen.fields.get(id))]);
  return {
    ...Object.fromEntries(kept),
    project: { key: project },
    issuetype: { id: screen.typeId },
    summary,
    description,
  };
}

/** Fields of an issue that is drawn anew. */
export function editFields(
  { summary, description, priority }: IssueDrawing,
  screen: CreateScreen,
  leftOut: ReadonlySet<string>,
): IssueFields {
  const optional = Object.entries(priorityField(priority, screen)).filter(([id]) => !leftOut.has(id));
  return { ...Object.fromEntries(optional), summary, description };
}

/** Of the fields that Jira refused, those that may be left out; empty when one of ours is among them. */
export function dispensable(refused: readonly string[], sent: IssueFields): readonly string[] {
  return refused.every((id) => id in sent && !ours.includes(id)) ? refused : [];
}

function priorityField(name: string | undefined, screen: CreateScreen): IssueFields {
  const field = screen.fields.get("priority");
  const isKnown = name !== undefined && field && (field.allowed.length === 0 || field.allowed.includes(name));
  return isKnown ? { priority: { name } } : {};
}

/** Version 3 takes long texts as documents only; the policy writes them as plain strings. */
function asDocument(value: unknown, id: string, field: ScreenField | undefined): unknown {
  const isLong = id === "environment" || field?.custom.endsWith(":textarea");
  return isLong && typeof value === "string" ? adfDoc([adfParagraph(adfText(value))]) : value;
}
