import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { alertBody, driftBody } from "../support/samples.ts";
import { startUnderTest, type UnderTest } from "../support/vigie-under-test.ts";
import { needs } from "../unit/slack/referees.ts";

const folder = "json/test_parsing";
const { skip, why } = needs(folder);
const files = skip ? [] : readdirSync(path(folder)).sort();
const wrong = files.filter((name) => name.startsWith("n_"));
const right = files.filter((name) => name.startsWith("y_"));
const either = files.filter((name) => name.startsWith("i_"));
const webhooks = ["alertmanager", "drift"] as const;

function path(name: string): string {
  return resolve(process.env.VIGIE_REFEREES ?? "../shared/referees", name);
}

const incidentSchema = z.looseObject({
  id: z.string(),
  received: z.number(),
  firing: z.number(),
  severity: z.string(),
});
const listSchema = z.object({ incidents: z.array(incidentSchema) });
const detailSchema = incidentSchema.extend({
  alertsTotal: z.number(),
  alerts: z.array(z.looseObject({ annotations: z.record(z.string(), z.string()) })),
});

let vigie: UnderTest;
beforeAll(async () => {
  vigie = await startUnderTest();
});
afterAll(() => vigie.stop());

/** The status that a body gets, and nothing but JSON beside it; a hang fails. */
async function statusOf(source: string, body: RequestInit["body"]): Promise<number> {
  const answer = await fetch(`${vigie.run.origin}/webhooks/${source}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: body ?? null,
    signal: AbortSignal.timeout(5_000),
  });
  expect(typeof (await answer.json())).toBe("object");
  return answer.status;
}

const incidents = async () => listSchema.parse(await vigie.get("/api/v1/incidents")).incidents;
const metric = async (series: string): Promise<number> => {
  const text = await (await fetch(`${vigie.run.origin}/metrics`)).text();
  return Number(
    text
      .split("\n")
      .find((line) => line.startsWith(`${series} `))
      ?.split(" ")[1],
  );
};

describe.skipIf(skip)(`JSONTestSuite${why}`, () => {
  describe.each(webhooks)("/webhooks/%s", (source) => {
    it("answers 400 to each of the 188 n_ files: not JSON (done-line 7)", async () => {
      expect(wrong).toHaveLength(188);
      const answers = await all(wrong, async (name) => [
        name,
        await statusOf(source, readFileSync(join(path(folder), name))),
      ]);
      expect(answers.filter(([, status]) => status !== 400)).toEqual([]);
    });

    it("answers 422 to each y_ file, or 200 to one that holds nothing: JSON, but no alert", async () => {
      expect(right).toHaveLength(95);
      const answers = await all(right, async (name) => {
        const bytes = readFileSync(join(path(folder), name));
        const isEmptyList = /^\s*\[\s*\]\s*$/.test(bytes.toString("utf8"));
        return [name, await statusOf(source, bytes), source === "drift" && isEmptyList ? 200 : 422];
      });
      expect(answers.filter(([, status, expected]) => status !== expected)).toEqual([]);
    });

    it("answers 400 or 422 to what the standard leaves open, and is still alive", async () => {
      const answers = await all(either, async (name) => [
        name,
        await statusOf(source, readFileSync(join(path(folder), name))),
      ]);
      expect(answers.filter(([, status]) => status !== 400 && status !== 422)).toEqual([]);
      expect((await fetch(`${vigie.run.origin}/readyz`)).status).toBe(200);
    });
  });

  it("left nothing behind: no incident, no bug counted, no room kept", async () => {
    expect(await incidents()).toEqual([]);
    expect(await metric('vigie_bugs_total{where="http"}')).toBe(0);
    expect(await metric("vigie_bodies_in_work_bytes")).toBe(0);
  });
});

/** A few at a time, as senders come. */
async function all<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += 16)
    results.push(...(await Promise.all(items.slice(at, at + 16).map(work))));
  return results;
}

describe("a real service", () => {
  it("takes 10,000 alerts in one body and counts them in one incident (done-line 7)", async () => {
    const alerts = Array.from({ length: 10_000 }, (_, i) => ({
      name: "KubePodCrashLooping",
      labels: { service: "checkout", instance: `pod-${i}`, severity: "warning" },
      fingerprint: `pod-${i}`,
    }));
    const answer = await vigie.post("alertmanager", alertBody(alerts, vigie.world.now()));
    expect(answer).toEqual({ status: 200, body: { accepted: 10_000, rejected: [] } });
    expect(await incidents()).toMatchObject([{ received: 10_000, firing: 10_000, severity: "warning" }]);
    await vigie.settle();
    expect(vigie.seen.slack()).toHaveLength(1);
  });

  it("keeps the good alerts of a body and says in its answer which were bad", async () => {
    const body = alertBody([{ labels: { service: "mixed" } }, { startsAt: "yesterday" }], vigie.world.now());
    const { status, body: said } = await vigie.post("alertmanager", body);
    expect(status).toBe(200);
    expect(said).toMatchObject({ accepted: 1, rejected: [{ index: 1, issues: [{ path: "alerts.1.startsAt" }] }] });
    expect(await metric('vigie_alerts_rejected_total{source="alertmanager"}')).toBe(1);
  });

  it("lets a drift event take effect once by its id, and counts every copy (behaviour 2.1)", async () => {
    const event = driftBody(6, vigie.world.now(), { id: "evidently-1", service: "twice", model: "twice" });
    await vigie.post("drift", event);
    await vigie.post("drift", [event, event]);
    vigie.world.advance(60_000);
    const worse = driftBody(20, vigie.world.now(), { id: "evidently-1", service: "twice", model: "twice" });
    expect((await vigie.post("drift", worse)).status).toBe(200);
    const [row] = (await incidents()).filter(({ service }) => service === "twice");
    expect(row).toMatchObject({ received: 4, firing: 1, severity: "critical" });
  });

  it("tells 10.95 and 10.9 of one drift apart from 12: its own figure counts, the sender's is flagged (behaviour 2.2)", async () => {
    const flaggedOf = async (service: string, degradation_pct: number) => {
      const more = { service, model: service, value: 0.846, baseline: 0.95, degradation_pct };
      expect((await vigie.post("drift", driftBody(0, vigie.world.now(), more))).status).toBe(200);
      await vigie.settle();
      const card = vigie.seen.slack().find(({ text }) => text.includes(service));
      return { text: card?.text, flagged: JSON.stringify(card).includes("sender") };
    };
    expect(await flaggedOf("exact", 10.95)).toMatchObject({ text: expect.stringContaining("10.9"), flagged: false });
    expect(await flaggedOf("near", 10.9)).toMatchObject({ flagged: false });
    expect(await flaggedOf("off", 12)).toMatchObject({ text: expect.stringContaining("10.9"), flagged: true });
  });

  it("has no drift of a far future or of another schema: 422, and its series goes on", async () => {
    const future = driftBody(20, vigie.world.now() + 48 * 60 * 60_000, { service: "future", model: "future" });
    expect(await vigie.post("drift", future)).toMatchObject({
      status: 422,
      body: { error: { issues: [{ path: "window.to" }] } },
    });
    const other = driftBody(20, vigie.world.now(), { schema: "drift.v2" });
    expect(await vigie.post("drift", other)).toMatchObject({
      status: 422,
      body: { error: { issues: [{ path: "schema" }] } },
    });
    const now = driftBody(6, vigie.world.now(), { service: "future", model: "future" });
    expect((await vigie.post("drift", now)).status).toBe(200);
    expect((await incidents()).filter(({ service }) => service === "future")).toMatchObject([{ severity: "critical" }]);
  });

  it("survives what is hostile in labels: prototypes, NULs, half surrogates, ten thousand of them", async () => {
    const text = JSON.stringify(
      alertBody(
        [{ labels: { service: "hostile", nul: "\u0000", half: "\ud83d", ...many(10_000) } }],
        vigie.world.now(),
      ),
    ).replace('"labels":{', '"labels":{"__proto__":"x",');
    expect(await vigie.post("alertmanager", text)).toMatchObject({ status: 200, body: { accepted: 1 } });
    const [row] = (await incidents()).filter(({ service }) => service === "hostile");
    const detail = detailSchema.parse(await vigie.get(`/api/v1/incidents/${row?.id}`));
    expect(detail.alertsTotal).toBe(1);
    await vigie.settle();
    expect(vigie.seen.slack().some((message) => JSON.stringify(message).includes(row?.id ?? "none"))).toBe(true);
  });
});

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`label_${i}`, "x"]));
