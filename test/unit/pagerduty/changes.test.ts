import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { Run } from "../../../src/incident/actions/run.ts";
import { dedupKeyOf } from "../../../src/incident/group.ts";
import type { JournalEntry } from "../../../src/incident/journal.ts";
import type { IncidentView } from "../../../src/incident/view.ts";
import { createPagerDutyDetails, type DetailsDeps } from "../../../src/receivers/pagerduty/details.ts";
import { drawChange } from "../../../src/receivers/pagerduty/draw-change.ts";
import { createInTheirName } from "../../../src/receivers/pagerduty/in-their-name.ts";
import { createPagerDutyRest } from "../../../src/receivers/pagerduty/rest.ts";
import { createFaultBox } from "../../../src/sandbox/faults.ts";
import { listChanges } from "../../../src/sandbox/pagerduty/change-events.ts";
import { createPagerDutyStandIn } from "../../../src/sandbox/pagerduty/index.ts";
import { openStandInState } from "../../../src/sandbox/state.ts";
import { hostileText } from "./hostile.ts";
import { sampleDestination as destination } from "./sample-destination.ts";
import { sampleRun } from "./sample-run.ts";
import { nine, sampleView } from "./sample-view.ts";
import { startStandIn } from "./vendor.ts";

const standing = { [destination.id]: { state: "told", pageNo: 1, pagedAt: nine } } as const;

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** The sandboxed PagerDuty, and what is told beside its pages, with or without an API token. */
async function pager(token?: "with a token") {
  const state = openStandInState(":memory:");
  const faults = createFaultBox();
  const vendor = await startStandIn(
    createPagerDutyStandIn({ state, now: () => nine, faults, baseUrl: () => "https://pagerduty.example" }).routes,
  );
  stops.push(vendor.stop, () => state.close());
  const now = () => nine;
  const rest = createPagerDutyRest({ apiUrl: vendor.url, token: "t0p-secret", now });
  const byRest: DetailsDeps["byRest"] = {
    rest,
    inTheirName: createInTheirName({ rest, now, from: "ada@sandbox.example" }),
  };
  const receiver = createPagerDutyDetails({ ...(token ? { byRest } : {}), eventsUrl: vendor.url, now });
  /** Brings it in line; which steps that took. */
  const sync = async (view: IncidentView, before: unknown = null) => {
    let binding = receiver.readBinding(before);
    const steps: string[] = [];
    for (;;) {
      const step = receiver.next(view, binding, destination);
      if (!step) return { steps, binding };
      const signal = AbortSignal.timeout(10_000);
      const outcome = await receiver.write({ view, destination, binding, step, attemptId: "a", signal });
      steps.push(outcome.kind === "sent" ? step.step : `${step.step}: ${outcome.kind} ${outcome.reason}`);
      if (outcome.kind !== "sent") return { steps, binding };
      binding = receiver.readBinding(JSON.parse(JSON.stringify(outcome.binding)));
    }
  };
  /** What the page itself would have opened there. */
  const page = async () => {
    const { groupId } = sampleView().incident;
    const payload = { summary: "s", source: "s", severity: "critical" };
    const event = {
      routing_key: destination.routingKey,
      dedup_key: dedupKeyOf(groupId),
      event_action: "trigger",
      payload,
    };
    expect((await fetch(`${vendor.url}/v2/enqueue`, { method: "POST", body: JSON.stringify(event) })).status).toBe(202);
  };
  return { sync, faults, page, changes: () => listChanges(state).toReversed() };
}

const withRuns = (...runs: readonly Run[]) =>
  sampleView({ standing, runs }, { dashboard: "https://vigie.corp.example/incidents/VIG-1042" });

describe("what PagerDuty hears of what was changed (issue 5)", () => {
  it("is one change event for each run, with what was before and after, without a token", async () => {
    const { sync, changes } = await pager();
    const { steps, binding } = await sync(withRuns(sampleRun()));
    expect(steps).toEqual(["change:r1a2b3"]);
    expect((await sync(withRuns(sampleRun({ state: "ended" })), binding)).steps).toEqual([]);
    expect(changes()).toMatchObject([
      {
        summary:
          "Vigie · credit: rolled back to v7 · champion (credit): v8 → v7, deployment/credit-scoring (ml): restarted",
        source: "credit-scoring",
        timestamp: "2026-11-20T09:02:00.000Z",
        custom_details: {
          incident: "VIG-1042",
          action: "rollback",
          run: "r1a2b3",
          before: "8",
          after: "7",
          serving: "7: 8",
          step_1: "champion (credit): v8 → v7",
        },
        links: [{ href: "https://vigie.corp.example/incidents/VIG-1042", text: "VIG-1042" }],
      },
    ]);
  });

  it("is told of the way back as of a run of its own", async () => {
    const { sync, changes } = await pager();
    const first = await sync(withRuns(sampleRun()));
    const plan = { ...sampleRun().plan, from: "7", to: "8" };
    const undo = sampleRun({ id: "undo", undoes: "r1a2b3", plan });
    expect((await sync(withRuns(sampleRun(), undo), first.binding)).steps).toEqual(["change:undo"]);
    expect(changes()[1]).toMatchObject({
      summary: expect.stringMatching(/^Vigie · credit: taken back the rollback \(v7 → v8\) · champion/),
      custom_details: { undoes: "r1a2b3", before: "7", after: "8" },
    });
  });

  it.each([
    { says: "while it is not known what serves", run: sampleRun({ state: "serving" }) },
    { says: "of a run that changed nothing", run: sampleRun({ state: "failed", changed: false, because: "busy" }) },
    { says: "of a run that waits for its approver", run: sampleRun({ state: "asked", changed: false }) },
  ])("is nothing $says", async ({ run }) => {
    const { sync } = await pager();
    expect((await sync(withRuns(run))).steps).toEqual([]);
  });

  it("does not say that it is back where nobody looked at what serves (behaviour 7)", async () => {
    const { sync, changes } = await pager();
    const { servedAt: _servedAt, serving: _serving, ...unchecked } = sampleRun();
    await sync(withRuns(unchecked));
    expect(changes()[0]?.summary).toMatch(/^Vigie · credit: alias moved, restarted, serving not checked · champion/);
  });

  it("tells what an earlier step changed of a run that failed, and only that", async () => {
    const { sync, changes } = await pager();
    const [moved] = sampleRun().steps;
    if (!moved) throw new Error("no step");
    const steps = [moved, { state: "failed", because: "denied" } as const];
    await sync(withRuns(sampleRun({ state: "failed", because: "step", steps })));
    expect(changes()[0]?.summary).toBe("Vigie · credit: Rollback failed · champion (credit): v8 → v7");
    expect(changes()[0]?.custom_details).toMatchObject({ failed: "step" });
    expect(changes()[0]?.custom_details).not.toHaveProperty("step_2");
  });

  it("links only what PagerDuty takes as a link, and shows the rest as text", async () => {
    const { sync, changes } = await pager();
    const view = { ...withRuns(sampleRun()), dashboard: "http://vigie:8080/incidents/VIG-1042" };
    await sync(view);
    expect(changes()[0]?.links).toEqual([]);
    expect(changes()[0]?.custom_details.links).toBe("http://vigie:8080/incidents/VIG-1042");
  });

  it("is tried again where PagerDuty is away, and left where it refuses: the page beside it is delivered", async () => {
    const away = await pager();
    away.faults.add({ vendor: "pagerduty", kind: "server-error", times: 1 });
    expect((await away.sync(withRuns(sampleRun()))).steps).toEqual(["change:r1a2b3: retry server-error"]);
    const refusing = await pager();
    refusing.faults.add({ vendor: "pagerduty", kind: "revoked" });
    expect((await refusing.sync(withRuns(sampleRun()))).steps).toEqual(["change:r1a2b3"]);
    expect(refusing.changes()).toEqual([]);
  });

  it("waits for an incident whose page is not accepted: without a page there is nothing to stand beside", async () => {
    const { sync } = await pager();
    expect((await sync(sampleView({ runs: [sampleRun()] }))).steps).toEqual([]);
  });
});

describe("a change event whatever is said in it", () => {
  it("keeps every limit and stays on one line, in both languages", () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom("en" as const, "fr" as const), (text, locale) => {
        const plain = sampleRun();
        const steps = plain.plan.steps.map((step) => ({ ...step, name: text, of: text, from: text, to: text }));
        const plan = { ...plain.plan, steps, from: text, to: text };
        const done = { state: "done", before: text, after: text, link: text } as const;
        const run = { ...plain, plan, by: text, why: text, steps: [done, done] };
        const view = sampleView({ identity: { ...sampleView().incident.identity, model: text, service: text } });
        const event = drawChange({ view, destination: { ...destination, locale } }, run);
        expect(event.payload.summary.length).toBeLessThanOrEqual(1_024);
        expect(JSON.stringify(event).length).toBeLessThan(64 * 1_024);
        const texts = [event.payload.summary, event.payload.source, ...Object.values(event.payload.custom_details)];
        for (const one of texts) expect(one).not.toMatch(/[\p{Cc}\u202e]/u);
        for (const { href } of event.links) expect(href).toMatch(/^https?:/);
      }),
      { numRuns: 100 },
    );
  });
});

describe("notes about actions (issue 5, U-05)", () => {
  const entry = (seq: number, kind: string, data: JournalEntry["data"]): JournalEntry => ({
    seq,
    at: nine,
    actor: "vigie",
    kind,
    data,
    prevHash: "",
    hash: "",
  });

  it("tell proposal, beginning, end and verdict, never single steps or counts of what serves", async () => {
    const { sync, page } = await pager("with a token");
    await page();
    const run = "r1a2b3";
    const plan = JSON.parse(JSON.stringify(sampleRun().plan));
    const story = [
      entry(2, "action-proposed", { action: "rollback", because: "ticks", plan, ticks: [{ id: "tested", ok: false }] }),
      entry(3, "action-started", { by: "person:ada@corp.example", where: "slack", run, action: "rollback", plan }),
      entry(4, "action-step", { run, step: 0, news: "done", before: "8", after: "7" }),
      entry(5, "action-serving", { run, serving: [{ version: "7", count: 3 }] }),
      entry(6, "action-done", { run, tookMs: 60_000, serving: [{ version: "7", count: 8 }] }),
      entry(7, "action-verdict", {
        run,
        verdict: { kind: "helped", metric: "accuracy", before: 0.846, after: 0.948, at: nine },
      }),
      entry(8, "action-failed", { run, because: "not-serving" }),
    ];
    const told = { id: "PSANDBOX1", pageNo: 1, told: 1, asked: 1, steps: 0, before: 0 };
    const { steps } = await sync(sampleView({ standing, seq: 8 }, { story }), told);
    expect(steps).toEqual(["note:2", "note:3", "note:6", "note:7", "note:8"]);
  });

  it("are found again though they were never looked for without a token", async () => {
    const { sync, page } = await pager("with a token");
    await page();
    const changedOnly = { pageNo: 0, told: 1, asked: 1, steps: 0, before: 0, changes: ["r1a2b3"] };
    const { steps, binding } = await sync(withRuns(sampleRun()), changedOnly);
    expect(steps).toEqual(["look"]);
    expect(binding).toMatchObject({ id: "PSANDBOX1", pageNo: 1, told: 1, changes: ["r1a2b3"] });
  });
});
