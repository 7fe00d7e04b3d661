import { describe, expect, it } from "vitest";
import type { QueryAnswer } from "../../../src/remediation/remediation-deps.ts";
import { readServing, sameServing, servesOnly } from "../../../src/remediation/serving.ts";

const signal = new AbortController().signal;
const noFetch = async () => Promise.reject(new Error("nobody fetches"));
const query = (answer: QueryAnswer, label?: string) =>
  readServing(
    { kind: "promql", query: "q", ...(label === undefined ? {} : { label }) },
    { promql: async () => answer, fetch: noFetch },
    signal,
  );
const series = (...rows: [Record<string, string>, number][]): QueryAnswer => ({
  ...{ kind: "series", series: rows.map(([labels, value]) => ({ labels, value })) },
});

describe("which versions serve, by a PromQL (behaviour 7)", () => {
  it("counts by the one label that there is, the most frequent first, without those of 0", async () => {
    const answer = series([{ version: "7" }, 3], [{ version: "8" }, 4.6], [{ version: "6" }, 0]);
    expect(await query(answer)).toEqual([
      { version: "8", count: 5 },
      { version: "7", count: 3 },
    ]);
  });

  it("counts a version that has a small share of the traffic: it serves all the same", async () => {
    const found = await query(series([{ version: "7" }, 0.9], [{ version: "8" }, 0.1]));
    expect(found?.map(({ version }) => version).toSorted()).toEqual(["7", "8"]);
    expect(servesOnly(found ?? [], "7")).toBe(false);
  });

  it("adds up by the label that is named, whatever other labels there are", async () => {
    const answer = series([{ v: "7", pod: "a", __name__: "info" }, 1], [{ v: "7", pod: "b" }, 1]);
    expect(await query(answer, "v")).toEqual([{ version: "7", count: 2 }]);
  });

  it.each([
    ["several labels and none named", series([{ v: "7", pod: "a" }, 1]), undefined],
    ["no label at all", series([{}, 3]), undefined],
    ["a series without the label that is named", series([{ v: "7" }, 1], [{ pod: "b" }, 1]), "v"],
    ["Prometheus away", { kind: "away" }, undefined],
    ["a faulty query", { kind: "faulty", detail: "parse error" }, undefined],
  ] as const)("is not known with %s", async (_case, answer, label) => {
    expect(await query(answer, label)).toBeNull();
  });

  it("takes people's data out of what calls itself a version", async () => {
    const answer = series([{ v: "7-ada@corp.example" }, 1]);
    const deps = { promql: async () => answer, fetch: noFetch, maskVersion: () => "7-email:a1" };
    expect(await readServing({ kind: "promql", query: "q" }, deps, signal)).toEqual([
      { version: "7-email:a1", count: 1 },
    ]);
  });

  it("nothing serves where there is no series", async () => {
    expect(await query(series())).toEqual([]);
  });
});

describe("which version serves, by an address", () => {
  const at = (body: string, field = "version", status = 200) =>
    readServing(
      { kind: "http", url: "https://credit.corp.example/version", field },
      { promql: async () => ({ kind: "away" }), fetch: async () => new Response(body, { status }) },
      signal,
    );

  it.each([
    ['{"version":"7"}', "version", "7"],
    ['{"model":{"version":7}}', "model.version", "7"],
    ["1.10\n", "version", "1.10"],
    ['"7"', "version", "7"],
  ])("%s at %s is version %s, as one instance", async (body, field, version) => {
    expect(await at(body, field)).toEqual([{ version, count: 1 }]);
  });

  it.each([
    ['{"model":{"version":7}}', "version"],
    ['{"version":{"is":7}}', "version"],
    ['{"a":1}', "__proto__.constructor"],
    ["[7]", "version"],
    ["", "version"],
    [`"${"x".repeat(70_000)}"`, "version"],
  ])("%.30s at %s says no version", async (body, field) => {
    expect(await at(body, field)).toBeNull();
  });

  it("an error and nobody there say none either", async () => {
    expect(await at("7", "version", 500)).toBeNull();
    const deps = { promql: async () => ({ kind: "away" }) as const, fetch: noFetch };
    expect(await readServing({ kind: "http", url: "https://x.example", field: "v" }, deps, signal)).toBeNull();
  });
});

describe("what serves, judged", () => {
  it("is reached when all of it is the version, and there is any", () => {
    expect(servesOnly([{ version: "v7", count: 3 }], "7")).toBe(true);
    expect(
      servesOnly(
        [
          { version: "7", count: 3 },
          { version: "8", count: 1 },
        ],
        "7",
      ),
    ).toBe(false);
    expect(servesOnly([], "7")).toBe(false);
    expect(servesOnly([{ version: "9", count: 1 }], undefined)).toBe(true);
  });

  it("is the same in whatever order", () => {
    const [a, b] = [
      { version: "7", count: 3 },
      { version: "8", count: 5 },
    ] as const;
    expect(sameServing([a, b], [b, a])).toBe(true);
    expect(sameServing([a, b], [{ ...b, count: 4 }, a])).toBe(false);
    expect(sameServing([a], [a, b])).toBe(false);
    expect(sameServing([], undefined)).toBe(false);
  });
});
