import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";

const programs = "test/real/node_modules/.bin";
const missing = existsSync(join(programs, "dclint")) ? null : "npm ci --prefix test/real brings the linters";
if (missing && process.env.CI === "true") throw new Error(missing);

/** Our order of keys is that of reading, and our quotes are double. */
const composeLint = {
  rules: { "service-keys-order": 0, "require-quotes-in-ports": [2, { quoteType: "double" }] },
};
const composeReport = z.array(z.object({ messages: z.array(z.object({ rule: z.string(), line: z.number() })) }));
const dockerfileReport = z.array(z.object({ message: z.string(), range: z.looseObject({}) }));

/** Done-line 4: the linters judge by docker's own grammar, and by the schema that compose publishes. */
describe.skipIf(missing !== null)(`linters${missing ? ` (${missing})` : ""}`, () => {
  const dir = mkdtempSync(join(tmpdir(), "vigie-lint-"));
  const config = join(dir, "dclint.json");
  writeFileSync(config, JSON.stringify(composeLint));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const run = (program: string, ...args: readonly string[]) =>
    spawnSync(process.execPath, [join(programs, program), ...args], { encoding: "utf8" }).stdout;
  const file = (name: string, text: string) => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  const composeFaults = (path: string) =>
    composeReport
      .parse(JSON.parse(run("dclint", "--formatter", "json", "--config", config, path)))
      .flatMap(({ messages }) => messages.map(({ rule, line }) => `${line} ${rule}`));
  const dockerfileFaults = (path: string) =>
    dockerfileReport.parse(JSON.parse(run("dockerfile-utils", "lint", "--json", path))).map(({ message }) => message);

  it("find nothing in compose.yaml", () => {
    expect(composeFaults("compose.yaml")).toEqual([]);
  });

  it("find nothing in the Dockerfile", () => {
    expect(dockerfileFaults("Dockerfile")).toEqual([]);
  });

  it.each([
    ["an unknown key", "    init: true", "    inti: true", "invalid-schema"],
    ["a port for everybody", '"127.0.0.1:8080:8080"', '"8080:8080"', "no-unbound-port-interfaces"],
    ["an image without a version", "image: redis:7.4", "image: redis", "service-image-require-explicit-tag"],
  ])("would find %s in compose.yaml", (_, good, bad, rule) => {
    const broken = file("compose.yaml", readFileSync("compose.yaml", "utf8").replace(good, bad));
    expect(composeFaults(broken).map((fault) => fault.split(" ")[1])).toEqual([rule]);
  });

  it("would find an unknown instruction and an unknown flag in the Dockerfile", () => {
    const text = readFileSync("Dockerfile", "utf8").replace("EXPOSE", "EXPOZE").replace("--interval", "--intervall");
    expect(dockerfileFaults(file("Dockerfile", text))).toEqual([
      "Unknown instruction: EXPOZE",
      "Unknown flag: intervall",
    ]);
  });
});
