import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";

const policy = (channel: string) => `
version: 1
name: process
identity: { service: [service] }
severity: { otherwise: warning }
environments: { production: [production] }
destinations: { chat: [{ slack: "${channel}" }] }
route: { tell: { warning: [chat] } }
`;

/** Other content is found within a look or two; the tests wait for as long as a slow machine may take. */
const patience = { timeout: 15_000, interval: 50 };

describe("the service, as a process (behaviour 9)", () => {
  let folder: string;
  let mount: string;
  let vigie: ChildProcess;
  let origin: string;

  /** Puts a version in place as Kubernetes does: a folder beside the old one, and a link that is renamed over. */
  const swap = (version: string, text: string) => {
    mkdirSync(join(mount, version), { recursive: true });
    writeFileSync(join(mount, version, "policy.yaml"), text);
    symlinkSync(version, join(mount, "..data_tmp"));
    renameSync(join(mount, "..data_tmp"), join(mount, "..data"));
  };
  const ready = z.looseObject({ policy: z.string(), policies: z.array(z.string()) });
  const readyz = async () => ready.parse(await (await fetch(`${origin}/readyz`)).json());
  const inForce = async () => (await readyz()).policy;
  const gauge = async (name: string) => {
    const text = await (await fetch(`${origin}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "vigie-process-"));
    mount = join(folder, "mount");
    swap("..1", policy("#one"));
    symlinkSync("..data/policy.yaml", join(mount, "policy.yaml"));
    vigie = spawn(process.execPath, [resolve("src/main.ts")], {
      cwd: folder,
      env: { PATH: process.env.PATH, PORT: "0", VIGIE_POLICY: join(mount, "policy.yaml") },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const { promise, resolve: listening, reject } = Promise.withResolvers<string>();
    let said = "";
    vigie.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const url = /listening on (\S+)/.exec(said)?.[1];
      if (url) listening(url);
    });
    vigie.once("exit", () => reject(new Error(said)));
    origin = await promise;
  }, 30_000);

  afterAll(async () => {
    const ended = new Promise((done) => vigie.once("exit", done));
    if (vigie.exitCode === null && vigie.kill("SIGTERM")) await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  it("finds by itself that a ConfigMap was swapped", async () => {
    const before = await inForce();
    swap("..2", policy("#two"));
    await vi.waitFor(async () => expect(await inForce()).not.toBe(before), patience);
  });

  it("keeps the last good policy while the file is faulty, and takes the next good one", async () => {
    const before = await inForce();
    swap("..3", "version: 1\nroute: [");
    await vi.waitFor(async () => expect(await gauge("vigie_policy_reload_success")).toBe(0), patience);
    expect(await inForce()).toBe(before);
    swap("..4", policy("#four"));
    await vi.waitFor(async () => expect(await gauge("vigie_policy_reload_success")).toBe(1), patience);
    expect(await inForce()).not.toBe(before);
  });

  it("says at once, not at its next turn, which policy it runs", async () => {
    const before = await inForce();
    swap("..5", policy("#five"));
    await vi.waitFor(async () => expect(await inForce()).not.toBe(before), patience);
    await vi.waitFor(async () => expect((await readyz()).policies).toEqual([await inForce()]), { timeout: 5_000 });
  });

  it("reads the policy again on SIGHUP, and goes on", async () => {
    const before = await inForce();
    const readAt = await gauge("vigie_policy_reload_timestamp_seconds");
    expect(vigie.kill("SIGHUP")).toBe(true);
    await vi.waitFor(
      async () => expect(await gauge("vigie_policy_reload_timestamp_seconds")).toBeGreaterThan(readAt),
      patience,
    );
    expect(await inForce()).toBe(before);
    expect(vigie.exitCode).toBeNull();
  });
});
