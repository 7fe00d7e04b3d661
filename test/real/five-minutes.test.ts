import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sandboxCredentials } from "../../src/sandbox/sandbox.ts";
import { type Child, startChild } from "./story/child.ts";
import { cleanEnv } from "./story/clean-env.ts";
import { eventually } from "./story/eventually.ts";
import { createStops } from "./story/stops.ts";
import { startVigieProcess, type VigieProcess } from "./story/vigie-process.ts";

const run = promisify(execFile);
const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const bannerWithinMs = 60_000;
const toldWithinMs = 30_000;

/** docs/five-minutes-to-slack.md, step by step; another Vigie's sandbox plays Slack at Slack's address. */
describe("five minutes to Slack", () => {
  const { add, stopAll } = createStops();
  const page = readFileSync(fileURLToPath(new URL("../../docs/five-minutes-to-slack.md", import.meta.url)), "utf8");
  let dir: string;
  let slack: VigieProcess;
  let vigie: Child;
  let curl: string;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "vigie-five-"));
    const [workspace, own] = [join(dir, "slack"), join(dir, "vigie")];
    for (const folder of [workspace, own]) mkdirSync(folder);
    slack = add(await startVigieProcess({ dir: workspace, store: "sqlite", env: { VIGIE_SANDBOX: "slack" } }));
    const [, channel = ""] = /SLACK_CHANNEL='(#[^']+)' npm start/.exec(page) ?? [];
    const env = cleanEnv({
      PORT: "0",
      SLACK_BOT_TOKEN: sandboxCredentials.slack.token,
      SLACK_CHANNEL: channel,
      SLACK_API_URL: `${slack.origin}/sandbox/slack/api`,
    });
    vigie = add(startChild({ name: "Vigie", command: process.execPath, args: [main], cwd: own, env }));
    [, curl = ""] = await vigie.says(/^ +(curl .*)\n.*\n/m, bannerWithinMs);
  }, bannerWithinMs * 2);

  afterAll(async () => {
    await stopAll();
    rmSync(dir, { recursive: true, force: true });
  });

  const shown = () => slack.seen.slack().map(({ channelName, text, thread }) => ({ channelName, text, thread }));

  it("the banner says that the channel is connected, and that nobody is paged", () => {
    expect(vigie.output()).toMatch(/connected +slack:#ai-alerts/);
    expect(vigie.output()).not.toContain("SANDBOX");
    expect(vigie.output()).toContain("page nobody");
  });

  it("its curl line posts one message in that channel, and a second time nothing new", async () => {
    await run("sh", ["-c", curl]);
    await eventually(() => shown().map(({ channelName }) => channelName), ["ai-alerts"], toldWithinMs);
    const before = shown();
    await run("sh", ["-c", curl]);
    const received = /"received":2\b/;
    const [, origin = ""] = /(http:\/\/127[^/]+)/.exec(curl) ?? [];
    await eventually(
      async () => received.test(await (await fetch(`${origin}/api/v1/incidents`)).text()),
      true,
      toldWithinMs,
    );
    expect(shown().map(({ thread }) => thread.length)).toEqual(before.map(({ thread }) => thread.length));
  });

  it("with the healthy value that the page names the message turns green", async () => {
    const [, healthy = ""] = /Send it with `("value":[\d.]+)`/.exec(page) ?? [];
    await run("sh", ["-c", curl.replace(/"value":[\d.]+/, healthy)]);
    await eventually(() => shown().map(({ text }) => text.includes("RECOVERED")), [true], toldWithinMs);
  });
});
