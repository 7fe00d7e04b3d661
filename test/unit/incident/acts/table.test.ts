import { describe, expect, it } from "vitest";
import type { Wish } from "../../../../src/incident/actions/outlook.ts";
import type { HumanAct, HumanActKind } from "../../../../src/incident/acts.ts";
import { actNow, drifted, look, nothing, rolledBack } from "../actions/run-scene.ts";
import { type Ledger, minuteMs, pager } from "../ledger.ts";
import { afterActs, causeAct, closeAct, falseAct, mitigateAct, realAct, remediateAct, states } from "./states.ts";

const bob = { id: "person:bob@corp.example", name: "Bob" };
const silence = {
  id: "5a4db0c5a4db0c5a",
  scope: { kind: "group", groupId: "a".repeat(32) },
  by: bob,
  at: 0,
  why: "maintenance",
  urgent: true,
} as const;

/** One of each kind, but those that wait for time: their own tests have them. */
const acts = {
  acknowledge: { kind: "acknowledge" },
  unacknowledge: { kind: "unacknowledge", because: "reassigned" },
  "judge-real": realAct,
  "judge-false": falseAct,
  "set-severity": { kind: "set-severity", to: "warning", why: "a test system", owed: [], deadlines: [] },
  assign: { kind: "assign", to: bob },
  escalate: { kind: "escalate", to: { kind: "team", team: "ml-ai", owed: [pager] } },
  "call-expert": { kind: "call-expert", group: "data", mentions: {}, owed: [] },
  "join-as-expert": { kind: "join-as-expert", group: "data" },
  appoint: { kind: "appoint", to: bob },
  note: { kind: "note", text: "looking" },
  update: { kind: "update", text: "we work on it" },
  silence: { kind: "silence", silence },
  unsilence: { kind: "unsilence" },
  mitigate: mitigateAct,
  investigate: { kind: "investigate" },
  "record-cause": causeAct,
  remediate: remediateAct,
  resolve: { kind: "resolve" },
  close: closeAct,
  reopen: { kind: "reopen", why: "users complain" },
  "open-channel": { kind: "open-channel" },
  "run-action": { kind: "run-action", action: "rollback", run: "r9" },
  "approve-run": { kind: "approve-run", run: "r1" },
  "decline-run": { kind: "decline-run", run: "r1" },
  "hold-run": { kind: "hold-run", run: "r1" },
  "hurry-run": { kind: "hurry-run", run: "r1" },
  "undo-run": { kind: "undo-run", run: "r1", as: "r2" },
} satisfies { readonly [K in Exclude<HumanActKind, "put-off-triage" | "page-lapsed">]: HumanAct };

/** Where a run stands, for what people do to runs; by Ada where a person asked. */
const runStates = {
  planned: () => looked(nothing),
  asked: () => afterActs(looked(nothing), { kind: "run-action", action: "withdrawal", run: "r1" }),
  "in its veto window": () => looked({ ...actNow, vetoMs: 60 * minuteMs }),
  running: () => looked(actNow),
  watching: rolledBack,
  "taken back": () => afterActs(rolledBack(), { kind: "undo-run", run: "r1", as: "r3" }),
} satisfies Readonly<Record<string, () => Ledger>>;

function looked(wish: Wish): Ledger {
  const ledger = drifted();
  look(ledger, wish);
  return ledger;
}

/** What Bob's press comes to: the answer, what the journal says of it, and where the incident stands then. */
function outcome(act: HumanAct, ledger: Ledger): string {
  const before = ledger.entries.length;
  const answer = ledger.act("bob", act);
  if (answer === null) return "unanswered";
  const written = ledger.entries.slice(before).map(({ kind, data }) => (kind === "phase" ? `→ ${data.to}` : kind));
  if (answer.kind === "refused") {
    expect(written).toEqual(["refused"]);
    return `${answer.because}${answer.by === undefined ? "" : ` (${answer.by.id.replace(/^person:|@.*/g, "")})`}`;
  }
  return written.join(" ");
}

function row(act: HumanAct): Readonly<Record<string, string>> {
  const scenes = "run" in act ? { ...states, ...runStates } : states;
  return Object.fromEntries(Object.entries(scenes).map(([state, scene]) => [state, outcome(act, scene())] as const));
}

describe("what each act comes to in each state, after Ada's acts (requirements C.2, behaviour 3, 5)", () => {
  it.each(Object.keys(acts) as readonly (keyof typeof acts)[])("%s", (kind) => {
    expect(row(acts[kind])).toMatchSnapshot();
  });
});
