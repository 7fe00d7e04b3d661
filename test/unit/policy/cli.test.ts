import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import packageJson from "../../../package.json" with { type: "json" };
import { loadPolicyFile, standInValue } from "../../../src/cli/load-policy.ts";
import { policyCheck } from "../../../src/cli/policy-check.ts";
import { policyExplain } from "../../../src/cli/policy-explain.ts";

type Ran = { readonly code: number; readonly out: string; readonly err: string };
type Env = Readonly<Record<string, string>>;

async function run(
  command: "check" | "explain",
  args: readonly string[],
  files: Env = {},
  env: Env = {},
): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    readFile: (path: string) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error(`no ${path}`), { code: "ENOENT" });
      return text;
    },
    env,
    now: () => Date.parse("2026-11-20T09:00:00Z"),
    fetch,
  };
  const code = command === "check" ? await policyCheck(args, io) : await policyExplain(args, io);
  return { code, out: out.join(""), err: err.join("") };
}

const own = `version: 1
destinations:
  chat: [{ slack: "#a" }]
  on-call: [{ pagerduty: { key: "\${PD_ML_AI}" } }]
route: { tell: { warning: [chat], critical: [on-call] } }
`;

describe("vigie policy check", () => {
  it("finds the shipped policy right on a bare laptop, and says whom it tells", async () => {
    const { code, out, err } = await run("check", []);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^OK policies\/default\.yaml \([0-9a-f]{12}\)\n {2}destinations: slack:#ai-alerts, teams:/);
  });

  it("says what is left out and which variables to set", async () => {
    const { out } = await run("check", [], {}, { SLACK_BOT_TOKEN: "xoxb-1" });
    expect(out).toContain("destinations: slack:#ai-alerts\n");
    expect(out).toContain("set PAGERDUTY_ROUTING_KEY; told instead: slack:#ai-alerts");
  });

  it("a variable that is only not set on this machine is said, and a fault with --production", async () => {
    const env = { SLACK_BOT_TOKEN: "xoxb-1" };
    const here = await run("check", ["own.yaml"], { "own.yaml": own }, env);
    expect([here.code, here.err]).toEqual([0, ""]);
    expect(here.out).toContain("not set here: own.yaml:4 pagerduty cannot be told: not set: PD_ML_AI");
    const strict = await run("check", ["own.yaml", "--production"], { "own.yaml": own }, env);
    expect([strict.code, strict.out]).toEqual([1, ""]);
    expect(strict.err).toContain("own.yaml:4:13 pagerduty cannot be told: not set: PD_ML_AI");
  });

  it("with --production no sandbox stands in: what a bare machine lacks is a fault", async () => {
    const { code, out, err } = await run("check", ["own.yaml", "--production"], { "own.yaml": own });
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("slack cannot be told: not set: SLACK_BOT_TOKEN");
    expect(err).toContain("pagerduty cannot be told: not set: PD_ML_AI");
  });

  it("with --production a policy that would tell nobody is refused as a start would refuse it", async () => {
    const { code, out, err } = await run("check", ["--production"]);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("no destination is configured at all: set at least one of SLACK_BOT_TOKEN");
    const set = await run("check", ["--production"], {}, { SLACK_BOT_TOKEN: "xoxb-1" });
    expect([set.code, set.err]).toEqual([0, ""]);
  });

  it("names a place that is not set as the policy writes it, never an invented one", async () => {
    const { out } = await run("check", []);
    expect(out).toContain(`teams:\${TEAMS_CHANNEL_ID}, pagerduty:\${PAGERDUTY_ROUTING_KEY}`);
    expect(out).not.toMatch(/thread\.tacv2|pagerduty:[0-9a-f]/);
  });

  it("prints each fault with its place and what to write instead, and exits with 1", async () => {
    const { code, out, err } = await run("check", ["own.yaml"], { "own.yaml": own.replace("[chat]", "[chta]") });
    expect([code, out]).toEqual([1, ""]);
    expect(err).toBe(
      "own.yaml:5:28 `chta` is in neither `destinations:` nor a team\n  fix: did you mean `chat`?\n1 fault\n",
    );
  });

  it("prints warnings and stays 0", async () => {
    const odd = own.replace("route: {", "route: { routes: [{ match: [severity=critical] }],");
    const { code, out } = await run("check", ["own.yaml"], { "own.yaml": odd });
    expect(code).toBe(0);
    expect(out).toContain("warning: own.yaml:5:");
  });

  it.each([[["gone.yaml"]], [["--what"]], [["a", "b"]]])("%j is said and exits with 1", async (args) => {
    const { code, err } = await run("check", args);
    expect(code).toBe(1);
    expect(err).not.toBe("");
  });

  it("takes the file from VIGIE_POLICY and the language from VIGIE_LOCALE", async () => {
    const env = { VIGIE_POLICY: "own.yaml", VIGIE_LOCALE: "fr" };
    const { err } = await run("check", [], { "own.yaml": "version: 1" }, env);
    expect(err).toContain("own.yaml:1:1 `route` manque");
  });
});

describe("vigie", () => {
  const vigie = (...args: readonly string[]) =>
    spawnSync(process.execPath, ["src/cli/main.ts", ...args], { encoding: "utf8", env: {} });

  it("--version prints the version, and --help names --production", () => {
    expect(vigie("--version")).toMatchObject({ status: 0, stdout: `${packageJson.version}\n`, stderr: "" });
    expect(vigie("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("--production"), stderr: "" });
  });

  it("what is no command is answered with the commands, and exit code 2", () => {
    expect(vigie("polcy")).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("policy check") });
  });
});

describe("vigie policy explain", () => {
  const body = {
    groupKey: "{}:{}",
    alerts: [
      {
        status: "firing",
        labels: {
          alertname: "KubePodCrashLooping",
          severity: "critical",
          namespace: "payments",
          job: "kube-state-metrics",
        },
        annotations: {},
        startsAt: "2026-11-20T08:00:00Z",
      },
    ],
  };
  const event = {
    service: "credit-scoring",
    model: "credit",
    environment: "staging",
    metric: "accuracy",
    value: 0.846,
    baseline: 0.95,
  };
  const words = (text: string) => text.replace(/ {2,}/g, " ").split("\n");

  it("says severity, route, destinations, group key and deadlines, each with its line", async () => {
    const { code, out } = await run("explain", ["a.json"], { "a.json": JSON.stringify(body) });
    const lines = words(out);
    const at = (start: string) => lines.find((line) => line.trimStart().startsWith(start)) ?? "";
    expect(code).toBe(0);
    expect(lines[0]).toBe("KubePodCrashLooping (from alertmanager, firing)");
    expect(at("severity")).toMatch(/^ severity CRITICAL: label severity is “critical” policies\/default\.yaml:\d+$/);
    expect(at("about")).toContain("environment production (assumed: no label says it), service payments");
    expect(at("group key")).toMatch(
      /^ group key \{environment="production", service="payments", .*\} policies\/default\.yaml:\d+$/,
    );
    expect(at("route")).toMatch(/the root: no route below it matches policies\/default\.yaml:\d+$/);
    expect(at("tells")).toMatch(/slack:#ai-alerts \(chat, from WARNING up\) policies\/default\.yaml:\d+$/);
    expect(at("pagerduty:")).toMatch(
      /pagerduty:\$\{PAGERDUTY_ROUTING_KEY\} \(on-call, from CRITICAL up\) policies\/default\.yaml:\d+$/,
    );
    expect(at("deadlines")).toMatch(/triage 15m policies\/default\.yaml:\d+$/);
  });

  it("explains one alert of a body and a drift event, in French, with why nobody is paged", async () => {
    const one = await run("explain", ["a.json"], { "a.json": JSON.stringify(body.alerts[0]) });
    expect(one.out).toContain("CRITICAL");
    const french = await run("explain", ["d.json", "--locale", "fr"], { "d.json": JSON.stringify(event) });
    expect(french.out).toMatch(/URGENT\s: accuracy est à 10,9\s% sous sa référence, tranche > 10%/);
    expect(french.out).toContain("personne n’est appelé\u00a0: staging n’est pas la production");
    expect(french.out.match(/^accuracy/gm)).toHaveLength(1);
  });

  it("README shows what is printed, to the letter", async () => {
    const [, event, printed = ""] =
      /cat drift\.json\n(.*)\n\$ npx vigie policy explain drift\.json\n([^`]*)```/.exec(
        readFileSync("README.md", "utf8"),
      ) ?? [];
    const { out } = await run("explain", ["drift.json"], { "drift.json": event ?? "" });
    expect(out).toBe(printed);
  });

  it("says why something is healthy", async () => {
    const { out } = await run("explain", ["d.json"], { "d.json": JSON.stringify({ ...event, value: 0.96 }) });
    expect(out).toContain("healthy: accuracy is 1.1 % better, its lowest level is > 0%");
    expect(out).toContain("nobody: the dashboard shows it");
  });

  it("names what would be told but is not configured", async () => {
    const { out } = await run("explain", ["a.json"], { "a.json": JSON.stringify(body) }, { SLACK_BOT_TOKEN: "xoxb-1" });
    expect(out).toContain("not jira:OPS: set JIRA_HOST, JIRA_EMAIL, JIRA_API_TOKEN");
    expect(out).toContain("slack:#ai-alerts (in place of one without credentials, from CRITICAL up)");
  });

  it.each([
    ["no file", {}, "gone.json"],
    ["no JSON", { "gone.json": "{" }, "gone.json"],
    ["no alert", { "gone.json": `{"metric": 3}` }, "metric"],
  ])("%s is said and exits with 1", async (_name, files, part) => {
    const { code, out, err } = await run("explain", ["gone.json"], files);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(part);
  });
});

describe("loading a policy", () => {
  it("the shipped policy names no language: messages are in the configured one, others say their own", async () => {
    const read = async (readFile?: () => string) => {
      const options = {
        env: {},
        configured: () => "sandbox" as const,
        sandboxValues: standInValue,
        locale: "fr" as const,
      };
      const loaded = await loadPolicyFile(readFile ? "own.yaml" : null, readFile ? { ...options, readFile } : options);
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
      return [loaded.policy.locale, ...[...loaded.policy.destinations.values()].map(({ locale }) => locale)];
    };
    expect(new Set(await read())).toEqual(new Set(["fr"]));
    expect(new Set(await read(() => `locale: en\n${own}`))).toEqual(new Set(["en"]));
  });

  it("reads the shipped policy and its runbooks from wherever it is started", async () => {
    const loaded = await loadPolicyFile(null, { env: {}, configured: () => false });
    expect(loaded).toMatchObject({ ok: true, policy: { file: "policies/default.yaml" } });
  });

  it("a file that is not there is a fault about the environment", async () => {
    const loaded = await loadPolicyFile("no-such-policy.yaml", { env: {}, configured: () => false });
    expect(loaded).toMatchObject({
      ok: false,
      faults: [{ file: "no-such-policy.yaml", line: 1, about: "environment" }],
    });
  });
});
