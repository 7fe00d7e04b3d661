import { afterEach, expect, it } from "vitest";
import { textOfAdf } from "../../src/receivers/jira/adf.ts";
import { clusterScene, token as clusterToken, deployment } from "../support/stand-ins/cluster-scene.ts";
import type { ClusterServer } from "../support/stand-ins/cluster-server.ts";
import { type FaultyServer, faultyServer } from "../support/stand-ins/faulty-server.ts";
import { type MlflowServer, mlflowServer, mlflowVersion } from "../support/stand-ins/mlflow-server.ts";
import { type Journey, journeysOn, minuteMs } from "./delivery/journey.ts";
import { storeKinds } from "./stores.ts";

const policyFile = new URL("told-of-actions.policy.yaml", import.meta.url).pathname;
const hourMs = 60 * minuteMs;
const token = "a token of the registry";

let mlflow: MlflowServer;
let cluster: ClusterServer;
let model: FaultyServer;

/** A registry whose champion is v8, and a model server that loads the champion when its pods are replaced, and only then. */
async function installation() {
  mlflow = await mlflowServer(token);
  mlflow.versions.push(mlflowVersion("7", { tested: true }), mlflowVersion("8"));
  mlflow.aliases.set("champion", "8");
  cluster = await clusterScene();
  cluster.isEager = true;
  let loaded = { version: "8", by: cluster.things.get(deployment).metadata.generation };
  model = await faultyServer(() => {
    const { generation } = cluster.things.get(deployment).metadata;
    if (generation !== loaded.by) loaded = { version: mlflow.aliases.get("champion") ?? "", by: generation };
    return { json: { version: loaded.version } };
  });
  return {
    env: {
      ...{ VIGIE_POLICY: policyFile, MODEL_URL: model.origin },
      ...{ MLFLOW_TRACKING_URI: mlflow.origin, MLFLOW_TRACKING_TOKEN: token },
      ...{ KUBERNETES_API_URL: cluster.origin, KUBERNETES_TOKEN: clusterToken },
    },
  };
}

afterEach(async () => {
  for (const server of [mlflow, cluster, model]) await server?.stop();
});

journeysOn(storeKinds, "what PagerDuty and Jira are told of an action (issue 5)", tell, installation);

function tell(given: () => Journey): void {
  const now = () => given().vigie.world.now();
  const iso = (at: number) => new Date(at).toISOString();
  const post = async (path: string, body: object) => {
    expect(await given().vigie.post(path, body)).toMatchObject({ status: 200, body: { rejected: [] } });
  };
  /** Accuracy of the hour that ends now. */
  const measure = (value: number) =>
    post("drift", {
      ...{ service: "credit-scoring", model: "credit", model_version: mlflow.aliases.get("champion") },
      ...{ environment: "production", metric: "accuracy", value, baseline: 1, sample_size: 50_000, role: "champion" },
      window: { from: iso(now() - hourMs), to: iso(now()) },
    });
  const rolledOut = () => {
    const at = iso(now() - 42 * minuteMs);
    return post("deployment", { model: "credit", kind: "alias", name: "champion", from: "7", to: "8", at });
  };
  const notes = () =>
    given()
      .vigie.seen.pages()
      .flatMap((page) => page.notes.map(({ content }) => content));
  const comments = () =>
    given()
      .vigie.seen.issues()
      .flatMap((issue) => issue.comments.map(({ body }) => textOfAdf(body)));

  it("one change event with before and after, notes and comments of beginning, end and verdict", async () => {
    await rolledOut();
    await measure(0.8);
    await given().pass(5 * minuteMs);
    expect(given().vigie.seen.changes()).toMatchObject([
      {
        summary:
          "Vigie · credit: rolled back to v7 · champion (credit): v8 → v7, deployment/credit-scoring (ml): restarted",
        source: "credit-scoring",
        custom_details: { action: "rollback", before: "8", after: "7", serving: "7: 1", asked_by: "Vigie" },
      },
    ]);
    await given().pass(2 * hourMs);
    await measure(0.999);
    await given().pass(5 * minuteMs);

    expect(given().vigie.seen.changes()).toHaveLength(1);
    const [began, ended, verdict, ...others] = notes().filter((note) => /roll/i.test(note));
    expect(began).toMatch(/move alias champion from v8 to v7 on credit, then restart deployment\/credit-scoring/);
    expect(ended).toMatch(/^Rolled back to v7, .* v7 on 1 of 1/);
    expect(verdict).toMatch(/helped/);
    expect(others).toEqual([]);

    const told = comments().filter((comment) => /roll/i.test(comment));
    expect(told).toHaveLength(3);
    expect(told[1]).toContain("champion (credit): v8 → v7deployment/credit-scoring (ml): restarted");
    expect(told[2]).toMatch(/helped/);
  });

  it("of a rollback that failed half-way, what it changed all the same", async () => {
    await rolledOut();
    cluster.faults.fail("write", "denied");
    await measure(0.8);
    await given().pass(5 * minuteMs);
    expect(given().vigie.seen.changes()).toMatchObject([
      {
        summary: "Vigie · credit: Rollback failed · champion (credit): v8 → v7",
        custom_details: { failed: "step", before: "8", after: "7", step_1: "champion (credit): v8 → v7" },
      },
    ]);
    const failed = comments().filter((comment) => /patch deployments, ml/.test(comment));
    expect(failed.length).toBeGreaterThan(0);
    expect(comments().some((comment) => comment.includes("champion (credit): v8 → v7"))).toBe(true);
    expect(notes().some((note) => /Rollback failed/.test(note))).toBe(true);
  });

  it("of what is put to people, why it was not done by itself (U-05)", async () => {
    mlflow.versions.splice(0, 1, mlflowVersion("7"));
    await rolledOut();
    await measure(0.8);
    await given().pass(5 * minuteMs);
    expect(given().vigie.seen.changes()).toEqual([]);
    const [note] = notes().filter((one) => /roll/i.test(one));
    expect(note).toMatch(/tested/);
    expect(mlflow.effects()).toBe(0);
  });
}
