import { expect, it, onTestFinished } from "vitest";
import type { Call } from "../../../src/remediation/provider.ts";
import { imageOf, newImage, promote, rollout, token } from "../../support/stand-ins/cluster-scene.ts";
import { openCluster } from "./open-cluster.ts";
import { type Bench, noon, providerContract } from "./provider-contract.ts";

const open = () => openCluster("argo");

const named = { provider: "argo", object: "rollout/credit", namespace: "ml" } as const;
const abort = { ...named, verb: "abort" } as const;
const undo = { ...named, verb: "undo" } as const;

providerContract({
  name: "a rollout that is aborted",
  make: async (): Promise<Bench> => {
    const { server, provider } = await open();
    return {
      provider,
      step: abort,
      secrets: [token],
      faults: server.faults,
      now: () => (server.things.get(rollout)?.status.abort ? "1" : "2"),
      effects: () => server.effects,
      somebodyElse: () => {
        server.edit(rollout, newImage("credit:9"));
        server.settle();
      },
      takeAway: () => void server.things.delete(rollout),
      settle: server.settle,
      stop: server.stop,
    };
  },
  versions: false,
  notDone: ["before"],
  isDone: ["after"],
  goesBack: true,
  repeatsSafely: true,
});

providerContract({
  name: "a rollout that goes back",
  make: async (): Promise<Bench> => {
    const { server, provider } = await open();
    promote(server);
    return {
      provider,
      step: undo,
      secrets: [token],
      faults: server.faults,
      now: () => imageOf(server.things.get(rollout)),
      effects: () => server.effects,
      somebodyElse: () => {
        server.edit(rollout, newImage("credit:9"));
        server.settle();
      },
      takeAway: () => {
        const sets = [...server.things.keys()].filter((path) => /\/replicasets\/credit-\w+$/.test(path));
        const old = sets.find((path) => imageOf(server.things.get(path)) === "credit:7");
        server.things.delete(old ?? "");
      },
      settle: () => {
        server.settle();
        promote(server);
      },
      stop: server.stop,
    };
  },
  versions: false,
  notDone: ["before"],
  isDone: ["after"],
  goesBack: true,
  repeatsSafely: true,
});

const call: Call = { signal: new AbortController().signal, now: noon, begunAt: noon, run: "a1b2c3d4", step: 0 };

async function scene() {
  const { server, provider } = await open();
  onTestFinished(server.stop);
  return { server, provider };
}

it("an abort says from which revision to which, and is done once the controller says so", async () => {
  const { server, provider } = await scene();
  const answer = await provider.plan(abort, {}, call);
  if (answer.kind !== "planned") throw new Error(JSON.stringify(answer));
  expect(answer.step).toMatchObject({ doing: "abort-rollout", name: "rollout/credit", of: "ml", from: "2", to: "1" });
  const planned = { ...answer.step, provider: "argo", key: "k" };
  expect(await provider.do(abort, planned, call)).toEqual({ kind: "done", before: "2", after: "1" });
  expect(await provider.look(abort, planned, call)).toEqual({ kind: "going" });
  server.settle();
  expect(await provider.look(abort, planned, call)).toEqual({ kind: "after", after: "1" });
});

it("a rollout that is complete has nothing to abort", async () => {
  const { server, provider } = await scene();
  promote(server);
  expect(await provider.plan(abort, {}, call)).toMatchObject({ step: { from: "2", to: "2", noop: true } });
  expect(server.effects).toBe(0);
});

it("a revision that was promoted since it was planned is not aborted", async () => {
  const { server, provider } = await scene();
  const answer = await provider.plan(abort, {}, call);
  if (answer.kind !== "planned") throw new Error(JSON.stringify(answer));
  const planned = { ...answer.step, provider: "argo", key: "k" };
  promote(server);
  expect(await provider.do(abort, planned, call)).toEqual({ kind: "failed", because: "conflict", detail: "2" });
  expect(server.effects).toBe(0);
});

it("a rollout that takes its template from a deployment is not undone here, and it says so", async () => {
  const { server, provider } = await scene();
  server.edit(rollout, ({ spec }) => void Object.assign(spec, { workloadRef: { kind: "Deployment", name: "credit" } }));
  server.settle();
  expect(await provider.plan(undo, {}, call)).toEqual({
    kind: "problem",
    because: "faulty",
    detail: "rollout/credit: its template stands in workloadRef",
  });
});

it("a rollout that degrades on its way back is a failure in its own words", async () => {
  const { server, provider } = await scene();
  promote(server);
  const answer = await provider.plan(undo, {}, call);
  if (answer.kind !== "planned") throw new Error(JSON.stringify(answer));
  const planned = { ...answer.step, provider: "argo", key: "k" };
  await provider.do(undo, planned, call);
  server.settle();
  server.edit(rollout, ({ status }) => void Object.assign(status, { phase: "Degraded", message: "ProgressDeadline" }));
  expect(await provider.look(undo, planned, call)).toEqual({
    kind: "failed",
    because: "too-slow",
    detail: "Degraded: ProgressDeadline",
  });
});
