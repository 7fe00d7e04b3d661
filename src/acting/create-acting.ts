import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { sameOrigin } from "../api/same-origin.ts";
import type { Chat } from "../chat-service.ts";
import type { ApiToken } from "../config.ts";
import type { Policy } from "../policy/policy.ts";
import type { WebDeps } from "../web/create-web.ts";
import { callerOf } from "./caller.ts";
import { createCommandsApi } from "./commands-api.ts";
import { createWebActs } from "./create-web-acts.ts";

export type ActingDeps = {
  readonly web: WebDeps;
  readonly chat: Pick<Chat, "desk" | "commands">;
  readonly tokens: readonly ApiToken[];
  readonly policy: () => Policy;
};

/** Paths that change something; a page of another site reaches none of them (protocol 12.3). */
const changing = ["/incidents/*", "/report", "/acknowledge", "/api/v1/commands"];

/** What people do in the dashboard and programs over HTTP, beside presses of the API: forms, commands. */
export function createActing({ web, chat, tokens, policy }: ActingDeps): OpenAPIHono {
  const caller = (c: Context) => callerOf(tokens, c.req.header("authorization"));
  const acting = new OpenAPIHono();
  acting.on("POST", changing, sameOrigin);
  const people = () => [...policy().people.contacts.values()].map(({ id, name }) => ({ email: id, name }));
  acting.route("/", createWebActs(web, { desk: chat.desk, commands: chat.commands, callerOf: caller, people }));
  acting.route(
    "/",
    createCommandsApi({
      commands: chat.commands,
      locale: web.locale,
      accountOf: (c, person) => {
        const account = caller(c);
        if (person === undefined) return account;
        return policy().people.tokens.get(account.id)?.actsFor ? { ...account, email: person } : null;
      },
    }),
  );
  return acting;
}
