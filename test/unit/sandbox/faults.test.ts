import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { createSandbox } from "../../../src/sandbox/sandbox.ts";
import { openStandInState } from "../../../src/sandbox/state.ts";

/** The sandbox, asked as a service on this machine is. */
function sandbox() {
  const { routes, faults } = createSandbox({
    vendors: new Set(["slack"]),
    state: openStandInState(":memory:"),
    now: () => 0,
    slackChannels: [],
    baseUrl: () => "http://127.0.0.1:8080/sandbox",
  });
  const app = new Hono().route("/sandbox", routes);
  const ask = async (method: string, headers: Readonly<Record<string, string>>, body: unknown = {}) => {
    const sent = { host: "localhost:8080", ...headers };
    const answer = await app.request("http://localhost:8080/sandbox/faults", {
      method,
      headers: sent,
      ...(method === "POST" ? { body: JSON.stringify(body) } : {}),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const waits = () => faults.take("slack", "chat.postMessage") !== undefined;
  return { ask, waits };
}

const fault = { vendor: "slack", kind: "server-error" };
const json = { "content-type": "application/json; charset=utf-8" };

describe("POST /sandbox/faults", () => {
  it("makes the next call of a vendor fail, asked from a shell or by the sandbox's own page", async () => {
    for (const headers of [json, { ...json, origin: "http://localhost:8080" }]) {
      const { ask, waits } = sandbox();
      expect(await ask("POST", headers, fault)).toEqual({ status: 200, body: { ok: true } });
      expect(waits()).toBe(true);
    }
  });

  it.each(["https://evil.example", "http://localhost:9999", "null"])(
    "is nothing for a page of %s (protocol 12.3)",
    async (origin) => {
      const { ask, waits } = sandbox();
      expect(await ask("POST", { ...json, origin }, fault)).toMatchObject({
        status: 403,
        body: { error: { code: "foreign-origin" } },
      });
      expect(waits()).toBe(false);
    },
  );

  it("takes JSON only: what a form of any page can send is refused", async () => {
    const { ask, waits } = sandbox();
    const answer = await ask("POST", { "content-type": "text/plain" }, fault);
    expect(answer).toMatchObject({ status: 415, body: { error: { code: "not-json" } } });
    expect(waits()).toBe(false);
  });

  it("refuses a vendor that is not there, and says where", async () => {
    const answer = await sandbox().ask("POST", json, { ...fault, vendor: "discord" });
    expect(answer).toMatchObject({
      status: 422,
      body: { error: { code: "unreadable", issues: [{ path: ["vendor"] }] } },
    });
  });
});

describe("DELETE /sandbox/faults", () => {
  it("takes back what has not happened yet", async () => {
    const { ask, waits } = sandbox();
    await ask("POST", json, { ...fault, times: 100 });
    expect(await ask("DELETE", {})).toEqual({ status: 200, body: { ok: true } });
    expect(waits()).toBe(false);
  });

  it("is nothing for a page of another site", async () => {
    const { ask, waits } = sandbox();
    await ask("POST", json, fault);
    expect((await ask("DELETE", { origin: "https://evil.example" })).status).toBe(403);
    expect(waits()).toBe(true);
  });
});
