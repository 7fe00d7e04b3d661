import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";

const { scripts } = z
  .object({ scripts: z.object({ start: z.string() }) })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));
/** `node …` of `npm start`, with the path of the service made absolute. */
const startArgs = scripts.start
  .split(" ")
  .slice(1)
  .map((arg) => (arg.startsWith("-") ? arg : resolve(arg)));

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "vigie-main-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Runs what `npm start` runs in a folder of its own, until it ends or says that all is well, and then stops it. */
async function start(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, startArgs, { cwd: dir, env, stdio: ["ignore", "pipe", "pipe"] });
  const said = { out: "", err: "" };
  child.stdout.on("data", (piece) => {
    said.out += piece;
  });
  child.stderr.on("data", (piece) => {
    said.err += piece;
    if (/(look at|regardez) http:\S+ (and|et) \S+\n/.test(said.err)) child.kill("SIGTERM");
  });
  const [code] = await once(child, "close");
  return { code, ...said };
}

describe("the start", () => {
  it("prints its banner on standard error: standard output is the log's, one JSON object a line", async () => {
    const { code, out, err } = await start({ PORT: "0" });
    expect(code).toBe(0);
    expect(err).toContain("SANDBOX");
    const lines = out.trim().split("\n");
    expect(lines.map((line) => z.object({ level: z.string() }).safeParse(JSON.parse(line)).success)).not.toContain(
      false,
    );
    expect(out).toContain("stopping");
  });

  it("reads .env, quotes and all, and the environment wins over it", async () => {
    writeFileSync(join(dir, ".env"), 'PORT=99999\nVIGIE_LOCALE=fr\nSLACK_CHANNEL="#ops"\n');
    const { code, err } = await start({ PORT: "0" });
    expect(code).toBe(0);
    expect(err).toContain("BAC À SABLE");
    expect(err).toContain("slack:#ops");
  });

  it("on a taken port says which variable to set", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    const PORT = String(typeof address === "object" ? address?.port : "");
    const { code, out, err } = await start({ PORT });
    taken.close();
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(`port ${PORT} of 127.0.0.1 is taken by another program: set PORT`);
    expect(err).not.toContain("EADDRINUSE");
  });
});
