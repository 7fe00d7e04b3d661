import { once } from "node:events";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BodyForm } from "./alerts.ts";
import { type Child, freePort, startChild } from "./child.ts";

/** What is measured: a running service that takes alerts. */
export type Subject = {
  readonly name: SubjectName;
  readonly port: number;
  readonly path: string;
  readonly form: BodyForm;
  readonly service: Child;
  /** The Redis beside it; its processor time is told apart. */
  readonly redis?: Child;
  /** What its store holds now, in bytes: the file, or Redis' memory; `null` where there is no store. */
  readonly storedBytes: () => Promise<number | null>;
  readonly stop: () => Promise<void>;
};

export const subjectNames = ["alertmanager", "vigie sqlite", "vigie redis everysec", "vigie redis always"] as const;
export type SubjectName = (typeof subjectNames)[number];

/** Starts a subject with files of its own under `dir`, on a free loopback port. */
export const start: Readonly<Record<SubjectName, (dir: string) => Promise<Subject>>> = {
  alertmanager: startAlertmanager,
  "vigie sqlite": async (dir) => {
    const file = join(dir, "vigie.db");
    return startVigie("vigie sqlite", dir, `sqlite:${file}`, async () => statSync(file).size);
  },
  "vigie redis everysec": (dir) => startOnRedis("vigie redis everysec", dir, "everysec"),
  "vigie redis always": (dir) => startOnRedis("vigie redis always", dir, "always"),
};

/**
 * The same grouping as Vigie's policy; notifications are held back for longer than the run, as Vigie's policy tells
 * nobody: what is compared is taking in and grouping. The receiver's port is closed all the same.
 */
const alertmanagerConfig = `
route:
  receiver: nobody
  group_by: [environment, service, model, family]
  group_wait: 1h
receivers:
  - name: nobody
    webhook_configs: [{ url: "http://127.0.0.1:9/", send_resolved: false }]
`;

async function startAlertmanager(dir: string): Promise<Subject> {
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "alertmanager.yml"), alertmanagerConfig);
  const port = await freePort();
  const service = await startChild(
    "prometheus-alertmanager",
    [
      `--config.file=${join(dir, "alertmanager.yml")}`,
      `--storage.path=${join(dir, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--cluster.listen-address=",
      "--log.level=error",
    ],
    { cwd: dir, ready: () => answers(port, "/-/ready") },
  );
  return {
    name: "alertmanager",
    port,
    path: "/api/v2/alerts",
    form: "alertmanager-api",
    service,
    storedBytes: async () => null,
    stop: service.stop,
  };
}

async function startVigie(
  name: SubjectName,
  dir: string,
  store: string,
  storedBytes: () => Promise<number>,
): Promise<Subject & { redis?: never }> {
  mkdirSync(dir, { recursive: true });
  const port = await freePort();
  const service = await startChild(process.execPath, [fileURLToPath(new URL("../src/main.ts", import.meta.url))], {
    cwd: dir,
    env: {
      HOST: "127.0.0.1",
      PORT: `${port}`,
      VIGIE_STORE: store,
      VIGIE_POLICY: fileURLToPath(new URL("policies/nobody.yaml", import.meta.url)),
      VIGIE_SANDBOX: "all",
    },
    ready: () => answers(port, "/readyz"),
  });
  return {
    name,
    port,
    path: "/webhooks/alertmanager",
    form: "alertmanager-webhook",
    service,
    storedBytes,
    stop: service.stop,
  };
}

async function startOnRedis(name: SubjectName, dir: string, appendfsync: "everysec" | "always"): Promise<Subject> {
  const redisDir = join(dir, "redis");
  mkdirSync(redisDir, { recursive: true });
  const port = await freePort();
  const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", redisDir, "--save", ""];
  const redis = await startChild(
    "redis-server",
    [...args, "--appendonly", "yes", "--appendfsync", appendfsync, "--maxmemory-policy", "noeviction"],
    { cwd: redisDir, ready: () => listens(port) },
  );
  try {
    const vigie = await startVigie(name, dir, `redis://127.0.0.1:${port}`, () => redisBytes(port));
    return { ...vigie, redis, stop: () => vigie.stop().then(redis.stop) };
  } catch (cause) {
    await redis.stop();
    throw cause;
  }
}

async function answers(port: number, path: string): Promise<boolean> {
  const { ok, body } = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(2_000) });
  await body?.cancel();
  return ok;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true));
    socket.once("error", () => resolve(false)).once("connect", () => socket.destroy());
  });
}

/** What Redis holds, by its own account. */
async function redisBytes(port: number): Promise<number> {
  const socket = connect(port, "127.0.0.1");
  socket.write("INFO memory\r\n");
  const [answer] = await once(socket, "data");
  socket.destroy();
  return Number(/used_memory:(\d+)/.exec(String(answer))?.[1]);
}
