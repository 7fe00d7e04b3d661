import type { Asking } from "../../../src/chat/handler.ts";
import type { Incident } from "../../../src/incident/incident.ts";
import { compilePolicy } from "../../../src/policy/compile.ts";
import type { Policy } from "../../../src/policy/policy.ts";
import { incidentOf } from "../../contract/store/samples.ts";

/** 20 November 2026, 09:00 UTC. */
export const nine = Date.UTC(2026, 10, 20, 9);
export const minuteMs = 60_000;

/** A policy with a team, an on-call of its own and an expert group. */
export const policyText = `version: 1
destinations:
  chat: [{ slack: "#ai-alerts" }]
teams:
  scoring: { chat: [{ slack: "#scoring" }], on-call: [{ pagerduty: { key: "\${KEY}" } }] }
route: { tell: { warning: [chat], critical: [on-call] } }
contacts:
  - { name: Ada, email: ada@corp.example }
experts:
  data-science: { slack: "slack-group:S012AB", people: [ada@corp.example], tell: [chat] }
  privacy: { people: [bo@corp.example] }
`;

export function policyOf(text = policyText): Policy {
  const compiled = compilePolicy(text, {
    file: "policy.yaml",
    env: { KEY: "0123456789abcdef0123456789abcdef" },
    configured: () => "sandbox",
    sandboxValues: {},
  });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  return compiled.policy;
}

const ada = { by: "person:ada@corp.example", at: nine, where: "slack" };
const over = { phase: "resolved", resolvedAt: nine, firing: 0, resolved: 1 } as const;
const full = { lifecycle: "full", acknowledged: ada, judged: ada } as const;

/** An incident at each step of its life (requirements C.2), told in Slack. */
export const steps = {
  notified: { phase: "notified" },
  acknowledged: { phase: "triaging", acknowledged: ada },
  judged: { phase: "mitigating", ...full },
  mitigated: { phase: "investigating", ...full, mitigated: { ...ada, how: "by-hand" } },
  recovered: { phase: "notified", lifecycle: "full", recoveredAt: nine, firing: 0 },
  caused: { phase: "remediating", ...full, firing: 0, recoveredAt: nine, cause: { ...ada, cause: "data", text: "t" } },
  remediated: {
    phase: "remediating",
    ...full,
    firing: 0,
    recoveredAt: nine,
    cause: { ...ada, cause: "data", text: "t" },
    remediation: { ...ada, fix: "OPS-1", monitoring: "OPS-2" },
  },
  silenced: {
    phase: "notified",
    silenced: {
      id: "0123456789abcdef",
      scope: { kind: "group", groupId: "g" },
      by: { id: ada.by },
      at: nine,
      why: "maintenance",
      urgent: false,
    },
  },
  resolved: over,
  closed: { ...over, phase: "closed", closedAt: nine },
} as const satisfies Readonly<Record<string, Partial<Incident>>>;
export type Step = keyof typeof steps;

export function incidentAt(step: Step, more: Partial<Incident> = {}): Incident {
  const owed = [{ id: "slack:#ai-alerts", receiver: "slack", told: "chat", at: "warning" }] as const;
  return incidentOf("credit-scoring", "1".repeat(32), { owed, ...steps[step], ...more });
}

export function askingOf(incident: Incident, more: Partial<Asking> = {}): Asking {
  return {
    incident,
    number: 12,
    policy: policyOf(),
    person: { actor: { id: "person:ada@corp.example", name: "Ada" }, email: "ada@corp.example" },
    account: { vendor: "slack", id: "UADA" },
    roles: new Set(),
    may: () => true,
    alone: "no",
    people: { to: { actor: { id: "person:bo@corp.example", name: "Bo" } } },
    atSeverity: () => ({ owed: [], deadlines: [] }),
    alertmanager: true,
    now: nine,
    locale: "en",
    newId: () => "0123456789abcdef",
    ...more,
  };
}
