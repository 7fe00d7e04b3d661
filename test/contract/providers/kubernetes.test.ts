import { expect, it, onTestFinished } from "vitest";
import type { Call, Provider } from "../../../src/remediation/provider.ts";
import { daemonset, deployment, imageOf, newImage, statefulset, token } from "../../support/stand-ins/cluster-scene.ts";
import { openCluster } from "./open-cluster.ts";
import { type Bench, noon, providerContract } from "./provider-contract.ts";

const open = () => openCluster("kubernetes");

const named = { provider: "kubernetes", object: "deployment/credit-scoring", namespace: "ml" } as const;
const restart = { ...named, verb: "restart" } as const;
const undo = { ...named, verb: "undo" } as const;

providerContract({
  name: "a restart of pods",
  make: async (): Promise<Bench> => {
    const { server, provider } = await open();
    return {
      provider,
      step: restart,
      secrets: [token],
      faults: server.faults,
      now: () => imageOf(server.things.get(deployment)),
      effects: () => server.effects,
      takeAway: () => void server.things.delete(deployment),
      settle: server.settle,
      stop: server.stop,
    };
  },
  versions: false,
  notDone: ["before"],
  isDone: ["after"],
  goesBack: false,
  repeatsSafely: true,
});

providerContract({
  name: "a deployment that goes back",
  make: async (): Promise<Bench> => {
    const { server, provider } = await open();
    return {
      provider,
      step: undo,
      secrets: [token],
      faults: server.faults,
      now: () => imageOf(server.things.get(deployment)),
      effects: () => server.effects,
      somebodyElse: () => {
        server.edit(deployment, newImage("credit:9"));
        server.settle();
      },
      takeAway: () => {
        const sets = [...server.things.keys()].filter((path) => path.includes("/replicasets/credit-scoring-"));
        const old = sets.find((path) => imageOf(server.things.get(path)) === "credit:7");
        server.things.delete(old ?? "");
      },
      settle: server.settle,
      stop: server.stop,
    };
  },
  // A revision that is gone back to gets a new number.
  versions: false,
  notDone: ["before"],
  isDone: ["after"],
  goesBack: true,
  repeatsSafely: true,
});

const call: Call = { signal: new AbortController().signal, now: noon, begunAt: noon, run: "a1b2c3d4", step: 1 };

async function scene() {
  const { server, provider } = await open();
  onTestFinished(server.stop);
  const planned = async (step: Parameters<Provider["plan"]>[0]) => {
    const answer = await provider.plan({ ...named, verb: "restart", ...step } as typeof restart, {}, call);
    if (answer.kind !== "planned") throw new Error(JSON.stringify(answer));
    return { ...answer.step, provider: "kubernetes", key: "k" };
  };
  return { server, provider, planned };
}

it("an undo says from which revision to which, and gives the pods exactly the template of before", async () => {
  const { server, provider, planned } = await scene();
  const step = await planned(undo);
  expect(step).toMatchObject({
    doing: "undo-rollout",
    name: "deployment/credit-scoring",
    of: "ml",
    from: "2",
    to: "1",
  });
  expect(await provider.do(undo, step, call)).toEqual({ kind: "done", before: "2", after: "1" });
  expect(await provider.look(undo, step, call)).toEqual({ kind: "going" });
  server.settle();
  expect(await provider.look(undo, step, call)).toEqual({ kind: "after", after: "1" });
  const { spec, metadata } = server.things.get(deployment);
  expect(spec.template).toEqual({
    metadata: { labels: { app: "credit" } },
    spec: { containers: [{ name: "model", image: "credit:7" }] },
  });
  expect(metadata.annotations).toMatchObject({ team: "ml", "deployment.kubernetes.io/revision": "3" });
});

it("an undo keeps to what somebody rolled out between its reading and its writing (409, read again)", async () => {
  const { server, provider, planned } = await scene();
  const step = await planned(undo);
  server.before = () => {
    server.edit(deployment, newImage("credit:9"));
    server.settle();
  };
  expect(await provider.do(undo, step, call)).toEqual({ kind: "failed", because: "conflict", detail: "3" });
  expect(imageOf(server.things.get(deployment))).toBe("credit:9");
});

it("who rolls the same version out again after our undo has the last word", async () => {
  const { server, provider, planned } = await scene();
  const step = await planned(undo);
  await provider.do(undo, step, call);
  server.settle();
  server.edit(deployment, newImage("credit:8"));
  server.settle();
  expect(await provider.look(undo, step, call)).toEqual({ kind: "other", now: "4" });
  expect(await provider.do(undo, step, call)).toEqual({ kind: "failed", because: "conflict", detail: "4" });
  expect(imageOf(server.things.get(deployment))).toBe("credit:8");
});

it("a status that the controller writes meanwhile is no change of anybody's", async () => {
  const { server, provider, planned } = await scene();
  const step = await planned(undo);
  server.before = () => server.edit(deployment, ({ status }) => void Object.assign(status, { availableReplicas: 2 }));
  expect((await provider.do(undo, step, call)).kind).toBe("done");
  expect(imageOf(server.things.get(deployment))).toBe("credit:7");
});

it("nothing is gone back to where the controller has not seen the newest change yet", async () => {
  const { server, provider, planned } = await scene();
  const step = await planned(undo);
  server.edit(deployment, newImage("credit:9"));
  expect((await provider.do(undo, step, call)).kind).toBe("away");
  expect(imageOf(server.things.get(deployment))).toBe("credit:9");
});

it("a paused deployment is neither restarted nor undone, and it says so", async () => {
  const { server, provider } = await scene();
  server.edit(deployment, ({ spec }) => void Object.assign(spec, { paused: true }));
  server.settle();
  for (const step of [restart, undo]) {
    expect(await provider.plan(step, {}, call)).toEqual({
      kind: "problem",
      because: "faulty",
      detail: "deployment/credit-scoring: paused",
    });
  }
});

it("says plainly that only deployments are undone", async () => {
  const { provider } = await scene();
  const step = { ...undo, object: "statefulset/credit-scoring" };
  expect(await provider.plan(step, {}, call)).toEqual({
    kind: "problem",
    because: "faulty",
    detail: "statefulset/credit-scoring: only deployments are undone",
  });
});

it("a deployment of one revision has none to go back to", async () => {
  const { server, provider } = await scene();
  for (const path of [...server.things.keys()]) if (path.includes("/replicasets/")) server.things.delete(path);
  server.settle();
  expect(await provider.plan(undo, {}, call)).toMatchObject({ kind: "problem", because: "no-earlier-version" });
});

it.each([
  ["deployment", deployment],
  ["statefulset", statefulset],
  ["daemonset", daemonset],
])("a %s is restarted as kubectl does it, and awaited until all its pods are new", async (kind, path) => {
  const { server, provider } = await scene();
  const step = { ...restart, object: `${kind}/credit-scoring` };
  const answer = await provider.plan(step, {}, call);
  if (answer.kind !== "planned") throw new Error(JSON.stringify(answer));
  const planned = { ...answer.step, provider: "kubernetes", key: "k" };
  expect(await provider.do(step, planned, call)).toEqual({ kind: "done" });
  expect(server.things.get(path).spec.template.metadata.annotations).toEqual({
    "kubectl.kubernetes.io/restartedAt": "2026-11-20T12:00:00.000Z",
    "vigie/run": "a1b2c3d4-1",
  });
  expect((await provider.look(step, planned, call)).kind).toBe("going");
  server.settle();
  expect((await provider.look(step, planned, call)).kind).toBe("after");
});

it("how many pods are new is told while they are replaced, and a deadline that passed is a failure", async () => {
  const { server, provider, planned } = await scene();
  const step = await planned(restart);
  await provider.do(restart, step, call);
  server.settle();
  server.edit(deployment, ({ status }) => void Object.assign(status, { updatedReplicas: 1, availableReplicas: 1 }));
  expect(await provider.look(restart, step, call)).toEqual({ kind: "going", detail: "1/3" });
  const conditions = [{ type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded" }];
  server.edit(deployment, ({ status }) => void Object.assign(status, { conditions }));
  expect(await provider.look(restart, step, call)).toEqual({
    kind: "failed",
    because: "too-slow",
    detail: "ProgressDeadlineExceeded, 1/3",
  });
});

it("a restart by hand after ours does not make it look undone, nor restart it again", async () => {
  const { server, provider, planned } = await scene();
  const step = await planned(restart);
  await provider.do(restart, step, call);
  server.edit(deployment, ({ spec }) => {
    spec.template.metadata.annotations["kubectl.kubernetes.io/restartedAt"] = "2026-11-20T12:03:00Z";
  });
  server.settle();
  expect((await provider.look(restart, step, call)).kind).toBe("after");
});

it("what is forbidden is named by verb, resource and namespace", async () => {
  const { server, provider, planned } = await scene();
  const step = await planned(undo);
  server.faults.fail("write", "denied");
  expect(await provider.do(undo, step, call)).toMatchObject({
    because: "denied",
    detail: expect.stringMatching(/^patch deployments, ml: 403/),
  });
  server.faults.fail("read", "denied");
  expect(await provider.plan(undo, {}, call)).toMatchObject({
    because: "denied",
    detail: expect.stringMatching(/^get deployments, ml: 403/),
  });
});
