#!/usr/bin/env node
// Reads `.env`, as `npm start` does, and starts the command line with a Node that runs TypeScript: this one from 24 on, else the one that npm install brought.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
if (existsSync(".env")) process.loadEnvFile?.(".env");
if (Number.parseInt(process.versions.node, 10) >= 24) {
  await import("./main.ts");
} else {
  const node = join(dirname(createRequire(import.meta.url).resolve("node/package.json")), "bin", "node");
  process.exitCode = spawnSync(node, [main, ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1;
}
