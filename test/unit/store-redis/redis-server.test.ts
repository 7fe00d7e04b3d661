import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { describeRedis } from "./live.ts";

const holder = fileURLToPath(new URL("../../contract/store/redis-holder.ts", import.meta.url));

/** Whether somebody listens on a port of 127.0.0.1. */
async function listens(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

describeRedis("A Redis of the tests", () => {
  test("does not outlive the process that started it, even one that is killed without warning.", async () => {
    const child = spawn(process.execPath, [holder], { stdio: ["ignore", "pipe", "inherit"] });
    const [said] = await once(child.stdout, "data");
    const port = Number(said);
    expect(await listens(port)).toBe(true);
    child.kill("SIGKILL");
    await expect.poll(() => listens(port), { timeout: 10_000 }).toBe(false);
  });
});
