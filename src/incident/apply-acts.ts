import { worstSeverity } from "../alert/severity.ts";
import type { Doer, EntryData, EntryKind } from "./entry-kinds.ts";
import type { Act, ExpertCall, Incident } from "./incident.ts";

type Applied<K extends EntryKind> = (incident: Incident, data: EntryData[K], at: number) => Incident;

/** Kinds that people and the waiting for people write. */
export type ActEntryKind =
  | "acknowledged"
  | "unacknowledged"
  | "judged"
  | "severity-by-hand"
  | "assigned"
  | "escalated"
  | "expert-called"
  | "expert-joined"
  | "commander-asked"
  | "commander"
  | "noted"
  | "update"
  | "update-due"
  | "silenced"
  | "unsilenced"
  | "silence-over"
  | "mitigated"
  | "investigating"
  | "cause"
  | "remediated"
  | "resolved-by-hand"
  | "reopened-by-hand"
  | "channel-asked"
  | "channel-open"
  | "deadline"
  | "reminded"
  | "unheard"
  | "refused";

/** So many expert calls and names are remembered. */
const expertsMax = 10;
const namesMax = 30;

/** What such an entry does to the incident. */
export const appliedActs: { readonly [K in ActEntryKind]: Applied<K> } = {
  acknowledged: (incident, data, at) => {
    const { reminded: _reminded, ...calm } = named(incident, data);
    return { ...calm, acknowledged: act(data, at) };
  },
  unacknowledged: ({ acknowledged: _acknowledged, resolvedElsewhere: _elsewhere, ...incident }, data) =>
    named(incident, data),
  judged: (incident, data, at) => ({ ...named(incident, data), lifecycle: "full", judged: act(data, at) }),
  "severity-by-hand": (incident, data) => ({
    ...named(incident, data),
    severity: data.to,
    worst: worstSeverity(incident.worst, data.to),
  }),
  assigned: (incident, data, at) => ({
    ...named(named(incident, data), { by: data.to, ...nameOf(data.toName) }),
    assignee: { ...act(data, at), to: data.to },
  }),
  escalated: (incident, data, at) => ({
    ...named(incident, data),
    escalation: { steps: data.step ?? incident.escalation?.steps ?? 0, at },
  }),
  "expert-called": (incident, data, at) => ({
    ...named(incident, data),
    experts: [...(incident.experts ?? []), { group: data.group, at, by: data.by }].slice(-expertsMax),
  }),
  "expert-joined": (incident, data, at) => ({
    ...named(incident, data),
    experts: (incident.experts ?? []).map((call) =>
      isAwaited(call, data) ? { ...call, joined: { by: data.by, at } } : call,
    ),
  }),
  "commander-asked": (incident, _data, at) => ({ ...incident, commanderAskedAt: at }),
  commander: (incident, data, at) => ({
    ...named(named(incident, data), { by: data.to, ...nameOf(data.toName) }),
    commander: { id: data.to, at },
  }),
  noted: named,
  update: (incident, data, at) => ({
    ...named(incident, data),
    update: { ...act(data, at), text: data.text, ...(data.nextAt === undefined ? {} : { nextAt: data.nextAt }) },
  }),
  "update-due": (incident) => incident,
  silenced: (incident, { silence }) => ({
    ...named(incident, { by: silence.by.id, ...nameOf(silence.by.name) }),
    silenced: silence,
  }),
  unsilenced: (incident, data) => awake(named(incident, data), data.forMs),
  "silence-over": (incident, { forMs }) => awake(incident, forMs),
  mitigated: (incident, data, at) => ({ ...named(incident, data), mitigated: { ...act(data, at), how: data.how } }),
  investigating: named,
  cause: (incident, data, at) => ({
    ...named(incident, data),
    cause: { ...act(data, at), cause: data.cause, text: data.text },
  }),
  remediated: (incident, data, at) => ({
    ...named(incident, data),
    remediation: { ...act(data, at), fix: data.fix, monitoring: data.monitoring },
  }),
  "resolved-by-hand": (incident, data, at) => ({
    ...named(incident, data),
    phase: "resolved",
    outcome: "resolved_by_hand",
    resolvedAt: at,
    pageEnded: incident.pageNo,
  }),
  "reopened-by-hand": (
    { resolvedAt: _resolved, closedAt: _closed, outcome: _outcome, endedByHand: _ended, ...incident },
    data,
    at,
  ) => ({ ...named(incident, data), phase: "notified", reopened: incident.reopened + 1, reopenedAt: at }),
  "channel-asked": (incident, data) => ({ ...named(incident, data), channel: { state: "asked" } }),
  "channel-open": (incident, data) => ({ ...incident, channel: { state: "open", ...data } }),
  deadline: (incident, { deadline, news, dueAt }) => ({
    ...incident,
    deadlines: incident.deadlines.flatMap((one) => {
      if (one.kind !== deadline) return [one];
      if (news === "met") return [];
      return [news === "put-off" ? { ...one, dueAt } : { ...one, said: news }];
    }),
  }),
  reminded: (incident, { times }, at) => ({ ...incident, reminded: { times, at } }),
  unheard: ({ unheardSince: _before, ...incident }, { since }) => ({
    ...incident,
    ...(since === undefined ? {} : { unheardSince: since }),
  }),
  refused: (incident) => incident,
};

function act({ by, where }: Doer, at: number): Act {
  return { by, where, at };
}

/** Remembers what somebody is called, the newest last. */
function named(incident: Incident, { by, name }: Pick<Doer, "by" | "name">): Incident {
  if (name === undefined || incident.names?.[by] === name) return incident;
  const { [by]: _before, ...others } = incident.names ?? {};
  return { ...incident, names: Object.fromEntries([...Object.entries(others), [by, name]].slice(-namesMax)) };
}

function nameOf(name: string | undefined): { readonly name?: string } {
  return name === undefined ? {} : { name };
}

function isAwaited({ group, joined }: ExpertCall, data: EntryData["expert-joined"]): boolean {
  return group === data.group && joined === undefined;
}

/** A silence is over: deadlines stood still for its length (behaviour 3). */
function awake({ silenced: _silenced, ...incident }: Incident, forMs: number): Incident {
  return {
    ...incident,
    deadlines: incident.deadlines.map((one) => ({
      ...one,
      dueAt: one.dueAt + forMs,
      ...(one.setAt === undefined ? {} : { setAt: one.setAt + forMs }),
    })),
  };
}
