import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import type { PagerDutyDestination } from "../../../src/policy/destination.ts";
import { createPagerDutyReceiver } from "../../../src/receivers/pagerduty/index.ts";
import { nine, sampleView } from "./sample-view.ts";
import { type Seen, startVendor, type Vendor } from "./vendor.ts";

const routingKey = "e93facc04764012d7bfb002500d5d1a6";
const destination: PagerDutyDestination = {
  receiver: "pagerduty",
  id: "pagerduty:1f0c9a",
  locale: "en",
  fallback: [],
  routingKey,
  shown: "PAGERDUTY_ROUTING_KEY",
};

let vendor: Vendor | undefined;
afterEach(async () => {
  await vendor?.stop();
  vendor = undefined;
});

/** Writes the first page to a vendor that answers so. */
async function page(
  answer: (seen: Seen, response: ServerResponse) => void,
  signal: AbortSignal = AbortSignal.timeout(10_000),
) {
  vendor = await startVendor(answer);
  return pageTo(vendor.url, signal);
}

async function pageTo(eventsUrl: string, signal: AbortSignal) {
  const receiver = createPagerDutyReceiver({ eventsUrl, now: () => nine });
  const view = sampleView();
  const step = receiver.next(view, null, destination);
  if (!step) throw new Error("no step");
  return receiver.write({ view, destination, binding: null, step, attemptId: "a1", signal });
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (_: Seen, response: ServerResponse) =>
    void response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
const plain =
  (status: number, headers: Record<string, string> = {}) =>
  (_: Seen, response: ServerResponse) =>
    void response.writeHead(status, headers).end("<html>no</html>");
const invalid = {
  status: "invalid event",
  message: "Event object is invalid",
  errors: [`Invalid routing key ${routingKey}`],
};

describe("an answer of PagerDuty and what it means", () => {
  it("takes a 202 as sent and remembers the page", async () => {
    const outcome = await page(json(202, { status: "success", message: "Event processed", dedup_key: "k" }));
    expect(outcome).toEqual({
      kind: "sent",
      binding: { uid: sampleView().incident.uid, pageNo: 1, open: true },
      told: { pageNo: 1 },
    });
    expect(vendor?.seen).toHaveLength(1);
    expect(vendor?.seen[0]).toMatchObject({ method: "POST", path: "/v2/enqueue" });
    expect(vendor?.seen[0]?.headers["content-type"]).toMatch(/^application\/json/);
  });

  it.each([
    { says: "a 202 whose body is not JSON is accepted all the same", answer: plain(202), outcome: { kind: "sent" } },
    {
      says: "a 400 is final and told in PagerDuty's words, without the key",
      answer: json(400, invalid),
      outcome: {
        kind: "refused",
        reason: "bad-request",
        detail: "Event object is invalid: Invalid routing key PAGERDUTY_ROUTING_KEY",
      },
    },
    { says: "a 401 is final", answer: json(401, {}), outcome: { kind: "refused", reason: "unauthorized" } },
    { says: "a 403 is final", answer: plain(403), outcome: { kind: "refused", reason: "forbidden" } },
    { says: "a 404 is final", answer: plain(404), outcome: { kind: "refused", reason: "not-found" } },
    {
      says: "a 408 is tried again",
      answer: json(408, {}),
      outcome: { kind: "retry", reason: "time-out", maybe: true },
    },
    {
      says: "a 429 says when to come back, in seconds",
      answer: json(429, { status: "throttle exceeded" }, { "retry-after": "7" }),
      outcome: { kind: "retry", reason: "rate-limited", maybe: false, afterMs: 7_000 },
    },
    {
      says: "a 429 says when to come back, as a date",
      answer: plain(429, { "retry-after": new Date(nine + 30_000).toUTCString() }),
      outcome: { kind: "retry", reason: "rate-limited", maybe: false, afterMs: 30_000 },
    },
    {
      says: "a 429 without a time is tried again",
      answer: json(429, {}),
      outcome: { kind: "retry", reason: "rate-limited", maybe: false },
    },
    {
      says: "a 500 may have been taken",
      answer: json(500, {}),
      outcome: { kind: "retry", reason: "server-error", maybe: true },
    },
    {
      says: "a 503 may have been taken",
      answer: plain(503),
      outcome: { kind: "retry", reason: "server-error", maybe: true },
    },
    {
      says: "a redirect is not followed",
      answer: plain(302, { location: "http://127.0.0.1:1/" }),
      outcome: { kind: "retry", reason: "bad-answer", maybe: false },
    },
    {
      says: "a 200 is not PagerDuty's word",
      answer: plain(200),
      outcome: { kind: "retry", reason: "bad-answer", maybe: true },
    },
    {
      says: "a cut connection may have carried it",
      answer: (_: Seen, response: ServerResponse) => void response.destroy(),
      outcome: { kind: "retry", reason: "unreachable", maybe: true },
    },
  ])("$says, after one request", async ({ answer, outcome }) => {
    const result = await page(answer);
    expect(result).toMatchObject(outcome);
    expect(JSON.stringify(result)).not.toContain(routingKey);
    expect(vendor?.seen).toHaveLength(1);
  });

  it("gives up at the time-out, aborts the request, and says that it may have arrived", async () => {
    let isCut = false;
    const closed = Promise.withResolvers<void>();
    const outcome = await page((_, response) => {
      response.once("close", () => {
        isCut = true;
        closed.resolve();
      });
    }, AbortSignal.timeout(50));
    expect(outcome).toEqual({ kind: "retry", reason: "time-out", maybe: true });
    await closed.promise;
    expect(isCut).toBe(true);
  });

  it("says that nothing was sent when nobody listens", async () => {
    vendor = await startVendor(() => {});
    const { url } = vendor;
    await vendor.stop();
    vendor = undefined;
    expect(await pageTo(url, AbortSignal.timeout(5_000))).toEqual({
      kind: "retry",
      reason: "unreachable",
      maybe: false,
      detail: "ECONNREFUSED",
    });
  });

  it("leaves nothing behind that keeps the process running", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const before = timers();
    await page(json(202, { status: "success" }));
    await vendor?.stop();
    vendor = undefined;
    expect(timers()).toBe(before);
  });
});

describe("the start-up check", () => {
  const check = (key: string) =>
    createPagerDutyReceiver({ eventsUrl: "http://127.0.0.1:1", now: () => nine }).check(
      { ...destination, routingKey: key },
      AbortSignal.timeout(1_000),
    );

  it("accepts a key of 32 letters and digits and says that it could not be tried", async () => {
    expect(await check(routingKey)).toEqual({
      kind: "ok",
      notes: [{ key: "pagerduty-key-untested", values: { shown: destination.shown } }],
      canonical: destination.id,
    });
  });

  it("names a key of another shape by its variable, never by its value", async () => {
    const result = await check("too-short");
    expect(result).toMatchObject({
      kind: "faulty",
      notes: [{ key: "pagerduty-key-malformed", values: { shown: destination.shown, length: "9" } }],
    });
    expect(JSON.stringify(result)).not.toContain("too-short");
  });
});
