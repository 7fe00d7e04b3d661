import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alertmanager } from "../../../src/sources/alertmanager.ts";
import { bounds } from "../../../src/sources/bounds.ts";
import { drift } from "../../../src/sources/drift.ts";
import { sources } from "../../../src/sources/index.ts";
import { alertBody, driftBody } from "../../support/samples.ts";
import { nine } from "../incident/ledger.ts";
import { parse } from "./parsing.ts";

const [usual] = alertBody([{ name: "ServiceDown" }], nine).alerts;
const withAlert = (change: object) => ({ alerts: [{ ...usual, ...change }] });
const many = (count: number, value = "x") =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`label_${i}`, value]));

/** Longest stretch that a hostile alert may take, with room for a slow machine. */
const stretchMaxMs = 1_000;

function timed<T>(work: () => T): T {
  const began = performance.now();
  const result = work();
  expect(performance.now() - began).toBeLessThan(stretchMaxMs);
  return result;
}

describe.each(sources)("$name", (source) => {
  it("refuses a body of more elements than 32 MiB of alerts could hold, before it looks at each", () => {
    const nothings = Array.from({ length: bounds.alerts + 1 }, () => 0);
    const { alerts, issues } = timed(() => parse(source, source.name === "drift" ? nothings : { alerts: nothings }));
    expect(alerts).toEqual([]);
    expect(issues).toMatchObject([{ code: "too_big" }]);
  });

  it("throws at no JSON at all", () => {
    const body = fc.oneof(
      fc.jsonValue({ maxDepth: 4, stringUnit: "binary" }),
      fc.array(fc.jsonValue(), { maxLength: 3 }).map((alerts) => ({ alerts })),
      fc
        .record({ change: fc.dictionary(fc.constantFrom(...fields), fc.jsonValue()) })
        .map(({ change }) => withAlert(change)),
      fc.dictionary(fc.constantFrom(...fields), fc.jsonValue()).map((change) => ({ ...driftBody(3, nine), ...change })),
    );
    fc.assert(
      fc.property(body, (value) => {
        for (const alert of parse(source, JSON.parse(JSON.stringify(value))).alerts) {
          expect(Number.isFinite(alert.startsAt)).toBe(true);
          expect(alert.fingerprint).not.toBe("");
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"])("knows no %s", (name) => {
    const text = JSON.stringify({ ...withAlert({ labels: {}, annotations: {} }), ...driftBody(3, nine), labels: {} })
      .replaceAll('"labels":{}', `"labels":{"${name}":"polluted","a":"1"}`)
      .replaceAll('"annotations":{}', `"annotations":{"${name}":"polluted"}`)
      .replace("{", `{"${name}":{"polluted":"yes"},`);
    const { alerts } = parse(source, JSON.parse(text));
    expect(alerts.length).toBeGreaterThan(0);
    expect(alerts[0]?.labels.a).toBe("1");
    expect({}).not.toHaveProperty("polluted");
    for (const { labels, annotations } of alerts) {
      expect(Object.getPrototypeOf(labels)).toBe(Object.prototype);
      expect(Object.getPrototypeOf(annotations)).toBe(Object.prototype);
    }
  });
});

const fields = [
  ...["status", "labels", "annotations", "startsAt", "endsAt", "generatorURL", "fingerprint", "alerts", "groupKey"],
  ...["metric", "service", "value", "window", "id", "status", "severity", "role", "summary", "report_url", "anything"],
];

describe("an alert of Alertmanager", () => {
  it("with 10,000 labels keeps 64, those first that people and routes know it by", () => {
    const { alerts } = timed(() => parse(alertmanager, withAlert({ labels: { ...many(10_000), ...usual?.labels } })));
    const labels = alerts[0]?.labels ?? {};
    expect(Object.keys(labels)).toHaveLength(bounds.labels);
    expect(labels).toMatchObject({ ...usual?.labels });
  });

  it("with 10,000 annotations keeps 64, the summary among them", () => {
    const { alerts } = timed(() =>
      parse(alertmanager, withAlert({ annotations: { ...many(10_000), summary: "it is down" } })),
    );
    expect(Object.keys(alerts[0]?.annotations ?? {})).toHaveLength(bounds.annotations);
    expect(alerts[0]?.annotations.summary).toBe("it is down");
  });

  it.each([
    ["words", "the quick brown fox "],
    ["letters without a blank", "a"],
    ["digits", "1234567890"],
    ["addresses", "john.smith@example.com "],
    ["assignments", 'password="x",'],
    ["colons", "::"],
  ])("with an annotation of 8 MB of %s is read in no time and cut", (_what, piece) => {
    const summary = piece.repeat(8_000_000 / piece.length);
    const { alerts } = timed(() => parse(alertmanager, withAlert({ annotations: { summary } })));
    expect(alerts[0]?.annotations.summary?.length).toBeLessThanOrEqual(bounds.annotationUnits);
    expect(alerts[0]?.annotations.summary).not.toContain("john.smith");
  });

  it("with a group key of 8 MB is read in no time and cut", () => {
    const { alerts } = timed(() => parse(alertmanager, { ...withAlert({}), groupKey: "x:1 ".repeat(2_000_000) }));
    expect(alerts[0]?.senderGroup?.length).toBeLessThanOrEqual(bounds.labelUnits);
  });

  it("with a link of 1 MB has no link: one that is cut leads nowhere", () => {
    const long = `https://example.com/${"x".repeat(1_000_000)}`;
    const { alerts } = timed(() =>
      parse(alertmanager, withAlert({ generatorURL: long, annotations: { runbook_url: long } })),
    );
    expect(alerts[0]?.links).toEqual([]);
  });

  it("never cuts through a surrogate pair, and survives halves of them and NULs", () => {
    for (const text of ["👍".repeat(5_000), `x${"👍".repeat(5_000)}`]) {
      const { alerts } = parse(alertmanager, withAlert({ annotations: { summary: text } }));
      expect(alerts[0]?.annotations.summary?.isWellFormed()).toBe(true);
    }
    const odd = "\ud83d\u0000\udc00";
    expect(
      parse(alertmanager, withAlert({ labels: { alertname: odd, [odd]: odd }, annotations: { summary: odd } })),
    ).toMatchObject({
      issues: [],
      alerts: [{ name: odd }],
    });
  });

  it("has people's data in names of labels and annotations masked too", () => {
    const name = "marie.dupont@exemple.fr";
    const { alerts } = parse(
      alertmanager,
      withAlert({ labels: { alertname: "A", [name]: "x" }, annotations: { [name]: "y" } }),
    );
    expect(JSON.stringify(alerts)).not.toContain("dupont");
    expect(Object.keys(alerts[0]?.labels ?? {})[1]).toMatch(/^email:[a-f][0-9a-f]{11}$/);
  });
});

describe("a drift event", () => {
  it("nested a hundred thousand deep is read all the same", () => {
    const nested = `${"[".repeat(100_000)}1${"]".repeat(100_000)}`;
    const text = JSON.stringify(driftBody(3, nine)).replace("{", `{"anything":${nested},`);
    expect(parse(drift, JSON.parse(text))).toMatchObject({
      issues: [],
      alerts: [{ annotations: { anything: "…" } }],
    });
  });

  it("with 10,000 fields that nobody knows keeps 64, its summary among them", () => {
    const { alerts } = timed(() => parse(drift, { ...many(10_000), ...driftBody(3, nine), summary: "worse" }));
    expect(Object.keys(alerts[0]?.annotations ?? {})).toHaveLength(bounds.annotations);
    expect(alerts[0]?.annotations.summary).toBe("worse");
  });

  it("with an id of 1 MB keeps its hash", () => {
    const { alerts } = parse(
      drift,
      { ...driftBody(3, nine), id: undefined },
      {
        "ce-specversion": "1.0",
        "ce-id": "x".repeat(1_000_000),
        "ce-source": "s",
        "ce-type": "t",
      },
    );
    expect(alerts[0]?.senderId).toMatch(/^[0-9a-f]{16}$/);
  });
});
