import { describe, expect, it } from "vitest";
import type { Alert } from "../../../src/alert/alert.ts";
import { drift } from "../../../src/sources/drift.ts";
import { driftBody } from "../../support/samples.ts";
import { minuteMs, nine } from "../incident/ledger.ts";
import { parse } from "./parsing.ts";

/** Requirements, appendix 3. */
const appendix = {
  schema: "drift.v1",
  id: "evidently-2025-06-18T09:00Z-credit-accuracy",
  source: "evidently",
  service: "credit-scoring",
  model: "credit",
  model_version: "12",
  environment: "production",
  metric: "accuracy",
  direction: "lower_is_worse",
  value: 0.846,
  baseline: 0.95,
  degradation_pct: 10.95,
  p_value: null,
  features: [],
  sampling_rate: 0.05,
  sample_size: 50_000,
  window: { from: "2025-06-18T08:00:00Z", to: "2025-06-18T09:00:00Z" },
  trace_id: null,
  report_url: "https://drift.example.com/r/1",
};
const small = { service: "credit-scoring", metric: "accuracy", value: 0.9 };
const read = (event: unknown) => parse(drift, event);
/** The measurement's own alert. */
const one = (event: object): Alert => {
  const { alerts, issues } = read(event);
  if (!alerts[0]) throw new Error(JSON.stringify(issues));
  return alerts[0];
};

describe("a drift event", () => {
  it("of appendix 3 is one value of one series, with all that it says", () => {
    const alert = one(appendix);
    expect(alert).toMatchObject({
      source: "drift",
      status: "firing",
      name: "accuracy",
      labels: {
        service: "credit-scoring",
        model: "credit",
        model_version: "12",
        environment: "production",
        metric: "accuracy",
      },
      startsAt: Date.parse("2025-06-18T09:00:00Z"),
      links: [{ kind: "report", url: "https://drift.example.com/r/1" }],
      model: { name: "credit", version: "12" },
      senderId: "evidently-2025-06-18T09:00Z-credit-accuracy",
    });
    expect(alert.measurement).toEqual({
      metric: "accuracy",
      windowTo: Date.parse("2025-06-18T09:00:00Z"),
      windowFrom: Date.parse("2025-06-18T08:00:00Z"),
      value: 0.846,
      baseline: 0.95,
      direction: "lower_is_worse",
      degradationPct: 10.95,
      samplingRate: 0.05,
      sampleSize: 50_000,
    });
  });

  it("needs a metric, a service or a model, and a value; the rest has defaults (behaviour 2)", () => {
    const alert = one(small);
    expect(alert.measurement).toEqual({ metric: "accuracy", value: 0.9, windowTo: nine });
    expect(alert.senderId).toMatch(/^[0-9a-f]{16}$/);
    expect(one({ ...small, service: undefined, model: "credit" }).model).toEqual({ name: "credit" });
  });

  it.each([
    ["no metric", { metric: undefined }, "metric"],
    ["neither service nor model", { service: undefined }, "service"],
    ["no value", { value: undefined }, "value"],
    ["a null value", { value: null }, "value"],
    ["a value in quotes", { value: "0.9" }, "value"],
    ["a value beyond all numbers", { value: JSON.parse("1e999") }, "value"],
    ["a baseline beyond all numbers", { baseline: JSON.parse("-1e999") }, "baseline"],
    ["another schema", { schema: "drift.v2" }, "schema"],
    ["a direction of its own", { direction: "up" }, "direction"],
    ["a status of its own", { status: "warn" }, "status"],
    ["a role of its own", { role: "king" }, "role"],
    ["a window that is no time", { window: { to: "today" } }, "window.to"],
    ["a window that ends two days from now", { window: { to: "2026-11-22T09:00:00Z" } }, "window.to"],
    ["a feature without a name", { features: [{ value: 1 }] }, "features.0.name"],
    ["a feature whose value is a word", { features: [{ name: "age", value: "low" }] }, "features.0.value"],
    ["a label that is an object", { labels: { a: {} } }, "labels.a"],
  ])("is refused with %s, naming the field", (_what, change, path) => {
    const { alerts, issues } = read({ ...small, ...change });
    expect(alerts).toEqual([]);
    expect(issues.map((issue) => issue.path)).toEqual([path]);
  });

  it("may lack its value when nothing could be measured (behaviour 2.6)", () => {
    for (const status of ["no_data", "error"]) {
      const { alerts } = read({ ...small, value: undefined, status });
      expect(alerts).toMatchObject([{ name: "accuracy", status: "firing", measurement: { status } }]);
      expect(alerts[0]?.measurement?.value).toBeUndefined();
    }
  });

  it("that could not be measured is one alert of the same series as its values", () => {
    const missing = read({ ...small, value: undefined, status: "no_data" }).alerts;
    expect(missing.map(({ fingerprint }) => fingerprint)).toEqual([one(small).fingerprint]);
  });

  it("names its features, masked and bounded, as far as they were measured (behaviour 2)", () => {
    const features = [
      { name: "age", value: 0.3, p_value: 0.01, threshold: 0.1, comment: "kept out" },
      { name: "income of marie.dupont@exemple.fr", value: 0.2, p_value: null },
      { name: "postcode", value: null },
      { name: "x".repeat(200), value: 0.1 },
    ];
    const [age, income, long, ...rest] = one({ ...small, features }).measurement?.features ?? [];
    expect(age).toEqual({ name: "age", value: 0.3, pValue: 0.01, threshold: 0.1 });
    expect(income?.name).toMatch(/^income of email:[a-f][0-9a-f]{11}$/);
    expect(long?.name).toHaveLength(100);
    expect(rest).toEqual([]);
  });

  it("keeps of very many features a thousand, and how many there were", () => {
    const features = Array.from({ length: 1_200 }, (_, at) => ({ name: `f${at}`, value: at }));
    const { measurement } = one({ ...small, features });
    expect([measurement?.features?.length, measurement?.featuresInAll]).toEqual([1_000, 1_200]);
  });

  it("is of source `drift` where it names none (behaviour 2)", () => {
    expect(one(small).fingerprint).toBe(one({ ...small, source: "drift" }).fingerprint);
    expect(one(small).fingerprint).not.toBe(one({ ...small, source: "evidently" }).fingerprint);
  });

  it("of one feature has an id of its own, though another feature has the same value", () => {
    const idOf = (name: string) => one({ ...small, features: [{ name, value: 0.9 }] }).senderId;
    expect(idOf("age")).not.toBe(idOf("income"));
    expect(idOf("age")).toBe(idOf("age"));
  });

  it("takes null for a field that is not known, everywhere", () => {
    const nothing = { id: null, source: null, environment: null, model: null, model_version: null, baseline: null };
    const more = {
      threshold: null,
      severity: null,
      segment: null,
      role: null,
      labels: null,
      window: null,
      summary: null,
    };
    expect(one({ ...small, ...nothing, ...more, direction: null, status: null })).toEqual(one(small));
    expect(one({ ...small, window: { from: null, to: null } })).toEqual(one(small));
  });

  it("keeps fields that nobody knows, as words that change nothing", () => {
    const alert = one({ ...small, dataset: "eval-7", nested: { deep: [1] } });
    expect(alert.annotations).toEqual({ dataset: "eval-7", nested: '{"deep":[1]}' });
    expect(alert.fingerprint).toBe(one(small).fingerprint);
  });

  it("keeps its own fields however many labels it has, and against labels of the same names", () => {
    const labels = {
      metric: "other",
      service: "other",
      ...Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`l${i}`, "x"])),
    };
    const alert = one({ ...appendix, labels });
    expect(alert.labels).toMatchObject({
      metric: "accuracy",
      service: "credit-scoring",
      environment: "production",
      model: "credit",
    });
    expect(Object.keys(alert.labels)).toHaveLength(64);
    expect(alert.fingerprint).toBe(one(appendix).fingerprint);
  });

  it("may have labels that are numbers, as scripts write them", () => {
    expect(one({ ...small, labels: { shard: 3, canary: true } }).labels).toMatchObject({ shard: "3", canary: "true" });
  });

  it.each([
    ["source", { source: "other" }],
    ["environment", { environment: "staging" }],
    ["service", { service: "other" }],
    ["model", { model: "other" }],
    ["metric", { metric: "f1" }],
    ["segment", { segment: "FR" }],
  ])("belongs to another series by its %s (behaviour 2)", (_part, change) => {
    expect(one({ ...appendix, ...change }).fingerprint).not.toBe(one(appendix).fingerprint);
  });

  it.each([
    ["value", { value: 0.5 }],
    ["model version", { model_version: "13" }],
    ["window", { window: { to: "2025-06-18T10:00:00Z" } }],
    ["labels", { labels: { region: "eu" } }],
  ])("stays in its series whatever its %s", (_part, change) => {
    expect(one({ ...appendix, ...change }).fingerprint).toBe(one(appendix).fingerprint);
  });

  it("without an id has one of its series, window and value (behaviour 2)", () => {
    const idOf = (change: object) => one({ ...appendix, id: undefined, ...change }).senderId;
    expect(idOf({})).toBe(idOf({ sample_size: 1 }));
    expect(
      new Set([
        idOf({}),
        idOf({ value: 0.5 }),
        idOf({ segment: "FR" }),
        idOf({ window: { to: "2025-06-18T10:00:00Z" } }),
      ]).size,
    ).toBe(4);
  });

  it("keeps an id short, and people's data out of it", () => {
    const long = "x".repeat(500);
    expect(one({ ...small, id: long }).senderId).toBe(long);
    expect(one({ ...small, id: "run of marie.dupont@exemple.fr" }).senderId).toMatch(
      /^run of email:[a-f][0-9a-f]{11}$/,
    );
  });

  it("may end up to a day from now, for clocks and time zones that are wrong", () => {
    const to = new Date(nine + 24 * 60 * minuteMs).toISOString();
    expect(one({ ...small, window: { to } }).measurement?.windowTo).toBe(nine + 24 * 60 * minuteMs);
  });
});

describe("several events in one body", () => {
  it("are read one by one; a bad one costs no other, and its path says which it was", () => {
    const { alerts, issues } = read([driftBody(3, nine), { ...small, metric: "" }, driftBody(4, nine)]);
    expect(alerts.filter(({ measurement }) => measurement).map(({ measurement }) => measurement?.value)).toEqual([
      0.97, 0.96,
    ]);
    expect(issues.map(({ path }) => path)).toEqual(["1.metric"]);
  });
});
