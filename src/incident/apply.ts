import { compareSeverity, worstSeverity } from "../alert/severity.ts";
import { appliedActions } from "./actions/apply-actions.ts";
import { appliedActs, named } from "./apply-acts.ts";
import { awake } from "./awake.ts";
import { backAgain, backFromEnd, withoutLadder } from "./back-again.ts";
import { excerptOf } from "./bounded.ts";
import type { EntryData, EntryKind } from "./entry-kinds.ts";
import { type DestinationStanding, type Incident, lasts } from "./incident.ts";
import type { DeadlineKind, Owed } from "./judgement.ts";
import { isSamePlace, owedWith } from "./newly-owed.ts";

/** What an entry of a kind does to the incident. Kinds that only tell are the identity. */
type Applied<K extends EntryKind> = (incident: Incident, data: EntryData[K], at: number) => Incident;

const same = (incident: Incident): Incident => incident;

const table: { readonly [K in EntryKind]: Applied<K> } = {
  ...appliedActs,
  ...appliedActions,
  opened: same,
  "entries-bounded": (incident) => ({ ...incident, entriesBounded: true }),
  alerts: (incident, { firing, resolved }) => ({ ...incident, firing, resolved }),
  severity: ({ reported: _reported, ...incident }, { from, to, reason, policy }, at) => ({
    ...incident,
    promoted: { from, at },
    severity: to,
    worst: worstSeverity(incident.worst, to),
    severityReason: reason,
    policyHash: policy ?? incident.policyHash,
  }),
  owed: (incident, { added }, at) => withOwed(incident, added, at),
  deadlines: (incident, { set }) => ({
    ...incident,
    deadlines: [...incident.deadlines.filter((old) => !set.some((one) => one.kind === old.kind)), ...set],
  }),
  phase: (incident, { to }) => ({ ...incident, phase: to }),
  // Whoever acknowledged did so before this page.
  page: ({ acknowledged: _acknowledged, resolvedElsewhere: _elsewhere, ...incident }, { pageNo, cause }, at) => ({
    ...(cause === "escalated" || cause === "approval" ? incident : withoutLadder(incident)),
    pageNo,
    pageAskedAt: at,
  }),
  "page-withheld": (incident, { because }) => ({ ...incident, pageWithheld: because }),
  reopened: ({ reported: _reported, ...incident }, { severity, reason, policy }, at) => ({
    ...backFromEnd(incident, at),
    severity,
    worst: worstSeverity(incident.worst, severity),
    severityReason: reason,
    policyHash: policy ?? incident.policyHash,
  }),
  resolved: (incident, _data, at) => ({
    ...incident,
    phase: "resolved",
    outcome: "source_resolved",
    resolvedAt: at,
    pageEnded: incident.pageNo,
  }),
  closed: (incident, { by, name }, at) => ({
    ...(by === undefined || name === undefined ? incident : named(incident, { by, name })),
    phase: "closed",
    closedAt: at,
  }),
  told: (incident, { destination, link, label, pageNo }, at) =>
    withStanding(
      incident,
      destination,
      ({ reason: _reason, detail: _detail, failingSince: _since, mention: _mention, ...before }) => ({
        ...before,
        state: "told",
        firstToldAt: before.firstToldAt ?? at,
        lastToldAt: at,
        ...(link === undefined ? {} : { link }),
        ...(label === undefined ? {} : { label }),
        ...(pageNo === undefined ? {} : { pageNo, pagedAt: at }),
      }),
    ),
  undelivered: (incident, { destination, reason, detail, state, mention }, at) =>
    withStanding(incident, destination, ({ detail: _detail, ...before }) => ({
      ...before,
      state,
      reason,
      failingSince: before.failingSince ?? at,
      ...(detail === undefined ? {} : { detail }),
      ...(mention === undefined ? {} : { mention }),
    })),
  truncated: (incident, { count }) => ({ ...incident, truncated: count }),
  lifecycle: (incident, { to }) => ({ ...incident, lifecycle: to }),
  recovered: (before, _data, at) => {
    const incident = untilItEnds(before, at);
    return {
      ...incident,
      recoveredAt: at,
      pageEnded: incident.pageNo,
      deadlines: incident.deadlines.filter(({ kind }) => outlasting.has(kind)),
    };
  },
  "fires-again": ({ recoveredAt: _recovered, ...incident }, _data, at) => backAgain(withoutLowering(incident), at),
  "ended-by-hand": (
    incident,
    { as, lastedMs: _lasted, received: _received, where: _where, name, text, ...how },
    at,
  ) => ({
    ...named(incident, { by: how.by, ...(name === undefined ? {} : { name }) }),
    phase: "closed",
    outcome: as,
    closedAt: at,
    pageEnded: incident.pageNo,
    endedByHand: { ...how, at, ...(text === undefined ? {} : { text: excerptOf(text) }) },
  }),
  "rule-suspected": (incident, { times }) => ({ ...incident, ruleSuspected: { times } }),
  "resolved-elsewhere": (incident, { by, where, name }, at) => ({
    ...named(incident, { by, ...(name === undefined ? {} : { name }) }),
    acknowledged: incident.acknowledged ?? { by, where, at },
    resolvedElsewhere: { by, where, at },
  }),
  shadowed: (incident, { would }) => ({
    ...incident,
    shadow: [...without(incident.shadow ?? [], would), ...without(would, incident.owed)],
  }),
  adopted: (incident, { added, severity }, at) => {
    const owing = withOwed(incident, added, at);
    const silent = added.map(({ id }) => [id, { state: "waiting", owedAt: at, adopted: true }] as const);
    const standing = { ...owing.standing, ...Object.fromEntries(silent) };
    return { ...owing, standing, adopted: { severity, at } };
  },
  stale: ({ staleSince: _before, ...incident }, { since }) => ({
    ...incident,
    ...(since === undefined ? {} : { staleSince: since }),
  }),
};

/** Deadlines that the source's end does not meet: only people do (requirements C.2). */
const outlasting: ReadonlySet<DeadlineKind> = new Set(["investigation_start", "root_cause"]);

/** A silence without a time is over with its source's end, not with people's words on it (behaviour 3). */
function untilItEnds(incident: Incident, at: number): Incident {
  return incident.silenced && incident.silenced.until === undefined ? awake(incident, at) : incident;
}

/** Whoever lowered it did so of what is over. */
function withoutLowering({ reported, ...incident }: Incident): Incident {
  const isLowered = reported !== undefined && compareSeverity(reported, incident.severity) > 0;
  return reported === undefined || isLowered ? incident : { ...incident, reported };
}

function without(owed: readonly Owed[], others: readonly Owed[]): readonly Owed[] {
  return owed.filter((one) => !others.some((other) => isSamePlace(one, other)));
}

/**
 * The incident after an entry. Pure; together with `opened` it replays an incident's severity, phase, destinations,
 * deadlines and pages from its journal (DESIGN 1.6).
 */
export function apply<K extends EntryKind>(incident: Incident, kind: K, data: EntryData[K], at: number): Incident {
  const after = table[kind](incident, data, at);
  return { ...(after.proposal === undefined ? after : withoutIdleProposal(after)), updatedAt: at };
}

/** What was put to people is past deciding once its source has ended. */
function withoutIdleProposal({ proposal, ...incident }: Incident): Incident {
  return proposal !== undefined && lasts(incident) ? { ...incident, proposal } : incident;
}

function withOwed(incident: Incident, added: readonly Owed[], at: number): Incident {
  const standing = Object.fromEntries(
    added.map(({ id }) => [id, incident.standing[id] ?? { state: "waiting" as const, owedAt: at }]),
  );
  return {
    ...incident,
    owed: owedWith(incident.owed, added),
    standing: { ...incident.standing, ...standing },
    ...(incident.shadow === undefined ? {} : { shadow: without(incident.shadow, added) }),
  };
}

function withStanding(
  incident: Incident,
  destination: string,
  change: (before: DestinationStanding) => DestinationStanding,
): Incident {
  const before = incident.standing[destination] ?? { state: "waiting" };
  return { ...incident, standing: { ...incident.standing, [destination]: change(before) } };
}
