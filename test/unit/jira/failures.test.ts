import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { nine, sampleView } from "../pagerduty/sample-view.ts";
import { type Seen, startVendor, type Vendor } from "../pagerduty/vendor.ts";
import { ops, receiverAt, token } from "./site.ts";

let vendor: Vendor | undefined;
afterEach(async () => {
  await vendor?.stop();
  vendor = undefined;
});

const types = { issueTypes: [{ id: "1", name: "Task", subtask: false }], total: 1 };
const screen = { fields: [{ fieldId: "labels", name: "Labels", required: false }], total: 1 };
const basic = Buffer.from(`vigie@example.com:${token}`).toString("base64");

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));

/** Creates an issue at a Jira whose metadata is fine and whose create answers so. */
async function create(answer: (response: ServerResponse) => void, signal = AbortSignal.timeout(10_000)) {
  vendor = await startVendor((seen: Seen, response) => {
    if (seen.method === "POST") return answer(response);
    return json(200, /issuetypes$/.test(seen.path.split("?")[0] ?? "") ? types : screen)(response);
  });
  const receiver = receiverAt(vendor.url);
  const view = sampleView();
  const step = receiver.next(view, null, ops);
  if (!step) throw new Error("no step");
  return receiver.write({ view, destination: ops, binding: null, step, attemptId: "a1", signal });
}

const writes = () => vendor?.seen.filter(({ method }) => method !== "GET") ?? [];
const refusal = { errorMessages: ["You do not have permission."], errors: {} };

describe("an answer of Jira and what it means", () => {
  it("sends one create with a document, never a string, to version 3", async () => {
    const outcome = await create(json(201, { id: "1", key: "OPS-7", self: "x" }));
    expect(outcome).toMatchObject({ kind: "sent", binding: { issue: "OPS-7" } });
    expect(writes()).toHaveLength(1);
    expect(writes()[0]).toMatchObject({ path: "/rest/api/3/issue", headers: { authorization: `Basic ${basic}` } });
    expect(JSON.parse(writes()[0]?.body ?? "")).toMatchObject({
      fields: {
        project: { key: "OPS" },
        issuetype: { id: "1" },
        description: { type: "doc", version: 1 },
        labels: ["vigie", "vigie-0123456789abcdef0123456789abcdef", "vigie-group-a1b2c3d4e5f60718293a4b5c6d7e8f90"],
      },
    });
  });

  it.each([
    {
      says: "a 400 names the fields",
      answer: json(400, { errorMessages: [], errors: { project: "valid project is required" } }),
      outcome: { kind: "refused", reason: "bad-request", detail: "project: valid project is required" },
    },
    {
      says: "a 401 is final",
      answer: json(401, refusal),
      outcome: { kind: "refused", reason: "unauthorized", detail: "You do not have permission." },
    },
    { says: "a 403 is final", answer: json(403, refusal), outcome: { kind: "refused", reason: "forbidden" } },
    { says: "a 404 is final", answer: json(404, {}), outcome: { kind: "refused", reason: "not-found" } },
    {
      says: "a 429 says when to come back",
      answer: json(429, {}, { "retry-after": "12" }),
      outcome: { kind: "retry", reason: "rate-limited", maybe: false, afterMs: 12_000 },
    },
    {
      says: "a 429 says when to come back as a date",
      answer: json(429, {}, { "retry-after": new Date(nine + 5_000).toUTCString() }),
      outcome: { kind: "retry", reason: "rate-limited", maybe: false, afterMs: 5_000 },
    },
    {
      says: "a 500 may have created it",
      answer: json(500, {}),
      outcome: { kind: "retry", reason: "server-error", maybe: true },
    },
    {
      says: "a 503 may have created it",
      answer: json(503, {}),
      outcome: { kind: "retry", reason: "server-error", maybe: true },
    },
    {
      says: "a redirect is not followed",
      answer: (response: ServerResponse) => void response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
      outcome: { kind: "retry", reason: "bad-answer", maybe: false },
    },
    {
      says: "a 201 without a key cannot be read and may have created it",
      answer: json(201, { hello: 1 }),
      outcome: { kind: "retry", reason: "bad-answer", maybe: true },
    },
    {
      says: "a cut connection may have created it",
      answer: (response: ServerResponse) => void response.destroy(),
      outcome: { kind: "retry", reason: "unreachable", maybe: true },
    },
  ])("$says, after one write", async ({ answer, outcome }) => {
    const result = await create(answer);
    expect(result).toMatchObject(outcome);
    expect(JSON.stringify(result)).not.toContain(token);
    expect(JSON.stringify(result)).not.toContain(basic);
    expect(writes()).toHaveLength(1);
  });

  it("gives up at the time-out, aborts the request, and says that it may have arrived", async () => {
    const closed = Promise.withResolvers<void>();
    const outcome = await create((response) => void response.once("close", closed.resolve), AbortSignal.timeout(300));
    expect(outcome).toEqual({ kind: "retry", reason: "time-out", maybe: true });
    await closed.promise;
    expect(writes()).toHaveLength(1);
  });

  it("writes nothing when the project's metadata cannot be read, and says that nothing was written", async () => {
    vendor = await startVendor((_, response) => json(503, {})(response));
    const receiver = receiverAt(vendor.url);
    const view = sampleView();
    const step = receiver.next(view, null, ops);
    if (!step) throw new Error("no step");
    const signal = AbortSignal.timeout(5_000);
    expect(await receiver.write({ view, destination: ops, binding: null, step, attemptId: "a", signal })).toEqual({
      kind: "retry",
      reason: "server-error",
      maybe: false,
    });
    expect(writes()).toEqual([]);
  });

  it("reads the metadata once for the process", async () => {
    await create(json(201, { id: "1", key: "OPS-7", self: "x" }));
    const receiver = receiverAt(vendor?.url ?? "");
    const view = sampleView();
    for (let n = 0; n < 3; n += 1) {
      const step = receiver.next(view, null, ops);
      if (!step) throw new Error("no step");
      const signal = AbortSignal.timeout(5_000);
      await receiver.write({ view, destination: ops, binding: null, step, attemptId: "a", signal });
    }
    expect(vendor?.seen.filter(({ method }) => method === "GET")).toHaveLength(4);
    expect(writes()).toHaveLength(4);
  });

  it("says that nothing was sent when nobody listens", async () => {
    vendor = await startVendor(() => {});
    const receiver = receiverAt(vendor.url);
    await vendor.stop();
    vendor = undefined;
    const check = await receiver.check(ops, AbortSignal.timeout(5_000));
    expect(check).toMatchObject({
      kind: "faulty",
      notes: [{ key: "jira-unreachable", values: { project: "OPS", reason: "ECONNREFUSED" } }],
    });
  });
});
