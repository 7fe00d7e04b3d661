import { expect, it, onTestFinished } from "vitest";
import { createMasker } from "../../../src/privacy/masker.ts";
import type { Call } from "../../../src/remediation/provider.ts";
import { createProviders } from "../../../src/remediation/providers/create-providers.ts";
import { githubServer } from "../../support/stand-ins/github-server.ts";
import { type Bench, noon, providerContract } from "./provider-contract.ts";

const token = "ghp_that_nobody_may_ever_see_0123456789";
const step = {
  provider: "github",
  repository: "corp/credit",
  workflow: "rollback.yml",
  ref: "main",
  inputs: { version: "{to}", reason: "back from {from}", vigie: "{run}" },
} as const;

function providerAt(apiUrl: string) {
  const { github } = createProviders(
    { github: { apiUrl, token } },
    { fetch, mask: createMasker({ key: "0123456789abcdef" }), secretOf: () => undefined },
  );
  if (!github) throw new Error("no provider");
  return github;
}

providerContract({
  name: "a workflow of GitHub Actions",
  make: async (): Promise<Bench> => {
    const server = await githubServer(token, () => noon);
    server.titleFrom = "vigie";
    return {
      provider: providerAt(server.origin),
      step,
      wanted: { from: "8", to: "7" },
      secrets: [token],
      faults: server.faults,
      now: () => String(server.runs.length),
      effects: () => server.dispatches.length,
      takeAway: () => {
        server.workflow = "gone";
      },
      settle: () => server.finish("success"),
      stop: server.stop,
    };
  },
  versions: false,
  // What left and got no answer is not known to be not done, and is looked for until its time is over.
  notDone: ["before", "going"],
  isDone: ["after"],
  goesBack: false,
  repeatsSafely: false,
});

const call: Call = { signal: new AbortController().signal, now: noon, begunAt: noon, run: "a1b2c3d4", step: 0 };
const later = (seconds: number): Call => ({ ...call, now: noon + seconds * 1000 });
const planned = {
  provider: "github",
  key: "k",
  doing: "run-workflow",
  name: "rollback.yml",
  from: "8",
  to: "7",
} as const;

async function scene() {
  const server = await githubServer(token, () => noon);
  onTestFinished(server.stop);
  return { server, provider: providerAt(server.origin) };
}

it("a plan names the workflow and the versions that it is given", async () => {
  const { provider } = await scene();
  expect(await provider.plan(step, { from: "8", to: "7" }, call)).toEqual({
    kind: "planned",
    step: { doing: "run-workflow", name: "rollback.yml", of: "corp/credit", from: "8", to: "7" },
  });
  const nightly = { ...step, inputs: { mode: "nightly" } };
  expect(await provider.plan(nightly, { from: "8", to: "7" }, call)).toMatchObject({
    step: { doing: "run-workflow", name: "rollback.yml", of: "corp/credit" },
  });
});

it("a workflow that wants a version has none where nobody knows one", async () => {
  const { provider } = await scene();
  expect(await provider.plan(step, { from: "8" }, call)).toEqual({
    kind: "problem",
    because: "no-earlier-version",
    detail: "{to}",
  });
});

it("a workflow that is switched off says so", async () => {
  const { server, provider } = await scene();
  server.workflow = "disabled_manually";
  expect(await provider.plan(step, { from: "8", to: "7" }, call)).toEqual({
    kind: "problem",
    because: "faulty",
    detail: "rollback.yml: disabled_manually",
  });
});

it("its run is awaited: it goes on, then it is done, with a link to it", async () => {
  const { server, provider } = await scene();
  const link = "https://github.com/corp/credit/actions/runs/100";
  expect(await provider.do(step, planned, call)).toEqual({ kind: "done", link });
  expect(server.dispatches).toEqual([
    { ref: "main", inputs: { version: "7", reason: "back from 8", vigie: "a1b2c3d4-0" } },
  ]);
  expect(await provider.look(step, planned, later(5))).toEqual({ kind: "going", detail: "queued", link });
  server.finish("success");
  expect(await provider.look(step, planned, later(90))).toEqual({ kind: "after", link });
});

it.each([
  ["failure", "refused"],
  ["cancelled", "refused"],
  ["skipped", "refused"],
  ["timed_out", "too-slow"],
])("a run that ended as %s did not do it", async (conclusion, because) => {
  const { server, provider } = await scene();
  await provider.do(step, planned, call);
  server.finish(conclusion);
  expect(await provider.look(step, planned, later(60))).toMatchObject({
    kind: "failed",
    because,
    detail: `run 1: ${conclusion}`,
    link: "https://github.com/corp/credit/actions/runs/100",
  });
});

it("who comes after a crash finds the run by its title, whatever others started meanwhile", async () => {
  const { server, provider } = await scene();
  server.titleFrom = "vigie";
  server.faults.fail("write", "cut-after");
  expect(await provider.do(step, planned, call)).toEqual({ kind: "unknown", detail: "UND_ERR_SOCKET" });
  server.faults.heal();
  server.start(noon + 1_000);
  server.finish("success");
  const next = providerAt(server.origin);
  expect(await next.look(step, planned, later(10))).toMatchObject({
    kind: "after",
    link: "https://github.com/corp/credit/actions/runs/100",
  });
  expect((await next.do(step, planned, later(12))).kind).toBe("done");
  expect(server.dispatches).toHaveLength(1);
});

it("a workflow that prints no mark is found as the only run since the step began", async () => {
  const { server, provider } = await scene();
  server.start(noon - 3_600_000);
  server.faults.fail("write", "cut-after");
  await provider.do(step, planned, call);
  server.faults.heal();
  expect(await providerAt(server.origin).look(step, planned, later(10))).toMatchObject({
    kind: "going",
    link: "https://github.com/corp/credit/actions/runs/101",
  });
});

it("of several runs without a mark none is taken for ours, and after a minute it says so and is never sent again", async () => {
  const { server, provider } = await scene();
  server.faults.fail("write", "cut-after");
  await provider.do(step, planned, call);
  server.faults.heal();
  server.start(noon + 1_000);
  expect(await provider.look(step, planned, later(30))).toEqual({ kind: "going" });
  expect(await provider.do(step, planned, later(31))).toEqual({ kind: "unknown" });
  expect(await provider.look(step, planned, later(61))).toEqual({
    kind: "failed",
    because: "away",
    detail: "dispatched, not found: 2 runs since, none marked a1b2c3d4-0",
  });
  expect(server.dispatches).toHaveLength(1);
});

it("a dispatch that is nowhere to be found after a minute fails, and is never sent again", async () => {
  const { server, provider } = await scene();
  server.faults.fail("write", "cut");
  await provider.do(step, planned, call);
  server.faults.heal();
  expect(await provider.look(step, planned, later(59))).toEqual({ kind: "going" });
  expect(await provider.look(step, planned, later(60))).toMatchObject({
    kind: "failed",
    because: "away",
    detail: "dispatched, not found: no run since",
  });
  expect(server.dispatches).toHaveLength(0);
});

it("what surely was not sent is sent later, though somebody started a run meanwhile", async () => {
  const { server, provider } = await scene();
  server.faults.fail("write", "busy");
  expect(await provider.do(step, planned, call)).toMatchObject({ kind: "away", afterMs: 3_000 });
  server.faults.heal();
  server.start(noon + 1_000);
  expect(await provider.look(step, planned, later(5))).toEqual({ kind: "before" });
  expect((await provider.do(step, planned, later(5))).kind).toBe("done");
});

it("two steps of one run that start the same workflow are told apart", async () => {
  const { server, provider } = await scene();
  server.titleFrom = "vigie";
  await provider.do(step, planned, call);
  await provider.do(step, planned, { ...call, step: 1 });
  expect(server.dispatches.map(({ inputs }) => inputs.vigie)).toEqual(["a1b2c3d4-0", "a1b2c3d4-1"]);
});

it("an older Enterprise Server that does not say which run it started is asked without that word", async () => {
  const { server, provider } = await scene();
  server.isOld = true;
  expect(await provider.do(step, planned, call)).toEqual({ kind: "done" });
  expect(server.dispatches).toHaveLength(1);
  expect((await provider.look(step, planned, later(5))).kind).toBe("going");
});

it("a source goes out as its token, never as what it stands for (U-18)", async () => {
  const { server, provider } = await scene();
  const blocking = { ...step, inputs: { source: "{source}" } };
  const reveal = () => "203.0.113.7";
  await provider.do(blocking, planned, { ...call, source: "ip_1f0c9a", reveal });
  expect(server.dispatches[0]?.inputs).toEqual({ source: "ip_1f0c9a" });
});

it("what is denied names the permission and the repository", async () => {
  const { server, provider } = await scene();
  server.faults.fail("write", "denied");
  expect(await provider.do(step, planned, call)).toMatchObject({
    because: "denied",
    detail: expect.stringMatching(/^Actions: write, corp\/credit: 403/),
  });
});
