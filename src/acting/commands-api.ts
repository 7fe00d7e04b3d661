import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { always, failure, security } from "../api/answers.ts";
import { openApi } from "../api/open-api.ts";
import type { Commands, Said } from "../chat/commands/command.ts";
import type { Account } from "../chat/person.ts";
import { lineText } from "../incident/draw.ts";
import { apiWords } from "../words/api.ts";
import { type Locale, locales } from "../words/locale.ts";

const textMaxUnits = 2_000;
const valueMaxUnits = 3_000;

const askedSchema = z
  .object({
    text: z.string().max(textMaxUnits).openapi({ example: "oncall credit-scoring" }),
    values: z.record(z.string().max(64), z.string().max(valueMaxUnits)).optional().openapi({
      description: "What the form that was answered before was filled with; a toggle as `true` or `false`.",
    }),
    person: z.email().optional().openapi({ description: "For tokens with `acts_for` in the policy only." }),
    locale: z.enum(locales).optional(),
  })
  .openapi("Asked");

const fieldSchema = z
  .looseObject({
    id: z.string(),
    kind: z.enum(["text", "choice", "person", "toggle"]),
    label: z.string(),
    required: z.boolean(),
    options: z
      .array(z.object({ value: z.string(), text: z.string() }))
      .readonly()
      .optional()
      .openapi({ description: "What a choice takes." }),
  })
  .openapi("Field");

/** What `POST /api/v1/commands` answers; `vigie ask` reads it with the same schema. */
export const saidSchema = z
  .object({
    lines: z.array(z.string()),
    form: z.object({ title: z.string(), note: z.string().nullable(), fields: z.array(fieldSchema) }).nullable(),
  })
  .openapi("Said");

const commandsRoute = createRoute({
  method: "post",
  path: "/api/v1/commands",
  request: { body: { required: true, content: { "application/json": { schema: askedSchema } } } },
  responses: {
    200: {
      description: "What the command answers; with `form` it asks first, and is sent again with `values`.",
      content: { "application/json": { schema: saidSchema } },
    },
    422: failure("The request cannot be read."),
    ...always,
  },
  security,
});

export type CommandsApiDeps = {
  readonly commands: Commands;
  /** Who asks; `null` for a token that may not act for somebody (protocol 12.3). */
  readonly accountOf: (c: Context, person: string | undefined) => Account | null;
  readonly locale: Locale;
};

/** `POST /api/v1/commands`: what can be typed in chat, for programs and `vigie ask`. */
export function createCommandsApi({ commands, accountOf, locale }: CommandsApiDeps): OpenAPIHono {
  const api = openApi();
  api.openapi(commandsRoute, async (c) => {
    const { text, values, person, locale: asked = locale } = c.req.valid("json");
    const account = accountOf(c, person);
    if (account === null) {
      const message = apiWords[asked].actsForNobody;
      return c.json({ error: { code: "acts-for-nobody", message, issues: [] } }, 403);
    }
    const said = await commands.run(text, { account, where: "api", locale: asked, ...(values ? { values } : {}) });
    return c.json(saidJson(said, asked), 200);
  });
  return api;
}

function saidJson({ lines, form }: Said, locale: Locale): z.infer<typeof saidSchema> {
  return {
    lines: lines.map((line) => lineText(line, locale)),
    form: form
      ? { title: form.title, note: form.note ?? null, fields: form.fields.map((field) => ({ ...field })) }
      : null,
  };
}
