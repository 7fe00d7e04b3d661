import { html } from "hono/html";
import { z } from "zod";
import { apiWords } from "../words/api.ts";
import type { Markup } from "./moment.ts";
import type { Visit } from "./visit.ts";

const schemaOf = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  allOf: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
});
type Schema = z.infer<typeof schemaOf>;

const content = z.record(z.string(), z.looseObject({ schema: z.unknown() })).optional();
const operationOf = z.looseObject({
  parameters: z
    .array(
      z.looseObject({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        description: z.string().optional(),
        schema: z.unknown(),
      }),
    )
    .default([]),
  requestBody: z.looseObject({ content }).optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string().default(""), content })),
});
const documentOf = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationOf)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()).default({}) }),
});
type Described = z.infer<typeof documentOf>;
type Operation = z.infer<typeof operationOf>;

/** A field of a body or an answer, as one row. */
type Row = { readonly name: string; readonly type: string; readonly needed: boolean; readonly description: string };

/** So deep are answers told; what lies deeper is in `/openapi.json`. */
const depthMax = 3;

/**
 * The API for people, made from its OpenAPI document: every path, its fields and answers, and a line to try it with.
 * Loads nothing from anywhere.
 */
export function docsPage(visit: Visit, openApi: unknown, origin: string): Markup {
  const described = documentOf.parse(openApi);
  const words = apiWords[visit.locale].docs;
  const operations = Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  return html`<div class="api"><h1>${words.title}</h1>
<p>${marked(words.intro)} ${marked(words.token)}</p>
<p><a href="/openapi.json">${words.machine}</a></p>
<ul>${operations.map(({ path, method }) => html`<li><a href="#${anchorOf(method, path)}"><code>${method} ${path}</code></a></li>`)}</ul>
${operations.map(({ path, method, operation }) => operationPart(visit, described, { path, method, operation, origin }))}</div>`;
}

type Told = {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
  readonly origin: string;
};

function operationPart(visit: Visit, described: Described, { path, method, operation, origin }: Told): Markup {
  const words = apiWords[visit.locale].docs;
  const parameters = operation.parameters.map(
    ({ name, required, description = "", schema }): Row => ({
      name,
      type: typeOf(asSchema(schema, described)),
      needed: required,
      description: description || (asSchema(schema, described).description ?? ""),
    }),
  );
  const body = jsonSchema(operation.requestBody?.content, described);
  const good = Object.entries(operation.responses).find(([status]) => status.startsWith("2"));
  const answer = jsonSchema(good?.[1].content, described);
  return html`<section id="${anchorOf(method, path)}"><h2><code>${method} ${path}</code></h2>
${rowsTable(words.fields, words.needed, parameters)}
${body ? rowsTable(words.body, words.needed, rowsOf(body, described)) : ""}
<h3>${words.try}</h3><pre>${curlOf({ path, method, origin }, body, described)}</pre>
<h3>${words.answers}</h3><ul>${Object.entries(operation.responses).map(
    ([status, { description }]) => html`<li><code>${status}</code> ${marked(description)}</li>`,
  )}</ul>
${answer ? html`<details><summary>${words.fields} ${good?.[0] ?? ""}</summary>${rowsTable("", words.needed, rowsOf(answer, described))}</details>` : ""}
</section>`;
}

function rowsTable(title: string, needed: string, rows: readonly Row[]): Markup | string {
  if (rows.length === 0) return "";
  return html`${title === "" ? "" : html`<h3>${title}</h3>`}<table><tbody>${rows.map(
    (row) =>
      html`<tr><td class="name"><code>${row.name}</code></td><td>${row.type}${row.needed ? ` · ${needed}` : ""}</td><td class="why">${marked(row.description)}</td></tr>`,
  )}</tbody></table>`;
}

/** What stands between backticks is code. */
function marked(text: string): readonly (Markup | string)[] {
  return text.split("`").map((part, at) => (at % 2 === 0 ? part : html`<code>${part}</code>`));
}

function curlOf(
  { path, method, origin }: Pick<Told, "path" | "method" | "origin">,
  body: Schema | undefined,
  described: Described,
): string {
  const at = path.replace("{id}", "VIG-1042").replace("{handler}", "acknowledge");
  const head = `curl -H "Authorization: Bearer $VIGIE_API_TOKEN"`;
  if (!body) return `${head} ${origin}${at}`;
  const sent = JSON.stringify(exampleOf(body, described));
  return `${head} -X ${method} -H 'content-type: application/json' \\\n  -d '${sent}' ${origin}${at}`;
}

/** A body with what it must have. */
function exampleOf(
  { properties = {}, required = [] }: Schema,
  described: Described,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    required.map((name) => {
      const { example, type } = asSchema(properties[name], described);
      return [name, example ?? (type === "integer" ? 3 : "…")];
    }),
  );
}

function rowsOf(schema: Schema, described: Described, prefix = "", depth = 1): readonly Row[] {
  const needed = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).flatMap(([name, raw]) => {
    const field = asSchema(raw, described);
    const row = {
      name: `${prefix}${name}`,
      type: typeOf(field),
      needed: needed.has(name),
      description: field.description ?? "",
    };
    const inner = field.items === undefined ? field : asSchema(field.items, described);
    const mark = field.items === undefined ? "." : "[].";
    return depth < depthMax ? [row, ...rowsOf(inner, described, `${row.name}${mark}`, depth + 1)] : [row];
  });
}

function jsonSchema(found: z.infer<typeof content>, described: Described): Schema | undefined {
  const schema = found?.["application/json"]?.schema;
  return schema === undefined ? undefined : asSchema(schema, described);
}

/** A schema with what it refers to; those that several make up are joined. */
function asSchema(raw: unknown, described: Described): Schema {
  const read = schemaOf.safeParse(raw);
  if (!read.success) return {};
  const { $ref, allOf, ...own } = read.data;
  const parts = [
    ...($ref === undefined ? [] : [described.components.schemas[$ref.split("/").at(-1) ?? ""]]),
    ...(allOf ?? []),
  ].map((part) => asSchema(part, described));
  const all = [...parts, own];
  return {
    ...Object.assign({}, ...all),
    properties: Object.assign({}, ...all.map(({ properties }) => properties)),
    required: all.flatMap(({ required = [] }) => required),
  };
}

function typeOf({ type, enum: values, items, anyOf }: Schema): string {
  if (values) return values.map(String).join(" | ");
  if (items !== undefined) return "[…]";
  if (anyOf) return anyOf.map((one) => typeOf(schemaOf.safeParse(one).data ?? {})).join(" | ");
  return type === undefined ? "object" : [type].flat().join(" | ");
}

function anchorOf(method: string, path: string): string {
  return `${method}${path.replace(/[^\w]+/g, "-")}`.toLowerCase().replace(/-$/, "");
}
