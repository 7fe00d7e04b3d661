import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { policyCheck } from "../../../src/cli/policy-check.ts";
import { runCommand, twoTeams } from "./run-command.ts";

const nothing = { metrics: [], severities: [], teams: [], services: [] };

/** A service that answers this, and remembers how it was asked. */
async function answering(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? "-"}`);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  const { port } = address;
  return { url: `http://127.0.0.1:${port}`, asked };
}

const run = (url: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
  runCommand(policyCheck, ["p.yaml", "--url", url, ...args], { files: { "p.yaml": twoTeams }, env });

describe("vigie policy check --url", () => {
  it("says that all is covered where it is", async () => {
    const { url, asked } = await answering(200, {
      metrics: [{ service: "checkout", metric: "accuracy" }],
      severities: [{ source: "alertmanager", label: "severity", value: "critical" }],
      teams: ["payments"],
      services: ["ranking"],
    });
    const { code, out } = await run(`${url}/`);
    expect([code, out.trimEnd().split("\n").at(-1)]).toEqual([0, `${url}/: all that was seen is covered`]);
    expect(asked).toEqual(["GET /api/v1/seen -"]);
  });

  it.each([
    [
      "metrics that no row covers (behaviour 2.7)",
      { metrics: [{ service: null, metric: "rouge" }] },
      "warning: no threshold covers the metric rouge\n",
    ],
    [
      "monitored metrics that never came",
      { metrics: [{ service: "checkout", metric: "acuracy" }] },
      "warning: p.yaml:16 accuracy of checkout is monitored and was never measured\n",
    ],
    [
      "words for a severity that have no meaning",
      { severities: [{ source: "alertmanager", label: "severity", value: "sev2" }] },
      "warning: the severity word severity=“sev2” from alertmanager has no meaning: it is WARNING\n",
    ],
    [
      "teams that `teams:` does not list (behaviour 6)",
      { teams: ["sre"] },
      "warning: alerts name the team sre, `teams:` does not\n",
    ],
    [
      "services without an owner where there are teams",
      { services: ["billing"] },
      "warning: the service billing has no owner\n",
    ],
  ])("lists %s, each kind with what to write", async (_what, seen, expected) => {
    const { url } = await answering(200, { ...nothing, ...seen });
    const { code, out } = await run(url);
    expect(code).toBe(0);
    expect(out).toContain(expected);
    expect(out.split("\n").filter((line) => line.startsWith("  fix: ")).length).toBeGreaterThan(0);
  });

  it("asks nothing of teams where the policy has none", async () => {
    const { url } = await answering(200, { ...nothing, teams: ["sre"], services: ["billing"] });
    const { out } = await runCommand(policyCheck, ["--url", url]);
    expect(out).toContain("all that was seen is covered");
  });

  it("says of no service that it has no owner where the policy reads services from a label of its own", async () => {
    const { url } = await answering(200, { ...nothing, services: ["billing"] });
    const files = { "p.yaml": `${twoTeams}identity: { service: [component] }\n` };
    const { out } = await runCommand(policyCheck, ["p.yaml", "--url", url], { files });
    expect(out).toContain("accuracy of checkout");
    expect(out).not.toContain("billing");
  });

  it("lists fifty of a kind and counts the rest, and no control character gets through", async () => {
    const metrics = Array.from({ length: 60 }, (_, i) => ({ service: null, metric: `m${i}\u001b[2J` }));
    const { url } = await answering(200, { ...nothing, metrics });
    const { out } = await run(url);
    expect(out.match(/no threshold covers/g)).toHaveLength(50);
    expect(out).toContain("warning: … 10\n");
    expect(out).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  it("says the same in French", async () => {
    const { url } = await answering(200, { ...nothing, teams: ["sre"] });
    const { out } = await run(url, ["--locale", "fr"]);
    expect(out).toContain("attention\u00a0: des alertes nomment l’équipe sre, `teams:` non");
  });

  it("shows the first token of VIGIE_API_TOKEN, to that address and to no other", async () => {
    const other = await answering(200, nothing);
    const { url, asked } = await answering(302, "", { location: `${other.url}/api/v1/seen` });
    const { code, err } = await run(url, [], { VIGIE_API_TOKEN: "ci:first-secret-token,second-secret-token" });
    expect([code, err]).toEqual([1, `what was seen is not known: ${url}: it answered 302\n`]);
    expect(asked).toEqual([expect.stringMatching(/^GET \/api\/v1\/seen Bearer \S*first-secret-token$/)]);
    expect(other.asked).toEqual([]);
  });

  it.each([
    [401, "", "it answered 401; set VIGIE_API_TOKEN to one of its tokens"],
    [503, "", "it answered 503"],
    [200, "<html>", "this is not an answer of Vigie"],
    [200, `{"metrics":3}`, "this is not an answer of Vigie"],
  ])("an answer of %i %s is said, with exit code 1", async (status, body, reason) => {
    const { url } = await answering(status, body);
    const { code, err } = await run(url);
    expect([code, err]).toEqual([1, `what was seen is not known: ${url}: ${reason}\n`]);
  });

  it.each([
    ["ftp://127.0.0.1", "an http or https address without a password in it is needed"],
    ["http://me:hunter2@127.0.0.1:9", "an http or https address without a password in it is needed"],
  ])("%s is refused without being asked, and no password is shown", async (url, reason) => {
    const { code, err } = await run(url);
    expect([code, err]).toEqual([1, expect.stringContaining(reason)]);
    expect(err).not.toContain("hunter2");
  });

  it("a service that is not there is said with the reason that the system gives", async () => {
    const { code, err } = await runCommand(policyCheck, ["--url", "http://127.0.0.1:9090"], {
      fetch: () =>
        Promise.reject(
          new TypeError("fetch failed", { cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }) }),
        ),
    });
    expect([code, err]).toEqual([1, "what was seen is not known: http://127.0.0.1:9090: ECONNREFUSED\n"]);
  });
});

describe("vigie policy check --production", () => {
  const strict = (env: Readonly<Record<string, string>>) =>
    runCommand(policyCheck, ["--production"], { env: { SLACK_BOT_TOKEN: "xoxb-1", ...env } });

  it("wants VIGIE_MASK_KEY on Redis (protocol 11), and not on SQLite", async () => {
    const redis = { VIGIE_STORE: "redis://127.0.0.1:6379" };
    const { code, err } = await strict(redis);
    expect([code, err]).toEqual([1, expect.stringMatching(/^VIGIE_MASK_KEY: not set/)]);
    expect((await strict({ ...redis, VIGIE_MASK_KEY: "0123456789abcdef" })).code).toBe(0);
    expect((await strict({})).code).toBe(0);
  });

  it("names each variable with which a start would be refused, never its value", async () => {
    const { code, err } = await strict({ PORT: "eighty-eighty" });
    expect([code, err]).toEqual([1, expect.stringMatching(/^PORT: /)]);
    expect(err).not.toContain("eighty-eighty");
  });
});
