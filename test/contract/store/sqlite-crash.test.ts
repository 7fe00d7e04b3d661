import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openStore } from "../../../src/store/open-store.ts";
import { stateOf } from "./samples.ts";
import { testClock, testDeps } from "./stores.ts";

const writer = fileURLToPath(new URL("crash-writer.ts", import.meta.url));

/** Runs the writer on a file and kills it without warning once it has answered `answers` commits. */
async function killedAfter(file: string, answers: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [writer, file], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (piece: Buffer) => {
    said += piece.toString();
    if (said.split("\n").length > answers) child.kill("SIGKILL");
  });
  await once(child, "close");
  return said.split("\n").slice(0, -1);
}

test.each([1, 57, 400])(
  "Killed after %i answers, every commit that was answered is there, with its mark, and numbers are dense (DESIGN 1.1).",
  async (answers) => {
    const dir = mkdtempSync(join(tmpdir(), "vigie-crash-"));
    const names = await killedAfter(join(dir, "vigie.db"), answers);
    expect(names.length).toBeGreaterThanOrEqual(answers);
    const store = await openStore(`sqlite:${join(dir, "vigie.db")}`, testDeps(testClock()));
    for (const name of names) expect((await stateOf(store, name)).newest?.received, name).toBe(1);
    const { chat } = await store.backlog();
    expect(chat).toBeGreaterThanOrEqual(names.length);
    expect((await store.find(chat))?.number).toBe(chat);
    expect(await store.find(chat + 1)).toBeNull();
    await store.close();
    rmSync(dir, { recursive: true });
  },
);
