import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { onTestFinished } from "vitest";
import type { IncidentView } from "../../../src/incident/view.ts";
import type { Destination, ReceiverName } from "../../../src/policy/destination.ts";
import { createReceivers } from "../../../src/receivers/index.ts";
import type { Receiver, Step, WriteOutcome } from "../../../src/receivers/receiver.ts";
import { createSandbox, sandboxCredentials } from "../../../src/sandbox/sandbox.ts";
import { sandboxVendors } from "../../../src/sandbox/stand-in.ts";
import { openStandInState } from "../../../src/sandbox/state.ts";
import { vendorsSeen } from "../../support/vendors-seen.ts";
import { nine } from "../../unit/draw/views.ts";

const slackToken = "xoxb-sandbox-never-shown-7f3c9a51";
const jiraToken = "jira-token-never-shown-4d2e";
const jiraEmail = "vigie@sandbox.example";
const routingKey = "5a4db0c5a4db0c5a4db0c5a4db0c5a4d";

/** What no outcome and no error may hold, in the spellings in which requests carry it. */
export const secrets: readonly string[] = [
  slackToken,
  jiraToken,
  Buffer.from(`${jiraEmail}:${jiraToken}`).toString("base64"),
  sandboxCredentials.teams.password,
  routingKey,
];

const common = { locale: "en", fallback: [] } as const;

/** Where each receiver tells, and what faults call the request that makes something new: a line for each of the list. */
export const places: Readonly<Record<ReceiverName, { readonly destination: Destination; readonly create: string }>> = {
  slack: {
    destination: { ...common, receiver: "slack", id: "slack:#ai-alerts", channel: "#ai-alerts" },
    create: "chat.postMessage",
  },
  teams: {
    destination: { ...common, receiver: "teams", id: "teams:19:a@thread.tacv2", conversation: "19:a@thread.tacv2" },
    create: "POST /sandbox/teams/teams/emea/v3/conversations",
  },
  pagerduty: {
    destination: {
      ...common,
      receiver: "pagerduty",
      id: "pagerduty:1f0c9a",
      routingKey,
      shown: "PAGERDUTY_ROUTING_KEY",
    },
    create: "/v2/enqueue",
  },
  jira: {
    destination: {
      ...common,
      receiver: "jira",
      id: "jira:OPS",
      project: "OPS",
      type: "Task",
      priority: { critical: "High" },
      move: { resolved: "done" },
      fields: {},
    },
    create: "POST /sandbox/jira/rest/api/3/issue",
  },
};

/** A request that a vendor got, and what it answered. */
export type Asked = { readonly method: string; readonly path: string; readonly status: number };

/** All four stand-ins on 127.0.0.1 under one clock, with THE list of receivers talking to them. */
export async function openVendors() {
  const clock = { now: nine };
  const state = openStandInState(":memory:");
  const asked: { method: string; path: string; status: number }[] = [];
  let url = "";
  const sandbox = createSandbox({
    vendors: new Set(sandboxVendors),
    state,
    now: () => clock.now,
    slackChannels: [{ name: "ai-alerts" }],
    baseUrl: () => `${url}/sandbox`,
  });
  const app = new Hono();
  app.use("*", async (c, next) => {
    const request = { method: c.req.method, path: c.req.path, status: 0 };
    asked.push(request);
    await next();
    request.status = c.res.status;
  });
  app.route("/sandbox", sandbox.routes);
  const { port, stop } = await listen(app);
  url = `http://127.0.0.1:${port}`;
  onTestFinished(async () => {
    await stop();
    state.close();
  });
  const base = `${url}/sandbox`;
  const receivers = createReceivers(
    {
      slack: { token: slackToken, apiUrl: `${base}/slack/api/` },
      teams: {
        ...sandboxCredentials.teams,
        appType: "SingleTenant",
        serviceUrl: `${base}/teams/teams/emea/`,
        loginUrl: `${base}/teams`,
        openIdMetadataUrl: `${base}/teams/.well-known/openidconfiguration`,
      },
      pagerduty: { eventsUrl: `${base}/pagerduty` },
      jira: { host: `${base}/jira`, email: jiraEmail, token: jiraToken },
    },
    () => clock.now,
  );
  return { clock, asked, faults: sandbox.faults, receivers, seen: vendorsSeen(state) };
}
export type Vendors = Awaited<ReturnType<typeof openVendors>>;

/** One receiver of the list with its place. */
export function at(vendors: Vendors, name: ReceiverName) {
  const receiver: Receiver | undefined = vendors.receivers.get(name);
  if (!receiver) throw new Error(`${name} is not in the list of receivers`);
  const { destination, create } = places[name];

  const write = (view: IncidentView, binding: unknown, step: Step, timeOutMs = receiver.timeOutMs) =>
    receiver.write({ view, destination, binding, step, attemptId: "a-1", signal: AbortSignal.timeout(timeOutMs) });
  const next = (view: IncidentView, binding: unknown) => receiver.next(view, binding, destination);
  const first = (view: IncidentView): Step => {
    const step = next(view, null);
    if (!step) throw new Error(`${name} has nothing to tell`);
    return step;
  };
  return {
    receiver,
    destination,
    next,
    first,
    write,
    /** Loads what the first call loads and logs in, so that the next call takes its own time only. */
    warm: async () => {
      await receiver.check(destination, AbortSignal.timeout(receiver.timeOutMs));
    },
    /** Requests that made something new. */
    creates: () => vendors.asked.filter(({ method, path }) => `${method} ${path}`.endsWith(create)),
    /** Writes until nothing is left, as delivery does: bindings go through JSON, time passes between writes. */
    sync: async (
      view: IncidentView,
      from: unknown = null,
    ): Promise<{ binding: unknown; outcomes: readonly WriteOutcome<unknown>[] }> => {
      const outcomes: WriteOutcome<unknown>[] = [];
      let binding = from;
      for (let step = next(view, binding); step && outcomes.length < 60; step = next(view, binding)) {
        const outcome = await write(view, binding, step);
        outcomes.push(outcome);
        vendors.clock.now += 2_000;
        if (outcome.kind !== "sent") break;
        binding = receiver.readBinding(JSON.parse(JSON.stringify(outcome.binding)));
      }
      return { binding, outcomes };
    },
  };
}

/** An address of this machine at which nobody answers. */
export async function closedDoor(): Promise<string> {
  const { port, stop } = await listen(new Hono());
  await stop();
  return `http://127.0.0.1:${port}`;
}

function listen(app: Hono): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  return new Promise((done) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
      done({
        port,
        stop: () => {
          if ("closeAllConnections" in server) server.closeAllConnections();
          return new Promise((stopped) => server.close(() => stopped()));
        },
      }),
    );
  });
}
