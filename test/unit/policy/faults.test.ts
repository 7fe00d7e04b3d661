import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePolicy } from "../../../src/policy/compile.ts";
import { faultsOf, policyFrom, shippedText } from "./policy-fixture.ts";

const route = "route: {}";
const variable = (name: string) => `\${${name}}`;
const messages = (text: string) => faultsOf(text).map(({ message }) => message);

describe("what is wrong with a policy", () => {
  it("does not repeat a secret that stands where a key belongs", () => {
    const key = "5a4db0c5a4db0c5a4db0c5a4db0c5a4d";
    const faults = faultsOf(`version: 1\n${route}\ndestinations: { a: [{ pagerduty: { ${key}: x } }] }\n`);
    expect(faults.map(({ message }) => message)).toContain("unknown key `…`");
    expect(faults.map(({ message, hint }) => message + hint).join()).not.toContain(key);
  });

  it("is said all at once, in the file's order, each with place and what to write instead", () => {
    const faults = faultsOf(`version: 1
nam: x
retention: { days: 30 }
severity:
  otherwise: warnning
  thresholds:
    - { family: a, metrics: [x], measure: relative-drop, warning: "0.1" }
    - { family: b, metrics: [x], measure: value, warnin: "> 1", critical: "> 5%" }
    - { family: c, metrics: [y], measure: value }
destinations:
  chat: [{ slack: "#X Y" }]
route:
  tell: { warning: [chta], critcal: [chat] }
  deadlines: { warning: { triage: 15 min } }
  group_by: ["..."]
  routes:
    - match: ['a="b']
    - match: ['a=~"(?=a)"']
      break_glass: foo
services:
  a: { aliases: [x, b] }
  b: { aliases: [x] }
families: { f: [A], g: [A] }
`);
    expect(faults.map(({ line, column, message, hint }) => `${line}:${column} ${message} -> ${hint}`)).toEqual([
      "2:1 unknown key `nam` -> did you mean `name`?",
      "3:1 not yet supported by this version: retention -> take it out: this version would not act on it",
      "5:14 `warnning` is not a word that stands here -> did you mean `warning`?",
      '7:67 `0.1` is not a level -> write a comparison: ">= 5%", "> 0.1", "< 0.05"',
      "8:30 `x` stands in families `a` and `b` -> name it in one family: an alert belongs to one",
      "8:50 unknown key `warnin` -> did you mean `warning`?",
      "8:75 `> 5%` does not fit `measure: value` -> write the plain value, without %",
      '9:7 this row names no level -> write at least one of info, warning, critical, urgent: `warning: ">= 2%"`',
      '11:19 `#X Y` is not a Slack channel -> write "#ai-alerts" in lower case, or the channel’s id, C0123456789',
      "13:21 `chta` is in neither `destinations:` nor a team -> did you mean `chat`?",
      "13:28 unknown key `critcal` -> did you mean `critical`?",
      "14:35 `15 min` is not a duration -> write it as Alertmanager does: `15m`, `1h30m`, `2d`",
      "15:14 `...` would make one incident of each alert -> name the labels: [environment, service, model, family]",
      '17:15 `"b` has a double quote that stands alone -> close it, or write \\" for a quote in the value',
      "18:15 `(?=a)` is not a regular expression of Alertmanager -> RE2 knows no look-around and no back-references; check brackets",
      "19:20 `foo` is not a word that stands here -> write one of: on, off",
      "21:21 `b` means both `b` and `a` -> give each name to one service",
      "22:18 `x` means both `a` and `b` -> give each name to one service",
      "23:25 `A` stands in families `f` and `g` -> name it in one family",
    ]);
  });

  it("has a path that leads to it", () => {
    const [fault] = faultsOf(`version: 1\nroute:\n  routes:\n    - tell: { warning: [nobody] }`);
    expect(fault).toMatchObject({ file: "test.yaml", line: 4, column: 25, path: "route.routes[0].tell.warning[0]" });
  });

  it("is said once: what depends on a mistyped word is not judged before it is right", () => {
    const row = (metric: string) =>
      `    - { family: f, metrics: [${metric}], measure: relative-dropp, info: "> 0%", warning: ">= 2%", critical: ">= 5%" }`;
    const text = ["version: 1", "route: {}", "severity:", "  thresholds:", row("a"), row("b")].join("\n");
    expect(faultsOf(text).map(({ line, message, hint }) => [line, message, hint])).toEqual(
      [5, 6].map((line) => [line, "`relative-dropp` is not a word that stands here", "did you mean `relative-drop`?"]),
    );
  });

  it("in the indentation is said once: what stands below it is nonsense only because of it", () => {
    const faults = (services: string) =>
      faultsOf(`version: 1\n${route}\nservices:\n${services}`).map(({ line, message }) => [line, message]);
    const start = 3 + route.split("\n").length;
    expect(faults("  a:\n    model: b\n   aliases: [c]\n   preset: d")).toEqual([
      [start + 2, "the indentation is wrong here"],
    ]);
    expect(faults("  a:\n\tmodel: b\n    aliases: [c]")).toEqual([[start + 1, "a tab indents this line"]]);
    expect(faults("  a: { model: b, model: c }\n  a: {}")).toEqual([
      [start, "`model` stands twice in this block"],
      [start + 1, "`a` stands twice in this block"],
    ]);
  });

  it("a # without quotes is said to begin a comment", () => {
    const [fault] = faultsOf("version: 1\nroute: {}\ndestinations:\n  chat:\n    - slack: #alerts");
    expect(fault?.hint).toBe('write text, in quotes where it begins with #: "#alerts"');
  });

  it("is said in French too", () => {
    expect(faultsOf("version: 1\nroute: {}\nfamilie: {}", { locale: "fr" })).toMatchObject([
      { message: "clé inconnue `familie`", hint: "vouliez-vous dire `families`\u00a0?" },
    ]);
  });

  it.each([
    ["route: {}", "`version` is missing"],
    ["version: 1", "`route` is missing"],
    ["version: 2\nroute: {}", "`2` is not a word that stands here"],
    ["- 1", "this is a list: [one, two]"],
    ["", "the policy is empty"],
    ["# only a comment", "the policy is empty"],
    [`version: 1\n${route}\nname: "a b"`, "`a b` cannot be a name"],
    [`version: 1\n${route}\nlocale: de`, "`de` is not a word that stands here"],
    [`version: 1\n${route}\nidentity: { service: app }`, "this is text"],
    [
      `version: 1\n${route}\nseverity: { thresholds: [{ family: a, metrics: [], measure: value, info: "> 1" }] }`,
      "nothing is written here",
    ],
    [
      `version: 1\n${route}\nseverity: { thresholds: [{ family: a, metrics: [b], measure: value, info: "> 1", in_a_row: 0 }] }`,
      "the number is out of range",
    ],
    [
      `version: 1\n${route}\nservices: { a: { monitors: [{ metric: m, every: hourly }] } }`,
      "`hourly` is not a duration",
    ],
    ["version: 1\nroute: { match: [a=b] }", "the first route takes every alert and cannot match"],
    ["version: 1\nroute: { remind: { critical: often } }", "`often` is not a duration"],
    [`version: 1\nname: ${variable("NAME")}\n${route}`, "NAME is not set"],
    ["version: 1\nroute: {}\nversion: 1", "`version` stands twice in this block"],
    [
      "version: 1\nroute: {",
      "this is not YAML: Flow map in block collection must be sufficiently indented and end with a }",
    ],
    [
      "version: 1\nroute: {}\n---\nversion: 1",
      "this is not YAML: Source contains multiple documents; please use YAML.parseAllDocuments()",
    ],
    ["version: 1\nroute: {}\n__proto__: { a: 1 }", "`__proto__` cannot be a name"],
    ["version: 1\nroute: {}\nconstructor: 1", "unknown key `constructor`"],
  ])("%j: %s", (text, message) => {
    expect(messages(text)).toContain(message);
  });
});

describe("what this version does not do yet", () => {
  it.each(["retention"])("%s is refused, it is never ignored", (key) => {
    expect(messages(`version: 1\n${route}\n${key}: {}`)).toEqual([`not yet supported by this version: ${key}`]);
  });
});

describe("what is odd, but may be meant", () => {
  it("is warned about, and compiles", () => {
    const { warnings } = policyFrom(`version: 1
destinations:
  chat: [{ slack: "#a" }]
  lonely: [{ slack: "#b" }]
services: { ai-app: { aliases: [app] } }
route:
  tell: { warning: [chat] }
  routes:
    - match: ['severity="critical"']
    - match: [service="app"]
    - tell: { warning: [] }
    - match: [a=b]
`);
    expect(warnings.map(({ line, message }) => `${line} ${message}`)).toEqual([
      "4 no route tells `lonely`",
      "9 `severity` here is the sender’s label, not what Vigie decided",
      "10 `app` is an alias and never matches",
      "12 no alert ever gets here: the route at line 11 takes them all",
    ]);
  });
});

describe("hostile texts", () => {
  it("a bomb of aliases is refused in no time", () => {
    const levels = Array.from(
      { length: 20 },
      (_, at) => `l${at + 1}: &l${at + 1} [${Array(9).fill(`*l${at}`).join(", ")}]`,
    );
    const started = performance.now();
    expect(messages(`l0: &l0 [x, x]\n${levels.join("\n")}`)).toEqual([
      "the policy holds more than 100,000 values or 64 levels",
    ]);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("an alias that holds itself is refused", () => {
    expect(messages("a: &a [*a]")).toEqual(["the policy holds more than 100,000 values or 64 levels"]);
  });

  it("a plain alias is followed", () => {
    const policy = policyFrom(
      `version: 1\ndestinations: { c: [{ slack: "#a" }] }\nroute: { tell: { warning: &w [c], critical: *w } }`,
    );
    expect(policy.destinations.size).toBe(1);
  });

  it("more than 1 MiB is refused before it is read", () => {
    expect(messages(`# ${"x".repeat(1024 * 1024)}`)).toEqual(["the policy is larger than 1 MiB"]);
  });

  it("a file of nothing but faults names the first 500", () => {
    const garbage = Array.from({ length: 2000 }, (_, at) => `k${at}: ${at}`).join("\n");
    expect(faultsOf(`version: 1\n${route}\n${garbage}`)).toHaveLength(500);
  });

  it("a value from the environment cannot become structure", () => {
    const policy = policyFrom(`version: 1\nname: ${variable("N")}\n${route}`, { env: { N: "a.b" } });
    expect(policy.name).toBe("a.b");
    const faults = faultsOf(`version: 1\nname: ${variable("N")}\n${route}`, { env: { N: "x\nteams: {}" } });
    expect(faults.map(({ path }) => path)).toEqual(["name"]);
  });

  it.each([
    "time_intervals: { night: [{ times: [{ start_time: { toString: null }, end_time: '09:00' }] }] }",
    "time_intervals: { night: [{ location: { toString: null } }] }",
    "services: { shop: { match: { service: { toString: null } } } }",
    "name: { toString: null }",
  ])("a value that brings its own toString is shown by what it is: %s", (line) => {
    const faults = faultsOf(`version: 1\n${route}\n${line}`);
    expect(faults.length).toBeGreaterThan(0);
    expect(JSON.stringify(faults)).not.toContain("toString is not");
  });

  it("any text, and any change to a good one, compiles or has faults with places in the file", () => {
    const good = shippedText("default.yaml");
    const change = fc.tuple(fc.nat(good.length), fc.nat(30), fc.string({ maxLength: 12 }));
    const changed = change.map(([at, length, put]) => good.slice(0, at) + put + good.slice(at + length));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), changed), (text) => {
        const compiled = compilePolicy(text, { file: "f", env: {}, configured: () => "sandbox", sandboxValues: {} });
        const lines = text.split("\n").length;
        for (const fault of compiled.ok ? compiled.policy.warnings : compiled.faults) {
          expect(fault.line).toBeGreaterThanOrEqual(1);
          expect(fault.line).toBeLessThanOrEqual(lines);
          expect(fault.column).toBeGreaterThanOrEqual(1);
          expect(fault.hint).not.toBe("");
        }
        expect(compiled.ok || compiled.faults.length > 0).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
