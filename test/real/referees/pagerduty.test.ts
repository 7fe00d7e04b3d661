import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { IncidentView } from "../../../src/incident/view.ts";
import { createPagerDutyDetails } from "../../../src/receivers/pagerduty/details.ts";
import { createPagerDutyReceiver } from "../../../src/receivers/pagerduty/index.ts";
import { createPagerDutyRest } from "../../../src/receivers/pagerduty/rest.ts";
import { createFaultBox } from "../../../src/sandbox/faults.ts";
import { createPagerDutyStandIn } from "../../../src/sandbox/pagerduty/index.ts";
import { openStandInState } from "../../../src/sandbox/state.ts";
import { hostileText, hostileView } from "../../unit/pagerduty/hostile.ts";
import { sampleDestination as destination } from "../../unit/pagerduty/sample-destination.ts";
import { sampleRun } from "../../unit/pagerduty/sample-run.ts";
import { nine, sampleView } from "../../unit/pagerduty/sample-view.ts";
import { startStandIn } from "../../unit/pagerduty/vendor.ts";
import { missingForPrism, type Prism, refereePath, startPrism } from "./prism.ts";

const events = "pagerduty/events-v2.openapiv3.json";
const rest = "pagerduty/REST.openapiv3.json";
const naughty = "json/blns.json";
const missing = missingForPrism(events, rest, naughty);

/** Pages and resolves an incident; what became of each write. */
async function pageAndResolve(eventsUrl: string, view: IncidentView, until?: "trigger alone"): Promise<string[]> {
  const receiver = createPagerDutyReceiver({ eventsUrl, now: () => nine });
  const ended = { ...view, incident: { ...view.incident, pageEnded: 1, phase: "resolved" as const } };
  let binding = receiver.readBinding(null);
  const outcomes: string[] = [];
  for (const now of until ? [view] : [view, ended]) {
    const step = receiver.next(now, binding, destination);
    if (!step) throw new Error("no step");
    const signal = AbortSignal.timeout(20_000);
    const outcome = await receiver.write({ view: now, destination, binding, step, attemptId: "a", signal });
    outcomes.push(outcome.kind);
    if (outcome.kind === "sent") binding = outcome.binding;
  }
  return outcomes;
}

describe.skipIf(missing)(`what PagerDuty is sent, judged by its specification ${missing ?? ""}`, () => {
  let prism: Prism;
  beforeAll(async () => {
    prism = await startPrism({ kind: "mock", spec: refereePath(events), basePath: "/v2" });
  });
  afterAll(() => prism?.stop());

  const expectWellFormed = async (view: IncidentView) => {
    const outcomes = await pageAndResolve(prism.url, view);
    expect(prism.faults("request")).toEqual([]);
    expect(outcomes).toEqual(["sent", "sent"]);
  };

  it("is well-formed whatever the alert says", async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        await expectWellFormed(hostileView(text));
      }),
      { numRuns: 100 },
    );
    expect(prism.judged.length).toBeGreaterThanOrEqual(200);
  });

  it("is well-formed for the whole list of naughty strings", async () => {
    const strings = JSON.parse(readFileSync(refereePath(naughty), "utf8")) as string[];
    for (const text of strings) await expectWellFormed(hostileView(text));
  });

  it("is well-formed for what an action changed", async () => {
    const outcomes: string[] = [];
    const standing = { [destination.id]: { state: "told", pageNo: 1, pagedAt: nine } } as const;
    const receiver = createPagerDutyDetails({ eventsUrl: prism.url, now: () => nine });
    for (const run of [sampleRun(), sampleRun({ id: "r2", state: "failed", because: "not-serving" })]) {
      const view = {
        ...sampleView({ standing, runs: [run] }),
        dashboard: "https://vigie.corp.example/incidents/VIG-1",
      };
      const step = receiver.next(view, null, destination);
      if (!step) throw new Error("no step");
      const signal = AbortSignal.timeout(20_000);
      const outcome = await receiver.write({ view, destination, binding: null, step, attemptId: "a", signal });
      outcomes.push(outcome.kind);
    }
    expect(prism.judged.slice(-2).map(({ status }) => status)).toEqual([202, 202]);
    expect(prism.faults("request")).toEqual([]);
    expect(outcomes).toEqual(["sent", "sent"]);
  });

  it("would be caught if it were not (the judge is awake)", async () => {
    const answer = await fetch(`${prism.url}/v2/enqueue`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ routing_key: "r", event_action: "page" }),
    });
    await answer.arrayBuffer();
    expect(prism.judged.at(-1)?.violations.map(({ location }) => location.join("."))).toEqual([
      "request.body.event_action",
    ]);
  });
});

describe.skipIf(missing)(`the sandboxed PagerDuty, judged by its specification ${missing ?? ""}`, () => {
  const standIn = () =>
    startStandIn(
      createPagerDutyStandIn({
        state: openStandInState(":memory:"),
        now: () => nine,
        faults: createFaultBox(),
        baseUrl: () => "https://pagerduty.example",
      }).routes,
    );

  it("answers events as specified, accepted and refused", async () => {
    const upstream = await standIn();
    const prism = await startPrism({
      kind: "proxy",
      spec: refereePath(events),
      upstream: `${upstream.url}/v2`,
      basePath: "/v2",
    });
    try {
      expect(await pageAndResolve(prism.url, sampleView())).toEqual(["sent", "sent"]);
      expect(prism.faults("request")).toEqual([]);
      const refused = await fetch(`${prism.url}/v2/enqueue`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ routing_key: "short", event_action: "resolve", dedup_key: "k" }),
      });
      expect(refused.status).toBe(400);
      const change = { routing_key: destination.routingKey, payload: { summary: "s", custom_details: {} }, links: [] };
      const told = await fetch(`${prism.url}/v2/change/enqueue`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(change),
      });
      expect(told.status).toBe(202);
      expect(prism.judged.map(({ status }) => status)).toEqual([202, 202, 400, 202]);
      expect(prism.faults("response")).toEqual([]);
    } finally {
      await prism.stop();
      await upstream.stop();
    }
  });

  it("answers the reads of the REST API as specified", async () => {
    const upstream = await standIn();
    const prism = await startPrism({ kind: "proxy", spec: refereePath(rest), upstream: upstream.url });
    try {
      await pageAndResolve(upstream.url, sampleView());
      const headers = {
        accept: "application/vnd.pagerduty+json;version=2",
        authorization: "Token token=t",
        "content-type": "application/json",
      };
      expect((await fetch(`${prism.url}/incidents`, { headers })).status).toBe(200);
      await pageAndResolve(upstream.url, sampleView({ uid: "f".repeat(32) }), "trigger alone");
      const client = createPagerDutyRest({ apiUrl: prism.url, token: "t", now: () => nine });
      const from = "ada@sandbox.example";
      const request = { requesterId: "PSANDADA", message: "Please come", userIds: ["PSANDBO"] };
      const answers = [
        await client.incidents({ statuses: ["triggered", "acknowledged"] }),
        await client.change("PSANDBOX2", { status: "acknowledged" }, { from }),
        await client.incident("PSANDBOX2"),
        await client.change("PSANDBOX2", { escalationLevel: 2 }, { from }),
        await client.addNote("PSANDBOX2", "on it", { from }),
        await client.notes("PSANDBOX2"),
        await client.requestResponders("PSANDBOX2", request, { from }),
        await client.change("PSANDBOX2", { status: "resolved" }, { from }),
      ];
      expect(answers.map(({ kind }) => kind)).toEqual(answers.map(() => "ok"));
      expect([...prism.faults("request"), ...prism.faults("response")]).toEqual([]);
    } finally {
      await prism.stop();
      await upstream.stop();
    }
  });
});
