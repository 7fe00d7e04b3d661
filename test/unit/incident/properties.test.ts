import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareSeverity, type Severity, severities } from "../../../src/alert/severity.ts";
import { apply } from "../../../src/incident/apply.ts";
import { decide } from "../../../src/incident/decide.ts";
import { maxEntries } from "../../../src/incident/draft.ts";
import type { EntryData, EntryKind } from "../../../src/incident/entry-kinds.ts";
import type { JudgedAlert } from "../../../src/incident/fact.ts";
import { type Incident, isOpen, lasts, pageWanted } from "../../../src/incident/incident.ts";
import { firstBreak, genesis, type JournalEntry } from "../../../src/incident/journal.ts";
import type { Judgement, Owed } from "../../../src/incident/judgement.ts";
import { type Hold, holds } from "../../../src/incident/reasons.ts";
import { reportedSeverity } from "../../../src/incident/reported.ts";
import { type DueEvent, dueEvent, fallDue, type PressEvent, press, pressEvent } from "./drawn-acts.ts";
import { ended, firing, jira, Ledger, measured, minuteMs, nine, opened, pager, slack } from "./ledger.ts";

const routes = ["live", "full", "shadow", "half-shadow", "hours"] as const;
type Route = (typeof routes)[number];

/** What may happen to a group, as data: fast-check shrinks it to the shortest story that goes wrong. */
type Event =
  | {
      readonly kind: "alert";
      readonly print: number;
      readonly level: Severity;
      readonly start: number;
      readonly over: boolean;
      readonly route: Route;
    }
  | {
      readonly kind: "measure";
      readonly print: number;
      readonly level: Severity | "healthy";
      readonly to: number;
      readonly value: number;
    }
  | { readonly kind: "told" | "undelivered" | "retrying"; readonly place: number }
  | { readonly kind: "closing" }
  | { readonly kind: "stale" }
  | { readonly kind: "resolved-elsewhere" }
  | { readonly kind: "ended"; readonly hold: Hold; readonly as: "false_positive" | "closed_by_hand" }
  | { readonly kind: "hold-over" }
  | PressEvent
  | DueEvent;
type Story = readonly { readonly afterMs: number; readonly event: Event }[];

const level = fc.constantFrom(...severities);
const alertEvent: fc.Arbitrary<Event> = fc.record({
  kind: fc.constant("alert"),
  print: fc.nat(3),
  level,
  start: fc.nat(4),
  over: fc.boolean(),
  route: fc.constantFrom("live", ...routes),
});
const measureEvent: fc.Arbitrary<Event> = fc.record({
  kind: fc.constant("measure"),
  print: fc.nat(1),
  level: fc.oneof(level, fc.constant("healthy" as const)),
  to: fc.nat(20),
  value: fc.nat(3),
});
const deliveryEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ kind: fc.constantFrom("told" as const, "undelivered" as const, "retrying" as const), place: fc.nat(2) }),
  fc.constantFrom({ kind: "closing" } as const, { kind: "stale" } as const, { kind: "resolved-elsewhere" } as const),
);
const handEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    kind: fc.constant("ended" as const),
    hold: fc.constantFrom(...holds),
    as: fc.constantFrom("false_positive" as const, "closed_by_hand" as const),
  }),
  fc.record({ kind: fc.constant("hold-over" as const) }),
);
const storyOf = (event: fc.Arbitrary<Event>): fc.Arbitrary<Story> =>
  fc.array(fc.record({ afterMs: fc.constantFrom(0, 1_000, minuteMs, 9 * minuteMs, 25 * 60 * minuteMs), event }), {
    maxLength: 30,
  });
const machines = [
  { arbitrary: alertEvent, weight: 3 },
  { arbitrary: measureEvent, weight: 3 },
  { arbitrary: deliveryEvent, weight: 2 },
  { arbitrary: handEvent, weight: 1 },
];
/** Without people's acts, which may lower and silence what machines say. */
const machineStory = storyOf(fc.oneof(...machines));
const anyStory = storyOf(
  fc.oneof(...machines, { arbitrary: pressEvent, weight: 8 }, { arbitrary: dueEvent, weight: 2 }),
);

/** What a route makes of what would be told: all of it, waiting for people's words, at its hours, or not all for now. */
const onRoute: { readonly [R in Route]: (judgement: Judgement) => Judgement } = {
  live: (judgement) => judgement,
  full: (judgement) => ({ ...judgement, lifecycle: "full" }),
  shadow: (judgement) => ({ ...judgement, owed: [], shadow: judgement.owed }),
  "half-shadow": ({ owed, ...judgement }) => {
    const [first, ...others] = owed;
    return first ? { ...judgement, owed: others, shadow: [first] } : { ...judgement, owed };
  },
  hours: ({ owed, ...judgement }) => ({
    ...judgement,
    owed: owed.map((one) => ({ ...one, hours: [{ during: "office-hours" }] })),
  }),
};

function judgedOf(event: Extract<Event, { kind: "alert" | "measure" }>): JudgedAlert {
  if (event.kind === "measure") {
    return measured(event.level, event.to, { fingerprint: `series-${event.print}`, value: event.value });
  }
  const change = { fingerprint: `f${event.print}`, startsAt: nine + event.start * minuteMs };
  const { alert, judgement } = firing(event.level, change);
  const judged = { alert, judgement: onRoute[event.route](judgement) };
  return event.over ? ended(judged) : judged;
}

function play(ledger: Ledger, event: Event): void {
  const place = (at: number): Owed => [slack, jira, pager][at] ?? slack;
  if (event.kind === "alert" || event.kind === "measure") ledger.alerts([judgedOf(event)]);
  else if (ledger.incident === null) return;
  else if (event.kind === "press") press(ledger, event);
  else if (event.kind === "due") fallDue(ledger, event);
  else if (event.kind === "closing") ledger.closing();
  else if (event.kind === "stale")
    ledger.tell({ kind: "stale", uid: ledger.open.uid, since: ledger.now, series: ["series-0", "series-1"] });
  else if (event.kind === "resolved-elsewhere") ledger.resolvedElsewhere("ada", pager.id);
  else if (event.kind === "ended") ledger.endedBy("ada", event);
  else if (event.kind === "hold-over") overHold(ledger);
  else if (event.kind === "told")
    ledger.told(place(event.place), { pageNo: ledger.open.pageNo, link: "https://vendor.example/1" });
  else ledger.undelivered(place(event.place), { state: event.kind, fallback: [{ ...slack, id: "slack:#stand-in" }] });
}

/** What the timer of a hold says, for each incident whose occurrences are held. */
function overHold(ledger: Ledger): void {
  const held = Object.entries(ledger.group?.held ?? {});
  for (const uid of new Set(held.map(([, one]) => one.uid)))
    ledger.holdOver(uid, ...held.map(([fingerprint]) => firing("critical", { fingerprint })));
}

/** Plays a story and looks after every step, with the incident before it. */
function playing(story: Story, look: (ledger: Ledger, before: Incident | null, event: Event) => void): Ledger {
  const ledger = new Ledger();
  for (const { afterMs, event } of story) {
    const before = ledger.incident;
    play(ledger.after(afterMs), event);
    look(ledger, before, event);
  }
  return ledger;
}

const replayed = [
  "severity",
  "worst",
  "severityReason",
  "phase",
  "outcome",
  "owed",
  "standing",
  "deadlines",
  "pageNo",
  "pageEnded",
  "pageAskedAt",
  "firing",
  "resolved",
  "reopened",
  "resolvedAt",
  "closedAt",
  "lifecycle",
  "recoveredAt",
  "endedByHand",
  "acknowledged",
  "resolvedElsewhere",
  "ruleSuspected",
  "shadow",
  "adopted",
  "staleSince",
  "promoted",
  "reopenedAt",
  "truncated",
  "judged",
  "assignee",
  "commander",
  "commanderAskedAt",
  "experts",
  "mitigated",
  "cause",
  "remediation",
  "update",
  "silenced",
  "escalation",
  "reminded",
  "unheardSince",
  "channel",
  "names",
] as const satisfies readonly (keyof Incident)[];
const picked = (incident: Incident) => Object.fromEntries(replayed.map((key) => [key, incident[key]]));

/** The incident that a journal's first entry speaks of; what the journal does not hold is left empty. */
function opening({ at, data }: JournalEntry): Incident {
  const { identity, groupKey, severity, reason, owed, deadlines, reopenWindowMs, policy, source, lifecycle } =
    data as EntryData["opened"];
  return {
    schema: 1,
    uid: "",
    groupId: "",
    groupKey,
    identity,
    sources: [source],
    severity,
    worst: severity,
    severityReason: reason,
    phase: "detected",
    openedAt: at,
    updatedAt: at,
    reopened: 0,
    firing: 0,
    resolved: 0,
    lead: { fingerprint: "", name: "", links: [] },
    owed,
    standing: Object.fromEntries(owed.map(({ id }) => [id, { state: "waiting" as const }])),
    deadlines,
    reopenWindowMs,
    pageNo: 0,
    pageEnded: 0,
    truncated: 0,
    ...(lifecycle === undefined ? {} : { lifecycle }),
    policyHash: policy,
    seq: 0,
    head: genesis,
  };
}

const wakesAnew = new Set<string>(["promoted", "escalated", "silence-over", "resolved-by-itself"]);

describe("whatever happens to a group", () => {
  it("is replayed from its journal: severity, phase, destinations, deadlines, pages, counts (DESIGN 1.6)", () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        playing(story, ({ entries, incident }) => {
          const [first, ...rest] = entries;
          if (!first || !incident) return;
          const again = rest.reduce(
            (state, { kind, data, at }) => apply(state, kind as EntryKind, data as EntryData[EntryKind], at),
            opening(first),
          );
          expect(picked(again)).toEqual(picked(incident));
        });
      }),
      { numRuns: 150 },
    );
  });

  it("has a journal that verifies and ends where the record says", () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        const { entries, incident } = playing(story, () => {});
        expect(firstBreak(entries)).toBeNull();
        if (!incident) return;
        expect([entries.length, entries.at(-1)?.hash]).toEqual([incident.seq, incident.head]);
      }),
    );
  });

  it("keeps its invariants at every step", () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        playing(story, ({ incident, rows, last, group, entries }, before, event) => {
          if (!incident) return;
          const firingRows = [...rows.values()].filter(
            ({ status, severity }) =>
              status === "firing" && (severity !== "info" || reportedSeverity(incident) === "info"),
          ).length;
          expect(incident.firing).toBe(firingRows);
          expect(incident.resolved).toBe(rows.size - firingRows);
          if (incident.endedByHand) expect(isOpen(incident) || pageWanted(incident)).toBe(false);
          // What people reopened lasts until they say otherwise.
          else if (!entries.some(({ kind }) => kind === "reopened-by-hand"))
            expect(lasts(incident)).toBe(incident.firing > 0);
          const { acknowledged, judged, cause, remediation, recoveredAt, latest = {} } = incident;
          if (pageWanted(incident)) expect(lasts(incident)).toBe(true);
          if (acknowledged) expect(acknowledged.at).toBeGreaterThanOrEqual(incident.pageAskedAt ?? 0);
          if (judged) expect(incident.lifecycle).toBe("full");
          if (cause && remediation && recoveredAt !== undefined) expect(isOpen(incident)).toBe(false);
          for (const [kind, { seq }] of Object.entries(latest)) expect(entries[seq - 1]?.kind).toBe(kind);
          if (incident.owed.length === 0) expect([incident.pageNo, incident.deadlines]).toEqual([0, []]);
          for (const { id } of incident.shadow ?? []) expect(incident.owed.some((owed) => owed.id === id)).toBe(false);
          for (const { uid } of Object.values(group?.held ?? {})) expect(uid).toMatch(/^[0-9a-f]{32}$/);
          expect(compareSeverity(incident.worst, incident.severity)).toBeGreaterThanOrEqual(0);
          expect(incident.pageNo - incident.pageEnded).toBeGreaterThanOrEqual(0);
          // A promotion after an acknowledgement wakes somebody anew, and so do steps of escalation (protocol 3.2).
          const anew = entries.filter(({ kind, data }) => kind === "page" && wakesAnew.has(String(data.cause))).length;
          expect(incident.pageNo - incident.pageEnded).toBeLessThanOrEqual(1 + anew);
          expect(Object.keys(incident.standing).sort()).toEqual(incident.owed.map(({ id }) => id).sort());
          if (last.kind === "change") expect(group?.version).toBe(last.group.version);
          if (before?.uid !== incident.uid) return;
          expect(incident.pageNo).toBeGreaterThanOrEqual(before.pageNo);
          expect(compareSeverity(incident.worst, before.worst)).toBeGreaterThanOrEqual(0);
          if (isOpen(before) && event.kind !== "press")
            expect(compareSeverity(incident.severity, before.severity)).toBeGreaterThanOrEqual(0);
          for (const { id } of before.owed) expect(incident.owed.some((owed) => owed.id === id)).toBe(true);
          if (event.kind === "closing") expect(incident.pageNo).toBe(before.pageNo);
        });
      }),
      { numRuns: 500 },
    );
  });

  it("lets no page vanish: what fires and pages is paged, unless all its pagers were adopted silently", () => {
    fc.assert(
      fc.property(machineStory, (story) => {
        playing(story, ({ incident, rows }, _before, event) => {
          if (event.kind !== "alert" || !incident || !lasts(incident)) return;
          const { alert, judgement } = judgedOf(event);
          const row = rows.get(alert.fingerprint);
          if (alert.status === "resolved" || row?.status !== "firing" || row.alert.startsAt !== alert.startsAt) return;
          const pagers = judgement.owed.filter(({ receiver }) => receiver === "pagerduty");
          const isAdopted = pagers.every(({ id }) => incident.standing[id]?.adopted);
          expect(isAdopted || pageWanted(incident)).toBe(true);
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it("is not changed by the same message again: it is counted or nothing", () => {
    fc.assert(
      fc.property(anyStory, storyOf(fc.oneof(alertEvent, measureEvent)), (story, [again]) => {
        if (!again || (again.event.kind !== "alert" && again.event.kind !== "measure")) return;
        const ledger = playing(story, () => {});
        const judged = judgedOf(again.event);
        const alert = { ...judged.alert, senderId: "this very message" };
        ledger.alerts([{ ...judged, alert }]);
        const { incident, received } = ledger;
        const { kind } = ledger.alerts([{ ...judged, alert }]);
        expect(["count", "nothing"]).toContain(kind);
        expect(ledger.incident).toEqual(incident);
        expect(ledger.received).toBe(received + (kind === "count" ? 1 : 0));
      }),
    );
  });

  it("is not changed by a repeat without an id either, unless it is a measurement, which counts towards a row", () => {
    fc.assert(
      fc.property(anyStory, storyOf(alertEvent), (story, [again]) => {
        if (again?.event.kind !== "alert") return;
        const ledger = playing(story, () => {});
        ledger.alerts([judgedOf(again.event)]);
        const { incident } = ledger;
        expect(["count", "nothing"]).toContain(ledger.alerts([judgedOf(again.event)]).kind);
        expect(ledger.incident).toEqual(incident);
      }),
    );
  });

  it("is the same in one commit or in many, apart from how entries are grouped (protocol 4.1)", () => {
    const alerts = fc.array(fc.oneof(alertEvent, measureEvent), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(alerts, (events) => {
        const judged = events.flatMap((event) =>
          event.kind === "alert" || event.kind === "measure" ? [judgedOf(event)] : [],
        );
        const oneByOne = new Ledger();
        for (const one of judged) oneByOne.alerts([one]);
        const inARow = new Ledger();
        inARow.tell(
          ...judged.map((one) => ({ kind: "alerts", alerts: [one], truncated: 0, stillActive: "unknown" }) as const),
        );
        const shape = ({ incident, rows, group }: Ledger) => {
          const { seq: _seq, head: _head, ...rest } = incident ?? {};
          return {
            incident: rest,
            rows: [...rows.values()].sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1)),
            series: group?.series ?? {},
          };
        };
        expect(shape(inARow)).toEqual(shape(oneByOne));
      }),
      { numRuns: 500 },
    );
  });

  it("is changed by no measurement of an older window (behaviour 2.1)", () => {
    fc.assert(
      fc.property(storyOf(measureEvent), level, fc.nat(20), (story, late, back) => {
        const ledger = playing(story, () => {});
        const known = ledger.group?.series["series-0"];
        if (!known) return;
        const { incident, group, rows } = { ...ledger, rows: new Map(ledger.rows) };
        const to = (known.lastTo - nine) / minuteMs - 1 - back;
        const { kind } = ledger.alerts([measured(late, to, { fingerprint: "series-0" })]);
        expect(["count", "nothing"]).toContain(kind);
        expect([ledger.incident, ledger.group?.series, ledger.rows]).toEqual([incident, group?.series, rows]);
      }),
    );
  });

  it("is decided by what is said, never by which object says it", () => {
    fc.assert(
      fc.property(anyStory, storyOf(fc.oneof(alertEvent, measureEvent)), (story, more) => {
        const ledger = playing(story, () => {});
        const facts = more.flatMap(({ event }) =>
          event.kind === "alert" || event.kind === "measure"
            ? [{ kind: "alerts" as const, alerts: [judgedOf(event)], truncated: 1, stillActive: "active" as const }]
            : [],
        );
        const { group, incident, received } = ledger;
        const known = {
          groupId: "a".repeat(32),
          groupKey: "{}",
          group,
          incident,
          received,
          alerts: new Map(
            [...ledger.rows].map(([print, { alert, ...row }]) => [print, { ...row, startsAt: alert.startsAt }]),
          ),
          known: new Set<string>(),
        };
        const moment = { now: ledger.now, newUid: () => "f".repeat(32) };
        expect(decide(structuredClone(known), structuredClone(facts), moment)).toEqual(decide(known, facts, moment));
      }),
    );
  });
});

describe("a journal that is long already", () => {
  /** One alert that begins and ends again and again beside one that goes on. */
  const long = (): Ledger => {
    const ledger = opened(firing("warning"));
    for (let at = ledger.entries.length; at < maxEntries; at += 1) {
      const flapping = firing("warning", { fingerprint: "flapping", startsAt: nine + (at - (at % 2)) * minuteMs });
      ledger.alerts([at % 2 === 0 ? flapping : ended(flapping)]);
    }
    return ledger;
  };

  it("gets one entry that says so, then joins are only counted, while promises keep their entries (protocol 8.3)", () => {
    const ledger = long();
    const { firing: before } = ledger.open;
    expect(ledger.entries).toHaveLength(maxEntries);
    ledger.alerts([firing("warning", { fingerprint: "x1" })]);
    ledger.alerts([firing("warning", { fingerprint: "x2" })]);
    expect(ledger.kinds.slice(maxEntries)).toEqual(["entries-bounded"]);
    expect(ledger.open.firing).toBe(before + 2);
    ledger.alerts([firing("critical", { fingerprint: "x3" })]);
    expect(ledger.kinds.slice(maxEntries + 1)).toEqual(["severity", "owed", "deadlines", "page"]);
    ledger.alerts(
      [...ledger.rows.values()].map(({ alert }) => ended({ alert, judgement: firing("warning").judgement })),
    );
    expect(ledger.kinds.at(-1)).toBe("resolved");
    expect(firstBreak(ledger.entries)).toBeNull();
  });
});
