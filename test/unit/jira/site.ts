import type { IncidentView } from "../../../src/incident/view.ts";
import type { JiraDestination } from "../../../src/policy/destination.ts";
import type { IssueBinding } from "../../../src/receivers/jira/binding.ts";
import { createJiraReceiver } from "../../../src/receivers/jira/index.ts";
import type { JiraStep } from "../../../src/receivers/jira/plan.ts";
import type { Doubt, LookUp, WriteOutcome } from "../../../src/receivers/receiver.ts";
import { createFaultBox } from "../../../src/sandbox/faults.ts";
import { createJiraStandIn, type JiraSetup } from "../../../src/sandbox/jira/index.ts";
import { listIssues } from "../../../src/sandbox/jira/issues.ts";
import { openStandInState } from "../../../src/sandbox/state.ts";
import { nine } from "../pagerduty/sample-view.ts";
import { startStandIn } from "../pagerduty/vendor.ts";

/** A secret that must never show. */
export const token = "jira-token-that-nobody-may-see";

export const ops: JiraDestination = {
  receiver: "jira",
  id: "jira:OPS",
  locale: "en",
  fallback: [],
  project: "OPS",
  type: "Task",
  priority: { critical: "High", urgent: "Highest" },
  move: { resolved: "done" },
  fields: {},
};

export function receiverAt(host: string, now: () => number = () => nine) {
  return createJiraReceiver({ host, email: "vigie@example.com", token, now });
}

type Written = {
  readonly steps: string[];
  readonly binding: IssueBinding | null;
  readonly last?: WriteOutcome<IssueBinding>;
};

/** A sandboxed Jira on 127.0.0.1 with a receiver, under one clock. */
export async function startSite(setup: JiraSetup = {}) {
  let now = nine;
  const state = openStandInState(":memory:");
  const faults = createFaultBox();
  const standIn = createJiraStandIn({ state, now: () => now, faults, baseUrl: () => "http://127.0.0.1" }, setup);
  const server = await startStandIn(standIn.routes);
  const receiver = receiverAt(server.url, () => now);
  const signal = () => AbortSignal.timeout(10_000);
  const write = (
    view: IncidentView,
    binding: IssueBinding | null,
    step: JiraStep,
    destination = ops,
    until = signal(),
  ) => receiver.write({ view, destination, binding, step, attemptId: "a1", signal: until });

  /** Writes until nothing is left or a write does not succeed. */
  const sync = async (view: IncidentView, from: IssueBinding | null, destination = ops): Promise<Written> => {
    const steps: string[] = [];
    let binding = from;
    for (let step = receiver.next(view, binding, destination); step; step = receiver.next(view, binding, destination)) {
      steps.push(step.step);
      const last = await write(view, binding, step, destination);
      if (last.kind !== "sent" || steps.length > 30) return { steps, binding, last };
      binding = last.binding;
    }
    return { steps, binding };
  };
  const lookUp = (view: IncidentView, binding: IssueBinding | null, doubt: Doubt): Promise<LookUp<IssueBinding>> => {
    if (!receiver.lookUp) throw new Error("no look-up");
    return receiver.lookUp({ view, destination: ops, binding, doubt, attemptId: doubt.attemptId, signal: signal() });
  };
  return {
    url: server.url,
    receiver,
    faults,
    routes: standIn.routes,
    picture: standIn.picture,
    write,
    sync,
    lookUp,
    issues: () => listIssues(state),
    passMs: (ms: number) => {
      now += ms;
    },
    stop: async () => {
      await server.stop();
      state.close();
    },
  };
}
export type Site = Awaited<ReturnType<typeof startSite>>;
