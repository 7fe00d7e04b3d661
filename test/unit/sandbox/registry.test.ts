import { expect, it } from "vitest";
import { createSandbox } from "../../../src/sandbox/sandbox.ts";
import { openStandInState } from "../../../src/sandbox/state.ts";

const secondMs = 1_000;

function registry() {
  let now = 0;
  const { routes } = createSandbox({
    vendors: new Set(["slack"]),
    state: openStandInState(":memory:"),
    now: () => now,
    slackChannels: [],
    baseUrl: () => "http://127.0.0.1:8080/sandbox",
  });
  const ask = async (path: string, init?: RequestInit) => {
    const answer = await routes.request(path, init);
    return { status: answer.status, body: await answer.json() };
  };
  const move = (version: string, expected: string, headers: Readonly<Record<string, string>> = {}) =>
    ask("/registry/models/credit/current", { method: "PUT", headers, body: JSON.stringify({ version, expected }) });
  return {
    ...{ ask, move },
    page: async () => (await routes.request("/")).text(),
    after: (ms: number) => {
      now += ms;
    },
  };
}

it("has a released version, and a tested one before it, of every model (docs/connect/registry.md)", async () => {
  expect(await registry().ask("/registry/models/credit")).toEqual({
    status: 200,
    body: {
      current: "8",
      versions: [
        { version: "8", tested: false },
        { version: "7", tested: true },
      ],
    },
  });
});

it("sets a version only where the one that is expected still stands, and none that it does not know", async () => {
  const { move } = registry();
  expect((await move("7", "9")).status).toBe(409);
  expect((await move("6", "8")).status).toBe(404);
  expect((await move("7", "8")).status).toBe(200);
  expect((await move("7", "8")).body).toEqual({ message: "it is 7 now" });
});

it("a server serves what it read when it was started, and a page of another site moves nothing", async () => {
  const { ask, move, after, page } = registry();
  const serves = async () => (await ask("/registry/servers/credit/version")).body;
  expect((await move("7", "8", { origin: "https://evil.example" })).body).toMatchObject({
    error: { code: "foreign-origin" },
  });
  await move("7", "8");
  after(60 * secondMs);
  expect(await serves()).toEqual({ model: { version: "8" } });
  expect(await page()).toContain("the registry says v7, v8 is serving");
  await ask("/registry/servers/credit/restart", { method: "POST" });
  expect(await serves()).toEqual({ model: { version: "8" } });
  after(10 * secondMs);
  expect(await serves()).toEqual({ model: { version: "7" } });
});
