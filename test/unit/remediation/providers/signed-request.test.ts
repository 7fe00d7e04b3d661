import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { signedRequest } from "../../../../src/remediation/providers/signed-request.ts";

const page = readFileSync("docs/connect/registry.md", "utf8").replaceAll(/\s+/g, " ");
const example =
  /With the key `([^`]+)`, delivery `(\w+):(\d+)`, timestamp `(\d+)` and body `([^`]+)` it is `([^`]+)`/.exec(page);
const [, key = "", run = "", step = "", timestamp = "", body = "", signature = ""] = example ?? [];
const call = { signal: new AbortController().signal, now: Number(timestamp) * 1000 + 999, run, step: Number(step) };
const asked = {
  ...({ effect: "write", method: "PUT", address: "https://u:p%40ss@registry.example/models/credit/current" } as const),
  body: JSON.parse(body || "null") as unknown,
  answer: z.unknown(),
};

describe("a signed request", () => {
  it("bears the signature of the documents' example", () => {
    const { headers, body: sent } = signedRequest(asked, { kind: "key", value: key }, call);
    expect(signature).toMatch(/^v1=[0-9a-f]{64}$/);
    expect(sent).toBe(body);
    expect(headers).toMatchObject({
      "x-vigie-signature": signature,
      "x-vigie-delivery": `${run}:${step}`,
      "idempotency-key": `${run}:${step}`,
      "x-vigie-timestamp": timestamp,
    });
  });

  it("sends user info of its address as Basic, and keeps it out of the address", () => {
    const { url, headers } = signedRequest(asked, { kind: "none" }, call);
    expect(url).toBe("https://registry.example/models/credit/current");
    expect(headers).toMatchObject({ authorization: `Basic ${Buffer.from("u:p@ss").toString("base64")}` });
  });

  it("is not signed without a key, and a reading bears no idempotency key", () => {
    const read = { ...asked, effect: "read", method: "GET", body: undefined, kind: "read" } as const;
    const { headers, body: sent } = signedRequest(read, { kind: "none" }, call);
    expect(sent).toBeUndefined();
    expect(Object.keys(headers ?? {})).not.toContain("x-vigie-signature");
    expect(Object.keys(headers ?? {})).not.toContain("idempotency-key");
    expect(headers).toMatchObject({ "x-vigie-delivery": `${run}:${step}:read` });
  });
});
