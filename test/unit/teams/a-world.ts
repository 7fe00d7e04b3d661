import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import type { IncidentView } from "../../../src/incident/view.ts";
import type { TeamsDestination } from "../../../src/policy/destination.ts";
import type { WriteOutcome } from "../../../src/receivers/receiver.ts";
import type { TeamsBinding, TeamsStep } from "../../../src/receivers/teams/binding.ts";
import { createTeamsReceiver } from "../../../src/receivers/teams/index.ts";
import { createFaultBox } from "../../../src/sandbox/faults.ts";
import { openStandInState } from "../../../src/sandbox/state.ts";
import { sandboxTeamsApp } from "../../../src/sandbox/teams/memory.ts";
import { createTeamsStandIn, sandboxTeamsUrls } from "../../../src/sandbox/teams/stand-in.ts";
import { destination, nine } from "./a-view.ts";

/** A stand-in for Teams on a free port of 127.0.0.1, a receiver that writes to it, and a clock that a test moves. */
export async function aWorld(change: { readonly password?: string; readonly stateFile?: string } = {}) {
  const clock = { now: nine };
  const faults = createFaultBox();
  const state = openStandInState(change.stateFile ?? ":memory:");
  let url = "";
  const standIn = createTeamsStandIn({ state, faults, now: () => clock.now, baseUrl: () => `${url}/sandbox/teams` });
  const app = new Hono().route("/sandbox/teams", standIn.routes);
  const requests: string[] = [];
  const server = createServer((incoming, answer) => {
    requests.push(`${incoming.method} ${decodeURIComponent(incoming.url ?? "")}`);
    return getRequestListener(app.fetch)(incoming, answer);
  });
  url = await listening(server);
  const urls = sandboxTeamsUrls(`${url}/sandbox/teams`);
  const options = { ...sandboxTeamsApp, appType: "SingleTenant", ...urls, now: () => clock.now } as const;
  const receiver = createTeamsReceiver({ ...options, password: change.password ?? options.password });

  const write = (
    view: IncidentView,
    binding: TeamsBinding | null,
    step: TeamsStep,
    to = destination,
    timeOutMs = 5_000,
  ) =>
    receiver.write({
      view,
      destination: to,
      binding,
      step,
      attemptId: "attempt-1",
      signal: AbortSignal.timeout(timeOutMs),
    });
  /** Writes until nothing is left, as delivery does; the names of the steps tell what happened. */
  const sync = async (view: IncidentView, binding: TeamsBinding | null, to: TeamsDestination = destination) => {
    const steps: string[] = [];
    let now = binding;
    for (;;) {
      const step = receiver.next(view, now, to);
      if (!step) return { binding: now, steps };
      const outcome = await write(view, now, step, to);
      if (outcome.kind !== "sent") throw new Error(`${step.step}: ${JSON.stringify(outcome)}`);
      steps.push(step.step);
      now = receiver.readBinding(JSON.parse(JSON.stringify(outcome.binding)));
    }
  };
  return {
    clock,
    faults,
    standIn,
    requests,
    urls,
    options,
    receiver,
    write,
    sync,
    /** Requests to the connector, not to the login. */
    connectorCalls: () => requests.filter((request) => request.includes("/v3/")),
    stop: () => closed(server, state.close),
  };
}
export type World = Awaited<ReturnType<typeof aWorld>>;

export type TeamsOutcome = WriteOutcome<TeamsBinding>;

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
