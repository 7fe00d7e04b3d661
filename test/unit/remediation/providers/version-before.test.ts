import { describe, expect, it } from "vitest";
import { type KeptVersion, versionBefore } from "../../../../src/remediation/providers/version-before.ts";

const kept = (version: string, more: Partial<KeptVersion> = {}): KeptVersion => ({
  ...{ version, usable: true, tested: false },
  ...more,
});
const tested = { tested: true };
const versions = [kept("9"), kept("8"), kept("7"), kept("6", tested), kept("5", tested)];

describe("the version to go back to", () => {
  it.each([
    ["the newest tested one before it, over one that is newer and untested", "8", {}, "6", true],
    ["away from the version that the trouble is about", "8", { from: "8" }, "6", true],
    ["before the trouble, where something newer stands there by now", "9", { from: "7" }, "6", true],
    ["what stands there, where somebody went back before", "7", { from: "8" }, "7", false],
    ["the one that a step before it decided, tested or not", "8", { from: "8", to: "7" }, "7", false],
    ["the same whether it is written 8 or v8", "8", { from: "v8", to: "v6" }, "6", true],
    ["not led by a version that the registry does not know", "8", { from: "2026-11-20" }, "6", true],
  ] as const)("is %s", (_, now, wanted, version, isTested) => {
    expect(versionBefore(versions, now, wanted)).toEqual({ kind: "version", version, tested: isTested });
  });

  it("is the newest before it where none is tested: the guards ask (A004-31)", () => {
    const untested = [kept("8"), kept("7"), kept("6")];
    expect(versionBefore(untested, "8", {})).toEqual({ kind: "version", version: "7", tested: false });
  });

  it("is never one that is not usable, tested or not", () => {
    const broken = [kept("8"), kept("7", { usable: false, tested: true }), kept("6")];
    expect(versionBefore(broken, "8", {})).toEqual({ kind: "version", version: "6", tested: false });
    expect(versionBefore(broken, "8", { to: "7" })).toEqual({ kind: "problem", because: "not-found", detail: "7" });
  });

  it("is not there before the first version, nor where what stands there is not known", () => {
    const none = { kind: "problem", because: "no-earlier-version" };
    expect(versionBefore(versions, "5", {})).toEqual(none);
    expect(versionBefore(versions, "40", {})).toEqual(none);
    expect(versionBefore([], "8", {})).toEqual(none);
  });

  it("is not there where the wanted one is gone", () => {
    expect(versionBefore(versions, "8", { to: "4" })).toEqual({ kind: "problem", because: "not-found", detail: "4" });
  });
});
