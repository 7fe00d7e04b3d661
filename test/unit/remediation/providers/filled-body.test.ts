import { describe, expect, it } from "vitest";
import { fieldAt } from "../../../../src/remediation/field-at.ts";
import { filledBody } from "../../../../src/remediation/providers/webhook/filled-body.ts";

describe("a body", () => {
  it("is filled wherever a text names a placeholder, whole or in part; names and numbers stay", () => {
    const body = { "{to}": ["v{to}", { deep: "{from}->{to}" }], on: true, n: 3, nothing: null };
    expect(filledBody(body, { to: "7", from: "8" })).toEqual({
      body: { "{to}": ["v7", { deep: "8->7" }], on: true, n: 3, nothing: null },
      lacks: [],
    });
  });

  it("is filled once: what a value says is no placeholder", () => {
    expect(filledBody({ a: "{to}" }, { to: "{source}", source: "203.0.113.7" }).body).toEqual({ a: "{source}" });
    expect(filledBody({ a: "{to}" }, { to: "$&" }).body).toEqual({ a: "$&" });
  });

  it("names each placeholder that it has no value for, once, and leaves others' braces alone", () => {
    expect(filledBody({ a: "{to} {to} {source}", b: "{other}" }, {})).toEqual({
      body: { a: "{to} {to} {source}", b: "{other}" },
      lacks: ["to", "source"],
    });
  });
});

describe("a field", () => {
  const json = { state: { version: "7", list: [{ on: false }] } };
  it.each([
    ["state.version", "7"],
    ["state.list.0.on", false],
    ["state.nowhere.version", undefined],
    ["toString", undefined],
    ["state.list.length", undefined],
  ])("%s is what stands there", (path, value) => {
    expect(fieldAt(json, path)).toBe(value);
  });
});
