import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { type CompileOptions, compilePolicy } from "../../../src/policy/compile.ts";
import { alertOf, faultsOf, policyFrom, sandboxValues } from "./policy-fixture.ts";
import { wholePolicy } from "./whole-policy.ts";

const variable = (name: string) => `\${${name}}`;
const messages = (text: string, options: Partial<CompileOptions> = {}) =>
  faultsOf(text, options).map(({ message }) => message);
const sandboxed: CompileOptions = { file: "test.yaml", env: {}, configured: () => "sandbox", sandboxValues };

/** The paths of all texts in plain data. */
function textsIn(data: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof data === "string") return [path];
  if (typeof data !== "object" || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => textsIn(value, [...path, key]));
}

function withText(data: unknown, [key, ...rest]: readonly string[], text: string): unknown {
  if (key === undefined) return text;
  if (Array.isArray(data)) return data.map((one, at) => (String(at) === key ? withText(one, rest, text) : one));
  const entries = Object.entries(data ?? {});
  return Object.fromEntries(entries.map(([name, one]) => [name, name === key ? withText(one, rest, text) : one]));
}

describe("a variable at a place where it does not belong", () => {
  const secret = "sk-5ecret5ecret5ecret5ecret";

  // A name is shown where people name it, wherever it comes from.
  const places = textsIn(parse(wholePolicy)).filter((path) => path.at(-1) !== "name" || path.length === 1);

  it.each(places.map((path) => [path.join("."), path] as const))(
    "%s: what it holds is in no fault, no warning and nothing that is stored",
    (_shown, path) => {
      const text = stringify(withText(parse(wholePolicy), path, variable("SECRET")));
      const compiled = compilePolicy(text, { ...sandboxed, env: { SECRET: secret } });
      const said = compiled.ok ? [compiled.policy.text, compiled.policy.warnings] : compiled.faults;
      expect(JSON.stringify(said)).not.toContain(secret);
    },
  );

  it("is named in the fault", () => {
    const wrong = messages(`version: 1\nlocale: ${variable("SECRET")}\nroute: {}`, { env: { SECRET: secret } });
    expect(wrong).toEqual(["the value of SECRET cannot stand here"]);
    expect(messages(`version: 1\nlocale: ${variable("L:-de")}\nroute: {}`)).toEqual([
      "`de` is not a word that stands here",
    ]);
  });
});

describe("names that mean something to JavaScript", () => {
  const written = (name: string) => `
version: 1
severity: { labels: [{ label: ${name}, values: { ${name}: critical } }] }
families: { ${name}: [x] }
destinations: { ${name}: [{ slack: "#general" }] }
teams: { ${name}: { ${name}: [{ slack: "#team" }] } }
time_intervals: [{ name: ${name}, time_intervals: [{ weekdays: [monday] }] }]
services: { ${name}: { owner: ${name}, aliases: [other], lifecycle: full } }
route:
  group_by: [service, ${name}]
  tell: { info: [{ to: ${name}, during: ${name} }] }
  routes: [{ match: ['${name}="${name}"'], deadlines: { critical: { triage: 1h } } }]
`;

  it.each(["constructor", "toString", "hasOwnProperty", "valueOf"])("%s is a name like any other", (name) => {
    const policy = policyFrom(written(name));
    const judged = policy.judge(alertOf({ alertname: "x", service: "other", [name]: name }));
    expect(judged).toMatchObject({
      verdict: { kind: "severity", severity: "critical" },
      identity: { service: name, family: name },
      groupKey: `{service="${name}", ${name}="${name}"}`,
      team: { id: name },
      lifecycle: "full",
      owed: [{ id: "slack:#team", told: name, hours: [{ during: name }] }],
      deadlines: [{ kind: "triage" }],
    });
    const bare = policyFrom("version: 1\nroute: {}").judge(alertOf({ service: name, team: name, alertname: name }));
    expect(bare).toMatchObject({ verdict: { severity: "warning" }, lifecycle: "short", owed: [] });
  });

  it("`__proto__` is refused wherever it stands: it would be lost without a word", () => {
    const places = written("__proto__")
      .split("\n")
      .flatMap((line, at) => (/__proto__: [[{c]/.test(line) ? [at + 1] : []));
    const wrong = faultsOf(written("__proto__")).filter(({ message }) => message === "`__proto__` cannot be a name");
    expect([...new Set(wrong.map(({ line }) => line))]).toEqual(places);
    const included = [{ file: "t.yaml", text: "version: 1\nteams: { __proto__: { chat: [] } }" }];
    expect(faultsOf("version: 1\nroute: {}", { included })[0]).toMatchObject({ file: "t.yaml", line: 2 });
  });
});

describe("files that somebody else wrote", () => {
  it("a key that stands twice is found however it is written", () => {
    expect(messages('version: 1\nfamilies: { 1: [a], "1": [b] }\nroute: {}')).toEqual([
      '`"1"` stands twice in this block',
    ]);
  });

  it.each([
    ["a byte order mark", "\ufeffversion: 1\nroute: {}\n"],
    ["Windows' line ends", "version: 1\r\nroute:\r\n  tell: {}\r\n"],
  ])("%s does no harm", (_what, text) => {
    expect(policyFrom(text).hash).toMatch(/^[0-9a-f]{12}$/);
  });

  it("a thousand teams, each with its file, route and key, compile and are told apart", () => {
    const ids = Array.from({ length: 1000 }, (_, at) => `t${at}`);
    const routes = ids.map((id) => `    - { match: ['team="${id}"'], tell: { warning: [chat] } }`);
    const included = ids.map((id, at) => ({
      file: `teams/${id}.yaml`,
      text: `version: 1\nteams: { ${id}: { chat: [{ slack: "#${id}" }] } }\nservices: { s${at}: { aliases: [a${at}] } }`,
    }));
    const policy = policyFrom(`version: 1\nroute:\n  routes:\n${routes.join("\n")}`, { included });
    expect(policy.judge(alertOf({ service: "a999", team: "t7" })).owed.map(({ id }) => id)).toEqual(["slack:#t7"]);
    expect(policy.judge(alertOf({ service: "a999" })).team).toEqual({ id: "t999" });
  });

  it("a bomb of aliases in an included file is refused, with that file's name", () => {
    const levels = ["a: &a [x, x, x, x, x, x, x, x, x, x]"].concat(
      Array.from({ length: 5 }, (_, at) => {
        const [name, inner] = ["bcdefg".charAt(at), "abcdef".charAt(at)];
        return `${name}: &${name} [${Array(10).fill(`*${inner}`).join(", ")}]`;
      }),
    );
    const included = [{ file: "teams/bomb.yaml", text: levels.join("\n") }];
    expect(faultsOf("version: 1\nroute: {}", { included })).toMatchObject([
      { file: "teams/bomb.yaml", message: "the policy holds more than 100,000 values or 64 levels" },
    ]);
  });
});
