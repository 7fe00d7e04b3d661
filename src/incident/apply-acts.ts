import { compareSeverity, type Severity, worstSeverity } from "../alert/severity.ts";
import { awake } from "./awake.ts";
import { backFromEnd } from "./back-again.ts";
import { excerptOf } from "./bounded.ts";
import type { Doer, EntryData, EntryKind } from "./entry-kinds.ts";
import { type Act, type Deadline, type ExpertCall, type Incident, lasts } from "./incident.ts";
import { hasPagersLadder } from "./pagers-ladder.ts";
import { reportedSeverity } from "./reported.ts";

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
const expertsMax = 6;
const namesMax = 12;

/** What such an entry does to the incident. */
export const appliedActs: { readonly [K in ActEntryKind]: Applied<K> } = {
  acknowledged: (incident, data, at) => {
    const { reminded: _reminded, ...calm } = named(incident, data);
    return { ...calm, acknowledged: act(data, at) };
  },
  // The policy's ladder starts anew; the pager's own stands where it was raised to.
  unacknowledged: (incident, data, at) => ({
    ...withoutAcknowledgement(named(incident, data)),
    escalation: { steps: hasPagersLadder(incident) ? (incident.escalation?.steps ?? 0) : 0, at },
  }),
  judged: (incident, data, at) => ({ ...named(incident, data), lifecycle: "full", judged: act(data, at) }),
  "severity-by-hand": ({ promoted: _promoted, ...incident }, data, at) => ({
    ...named(incident, data),
    ...(isAbove(data.to, data.from) ? { promoted: { from: data.from, at } } : {}),
    reported: reportedSeverity(incident),
    severity: data.to,
    worst: worstSeverity(incident.worst, data.to),
    ...(data.endsPage ? { pageEnded: incident.pageNo } : {}),
  }),
  assigned: (incident, data, at) => ({
    ...named(named(incident, data), { by: data.to, ...nameOf(data.toName) }),
    assignee: { ...act(data, at), to: data.to },
  }),
  // Who is called by a step of the ladder, or paged, has not acknowledged yet.
  escalated: (incident, data, at) => ({
    ...(data.step === undefined && !data.pages ? named(incident, data) : withoutAcknowledgement(named(incident, data))),
    escalation: { steps: data.step ?? incident.escalation?.steps ?? 0, at },
    deadlines: data.because === "triage-overdue" ? incident.deadlines.map(escalatedTriage) : incident.deadlines,
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
    update: {
      ...act(data, at),
      text: excerptOf(data.text),
      ...(data.nextAt === undefined ? {} : { nextAt: data.nextAt }),
    },
  }),
  "update-due": (incident, _data, at) => ({ ...incident, updateAskedAt: at }),
  silenced: (incident, { silence }, at) => ({
    // One silence after another: deadlines stood still under both.
    ...named(awake(incident, at), { by: silence.by.id, ...nameOf(silence.by.name) }),
    silenced: { ...silence, since: at },
  }),
  unsilenced: (incident, data, at) => ({
    ...fromTheBeginning(awake(named(incident, data), at), at),
    ...(incident.silenced ? { woken: incident.silenced.id } : {}),
  }),
  "silence-over": (incident, _data, at) => fromTheBeginning(awake(incident, at), at),
  mitigated: (incident, data, at) => ({ ...named(incident, data), mitigated: { ...act(data, at), how: data.how } }),
  investigating: named,
  cause: (incident, data, at) => ({
    ...named(incident, data),
    cause: { ...act(data, at), cause: data.cause, text: excerptOf(data.text) },
  }),
  remediated: (incident, data, at) => ({
    ...named(incident, data),
    remediation: { ...act(data, at), fix: excerptOf(data.fix), monitoring: excerptOf(data.monitoring) },
  }),
  "resolved-by-hand": (incident, data, at) => ({
    ...named(incident, data),
    phase: "resolved",
    outcome: "resolved_by_hand",
    resolvedAt: at,
    pageEnded: incident.pageNo,
  }),
  // What ran out before is over; what begins anew has an entry of its own.
  "reopened-by-hand": (incident, data, at) => ({
    ...backFromEnd(named(incident, data), at),
    deadlines: incident.deadlines.filter(({ dueAt }) => dueAt > at),
  }),
  "channel-asked": (incident, data) => ({ ...named(incident, data), channel: { state: "asked" } }),
  "channel-open": (incident, data) => ({ ...incident, channel: { state: "open", ...data } }),
  deadline: (incident, { deadline, news, dueAt }) => ({
    ...incident,
    deadlines: incident.deadlines.flatMap((one) => {
      if (one.kind !== deadline) return [one];
      if (news === "met") return [];
      // Nobody is warned of it again before the new time.
      if (news === "put-off") return [{ ...one, dueAt, said: "near" as const, putOff: (one.putOff ?? 0) + 1 }];
      return [{ ...one, said: news }];
    }),
  }),
  reminded: (incident, { times }, at) => ({ ...incident, reminded: { times, at } }),
  unheard: ({ unheardSince, ...incident }, { since }, at) =>
    since === undefined
      ? { ...incident, gapMs: Math.max(incident.gapMs ?? 0, at - (unheardSince ?? at)) }
      : { ...incident, unheardSince: since },
  refused: (incident) => incident,
};

function act({ by, where }: Doer, at: number): Act {
  return { by, where, at };
}

function isAbove(severity: Severity, other: Severity): boolean {
  return compareSeverity(severity, other) > 0;
}

/** Remembers what somebody is called, the newest last. */
export function named(incident: Incident, { by, name }: Pick<Doer, "by" | "name">): Incident {
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

/** What lasts rings as new: nobody has acknowledged, ladder and reminders count from now (behaviour 3). */
function fromTheBeginning(incident: Incident, at: number): Incident {
  if (!lasts(incident)) return incident;
  return { ...withoutAcknowledgement(incident), escalation: { steps: 0, at }, reminded: { times: 0, at } };
}

function withoutAcknowledgement({
  acknowledged: _acknowledged,
  resolvedElsewhere: _elsewhere,
  ...incident
}: Incident): Incident {
  return incident;
}

function escalatedTriage(one: Deadline): Deadline {
  return one.kind === "triage" ? { ...one, escalated: true } : one;
}
