import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { redisMissing, startRedis } from "../contract/store/redis-server.ts";
import { storeMissing } from "../journeys/stores.ts";
import { type Mlflow, missingMlflow, startMlflow } from "./story/mlflow.ts";
import { type ModelServer, startModelServer } from "./story/model-server.ts";
import { createStops } from "./story/stops.ts";
import { startVigieProcess, type VigieProcess } from "./story/vigie-process.ts";

const secret = "what MLflow signs its webhooks with";
const restartKey = "what the restart is signed with";
/** A story's turn: MLflow, two Vigies and the model server share two cores. */
const patienceMs = 60_000;
const startMs = 180_000;

const missing = missingMlflow() ?? storeMissing("redis") ?? redisMissing();

/** Two models, each with its server: `credit` is restarted by the last step, nobody restarts `churn`. */
function policy(servers: Readonly<Record<"credit" | "churn", ModelServer>>): string {
  const serving = (model: "credit" | "churn") => `{ http: "${servers[model].origin}/version", field: model.version }`;
  return `version: 1
name: rollback
destinations:
  chat: [{ slack: "#ai-alerts" }, { teams: "\${TEAMS_CHANNEL_ID}" }]
  on-call: [{ pagerduty: { key: "\${PAGERDUTY_ROUTING_KEY}" } }]
  ticket: [{ jira: { project: OPS } }]
route:
  tell: { warning: [chat, ticket], critical: [on-call] }
services:
  credit-scoring:
    preset: fab-ia
    model: credit
    actions:
      rollback:
        steps:
          - { mlflow: { model: credit, alias: champion } }
          - { webhook: { url: "${servers.credit.origin}/restart", secret: RESTART_KEY, body: { run: "{run}" } } }
        serving: ${serving("credit")}
        within: 60s
  churn-scoring:
    preset: fab-ia
    model: churn
    actions:
      rollback:
        steps: [{ mlflow: { model: churn, alias: champion } }]
        serving: ${serving("churn")}
        within: 8s
`;
}

const incidents = z.object({
  incidents: z.array(z.object({ id: z.string(), service: z.string(), severity: z.string() })),
});
const journal = z.object({
  entries: z.array(z.looseObject({ kind: z.string(), data: z.record(z.string(), z.unknown()) })),
});

describe.skipIf(missing !== null)(`a model is rolled back, with a real MLflow${missing ? ` (${missing})` : ""}`, () => {
  const dir = mkdtempSync(join(tmpdir(), "vigie-rollback-"));
  const { add, stopAll } = createStops();
  let mlflow: Mlflow;
  let servers: Readonly<Record<"credit" | "churn", ModelServer>>;
  let replicas: readonly VigieProcess[];

  beforeAll(async () => {
    mlflow = add(await startMlflow(dir));
    for (const model of ["credit", "churn"]) {
      await mlflow.register(model, 2);
      await mlflow.tag(model, "1", "tested", "true");
      await mlflow.setAlias(model, "champion", "1");
    }
    servers = {
      credit: add(await startModelServer(mlflow, "credit", "champion")),
      churn: add(await startModelServer(mlflow, "churn", "champion")),
    };
    const redis = add(await startRedis());
    const home = join(dir, "vigie");
    mkdirSync(join(home, "data"), { recursive: true });
    writeFileSync(join(home, "policy.yaml"), policy(servers));
    const start = () =>
      startVigieProcess({
        dir: home,
        store: redis.url,
        env: {
          VIGIE_POLICY: join(home, "policy.yaml"),
          MLFLOW_TRACKING_URI: mlflow.origin,
          MLFLOW_WEBHOOK_SECRET: secret,
          RESTART_KEY: restartKey,
        },
      });
    replicas = [add(await start()), add(await start())];
    await mlflow.tell(`${replicas[0]?.origin}/webhooks/mlflow`, secret);
  }, startMs);

  afterAll(async () => {
    await stopAll();
    rmSync(dir, { recursive: true, force: true });
  });

  const [service, model] = ["credit-scoring", "credit"] as const;
  const seen = () => replicas[0]?.seen ?? expect.fail("no Vigie");
  const get = (path: string) => replicas[0]?.get(path) ?? expect.fail("no Vigie");

  /** Sends one measurement to each replica so many times. */
  const measure = async (
    about: { service: string; model: string },
    { value, version, from, to }: { value: number; version: string; from: number; to: number },
    times = 1,
  ) => {
    const body = JSON.stringify({
      ...about,
      ...{ environment: "production", metric: "accuracy", model_version: version, role: "champion" },
      ...{ value, baseline: 0.95, sample_size: 50_000 },
      window: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
    });
    const posts = replicas.flatMap(({ origin }) =>
      Array.from({ length: times }, () =>
        fetch(`${origin}/webhooks/drift`, { method: "POST", headers: { "content-type": "application/json" }, body }),
      ),
    );
    for (const answer of await Promise.all(posts)) expect(answer.status).toBe(200);
  };
  const incidentOf = async (name: string) => {
    const all = incidents.parse(await get("/api/v1/incidents")).incidents;
    return all.find((one) => one.service === name) ?? expect.fail(`no incident of ${name}`);
  };
  const entriesOf = async (id: string, kind: string) =>
    journal
      .parse(await get(`/api/v1/incidents/${id}/journal?limit=200`))
      .entries.filter((entry) => entry.kind === kind)
      .map(({ data }) => data);
  const waitFor = <T>(look: () => Promise<T> | T): Promise<T> =>
    vi.waitFor(look, { timeout: patienceMs, interval: 250 });
  const cardOf = (id: string) =>
    JSON.stringify(
      seen()
        .slack()
        .find((card) => JSON.stringify(card).includes(id)),
    );

  /** The champion was healthy, then its alias moved to version 2 and its server was started anew. */
  const deploy = async (name: "credit" | "churn"): Promise<number> => {
    const before = Date.now() - 1;
    const about = { service: `${name}-scoring`, model: name };
    await measure(about, { value: 0.95, version: "1", from: before - 3_600_000, to: before });
    await mlflow.setAlias(name, "champion", "2");
    await fetch(`${servers[name].origin}/restart`, { method: "POST" });
    expect(servers[name].version()).toBe("2");
    await waitFor(async () => expect(JSON.stringify(await get(`/api/v1/changes?model=${name}`))).toContain("champion"));
    return Date.now();
  };

  it(
    "10.00 % worse does nothing by itself; 10.01 %, five times to two replicas, rolls back once",
    async () => {
      const deployedAt = await deploy("credit");
      const restarts = servers.credit.restarts();
      servers.credit.slowDown();
      await measure({ service, model }, { value: 0.855, version: "2", from: deployedAt, to: Date.now() + 1 });
      const { id } = await waitFor(() => incidentOf(service));
      await waitFor(() => expect(cardOf(id)).toMatch(/champion.*1 → 2/));
      await waitFor(async () => expect((await entriesOf(id, "planned")).length).toBeGreaterThan(0));
      expect((await incidentOf(service)).severity).toBe("critical");
      expect(await mlflow.aliasOf(model, "champion")).toBe("2");
      expect(await entriesOf(id, "action-started")).toEqual([]);

      await measure({ service, model }, { value: 0.854905, version: "2", from: deployedAt, to: Date.now() + 2 }, 5);
      await waitFor(async () => expect(await mlflow.aliasOf(model, "champion")).toBe("1"));
      await waitFor(() => expect(cardOf(id)).toMatch(/v1 on 0 of 1/));
      servers.credit.loadNow();
      await waitFor(async () => expect((await entriesOf(id, "action-done")).length).toBe(1));
      expect(servers.credit.version()).toBe("1");
      expect(servers.credit.restarts()).toBe(restarts + 1);
      expect(await entriesOf(id, "action-started")).toHaveLength(1);
      expect(servers.credit.signatures()).toHaveLength(1);
    },
    3 * patienceMs,
  );

  it(
    "a measurement that lies after it says that it helped; PagerDuty and Jira know what was before and after",
    async () => {
      const { id } = await incidentOf(service);
      const servedAt = Date.now();
      await measure({ service, model }, { value: 0.948, version: "1", from: servedAt - 60_000, to: servedAt });
      expect(await entriesOf(id, "action-verdict")).toEqual([]);
      await measure({ service, model }, { value: 0.948, version: "1", from: servedAt, to: Date.now() + 3 });
      await waitFor(async () => expect((await entriesOf(id, "action-verdict")).length).toBe(1));
      expect(await entriesOf(id, "action-verdict")).toMatchObject([{ verdict: { kind: "helped", after: 0.948 } }]);
      await waitFor(() => expect(cardOf(id)).toMatch(/helped/));
      await waitFor(() => expect(seen().changes()).toHaveLength(1));
      expect(JSON.stringify(seen().changes())).toMatch(/2.*1/);
      const issue = seen()
        .issues()
        .find((one) => JSON.stringify(one).includes(id));
      expect(JSON.stringify(issue)).toMatch(/v2.*v1/);
    },
    2 * patienceMs,
  );

  it(
    "where nobody restarts the server it fails, and the card has both facts",
    async () => {
      const deployedAt = await deploy("churn");
      await measure(
        { service: "churn-scoring", model: "churn" },
        { value: 0.5, version: "2", from: deployedAt, to: Date.now() + 1 },
      );
      const { id } = await waitFor(() => incidentOf("churn-scoring"));
      await waitFor(async () => expect((await entriesOf(id, "action-failed")).length).toBe(1));
      expect(await entriesOf(id, "action-failed")).toMatchObject([{ because: "not-serving" }]);
      expect(await mlflow.aliasOf("churn", "champion")).toBe("1");
      expect(servers.churn.version()).toBe("2");
      await waitFor(() => expect(cardOf(id)).toMatch(/Rollback failed.*registry v1, serving v2/));
    },
    2 * patienceMs,
  );
});
