import { z } from "zod";
import type { JiraDestination } from "../../policy/destination.ts";
import type { JiraSdk, jiraTransport } from "./client.ts";

/** A field of the create screen. */
export type ScreenField = {
  readonly fieldId: string;
  readonly name: string;
  readonly required: boolean;
  readonly hasDefaultValue: boolean;
  /** The field's type as Jira names it: `com.atlassian.jira.plugin.system.customfieldtypes:textarea`. */
  readonly custom: string;
  /** Names of the values to choose from; empty where anything goes. */
  readonly allowed: readonly string[];
};

/** What creating an issue in a project asks for and allows. */
export type Screen =
  | { readonly kind: "screen"; readonly typeId: string; readonly fields: ReadonlyMap<string, ScreenField> }
  | { readonly kind: "type-missing"; readonly types: readonly string[] };

const pageSize = 200;
const pagesMax = 10;

const named = z.object({ name: z.string().optional(), value: z.string().optional() });
const typesPage = z.object({
  issueTypes: z.array(z.object({ id: z.string(), name: z.string(), subtask: z.boolean().catch(false) })),
  total: z.int().optional(),
});
const fieldSchema = z
  .object({
    fieldId: z.string(),
    name: z.string(),
    required: z.boolean(),
    hasDefaultValue: z.boolean().catch(false),
    schema: z.object({ custom: z.string().catch("") }).catch({ custom: "" }),
    allowedValues: z.array(named.catch({})).catch([]),
  })
  .transform(
    ({ schema, allowedValues, ...field }): ScreenField => ({
      ...field,
      custom: schema.custom,
      allowed: allowedValues.flatMap(({ name, value }) => name ?? value ?? []),
    }),
  );
const fieldsPage = z.object({ fields: z.array(fieldSchema), total: z.int().optional() });

/**
 * Reads from create metadata what a destination's project asks for (behaviour 8).
 *
 * @throws what the calls throw
 * @see https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/ "Get create field metadata for a
 * project and issue type id" (read 2026-11-20)
 */
export async function readScreen(
  sdk: JiraSdk,
  client: ReturnType<typeof jiraTransport>,
  { project, type }: JiraDestination,
): Promise<Screen> {
  const projectIdOrKey = encodeURIComponent(project);
  const types = await pages(async (startAt) => {
    const page = typesPage.parse(
      await sdk.getCreateIssueMetaIssueTypes(client, { projectIdOrKey, startAt, maxResults: pageSize }),
    );
    return { items: page.issueTypes, total: page.total };
  });
  const wanted = types.find(({ id, name }) => id === type || name.toLowerCase() === type.toLowerCase());
  if (!wanted) return { kind: "type-missing", types: types.filter(({ subtask }) => !subtask).map(({ name }) => name) };
  const issueTypeId = encodeURIComponent(wanted.id);
  const fields = await pages(async (startAt) => {
    const page = fieldsPage.parse(
      await sdk.getCreateIssueMetaIssueTypeId(client, { projectIdOrKey, issueTypeId, startAt, maxResults: pageSize }),
    );
    return { items: page.fields, total: page.total };
  });
  return { kind: "screen", typeId: wanted.id, fields: new Map(fields.map((field) => [field.fieldId, field])) };
}

async function pages<T>(
  read: (startAt: number) => Promise<{ items: readonly T[]; total: number | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  for (let page = 0; page < pagesMax; page += 1) {
    const { items, total } = await read(all.length);
    all.push(...items);
    if (items.length === 0 || all.length >= (total ?? all.length)) break;
  }
  return all;
}
