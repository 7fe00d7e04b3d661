import { expect, it } from "vitest";
import { createMasker } from "../../../src/privacy/masker.ts";
import { createProviders } from "../../../src/remediation/providers/create-providers.ts";
import { registryServer } from "../../support/stand-ins/registry-server.ts";
import { type Bench, noon, providerContract } from "./provider-contract.ts";

const secret = "key-that-only-the-registry-knows";

async function open() {
  const server = await registryServer(secret, noon);
  server.current = "2.1.0";
  server.versions = [{ version: "3.0.0-rc1" }, { version: "2.1.0" }, { version: "2.0.7", tested: true }];
  const { registry } = createProviders(
    {},
    { fetch, mask: createMasker({ key: "0123456789abcdef" }), secretOf: (name) => ({ REGISTRY_KEY: secret })[name] },
  );
  if (!registry) throw new Error("no provider");
  return {
    server,
    registry,
    step: { provider: "registry", url: `${server.origin}/`, model: "credit", secret: "REGISTRY_KEY" } as const,
  };
}

providerContract({
  name: "a registry over HTTP",
  make: async (): Promise<Bench> => {
    const { server, registry, step } = await open();
    return {
      provider: registry,
      step,
      secrets: [secret],
      faults: server.faults,
      now: () => server.current ?? "",
      effects: () => server.effects,
      somebodyElse: () => {
        server.current = "3.0.0-rc1";
      },
      takeAway: () => {
        server.versions.pop();
      },
      stop: server.stop,
    };
  },
  versions: true,
  notDone: ["before"],
  isDone: ["after"],
  goesBack: true,
  repeatsSafely: true,
});

const call = { signal: new AbortController().signal, now: noon, run: "a1b2c3d4", step: 0 };

it("who is quicker between our reading and our writing wins: the registry refuses by If-Match", async () => {
  const { server, registry, step } = await open();
  const planned = { provider: "registry", key: "k", doing: "set-version", name: "credit" } as const;
  server.before = () => {
    server.current = "3.0.0-rc1";
  };
  const done = await registry.do(step, { ...planned, from: "2.1.0", to: "2.0.7" }, call);
  expect(done).toMatchObject({ kind: "failed", because: "conflict", detail: "412 it is 3.0.0-rc1" });
  expect(server).toMatchObject({ current: "3.0.0-rc1", effects: 0 });
  await server.stop();
});

it("a key that is not set is named by its variable, and nothing leaves", async () => {
  const { server, registry, step } = await open();
  const other = { ...step, secret: "OTHER_KEY" };
  expect(await registry.plan(other, {}, call)).toEqual({
    kind: "problem",
    because: "no-credentials",
    detail: "OTHER_KEY",
  });
  const planned = { provider: "registry", key: "k", doing: "set-version", name: "credit", from: "2.1.0" } as const;
  expect(await registry.do(other, { ...planned, to: "2.0.7" }, call)).toEqual({
    kind: "failed",
    because: "no-credentials",
    detail: "OTHER_KEY",
  });
  expect(server.seen).toEqual({ reads: 0, writes: 0 });
  await server.stop();
});

it.each([
  "7 and more",
  "<b>7</b>",
  "../7",
  "7\n",
  "mallory@private.example",
  "xoxb-1234567890-abcdefghijklmnop",
  "7".repeat(129),
])("%j is no version to go back to, and one that is current cannot be read", async (odd) => {
  const { server, registry, step } = await open();
  server.versions = [{ version: "2.1.0" }, { version: odd, tested: true }, { version: "2.0.7" }];
  expect(await registry.plan(step, {}, call)).toMatchObject({ kind: "planned", step: { to: "2.0.7" } });
  server.current = odd;
  expect(await registry.plan(step, {}, call)).toEqual({ kind: "problem", because: "faulty", detail: "current" });
  await server.stop();
});
