import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { variables } from "../../../src/config.ts";
import { createMetrics } from "../../../src/metrics.ts";
import { ignoring } from "../../real/container/build-image.ts";
import { type ComposeService, mountOf, readCompose } from "../../real/container/compose-file.ts";
import { envOf, execForm, only, parseDockerfile } from "../../real/container/dockerfile.ts";
import { missingPrograms } from "../../real/story/child.ts";

const read = (path: string) => readFileSync(path, "utf8");
const dockerfile = read("Dockerfile");
const instructions = parseDockerfile(dockerfile);
const tokens = { VIGIE_WEBHOOK_TOKEN: "w", VIGIE_API_TOKEN: "a", VIGIE_MASK_KEY: "m" };
const compose = readCompose(read("compose.yaml"), tokens);
const services: readonly (readonly [string, ComposeService])[] = Object.entries(compose.services);
const secretName = /TOKEN|SECRET|PASSWORD|KEY/;

describe("Dockerfile", () => {
  it("takes the Node that the tests run, pinned, without what only a build needs", () => {
    const { devDependencies } = JSON.parse(read("package.json"));
    expect(only(instructions, "FROM").rest).toBe(`node:${devDependencies.node}-slim`);
  });

  it("holds no secret: none is written, none is an ARG or ENV, and no file that may hold one is let in", () => {
    expect(instructions.filter(({ keyword }) => keyword === "ARG" || keyword === "ADD")).toEqual([]);
    expect(Object.keys(envOf(instructions)).filter((name) => secretName.test(name))).toEqual([]);
    const ignored = ignoring(read(".dockerignore"));
    const leftOut = [".env", ".env.example", "data/vigie.db", ".git/config", "test/real/compose.test.ts", "deploy/x"];
    expect(leftOut.filter((path) => !ignored(path))).toEqual([]);
    expect(["package.json", "src/main.ts", "policies/default.yaml"].filter(ignored)).toEqual([]);
  });

  it("starts Node itself, so that SIGTERM reaches the service, as a user who is not root", () => {
    expect(execForm(only(instructions, "CMD").rest)).toEqual(["node", "src/main.ts"]);
    expect(only(instructions, "USER").rest).toBe("1000:1000");
    expect(instructions.filter(({ keyword }) => keyword === "ENTRYPOINT")).toEqual([]);
  });

  it("asks /healthz without a program that the image lacks, and gives up before it is given up", () => {
    const { flags, rest } = only(instructions, "HEALTHCHECK");
    const [program, , script = ""] = execForm(rest.replace(/^CMD\s+/, ""));
    expect(program).toBe("node");
    const timeOutMs = Number(/AbortSignal\.timeout\((\d+)\)/.exec(script)?.[1]);
    expect(timeOutMs).toBeLessThan(Number.parseInt(flags.get("timeout") ?? "", 10) * 1000);
  });

  it("installs without development's dependencies and without their scripts, and before the sources change", () => {
    const steps = instructions.map(({ keyword, rest }) => `${keyword} ${rest}`);
    const install = steps.indexOf("RUN npm ci --omit=dev --ignore-scripts");
    expect(install).toBeGreaterThan(-1);
    expect(install).toBeLessThan(steps.indexOf("COPY src src"));
  });
});

describe(".dockerignore, as these tests read it", () => {
  it("lets the last line that names a path or a folder above it decide", () => {
    const ignored = ignoring("# all but src\n*\n!src/\nsrc/**/*.test.ts\n");
    expect(["a", "src/a.ts", "src/b/c.test.ts", "src"].map(ignored)).toEqual([true, false, true, false]);
  });
});

describe("compose.yaml", () => {
  it("publishes to this machine only", () => {
    const ports = services.flatMap(([, { ports }]) => ports);
    expect(ports.length).toBeGreaterThan(0);
    expect(ports.filter((port) => !port.startsWith("127.0.0.1:"))).toEqual([]);
  });

  it("pins every image to a version", () => {
    const taken = services.flatMap(([, { image }]) => (image === undefined ? [] : [image]));
    expect(taken.filter((image) => !/:v?\d+\.\d+/.test(image))).toEqual([]);
  });

  it("writes no secret: each comes from .env, and is asked for", () => {
    const text = read("compose.yaml");
    const written = [...text.matchAll(/^ {6}(\w+): (.*)$/gm)].filter(([, name = ""]) => secretName.test(name));
    expect(written.map(([, name]) => name)).toEqual(Object.keys(tokens));
    expect(written.filter(([, name, value = ""]) => !value.startsWith(`\${${name}:?`))).toEqual([]);
  });

  it("sets only variables that Vigie reads", () => {
    const set = services.flatMap(([, { environment }]) => Object.keys(environment));
    expect(set.filter((name) => !variables.includes(name))).toEqual([]);
  });

  it("every service restarts, none may gain rights, and each but the image that must become its user drops all", () => {
    expect(services.filter(([, { security_opt }]) => !security_opt?.includes("no-new-privileges:true"))).toEqual([]);
    const keeping = services.filter(([, { cap_drop }]) => !cap_drop?.includes("ALL")).map(([name]) => name);
    expect(keeping).toEqual(["redis"]);
  });

  it("keeps what is written in named volumes, and mounts files of ours read-only", () => {
    const mounts = services.flatMap(([, { volumes }]) => volumes.map(mountOf));
    const named = mounts.filter(({ from }) => !from.startsWith(".")).map(({ from }) => from);
    expect([...named].sort()).toEqual(Object.keys(compose.volumes).sort());
    expect(mounts.filter(({ from, readOnly }) => from.startsWith(".") !== readOnly)).toEqual([]);
    const [data] = instructions.filter(({ keyword }) => keyword === "VOLUME").map(({ rest }) => rest);
    expect(mounts.find(({ from }) => from === "vigie-data")?.to).toBe(data);
  });

  it("Redis answers only after the disk has it, throws nothing away, and is reached by Vigie alone", () => {
    expect(compose.services.redis?.command?.join(" ")).toBe(
      "redis-server --appendonly yes --appendfsync always --maxmemory-policy noeviction",
    );
    const near = services.filter(([, { networks }]) => networks.includes("store")).map(([name]) => name);
    expect(near).toEqual(["redis", "vigie"]);
    expect(compose.networks.store?.internal).toBe(true);
    expect(compose.services.redis?.ports).toEqual([]);
  });

  it("every address names a service that shares a network with who asks it", () => {
    const texts = [
      ["vigie", JSON.stringify(compose.services.vigie?.environment)],
      ["prometheus", read("deploy/prometheus/prometheus.yml")],
      ["alertmanager", read("deploy/alertmanager/alertmanager.yml")],
    ] as const;
    const asked = texts.flatMap(([from, text]) =>
      [...text.replaceAll(/^\s*#.*$/gm, "").matchAll(/(?:\/\/|\[")([a-z]+):\d+/g)].map(([, to = ""]) => [from, to]),
    );
    expect(asked.map((pair) => pair.join(" asks "))).toEqual([
      "vigie asks redis",
      "vigie asks alertmanager",
      "prometheus asks alertmanager",
      "prometheus asks vigie",
      "prometheus asks alertmanager",
      "alertmanager asks vigie",
    ]);
    const networks = (name = "") => new Set(compose.services[name]?.networks);
    expect(asked.filter(([from, to]) => networks(from).isDisjointFrom(networks(to)))).toEqual([]);
  });

  it("a file that holds something this project does not know fails, instead of being started otherwise", () => {
    const odd = read("compose.yaml").replace("    init: true", "    privileged: true");
    expect(() => readCompose(odd, tokens)).toThrow(/privileged/);
  });
});

const tools = missingPrograms("promtool", "amtool");
describe.skipIf(tools !== null)(`deploy/${tools ? ` (${tools})` : ""}`, () => {
  const check = (program: string, ...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
    return { status, said: stdout + stderr };
  };

  it("promtool accepts the rules, and Prometheus' file", () => {
    const rules = ["ai-alert-rules.yml", "vigie.yml"].map((name) => `deploy/prometheus/rules/${name}`);
    expect(check("promtool", "check", "rules", ...rules)).toMatchObject({ status: 0 });
    expect(check("promtool", "check", "config", "deploy/prometheus/prometheus.yml")).toMatchObject({ status: 0 });
  });

  it("the rules about Vigie fire when they should, and are silent when they should", () => {
    const { status, said } = check("promtool", "test", "rules", "test/unit/house/vigie-rules.test.yml");
    expect(status, said).toBe(0);
  });

  it("every alert about Vigie is played there", () => {
    const alerts = [...read("deploy/prometheus/rules/vigie.yml").matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
    const played = read("test/unit/house/vigie-rules.test.yml");
    expect(alerts.length).toBeGreaterThan(10);
    expect(alerts.filter((name) => !new RegExp(`alertname[:=] ?"?${name}\\b`).test(played))).toEqual([]);
  });

  it("the rules ask only for metrics and label values that Vigie has", async () => {
    const text = await createMetrics().text();
    const rules = read("deploy/prometheus/rules/vigie.yml");
    const names = [...rules.matchAll(/\bvigie_\w+/g)].map(([name]) => name);
    expect(names.length).toBeGreaterThan(8);
    expect([...new Set(names)].filter((name) => !new RegExp(`^${name}[{ ]`, "m").test(text))).toEqual([]);
    const values = [...rules.matchAll(/reason!?[=~]+"([^"]+)"/g)].flatMap(([, value = ""]) => value.split("|"));
    expect(values.filter((value) => !text.includes(`reason="${value}"`))).toEqual([]);
  });

  it("amtool accepts Alertmanager's file, as it is and with the direct route taken in", () => {
    const dir = mkdtempSync(join(tmpdir(), "vigie-deploy-"));
    try {
      mkdirSync(dir, { recursive: true });
      const text = read("deploy/alertmanager/alertmanager.yml");
      const direct = text.replaceAll(/^ {4}# (pagerduty_configs:| {2}- routing_key_file: .*)$/gm, "    $1");
      const file = (name: string, content: string) => {
        writeFileSync(join(dir, name), content);
        return join(dir, name);
      };
      expect(check("amtool", "check-config", file("as-it-is.yml", text))).toMatchObject({ status: 0 });
      const taken = file("direct.yml", direct);
      const { status, said } = check("amtool", "check-config", taken);
      expect(status, said).toBe(0);
      expect(direct).toMatch(/^ {4}pagerduty_configs:\n {6}- routing_key_file: /m);
      const route = (...labels: readonly string[]) =>
        check("amtool", "config", "routes", "test", `--config.file=${taken}`, ...labels).said.split("\n")[0];
      expect(route("alertname=VigieDown", "direct=pagerduty")).toBe("pagerduty-direct");
      expect(route("alertname=ServiceDown", "severity=critical")).toBe("vigie");
      expect(route("alertname=Watchdog")).toBe("vigie");
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});
