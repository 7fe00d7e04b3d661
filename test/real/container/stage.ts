import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseEnv, promisify } from "node:util";
import { freePort } from "../../contract/store/redis-server.ts";
import { type Child, startChild } from "../story/child.ts";
import type { Image } from "./build-image.ts";
import { imageEnv } from "./build-image.ts";
import { type ComposeFile, type ComposeService, mountOf } from "./compose-file.ts";
import { envOf, execForm, type Instruction, only } from "./dockerfile.ts";

const run = promisify(execFile);
/** Which port a service listens on inside its container, and its program on this machine. */
const images: Readonly<Record<string, { readonly port: number; readonly program: string }>> = {
  alertmanager: { port: 9093, program: "prometheus-alertmanager" },
  prometheus: { port: 9090, program: "prometheus" },
  redis: { port: 6379, program: "redis-server" },
  vigie: { port: 8080, program: "node" },
};
/** Programs that this version of Debian has listen elsewhere than on every address only when they are told to. */
const listenFlags: Readonly<Record<string, (port: number) => readonly string[]>> = {
  alertmanager: (port) => [`--web.listen-address=127.0.0.1:${port}`],
  prometheus: (port) => [`--web.listen-address=127.0.0.1:${port}`],
  redis: (port) => ["--bind", "127.0.0.1", "--port", `${port}`],
};

export type StageOptions = {
  readonly compose: ComposeFile;
  readonly instructions: readonly Instruction[];
  readonly image: Image;
  /** Where the compose file lies, and the `.env` that stands beside it. */
  readonly repository: string;
  readonly dotenv: string;
  /** Containers' folders are made in it. */
  readonly dir: string;
};

/** The services of a compose file as programs of this machine: 127.0.0.1, free ports, folders instead of containers. */
export type Stage = {
  readonly origin: (service: string) => string;
  /** What the service's program is given, as it is started. */
  readonly environment: (service: string) => Readonly<Record<string, string>>;
  readonly start: (service: string) => Child;
  /** Runs the service's health check as it is written; whether it says healthy. */
  readonly isHealthy: (service: string) => Promise<boolean>;
  /** A path of the container on this machine. */
  readonly pathIn: (service: string, path: string) => string;
};

export async function setStage(options: StageOptions): Promise<Stage> {
  const { compose, instructions, image, dir } = options;
  const names = Object.keys(compose.services);
  const ports = new Map<string, number>();
  for (const name of names) ports.set(name, await freePort());
  const portOf = (name: string) => ports.get(name) ?? Number.NaN;
  const rootOf = (name: string) => (compose.services[name]?.build ? image.root : join(dir, name));
  const pathIn = (name: string, path: string) => join(rootOf(name), path);
  const serviceOf = (name: string) => compose.services[name] ?? never(name);
  const placesOf = (service: ComposeService) => [
    ...service.volumes.map((volume) => mountOf(volume).to),
    ...(service.secrets.length > 0 ? ["/run/secrets"] : []),
  ];

  /** Addresses and paths of containers become those of this machine. */
  const here = (name: string, text: string) => {
    const hosts = [...names, "127.0.0.1", "0.0.0.0"].join("|");
    const places = placesOf(serviceOf(name)).join("|");
    return text
      .replaceAll(new RegExp(`\\b(${hosts}):(\\d+)\\b`, "g"), (all, host: string, port: string) => {
        const meant = names.includes(host) ? host : name;
        return images[meant]?.port === Number(port) ? `127.0.0.1:${portOf(meant)}` : all;
      })
      .replaceAll(new RegExp(`(?<![\\w./-])(?:${places})(?![\\w-])`, "g"), (path) => pathIn(name, path));
  };

  for (const name of names) prepare(name);

  /** Folders of volumes, copies of what is mounted, secrets. */
  function prepare(name: string): void {
    const service = serviceOf(name);
    for (const { from, to } of service.volumes.map(mountOf)) {
      mkdirSync(pathIn(name, to), { recursive: true });
      if (from.startsWith(".")) copyTexts(join(options.repository, from), pathIn(name, to), (text) => here(name, text));
    }
    for (const secret of service.secrets) {
      const file = pathIn(name, `/run/secrets/${secret}`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, parseEnv(options.dotenv)[compose.secrets[secret]?.environment ?? ""] ?? "");
    }
  }

  function environment(name: string): Record<string, string> {
    const service = serviceOf(name);
    if (!service.build) return {};
    const written = {
      ...envOf(instructions),
      ...(service.env_file ? parseEnv(options.dotenv) : {}),
      ...service.environment,
    };
    const given = Object.entries(written).map(([key, value]) => [key, here(name, value ?? "")]);
    return { ...Object.fromEntries(given), HOST: "127.0.0.1", PORT: `${portOf(name)}` };
  }

  function wordsOf(name: string): readonly string[] {
    const service = serviceOf(name);
    if (service.build) return asItsUser(execForm(only(instructions, "CMD").rest), only(instructions, "USER").rest);
    const { program } = images[name] ?? never(name);
    const args = (service.command ?? []).map((word) => here(name, word));
    const own = args[0] === program ? args.slice(1) : args;
    return [program, ...own, ...(listenFlags[name]?.(portOf(name)) ?? [])];
  }

  return {
    pathIn,
    environment,
    origin: (name) => `http://127.0.0.1:${portOf(name)}`,
    start: (name) => {
      const service = serviceOf(name);
      const [command = "", ...args] = wordsOf(name);
      const [data] = service.volumes.map(mountOf).filter(({ readOnly }) => !readOnly);
      const cwd = service.build ? image.workdir : pathIn(name, data?.to ?? "/");
      const env = service.build ? { ...imageEnv(image), ...environment(name) } : { PATH: process.env.PATH ?? "" };
      return startChild({ name, command, args, cwd, env });
    },
    isHealthy: async (name) => {
      const service = serviceOf(name);
      const check = service.build ? only(instructions, "HEALTHCHECK").rest.replace(/^CMD\s+/, "") : null;
      const written = check === null ? (service.healthcheck?.test.slice(1) ?? []) : execForm(check);
      const [command = "", ...args] = written.map((word) => (check === null ? here(name, word) : word));
      // The one program that is told its port by a flag only.
      const flags = command === "redis-cli" ? ["-p", `${portOf(name)}`] : [];
      const env = { ...imageEnv(image), ...environment(name) };
      return run(command, [...flags, ...args], { env }).then(
        () => true,
        () => false,
      );
    },
  };
}

function never(name: string): never {
  throw new Error(`no service ${name}`);
}

/** As USER says, where this test may change who it is; otherwise as who it is. */
function asItsUser(words: readonly string[], user: string): readonly string[] {
  const [uid = "", gid = uid] = user.split(":");
  if (process.getuid?.() !== 0) return words;
  return ["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", ...words];
}

function copyTexts(from: string, to: string, rewrite: (text: string) => string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      mkdirSync(target, { recursive: true });
      copyTexts(source, target, rewrite);
    } else {
      writeFileSync(target, rewrite(readFileSync(source, "utf8")));
    }
  }
}
