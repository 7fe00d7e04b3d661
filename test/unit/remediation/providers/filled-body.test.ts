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
    expect(filledBody({ a: "{run}" }, { run: "{source}", source: "203.0.113.7" }).body).toEqual({ a: "{source}" });
    expect(filledBody({ a: "{run}" }, { run: "$&" }).body).toEqual({ a: "$&" });
  });

  it.each(["7", "v1.4.2+cpu", "2026-11-20T09:00", "sha256:9f86d081", "models:/credit/7", "main@1a2b3c"])(
    "takes %s for a version",
    (to) => expect(filledBody({ a: "{to}" }, { to })).toEqual({ body: { a: to }, lacks: [] }),
  );

  it.each([
    "",
    "7; curl evil.example",
    "$(id)",
    "`id`",
    "7\nrun: id",
    "--force",
    "../../admin",
    "7/../8",
    '7","admin":"',
    "{source}",
    "7".repeat(200),
  ])("fills nothing with %j: it goes into others' scripts and addresses", (version) => {
    expect(filledBody({ a: "{to}" }, { to: version })).toEqual({ body: { a: "{to}" }, lacks: ["to"] });
    expect(filledBody({ a: "x {from}" }, { from: version }).lacks).toEqual(["from"]);
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
