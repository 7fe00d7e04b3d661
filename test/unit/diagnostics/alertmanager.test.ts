import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { alertmanagerAccess } from "../../../src/diagnostics/alertmanager.ts";

/** An Alertmanager that knows these fingerprints, and what it was asked. */
async function anAlertmanager(known: readonly string[], status = 200, runsForMs = 3_600_000) {
  const asked: { path: string | undefined; authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    asked.push({ path: request.url, authorization: request.headers.authorization });
    response.writeHead(status, { "content-type": "application/json" });
    const uptime = new Date(Date.now() - runsForMs).toISOString();
    if (request.url?.endsWith("/status")) return void response.end(JSON.stringify({ uptime }));
    response.end(JSON.stringify(known.map((fingerprint) => ({ fingerprint, status: { state: "active" } }))));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on a port");
  return { host: `127.0.0.1:${address.port}`, asked };
}

describe("whether an alert is still active (protocol 5.2)", () => {
  it.each([
    [["a"], "active"],
    [["a", "gone"], "active"],
    [["gone"], "gone"],
    [["labels-0123456789abcdef"], "unknown"],
    [["labels-0123456789abcdef", "gone"], "unknown"],
    [["labels-0123456789abcdef", "a"], "active"],
  ])("is for %j: %s, for a fingerprint of our own making is nowhere else", async (fingerprints, expected) => {
    const { host } = await anAlertmanager(["a", "b"]);
    expect(await alertmanagerAccess(`http://${host}`).stillActive(fingerprints)).toBe(expected);
  });

  it("is unknown where there is none to ask, where it answers badly, and where nobody answers", async () => {
    const { host } = await anAlertmanager(["a"], 500);
    expect(await alertmanagerAccess(undefined).stillActive(["a"])).toBe("unknown");
    expect(await alertmanagerAccess(`http://${host}`).stillActive(["a"])).toBe("unknown");
    expect(await alertmanagerAccess("http://127.0.0.1:1").stillActive(["a"])).toBe("unknown");
  });

  it("is asked with the user and password of the URL", async () => {
    const { host, asked } = await anAlertmanager(["a"]);
    expect(await alertmanagerAccess(`http://vigie:p%40ss:w%C3%B6rd@${host}/am`).stillActive(["a"])).toBe("active");
    expect(asked).toEqual([
      {
        path: "/am/api/v2/alerts?inhibited=true&silenced=true&active=true",
        authorization: `Basic ${Buffer.from("vigie:p@ss:wörd").toString("base64")}`,
      },
    ]);
  });

  it("is asked with a password that was not encoded as a URL's should be", async () => {
    const { host, asked } = await anAlertmanager([]);
    await alertmanagerAccess(`http://vigie:100%@${host}`).stillActive(["a"]);
    expect(asked[0]?.authorization).toBe(`Basic ${Buffer.from("vigie:100%").toString("base64")}`);
  });

  it("is one request for all who ask in one turn, and a new one for who asks later", async () => {
    const { host, asked } = await anAlertmanager(["a"]);
    const ask = alertmanagerAccess(`http://${host}`).stillActive;
    expect(await Promise.all([ask(["a"]), ask(["b"])])).toEqual(["active", "gone"]);
    expect(asked).toHaveLength(1);
    await ask(["a"]);
    expect(asked).toHaveLength(2);
  });
});

describe("what is asked and written besides (protocol 5.4, behaviour 3)", () => {
  const silence = {
    matchers: { alertname: "Down" },
    startsAt: 0,
    endsAt: 3_600_000,
    createdBy: "Ada",
    comment: "drain",
  };

  it("which alerts are gone: never one whose fingerprint is of our own making, none where it cannot be asked", async () => {
    const { host } = await anAlertmanager(["a"]);
    const there = alertmanagerAccess(`http://${host}`);
    expect(await there.goneAmong(["a", "b", "labels-0123456789abcdef"], Date.now() - 60_000)).toEqual(["b"]);
    expect(await alertmanagerAccess("http://127.0.0.1:1").goneAmong(["b"], Date.now() - 60_000)).toBeNull();
    expect(await alertmanagerAccess(undefined).goneAmong(["b"], Date.now() - 60_000)).toBeNull();
  });

  it.each([
    ["has run since before it told of them", 60_000, 30_000, ["b"]],
    ["began anew since, and may not know them yet", 60_000, 90_000, null],
    ["began anew since, long ago", 11 * 60_000, 3_600_000, ["b"]],
  ])("which are gone at one that %s", async (_, runsForMs, silentForMs, expected) => {
    const { host } = await anAlertmanager([], 200, runsForMs);
    expect(await alertmanagerAccess(`http://${host}`).goneAmong(["b"], Date.now() - silentForMs)).toEqual(expected);
  });

  it("a silence that is not taken is no silence", async () => {
    const { host } = await anAlertmanager([], 400);
    expect(await alertmanagerAccess(`http://${host}`).silence(silence)).toBeNull();
    expect(await alertmanagerAccess("http://127.0.0.1:1").silence(silence)).toBeNull();
    expect(await alertmanagerAccess(undefined).silence(silence)).toBeNull();
  });

  it("a silence that is not known there any more is over", async () => {
    const { host } = await anAlertmanager([], 404);
    expect(await alertmanagerAccess(`http://${host}`).expire("1")).toBe(true);
    const failing = await anAlertmanager([], 500);
    expect(await alertmanagerAccess(`http://${failing.host}`).expire("1")).toBe(false);
  });
});
