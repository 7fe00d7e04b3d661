import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { freePort } from "../contract/store/redis-server.ts";
import { startVigieProcess, type VigieProcess } from "./story/vigie-process.ts";

const run = promisify(execFile);
const startWithinMs = 60_000;
const storyWithinMs = 60_000;
const paper = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");

/** README, "Roll a model back in five minutes", step by step; nobody presses, and the veto window is shorter. */
describe("a rollback in five minutes, with no account and no model", () => {
  const [, chapter = ""] = paper("README.md").split("## Roll a model back in five minutes");
  const [, happened = "", measured = ""] = [...chapter.matchAll(/```sh\n([\s\S]*?)```/g)].map(
    ([, lines = ""]) => lines,
  );
  const [tell = "", ...lines] = happened.split("\n");
  let dir: string;
  let vigie: VigieProcess;
  let here: (text: string) => string;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "vigie-rollback-five-"));
    const port = `${await freePort()}`;
    here = (text) => text.replaceAll(":8080", `:${port}`);
    const policy = join(dir, "rollback.yaml");
    writeFileSync(policy, here(paper("docs/examples/rollback.yaml")).replace("veto: 60s", "veto: 1s"));
    vigie = await startVigieProcess({ dir, store: "sqlite", env: { PORT: port, VIGIE_POLICY: policy } });
  }, startWithinMs);

  afterAll(async () => {
    await vigie?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const shell = (commands: string) => run("bash", ["-c", here(`${tell}\n${commands}`)]);
  const sandbox = async () => (await fetch(`${vigie.origin}/sandbox?lang=en`)).text();

  it(
    "goes back by itself, sees it served, and a measurement after that says that it helped",
    async () => {
      const { stdout } = await shell(lines.join("\n"));
      expect(stdout.match(/"accepted":1/g)).toHaveLength(2);
      const patience = { timeout: storyWithinMs, interval: 500 };
      await vi.waitFor(async () => expect(await sandbox()).toContain("the registry says v7, v8 is serving"), patience);
      await vi.waitFor(async () => expect(await sandbox()).toContain("Rolled back to v7"), patience);
      await vi.waitFor(async () => {
        await shell(measured);
        expect(await sandbox()).toContain("it helped: 0.846 → 0.948");
      }, patience);
    },
    storyWithinMs * 3,
  );
});
