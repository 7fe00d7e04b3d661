import { describe, expect, it } from "vitest";
import { maxSeries } from "../../../src/incident/draft.ts";
import type { JudgedAlert } from "../../../src/incident/fact.ts";
import type { Judgement } from "../../../src/incident/judgement.ts";
import { Ledger, measured, minuteMs, nine, opened } from "./ledger.ts";

describe("a measurement", () => {
  const rows: readonly (readonly [string, readonly JudgedAlert[], object])[] = [
    ["at WARNING begins an occurrence (protocol 5.1)", [measured("warning", 0)], { severity: "warning", firing: 1 }],
    [
      "that is healthy ends it (behaviour 2.3)",
      [measured("warning", 0), measured("healthy", 1)],
      { phase: "resolved", firing: 0, resolved: 1 },
    ],
    [
      "at INFO ends what is open above it",
      [measured("warning", 0), measured("info", 1)],
      { phase: "resolved", severity: "warning" },
    ],
    [
      "needs as many healthy ones in a row as `recover_after` says",
      [
        measured("warning", 0),
        measured("healthy", 1, { judgement: { recoverAfter: 2 } }),
        measured("warning", 2),
        measured("healthy", 3, { judgement: { recoverAfter: 2 } }),
      ],
      { phase: "detected", firing: 1 },
    ],
    [
      "resolves with the one that completes the recovery",
      [
        measured("warning", 0),
        measured("healthy", 1, { judgement: { recoverAfter: 2 } }),
        measured("healthy", 2, { judgement: { recoverAfter: 2 } }),
      ],
      { phase: "resolved", firing: 0 },
    ],
    [
      "raises the severity and never lowers it while it is open (protocol 5.5)",
      [measured("warning", 0), measured("urgent", 1), measured("warning", 2)],
      { severity: "urgent", worst: "urgent", firing: 1 },
    ],
    [
      "of an older window changes nothing, whatever it says (behaviour 2.1)",
      [measured("warning", 5), measured("urgent", 4), measured("healthy", 3)],
      { severity: "warning", firing: 1, phase: "detected" },
    ],
    [
      "at INFO with nothing open is a row without anybody told (behaviour 2.3)",
      [measured("info", 0)],
      { severity: "info", firing: 1, owed: [] },
    ],
    [
      "that is healthy ends a row at INFO too",
      [measured("info", 0), measured("healthy", 1)],
      { phase: "resolved", firing: 0 },
    ],
    [
      "at INFO keeps nothing open that is worse, though it goes on (behaviour 2.3)",
      [
        measured("info", 0, { fingerprint: "f1" }),
        measured("critical", 1),
        measured("healthy", 2),
        measured("info", 3, { fingerprint: "f1" }),
      ],
      { phase: "resolved", severity: "critical", firing: 0, resolved: 2 },
    ],
    [
      "at INFO brings back nothing that somebody was told of (behaviour 2.3)",
      [measured("critical", 0), measured("info", 1), measured("info", 2)],
      { phase: "resolved", severity: "critical", reopened: 0 },
    ],
    [
      "counts from `in_a_row` on, and a worse one only when it was worse as often (C-15)",
      [0, 1, 2]
        .map((at) => measured("warning", at, { judgement: { inARow: 3 } }))
        .concat(measured("critical", 3, { judgement: { inARow: 3 } })),
      { severity: "warning", firing: 1 },
    ],
    [
      "of the same window adds nothing to a row (C-15)",
      [measured("info", 0), ...[1, 1, 1].map((at) => measured("warning", at, { judgement: { inARow: 3 } }))],
      { severity: "info", firing: 1 },
    ],
    [
      "at WARNING promotes a row at INFO",
      [measured("info", 0), measured("warning", 1)],
      { severity: "warning", firing: 1 },
    ],
  ];
  it.each(rows)("%s", (_sentence, measurements, expected) => {
    const ledger = new Ledger();
    for (const one of measurements) ledger.after(minuteMs).alerts([one]);
    expect(ledger.open).toMatchObject(expected);
  });

  it("at a level counts only after as many in a row as the row says (C-15)", () => {
    const thrice: Partial<Judgement> = { inARow: 3 };
    const ledger = new Ledger();
    const levels = ["warning", "warning", "healthy", "warning", "warning"] as const;
    for (const [at, level] of levels.entries()) ledger.alerts([measured(level, at, { judgement: thrice })]);
    expect(ledger.incident).toBeNull();
    ledger.alerts([measured("warning", 9, { judgement: thrice })]);
    expect(ledger.open).toMatchObject({ severity: "warning", firing: 1 });
  });

  it("that opens nothing still moves its series on, so that a late bad window opens nothing (ADR 2)", () => {
    const ledger = new Ledger();
    expect(ledger.alerts([measured("healthy", 5)])).toMatchObject({ kind: "change", incident: null, received: 0 });
    expect(ledger.group?.series.series).toMatchObject({
      lastTo: nine + 5 * minuteMs,
      bad: 0,
      good: 1,
      heardAt: nine,
    });
    expect(ledger.alerts([measured("urgent", 4)])).toEqual({ kind: "nothing" });
  });

  it("is counted on the incident that knows its series, with every copy, and on no other (behaviour 2.1)", () => {
    const ledger = opened(measured("warning", 0, { senderId: "first" }));
    ledger.alerts([measured("warning", 0, { senderId: "first" }), measured("warning", -5, { senderId: "older" })]);
    expect(ledger.received).toBe(3);
    const beside = measured("info", 0, { fingerprint: "other-series", senderId: "other" });
    ledger.alerts([beside]);
    ledger.alerts([beside]);
    expect(ledger.received).toBe(3);
  });

  it("at INFO opens nothing of its own beside an incident above INFO", () => {
    const ledger = opened(measured("warning", 0));
    ledger.alerts([measured("info", 0, { fingerprint: "other-series" })]);
    expect(ledger.open).toMatchObject({ firing: 1, resolved: 0 });
  });

  it("with another value is shown at once where it leads the card, and is a change in the journal (protocol 4.2)", () => {
    const ledger = opened(measured("warning", 0, { value: 0.97 }));
    ledger.alerts([measured("warning", 1, { value: 0.96 })]);
    expect(ledger.open.lead.measurement?.value).toBe(0.96);
    expect(ledger.entries.at(-1)).toMatchObject({
      kind: "alerts",
      data: { changed: [expect.stringContaining("0.96")], changedCount: 1 },
    });
    expect(ledger.marks).toEqual({
      "destination slack:#ai-alerts": "chat 2 now",
      "destination jira:OPS": "ticket 2 now",
      "timer stale": "background 3 86400000",
    });
  });

  it("keeps the start of its occurrence, whatever its windows say", () => {
    const ledger = opened(measured("warning", 0));
    ledger.alerts([measured("critical", 60)]);
    expect(ledger.rows.get("series")?.alert.startsAt).toBe(nine);
  });
});

describe("the series of a group", () => {
  it("are bounded: those not heard of for longest are forgotten (protocol 8.3)", () => {
    const ledger = new Ledger();
    for (let at = 0; at <= maxSeries; at += 1)
      ledger.alerts([measured("healthy", at, { fingerprint: `series-${at}` })]);
    const { series = {} } = ledger.group ?? {};
    expect(Object.keys(series)).toHaveLength(maxSeries);
    expect(series).not.toHaveProperty("series-0");
    expect(series).toHaveProperty(`series-${maxSeries}`);
  });

  it("are forgotten last where they are monitored: one that is late must still be known to be (behaviour 2.6)", () => {
    const monitor = { everyMs: 60 * minuteMs, graceMs: 0, labelsDelayMs: 0 };
    const ledger = new Ledger();
    ledger.alerts([measured("healthy", 0, { fingerprint: "late", judgement: { monitor } })]);
    for (let at = 1; at <= maxSeries; at += 1)
      ledger.alerts([measured("healthy", at, { fingerprint: `series-${at}` })]);
    expect(Object.keys(ledger.group?.series ?? {})).toHaveLength(maxSeries);
    expect(ledger.group?.series).toHaveProperty("late");
  });
});
