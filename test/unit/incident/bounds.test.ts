import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer, HumanAct } from "../../../src/incident/acts.ts";
import type { JudgedAlert } from "../../../src/incident/fact.ts";
import { fitJson } from "../../../src/incident/fit-json.ts";
import type { Judgement, Owed } from "../../../src/incident/judgement.ts";
import { firing, Ledger, measured, minuteMs } from "./ledger.ts";

const recordMaxBytes = 16 * 1024;
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/** As long as the door lets a label be. */
const labelUnits = 1_024;
const pieces = ["\u0000", "\ud83d", "\\", '"', "é", "漢", "👩‍👩‍👧‍👦", "a", "<!channel>"];
const full = (piece: string) => piece.repeat(labelUnits).slice(0, labelUnits);

const places = (count: number): readonly Owed[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `slack:#team-alerts-${at}`,
    receiver: "slack",
    told: "chat",
    at: "critical",
    place: { file: "policies/default.yaml", line: 100 + at },
  }));

function alertOf(text: string, owed: readonly Owed[]): JudgedAlert {
  const judgement: Partial<Judgement> = {
    identity: { environment: text, environmentAssumed: false, service: text, model: text, family: text },
    groupKey: `{environment=${JSON.stringify(text)}, service=${JSON.stringify(text)}, model=${JSON.stringify(text)}}`,
    reason: { kind: "unknown-label", label: text, value: text, place: { file: "policies/default.yaml", line: 12 } },
    owed,
    runbook: {
      id: "AccuracyLow",
      meaning: { en: "m".repeat(200), fr: "m".repeat(200) },
      first: { en: "f".repeat(200), fr: "f".repeat(200) },
    },
  };
  return measured("critical", 0, {
    name: text,
    model: { name: text, version: text },
    labels: Object.fromEntries(Array.from({ length: 64 }, (_, at) => [`label${at}`, text])),
    annotations: { summary: text.repeat(4) },
    links: (["runbook", "dashboard", "query"] as const).map((kind) => ({
      kind,
      url: `https://example.com/${"x".repeat(1_500)}`,
    })),
    measurement: {
      metric: text,
      segment: text,
      severityHint: text,
      value: -Number.MAX_VALUE,
      baseline: Number.MIN_VALUE,
      threshold: Math.PI,
      degradationPct: -1 / 3,
      pValue: 1 / 3,
      sampleSize: 1e21,
      samplingRate: 1 / 7,
      windowFrom: 1,
      windowTo: 2,
      features: Array.from({ length: 30 }, (_, at) => ({
        name: `${at}${text}`,
        value: -1 / 3,
        pValue: 1 / 3,
        threshold: Math.PI,
      })),
    },
    judgement,
  });
}

/** Every act that writes words into the record; `n` makes them differ. */
function everyAct(text: string, n: number): readonly HumanAct[] {
  const word = `${n}${text}`;
  const to = { id: `person:${word}`, name: word };
  const by = { id: `person:${word}`, name: word };
  const silence = { id: word.slice(0, 16), scope: { kind: "group", groupId: "a".repeat(32) }, by, why: word } as const;
  return [
    { kind: "acknowledge", takeOver: true },
    { kind: "unacknowledge", because: word },
    { kind: "judge-real" },
    { kind: "acknowledge", takeOver: true },
    { kind: "set-severity", to: n % 2 === 0 ? "warning" : "urgent", why: word, owed: [], deadlines: [] },
    { kind: "assign", to },
    { kind: "appoint", to },
    { kind: "escalate", to: { kind: "person", person: to, owed: [] }, why: word },
    { kind: "call-expert", group: word, mentions: { slack: word, teams: word }, owed: [], why: word },
    { kind: "join-as-expert", group: word },
    { kind: "note", text: word },
    { kind: "update", text: word, nextAt: 1e13 },
    { kind: "silence", silence: { ...silence, at: 0, until: 1e13, urgent: true } },
    { kind: "mitigate", how: "by-hand", text: word },
    { kind: "investigate" },
    { kind: "record-cause", cause: "external", text: word },
    { kind: "remediate", fix: word, monitoring: word },
    { kind: "open-channel" },
    { kind: "judge-false", hold: "7d", because: "other", text: word },
    ...(n < 29 ? [{ kind: "reopen", why: word } as const] : []),
  ];
}

function pressedBy(ledger: Ledger, person: string, act: HumanAct): Answer | null {
  return ledger.act("", act, { by: { id: `person:${person}`, name: person } });
}

describe("an incident's record", () => {
  it.each(pieces)("stays within 16 KiB with 50 destinations to tell, full of %j (protocol 8.3)", (piece) => {
    const ledger = new Ledger();
    ledger.alerts([alertOf(full(piece), places(50))]);
    expect(bytesOf(ledger.open)).toBeLessThanOrEqual(recordMaxBytes);
  });

  it.each(pieces)(
    "stays within 16 KiB with 20 destinations that were told, each with its link, full of %j",
    (piece) => {
      const ledger = new Ledger();
      const owed = places(20);
      const link = `https://acme.slack.com/archives/C0123456789/p${"1".repeat(16)}`;
      ledger.alerts([alertOf(full(piece), owed)]);
      for (const one of owed) ledger.told(one, { link, label: "#team-alerts" });
      expect(bytesOf(ledger.open)).toBeLessThanOrEqual(recordMaxBytes);
    },
  );

  it.each(pieces)("stays within 16 KiB with a team, a shadow and all that people did to it, full of %j", (piece) => {
    const text = full(piece);
    const ledger = new Ledger();
    const owed = places(15);
    const would = places(30).slice(15);
    const given = alertOf(text, owed);
    const team = { id: text, unknown: true } as const;
    ledger.alerts([{ ...given, judgement: { ...given.judgement, lifecycle: "full", team, shadow: would } }]);
    ledger.after(minuteMs).alerts([given]);
    ledger.resolvedElsewhere(text, text);
    for (const one of owed.slice(0, 5))
      ledger.undelivered(one, { reason: "server-error", detail: text, mention: "@here" });
    ledger.endedBy(text, { because: "test-traffic" });
    expect(ledger.open).toMatchObject({ phase: "closed", team: { unknown: true } });
    expect(bytesOf(ledger.open)).toBeLessThanOrEqual(recordMaxBytes);
  });

  it.each(pieces)("stays within 16 KiB whatever people type and are called, full of %j", (piece) => {
    const text = full(piece);
    const ledger = new Ledger();
    const given = alertOf(text, places(3));
    ledger.alerts([{ ...given, judgement: { ...given.judgement, lifecycle: "full", team: { id: text } } }]);
    for (let n = 0; n < 30; n += 1) for (const act of everyAct(text, n)) pressedBy(ledger, `${n}${text}`, act);
    expect(Object.keys(ledger.open.latest ?? {}).length).toBeGreaterThan(15);
    expect(ledger.open.experts).toHaveLength(6);
    expect(bytesOf(ledger.open)).toBeLessThanOrEqual(recordMaxBytes);
  });

  it("tells two people apart whose ids begin alike, however long", () => {
    const ledger = new Ledger();
    ledger.alerts([alertOf("a", places(1))]);
    const [ada, bob] = [`${"x".repeat(500)}a`, `${"x".repeat(500)}b`];
    pressedBy(ledger, ada, { kind: "acknowledge" });
    expect(pressedBy(ledger, bob, { kind: "acknowledge" })).toMatchObject({ because: "already-so" });
    pressedBy(ledger, bob, { kind: "acknowledge", takeOver: true });
    expect(ledger.entry("acknowledged")).toMatchObject({ from: expect.stringMatching(/…\w+$/) });
  });

  it.each(pieces)(
    "stays within 16 KiB with a silence, a ladder of six steps and 15 destinations, full of %j",
    (piece) => {
      const text = full(piece);
      const ledger = new Ledger();
      const given = alertOf(text, places(15));
      const steps = Array.from({ length: 6 }, () => ({ afterMs: minuteMs, owed: places(3) }));
      const judgement = { ...given.judgement, remindEveryMs: minuteMs, ladder: { repeat: 1, steps } };
      ledger.alerts([{ ...given, judgement }]);
      const { groupId, uid } = ledger.open;
      const by = { id: `person:${text}`, name: text };
      const silence = {
        id: "51e9ce",
        scope: { kind: "group", groupId },
        by,
        at: ledger.now,
        why: text,
        urgent: true,
      } as const;
      ledger.tell({ kind: "act", uid, act: { kind: "silence", silence }, by, where: text });
      expect(ledger.open.silenced).toBeDefined();
      expect(bytesOf(ledger.open)).toBeLessThanOrEqual(recordMaxBytes);
    },
  );

  it("keeps links whole, or leaves them out", () => {
    const ledger = new Ledger();
    ledger.alerts([alertOf("a", [])]);
    expect(ledger.open.lead.links.map(({ kind }) => kind)).toEqual(["runbook"]);
    expect(ledger.open.lead.links[0]?.url).toHaveLength(1_520);
  });

  it("leaves what people really write as it is", () => {
    const ledger = new Ledger();
    const alert = firing("critical", {
      name: "HighErrorRateCritical",
      annotations: { summary: "5 % of requests fail" },
    });
    ledger.alerts([alert]);
    expect(ledger.open).toMatchObject({
      identity: alert.judgement.identity,
      groupKey: alert.judgement.groupKey,
      severityReason: alert.judgement.reason,
      lead: { name: "HighErrorRateCritical", summary: "5 % of requests fail" },
    });
  });
});

describe("what a group remembers of occurrences that people ended", () => {
  it.each(pieces)("is at most 500 bytes each, full of %j", (piece) => {
    const ledger = new Ledger();
    const text = full(piece);
    const alerts = Array.from({ length: 200 }, (_, at) =>
      firing("warning", { fingerprint: `f${at}`, model: { name: text, version: text } }),
    );
    ledger.alerts(alerts);
    ledger.endedBy(text);
    const { held = {} } = ledger.group ?? {};
    expect(Object.keys(held)).toHaveLength(200);
    expect(bytesOf(held)).toBeLessThanOrEqual(200 * 500);
    // It is the same version all the same.
    ledger.after(minuteMs).alerts(alerts);
    expect(ledger.open.phase).toBe("closed");
  });
});

describe("fitJson", () => {
  it("gives a text whose JSON has at most so many bytes, and the text itself where it fits", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.integer({ min: 3, max: 400 }), (text, maxBytes) => {
        const cut = fitJson(text, maxBytes);
        const inJson = (value: string) => bytesOf(value) - 2;
        expect(inJson(cut)).toBeLessThanOrEqual(maxBytes);
        if (inJson(text) <= maxBytes) expect(cut).toBe(text);
        else expect(cut.endsWith("…") && text.startsWith(cut.slice(0, -1))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("never cuts through a surrogate pair", () => {
    for (let maxBytes = 3; maxBytes < 40; maxBytes += 1)
      expect(fitJson("👍".repeat(20), maxBytes).isWellFormed()).toBe(true);
  });
});
