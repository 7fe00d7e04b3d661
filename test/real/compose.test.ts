import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../../src/config.ts";
import { openStandInState } from "../../src/sandbox/state.ts";
import { redisMissing } from "../contract/store/redis-server.ts";
import { vendorsSeen } from "../support/vendors-seen.ts";
import { buildImage, type Image, ignoring } from "./container/build-image.ts";
import { type ComposeFile, readCompose } from "./container/compose-file.ts";
import { only, parseDockerfile } from "./container/dockerfile.ts";
import { type Stage, setStage } from "./container/stage.ts";
import { type Child, missingPrograms } from "./story/child.ts";
import { eventually } from "./story/eventually.ts";
import { readIncidents } from "./story/read-incidents.ts";
import { countsOf } from "./story/seen-of.ts";
import { createStops } from "./story/stops.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(repository, path), "utf8");
const missing =
  redisMissing() ?? missingPrograms("prometheus", "prometheus-alertmanager", "redis-cli", "wget", "npm", "setpriv");

const secondMs = 1000;
/** `npm ci` from an empty cache on a busy machine; half a minute is usual. */
const buildTimeOutMs = 600 * secondMs;
const healthyWithinMs = 60 * secondMs;
const toldWithinMs = 90 * secondMs;
/** What a person adds to a copy of `.env.example`, as the head of compose.yaml says. */
const added = {
  VIGIE_WEBHOOK_TOKEN: "the-sender-s-token",
  VIGIE_API_TOKEN: "the-reader-s-token",
  VIGIE_MASK_KEY: "a-key-of-sixteen-characters",
  VIGIE_SANDBOX: "all",
};
const dotenv = [read(".env.example"), ...Object.entries(added).map(([name, value]) => `${name}=${value}`)].join("\n");

/** Done-line 4: what Dockerfile and compose.yaml start, step by step, without a container engine. */
describe.skipIf(missing !== null)(`Dockerfile and compose.yaml${missing ? ` (${missing})` : ""}`, () => {
  const { add, stopAll } = createStops();
  const instructions = parseDockerfile(read("Dockerfile"));
  let dir: string;
  let compose: ComposeFile;
  let image: Image;
  let stage: Stage;
  const children = new Map<string, Child>();
  const startUp = async (name: string) => {
    for (const other of compose.services[name]?.depends_on ?? []) if (!children.has(other)) await startUp(other);
    children.set(name, add(stage.start(name)));
    await soon(() => stage.isHealthy(name), true, healthyWithinMs);
  };
  /** As `eventually`; at the deadline it also says what the programs said last. */
  const soon = (look: () => unknown, expected: unknown, timeOutMs: number) =>
    eventually(look, expected, timeOutMs).catch((cause: unknown) => {
      const said = [...children].map(([name, child]) => `--- ${name}\n${child.output().slice(-2_000)}`);
      throw new Error(`${String(cause)}\n${said.join("\n")}`, { cause });
    });
  const stop = async (name: string) => {
    const began = performance.now();
    const ended = await children.get(name)?.stop();
    return { ended, tookMs: performance.now() - began };
  };
  const get = async (path: string): Promise<unknown> =>
    (
      await fetch(`${stage.origin("vigie")}${path}`, { headers: { authorization: `Bearer ${added.VIGIE_API_TOKEN}` } })
    ).json();

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "vigie-compose-"));
    // Another user than the one who runs this test must be able to enter.
    chmodSync(dir, 0o755);
    compose = readCompose(read("compose.yaml"), added);
    const ignored = ignoring(read(".dockerignore"));
    const began = performance.now();
    image = buildImage({ instructions, context: repository, ignored, root: join(dir, "vigie") });
    console.log(`built in ${((performance.now() - began) / secondMs).toFixed(1)} s`);
    stage = await setStage({ compose, instructions, image, repository, dotenv, dir });
  }, buildTimeOutMs);

  afterAll(async () => {
    await stopAll();
    rmSync(dir, { recursive: true, force: true });
  });

  it("the image holds what runs and nothing else: no .env, no test, no dev dependency", () => {
    expect(readdirSync(image.workdir).sort()).toEqual(
      [
        ".npmrc",
        "LICENSE",
        "data",
        "handlers",
        "node_modules",
        "package-lock.json",
        "package.json",
        "policies",
        "src",
      ].sort(),
    );
    for (const dev of ["vitest", "typescript", "@biomejs/biome", "node"]) {
      expect(existsSync(join(image.workdir, "node_modules", dev))).toBe(false);
    }
  });

  it("only data belongs to the user that runs it", () => {
    expect(only(instructions, "USER").rest).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    if (process.getuid?.() !== 0) return;
    const owners = readdirSync(image.workdir).map((name) => [name, statSync(join(image.workdir, name)).uid] as const);
    expect(owners.filter(([, uid]) => uid !== 0)).toEqual([["data", 1000]]);
  });

  it("the command line runs in it", () => {
    const node = join(image.path, "node");
    const version = execFileSync(node, ["src/cli/vigie.js", "--version"], { cwd: image.workdir, encoding: "utf8" });
    expect(version.trim()).toBe(JSON.parse(read("package.json")).version);
  });

  it("HOST is every address, and the start refuses that without a token", () => {
    const { HOST: _, ...rest } = stage.environment("vigie");
    const env = { ...rest, HOST: compose.services.vigie?.environment.HOST ?? "" };
    expect(env.HOST).toBe("0.0.0.0");
    expect(readConfig(env)).toMatchObject({ ok: true });
    expect(readConfig({ ...env, VIGIE_WEBHOOK_TOKEN: "" })).toMatchObject({
      ok: false,
      faults: [{ variable: "VIGIE_WEBHOOK_TOKEN" }],
    });
  });

  it.each(["VIGIE_WEBHOOK_TOKEN", "VIGIE_API_TOKEN", "VIGIE_MASK_KEY"])(
    "compose says what to set without %s",
    (name) => {
      expect(() => readCompose(read("compose.yaml"), { ...added, [name]: "" })).toThrow(
        new RegExp(`required variable ${name} is missing a value: .*set it in \\.env`),
      );
    },
  );

  describe("started in the order of depends_on", () => {
    beforeAll(async () => {
      expect(await stage.isHealthy("vigie")).toBe(false);
      for (const name of Object.keys(compose.services)) if (!children.has(name)) await startUp(name);
    }, healthyWithinMs * 4);

    it("every service becomes healthy by the check that is written", () => {
      expect([...children.keys()].sort()).toEqual(["alertmanager", "prometheus", "redis", "vigie"]);
      expect(children.size).toBe(Object.keys(compose.services).length);
    });

    it("Vigie runs on Redis, whose only risk is that there is one of it", async () => {
      const ready = await (await fetch(`${stage.origin("vigie")}/readyz`)).json();
      expect(ready).toMatchObject({
        ready: true,
        store: { kind: "redis", reachable: true, risks: ["redis-no-replica"] },
      });
    });

    it("the heartbeat goes from Prometheus' rules through Alertmanager to Vigie, and tells nobody", async () => {
      await soon(async () => (await received()) > 0, true, toldWithinMs);
      expect(await readIncidents({ get })).toEqual([]);
    }, 120_000);

    it("an alert given to Alertmanager is told in every place, once", async () => {
      await tellAlertmanager();
      const told = async () =>
        (await readIncidents({ get })).map(({ family, phase, destinations }) => ({
          family,
          phase,
          states: destinations.map(({ state }) => state),
        }));
      const states = ["told", "told", "told", "told"];
      await soon(told, [{ family: "ServiceDown", phase: "notified", states }], toldWithinMs);
      const [incident] = await readIncidents({ get });
      expect(seen((shown) => countsOf(shown, incident?.id ?? ""))).toEqual({ slack: 1, teams: 1, pages: 1, issues: 1 });
    }, 120_000);

    it("SIGTERM drains Vigie within its grace, with exit code 0; the health check then fails", async () => {
      const graceMs = Number.parseInt(compose.services.vigie?.stop_grace_period ?? "0", 10) * secondMs;
      const { ended, tookMs } = await stop("vigie");
      expect(ended).toEqual({ code: 0, signal: null });
      expect(tookMs).toBeLessThan(graceMs);
      expect(await stage.isHealthy("vigie")).toBe(false);
    });

    it("Redis stopped and both started again on the same volumes, the incident is still there", async () => {
      expect((await stop("redis")).ended).toEqual({ code: 0, signal: null });
      children.delete("redis");
      await startUp("vigie");
      expect((await readIncidents({ get })).map(({ family, received: copies }) => [family, copies])).toEqual([
        ["ServiceDown", 1],
      ]);
    }, 120_000);

    it.each(["prometheus", "alertmanager", "vigie", "redis"])("%s ends by SIGTERM within its grace", async (name) => {
      const graceMs = Number.parseInt(compose.services[name]?.stop_grace_period ?? "0", 10) * secondMs;
      const { ended, tookMs } = await stop(name);
      expect(ended).toEqual({ code: 0, signal: null });
      expect(tookMs).toBeLessThan(graceMs);
    });
  });

  async function received(): Promise<number> {
    const text = await (await fetch(`${stage.origin("vigie")}/metrics`)).text();
    return Number(/^vigie_alerts_received_total\{source="alertmanager"\} (\d+)/m.exec(text)?.[1]);
  }

  async function tellAlertmanager(): Promise<void> {
    const labels = { alertname: "ServiceDown", severity: "critical", service: "ai-app", environment: "production" };
    const answer = await fetch(`${stage.origin("alertmanager")}/api/v2/alerts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify([{ labels, annotations: { summary: "ai-app does not answer" } }]),
    });
    expect(answer.status).toBe(200);
  }

  /** What the sandboxed vendors show. */
  function seen<T>(look: (shown: ReturnType<typeof vendorsSeen>) => T): T {
    const state = openStandInState(stage.pathIn("vigie", "/app/data/sandbox.db"));
    try {
      return look(vendorsSeen(state));
    } finally {
      state.close();
    }
  }
});
