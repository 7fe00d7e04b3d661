import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import type { Asked, Said } from "../../../../src/chat/commands/command.ts";
import type { Press, Pressed } from "../../../../src/chat/desk.ts";
import { openConversations } from "../../../../src/chat/teams/conversations.ts";
import type { PersonChoice } from "../../../../src/chat/teams/form-card.ts";
import { mountTeams } from "../../../../src/chat/teams/ingress.ts";
import { createListener } from "../../../../src/chat/teams/listener.ts";
import type { IncidentView } from "../../../../src/incident/view.ts";
import { noLog } from "../../../../src/log.ts";
import { createTeamsVoice } from "../../../../src/receivers/teams/voice.ts";
import { createFaultBox } from "../../../../src/sandbox/faults.ts";
import { sandboxPeople } from "../../../../src/sandbox/people.ts";
import { openStandInState } from "../../../../src/sandbox/state.ts";
import { sandboxTeamsApp } from "../../../../src/sandbox/teams/memory.ts";
import { createTeamsStandIn, sandboxTeamsUrls } from "../../../../src/sandbox/teams/stand-in.ts";
import { aView, channel, nine } from "../../teams/a-view.ts";

export const [ada, bo] = sandboxPeople;

/** A book of a store, in memory. */
export function aBook() {
  const books = new Map<string, Set<string>>();
  const book = (name: string) => books.get(name) ?? books.set(name, new Set()).get(name) ?? new Set<string>();
  return {
    note: async (name: string, entries: readonly string[]) => {
      for (const entry of entries) book(name).add(entry);
    },
    strike: async (name: string, entries: readonly string[]) => {
      for (const entry of entries) book(name).delete(entry);
    },
    notes: async (name: string) => [...book(name)].toSorted(),
  };
}

/** The bot behind its route, a stand-in for Teams that calls it, and a desk that a test tells what to answer. */
export async function aBot(store = aBook()) {
  const clock = { now: nine };
  const now = () => clock.now;
  const state = openStandInState(":memory:");
  let url = "";
  const standIn = createTeamsStandIn({
    state,
    faults: createFaultBox(),
    now,
    baseUrl: () => `${url}/sandbox/teams`,
    vigie: { url: () => url, secret: "s" },
  });
  const presses: Press[] = [];
  const asked: (Omit<Asked, "words"> & { text: string })[] = [];
  const told = {
    press: async (_press: Press): Promise<Pressed> => ({ kind: "missing", said: "not told what to answer" }),
    run: async (_text: string): Promise<Said> => ({ lines: [[{ kind: "text", text: "fine" }]] }),
    view: aView() as IncidentView | null,
    people: [] as PersonChoice[],
  };
  const app = new Hono();
  app.onError((error, c) => c.json({ error: { code: error.name, message: "", issues: [] } }, 500));
  const server = createServer(getRequestListener(app.fetch));
  url = await listening(server);
  const urls = sandboxTeamsUrls(`${url}/sandbox/teams`);
  const options = { ...sandboxTeamsApp, appType: "SingleTenant", ...urls, now } as const;
  const conversations = await openConversations(store);
  const voice = createTeamsVoice({ ...options, serviceUrlOf: conversations.serviceUrlOf });
  const listener = createListener({
    desk: {
      press: async (press) => {
        presses.push(press);
        return told.press(press);
      },
    },
    commands: {
      names: [],
      run: async (text, by) => {
        asked.push({ text, ...by });
        return told.run(text);
      },
    },
    drawing: voice.drawing,
    say: voice.say,
    channelsOf: voice.channelsOf,
    view: async () => told.view,
    people: () => told.people,
    destinationOf: (one) => (one === channel ? `teams:${channel}` : undefined),
    tenantId: options.tenantId,
    conversations,
    locale: "en",
    log: noLog,
  });
  mountTeams(app, voice.door, listener, noLog);
  app.route("/sandbox/teams", standIn.routes);
  return {
    url,
    urls,
    clock,
    standIn,
    store,
    presses,
    asked,
    told,
    conversations,
    post: (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      fetch(`${url}/api/messages`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    stop: () => closed(server, state.close),
  };
}
export type Bot = Awaited<ReturnType<typeof aBot>>;

/** A button of one of Vigie's cards, as a stand-in presses it. */
export function button(verb: string, data: Readonly<Record<string, unknown>>) {
  return { type: "Action.Execute", title: "x", verb, data, associatedInputs: "auto" } as const;
}

function listening(server: Server): Promise<string> {
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => done(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

function closed(server: Server, then: () => void): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => {
    server.close(() => {
      then();
      done();
    });
  });
}
