import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import type { Incident } from "../../src/incident/incident.ts";
import { createLog } from "../../src/write-log.ts";
import { type ReusedStore, reusedStore } from "../support/reused-store.ts";
import { alertBody, driftBody } from "../support/samples.ts";
import { storedIn } from "../support/stored-in.ts";
import { startUnderTest, type UnderTest, type UnderTestOptions } from "../support/vigie-under-test.ts";
import { storeKinds, storeMissing } from "./stores.ts";

const policyFile = new URL("changes.policy.yaml", import.meta.url).pathname;
const secret = "a secret of the registry";
const minuteMs = 60_000;
const changesSchema = z.object({ changes: z.array(z.looseObject({ kind: z.string(), name: z.string() })) });
const incidentsSchema = z.object({ incidents: z.array(z.looseObject({ id: z.string() })) });

/** What MLflow sends when an alias is moved, signed. */
function moved(version: string, at: number, delivery: string, model = "credit") {
  const body = JSON.stringify({
    entity: "model_version_alias",
    action: "created",
    timestamp: new Date(at).toISOString(),
    workspace: "default",
    data: { name: model, alias: "champion", version },
  });
  const seconds = String(Math.floor(at / 1_000));
  const signature = createHmac("sha256", secret).update(`${delivery}.${seconds}.${body}`).digest("base64");
  const headers = {
    "content-type": "application/json",
    "x-mlflow-delivery-id": delivery,
    "x-mlflow-timestamp": seconds,
    "x-mlflow-signature": `v1,${signature}`,
  };
  return { body, headers };
}

const tell = async (vigie: UnderTest, source: string, sent: { body: string; headers: Record<string, string> }) => {
  const answer = await fetch(`${vigie.run.origin}/webhooks/${source}`, { method: "POST", ...sent });
  return { status: answer.status, body: await answer.json() };
};

const changesOf = async (vigie: UnderTest, query: string) =>
  changesSchema.parse(await vigie.get(`/api/v1/changes?${query}`)).changes;

async function theIncident(vigie: UnderTest): Promise<Incident> {
  const { incidents } = incidentsSchema.parse(await vigie.get("/api/v1/incidents"));
  const [only, ...others] = incidents;
  expect(others).toEqual([]);
  const found = await vigie.run.store.find(Number(only?.id.replace("VIG-", "")));
  if (!found) throw new Error("no incident");
  return found.incident;
}

const kindsOf = async (vigie: UnderTest) =>
  (await vigie.run.store.journal(await theIncident(vigie), 0, 200)).map(({ kind }) => kind);

describe.each(storeKinds)("What changed, on %s", (kind) => {
  const missing = storeMissing(kind);
  if (missing) {
    it.skip(missing, () => {});
    return;
  }
  let store: ReusedStore;
  let url: string;
  let dir: string;
  const started: UnderTest[] = [];
  const start = async (more: Partial<UnderTestOptions> = {}) => {
    const env = { VIGIE_POLICY: policyFile, MLFLOW_WEBHOOK_SECRET: `another one,${secret}`, ...more.env };
    const vigie = await startUnderTest({ store: url, dir, ...more, env });
    started.push(vigie);
    return vigie;
  };
  beforeAll(async () => {
    store = await reusedStore(kind);
  });
  afterAll(() => store.stop());
  beforeEach(async () => {
    url = await store.fresh();
    dir = mkdtempSync(join(tmpdir(), "vigie-changes-"));
  });
  afterEach(async () => {
    for (const vigie of started.splice(0)) await vigie.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it("Told before the drift it is on the incident from its first minute: champion 7 to 8, 42 min before (promise 5).", async () => {
    const vigie = await start();
    const now = vigie.world.now();
    expect(await tell(vigie, "mlflow", moved("7", now - 50 * minuteMs, "d-1"))).toMatchObject({ status: 401 });
    await tell(vigie, "deployment", {
      body: JSON.stringify({ model: "credit", kind: "alias", name: "champion", to: "7", at: iso(now - 90 * minuteMs) }),
      headers: { "content-type": "application/json" },
    });
    vigie.world.set(now - 42 * minuteMs);
    const answer = await tell(vigie, "mlflow", moved("8", now - 42 * minuteMs, "d-2"));
    expect(answer).toEqual({ status: 200, body: { accepted: 1, rejected: [] } });
    vigie.world.set(now);
    await vigie.post("drift", driftBody(6, now));
    await vigie.settle();
    expect((await theIncident(vigie)).changes?.[0]).toMatchObject({
      kind: "alias",
      name: "champion",
      from: "7",
      to: "8",
      earlierMs: 42 * minuteMs,
      likely: "version-named",
    });
    expect(JSON.stringify(vigie.seen.slack())).toMatch(/champion.*7.*8/);
  });

  it("Told after it, it is found by itself: an open incident looks again, by model, service and any of its names.", async () => {
    const vigie = await start();
    const now = vigie.world.now();
    await vigie.post("drift", driftBody(6, now));
    await vigie.settle();
    expect((await theIncident(vigie)).changes ?? []).toEqual([]);
    await tell(vigie, "mlflow", moved("8", now - minuteMs, "d-1"));
    await vigie.settle();
    expect((await theIncident(vigie)).changes).toMatchObject([{ name: "champion", to: "8" }]);
    await vigie.post("deployment", { service: "scoring-api", to: "1.4.2", at: iso(now - 2 * minuteMs) });
    await vigie.settle();
    expect((await theIncident(vigie)).changes?.map(({ to }) => to)).toEqual(["8", "1.4.2"]);
  });

  it("Sent again it is known: nobody looks again, and the journal stays as it is.", async () => {
    const vigie = await start();
    const now = vigie.world.now();
    await vigie.post("drift", driftBody(6, now));
    await tell(vigie, "mlflow", moved("8", now - minuteMs, "d-1"));
    await vigie.settle();
    const before = await kindsOf(vigie);
    expect(before.filter((one) => one === "changes")).toHaveLength(1);
    expect(await tell(vigie, "mlflow", moved("8", now - minuteMs, "d-1"))).toMatchObject({ status: 200 });
    expect((await vigie.run.store.backlog()).background).toBe(await backlogAtRest(vigie));
    await vigie.settle();
    expect(await kindsOf(vigie)).toEqual(before);
    expect(await changesOf(vigie, "model=credit")).toHaveLength(1);
  });

  it("A process that dies once it is kept loses nothing: the next one looks.", async () => {
    const first = await start();
    const now = first.world.now();
    await first.post("drift", driftBody(6, now));
    await first.settle();
    await tell(first, "mlflow", moved("8", now - minuteMs, "d-1"));
    await first.abandon();
    const next = await start({ world: first.world });
    await next.settle();
    expect((await theIncident(next)).changes).toMatchObject([{ to: "8" }]);
  });

  it("A registry that cannot reach us is looked at each minute, and tells no less.", async () => {
    const registry = await startRegistry();
    registry.champion = "7";
    const vigie = await start({ env: { MLFLOW_TRACKING_URI: registry.url, MLFLOW_TRACKING_TOKEN: "t0ken-of-mlflow" } });
    await vigie.settle(2 * minuteMs);
    await vigie.post("drift", driftBody(6, vigie.world.now()));
    await vigie.settle(2 * minuteMs);
    expect((await theIncident(vigie)).changes ?? []).toEqual([]);
    registry.champion = "8";
    await vigie.settle(2 * minuteMs);
    const found = (await theIncident(vigie)).changes;
    expect(found).toMatchObject([{ kind: "alias", name: "champion", from: "7", to: "8", source: "mlflow" }]);
    expect(found?.[0]?.since).toBe((found?.[0]?.at ?? 0) - minuteMs);
    expect(await changesOf(vigie, "service=credit-scoring")).toMatchObject([{ kind: "alias" }, { kind: "seen" }]);
    expect(new Set(registry.authorizations)).toEqual(new Set(["Bearer t0ken-of-mlflow"]));
  });

  it("The API answers by service, model and time, and names the field that it cannot read.", async () => {
    const vigie = await start();
    const now = vigie.world.now();
    await vigie.post("deployment", { service: "credit-scoring", model: "credit", to: "8", at: iso(now - minuteMs) });
    for (const query of ["service=credit-scoring", "model=credit", "service=credit-scoring&model=credit"])
      expect(await changesOf(vigie, query)).toMatchObject([{ kind: "deployment", to: "8", at: iso(now - minuteMs) }]);
    expect(await changesOf(vigie, "service=other")).toEqual([]);
    expect(await changesOf(vigie, `model=credit&to=${iso(now - 2 * minuteMs)}`)).toEqual([]);
    expect(await vigie.get("/api/v1/changes")).toMatchObject({ error: { issues: [{ path: "service" }] } });
    expect(await vigie.get("/api/v1/changes?model=a&from=now")).toMatchObject({
      error: { issues: [{ path: "from" }] },
    });
    expect(JSON.stringify(await vigie.get("/openapi.json"))).toContain("/api/v1/changes");
  });

  it("A source's address is nowhere but behind its token, for who blocks it (U-18).", async () => {
    const address = "203.0.113.77";
    const lines: string[] = [];
    const log = createLog(new Map(), { write: (line: string) => void lines.push(line) });
    const vigie = await start({ log });
    const summary = `flood of requests from ${address}`;
    await vigie.post("alertmanager", alertBody([{ annotations: { summary } }], vigie.world.now()));
    await vigie.settle();
    const token = /ip:[a-f][0-9a-f]{11}/.exec((await theIncident(vigie)).lead.summary ?? "")?.[0] ?? "";
    const sealed = await vigie.run.store.kept(`source:${token}`);
    expect(sealed?.length).toBeGreaterThan(40);
    const stored = await storedIn(url, dir);
    expect(stored).toContain(token);
    expect(stored).toContain(sealed);
    const told = [vigie.seen.slack(), await kindsOf(vigie), await vigie.get("/api/v1/incidents"), lines];
    for (const text of [stored, JSON.stringify(told)]) expect(text).not.toContain(address);
    vigie.world.set(vigie.world.now() + 24 * 60 * minuteMs);
    expect(await vigie.run.store.kept(`source:${token}`)).toBeNull();
  });
});

const iso = (at: number) => new Date(at).toISOString();

/** Jobs that wait for their time: those that come again by themselves. */
async function backlogAtRest({ run }: UnderTest): Promise<number> {
  const due = await run.store.nextDue("background");
  expect(due ?? Number.POSITIVE_INFINITY).toBeGreaterThan(await run.store.now());
  return (await run.store.backlog()).background;
}

/** As much of an MLflow as a look at an alias needs. */
async function startRegistry() {
  const registry = { url: "", champion: "", authorizations: [] as (string | undefined)[] };
  const server = createServer((request, response) => {
    registry.authorizations.push(request.headers.authorization);
    const isModel = request.url?.startsWith("/api/2.0/mlflow/registered-models/get?name=credit") === true;
    const aliases = [{ alias: "champion", version: registry.champion }];
    response.writeHead(isModel ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(isModel ? { registered_model: { name: "credit", aliases } } : {}));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  registry.url = `http://127.0.0.1:${address.port}`;
  return registry;
}
