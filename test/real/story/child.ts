import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { expect, vi } from "vitest";

export type ChildOptions = {
  /** What it is called where it is said that something went wrong. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment; that of the test by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Whether signals go to all that it starts, too: for a program behind `npm` or a shell. */
  readonly signals?: "itself" | "all-it-starts";
};

/** How a program ended. */
export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** A program that a test started and that ends with it. */
export type Child = {
  /** What it wrote so far, both streams, the last 200,000 characters. */
  readonly output: () => string;
  /** Waits until its output matches; fails at once when it ends before, quoting its last words. */
  readonly says: (pattern: RegExp, timeOutMs: number) => Promise<RegExpMatchArray>;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Sends SIGTERM, 15 s later SIGKILL, and waits until all that signals go to is gone. */
  readonly stop: () => Promise<Ended>;
};

const outputMaxChars = 200_000;
const graceMs = 15_000;

/** Started and not ended yet: a test run that is broken off takes them along. */
const running = new Set<(signal: NodeJS.Signals) => void>();
process.once("exit", () => {
  for (const signal of running) signal("SIGKILL");
});

/** Starts a program. The caller stops it, also when the test fails. */
export function startChild({ name, command, args, cwd, env, signals = "itself" }: ChildOptions): Child {
  const toAll = signals === "all-it-starts";
  const child = spawn(command, args, {
    cwd,
    env: { ...(env ?? process.env) },
    stdio: ["ignore", "pipe", "pipe"],
    detached: toAll,
  });
  let output = "";
  const hear = (piece: Buffer) => {
    output = (output + piece.toString()).slice(-outputMaxChars);
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  child.once("error", (cause) => hear(Buffer.from(String(cause))));
  const signal = (signal: NodeJS.Signals) => {
    if (isAlive(child, toAll)) send(child, signal, toAll);
  };
  running.add(signal);
  child.once("exit", () => toAll || running.delete(signal));
  return {
    output: () => output,
    says: async (pattern, timeOutMs) => {
      const spoken = await vi.waitFor(
        () => {
          const found = output.match(pattern);
          if (!found && !hasEnded(child)) throw new Error(`${name} did not say ${pattern}:\n${output.slice(-2000)}`);
          return found;
        },
        { timeout: timeOutMs, interval: 50 },
      );
      if (!spoken) throw new Error(`${name} ended before it said ${pattern}:\n${output.slice(-2000)}`);
      return spoken;
    },
    signal,
    stop: async () => {
      signal("SIGTERM");
      const hard = setTimeout(() => signal("SIGKILL"), graceMs);
      try {
        // `npm` ends at once, what it started a little later.
        await vi.waitFor(() => expect(isAlive(child, toAll)).toBe(false), { timeout: 2 * graceMs, interval: 20 });
      } finally {
        clearTimeout(hard);
      }
      return { code: child.exitCode, signal: child.signalCode };
    },
  };
}

/** Which of these programs are not installed, in words; `null` when all are. Under `CI=true` that is an error. */
export function missingPrograms(...programs: readonly string[]): string | null {
  const missing = programs.filter((program) => spawnSync(program, ["--version"], { stdio: "ignore" }).error);
  if (missing.length === 0) return null;
  const why = `not installed: ${missing.join(", ")}`;
  if (process.env.CI === "true") throw new Error(`${why}; needed under CI`);
  return why;
}

/** Signals go nowhere, and nowhere fails, when nobody is left. */
function send({ pid }: ChildProcess, signal: NodeJS.Signals | 0, toAll: boolean): "heard" | "nobody-left" {
  try {
    return pid !== undefined && process.kill(toAll ? -pid : pid, signal) ? "heard" : "nobody-left";
  } catch {
    return "nobody-left";
  }
}

function isAlive(child: ChildProcess, toAll: boolean): boolean {
  return !hasEnded(child) || (toAll && send(child, 0, toAll) === "heard");
}

/** A program that could not be started at all has no pid and will never exit. */
function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}
