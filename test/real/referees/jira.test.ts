import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JournalEntry } from "../../../src/incident/journal.ts";
import type { IncidentView } from "../../../src/incident/view.ts";
import { readIssueBinding } from "../../../src/receivers/jira/binding.ts";
import type { JiraStep } from "../../../src/receivers/jira/plan.ts";
import { createFaultBox } from "../../../src/sandbox/faults.ts";
import { createJiraStandIn } from "../../../src/sandbox/jira/index.ts";
import { openStandInState } from "../../../src/sandbox/state.ts";
import { ops, receiverAt } from "../../unit/jira/site.ts";
import { hostileText, hostileView } from "../../unit/pagerduty/hostile.ts";
import { nine, sampleView } from "../../unit/pagerduty/sample-view.ts";
import { startStandIn } from "../../unit/pagerduty/vendor.ts";
import { missingForPrism, type Prism, refereePath, startPrism } from "./prism.ts";

const spec = "jira/swagger-v3.json";
const naughty = "json/blns.json";
const missing = missingForPrism(spec, naughty);

const entry = (text: string): JournalEntry => ({
  seq: 2,
  at: nine,
  actor: text,
  kind: "severity",
  data: { from: "critical", to: "urgent", reason: { kind: "label", label: text, value: text }, fingerprint: text },
  prevHash: "",
  hash: "",
});

/** All that is ever sent for an incident: create, rewrite, comment, move, look-ups. */
async function tellAll(host: string, view: IncidentView): Promise<void> {
  const receiver = receiverAt(host);
  const issue = { issue: "OPS-1", drawn: "", told: 0, stands: "open" as const, stuck: null };
  const story = { ...view, story: [entry(view.incident.lead.name)] };
  const over = { ...view, incident: { ...view.incident, phase: "resolved" as const, resolvedAt: nine, pageEnded: 1 } };
  const drawnFor = (shown: IncidentView) => {
    const step = receiver.next(shown, issue, ops);
    return step?.act.kind === "describe" ? step.act.drawn : "";
  };
  const plans = [
    { view, binding: null },
    { view, binding: issue },
    { view: story, binding: { ...issue, drawn: drawnFor(story) } },
    { view: over, binding: { ...issue, drawn: drawnFor(over) } },
  ];
  for (const { view: shown, binding } of plans) {
    const step: JiraStep | null = receiver.next(shown, binding, ops);
    if (!step) throw new Error("no step");
    const signal = AbortSignal.timeout(20_000);
    await receiver.write({ view: shown, destination: ops, binding, step, attemptId: "a", signal });
  }
  for (const step of ["create", "comment:2"]) {
    const doubt = { step, attemptId: "a", at: nine, looks: 0 };
    const signal = AbortSignal.timeout(20_000);
    await receiver.lookUp?.({
      view,
      destination: ops,
      binding: step === "create" ? null : readIssueBinding(issue),
      doubt,
      attemptId: "a",
      signal,
    });
  }
}

const standIn = () =>
  startStandIn(
    createJiraStandIn({
      state: openStandInState(":memory:"),
      now: () => performance.now() + nine,
      faults: createFaultBox(),
      baseUrl: () => "https://sandbox.example",
    }).routes,
  );

describe.skipIf(missing)(`what Jira is sent, judged by its specification ${missing ?? ""}`, () => {
  let prism: Prism;
  beforeAll(async () => {
    prism = await startPrism({ kind: "mock", spec: refereePath(spec) });
  });
  afterAll(() => prism?.stop());
  const expectWellFormed = async (view: IncidentView) => {
    await tellAll(prism.url, view);
    expect(prism.faults("request")).toEqual([]);
  };

  it("is well-formed whatever the alert says", async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, (text) => expectWellFormed(hostileView(text))),
      { numRuns: 40 },
    );
  });

  it("is well-formed for the whole list of naughty strings", async () => {
    const strings = JSON.parse(readFileSync(refereePath(naughty), "utf8")) as string[];
    for (const text of strings) await tellAll(prism.url, hostileView(text));
    expect(prism.faults("request")).toEqual([]);
    const sent = new Set(prism.judged.map(({ method, path }) => `${method} ${path.split("?")[0]}`));
    expect([...sent]).toEqual(
      expect.arrayContaining(["GET /rest/api/3/search/jql", "GET /rest/api/3/issue/OPS-1/comment"]),
    );
  });

  it("would be caught if it were not (the judge is awake)", async () => {
    const answer = await fetch(`${prism.url}/rest/api/3/issue`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Basic ${btoa("a@example.com:t")}` },
      body: JSON.stringify({ fields: 3 }),
    });
    await answer.arrayBuffer();
    expect(prism.judged.at(-1)?.violations.map(({ location }) => location.join("."))).toEqual(["request.body.fields"]);
  });
});

describe.skipIf(missing)(`the sandboxed Jira, judged by its specification ${missing ?? ""}`, () => {
  it("answers the receiver's calls, refusals and reads as specified", async () => {
    const upstream = await standIn();
    const prism = await startPrism({ kind: "proxy", spec: refereePath(spec), upstream: upstream.url });
    try {
      await tellAll(prism.url, sampleView());
      await tellAll(prism.url, hostileView("<!channel> 🔴 \u202e"));
      const headers = { "content-type": "application/json", authorization: `Basic ${btoa("a@example.com:t")}` };
      for (const path of ["myself", "serverInfo", "project/OPS", "issue/OPS-1", "issue/NO-1", "project/nowhere"]) {
        await fetch(`${prism.url}/rest/api/3/${path}`, { headers });
      }
      const body = JSON.stringify({ fields: { project: { key: "nowhere" }, summary: "x" } });
      await fetch(`${prism.url}/rest/api/3/issue`, { method: "POST", headers, body });
      expect(prism.faults("request")).toEqual([]);
      expect(prism.faults("response")).toEqual([]);
      const seen = new Set(prism.judged.map(({ method, status }) => `${method} ${status}`));
      expect([...seen].toSorted()).toEqual(["GET 200", "GET 404", "POST 201", "POST 204", "POST 400", "PUT 204"]);
    } finally {
      await prism.stop();
      await upstream.stop();
    }
  });
});
