import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { z } from "zod";
import { createMetrics } from "../../../src/metrics.ts";
import { alertBody, driftBody } from "../../support/samples.ts";
import { startUnderTest, type UnderTest } from "../../support/vigie-under-test.ts";

/** Words that stand in alerts and nowhere else. */
const marker = "zanzibar";
const paths = ["/healthz", "/readyz", "/metrics"];
let vigie: UnderTest;

beforeAll(async () => {
  vigie = await startUnderTest({ env: { VIGIE_API_TOKEN: "ops:s3cret-one", VIGIE_WEBHOOK_TOKEN: "t0ken-one" } });
  const post = (source: string, body: unknown) =>
    fetch(`${vigie.run.origin}/webhooks/${source}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer t0ken-one" },
      body: JSON.stringify(body),
    });
  const labels = { service: `${marker}-service`, [marker]: marker };
  await post(
    "alertmanager",
    alertBody([{ name: `${marker}Down`, labels, annotations: { summary: marker } }], vigie.world.now()),
  );
  await post(
    "drift",
    driftBody(20, vigie.world.now(), {
      service: marker,
      model: marker,
      metric: marker,
      threshold: 0.9,
      direction: "lower_is_worse",
    }),
  );
  await vigie.settle();
});
afterAll(() => vigie.stop());

const textOf = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${vigie.run.origin}${path}`, { headers });
  return { status: answer.status, text: await answer.text() };
};

describe("what everybody may ask", () => {
  it.each(paths)(
    "%s answers without a token, from behind a proxy too, and holds no text or label of an alert",
    async (path) => {
      const { status, text } = await textOf(path, { "x-forwarded-for": "10.0.0.7" });
      expect(status).toBe(200);
      expect(text.toLowerCase()).not.toContain(marker);
      expect(text).not.toMatch(/s3cret|t0ken/);
    },
  );

  it("/readyz says where the store, the policy and the sandbox stand", async () => {
    expect(await vigie.get("/readyz")).toMatchObject({
      ready: true,
      store: { kind: "sqlite", reachable: true, risks: expect.any(Array) },
      sandbox: ["slack", "teams", "pagerduty", "jira"],
      draining: false,
      policy: expect.stringMatching(/^[0-9a-f]{12}$/),
    });
  });

  it("/readyz and the metrics say that this machine's clock is more than 2 s off, and it stays ready (protocol 1.6)", async () => {
    const now = vi.spyOn(vigie.run.store, "now");
    onTestFinished(() => now.mockRestore());
    for (const [offsetMs, wrong] of [
      [2_000, false],
      [2_001, true],
      [-2_001, true],
    ] as const) {
      now.mockResolvedValue(vigie.world.now() + offsetMs);
      expect(await vigie.get("/readyz")).toMatchObject({ ready: true, clock: { offsetMs, wrong } });
      expect((await textOf("/metrics")).text).toContain(`\nvigie_clock_offset_seconds ${offsetMs / 1_000}\n`);
    }
  });

  it("/readyz and the metrics show the hash of the policy in force (protocol 10.2)", async () => {
    const { policy } = z.looseObject({ policy: z.string() }).parse(await vigie.get("/readyz"));
    const shown = (await textOf("/metrics")).text.match(/^vigie_policy_hash (\S+)$/m)?.[1];
    expect(Number(shown).toString(16).padStart(12, "0")).toBe(policy);
  });

  it("the incidents are there, for whoever has the token", async () => {
    const { text } = await textOf("/api/v1/incidents", { authorization: "Bearer s3cret-one" });
    expect(text).toContain(marker);
  });
});

describe("what a token guards", () => {
  it.each([
    "/",
    "/incidents/VIG-1",
    "/api/v1/incidents",
    "/api/v1/incidents/VIG-1",
    "/api/v1/incidents/VIG-1/journal",
    "/openapi.json",
  ])("%s asks for it, by Bearer and as Basic password", async (path) => {
    expect(await textOf(path)).toMatchObject({ status: 401, text: expect.not.stringContaining(marker) });
    expect((await textOf(path, { authorization: "Bearer s3cret-one" })).status).toBe(200);
    expect((await textOf(path, { authorization: `Basic ${btoa("ops:s3cret-one")}` })).status).toBe(200);
    expect((await textOf(path, { authorization: "Bearer t0ken-one" })).status).toBe(401);
  });

  it("says nothing of what is there and what is not", async () => {
    expect((await textOf("/api/v1/incidents/VIG-9999")).status).toBe(401);
    expect((await textOf("/no-such-page")).status).toBe(401);
  });

  it("/sandbox is for this machine only, token or not", async () => {
    expect((await textOf("/sandbox")).status).toBe(200);
    const proxied = { "x-forwarded-for": "10.0.0.7", authorization: "Bearer s3cret-one" };
    expect((await textOf("/sandbox", proxied)).status).toBe(404);
    expect((await textOf("/sandbox/slack/api/auth.test", proxied)).status).toBe(404);
  });
});

describe("GET /metrics", () => {
  const series = (text: string) =>
    text
      .split("\n")
      .flatMap((line) => (line === "" || line.startsWith("#") ? [] : [line.slice(0, line.lastIndexOf(" "))]));

  it("has every series from the start, at zero, so that a rate sees the first event (style 9)", async () => {
    const fresh = await createMetrics().text();
    const values = fresh
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => line.slice(line.lastIndexOf(" ") + 1));
    expect(values.length).toBeGreaterThan(200);
    expect(new Set(values)).toEqual(new Set(["0"]));
    expect(fresh).toContain('vigie_requests_refused_total{source="drift",reason="store-away"} 0');
    expect(fresh).toContain('vigie_deliveries_total{receiver="pagerduty",outcome="unauthorized"} 0');
    expect(fresh).toContain('vigie_delivery_seconds_count{receiver="jira"} 0');
  });

  it("gets no new series by anything that happens: labels come from closed lists", async () => {
    const before = new Set(series(await createMetrics().text()));
    await textOf("/no-such-page");
    const after = series((await textOf("/metrics")).text);
    expect(after.filter((one) => !before.has(one))).toEqual([]);
  });

  it("counts what was received and delivered", async () => {
    const { text } = await textOf("/metrics");
    expect(text).toContain('vigie_alerts_received_total{source="alertmanager"} 1');
    expect(text).toContain('vigie_alerts_received_total{source="drift"} 1');
    expect(text).toMatch(/vigie_deliveries_total\{receiver="slack",outcome="sent"\} [1-9]/);
    expect(text).toContain('vigie_sandbox{vendor="slack"} 1');
  });
});
