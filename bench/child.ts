import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A child process that answers, with what the kernel says of it. */
export type Child = {
  /** From spawn to the first good answer, in ms. */
  readonly readyMs: number;
  /** Processor time of all its threads so far, in microseconds (steps of 10 ms). */
  readonly cpuUs: () => number;
  /** Resident memory now, in bytes. */
  readonly residentBytes: () => number;
  /** Ends it by its handle: SIGTERM, after 10 s SIGKILL. */
  readonly stop: () => Promise<void>;
};

const readyWithinMs = 20_000;
const stopWithinMs = 10_000;
/** `sysconf(_SC_CLK_TCK)` is 100 on all that Linux runs on. */
const tickUs = 10_000;

/**
 * Starts a program and waits until it is ready.
 *
 * @throws Error with what it wrote to stderr when it ends or is not ready within 20 s
 */
export async function startChild(
  command: string,
  args: readonly string[],
  { cwd, env, ready }: { cwd: string; env?: Readonly<Record<string, string>>; ready: () => Promise<boolean> },
): Promise<Child> {
  const began = performance.now();
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let failure = "";
  child.on("error", (error) => {
    failure += error.message;
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    failure = (failure + chunk.toString()).slice(-2000);
  });
  while (!(await ready().catch(() => false))) {
    const late = performance.now() - began > readyWithinMs;
    if (late || child.exitCode !== null || child.pid === undefined) {
      await stop(child);
      throw new Error(`${command} is not ready: ${failure || "no answer"}`);
    }
    await sleep(2);
  }
  const readyMs = performance.now() - began;
  return { readyMs, cpuUs: () => cpuUs(child), residentBytes: () => residentBytes(child), stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const kill = setTimeout(() => child.kill("SIGKILL"), stopWithinMs);
  await ended;
  clearTimeout(kill);
}

/** @see proc(5): fields 14 and 15 of /proc/pid/stat, counted behind the name in brackets */
function cpuUs({ pid }: ChildProcess): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * tickUs;
}

function residentBytes({ pid }: ChildProcess): number {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kib) * 1024;
}

/** A port of 127.0.0.1 that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
