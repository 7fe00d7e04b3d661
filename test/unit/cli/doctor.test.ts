import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { doctor } from "../../../src/cli/doctor.ts";
import { createFaultBox, type FaultBox } from "../../../src/sandbox/faults.ts";
import { createJiraStandIn } from "../../../src/sandbox/jira/index.ts";
import { createSlackStandIn, manifestScopes } from "../../../src/sandbox/slack/index.ts";
import { openStandInState } from "../../../src/sandbox/state.ts";
import { doctorWords } from "../../../src/words/doctor.ts";
import { runCommand } from "./run-command.ts";

const policy = `version: 1
destinations:
  chat: [{ slack: "#ai-alerts" }]
  on-call: [{ pagerduty: { key: "\${PAGERDUTY_ROUTING_KEY}", schedule: PABC123 } }]
  ticket: [{ jira: { project: OPS, type: Task, move: { resolved: done } } }]
route:
  tell: { warning: [chat, ticket], critical: [on-call] }
`;

/** What the vendors are like. */
type World = {
  readonly scopes: readonly string[];
  readonly isPrivate: boolean;
  readonly categories: readonly string[];
  readonly onCall: readonly string[];
  readonly schedules: readonly string[];
  readonly token: string;
};
const healthy: World = {
  scopes: manifestScopes,
  isPrivate: false,
  categories: ["new", "done"],
  onCall: ["Ada On-Call"],
  schedules: ["PABC123"],
  token: "pd-token-of-the-test",
};

let server: Server;
let dir: string;
let faults: FaultBox;
let world: World;
let env: Record<string, string>;

beforeEach(async () => {
  faults = createFaultBox();
  world = healthy;
  let origin = "";
  server = createServer(getRequestListener(vendors(() => origin).fetch));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  origin = `http://127.0.0.1:${port}`;
  dir = mkdtempSync(join(tmpdir(), "vigie-doctor-"));
  writeFileSync(join(dir, "policy.yaml"), policy);
  env = {
    VIGIE_SANDBOX: "off",
    VIGIE_POLICY: join(dir, "policy.yaml"),
    VIGIE_STORE: "sqlite:/nowhere/that/is/vigie.db",
    PORT: String(port),
    SLACK_BOT_TOKEN: "xoxb-sandbox-token",
    SLACK_SIGNING_SECRET: "a-signing-secret",
    SLACK_API_URL: `${origin}/slack/api`,
    PAGERDUTY_ROUTING_KEY: "5a4db0c5a4db0c5a4db0c5a4db0c5a4d",
    PAGERDUTY_API_TOKEN: "pd-token-of-the-test",
    PAGERDUTY_WEBHOOK_SECRET: "a-webhook-secret",
    PAGERDUTY_FROM: "ada@corp.example",
    PAGERDUTY_API_URL: `${origin}/pagerduty`,
    JIRA_HOST: `${origin}/jira`,
    JIRA_EMAIL: "vigie@corp.example",
    JIRA_API_TOKEN: "jira-token-of-the-test",
    JIRA_WEBHOOK_SECRET: "another-secret",
    ALERTMANAGER_URL: `${origin}/alertmanager`,
  };
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true });
});

function vendors(origin: () => string): Hono {
  const app = new Hono();
  const state = openStandInState(":memory:");
  const deps = { state, now: () => 0, faults };
  const slack = () =>
    createSlackStandIn({
      ...deps,
      baseUrl: () => `${origin()}/slack`,
      scopes: () => world.scopes,
      channels: [{ name: "ai-alerts", isPrivate: world.isPrivate }],
    });
  const jira = createJiraStandIn({ ...deps, baseUrl: () => `${origin()}/jira` });
  let made: ReturnType<typeof slack> | undefined;
  app.all("/slack/*", (c) => {
    made ??= slack();
    const url = new URL(c.req.url);
    return made.routes.fetch(
      new Request(`${url.origin}${url.pathname.slice("/slack".length)}${url.search}`, c.req.raw),
    );
  });
  app.get("/jira/rest/api/3/project/:key/statuses", (c) =>
    c.json([{ statuses: world.categories.map((key) => ({ statusCategory: { key } })) }]),
  );
  app.route("/jira", jira.routes);
  app.get("/alertmanager/api/v2/status", (c) => c.json({}));
  app.get("/healthz", (c) => c.json({ ok: true }));
  app.get("/readyz", (c) => c.json({ store: { kind: "sqlite", reachable: true, risks: [] } }));
  app.use("/pagerduty/*", async (c, next) =>
    c.req.header("authorization") === `Token token=${world.token}` ? next() : c.json({}, 401),
  );
  app.get("/pagerduty/schedules/:id", (c) => c.json({}, world.schedules.includes(c.req.param("id")) ? 200 : 404));
  app.get("/pagerduty/oncalls", (c) => c.json({ oncalls: world.onCall.map((name) => ({ user: { name } })) }));
  app.get("/pagerduty/users", (c) => c.json({ users: [{ email: "ada@corp.example" }] }));
  return app;
}

/** One thing that is not as it should be. */
type Spoilt = {
  readonly world?: Partial<World>;
  readonly fault?: Parameters<FaultBox["add"]>[0];
  readonly env?: Record<string, string>;
};

const run = (changes: Record<string, string> = {}, ...args: readonly string[]) =>
  runCommand(doctor, args, { env: { ...env, ...changes } });

describe("vigie doctor", () => {
  it("finds nothing wrong where all is well, and says what could be better", async () => {
    const { code, out } = await run();
    expect(out).not.toContain("✗");
    expect(out).toContain("✓ connected to Sandbox as vigie");
    expect(out).toContain("✓ all scopes are there");
    expect(out).toContain("✓ Ada On-Call is on call in schedule PABC123");
    expect(out).toContain("✓ OPS has a status of the category done");
    expect(out).toContain("All is well.");
    expect(code).toBe(0);
  });

  const wrong: readonly [string, Spoilt, RegExp][] = [
    [
      "a revoked Slack token",
      { fault: { vendor: "slack", kind: "revoked", times: 1000 } },
      /✗ Slack refuses SLACK_BOT_TOKEN \(token_revoked\)\. At api\.slack\.com\/apps open your app, Install App/,
    ],
    [
      "a scope that is missing",
      { world: { scopes: manifestScopes.filter((scope) => scope !== "commands") } },
      /✗ the scope commands is missing: \/vigie does nothing\. At .* OAuth & Permissions, add commands, and reinstall/,
    ],
    ["a channel that Vigie is not in", { world: { isPrivate: true } }, /✗ .*\/invite @Vigie in #ai-alerts/],
    [
      "no way to hear Slack",
      { env: { SLACK_SIGNING_SECRET: "" } },
      /✗ neither SLACK_SIGNING_SECRET .* copy the Signing Secret/,
    ],
    [
      "a Jira project that is gone",
      { fault: { vendor: "jira", kind: "place-deleted", method: "createmeta", times: 1000 } },
      /✗ .*OPS/,
    ],
    [
      "a Jira login that is refused",
      { fault: { vendor: "jira", kind: "revoked", times: 1000 } },
      /✗ Jira refuses JIRA_EMAIL and JIRA_API_TOKEN \(401\)\. At id\.atlassian\.com/,
    ],
    [
      "a status that a ticket cannot reach",
      { world: { categories: ["new"] } },
      /✗ OPS has no status of the category done.* Project settings, Workflows/,
    ],
    [
      "a schedule that is gone",
      { world: { schedules: [] } },
      /✗ PagerDuty knows no schedule PABC123\. Open People, On-Call Schedules/,
    ],
    [
      "a schedule with nobody on it",
      { world: { onCall: [] } },
      /✗ nobody is on call in schedule PABC123 now\. In PagerDuty/,
    ],
    [
      "a PagerDuty token that is refused",
      { world: { token: "another" } },
      /✗ PagerDuty refuses PAGERDUTY_API_TOKEN \(401\)\. In PagerDuty: Integrations, API Access Keys/,
    ],
    [
      "a user who is not there",
      { env: { PAGERDUTY_FROM: "bob@corp.example" } },
      /✗ PAGERDUTY_FROM: PagerDuty has no user bob@corp\.example/,
    ],
    [
      "a routing key of the wrong shape",
      { env: { PAGERDUTY_ROUTING_KEY: "short" } },
      /✗ .*PAGERDUTY_ROUTING_KEY\} is not a routing key\n {2}fix: 32 letters and digits: PagerDuty, service/,
    ],
    [
      "an Alertmanager that is away",
      { env: { ALERTMANAGER_URL: "http://127.0.0.1:9" } },
      /✗ http:\/\/127\.0\.0\.1:9 cannot be reached/,
    ],
    [
      "the same behind a password that is no percent code, which it does not show",
      { env: { ALERTMANAGER_URL: "http://vigie:50%-off@127.0.0.1:9" } },
      /✗ http:\/\/127\.0\.0\.1:9 cannot be reached/,
    ],
    [
      "a public address that is not Vigie",
      { env: { VIGIE_PUBLIC_URL: "http://127.0.0.1:9" } },
      /✗ VIGIE_PUBLIC_URL: .* does not answer as Vigie/,
    ],
  ];

  it.each(wrong)("names %s, with the click that mends it, and fails", async (_what, spoilt, said) => {
    world = { ...healthy, ...spoilt.world };
    if (spoilt.fault) faults.add(spoilt.fault);
    const { code, out } = await run(spoilt.env);
    expect(out).toMatch(said);
    expect(code).toBe(1);
  });

  it("knows what breaks without each scope of the manifest", () => {
    const asked = parse(readFileSync("slack/manifest.yaml", "utf8")).oauth_config.scopes.bot;
    for (const locale of ["en", "fr"] as const) expect(Object.keys(doctorWords[locale].slackBreaks)).toEqual(asked);
  });

  it("says a faulty setting and a faulty policy before it asks anybody", async () => {
    expect((await run({ PORT: "many" })).out).toMatch(/Settings\n {2}✗ PORT /);
    writeFileSync(join(dir, "policy.yaml"), "version: 2\n");
    expect((await run()).out).toMatch(/Policy\n {2}✗ /);
  });

  it("prints no secret, also where a vendor repeats one", async () => {
    faults.add({ vendor: "jira", kind: "revoked", times: 1000 });
    world = { ...healthy, token: "another" };
    const { out, err } = await run();
    for (const name of ["SLACK_BOT_TOKEN", "PAGERDUTY_API_TOKEN", "JIRA_API_TOKEN", "PAGERDUTY_ROUTING_KEY"])
      expect(`${out}${err}`).not.toContain(env[name]);
  });

  it("answers as JSON, and in French", async () => {
    const findings = JSON.parse((await run({ SLACK_SIGNING_SECRET: "" }, "--json")).out);
    expect(findings).toContainEqual({
      about: "slack",
      level: "wrong",
      says: expect.stringContaining("SLACK_APP_TOKEN"),
    });
    expect((await run({}, "--locale", "fr")).out).toContain("Tout va bien.");
  });

  it("says to start the service where the sandbox stands in and does not answer", async () => {
    const { code, out } = await run({ VIGIE_SANDBOX: "all", PORT: "9" });
    expect(code).toBe(1);
    expect(out).toContain("Start it: npm start");
  });
});
