import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createMasker } from "../../../../src/privacy/masker.ts";
import { createVendorHttp, type VendorRequest } from "../../../../src/remediation/providers/vendor-http.ts";
import { vendorText } from "../../../../src/remediation/providers/vendor-text.ts";

const mask = createMasker({ key: "0123456789abcdef" });
const now = Date.UTC(2026, 10, 20);
const never = new AbortController().signal;

const answering = (status: number, body: string | null, headers: Record<string, string> = {}) =>
  createVendorHttp({ mask, fetch: async () => new Response(body, { status, headers }) });
const failing = (code?: string) =>
  createVendorHttp({
    mask,
    fetch: async () => {
      const cause = Object.assign(new Error("connect 10.0.0.1"), code === undefined ? {} : { code });
      throw new TypeError("fetch failed", { cause });
    },
  });
const asked = (effect: "read" | "write", more: Partial<VendorRequest<unknown>> = {}): VendorRequest<unknown> => ({
  ...{ effect, method: effect === "read" ? "GET" : "POST", url: "https://vendor.example/", answer: z.object({}) },
  ...more,
});
const kindOf = async (http: ReturnType<typeof createVendorHttp>, effect: "read" | "write") =>
  (await http(asked(effect), { signal: never, now })).kind;

describe("what a vendor says", () => {
  it("shows no half of a secret or an address where a long text is cut, however little is left of it", () => {
    for (const value of ["0123456789-secret-of-the-webhook", "ada.lovelace@corp.example"]) {
      for (let before = 2_300; before <= 2_400; before += 1) {
        const said = vendorText(
          `no${" ".repeat(before)}${value}${" ".repeat(9_999)}`,
          ["0123456789-secret-of-the-webhook"],
          mask,
        );
        expect(said).not.toMatch(/0123|ada|lovelace|secret/);
      }
    }
  });

  it("is cut before it is masked: a megabyte holds nobody up", () => {
    const masked: number[] = [];
    const text = (given: string) => {
      masked.push(given.length);
      return given;
    };
    expect(vendorText("1.2.3.4 ".repeat(131_072), [], { text })).toHaveLength(300);
    expect(Math.max(...masked)).toBeLessThan(3_000);
  });
});

describe("what an answer means", () => {
  it.each([
    [401, "denied", "denied"],
    [403, "denied", "denied"],
    [404, "gone", "gone"],
    [410, "gone", "gone"],
    [409, "conflict", "conflict"],
    [412, "conflict", "conflict"],
    [429, "busy", "busy"],
    [503, "busy", "busy"],
    [400, "refused", "refused"],
    [422, "refused", "refused"],
    [302, "refused", "refused"],
    [500, "away", "unknown"],
    [502, "away", "unknown"],
    [504, "away", "unknown"],
    [408, "away", "unknown"],
  ] as const)("status %i is %s for a read and %s for a write", async (status, read, write) => {
    expect(await kindOf(answering(status, ""), "read")).toBe(read);
    expect(await kindOf(answering(status, ""), "write")).toBe(write);
  });

  it.each([
    ["ECONNREFUSED", "away", "away"],
    ["ENOTFOUND", "away", "away"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "away", "away"],
    ["ECONNRESET", "away", "unknown"],
    [undefined, "away", "unknown"],
  ] as const)("an error of code %s is %s for a read and %s for a write", async (code, read, write) => {
    expect(await kindOf(failing(code), "read")).toBe(read);
    expect(await kindOf(failing(code), "write")).toBe(write);
  });

  it.each([
    ["not JSON", "<html>"],
    ["other JSON than was asked for", "[]"],
    ["nothing", ""],
  ])("a success that is %s is no answer", async (_, body) => {
    expect(await kindOf(answering(200, body), "read")).toBe("faulty");
    expect(await kindOf(answering(200, body), "write")).toBe("unknown");
  });

  it("a body of more than 1 MiB is no answer, however good its beginning", async () => {
    const padded = (units: number) => JSON.stringify({ padding: "x".repeat(units) });
    expect(await kindOf(answering(200, padded(1024 * 1024 - 20)), "read")).toBe("ok");
    expect(await kindOf(answering(200, padded(1024 * 1024)), "read")).toBe("faulty");
  });

  it("only the code of an error is told, never its message: that holds addresses", async () => {
    expect(await failing("ECONNREFUSED")(asked("read"), { signal: never, now })).toEqual({
      kind: "away",
      detail: "ECONNREFUSED",
    });
  });

  it.each([
    ["3", 3_000],
    ["Fri, 20 Nov 2026 00:00:05 GMT", 5_000],
    ["soon", undefined],
  ])("Retry-After: %s", async (header, afterMs) => {
    const answer = await answering(429, "", { "retry-after": header })(asked("write"), { signal: never, now });
    expect(answer).toEqual({ kind: "busy", detail: "429", ...(afterMs === undefined ? {} : { afterMs }) });
  });
});

describe("a time that is over", () => {
  const hanging = createVendorHttp({
    mask,
    fetch: (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener("abort", () => reject(new Error("aborted")))),
  });
  it.each([
    ["read", "timed-out"],
    ["write", "unknown"],
  ] as const)("leaves a %s %s", async (effect, kind) => {
    const patience = new AbortController();
    const answer = hanging(asked(effect), { signal: patience.signal, now });
    patience.abort();
    expect((await answer).kind).toBe(kind);
  });
});

describe("what a vendor says", () => {
  const said = async (body: string, authorization?: string) => {
    const headers = authorization === undefined ? {} : { authorization };
    const request = asked("write", { headers, secrets: ["s3cret"] });
    const answer = await answering(403, body)(request, { signal: never, now });
    return "detail" in answer ? answer.detail : undefined;
  };

  it.each([
    ["MLflow's and GitHub's words", '{"error_code":"X","message":"no such thing"}', "403 no such thing"],
    ["a plain text", "go away\n  now", "403 go away now"],
    ["nothing of a page for people", "<html><body>Sign in", "403"],
    ["nothing of JSON without words", '{"a":1}', "403"],
  ])("is %s", async (_, body, detail) => {
    expect(await said(body)).toBe(detail);
  });

  it("holds no secret, not even one that the vendor repeats", async () => {
    const basic = `Basic ${Buffer.from("vigie:hunter2").toString("base64")}`;
    expect(await said(`no: ${basic} hunter2 vigie:hunter2 s3cret`, basic)).toBe("403 no: Basic *** *** *** ***");
    expect(await said("no: Bearer abc.def", "Bearer abc.def")).toBe("403 no: Bearer ***");
  });

  it("holds nobody's data, no control and no more than 300 units", () => {
    expect(vendorText("ask jane@corp.example", [], mask)).not.toContain("jane");
    expect(vendorText("a\u202eb\u0000c", [], mask)).toBe("a b c");
    expect(vendorText("x ".repeat(400), [], mask)).toHaveLength(300);
    expect(vendorText(`${"x".repeat(298)}😀y`, [], mask).isWellFormed()).toBe(true);
  });
});

describe("a request", () => {
  it("follows no redirect, so that no credential goes elsewhere", async () => {
    const seen: RequestInit[] = [];
    const http = createVendorHttp({
      mask,
      fetch: async (_, init) => {
        seen.push(init ?? {});
        return new Response("{}");
      },
    });
    await http(asked("read"), { signal: never, now });
    expect(seen).toMatchObject([{ redirect: "manual", method: "GET" }]);
  });
});
