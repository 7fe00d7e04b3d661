import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLog } from "../../src/write-log.ts";
import { alertBody } from "../support/samples.ts";
import { faultyServer } from "../support/stand-ins/faulty-server.ts";
import { startUnderTest, type UnderTest } from "../support/vigie-under-test.ts";

const policyFile = new URL("hostile-acts.policy.yaml", import.meta.url).pathname;

const markup = `"'><img src=x onerror=alert(1)><script>alert(2)</script>`;
const loud = "<!channel> <@U0EVIL001> @here [~accountid:x] <at>everyone</at> javascript:alert(3)";
const mail = "mallory@private.example";
const text = `${markup} ${loud} ${mail} xoxb-1234567890-abcdefghijklmnop`;

/** Every way in that changes something, as a program and as a form. */
const changes = [
  ["/api/v1/incidents/VIG-1/actions/acknowledge", "application/json", '{"version":1}'],
  ["/api/v1/commands", "application/json", '{"text":"open"}'],
  ["/api/v1/fire-drill", "application/json", '{"destination":"slack:#ai-alerts"}'],
  ["/-/reload", "application/json", "{}"],
  ["/incidents/VIG-1/actions/acknowledge", "application/x-www-form-urlencoded", "version=1"],
  ["/report", "application/x-www-form-urlencoded", "a=1"],
  ["/acknowledge", "application/x-www-form-urlencoded", "service=credit-scoring"],
] as const;

describe("what strangers and hostile words come to (protocol 12.3)", () => {
  let vigie: UnderTest;
  let lines: string[];
  const start = async (env: Readonly<Record<string, string>> = {}) => {
    lines = [];
    vigie = await startUnderTest({ env, log: createLog(new Map(), { write: (line) => void lines.push(line) }) });
    const alert = {
      fingerprint: "f1",
      labels: { instance: text },
      annotations: { summary: text, runbook_url: "javascript:alert(4)" },
    };
    expect((await vigie.post("alertmanager", alertBody([alert], vigie.world.now()))).status).toBe(200);
    await vigie.settle();
  };
  beforeEach(() => start());
  afterEach(() => vigie.stop());

  /** One request with any header, `Host` included. */
  const send = (method: string, path: string, headers: Readonly<Record<string, string>>, body = "") =>
    new Promise<{ status: number; body: string }>((done, failed) => {
      const asked = request(`${vigie.run.origin}${path}`, { method, headers }, (answer) => {
        let said = "";
        answer.setEncoding("utf8").on("data", (part) => {
          said += part;
        });
        answer.on("end", () => done({ status: answer.statusCode ?? 0, body: said }));
      });
      asked.on("error", failed).end(body);
    });

  it.each(changes)("%s is for this machine alone, and read as what it is", async (path, type, body) => {
    const before = await vigie.get("/api/v1/incidents/VIG-1");
    const whole = { "content-type": type, "content-length": String(body.length) };
    const elsewhere: readonly Readonly<Record<string, string>>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "http://127.0.0.1:1" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { host: "evil.example" },
      { "x-forwarded-for": "203.0.113.9" },
    ];
    for (const headers of elsewhere) {
      expect([headers, (await send("POST", path, { ...whole, ...headers }, body)).status]).toEqual([headers, 403]);
    }
    for (const other of path === "/-/reload" ? [] : ["text/plain", "multipart/form-data; boundary=x", ""]) {
      const answer = await send("POST", path, { ...whole, "content-type": other }, body);
      expect([other, answer.status]).toEqual([other, 415]);
    }
    expect(await vigie.get("/api/v1/incidents/VIG-1")).toEqual(before);
  });

  it("what people type is text on each page and in each place, masked before it is stored, and in no log line", async () => {
    const act = async (handler: string, values: object) => {
      const { version } = (await vigie.get("/api/v1/incidents/VIG-1")) as { version: number };
      const body = JSON.stringify({ version, values });
      const json = { "content-type": "application/json" };
      const answer = await send("POST", `/api/v1/incidents/VIG-1/actions/${handler}`, json, body);
      expect([handler, answer.status, answer.body.slice(0, 200)]).toMatchObject([handler, 200, expect.anything()]);
    };
    await act("acknowledge", {});
    await act("note", { text });
    await act("update", { text, minutes: "30" });
    await act("severity", { to: "urgent", why: text });
    await act("escalate", { to: "next", why: text });
    await act("real", {});
    await act("mitigated", { how: "by-hand", text });
    await act("cause", { cause: "data", text });
    await act("remediation", { fix: text, monitoring: text });
    await act("silence", { for: "1h", why: text, urgent: "true" });
    await vigie.settle();
    const offered = (await vigie.get("/api/v1/incidents/VIG-1")) as { actions: readonly { handler: string }[] };
    const pages = ["/", "/incidents/VIG-1", "/docs", "/report", `/?severity=${encodeURIComponent(markup)}`];
    const odd = [`/incidents/VIG-1?done=${encodeURIComponent(markup)}`, `/incidents/${encodeURIComponent(markup)}`];
    const shown = await Promise.all([...pages, ...odd].map(async (path) => (await send("GET", path, {})).body));
    const fields = { "content-type": "application/x-www-form-urlencoded" };
    for (const { handler } of offered.actions ?? []) {
      const typed = new URLSearchParams({
        version: "1",
        step: "form",
        "f.why": text,
        "f.text": text,
        [markup]: markup,
      });
      shown.push((await send("POST", `/incidents/VIG-1/actions/${handler}?lang=${markup}`, fields, "")).body);
      shown.push((await send("POST", `/incidents/VIG-1/actions/${handler}`, fields, `${typed}`)).body);
    }
    shown.push((await send("POST", "/acknowledge", fields, `${new URLSearchParams({ service: markup })}`)).body);
    shown.push(
      (await send("POST", "/report", fields, `${new URLSearchParams({ step: "form", "f.what": text })}`)).body,
    );
    for (const page of shown) {
      expect(page).not.toMatch(/<script>alert|<img src=x|href="javascript:/i);
    }
    const slack = JSON.stringify(vigie.seen.slack());
    expect(slack).not.toMatch(/"type":"broadcast"|"user_id":"U0EVIL001"|"url":"javascript:/);
    for (const message of vigie.seen.slack()) expect(message.text).not.toMatch(/<!channel>|<@U0EVIL001>/);
    const jira = JSON.stringify(vigie.seen.issues());
    expect(jira).not.toContain('"type":"mention"');
    const stored = JSON.stringify(await vigie.get("/api/v1/incidents/VIG-1/journal?limit=200"));
    for (const told of [slack, jira, stored, JSON.stringify(vigie.seen.pages()), lines.join("")]) {
      expect(told).not.toMatch(/mallory@private\.example|xoxb-1234567890/);
    }
    expect(stored).toContain("onerror");
    expect(lines.join("")).not.toContain("onerror");
    expect((await send("GET", "/metrics", {})).body).not.toMatch(/onerror|channel>|mallory/);
  });

  it("what is acted on answers with, and what senders say of changes, is text in each place, bounded and masked", async () => {
    await vigie.stop();
    const versions = [{ version: "8" }, { version: `7.9 ${text}`, tested: true }, { version: "7" }];
    let current = "8";
    const registry = await faultyServer(({ method, path, headers }) => {
      if (method === "PUT") current = "7";
      if (path.startsWith("/models/")) return { json: { current, versions } };
      if (path === "/serving") return { json: { version: `${loud} ${"9".repeat(100_000)}` } };
      if (path === "/flag") return { json: { on: `${text} ${"x".repeat(100_000)}` } };
      return { status: 403, json: { message: `${text} ${JSON.stringify(headers)} ${"and so on ".repeat(10_000)}` } };
    });
    try {
      await start({ VIGIE_POLICY: policyFile, ACTING_URL: registry.origin });
      const at = new Date(vigie.world.now() - 60_000).toISOString();
      const change = {
        service: "credit-scoring",
        kind: "prompt",
        name: text.slice(0, 250),
        by: text.slice(0, 250),
        at,
      };
      const markers = [
        { ...change, from: markup, to: loud, url: "javascript:alert(5)" },
        { ...change, name: "\u202eevil\u0000\u001b[31m", to: "1\n\n# big" },
      ];
      expect(await vigie.post("deployment", markers)).toEqual({ status: 200, body: { accepted: 2, rejected: [] } });
      const huge = { ...change, name: "n".repeat(100_000) };
      expect(await vigie.post("deployment", huge)).toMatchObject({ status: 422 });
      await vigie.settle();
      const look = async () => {
        await vigie.settle();
        return (await vigie.get("/api/v1/incidents/VIG-1")) as {
          version: number;
          runs: readonly { state: string; steps: readonly { state: string; detail: string | null }[] }[];
        };
      };
      const press = async (handler: string, values: object) => {
        const { version } = await look();
        const json = { "content-type": "application/json" };
        const body = JSON.stringify({ version, values });
        const answer = await send("POST", `/api/v1/incidents/VIG-1/actions/${handler}`, json, body);
        expect([handler, answer.status, answer.body.slice(0, 200)]).toEqual([handler, 200, expect.anything()]);
      };
      await press("rollback", { why: text });
      const { runs } = await look();
      expect(runs).toMatchObject([{ state: "failed" }]);
      expect(runs[0]?.steps.map(({ state, detail }) => `${state} ${(detail ?? "").length < 300}`)).toEqual([
        "done true",
        "failed true",
      ]);
      await press("shadow-mode", {});
      expect((await look()).runs.at(-1)).toMatchObject({ state: "failed" });

      const fields = { "content-type": "application/x-www-form-urlencoded" };
      const pages = ["/", "/incidents/VIG-1", "/incidents/VIG-1?lang=fr"];
      const shown = await Promise.all(pages.map(async (path) => (await send("GET", path, {})).body));
      shown.push((await send("POST", "/incidents/VIG-1/actions/rollback", fields, "")).body);
      for (const page of shown) expect(page).not.toMatch(/<script>alert|<img src=x|href="javascript:/i);
      expect(shown.join("")).toContain("&lt;img src=x");
      const slack = JSON.stringify(vigie.seen.slack());
      expect(slack).not.toMatch(/"type":"broadcast"|"user_id":"U0EVIL001"|"url":"javascript:/);
      for (const message of vigie.seen.slack()) expect(message.text).not.toMatch(/<!channel>|<@U0EVIL001>/);
      expect(JSON.stringify(vigie.seen.teams())).not.toMatch(/"mentioned"|javascript:alert\(5\)/);
      expect(JSON.stringify(vigie.seen.issues())).not.toMatch(/"type":"mention"|"href":"javascript:/);
      const stored = JSON.stringify([
        await vigie.get("/api/v1/incidents/VIG-1"),
        await vigie.get("/api/v1/incidents/VIG-1/journal?limit=200"),
        await vigie.get("/api/v1/changes?service=credit-scoring"),
      ]);
      const places = [
        slack,
        JSON.stringify([vigie.seen.teams(), vigie.seen.pages(), vigie.seen.issues(), vigie.seen.changes()]),
      ];
      for (const told of [...places, stored, ...shown, lines.join("")]) {
        expect(told).not.toMatch(/mallory@private\.example|xoxb-1234567890|9{300}|x{300}/);
      }
      expect(lines.join("")).not.toContain("onerror");
      expect((await send("GET", "/metrics", {})).body).not.toMatch(/onerror|channel>|mallory/);
    } finally {
      await registry.stop();
    }
  });

  it("with tokens nobody acts without one, and none in another's name", async () => {
    await vigie.stop();
    await start({ VIGIE_API_TOKEN: "reader:a-token-of-a-reader" });
    for (const [path, type, body] of changes) {
      const wrong = { "content-type": type, authorization: "Bearer a-token-of-a-reader " };
      for (const headers of [{ "content-type": type }, { ...wrong, authorization: "Bearer x" }]) {
        expect((await send("POST", path, headers, body)).status).toBe(401);
      }
    }
    const bearer = { "content-type": "application/json", authorization: "Bearer a-token-of-a-reader" };
    const at = "/api/v1/incidents/VIG-1/actions/acknowledge";
    for (const person of ["ada@sandbox.example", "api:other", "slack:U0SANDADA", "READER"]) {
      expect((await send("POST", at, bearer, JSON.stringify({ version: 1, person }))).status).toBe(403);
    }
    const asked = JSON.stringify({ text: "open", person: "ada@sandbox.example" });
    expect((await send("POST", "/api/v1/commands", bearer, asked)).status).toBe(403);
  });
});
