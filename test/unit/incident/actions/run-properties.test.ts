import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actionIds } from "../../../../src/incident/actions/action-ids.ts";
import { isUnderWay, type Run } from "../../../../src/incident/actions/run.ts";
import { apply } from "../../../../src/incident/apply.ts";
import type { EntryData, EntryKind } from "../../../../src/incident/entry-kinds.ts";
import type { Incident } from "../../../../src/incident/incident.ts";
import { dueAt } from "../../../../src/incident/waits.ts";
import { firing, type Ledger, minuteMs, nine, opened, slack } from "../ledger.ts";
import { fullChanges, fullPlans, newest, type RunEvent, runEvent } from "./drawn-runs.ts";
import { accuracy, drifted, hear, look } from "./run-scene.ts";

const story = fc.array(fc.record({ afterMs: fc.constantFrom(0, minuteMs, 90 * minuteMs), event: runEvent }), {
  maxLength: 40,
  size: "max",
});
type Story = readonly { readonly afterMs: number; readonly event: RunEvent }[];

function play(ledger: Ledger, event: RunEvent): void {
  const { uid } = ledger.open;
  const to = (ledger.now - nine) / minuteMs;
  if (event.kind === "look") look(ledger, event.wish, { plans: event.plans });
  else if (event.kind === "news") hear(ledger, idOf(ledger, event.run), event.news);
  else if (event.kind === "goes-on") goOn(ledger);
  else if (event.kind === "press")
    ledger.act(event.person, "run" in event.act ? { ...event.act, run: idOf(ledger, event.act.run) } : event.act);
  else if (event.kind === "approval-due") ledger.tell({ kind: "approval-due", uid });
  else if (event.kind === "closing") ledger.closing();
  else ledger.alerts([accuracy(event.level, { from: to - event.lengthMin, to, value: 0.8 + to / 1e6 })]);
}

function idOf(ledger: Ledger, run: string): string {
  return run === newest ? (ledger.open.runs?.at(-1)?.id ?? run) : run;
}

/** The next news of what is under way, where all goes well. */
function goOn(ledger: Ledger): void {
  const run = ledger.open.runs?.find(isUnderWay);
  if (!run) return;
  const step = run.steps.findIndex(({ state }) => state === "waiting" || state === "begun");
  if (run.state === "veto") hear(ledger, run.id, { what: "begun" });
  else if (run.state === "serving") hear(ledger, run.id, { what: "reached", watchUntil: ledger.now + minuteMs });
  else if (run.plan.steps[step]?.noop) hear(ledger, run.id, { what: "step-skipped", step });
  else hear(ledger, run.id, { what: run.steps[step]?.state === "begun" ? "step-done" : "step-begun", step });
}

/** Plays a story and looks after every step, with the incident before it. */
function playing(steps: Story, see: (ledger: Ledger, before: Incident) => void): Ledger {
  const ledger = drifted();
  for (const { afterMs, event } of steps) {
    const before = ledger.open;
    play(ledger.after(afterMs), event);
    see(ledger, before);
  }
  return ledger;
}

/** What must be looked at is looked at no later than this after its time. */
const latestMs = 30_000;

/** The queue's timers of runs as the commits asked for them, and what their worker says of when it comes again. */
class Timers {
  readonly #dueAt = new Map<string, number>();

  hear({ last }: Ledger): void {
    for (const { subject, dueAt } of last.kind === "nothing" ? [] : last.marks) {
      if (subject.kind !== "timer") continue;
      const key = `${subject.uid} ${subject.timer}`;
      this.#dueAt.set(key, Math.min(this.#dueAt.get(key) ?? Number.POSITIVE_INFINITY, dueAt));
    }
  }

  dueAt(uid: string, timer: string): number {
    return this.#dueAt.get(`${uid} ${timer}`) ?? Number.POSITIVE_INFINITY;
  }

  /** Works what is due, as `goOn` and the timer of an approval do. */
  run(ledger: Ledger): void {
    const { open, now } = ledger;
    if (this.dueAt(open.uid, "action") <= now) this.#again(`${open.uid} action`, againAt(open, now));
    if (this.dueAt(open.uid, "approval") > now) return;
    ledger.tell({ kind: "approval-due", uid: open.uid });
    this.#again(`${open.uid} approval`, dueAt.approval(ledger.open));
  }

  #again(key: string, at: number | undefined): void {
    if (at === undefined) this.#dueAt.delete(key);
    else this.#dueAt.set(key, at);
  }
}

/** When who works at a run comes again, or at time 0: when somebody must. */
function againAt({ runs = [] }: Incident, now: number): number | undefined {
  const run = runs.find(isUnderWay);
  if (run && run.state !== "asked") return Math.max(run.state === "veto" ? (run.dueAt ?? 0) : 0, now + 5_000);
  const watched = runs.filter(({ state, verdict }) => state === "watching" && verdict === undefined);
  const times = watched.flatMap(({ watchUntil, undoneBy }) => (undoneBy === undefined ? (watchUntil ?? []) : []));
  return times.length === 0 ? undefined : Math.max(Math.min(...times), now + 1_000);
}

const final = new Set(["ended", "failed", "held", "declined"]);
const settled = new Set(["done", "skipped", "failed"]);
const runsOf = ({ runs = [] }: Incident): readonly Run[] => runs;

describe("whatever is found, done and told about an incident", () => {
  it("one thing at most is under way, nothing is done twice, and what is over stays over", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(story, (steps) => {
        playing(steps, ({ open }, before) => {
          const runs = runsOf(open);
          for (const { state, verdict } of runs) seen.add(state).add(verdict?.kind ?? "none");
          expect(runs.filter(isUnderWay).length).toBeLessThanOrEqual(1);
          expect(runs.length).toBeLessThanOrEqual(3);
          expect(new Set(runs.map(({ id }) => id)).size).toBe(runs.length);
          for (const was of before.uid === open.uid ? runsOf(before) : []) {
            const is = runs.find(({ id }) => id === was.id);
            if (!is) continue;
            if (final.has(was.state)) expect(is.state).toBe(was.state);
            if (was.changed) expect(is.changed).toBe(true);
            if (was.verdict && was.verdict.kind !== "cannot-tell") expect(is.verdict).toEqual(was.verdict);
            for (const [at, { state }] of was.steps.entries())
              if (settled.has(state)) expect(is.steps[at]?.state).toBe(state);
          }
          if (open.proposal) expect(runs.some(isUnderWay)).toBe(false);
        });
      }),
      { numRuns: 1_500 },
    );
    // The stories go everywhere.
    for (const state of [
      ...final,
      "asked",
      "veto",
      "running",
      "serving",
      "watching",
      "helped",
      "did-not-help",
      "cannot-tell",
    ])
      expect(seen).toContain(state);
  });

  it("each step's call is told once before it leaves, and never after its end", () => {
    fc.assert(
      fc.property(story, (steps) => {
        const { entries } = playing(steps, () => {});
        const told = entries
          .filter(({ kind }) => kind === "action-step")
          .map(({ data }) => data as EntryData["action-step"]);
        for (const news of ["begun", "done", "skipped", "failed"] as const) {
          const those = told.filter((one) => one.news === news).map(({ run, step }) => `${run} ${step}`);
          expect(new Set(those).size).toBe(those.length);
        }
      }),
    );
  });

  it("no timer of a run or of an approval is lost, whatever comes in between", () => {
    fc.assert(
      fc.property(story, (steps) => {
        const timers = new Timers();
        playing(steps, (ledger) => {
          const { open, now } = ledger;
          timers.hear(ledger);
          for (const [timer, wanted] of [
            ["action", againAt(open, 0)],
            ["approval", dueAt.approval(open)],
          ] as const)
            if (wanted !== undefined)
              expect(timers.dueAt(open.uid, timer), timer).toBeLessThanOrEqual(Math.max(wanted, now) + latestMs);
          timers.run(ledger);
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it("is replayed from its journal", () => {
    const picked = ({ changes, plans, suggests, proposal, runs, mitigated, phase }: Incident) => ({
      ...{ changes, plans, suggests, proposal, runs, mitigated, phase },
    });
    fc.assert(
      fc.property(story, (steps) => {
        playing(steps, ({ open, entries }) => {
          const { plans: _p, runs: _r, proposal: _q, changes: _c, suggests: _s, mitigated: _m, ...opening } = open;
          const start: Incident = { ...opening, phase: "detected" };
          const begin: Incident = withoutEnd(start);
          const again = entries
            .slice(1)
            .reduce(
              (state, { kind, data, at }) => apply(state, kind as EntryKind, data as EntryData[EntryKind], at),
              begin,
            );
          expect(picked(again)).toEqual(picked(open));
        });
      }),
      { numRuns: 100 },
    );
  });
});

/** As it opened, of what decides whether a proposal stands. */
function withoutEnd({ recoveredAt: _recovered, outcome: _outcome, names: _names, ...incident }: Incident): Incident {
  return incident;
}

describe("an incident's record, with all that could be done and was", () => {
  const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
  const pieces = ["\u0000", "\\", "é", "漢", "👩‍👩‍👧‍👦", "a", "<!channel>"];

  it.each(pieces)("stays within 16 KiB, full of %j (protocol 8.3)", (piece) => {
    const text = piece.repeat(1_024).slice(0, 1_024);
    const ledger = opened(firing("urgent", { name: text, annotations: { summary: text } }));
    const plans = fullPlans(text);
    for (let times = 0; times < 5; times += 1) {
      const run = `${times}`.repeat(16);
      const tick = {
        id: "tested",
        ok: false,
        version: text,
        serving: text,
        role: text,
        by: text,
        look: { metric: text, value: 1, since: 1 },
      } as const;
      look(
        ledger,
        { kind: "propose", action: "rollback", because: "ticks", ticks: Array.from({ length: 13 }, () => tick) },
        { plans, changes: fullChanges(text), suggests: "rollback" },
      );
      ledger.act(text, { kind: "run-action", action: "rollback", run, why: text });
      for (const step of [0, 1, 2])
        hear(
          ledger,
          run,
          { what: "step-begun", step },
          { what: "step-done", step, before: text, after: `${text}7`, link: `https://example.com/${"x".repeat(100)}` },
        );
      hear(
        ledger,
        run,
        { what: "serving", serving: plans[0]?.serving ?? [] },
        { what: "failed", because: "not-serving", detail: text },
      );
    }
    expect(ledger.open.runs).toHaveLength(3);
    expect(Object.keys(ledger.open.plans ?? {})).toContain("rollback");
    expect(ledger.open.changes?.length).toBeGreaterThan(0);
    expect(bytesOf(ledger.open)).toBeLessThanOrEqual(16 * 1024);
  });

  it("keeps fewer plans where much else is in it, the suggested one first", () => {
    const owed = Array.from({ length: 80 }, (_, at) => ({ ...slack, id: `slack:#team-alerts-${at}` }));
    const ledger = opened(firing("urgent", { judgement: { owed } }));
    look(ledger, { kind: "nothing" }, { plans: fullPlans("x".repeat(60)), suggests: "withdrawal" });
    expect(Object.keys(ledger.open.plans ?? {})).toContain("withdrawal");
    expect(bytesOf(ledger.open)).toBeLessThanOrEqual(14 * 1024);
  });

  it("keeps as many plans as a service really declares, whatever its actions", () => {
    const ledger = drifted();
    const plans = fullPlans("").slice(0, 6);
    look(ledger, { kind: "nothing" }, { plans });
    expect(Object.keys(ledger.open.plans ?? {})).toEqual(actionIds.slice(0, 6));
  });
});
