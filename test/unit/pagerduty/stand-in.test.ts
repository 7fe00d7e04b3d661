import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PagerDutyDestination } from "../../../src/policy/destination.ts";
import { createPagerDutyReceiver } from "../../../src/receivers/pagerduty/index.ts";
import { createFaultBox } from "../../../src/sandbox/faults.ts";
import { createPagerDutyStandIn } from "../../../src/sandbox/pagerduty/index.ts";
import { openStandInState, type StandInState } from "../../../src/sandbox/state.ts";
import { nine, sampleView } from "./sample-view.ts";
import { startStandIn } from "./vendor.ts";

const routingKey = "e93facc04764012d7bfb002500d5d1a6";

let state: StandInState;
beforeEach(() => {
  state = openStandInState(":memory:");
});
afterEach(() => state.close());

function standIn(now: () => number = () => nine) {
  const faults = createFaultBox();
  const made = createPagerDutyStandIn({ state, now, faults, baseUrl: () => "http://127.0.0.1" });
  const post = (body: unknown, path = "/v2/enqueue") =>
    made.routes.request(path, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });
  const list = async (query = "") => {
    const answer = await made.routes.request(`/incidents${query}`, { headers: { authorization: "Token token=t" } });
    const { incidents } = (await answer.json()) as {
      incidents: { title: string; status: string; incident_key: string }[];
    };
    return incidents.map(({ title, status }) => `${status}: ${title}`);
  };
  return { ...made, faults, post, list };
}

const event = (action: string, changes: object = {}) => ({
  routing_key: routingKey,
  dedup_key: "k1",
  event_action: action,
  payload: { summary: "DISK at 99%", source: "db1", severity: "critical" },
  ...changes,
});

describe("the sandboxed PagerDuty", () => {
  it("accepts an event in PagerDuty's words", async () => {
    const answer = await standIn().post(event("trigger"));
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ status: "success", message: "Event processed", dedup_key: "k1" });
  });

  it("takes change events, shows them beside the incidents and joins none of them", async () => {
    const { post, picture } = standIn();
    const change = {
      routing_key: routingKey,
      payload: { summary: "Vigie rolled credit back", custom_details: { before: "<8>" } },
      links: [{ href: "https://vigie.example/incidents/VIG-1", text: "VIG-1" }],
    };
    for (const _twice of [1, 2]) {
      const answer = await post(change, "/v2/change/enqueue");
      expect([answer.status, await answer.json()]).toEqual([
        202,
        { status: "success", message: "Change event processed" },
      ]);
    }
    const drawn = String(await picture());
    expect(drawn.match(/Vigie rolled credit back/g)).toHaveLength(2);
    expect(drawn).toContain("&lt;8&gt;");
  });

  it.each([
    { says: "no summary", payload: {}, error: /payload\.summary/ },
    { says: "a time that is none", payload: { summary: "s", timestamp: "soon" }, error: /payload\.timestamp/ },
  ])("refuses a change event with $says", async ({ payload, error }) => {
    const answer = await standIn().post({ routing_key: routingKey, payload }, "/v2/change/enqueue");
    expect(answer.status).toBe(400);
    const { errors } = (await answer.json()) as { errors: string[] };
    expect(errors.join()).toMatch(error);
  });

  it("joins triggers of one key, and opens a new incident after a resolve", async () => {
    const { post, list } = standIn();
    await post(event("trigger"));
    await post(event("trigger"));
    expect(await list()).toEqual(["triggered: DISK at 99%"]);
    await post(event("acknowledge"));
    expect(await list()).toEqual(["acknowledged: DISK at 99%"]);
    await post(event("resolve"));
    expect(await list()).toEqual(["resolved: DISK at 99%"]);
    await post(event("trigger", { payload: { summary: "again", source: "db1", severity: "info" } }));
    expect(await list()).toEqual(["triggered: again", "resolved: DISK at 99%"]);
    expect(await list("?statuses[]=triggered")).toEqual(["triggered: again"]);
  });

  it("keeps services apart: the same key under another routing key is another incident", async () => {
    const { post, list } = standIn();
    await post(event("trigger"));
    await post(event("resolve", { routing_key: "f".repeat(32) }));
    expect(await list()).toEqual(["triggered: DISK at 99%"]);
  });

  it("drops a resolve of what it does not know", async () => {
    const { post, list } = standIn();
    expect((await post(event("resolve"))).status).toBe(202);
    expect(await list()).toEqual([]);
  });

  it.each([
    { says: "no routing key", changes: { routing_key: "" }, error: "'routing_key' is missing or blank" },
    {
      says: "a short routing key",
      changes: { routing_key: "abc" },
      error: "Length of 'routing_key' is incorrect (should be 32 characters)",
    },
    {
      says: "an unknown action",
      changes: { event_action: "ack" },
      error: "'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')",
    },
    {
      says: "a summary above 1,024 characters",
      changes: { payload: { summary: "x".repeat(1_025), source: "s", severity: "info" } },
      error: "'payload.summary' is too long",
    },
    {
      says: "a dedup key above 255 characters",
      changes: { dedup_key: "k".repeat(256) },
      error: "'dedup_key' is too long (maximum is 255 characters)",
    },
    {
      says: "an unknown severity",
      changes: { payload: { summary: "x", source: "s", severity: "urgent" } },
      error: "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
    },
    {
      says: "no source",
      changes: { payload: { summary: "x", severity: "info" } },
      error: "'payload.source' is missing or blank",
    },
  ])("refuses $says", async ({ changes, error }) => {
    const answer = await standIn().post(event("trigger", changes));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      status: "invalid event",
      message: "Event object is invalid",
      errors: [error],
    });
  });

  it("refuses what is not JSON, and what is larger than 512 KB", async () => {
    const { post } = standIn();
    expect(await (await post("{")).json()).toMatchObject({
      status: "Unrecognized object",
      errors: ["JSON parse error"],
    });
    expect((await post(event("trigger", { pad: "x".repeat(512 * 1024) }))).status).toBe(413);
  });

  it("takes 120 events of a key in any 60 s", async () => {
    let now = nine;
    const { post } = standIn(() => now);
    for (let n = 0; n < 120; n += 1) expect((await post(event("trigger"))).status).toBe(202);
    expect((await post(event("trigger"))).status).toBe(429);
    expect((await post(event("trigger", { routing_key: "f".repeat(32) }))).status).toBe(202);
    now += 60_001;
    expect((await post(event("trigger"))).status).toBe(202);
  });

  it("keeps its incidents over a restart", async () => {
    await standIn().post(event("trigger"));
    expect(await standIn().list()).toEqual(["triggered: DISK at 99%"]);
  });

  it.each([
    { kind: "revoked", status: 400 },
    { kind: "place-deleted", status: 400 },
    { kind: "server-error", status: 500 },
    { kind: "rate-limited", status: 429 },
  ] as const)("fails as told: $kind", async ({ kind, status }) => {
    const { post, faults, list } = standIn();
    faults.add({ vendor: "pagerduty", kind });
    expect((await post(event("trigger"))).status).toBe(status);
    expect(await list()).toEqual([]);
    expect((await post(event("trigger"))).status).toBe(202);
  });

  it("lets nobody read without a token", async () => {
    expect((await standIn().routes.request("/incidents")).status).toBe(401);
  });

  it("shows what PagerDuty would show, with the alert's text as text", async () => {
    const { post, picture } = standIn();
    await post(
      event("trigger", {
        payload: { summary: "<script>x</script>", source: "s", severity: "info", custom_details: { firing: 3 } },
        links: [{ href: "javascript:alert(1)", text: "bad" }],
      }),
    );
    const page = String(await picture());
    expect(page).toContain("&lt;script&gt;x");
    expect(page).not.toContain("<script>");
    expect(page).not.toContain('href="javascript:');
    expect(page).toContain("TRIGGERED");
  });

  it("takes what the receiver sends: page, second page, end", async () => {
    const { routes, list } = standIn();
    const server = await startStandIn(routes);
    const receiver = createPagerDutyReceiver({ eventsUrl: server.url, now: () => nine });
    const destination: PagerDutyDestination = {
      receiver: "pagerduty",
      id: "pagerduty:1f0c9a",
      locale: "en",
      fallback: [],
      routingKey,
      shown: "the key",
    };
    let binding = receiver.readBinding(null);
    for (const changes of [{ pageNo: 1 }, { pageNo: 2 }, { pageNo: 2, pageEnded: 2, phase: "resolved" as const }]) {
      const view = sampleView(changes);
      for (
        let step = receiver.next(view, binding, destination);
        step;
        step = receiver.next(view, binding, destination)
      ) {
        const signal = AbortSignal.timeout(5_000);
        const outcome = await receiver.write({ view, destination, binding, step, attemptId: "a", signal });
        if (outcome.kind !== "sent") throw new Error(JSON.stringify(outcome));
        binding = outcome.binding;
      }
    }
    await server.stop();
    expect((await list()).map((line) => line.split(":")[0])).toEqual(["resolved", "resolved"]);
  });
});
