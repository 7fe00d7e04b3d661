import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Desk, Press, Pressed } from "../chat/desk.ts";
import type { FormFault } from "../chat/form.ts";
import { handlerIds } from "../incident/handler-ids.ts";
import { apiWords } from "../words/api.ts";
import type { Locale } from "../words/locale.ts";
import { always, failure, security } from "./answers.ts";
import { idSchema } from "./id-schema.ts";
import { detailSchema } from "./incident-json.ts";

/** What pressing over HTTP joins. */
export type ActionDeps = {
  readonly desk: Pick<Desk, "press">;
  /** The name of the token that a request came with. */
  readonly callerOf: (c: Context) => string;
  /** Whether a token may act for people: a trusted bridge (protocol 12.3). */
  readonly actsFor: (token: string) => boolean;
  readonly locale: Locale;
};

const value = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const bodySchema = z
  .object({
    version: z
      .int()
      .min(0)
      .openapi({ description: "`version` of the incident as it was read; 409 where that is outdated." }),
    person: z.string().min(1).max(254).nullish().openapi({
      description: "E-mail of whom a trusted bridge acts for; for others absent, or the token's own name.",
    }),
    values: z
      .record(z.string().max(100), value)
      .default({})
      .openapi({ description: "The form's values by field; times as `30m`, people as an e-mail.", example: {} }),
  })
  .openapi("Press");

/** `POST /api/v1/incidents/{id}/actions/{handler}`: one press (DESIGN 6). */
export const actionRoute = createRoute({
  method: "post",
  path: "/api/v1/incidents/{id}/actions/{handler}",
  request: {
    params: idSchema.extend({
      handler: z
        .string()
        .max(40)
        .openapi({
          param: { name: "handler", in: "path" },
          example: "acknowledge",
          description: handlerIds.join(", "),
        }),
    }),
    body: { required: true, content: { "application/json": { schema: bodySchema } } },
  },
  responses: {
    200: {
      description: "It was done.",
      content: {
        "application/json": { schema: z.object({ said: z.string(), incident: detailSchema }).openapi("Pressed") },
      },
    },
    400: failure("The body is not JSON."),
    404: failure("No such incident, or no such button."),
    409: failure(
      "Nothing was done: somebody did something since (`stale`), or it makes no sense now; `code` says why.",
    ),
    413: failure("The body is larger than 64 KiB."),
    415: failure("The body does not say that it is JSON."),
    422: failure("What is wrong with which field: `values.<field>`."),
    ...always,
    403: failure("The token may not do this, or not in somebody's name; or a page of another site asks."),
  },
  security,
});

/** What a press came to, before the incident is read again. */
export type Acted =
  | { readonly status: 200; readonly said: string; readonly number: number }
  | {
      readonly status: 403 | 404 | 409 | 422 | 503;
      readonly code: string;
      readonly message: string;
      readonly issues: Issue[];
    };
type Issue = { path: string; code: string; message: string };
type Body = z.infer<typeof bodySchema>;

/** Presses for whoever asks. @throws StoreAway */
export async function act(
  c: Context,
  { number, handler }: { readonly number: number; readonly handler: string },
  { version, person, values }: Body,
  { desk, callerOf, actsFor, locale: usual }: ActionDeps,
): Promise<Acted> {
  const token = callerOf(c);
  const locale = localeOf(c.req.header("accept-language"), usual);
  const isItself = person === undefined || person === null || person === token || person === `api:${token}`;
  if (!isItself && !actsFor(token)) {
    return { status: 403, code: "acts-for-nobody", message: apiWords[locale].actsForNobody, issues: [] };
  }
  const press: Press = {
    handler,
    incident: { number },
    version,
    values,
    account: { vendor: "api", id: token, ...(isItself ? {} : { email: person.toLowerCase() }) },
    where: c.req.header("x-vigie-surface") === "cli" ? "cli" : "api",
    locale,
  };
  return actedOf(await desk.press(press));
}

function actedOf(pressed: Pressed): Acted {
  switch (pressed.kind) {
    case "done":
      return { status: 200, said: pressed.said, number: pressed.about.number };
    case "missing":
      return { status: 404, code: "not-found", message: pressed.said, issues: [] };
    case "refused":
      return { status: statusOf[pressed.code] ?? 409, code: pressed.code, message: pressed.said, issues: [] };
    case "faulty":
      return unreadable(pressed.faults);
    case "form":
      return unreadable(
        pressed.form.fields.filter(({ required }) => required).map(({ id, label }) => ({ field: id, message: label })),
      );
  }
}

const statusOf: Readonly<Record<string, 403 | 422 | 503>> = {
  role: 403,
  "nobody-on-call": 403,
  "too-long": 422,
  // Asked again it may be another answer.
  "unknown-person": 503,
};

function unreadable(faults: readonly FormFault[]): Acted {
  const issues = faults.map(({ field, message, choices = [] }) => ({
    path: `values.${field}`,
    code: "custom",
    message: choices.length === 0 ? message : `${message} (${choices.join(", ")})`,
  }));
  const [first] = issues;
  return { status: 422, code: "unreadable", message: first ? `${first.path}: ${first.message}` : "", issues };
}

function localeOf(accepted: string | undefined, usual: Locale): Locale {
  const said = accepted?.trim().slice(0, 2).toLowerCase();
  return said === "fr" || said === "en" ? said : usual;
}
