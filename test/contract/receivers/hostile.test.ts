import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { FoundChange } from "../../../src/incident/actions/found-change.ts";
import type { Run } from "../../../src/incident/actions/run.ts";
import type { Tick } from "../../../src/incident/actions/tick.ts";
import type { AlertRow } from "../../../src/incident/incident.ts";
import { chain } from "../../../src/incident/journal.ts";
import type { IncidentView } from "../../../src/incident/view.ts";
import type { ReceiverName } from "../../../src/policy/destination.ts";
import { driftView, minute, podAlert, podsView, rowOf, withIncident } from "../../unit/draw/views.ts";
import { needs, referee } from "../../unit/slack/referees.ts";
import { at, openVendors, places } from "./vendors.ts";

const names = Object.keys(places) as ReceiverName[];

const own = [
  "<!channel>",
  "<!here> <@U123> <#C123>",
  "@everyone",
  "<at>everyone</at>",
  "[click](https://evil.example) ![x](https://evil.example/x.png)",
  "**bold** _it_ `code` ~~no~~ {color:red}x{color} [~accountid:1] {{x}}",
  "\u202egnp.exe\u202c \u2067مرحبا\u2069 שלום",
  "👩‍👩‍👧‍👦🏳️‍🌈é\u0301",
  "Z̸̢̧̛".repeat(500),
  "\u0000\u0007\u001b[31m",
  "half \ud83d of a pair \udc00",
  "a".repeat(10_000),
  "é 漢字 👍 ".repeat(1_500),
  "\\".repeat(5_000),
  '"'.repeat(5_000),
  "<".repeat(5_000),
  "&".repeat(5_000),
  "\n".repeat(5_000),
  "",
  " ",
];
const naughty = needs("json/blns.json");
const texts = [...own, ...(naughty.skip ? [] : z.array(z.string()).parse(referee("json/blns.json")))];

/** An incident that says these six texts wherever senders may say something. */
function viewSaying([a = "", b = "", c = "", d = "", e = "", f = ""]: readonly string[], number: number): IncidentView {
  const uid = number.toString(16).padStart(32, "0");
  const instance = (value: string): AlertRow =>
    rowOf({ ...podAlert(value), name: c, labels: { pod: value, [d]: e }, annotations: { summary: f } });
  const seq = podsView.incident.seq;
  const acted = actedSaying([a, b, c, d, e, f]);
  const story = chain({ seq, head: podsView.incident.head }, [
    {
      at: minute(2),
      actor: "vigie",
      kind: "severity",
      data: {
        from: "warning",
        to: "critical",
        reason: { kind: "unknown-label", label: d, value: e },
        fingerprint: "f",
      },
    },
    { at: minute(3), actor: "vigie", kind: "truncated", data: { count: 7 } },
    ...acted.story.map((entry) => ({ ...entry, at: minute(4), actor: "vigie" })),
  ]);
  const view = withIncident(podsView, {
    uid,
    identity: { environment: a, environmentAssumed: true, service: b, model: c, family: d },
    severityReason: { kind: "unknown-label", label: d, value: e },
    lead: { fingerprint: "f", name: c, summary: f, modelVersion: a, links: [] },
    ...acted.incident,
    standing: {},
    pageNo: 1,
    pageEnded: 0,
    seq: seq + story.length,
  });
  return { ...view, number, alerts: [instance(a), instance(b)], story };
}

/** What changed before it, what could be done, what was put to people and what failed, in these words. */
function actedSaying([a = "", b = "", c = "", d = "", e = "", f = ""]: readonly string[]) {
  const at = minute(2);
  const step = { provider: "webhook", key: "k", doing: "call", name: a, of: b, from: c, to: d } as const;
  const versions = { from: c, to: d, tested: false, serving: [{ version: e, count: 1 }] };
  const plan = { action: "rollback", at, steps: [step], ...versions, checksServing: true, withinMs: 1 } as const;
  const changes: FoundChange[] = [
    {
      ...{ id: a, source: "deployment", kind: "prompt", name: a, from: b, to: c, at, when: "before", earlierMs: 1_000 },
      ...{ likely: "same-service", url: "https://ci.example/1" },
    } as const,
  ];
  const ticks: Tick[] = [
    { id: "version-serving", ok: false, version: a, serving: b },
    { id: "changed-before", ok: false, look: { metric: c, value: 0.4, since: at } },
    { id: "automation-on", ok: false, by: d, at },
  ];
  const asked = { by: "person:x", name: f, where: "slack", run: "aa", action: "rollback", plan, why: e } as const;
  const proposed = { action: "rollback", because: "ticks", plan, ticks } as const;
  const failed: Run = {
    ...{ id: "aa", action: "rollback", plan, state: "failed", by: "person:x", where: "slack", askedAt: at, why: e },
    ...{ steps: [{ state: "failed", at, because: "denied", detail: f }], changed: true, because: "step", endedAt: at },
  };
  return {
    incident: { changes, plans: { rollback: plan }, proposal: { ...proposed, at }, runs: [failed] },
    story: [
      { kind: "changes", data: { changes } },
      { kind: "action-proposed", data: proposed },
      { kind: "action-started", data: asked },
      { kind: "action-step", data: { run: "aa", step: 0, news: "failed", because: "denied", detail: f } },
      { kind: "action-failed", data: { run: "aa", because: "step", detail: f } },
    ],
  } as const;
}

const batches = Array.from({ length: Math.ceil(texts.length / 6) }, (_, i) => texts.slice(i * 6, i * 6 + 6));

describe.each(names)(`what %s is sent of ${texts.length} hostile texts${naughty.why}`, (name) => {
  it("is refused never: the first message, its edit, its story and its end (done-line 5)", async () => {
    const vendors = await openVendors();
    const { sync, destination } = at(vendors, name);
    for (const [index, batch] of batches.entries()) {
      const view = viewSaying(batch, index + 1);
      const told = await sync({ ...view, story: [], incident: { ...view.incident, seq: podsView.incident.seq } });
      const edited = await sync({ ...view, received: 500 }, told.binding);
      const over = withIncident(view, {
        phase: "resolved",
        resolvedAt: minute(9),
        firing: 0,
        resolved: 2,
        pageEnded: 1,
      });
      const ended = await sync({ ...over, story: [] }, edited.binding);
      const outcomes = [told, edited, ended].flatMap((one) => one.outcomes);
      expect(outcomes.length).toBeGreaterThan(1);
      expect([batch, outcomes.filter(({ kind }) => kind !== "sent")]).toEqual([batch, []]);
    }
    expect(vendors.asked.filter(({ status }) => status >= 400)).toEqual([]);
    expect(destination.receiver).toBe(name);
  }, 60_000);
});

/** Fields that a bug of ours may have left out or filled with nonsense. */
const broken: fc.Arbitrary<IncidentView> = fc
  .record({
    gone: fc.subarray(["lead", "identity", "severityReason", "deadlines", "owed", "standing", "sources"]),
    text: fc.string({ unit: "binary", maxLength: 300 }),
    number: fc.oneof(fc.integer(), fc.double(), fc.constant(Number.MAX_SAFE_INTEGER)),
  })
  .map(({ gone, text, number }) => {
    const { identity, lead } = driftView.incident;
    const incident = {
      ...driftView.incident,
      identity: { ...identity, environment: text },
      lead: { ...lead, name: text },
    };
    const left = Object.fromEntries(Object.entries(incident).filter(([field]) => !gone.includes(field)));
    return { ...driftView, number, incident: left } as unknown as IncidentView;
  });

describe.each(names)("the plain line of %s, for when drawing fails (protocol 9)", (name) => {
  it("is drawn for whatever an incident holds or lacks", async () => {
    const { receiver, destination } = at(await openVendors(), name);
    fc.assert(
      fc.property(broken, (view) => {
        expect(() => receiver.plain(view, null, destination)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  it("is taken by the vendor, and once it stands there is nothing more to say", async () => {
    const vendors = await openVendors();
    const { receiver, destination, write } = at(vendors, name);
    const view = withIncident(driftView, { standing: {} });
    const step = receiver.plain(view, null, destination);
    if (!step) throw new Error("a plain line is needed");
    const outcome = await write(view, null, step);
    if (outcome.kind !== "sent") throw new Error(JSON.stringify(outcome));
    expect(
      receiver.plain(view, receiver.readBinding(JSON.parse(JSON.stringify(outcome.binding))), destination),
    ).toBeNull();
  });
});
