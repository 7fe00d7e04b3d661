import { afterEach, describe, expect, it } from "vitest";
import type { JournalEntry } from "../../../src/incident/journal.ts";
import { textOfAdf } from "../../../src/receivers/jira/adf.ts";
import { sampleRun } from "../pagerduty/sample-run.ts";
import { nine, sampleView } from "../pagerduty/sample-view.ts";
import { ops, type Site, startSite } from "./site.ts";

let site: Site;
afterEach(() => site?.stop());

const promoted = (seq: number): JournalEntry => ({
  seq,
  at: nine,
  actor: "vigie",
  kind: "severity",
  data: { from: "critical", to: "urgent", reason: { kind: "otherwise" }, fingerprint: "f1" },
  prevHash: "",
  hash: "",
});
const told = (seq: number, destination: string): JournalEntry => ({
  seq,
  at: nine,
  actor: "vigie",
  kind: "told",
  data: { destination, receiver: destination.split(":")[0] ?? "", label: "OPS-1", pageNo: 1 },
  prevHash: "",
  hash: "",
});
const resolvedEntry = (seq: number): JournalEntry => ({
  seq,
  at: nine,
  actor: "source:drift",
  kind: "resolved",
  data: { lastedMs: 60_000, received: 5 },
  prevHash: "",
  hash: "",
});

const action = (seq: number, kind: string, data: JournalEntry["data"]): JournalEntry => ({
  ...resolvedEntry(seq),
  actor: "vigie",
  kind,
  data,
});

describe("one incident, one issue", () => {
  it("creates it once, with its trace, and tells its link", async () => {
    site = await startSite();
    const view = sampleView();
    const step = site.receiver.next(view, null, ops);
    if (!step) throw new Error("no step");
    expect(step).toMatchObject({ step: "create", idempotent: false });
    const outcome = await site.write(view, null, step);
    expect(outcome).toEqual({
      kind: "sent",
      binding: { issue: "OPS-1", drawn: "notified/urgent/0", told: 1, stands: "open", stuck: null },
      told: { link: `${site.url}/browse/OPS-1`, label: "OPS-1" },
    });
    expect(outcome.kind === "sent" && (await site.sync(view, outcome.binding)).steps).toEqual([]);
    expect(site.issues()).toMatchObject([
      {
        key: "OPS-1",
        type: "Task",
        status: "To Do",
        fields: {
          priority: { name: "Highest" },
          labels: ["vigie", `vigie-${view.incident.uid}`, `vigie-group-${view.incident.groupId}`],
        },
      },
    ]);
  });

  it("rewrites the description at a promotion, comments it once, and leaves counters alone", async () => {
    site = await startSite();
    const before = await site.sync(sampleView({ severity: "critical", seq: 2 }), null);
    const counted = await site.sync(sampleView({ severity: "critical", firing: 9, seq: 3 }), before.binding);
    expect(counted.steps).toEqual([]);
    const after = sampleView({ seq: 4 }, { story: [promoted(4)] });
    const promotion = await site.sync(after, counted.binding);
    expect(promotion.steps).toEqual(["describe", "comment:4"]);
    expect((await site.sync(after, promotion.binding)).steps).toEqual([]);
    const [issue] = site.issues();
    expect(issue?.fields.summary).toContain("URGENT");
    expect(issue?.fields.priority).toEqual({ name: "Highest" });
    expect(issue?.comments.map(({ body }) => textOfAdf(body))).toEqual([
      expect.stringMatching(/Promoted.* · Vigie #4$/),
    ]);
  });

  it("comments what others were told, never its own making", async () => {
    site = await startSite();
    const { binding } = await site.sync(sampleView(), null);
    const story = [told(2, "jira:OPS"), told(3, "pagerduty:1f0c9a")];
    const { steps } = await site.sync(sampleView({ seq: 3 }, { story }), binding);
    expect(steps).toEqual(["comment:3"]);
  });

  it("comments actions and verdicts, never single steps that went well, nor what serves so far (behaviour 8)", async () => {
    site = await startSite();
    const { binding } = await site.sync(sampleView(), null);
    const doer = { by: "person:ada@corp.example", where: "slack" };
    const run = "r1a2b3";
    const plan = JSON.parse(JSON.stringify(sampleRun().plan));
    const story = [
      action(2, "changes", { changes: [] }),
      action(3, "action-asked", { ...doer, run, action: "rollback", plan, approvers: ["po"], dueAt: nine }),
      action(4, "action-approved", { ...doer, run }),
      action(5, "action-declined", { ...doer, run }),
      action(6, "action-started", { ...doer, run, action: "rollback", plan }),
      action(7, "action-step", { run, step: 0, news: "done", before: "8", after: "7" }),
      action(8, "action-step", { run, step: 1, news: "failed", because: "denied" }),
      action(9, "action-serving", { run, serving: [{ version: "7", count: 3 }] }),
      action(10, "action-done", { run, tookMs: 60_000 }),
      action(11, "action-failed", { run, because: "step" }),
      action(12, "action-verdict", { run, verdict: { kind: "helped", at: nine } }),
    ];
    const { steps } = await site.sync(sampleView({ seq: 12 }, { story }), binding);
    const told = [3, 4, 5, 6, 8, 10, 11, 12];
    expect(steps).toEqual(told.map((seq) => `comment:${seq}`));
  });

  it("says in the comment what was before an action and what is after it, and finds that comment again", async () => {
    site = await startSite();
    const { binding } = await site.sync(sampleView(), null);
    const story = [action(2, "action-done", { run: "r1a2b3", tookMs: 60_000 })];
    const view = sampleView({ seq: 2, runs: [sampleRun()] }, { story });
    await site.sync(view, binding);
    const comment = textOfAdf(site.issues()[0]?.comments[0]?.body);
    expect(comment).toContain("champion (credit): v8 → v7");
    expect(comment).toContain("deployment/credit-scoring (ml): restarted");
    expect(comment).toMatch(/ · Vigie #2$/);
    const doubt = { step: "comment:2", attemptId: "a1", at: nine, looks: 0 };
    const found = await site.lookUp(view, binding, doubt);
    expect(found).toMatchObject({ kind: "found", binding: { told: 2 } });
  });

  it("moves it to done at the end, after the last words, and back when it fires again", async () => {
    site = await startSite();
    const { binding } = await site.sync(sampleView(), null);
    const over = sampleView({ phase: "resolved", resolvedAt: nine, seq: 2 }, { story: [resolvedEntry(2)] });
    const end = await site.sync(over, binding);
    expect(end.steps).toEqual(["describe", "comment:2", "move:resolved"]);
    expect(site.issues()[0]?.status).toBe("Done");
    expect((await site.sync(over, end.binding)).steps).toEqual([]);
    const again = await site.sync(sampleView({ reopened: 1, seq: 3 }), end.binding);
    expect(again.steps).toEqual(["move:notified", "describe"]);
    expect(site.issues()[0]?.status).toBe("In Progress");
  });

  it("leaves the status alone where the policy names no move", async () => {
    site = await startSite();
    const still = { ...ops, move: {} };
    const { binding } = await site.sync(sampleView(), null, still);
    const end = await site.sync(sampleView({ phase: "resolved", resolvedAt: nine }), binding, still);
    expect(end.steps).toEqual(["describe"]);
    expect(site.issues()[0]?.status).toBe("To Do");
  });

  it("fills the resolution that the transition's screen requires", async () => {
    const doneScreen = [{ id: "resolution", name: "Resolution", required: true }];
    site = await startSite({ projects: { OPS: { doneScreen } } });
    const { binding } = await site.sync(sampleView(), null);
    await site.sync(sampleView({ phase: "resolved", resolvedAt: nine }), binding);
    expect(site.issues()[0]).toMatchObject({ status: "Done", fields: { resolution: { id: "2" } } });
  });

  it("says in the issue which field keeps it from moving, once", async () => {
    const doneScreen = [{ id: "customfield_10010", name: "Root cause", required: true }];
    site = await startSite({ projects: { OPS: { doneScreen } } });
    const { binding } = await site.sync(sampleView(), null);
    const over = sampleView({ phase: "resolved", resolvedAt: nine });
    const end = await site.sync(over, binding);
    expect(end.steps).toEqual(["describe", "move:resolved", "comment:move-0"]);
    expect((await site.sync(over, end.binding)).steps).toEqual([]);
    const [issue] = site.issues();
    expect(issue?.status).toBe("To Do");
    expect(textOfAdf(issue?.comments[0]?.body)).toContain("the transition requires Root cause");
  });

  it("fills such a field from the policy", async () => {
    const doneScreen = [{ id: "customfield_10010", name: "Root cause", required: true }];
    site = await startSite({ projects: { OPS: { doneScreen } } });
    const given = { ...ops, fields: { customfield_10010: "see VIG" } };
    const { binding } = await site.sync(sampleView(), null, given);
    await site.sync(sampleView({ phase: "resolved", resolvedAt: nine }), binding, given);
    expect(site.issues()[0]).toMatchObject({ status: "Done", fields: { customfield_10010: "see VIG" } });
  });

  it("says in the issue that the workflow has no way back", async () => {
    site = await startSite({ projects: { OPS: { reopens: false } } });
    const { binding } = await site.sync(sampleView(), null);
    const end = await site.sync(sampleView({ phase: "resolved", resolvedAt: nine }), binding);
    const again = await site.sync(sampleView({ reopened: 1 }), end.binding);
    expect(again.steps).toEqual(["move:notified", "describe", "comment:move-1"]);
    expect(textOfAdf(site.issues()[0]?.comments[0]?.body)).toContain("no transition there from here");
  });

  it("does not move what somebody moved on", async () => {
    site = await startSite();
    const { binding } = await site.sync(sampleView(), null);
    const end = await site.sync(sampleView({ phase: "resolved", resolvedAt: nine }), binding);
    await fetch(`${site.url}/rest/api/3/issue/OPS-1/transitions`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa("human@example.com:t")}` },
      body: JSON.stringify({ transition: { id: "11" } }),
    });
    await site.sync(sampleView({ reopened: 1 }), end.binding);
    expect(site.issues()[0]?.status).toBe("To Do");
  });
});

describe("screens differ (behaviour 8)", () => {
  const fields = { customfield_10010: "x", environment: "cluster a" };

  it("leaves out what the create screen lacks and sends long texts as documents", async () => {
    site = await startSite();
    await site.sync(sampleView(), null, { ...ops, fields });
    expect(site.issues()[0]?.fields).not.toHaveProperty("customfield_10010");
    expect(site.issues()[0]?.fields.environment).toMatchObject({ type: "doc" });
  });

  it("learns from a refusal which field the edit screen lacks, and goes on without it", async () => {
    site = await startSite({ projects: { OPS: { editScreen: [] } } });
    const { binding } = await site.sync(sampleView({ severity: "critical" }), null);
    const first = await site.sync(sampleView(), binding);
    expect(first.last).toEqual({
      kind: "retry",
      reason: "bad-request",
      afterMs: 0,
      maybe: false,
      detail: "priority: Field 'priority' cannot be set. It is not on the appropriate screen, or unknown.",
    });
    expect((await site.sync(sampleView(), binding)).steps).toEqual(["describe"]);
    expect(site.issues()[0]?.fields.summary).toContain("URGENT");
  });

  it("names the field that Jira requires and nobody fills", async () => {
    const createScreen = [{ id: "customfield_10010", name: "Impact", required: true, allowed: ["High", "Low"] }];
    site = await startSite({ projects: { OPS: { createScreen } } });
    expect((await site.sync(sampleView(), null)).last).toEqual({
      kind: "refused",
      reason: "bad-request",
      detail: "customfield_10010: Impact is required.",
    });
    const check = await site.receiver.check(ops, AbortSignal.timeout(5_000));
    expect(check.kind).toBe("faulty");
    expect(check.notes).toContainEqual({
      key: "jira-field-required",
      values: { project: "OPS", field: "customfield_10010", name: "Impact", values: " (High, Low)" },
    });
    expect(check.notes.map(({ key }) => key)).toContain("jira-labels-left-out");
  });

  it("names the types that a project has instead of the one in the policy", async () => {
    site = await startSite({ projects: { OPS: { types: ["Bug", "Story"] } } });
    expect((await site.sync(sampleView(), null)).last).toMatchObject({
      kind: "refused",
      reason: "bad-request",
      detail: "issuetype: OPS has no type Task, only Bug, Story",
    });
    expect(await site.receiver.check(ops, AbortSignal.timeout(5_000))).toMatchObject({
      kind: "faulty",
      notes: [{ key: "jira-type-missing", values: { project: "OPS", type: "Task", types: "Bug, Story" } }],
    });
  });

  it("checks the project at start and names a priority that is not there", async () => {
    site = await startSite();
    const good = await site.receiver.check(ops, AbortSignal.timeout(5_000));
    expect(good).toEqual({ kind: "ok", notes: [], canonical: "jira:OPS" });
    const odd = await site.receiver.check({ ...ops, priority: { urgent: "Blazing" } }, AbortSignal.timeout(5_000));
    expect(odd.notes).toMatchObject([{ key: "jira-priority-unknown", values: { priority: "Blazing" } }]);
    const other = await site.receiver.check({ ...ops, project: "nowhere" }, AbortSignal.timeout(5_000));
    expect(other).toMatchObject({ kind: "faulty", notes: [{ key: "jira-refused", values: { project: "nowhere" } }] });
  });
});

describe("a write whose outcome is not known (protocol 2)", () => {
  it("finds the issue although search lags, and creates no second one", async () => {
    site = await startSite({ searchLagMs: 30_000 });
    const view = sampleView();
    const step = site.receiver.next(view, null, ops);
    if (!step) throw new Error("no step");
    site.faults.add({ vendor: "jira", method: "POST /rest/api/3/issue", kind: "reset-after-accept" });
    expect(await site.write(view, null, step)).toMatchObject({ kind: "retry", maybe: true });
    expect(site.issues()).toHaveLength(1);

    const doubt = { step: "create", attemptId: "a1", at: nine, looks: 0 };
    expect(await site.lookUp(view, null, doubt)).toEqual({ kind: "wait", afterMs: 15_000 });
    site.passMs(15_000);
    expect(await site.lookUp(view, null, { ...doubt, looks: 1 })).toEqual({ kind: "wait", afterMs: 45_000 });
    site.passMs(45_000);
    const found = await site.lookUp(view, null, { ...doubt, looks: 2 });
    expect(found).toMatchObject({
      kind: "found",
      binding: { issue: "OPS-1" },
      told: { label: "OPS-1", link: `${site.url}/browse/OPS-1` },
    });
    if (found.kind !== "found") return;
    expect((await site.sync(view, found.binding)).steps).toEqual(["describe"]);
    expect(site.issues()).toHaveLength(1);
  });

  it("creates it again only after the last look found nothing", async () => {
    site = await startSite();
    const doubt = { step: "create", attemptId: "a1", at: nine, looks: 0 };
    const waits: unknown[] = [];
    for (let look = await site.lookUp(sampleView(), null, doubt); look.kind === "wait"; ) {
      waits.push(look.afterMs);
      site.passMs(look.afterMs);
      look = await site.lookUp(sampleView(), null, { ...doubt, looks: waits.length });
      if (look.kind !== "wait") expect(look).toEqual({ kind: "absent" });
    }
    expect(waits).toEqual([15_000, 45_000, 120_000]);
  });

  it("finds a comment at once by its mark, and says so when it is not there", async () => {
    site = await startSite();
    const { binding } = await site.sync(sampleView(), null);
    const view = sampleView({ seq: 2 }, { story: [promoted(2)] });
    const doubt = { step: "comment:2", attemptId: "a1", at: nine, looks: 0 };
    expect(await site.lookUp(view, binding, doubt)).toEqual({ kind: "absent" });
    const done = await site.sync(view, binding);
    expect(done.steps).toEqual(["comment:2"]);
    expect(await site.lookUp(view, binding, doubt)).toMatchObject({ kind: "found", binding: { told: 2 } });
    expect(await site.lookUp(view, binding, { ...doubt, step: "comment:12" })).toEqual({ kind: "absent" });
  });
});
