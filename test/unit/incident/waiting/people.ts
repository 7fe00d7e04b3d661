import type { Answer, HumanAct } from "../../../../src/incident/acts.ts";
import type { Decision } from "../../../../src/incident/decision.ts";
import type { Fact } from "../../../../src/incident/fact.ts";
import type { Ledger } from "../ledger.ts";

type Due = "deadline-due" | "escalation-due" | "remind-due" | "update-due";

/** A timer tells the incident that it is due. */
export function due(ledger: Ledger, kind: Due, { hearsPages = true } = {}): Decision {
  const { uid } = ledger.open;
  const fact: Fact = kind === "deadline-due" || kind === "escalation-due" ? { kind, uid, hearsPages } : { kind, uid };
  return ledger.tell(fact);
}

/** Somebody does something in Slack; answers what it came to. */
export function act(ledger: Ledger, what: HumanAct, person = "ada"): Answer | null | undefined {
  const by = { id: `person:${person}` };
  return ledger.tell({ kind: "act", uid: ledger.open.uid, act: what, by, where: "slack" }).answers?.[0];
}

export function acknowledgedBy(ledger: Ledger, person: string): void {
  act(ledger, { kind: "acknowledge" }, person);
}
