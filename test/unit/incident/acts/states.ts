import type { HumanAct } from "../../../../src/incident/acts.ts";
import type { Phase } from "../../../../src/incident/incident.ts";
import { ended, firing, type Ledger, minuteMs, opened, pager, slack } from "../ledger.ts";

/** An URGENT alert of a route that wants cause and remediation. */
export const urgent = firing("urgent", { judgement: { lifecycle: "full" } });

export const realAct = { kind: "judge-real" } as const satisfies HumanAct;
export const mitigateAct = { kind: "mitigate", how: "by-hand", text: "traffic moved" } as const satisfies HumanAct;
export const causeAct = {
  kind: "record-cause",
  cause: "data",
  text: "null_ratio since 02:10",
} as const satisfies HumanAct;
export const remediateAct = { kind: "remediate", fix: "OPS-1", monitoring: "OPS-2" } as const satisfies HumanAct;
export const falseAct = {
  kind: "judge-false",
  hold: "until-resolved",
  because: "test-traffic",
} as const satisfies HumanAct;
export const closeAct = { kind: "close", hold: "until-resolved" } as const satisfies HumanAct;

function told(): Ledger {
  const ledger = opened(urgent);
  ledger.told(slack);
  ledger.told(pager, { pageNo: 1 });
  return ledger.after(minuteMs);
}

/** Does acts of Ada one minute after the other. */
export function afterActs(ledger: Ledger, ...acts: readonly HumanAct[]): Ledger {
  for (const act of acts) {
    ledger.act("ada", act);
    ledger.after(minuteMs);
  }
  return ledger;
}

function over(ledger: Ledger): Ledger {
  ledger.alerts([ended(urgent)]);
  return ledger.after(minuteMs);
}

/** An incident in each state that a press may meet; its source fires unless the name says otherwise. */
export const states = {
  detected: () => opened(urgent).after(minuteMs),
  notified: told,
  triaging: () => afterActs(told(), { kind: "acknowledge" }),
  mitigating: () => afterActs(told(), realAct),
  investigating: () => afterActs(told(), realAct, mitigateAct),
  remediating: () => afterActs(told(), realAct, mitigateAct, causeAct),
  recovered: () => over(afterActs(told(), realAct)),
  resolved: () => over(afterActs(told(), realAct, causeAct, remediateAct)),
  closed: () => {
    const ledger = over(afterActs(told(), realAct, causeAct, remediateAct)).after(20 * minuteMs);
    ledger.closing();
    return ledger.after(minuteMs);
  },
  "judged false": () => afterActs(told(), falseAct),
} satisfies Readonly<Record<Phase | string, () => Ledger>>;
export type State = keyof typeof states;
