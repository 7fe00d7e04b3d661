import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type RedisOptions = {
  /** Turns the append-only file on; absent: nothing is kept on disk. */
  readonly appendfsync?: "always" | "everysec" | "no";
  /** A port and folder of one's own, to start the same server again after a stop; the folder is then left alone. */
  readonly port?: number;
  readonly dir?: string;
  /** Further words of the command line, such as `["--maxmemory", "1mb"]`. */
  readonly args?: readonly string[];
};

export type RedisServer = {
  readonly url: string;
  readonly port: number;
  readonly process: ChildProcess;
  readonly stop: () => Promise<void>;
};

/** Why no Redis can be started here; `null` when one can. */
export function redisMissing(): string | null {
  return spawnSync("redis-server", ["--version"]).status === 0 ? null : "redis-server is not installed";
}

/** Starts a real Redis on 127.0.0.1 and resolves when it takes connections. `stop` ends it by its handle. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const port = options.port ?? (await freePort());
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), "vigie-redis-"));
  const { appendfsync, args = [] } = options;
  const disk = appendfsync ? ["--appendonly", "yes", "--appendfsync", appendfsync] : ["--appendonly", "no"];
  const server = spawnRedis(["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--dir", dir, ...disk, ...args]);
  await ready(server);
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      const exit = once(server, "exit");
      server.kill("SIGKILL");
      await exit;
    }
    if (!options.dir) rmSync(dir, { recursive: true, force: true });
  };
  return { url: `redis://127.0.0.1:${port}`, port, process: server, stop };
}

/**
 * Starts a redis-server that does not outlive this process, however that ends: a shell waits for the end of its input,
 * which is ours alone to hold open, and kills the server; signals to the whole group, of which Redis ignores some, do not
 * stop it from that. The handle is the server's own, for signals.
 */
export function spawnRedis(words: readonly string[]): ChildProcess {
  const tethered = `exec 3<&0; { trap "" HUP INT TERM; cat <&3; kill -9 $$; } >/dev/null 2>&1 &
    exec redis-server "$@" 3<&- </dev/null`;
  return spawn("sh", ["-c", tethered, "sh", ...words], { stdio: ["pipe", "pipe", "inherit"] });
}

async function ready(server: ChildProcess): Promise<void> {
  const { stdout } = server;
  if (!stdout) throw new Error("redis-server has no output");
  let said = "";
  await new Promise<void>((resolve, reject) => {
    const refused = () => reject(new Error(`redis-server did not start: ${said.slice(-500)}`));
    server.once("error", reject).once("exit", refused);
    stdout.on("data", (piece: Buffer) => {
      said = (said + piece.toString()).slice(-4000);
      if (!said.includes("Ready to accept connections")) return;
      server.off("exit", refused);
      resolve();
    });
  });
}

/** A port of 127.0.0.1 that nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (typeof address !== "object" || address === null) throw new Error("no free port");
  return address.port;
}
