import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { standInValue } from "../../../src/cli/load-policy.ts";
import { compilePolicy } from "../../../src/policy/compile.ts";
import { importAlertmanager } from "../../../src/policy/import/import-alertmanager.ts";
import type { Policy } from "../../../src/policy/policy.ts";
import { alertOf } from "../../unit/policy/policy-fixture.ts";
import { refereePath } from "./prism.ts";

const folder = refereePath("alertmanager/config-testdata");
const missing = missingHere();

/** Why amtool cannot judge here, for the name of the skipped suite. */
function missingHere(): string {
  const version = spawnSync("amtool", ["--version"], { encoding: "utf8" });
  const gone = [
    ...(existsSync(folder) ? [] : [`${folder} (set VIGIE_REFEREES)`]),
    ...(/version 0\.25\./.test(`${version.stdout}${version.stderr}`) ? [] : ["amtool 0.25 (prometheus-alertmanager)"]),
  ];
  if (gone.length === 0) return "";
  const why = `missing ${gone.join(", ")}`;
  if (process.env.CI === "true") throw new Error(why);
  return why;
}

type Labels = Readonly<Record<string, string>>;

/** What amtool says of a configuration: it takes it, does not know keys of it, or refuses it. */
function amtoolOn(file: string): {
  readonly accepts: boolean;
  readonly unknown: readonly (readonly [line: number, key: string])[];
} {
  const { status, stdout, stderr } = spawnSync("amtool", ["check-config", file], { encoding: "utf8" });
  const unknown = [...`${stdout}${stderr}`.matchAll(/line (\d+): field (\w+) not found/g)];
  return { accepts: status === 0, unknown: unknown.map(([, line, key]) => [Number(line), key ?? ""] as const) };
}

/** The receivers that amtool names for a set of labels, in order. */
function amtoolRoutes(file: string, labels: Labels): Promise<string> {
  const args = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return new Promise((resolve, reject) => {
    execFile("amtool", ["config", "routes", "test", "--config.file", file, ...args], (error, stdout) =>
      error ? reject(error) : resolve(stdout.trim()),
    );
  });
}

function policyFrom(text: string): Policy {
  const imported = importAlertmanager(text, "alertmanager.yml", "en");
  if (!imported.ok) throw new Error(JSON.stringify(imported.faults));
  const surroundings = { env: {}, configured: () => "sandbox" as const, sandboxValues: standInValue };
  const compiled = compilePolicy(imported.policy, { file: "vigie.yaml", ...surroundings });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  return compiled.policy;
}

function receiversOf(policy: Policy, labels: Labels): string {
  const { routes } = policy.trace(alertOf(labels));
  return routes.flatMap(({ tells }) => tells.map(({ name }) => name)).join(",");
}

/** Labels that a configuration's routes match on, with the words of its matchers, and some that it does not look at. */
function labelsFor({ text }: Policy): fc.Arbitrary<Labels> {
  const matchers = [...text.matchAll(/^ *- '?\{?(\w+)(?:=~|!~|!=|=)(".*)$/gm)];
  const names = matchers.map(([, name = ""]) => name);
  const values = matchers.flatMap(([, , value = ""]) => [...value.matchAll(/[\w.-]+/g)].map(([word]) => word));
  return fc.dictionary(
    fc.constantFrom(...new Set([...names, "unread", "alertname"])),
    fc.constantFrom(...new Set([...values, "other", "x y"])),
    { minKeys: 1 },
  );
}

/** Asks amtool and Vigie about drawn sets of labels; the same set once. */
async function disagreements(file: string, drawnSets = 500): Promise<readonly string[]> {
  const policy = policyFrom(readFileSync(file, "utf8"));
  const drawn = fc.sample(labelsFor(policy), { numRuns: drawnSets, seed: 25 });
  const asked = [...new Map(drawn.map((labels) => [JSON.stringify(Object.entries(labels).sort()), labels])).values()];
  const found: string[] = [];
  const ask = async () => {
    for (let labels = asked.pop(); labels; labels = asked.pop()) {
      const [theirs, ours] = [await amtoolRoutes(file, labels), receiversOf(policy, labels)];
      if (theirs !== ours) found.push(`${JSON.stringify(labels)}: amtool ${theirs}, vigie ${ours}`);
    }
  };
  await Promise.all([ask(), ask(), ask(), ask()]);
  return found;
}

/** What JavaScript's regular expressions read otherwise, refuse, or could be kept busy by. */
const re2Only = ["(x+)+", "(x|x.?)*", "[[:alpha:]]", "\\pL", "[]x]", "\\Ax\\z", "\\Qx.y\\E", "(?U)x+", "x(?i)Y?"];

/** A route tree as JSON, which is YAML: every way to match, three deep, with and without continue. */
function anyTree(): fc.Arbitrary<object> {
  const label = fc.constantFrom("a", "b", "service");
  const word = fc.constantFrom("x", "y", "x.y", 'q"\\', "");
  const pattern = fc.constantFrom("x", "x|y", "x.*", ".+", "", "[xy]", "(?i)X", "x\\.y", ...re2Only);
  const quoted = (value: string) => JSON.stringify(value);
  const matcher = fc.oneof(
    fc.tuple(label, fc.constantFrom("=", "!="), word).map(([name, op, value]) => `${name}${op}${quoted(value)}`),
    fc.tuple(label, fc.constantFrom("=~", "!~"), pattern).map(([name, op, value]) => `${name}${op}${quoted(value)}`),
  );
  const { route } = fc.letrec<{ route: object }>((tie) => ({
    route: fc.record(
      {
        receiver: fc.constantFrom("r1", "r2", "r3"),
        match: fc.dictionary(label, word, { maxKeys: 1 }),
        match_re: fc.dictionary(label, pattern, { maxKeys: 1 }),
        matchers: fc.array(matcher, { maxLength: 2 }),
        continue: fc.boolean(),
        routes: fc.array(tie("route"), { maxLength: 3, depthIdentifier: "routes" }),
      },
      { requiredKeys: [] },
    ),
  }));
  return fc.array(route, { minLength: 2, maxLength: 4 }).map((routes) => ({
    route: { receiver: "root", routes },
    receivers: ["root", "r1", "r2", "r3"].map((name) => ({ name })),
  }));
}

/** A tree with everything that a route can say. */
const everything = `
route:
  receiver: root
  group_by: [alertname]
  routes:
    - matchers: ['severity="warning"', 'team!~"team-.*"']
      receiver: a
      continue: true
    - match_re: { service: "foo[12]?|ba." }
      receiver: b
      routes:
        - matchers: [owner=team-X, severity!=critical]
          receiver: c
          continue: true
        - match: { owner: team-X, cluster: "" }
          receiver: d
        - matchers: ['{env=~"a\\\\.b|x y"}']
          group_by: ['...']
          routes: [{ match: { alertname: files }, receiver: a }]
    - matchers: ['env!=""', 'cluster=~".+"']
      mute_time_intervals: [never]
      receiver: d
      continue: true
      routes: [{ matchers: [owner2="team-Y", 'alertname=~"(?i)CRIT.*|warning"'], receiver: b }]
    - match: { cluster: database }
      receiver: c
receivers:
  - { name: root, slack_configs: [{ channel: "#a", send_resolved: true, title: t }] }
  - { name: a, pagerduty_configs: [{ routing_key: k, severity: error }, { service_key: k }] }
  - { name: b, webhook_configs: [{ url: "https://b.example/", max_alerts: 3 }] }
  - { name: c, email_configs: [{ to: a@b.example, headers: { subject: s } }] }
  - { name: d }
global: { slack_api_url: "https://slack.example/", smtp_smarthost: "mail:25", smtp_from: v@b.example, resolve_timeout: 5m }
inhibit_rules: [{ source_matchers: [severity=critical], target_match: { severity: warning }, equal: [alertname] }]
templates: [a.tmpl]
time_intervals: [{ name: never, time_intervals: [{ years: ["1999"] }] }]
`;

/** Puts a value somewhere into plain data, at the place that the turns lead to. */
function withOther(data: unknown, turns: readonly number[], value: unknown): unknown {
  const [turn, ...more] = turns;
  if (turn === undefined || typeof data !== "object" || data === null) return value;
  const entries = Object.entries(data);
  const changed = entries.map(([key, inner], at) => {
    return [key, at === turn % entries.length ? withOther(inner, more, value) : inner];
  });
  return Array.isArray(data) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
}

describe.skipIf(missing !== "")(`policy import, judged by amtool ${missing}`, () => {
  const files = missing ? [] : readdirSync(folder).filter((name) => name.endsWith(".yml"));
  const judged = files.map((name) => ({ name, file: join(folder, name), ...amtoolOn(join(folder, name)) }));
  const accepted = judged.filter(({ accepts }) => accepts);
  const own = mkdtempSync(join(tmpdir(), "vigie-import-"));
  afterAll(() => rmSync(own, { recursive: true, force: true }));

  it("has Alertmanager's own configurations before it: 11 good, 19 with keys that amtool does not know, 16 bad", () => {
    const newer = judged.filter(({ unknown }) => unknown.length > 0);
    expect([accepted.length, newer.length, judged.length - accepted.length - newer.length]).toEqual([11, 19, 16]);
  });

  it.each(judged)(
    "$name is taken, refused with a key and a line, or its unknown keys are listed",
    ({ file, accepts, unknown }) => {
      const imported = importAlertmanager(readFileSync(file, "utf8"), file, "en");
      if (accepts) expect(imported).toMatchObject({ ok: true });
      if (!accepts && unknown.length === 0) expect(imported).toMatchObject({ ok: false });
      const said = [...imported.notes, ...(imported.ok ? [] : imported.faults)];
      for (const [line, key] of unknown) {
        expect(
          said.filter((one) => one.line === line && `${one.path} ${one.message}`.includes(key)),
          key,
        ).not.toEqual([]);
      }
      if (!imported.ok) expect(imported.faults.every(({ path, line }) => path !== "" && line > 0)).toBe(true);
    },
  );

  it.each(accepted)("$name: 500 sets of labels reach the receivers that amtool names", async ({ file }) => {
    expect(await disagreements(file)).toEqual([]);
  });

  it("a tree with everything in it: 500 sets of labels reach the receivers that amtool names", async () => {
    const file = join(own, "everything.yml");
    writeFileSync(file, everything);
    expect(amtoolOn(file).accepts).toBe(true);
    expect(await disagreements(file)).toEqual([]);
  });

  it("forty drawn trees: forty sets of labels each reach the receivers that amtool names", async () => {
    for (const [at, tree] of fc.sample(anyTree(), { numRuns: 40, seed: 25 }).entries()) {
      const file = join(own, `drawn-${at}.yml`);
      writeFileSync(file, JSON.stringify(tree));
      expect(amtoolOn(file).accepts, JSON.stringify(tree)).toBe(true);
      expect(await disagreements(file, 40), JSON.stringify(tree)).toEqual([]);
    }
  });

  it("what somebody put a wrong value into is taken and refused alike", () => {
    const turns = fc.array(fc.nat(20), { minLength: 1, maxLength: 6 });
    const words = ["", "a", "...", "0", "5m", 'a="b"', "null", "#x", "https://x", "ftp://x", "09:00", "monday", "a:b"];
    const values = fc.constantFrom<unknown>(
      ...words,
      1,
      true,
      [],
      {},
      ["a"],
      [""],
      { a: "b" },
      { a: null },
      [{}],
      [["a"]],
    );
    const file = join(own, "changed.yml");
    const skeleton: unknown = parse(everything);
    const differ = fc.sample(fc.tuple(turns, values), { numRuns: 400, seed: 25 }).flatMap(([way, value]) => {
      const text = JSON.stringify(withOther(skeleton, way, value), null, 1);
      writeFileSync(file, text);
      const { accepts, unknown } = amtoolOn(file);
      const imported = importAlertmanager(text, file, "en");
      const ours = imported.ok ? "taken" : JSON.stringify(imported.faults[0]);
      return accepts === imported.ok || unknown.length > 0
        ? []
        : [`${JSON.stringify([way, value])}: amtool ${accepts ? "takes" : "refuses"} it, vigie: ${ours}`];
    });
    expect(differ).toEqual([]);
  });
});
