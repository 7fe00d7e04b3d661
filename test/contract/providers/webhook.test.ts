import { describe, expect, it } from "vitest";
import { createMasker } from "../../../src/privacy/masker.ts";
import { createProviders } from "../../../src/remediation/providers/create-providers.ts";
import type { WebhookStep } from "../../../src/remediation/providers/webhook/webhook.ts";
import { flagServer } from "../../support/stand-ins/flag-server.ts";
import { type Bench, noon, providerContract } from "./provider-contract.ts";

const secret = "key-that-only-the-flags-know";
const mask = createMasker({ key: "0123456789abcdef" });
const address = "203.0.113.77";
const token = mask.text(address);

async function open(more: Partial<WebhookStep> = {}) {
  const server = await flagServer(secret, noon);
  const { webhook } = createProviders({}, { fetch, mask, secretOf: (name) => ({ FLAGS_KEY: secret })[name] });
  if (!webhook) throw new Error("no provider");
  const step: WebhookStep = {
    provider: "webhook",
    url: `${server.origin}/credit`,
    method: "POST",
    secret: "FLAGS_KEY",
    body: { version: "{to}", note: "from {from} by {run}" },
    ...more,
  };
  return { server, webhook, step };
}

async function versioned(): Promise<Bench> {
  const { server, webhook, step } = await open();
  Object.assign(server.state, { version: "8" });
  return {
    provider: webhook,
    step: { ...step, read: { url: `${server.origin}/state`, field: "state.version" } },
    wanted: { from: "8", to: "7" },
    secrets: [secret],
    faults: server.faults,
    now: () => String(server.state.version),
    effects: () => server.deliveries.length,
    somebodyElse: () => {
      server.state.version = "9";
    },
    stop: server.stop,
  };
}

async function blind(): Promise<Bench> {
  const { server, webhook, step } = await open({ body: { block: "{source}" }, undo: { block: "" } });
  Object.assign(server.state, { block: "" });
  return {
    provider: webhook,
    step,
    source: { source: token, reveal: (asked) => (asked === token ? address : undefined) },
    secrets: [secret, address],
    faults: server.faults,
    now: () => String(server.state.block),
    effects: () => server.deliveries.length,
    stop: server.stop,
  };
}

providerContract({
  name: "a signed webhook that can be read back",
  make: versioned,
  versions: true,
  notDone: ["before"],
  isDone: ["after"],
  goesBack: true,
  repeatsSafely: true,
});
providerContract({
  name: "a signed webhook that cannot be looked at",
  make: blind,
  versions: false,
  notDone: ["blind"],
  isDone: ["blind"],
  goesBack: true,
  repeatsSafely: true,
});

const call = { signal: new AbortController().signal, now: noon, run: "a1b2c3d4", step: 1 };
const planned = { provider: "webhook", key: "k", doing: "call", name: "flags" } as const;

describe("a signed webhook", () => {
  it("gives the real address of a source to the other side alone (U-18)", async () => {
    const { server, webhook, step } = await open({ body: { block: ["ip {source}"] } });
    const done = await webhook.do(step, planned, { ...call, source: token, reveal: () => address });
    expect(server.bodies).toEqual([{ block: [`ip ${address}`] }]);
    expect(JSON.stringify(done)).not.toContain(address);
    server.faults.fail("write", "denied");
    const refused = await webhook.do(step, planned, { ...call, source: token, reveal: () => address });
    expect(refused).toMatchObject({ kind: "failed", because: "denied" });
    expect(JSON.stringify(refused)).not.toContain(address);
    await server.stop();
  });

  it("sends nothing for a source that is no longer known", async () => {
    const { server, webhook, step } = await open({ body: { block: "{source}" } });
    const done = await webhook.do(step, planned, { ...call, source: token, reveal: () => undefined });
    expect(done).toEqual({ kind: "failed", because: "gone", detail: token });
    expect(server.seen.writes).toBe(0);
    await server.stop();
  });

  it("names its delivery by run and step, and the way back apart from it", async () => {
    const { server, webhook, step } = await open({ body: { mode: "shadow" }, undo: { mode: "full" } });
    await webhook.do(step, planned, call);
    const back = webhook.undo(step, planned);
    if (!back) throw new Error("no way back");
    await webhook.do(step, back, call);
    expect(server.deliveries).toEqual(["a1b2c3d4:1", "a1b2c3d4:1:undo"]);
    expect(server.bodies).toEqual([{ mode: "shadow" }, { mode: "full" }]);
    await server.stop();
  });

  it("fills the versions of the way back the other way round", async () => {
    const { server, webhook, step } = await open();
    const plan = await webhook.plan(step, { from: "8", to: "7" }, call);
    if (plan.kind !== "planned") throw new Error("not planned");
    const back = webhook.undo(step, { ...plan.step, provider: "webhook", key: "k" });
    if (!back) throw new Error("no way back");
    await webhook.do(step, back, call);
    expect(server.bodies).toEqual([{ version: "8", note: "from 7 by a1b2c3d4" }]);
    await server.stop();
  });

  it("has no way back where nothing says what it would be", async () => {
    const { server, webhook, step } = await open({ body: { mode: "shadow" } });
    expect(webhook.undo(step, planned)).toBeNull();
    await server.stop();
  });

  it("is no plan as long as no step before it says which version it goes to", async () => {
    const { server, webhook, step } = await open();
    expect(await webhook.plan(step, { from: "8" }, call)).toEqual({
      kind: "problem",
      because: "faulty",
      detail: "{to}",
    });
    await server.stop();
  });

  it("is about versions only where its body names the one that it goes to", async () => {
    const { server, webhook, step } = await open();
    const versions = { from: "8", to: "7" };
    expect(await webhook.plan(step, versions, call)).toMatchObject({ kind: "planned", step: versions });
    const restart = await webhook.plan({ ...step, body: { run: "{run}" } }, versions, call);
    expect(restart.kind === "planned" && Object.keys(restart.step)).toEqual(["doing", "name", "memo"]);
    await server.stop();
  });

  it("knows by its own body what the value that it reads must become", async () => {
    const { server, webhook, step } = await open({ body: { mode: "shadow" }, undo: { mode: "full" } });
    const reads = { ...step, read: { url: `${server.origin}/state`, field: "state.mode" } };
    server.state.mode = "full";
    const plan = await webhook.plan(reads, { from: "8", to: "7" }, call);
    if (plan.kind !== "planned") throw new Error("not planned");
    expect(plan.step).toMatchObject({ from: "full", to: "shadow" });
    const step2 = { ...plan.step, provider: "webhook", key: "k" };
    expect(await webhook.do(reads, step2, call)).toEqual({ kind: "done", before: "full", after: "shadow" });
    await server.stop();
  });

  it("says what is so afterwards also where its call was taken and changed nothing", async () => {
    const { server, webhook, step } = await open({ body: { mode: "shadow" } });
    const reads = { ...step, read: { url: `${server.origin}/state`, field: "state.mode" } };
    server.state.mode = "full";
    server.deliveries.push("a1b2c3d4:1");
    const done = await webhook.do(reads, { ...planned, from: "full", to: "shadow" }, call);
    expect(done).toEqual({ kind: "done", before: "full", after: "full" });
    await server.stop();
  });

  it.each([
    [
      "without user info and query",
      "https://vigie:hunter2@flags.corp.example/credit?key=k",
      "flags.corp.example/credit",
    ],
    ["with its host as the policy writes it", "http://10.20.30.40:8080/restart", "10.20.30.40:8080/restart"],
  ])("is named by its address %s", async (_how, url, name) => {
    const { server, webhook } = await open();
    const step = { provider: "webhook", url, method: "POST", body: {} } as const;
    expect(await webhook.plan(step, {}, call)).toEqual({ kind: "planned", step: { doing: "call", name } });
    await server.stop();
  });
});
