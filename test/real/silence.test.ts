import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { Pressed } from "../../src/chat/desk.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { startUnderTest, type UnderTest } from "../support/vigie-under-test.ts";
import { startAlertmanagers } from "./story/alertmanagers.ts";
import { missingPrograms } from "./story/child.ts";

import { createStops } from "./story/stops.ts";
import { startVigieProcess } from "./story/vigie-process.ts";

const token = "the-token-of-alertmanager";
const waitMs = 60_000;
const silencesSchema = z.array(
  z.object({
    id: z.string(),
    status: z.object({ state: z.string() }),
    matchers: z.array(z.object({ name: z.string(), value: z.string() })),
    comment: z.string(),
  }),
);

const missing = missingPrograms("prometheus-alertmanager");

const title = "a silence that is written to a real Alertmanager (behaviour 3, protocol 5.4)";

describe.skipIf(missing !== null)(`${title}${missing ? ` (${missing})` : ""}`, () => {
  const dir = mkdtempSync(join(tmpdir(), "vigie-silence-"));
  const { add, stopAll } = createStops();
  let vigie: UnderTest;
  let addresses: readonly string[];

  beforeAll(async () => {
    const pair = add(await startAlertmanagers(dir, 20));
    addresses = pair.addresses;
    vigie = add(
      await startUnderTest({
        world: fakeWorld(Date.now()),
        env: { ALERTMANAGER_URL: `http://${addresses[0]}`, VIGIE_WEBHOOK_TOKEN: token },
      }),
    );
    await pair.notify([`${vigie.run.origin}/webhooks/alertmanager`], token);
  }, 120_000);

  afterAll(async () => {
    await stopAll();
    rmSync(dir, { recursive: true, force: true });
  });

  it("the alert ends while it is silenced: Alertmanager says nothing, and incident, page and ticket end too", async () => {
    await send("PodDown", {});
    await opens("PodDown");
    expect(vigie.seen.pages().map(({ status }) => status)).toEqual(["triggered"]);
    expect(
      await press("PodDown", "silence", { for: "1h", why: "node drain", urgent: "false", elsewhere: "true" }),
    ).toMatchObject({
      kind: "done",
    });
    const [there] = await silences();
    expect(there).toMatchObject({ comment: "node drain", status: { state: expect.stringMatching(/active|pending/) } });
    expect(there?.matchers).toContainEqual({ name: "alertname", value: "PodDown" });
    await vigie.run.delivery.runDue();
    expect(vigie.seen.pages().map(({ status }) => status)).toEqual(["acknowledged"]);

    await send("PodDown", { endsAt: new Date().toISOString() });
    await vi.waitFor(async () => expect(await activeThere()).not.toContain("PodDown"), {
      timeout: waitMs,
      interval: 250,
    });
    expect((await incidentOf("PodDown")).phase).toBe("notified");
    await vigie.settle(2 * 60_000);
    expect((await incidentOf("PodDown")).phase).toBe("resolved");
    expect(vigie.seen.pages().map(({ status }) => status)).toEqual(["resolved"]);
    expect(vigie.seen.issues().map(({ status }) => status)).toEqual(["Done"]);
  });

  it("ended here, it is over there", async () => {
    await send("DiskFull", {});
    await opens("DiskFull");
    await press("DiskFull", "silence", { for: "2h", why: "resizing", urgent: "false", elsewhere: "true" });
    expect((await silences()).filter(({ comment }) => comment === "resizing")).toHaveLength(1);
    expect(await press("DiskFull", "unsilence")).toMatchObject({ kind: "done" });
    await vigie.run.delivery.runDue();
    const [there] = (await silences()).filter(({ comment }) => comment === "resizing");
    expect(there?.status.state).toBe("expired");
  });

  /** As Prometheus does, to both. */
  async function send(alertname: string, more: { readonly endsAt?: string }): Promise<void> {
    const labels = {
      alertname,
      service: "payments",
      environment: "production",
      severity: "critical",
      pod: "payments-1",
    };
    const alert = { labels, annotations: { summary: `${alertname} on payments-1` }, ...more };
    for (const address of addresses) {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`http://${address}/api/v2/alerts`, {
        method: "POST",
        headers,
        body: JSON.stringify([alert]),
      });
      expect(answer.status).toBe(200);
    }
  }

  async function opens(name: string): Promise<void> {
    await vi.waitFor(() => incidentOf(name), { timeout: waitMs, interval: 250 });
    await vigie.settle(5_000);
  }

  async function storedOf(name: string) {
    const { incidents } = await vigie.run.store.list({ limit: 50 });
    const found = incidents.find(({ incident }) => incident.lead.name === name);
    if (!found) throw new Error(`${name} has not come`);
    return found;
  }

  async function incidentOf(name: string) {
    return (await storedOf(name)).incident;
  }

  async function press(name: string, handler: string, values?: Readonly<Record<string, string>>): Promise<Pressed> {
    const { number } = await storedOf(name);
    return vigie.run.chat.desk.press({
      handler,
      incident: { number },
      account: { vendor: "slack", id: "UADA", name: "Ada" },
      where: "slack",
      locale: "en",
      ...(values === undefined ? {} : { values }),
    });
  }

  async function silences() {
    return silencesSchema.parse(await (await fetch(`http://${addresses[0]}/api/v2/silences`)).json());
  }

  async function activeThere(): Promise<readonly string[]> {
    const answer = await fetch(`http://${addresses[0]}/api/v2/alerts?silenced=true&active=true&inhibited=true`);
    const alerts = z.array(z.object({ labels: z.record(z.string(), z.string()) })).parse(await answer.json());
    return alerts.flatMap(({ labels }) => labels.alertname ?? []);
  }
});

describe("a ladder in real time", () => {
  it("tells the next after two seconds, and the one after that two seconds later", async () => {
    const dir = mkdtempSync(join(tmpdir(), "vigie-ladder-"));
    const { add, stopAll } = createStops();
    try {
      const policy = join(dir, "policy.yaml");
      writeFileSync(policy, ladderPolicy);
      const vigie = add(await startVigieProcess({ dir, store: "sqlite", env: { VIGIE_POLICY: policy } }));
      const startedAt = Date.now();
      const body = JSON.stringify({
        service: "credit-scoring",
        metric: "accuracy",
        value: 0.8,
        baseline: 1,
        environment: "production",
      });
      const headers = { "content-type": "application/json" };
      expect((await fetch(`${vigie.origin}/webhooks/drift`, { method: "POST", headers, body })).ok).toBe(true);
      const channels = () => vigie.seen.slack().map(({ channelName }) => channelName);
      const sees = (channel: string) =>
        vi.waitFor(() => expect(channels()).toContain(channel), { timeout: waitMs, interval: 100 });
      await sees("ai-alerts");
      expect(channels()).not.toContain("leads");
      await sees("leads");
      expect(Date.now() - startedAt).toBeGreaterThanOrEqual(2_000);
      await sees("second");
      expect(Date.now() - startedAt).toBeGreaterThanOrEqual(4_000);
    } finally {
      await stopAll();
      rmSync(dir, { recursive: true, force: true });
    }
  });
});

const ladderPolicy = `version: 1
name: ladder
severity: { otherwise: critical }
destinations:
  chat: [{ slack: "#ai-alerts" }]
  leads: [{ slack: "#leads" }]
  second: [{ slack: "#second" }]
route:
  tell: { warning: [chat] }
  escalation: { warning: [{ after: 2s, to: [leads] }, { after: 2s, to: [second] }] }
`;
