import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadPolicyFile } from "../../../src/cli/load-policy.ts";
import type { Owed } from "../../../src/incident/judgement.ts";
import type { Policy } from "../../../src/policy/policy.ts";
import { missingPrograms } from "../../real/story/child.ts";
import { alertOf, driftOf } from "../policy/policy-fixture.ts";

const dir = mkdtempSync(join(tmpdir(), "vigie-docs-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

type Block = { readonly page: string; readonly language: string; readonly file: string; readonly text: string };

/** The fenced blocks of a page; the first line of a file says what it is called. */
function blocksOf(page: string): readonly Block[] {
  const fences = readFileSync(join("docs", page), "utf8").matchAll(/^( *)```(\w+)\n([\s\S]*?)^ *```$/gm);
  return [...fences].map(([, indent = "", language = "", indented = ""]) => {
    const text = indented.replaceAll(new RegExp(`^${indent}`, "gm"), "");
    return { page, language, text, file: /^# (\S+\.ya?ml)$/m.exec(text.split("\n")[0] ?? "")?.[1] ?? "" };
  });
}

const ours = [
  ...["five-minutes-to-slack.md", "coming-from-alertmanager.md", "policy-by-example.md", "vendors.md"],
  ...["what-leaves-your-network.md", "when-vigie-is-the-incident.md", "people-and-roles.md"],
];
const yaml = ours.flatMap(blocksOf).filter(({ language }) => language === "yaml");

/** Writes the files of a page as its reader would, and compiles its policy, without any credential. */
async function policyOf(page: string): Promise<Policy> {
  const folder = join(dir, page);
  for (const { file, text } of yaml.filter((block) => block.page === page)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const compiled = await loadPolicyFile(join(folder, "policy.yaml"), {
    env: {},
    configured: () => "sandbox",
    // Each variable is a place of its own, as it is in life.
    sandboxValues: (variable) => Buffer.from(variable).toString("hex").padEnd(32, "0").slice(0, 32),
  });
  if (!compiled.ok) throw new Error(compiled.faults.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return compiled.policy;
}

describe("YAML in the papers", () => {
  it("stands in the pages that show configuration, each block with the name of its file", () => {
    expect(yaml.length).toBeGreaterThan(5);
    expect(yaml.filter(({ file }) => file === "").map(({ page, text }) => [page, text.split("\n")[0]])).toEqual([]);
    expect(new Set(yaml.map(({ file }) => file))).toEqual(
      new Set([
        "alertmanager.yml",
        "policy.yaml",
        "teams/ml.yaml",
        "presets/credit.yaml",
        "contacts.yaml",
        "small/policy.yaml",
        "people/policy.yaml",
        "rollback/policy.yaml",
      ]),
    );
  });

  it.each(["coming-from-alertmanager.md", "policy-by-example.md", "people-and-roles.md"])(
    "of %s compiles",
    async (page) => {
      const policy = await policyOf(page);
      expect(policy.destinations.size).toBeGreaterThan(3);
    },
  );
});

describe("docs/policy-by-example.md", () => {
  const down = (labels: Readonly<Record<string, string>>) =>
    alertOf({ alertname: "ServiceDown", severity: "critical", ...labels });
  const accuracy = (value: number, service: string) =>
    driftOf({ metric: "accuracy", value, baseline: 0.95 }, { service, model: "" });

  it.each([
    ["web", down({ service: "web" }), ["slack:#alerts", "jira:OPS", "PD_PLATFORM"]],
    ["credit-api", down({ service: "credit-api" }), ["slack:#ml-alerts", "jira:OPS", "PD_ML"]],
    ["churn", down({ service: "churn" }), ["slack:#ml-alerts", "jira:OPS", "PD_ML"]],
    ["staging", down({ service: "web", environment: "staging" }), ["slack:#alerts", "jira:OPS"]],
    ["accuracy 2.1 % worse, credit", accuracy(0.93, "credit-scoring"), ["slack:#ml-alerts", "jira:OPS"]],
    ["accuracy 3.2 % worse, credit", accuracy(0.92, "credit-scoring"), ["slack:#ml-alerts", "jira:OPS", "PD_ML"]],
    ["accuracy 3.2 % worse, churn", accuracy(0.92, "churn"), ["slack:#ml-alerts", "jira:OPS"]],
    ["labs", down({ service: "lamp", team: "labs" }), []],
  ])("%s is told as the table says", async (_, alert, told) => {
    const policy = await policyOf("policy-by-example.md");
    const named = policy.judge(alert).owed.map(({ id }) => policy.asWritten.get(id) ?? id);
    expect(named).toHaveLength(told.length);
    for (const place of told) expect(named.some((id) => id.includes(place))).toBe(true);
  });

  it("wakes nobody for churn on a Saturday night, but on Monday at 08:00 in Paris", async () => {
    const policy = await policyOf("policy-by-example.md");
    const { owed } = policy.judge(down({ service: "churn" }));
    const saturday = Date.parse("2026-11-21T03:00:00+01:00");
    const waiting = owed.filter(({ hours }) => policy.opensAt(hours, saturday) !== null);
    expect(waiting.map(({ id }) => policy.asWritten.get(id))).toEqual([expect.stringContaining("PD_ML")]);
    expect(policy.opensAt(waiting[0]?.hours, saturday)).toBe(Date.parse("2026-11-23T08:00:00+01:00"));
  });

  it("holds labs in shadow, and says what would have been told", async () => {
    const { owed, shadow } = (await policyOf("policy-by-example.md")).judge(down({ service: "lamp", team: "labs" }));
    expect(owed).toEqual([]);
    expect((shadow ?? []).length).toBe(3);
  });
});

describe("docs/policy-by-example.md, the short files", () => {
  const shortFile = async (file: string) => {
    await policyOf("policy-by-example.md");
    return loadPolicyFile(join(dir, "policy-by-example.md", file), {
      env: {},
      configured: () => "sandbox",
      sandboxValues: () => "0".repeat(32),
    });
  };

  it.each(["small/policy.yaml", "people/policy.yaml", "rollback/policy.yaml"])("%s compiles", async (file) => {
    const compiled = await shortFile(file);
    expect(compiled.ok ? [] : compiled.faults).toEqual([]);
  });

  it("the rollback of the page goes by itself where it says so, and says nothing odd of its actions", async () => {
    const compiled = await shortFile("rollback/policy.yaml");
    if (!compiled.ok) throw new Error("faulty");
    const { remediesOf, people, warnings } = compiled.policy;
    const found = remediesOf(driftOf({ value: 0.8, baseline: 1 }));
    expect(found).toMatchObject({ isPerformance: true, breakGlass: false, labelsDelayMs: 3 * 86_400_000 });
    expect(found.rollback).toMatchObject({ mode: "auto", vetoMs: 60_000 });
    expect([...found.actions.keys()].sort()).toEqual(["retrain", "rollback", "shadow-mode", "withdrawal"]);
    expect(remediesOf(driftOf({}, { service: "churn" })).rollback).toMatchObject({ mode: "approve", perDay: 3 });
    expect(people.may("rollback", undefined, "credit-scoring")).toMatchObject({ people: ["owner@corp.eu"] });
    expect(warnings).toEqual([]);
  });
});

describe("docs/coming-from-alertmanager.md", () => {
  it("in step 3 tells the team that left shadow, and nobody else", async () => {
    const { judge, asWritten } = await policyOf("coming-from-alertmanager.md");
    const names = (owed: readonly Owed[] = []) => owed.map(({ id }) => asWritten.get(id) ?? id);
    const labels = { alertname: "ServiceDown", severity: "critical" };
    const live = judge(alertOf({ ...labels, service: "credit-scoring" }));
    expect(names(live.owed)).toEqual(["slack:#ml-alerts", expect.stringContaining("PD_ML")]);
    const rest = judge(alertOf({ ...labels, service: "web" }));
    expect(rest.owed).toEqual([]);
    expect(names(rest.shadow)).toEqual(["slack:#ops", expect.stringContaining("PD_OPS")]);
  });

  const [before] = yaml.filter(({ page, file }) => page.startsWith("coming") && file === "alertmanager.yml");
  it("the import of step 1 is a policy, and holds no key", () => {
    const folder = join(dir, "import");
    mkdirSync(folder);
    writeFileSync(join(folder, "alertmanager.yml"), before?.text ?? "");
    const vigie = (...args: readonly string[]) =>
      spawnSync(process.execPath, ["src/cli/main.ts", ...args], { encoding: "utf8", env: {} });
    const out = join(folder, "policy.yaml");
    expect(vigie("policy", "import", join(folder, "alertmanager.yml"), "--out", out)).toMatchObject({ status: 0 });
    const text = readFileSync(out, "utf8");
    expect(text).toContain("# mode: shadow");
    expect(Object.keys(parse(text).destinations)).toEqual(expect.arrayContaining(["ops", "ml", "ml-page", "ops-page"]));
    expect(vigie("policy", "check", out)).toMatchObject({ status: 0 });
  });
});

describe("what README shows of the command line", () => {
  const readme = readFileSync("README.md", "utf8");
  const consoles = [...readme.matchAll(/```console\n([\s\S]*?)```/g)].map(([, text = ""]) => text);
  const vigie = (cwd: string, ...args: readonly string[]) => {
    const main = join(process.cwd(), "src/cli/main.ts");
    const { stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd, encoding: "utf8", env: {} });
    return stdout + stderr;
  };

  it("a copy of the default policy with two slips is told these two faults", () => {
    const text = readFileSync("policies/default.yaml", "utf8");
    const slips = text.replace("otherwise: warning", "otherwize: warning").replace("[on-call]", "[oncall]");
    writeFileSync(join(dir, "my-policy.yaml"), slips);
    const shown = consoles.find((one) => one.includes("policy check"))?.replace(/^\$.*\n/, "");
    expect(vigie(dir, "policy", "check", "my-policy.yaml")).toBe(shown);
  });

  it("the drift event is explained so", () => {
    const shown = consoles.find((one) => one.includes("policy explain")) ?? "";
    const [, event = "", , ...answer] = shown.split("\n");
    writeFileSync(join(dir, "drift.json"), event);
    expect(vigie(dir, "policy", "explain", "drift.json")).toBe(answer.join("\n"));
  });
});

const missing = missingPrograms("amtool");
describe.skipIf(missing !== null)(`Alertmanager's files in the papers${missing ? ` (${missing})` : ""}`, () => {
  const files = yaml
    .filter(({ file }) => file === "alertmanager.yml")
    .map((block, at) => ({ ...block, path: join(dir, `alertmanager-${at}.yml`) }));
  const amtool = (...args: readonly string[]) => spawnSync("amtool", args, { encoding: "utf8" });
  const receivers = (path: string, ...labels: readonly string[]) =>
    amtool("config", "routes", "test", `--config.file=${path}`, ...labels).stdout.trim();

  it.each(files)("amtool accepts that of $page ($path)", ({ path, text }) => {
    writeFileSync(path, text);
    const { status, stdout, stderr } = amtool("check-config", path);
    expect(status, stdout + stderr).toBe(0);
  });

  it("step 1 tells Vigie and whoever was told before; step 4 goes around Vigie only for what is marked so", () => {
    for (const { path, text } of files) writeFileSync(path, text);
    const [first = "", direct = "", outside = ""] = files.map(({ path }) => path);
    expect(receivers(first, "alertname=X", "team=ml", "severity=critical")).toBe("vigie,ml-page");
    expect(receivers(first, "alertname=X")).toBe("vigie,ops");
    expect(receivers(direct, "alertname=VigieDown", "direct=pagerduty")).toBe("pagerduty-direct");
    expect(receivers(direct, "alertname=X", "severity=critical")).toBe("vigie");
    expect(receivers(outside, "alertname=Watchdog")).toBe("outside,vigie");
    expect(receivers(outside, "alertname=VigieDown", "direct=pagerduty")).toBe("pagerduty-direct");
  });
});

describe("docs/when-vigie-is-the-incident.md", () => {
  const page = readFileSync("docs/when-vigie-is-the-incident.md", "utf8");

  it("says what to do for each alert that ships, and for no other", () => {
    const rules = readFileSync("deploy/prometheus/rules/vigie.yml", "utf8");
    const shipped = [...rules.matchAll(/- alert: (Vigie\w+)/g)].map(([, name]) => name);
    expect(new Set(page.match(/\bVigie[A-Z]\w+/g))).toEqual(new Set(shipped));
  });

  it("names the commands and pages that are there", () => {
    expect(readdirSync("src/cli")).toContain("policy-check.ts");
    const commands = ours.flatMap((name) => [
      ...readFileSync(join("docs", name), "utf8").matchAll(/npx vigie policy (\w+)/g),
    ]);
    const files = readdirSync("src/cli");
    expect(commands.map(([, verb]) => `policy-${verb}.ts`).filter((file) => !files.includes(file))).toEqual([]);
  });
});
