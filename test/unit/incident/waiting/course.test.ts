import fc from "fast-check";
import { expect, it } from "vitest";
import type { HumanAct } from "../../../../src/incident/acts.ts";
import { isMet } from "../../../../src/incident/deadlines.ts";
import { isOpen, lasts, pageWanted } from "../../../../src/incident/incident.ts";
import type { Silence } from "../../../../src/incident/silence.ts";
import { dueAt } from "../../../../src/incident/waits.ts";
import { ended, firing, judgedAs, Ledger, minuteMs, nine, pager, slack } from "../ledger.ts";
import { due } from "./people.ts";

const levels = ["warning", "critical", "urgent"] as const;
const groupId = "a".repeat(32);
const ladder = {
  repeat: 1,
  steps: [
    { afterMs: 10 * minuteMs, owed: [{ ...slack, id: "slack:#leads" }] },
    { afterMs: 5 * minuteMs, owed: [pager] },
  ],
};
const waiting = { ladder, remindEveryMs: 30 * minuteMs, lifecycle: "full" } as const;

const silenceFor = (at: number, forMin: number | null, urgent: boolean): Silence => ({
  id: `${at}:${forMin}:${urgent}`,
  scope: { kind: "group", groupId },
  by: { id: "person:ada" },
  at,
  why: "maintenance",
  urgent,
  ...(forMin === null ? {} : { until: at + forMin * minuteMs }),
});

const acts: readonly ((now: number) => HumanAct)[] = [
  () => ({ kind: "acknowledge" }),
  () => ({ kind: "unacknowledge", because: "reassigned" }),
  () => ({ kind: "judge-real" }),
  () => ({ kind: "judge-false", hold: "24h", because: "other" }),
  () => ({ kind: "mitigate", how: "waived", text: "no users" }),
  () => ({ kind: "investigate" }),
  (now) => ({ kind: "record-cause", cause: "data", text: `${now}` }),
  (now) => ({ kind: "remediate", fix: `${now}`, monitoring: "m" }),
  () => ({ kind: "put-off-triage" }),
  () => ({ kind: "close", hold: "24h" }),
  () => ({ kind: "reopen", why: "not over", deadlines: judgedAs("critical").deadlines }),
  () => ({ kind: "escalate", to: { kind: "next" } }),
  () => ({ kind: "escalate", to: { kind: "team", team: "sre", owed: [{ ...pager, id: "pagerduty:2" }] } }),
  () => ({ kind: "unsilence" }),
  (now) => ({ kind: "page-lapsed", at: now }),
  (now) => ({ kind: "silence", silence: silenceFor(now, 30, false) }),
  (now) => ({ kind: "silence", silence: silenceFor(now, 20, true) }),
  (now) => ({ kind: "silence", silence: silenceFor(now, null, false) }),
  ...levels.map(
    (to) => (): HumanAct => ({ kind: "set-severity", to, why: "x", ...judgedAs(to), patience: { ladder } }),
  ),
];

const event = fc.oneof(
  fc.record({
    does: fc.constant("fire" as const),
    print: fc.nat(1),
    level: fc.constantFrom(...levels),
    anew: fc.boolean(),
  }),
  fc.record({ does: fc.constant("end" as const), print: fc.nat(1) }),
  fc.record({ does: fc.constant("act" as const), act: fc.constantFrom(...acts) }),
  fc.record({ does: fc.constant("tell" as const), which: fc.nat(3) }),
  fc.record({ does: fc.constant("timers" as const) }),
);
const story = fc.array(fc.record({ afterMin: fc.constantFrom(0, 1, 4, 12, 40), event }), {
  minLength: 3,
  maxLength: 25,
});

/** All timers that are due now tell the incident; none may be due again at the very same time. */
function timersTell(ledger: Ledger): void {
  const { silenced, uid } = ledger.open;
  if (silenced) ledger.tell({ kind: "silence-over", uid, silence: silenced.id });
  for (const timer of ["deadline", "escalation", "remind", "update"] as const) {
    const at = dueAt[timer](ledger.open);
    if (at === undefined || at > ledger.now) continue;
    due(ledger, `${timer}-due`);
    expect(dueAt[timer](ledger.open), timer).not.toBe(at);
  }
}

function fires(ledger: Ledger): boolean {
  return [...ledger.rows.values()].some(({ status, severity }) => status === "firing" && severity !== "warning");
}

function holds(ledger: Ledger): void {
  const { open } = ledger;
  if (!isOpen(open)) return;
  expect(open.deadlines.filter(({ kind }) => isMet(open, kind))).toEqual([]);
  if (!lasts(open)) return;
  expect(open.silenced !== undefined && !open.silenced.urgent && open.severity === "urgent").toBe(false);
  const mustPage = open.severity !== "warning" && open.reported === undefined && !open.silenced && fires(ledger);
  if (mustPage) expect(pageWanted(open)).toBe(true);
}

it("whatever is done, silenced and waited for: what fires is paged, no timer spins, nothing met is due", () => {
  fc.assert(
    fc.property(story, (steps) => {
      const ledger = new Ledger();
      const starts = new Map([[0, nine]]);
      ledger.alerts([firing("critical", { judgement: waiting })]);
      for (const { afterMin, event } of steps) {
        ledger.after(afterMin * minuteMs);
        if (event.does === "timers") timersTell(ledger);
        else if (event.does === "act") ledger.act("ada", event.act(ledger.now));
        else if (event.does === "tell") {
          const owed = ledger.open.owed[event.which];
          if (owed) ledger.told(owed, owed.receiver === "pagerduty" ? { pageNo: ledger.open.pageNo } : {});
        } else {
          const isNew = event.does === "fire" && (event.anew || !starts.has(event.print));
          if (isNew) starts.set(event.print, ledger.now);
          const level = event.does === "fire" ? event.level : "critical";
          const alert = firing(level, {
            fingerprint: `f${event.print + 1}`,
            startsAt: starts.get(event.print) ?? nine,
            judgement: waiting,
          });
          ledger.alerts([event.does === "fire" ? alert : ended(alert, ledger.now)]);
        }
        holds(ledger);
      }
    }),
    { numRuns: 800 },
  );
});
