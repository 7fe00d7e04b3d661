import fc from "fast-check";
import { severities } from "../../../src/alert/severity.ts";
import type { HumanAct } from "../../../src/incident/acts.ts";
import type { Fact } from "../../../src/incident/fact.ts";
import { causes, falsePositiveReasons, holds, mitigationsByHand } from "../../../src/incident/reasons.ts";
import { judgedAs, type Ledger, minuteMs, pager } from "./ledger.ts";

/** An act of one of three people, who had read so many entries less than there are. */
export type PressEvent = {
  readonly kind: "press";
  readonly person: string;
  readonly act: HumanAct;
  readonly behind: number;
};
/** A timer of the incident that comes, in time or not. */
export type DueEvent = {
  readonly kind: "due";
  readonly timer: "deadline-due" | "escalation-due" | "remind-due" | "update-due" | "silence-over" | "unheard";
};

const person = fc.constantFrom("ada", "bob", "cleo");
const actor = person.map((name) => ({ id: `person:${name}@corp.example`, name }));
const text = fc.constantFrom("", "a word", "null_ratio");
const owed = fc.constantFrom([], [{ ...pager, id: "pagerduty:2" }]);

const act: fc.Arbitrary<HumanAct> = fc.oneof(
  fc.constantFrom<HumanAct>(
    { kind: "acknowledge" },
    { kind: "acknowledge", takeOver: true },
    { kind: "unacknowledge", because: "reassigned" },
    { kind: "judge-real" },
    { kind: "investigate" },
    { kind: "resolve" },
    { kind: "unsilence" },
    { kind: "put-off-triage" },
    { kind: "open-channel" },
    { kind: "reopen", why: "not over" },
    { kind: "escalate", to: { kind: "next" } },
  ),
  fc.record({
    kind: fc.constant("judge-false" as const),
    hold: fc.constantFrom(...holds),
    because: fc.constantFrom(...falsePositiveReasons),
  }),
  fc.record({ kind: fc.constant("close" as const), hold: fc.constantFrom(...holds) }),
  fc.constantFrom(...severities).map((to): HumanAct => {
    const judged = judgedAs(to);
    return { kind: "set-severity", to, why: "I looked", owed: judged.owed, deadlines: judged.deadlines };
  }),
  fc.record({ kind: fc.constantFrom("assign" as const, "appoint" as const), to: actor }),
  owed.map((one): HumanAct => ({ kind: "escalate", to: { kind: "team", team: "ml-ai", owed: one } })),
  owed.map((one): HumanAct => ({ kind: "call-expert", group: "data", mentions: {}, owed: one })),
  fc.constant<HumanAct>({ kind: "join-as-expert", group: "data" }),
  fc.record({ kind: fc.constantFrom("note" as const, "update" as const), text }),
  fc.record({ kind: fc.constant("mitigate" as const), how: fc.constantFrom(...mitigationsByHand), text }),
  fc.record({ kind: fc.constant("record-cause" as const), cause: fc.constantFrom(...causes), text }),
  fc.record({ kind: fc.constant("remediate" as const), fix: text, monitoring: text }),
  fc.boolean().map((urgent): HumanAct => ({ kind: "silence", silence: silenceOf(urgent) })),
);

/** Its times are set when it is played. */
function silenceOf(urgent: boolean): Extract<HumanAct, { kind: "silence" }>["silence"] {
  const by = { id: "person:ada@corp.example", name: "ada" };
  return { id: "5a4db0c5a4db0c5a", scope: { kind: "group", groupId: "a".repeat(32) }, by, at: 0, why: "works", urgent };
}

/** Any press of anybody. */
export const pressEvent: fc.Arbitrary<PressEvent> = fc.record({
  kind: fc.constant("press" as const),
  person,
  act,
  behind: fc.nat(3),
});

/** Any timer that waits for people. */
export const dueEvent: fc.Arbitrary<DueEvent> = fc.record({
  kind: fc.constant("due" as const),
  timer: fc.constantFrom(
    "deadline-due" as const,
    "escalation-due" as const,
    "remind-due" as const,
    "update-due" as const,
    "silence-over" as const,
    "unheard" as const,
  ),
});

/** Plays a press: outdated by whoever acknowledged, judged or ended it. */
export function press(ledger: Ledger, { person, act, behind }: PressEvent): void {
  const { now } = ledger;
  const timed: HumanAct =
    act.kind === "silence"
      ? { ...act, silence: { ...act.silence, at: now, until: now + 30 * minuteMs } }
      : act.kind === "update"
        ? { ...act, nextAt: now + 30 * minuteMs }
        : act;
  const outdatedBy = ["acknowledged", "judged", "resolved", "ended-by-hand"] as const;
  ledger.act(person, timed, { version: Math.max(0, ledger.open.seq - behind), outdatedBy });
}

/** Plays a timer. */
export function fallDue(ledger: Ledger, { timer }: DueEvent): void {
  const { uid, silenced } = ledger.open;
  const facts: Readonly<Record<DueEvent["timer"], Fact>> = {
    "deadline-due": { kind: "deadline-due", uid, hearsPages: true },
    "escalation-due": { kind: "escalation-due", uid, hearsPages: true },
    "remind-due": { kind: "remind-due", uid },
    "update-due": { kind: "update-due", uid },
    "silence-over": { kind: "silence-over", uid, silence: silenced?.id ?? "none" },
    unheard: { kind: "unheard", uid, since: ledger.now - 60 * minuteMs },
  };
  ledger.tell(facts[timer]);
}
