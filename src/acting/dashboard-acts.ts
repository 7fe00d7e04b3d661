import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { html } from "hono/html";
import type { Commands, Said } from "../chat/commands/command.ts";
import type { Desk, Press, Pressed } from "../chat/desk.ts";
import type { Values } from "../chat/form.ts";
import type { Account } from "../chat/person.ts";
import { drawCard } from "../incident/draw.ts";
import { humanId, type IncidentView } from "../incident/view.ts";
import { confirmPage } from "../web/acts.ts";
import type { Reply } from "../web/create-web.ts";
import { lineOf } from "../web/line.ts";
import type { Markup } from "../web/moment.ts";
import { linkTo, type Visit } from "../web/visit.ts";
import { fieldPrefix, formPage, type Suggested } from "./form-page.ts";

/** What the dashboard acts through; without it the dashboard is there to read. */
export type Acting = {
  readonly desk: Desk;
  readonly commands: Commands;
  /** Who asks: the token's name, or this machine's user (protocol 12.3). */
  readonly callerOf: (c: Context) => Account;
  /** Whom person fields suggest. */
  readonly people: () => readonly Suggested[];
};

/** What a request of the dashboard comes to: a page, the incident with what was said on top, or a way elsewhere. */
export type Acted =
  | { readonly kind: "page"; readonly reply: Reply }
  | { readonly kind: "incident"; readonly status: 403 | 409; readonly notice: string }
  | { readonly kind: "go"; readonly to: string };

const page = (status: Reply["status"], title: string, main: Markup): Acted => ({
  kind: "page",
  reply: { status, title, main },
});

/** Forms are small; a text field holds 3,000 letters at most. In bytes. */
const bodyMaxBytes = 64 * 1024;

/** One press that came as a form. `view`: the incident as it is now. */
export async function pressed(
  { desk, callerOf, people }: Acting,
  c: Context,
  visit: Visit,
  view: IncidentView,
): Promise<Acted> {
  const handler = c.req.param("handler") ?? "";
  const body = await fieldsOf(c);
  const id = humanId(view.number);
  const { version = "" } = body;
  const { groupId, uid } = view.incident;
  const press: Press = {
    handler,
    incident: { groupId, uid },
    ...(/^\d{1,15}$/.test(version) ? { version: Number(version) } : {}),
    account: callerOf(c),
    where: "web",
    locale: visit.locale,
  };
  if (body.step === "confirm") {
    const { buttons, menu } = drawCard(view, visit.locale);
    const button = [...buttons, ...menu].find((one) => one.handler === handler);
    if (button) return page(200, button.text, confirmPage(visit, button, id, version));
  }
  const values = body.step === "form" ? valuesIn(body) : undefined;
  const answer = await desk.press(values === undefined ? press : { ...press, values });
  const asked = answer.kind === "faulty" ? await desk.press(press) : answer;
  if (asked.kind === "form") {
    const main = formPage(visit, {
      form: asked.form,
      action: `/incidents/${id}/actions/${handler}`,
      back: `/incidents/${id}`,
      hidden: { version: version || String(asked.about.version), step: "form" },
      people: people(),
      ...(answer.kind === "faulty" ? { given: values ?? {}, faults: answer.faults } : {}),
    });
    return page(answer.kind === "faulty" ? 422 : 200, asked.form.title, main);
  }
  return ended(asked, visit, id, handler);
}

function ended(answer: Pressed, visit: Visit, id: string, handler: string): Acted {
  if (answer.kind === "done") return { kind: "go", to: linkTo(visit, `/incidents/${id}`, { done: handler }) };
  if (answer.kind === "refused")
    return { kind: "incident", status: answer.code === "stale" ? 409 : 403, notice: answer.said };
  const main = html`<section class="error"><h1>${visit.words.notFound}</h1><p>${"said" in answer ? answer.said : ""}</p></section>`;
  return page(404, visit.words.notFound, main);
}

/** Runs a command for the dashboard and draws what it answers. */
export async function commanded(
  { commands, callerOf, people }: Acting,
  c: Context,
  visit: Visit,
  { text, action }: { readonly text: string; readonly action: string },
): Promise<Acted> {
  const body = c.req.method === "POST" ? await fieldsOf(c) : {};
  const values = body.step === "form" ? valuesIn(body) : undefined;
  const said = await commands.run(text, {
    account: callerOf(c),
    where: "web",
    locale: visit.locale,
    ...(values === undefined ? {} : { values }),
  });
  if (!said.form) return page(200, visit.words.answer, saidPage(visit, said));
  const main = formPage(visit, {
    form: said.form,
    action,
    back: "/",
    hidden: { step: "form" },
    people: people(),
    said: said.lines.map((line) => lineOf(line, visit)),
    ...(values === undefined ? {} : { given: values }),
  });
  return page(values === undefined ? 200 : 422, said.form.title, main);
}

function saidPage(visit: Visit, { lines, number }: Said): Markup {
  const id = number === undefined ? "" : humanId(number);
  const to = id === "" ? "" : html`<a href="${linkTo(visit, `/incidents/${id}`)}">${id}</a> · `;
  return html`<section class="answer" role="status">${lines.map((line) => html`<p>${lineOf(line, visit)}</p>`)}
<p class="send">${to}<a href="${linkTo(visit, "/")}">← ${visit.words.back}</a></p></section>`;
}

/** Only what a form of a browser sends is read (protocol 12.3), and no more than a form holds. */
export function takeFormsOnly(web: Hono): void {
  web.on("POST", ["/incidents/*", "/report", "/acknowledge"], bodyLimit({ maxSize: bodyMaxBytes }), async (c, next) => {
    if (/^application\/x-www-form-urlencoded\s*(;|$)/i.test(c.req.header("content-type") ?? "")) return next();
    const message = "the content type must be application/x-www-form-urlencoded";
    return c.json({ error: { code: "not-a-form", message, issues: [] } }, 415);
  });
}

/** The fields of a request, each once. */
export async function fieldsOf(c: Context): Promise<Values> {
  const body = await c.req.parseBody();
  return Object.fromEntries(Object.entries(body).filter((one): one is [string, string] => typeof one[1] === "string"));
}

function valuesIn(body: Values): Values {
  const fields = Object.entries(body).filter(([name]) => name.startsWith(fieldPrefix));
  return Object.fromEntries(fields.map(([name, value]) => [name.slice(fieldPrefix.length), value]));
}
