import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, mkdirSync } from "node:fs";
import { basename, isAbsolute, join, relative } from "node:path";
import { cleanEnv } from "../story/clean-env.ts";
import type { Instruction } from "./dockerfile.ts";

/** What a build leaves behind, with the Dockerfile's folders below a folder of this machine. */
export type Image = {
  /** Where its `/` is. */
  readonly root: string;
  /** Its last WORKDIR on this machine. */
  readonly workdir: string;
  /** `node` alone, of the version that runs this test: what the base image has. */
  readonly path: string;
};

/** Whether the build leaves a path out: the last line that names it, or a folder above it, decides. */
export function ignoring(dockerignore: string): (path: string) => boolean {
  const lines = dockerignore
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => ({ keeps: line.startsWith("!"), pattern: patternOf(line.replace(/^!/, "")) }));
  return (path) => {
    const parts = path.split("/");
    const above = parts.map((_, at) => parts.slice(0, at + 1).join("/"));
    const last = lines.findLast(({ pattern }) => above.some((one) => pattern.test(one)));
    return last !== undefined && !last.keeps;
  };
}

/** As Go matches: `*` and `?` stay within a name and take its leading dot too, `**` goes through folders. */
function patternOf(line: string): RegExp {
  const source = line
    .replace(/\/$/, "")
    .replaceAll(/[.+^$()|[\]{}\\]/g, "\\$&")
    .replaceAll(/\*\*\/?|\*|\?/g, (wild) => ({ "*": "[^/]*", "?": "[^/]" })[wild] ?? "(?:.*)");
  return new RegExp(`^${source}$`);
}

type Build = {
  readonly instructions: readonly Instruction[];
  readonly context: string;
  readonly ignored: (path: string) => boolean;
  readonly root: string;
};

/** Does what `docker build` does with FROM, WORKDIR, COPY and RUN, one after the other, in a folder instead of a layer. */
export function buildImage({ instructions, context, ignored, root }: Build): Image {
  const path = join(root, "usr/local/bin");
  let workdir = root;
  const inside = (to: string) => (isAbsolute(to) ? join(root, to) : join(workdir, to));
  const steps: Readonly<Record<string, (instruction: Instruction) => void>> = {
    FROM: () => {
      mkdirSync(path, { recursive: true });
      copyFileSync(process.execPath, join(path, "node"));
      chmodSync(join(path, "node"), 0o755);
    },
    WORKDIR: ({ rest }) => {
      workdir = inside(rest);
      mkdirSync(workdir, { recursive: true });
    },
    COPY: ({ rest }) => {
      const words = rest.split(/\s+/);
      const to = inside(words.at(-1) ?? "");
      for (const from of words.slice(0, -1)) {
        const target = rest.endsWith("/") ? join(to, basename(from)) : to;
        const filter = (source: string) => !ignored(relative(context, source));
        // A COPY of nothing fails a build; here too, as `cpSync` then makes no target.
        if (ignored(from)) throw new Error(`${from} is not in the build's context`);
        cpSync(join(context, from), target, { recursive: true, filter });
      }
    },
    RUN: ({ rest }) => {
      // A build reaches the registry as this machine does. What npm has fetched before is not asked for again: the same is
      // installed, in a fifth of the time.
      const env = { ...cleanEnv(imageEnv({ path })), npm_config_prefer_offline: "true" };
      execFileSync("sh", ["-ec", asThisUser(rest)], { cwd: workdir, env, stdio: "pipe" });
    },
  };
  for (const instruction of instructions) steps[instruction.keyword]?.(instruction);
  return { root, workdir, path };
}

/** The environment of a program in the image: its own `node` first, and nothing that Vigie would read. */
export function imageEnv({ path }: Pick<Image, "path">): Record<string, string> {
  return { PATH: `${path}:${process.env.PATH ?? ""}`, HOME: process.env.HOME ?? "/" };
}

/** Only root can give a file to another user; anybody else keeps it. */
function asThisUser(command: string): string {
  return process.getuid?.() === 0 ? command : command.replaceAll(/ -[og] \d+/g, "");
}
