import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { callerOf } from "../api/caller.ts";
import { jsonBody } from "../api/json-body.ts";
import { sameOrigin } from "../api/same-origin.ts";
import { mayPress } from "../chat/may-press.ts";
import type { Account } from "../chat/person.ts";
import { presserOf } from "../chat/presser.ts";
import { whyNot } from "../chat/why-not.ts";
import type { ApiToken } from "../config.ts";
import type { Chat } from "../listening/create-chat.ts";
import type { Policy } from "../policy/policy.ts";
import type { WebDeps } from "../web/create-web.ts";
import { createCommandsApi } from "./commands-api.ts";
import { createWebActs } from "./create-web-acts.ts";
import { createFireDrillApi } from "./fire-drill-api.ts";
import type { FireDrills } from "./fire-drills.ts";

export type ActingDeps = {
  readonly web: WebDeps;
  readonly chat: Pick<Chat, "desk" | "commands" | "directory">;
  readonly fireDrills: FireDrills;
  readonly tokens: readonly ApiToken[];
  readonly policy: () => Policy;
};

/** What changes something; a page of another site reaches none of it (protocol 12.3). */
const forms = ["/incidents/*", "/report", "/acknowledge"];
const programs = ["/api/v1/commands", "/api/v1/fire-drill"];

/** What people do in the dashboard and programs over HTTP, beside presses of the API: forms, commands. */
export function createActing({ web, chat, fireDrills, tokens, policy }: ActingDeps): OpenAPIHono {
  const caller = (c: Context): Account => {
    const id = callerOf(c, { tokens });
    return { vendor: "api", id, name: id };
  };
  const acting = new OpenAPIHono();
  acting.on("POST", [...forms, ...programs], sameOrigin);
  acting.on("POST", programs, ...jsonBody);
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
  // A drill may wake somebody: `permissions: { fire-drill: … }` says who may.
  const refusalOf = async (account: Account): Promise<string | null> => {
    const inForce = { directory: chat.directory, policy: policy() };
    const presser = await presserOf(account, undefined, inForce);
    const allowed = await mayPress(["fire-drill"], presser, undefined, inForce);
    return allowed.kind === "yes" ? null : whyNot(allowed, presser.person, web.locale).said;
  };
  acting.route(
    "/",
    createFireDrillApi(fireDrills, { callerOf: (c) => `api:${caller(c).id}`, refusalOf: (c) => refusalOf(caller(c)) }),
  );
  return acting;
}
