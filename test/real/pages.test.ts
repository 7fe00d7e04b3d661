import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pageHeaders } from "../../src/web/style.ts";
import { missingPrograms } from "./story/child.ts";
import { eventually } from "./story/eventually.ts";
import { readIncidents } from "./story/read-incidents.ts";
import { startVigieProcess, type VigieProcess } from "./story/vigie-process.ts";

const run = promisify(execFile);
const missing = missingPrograms("chromium");

const browserTimeOutMs = 60_000;
const toldWithinMs = 60_000;
const smallestPictureBytes = 5_000;
const event = {
  service: "credit-scoring",
  model: "credit",
  environment: "production",
  metric: "accuracy",
  value: 0.846,
  baseline: 0.95,
};

/** Widths of a desk and of a phone, in CSS pixels. */
const windows = { desk: [1280, 900], phone: [390, 844] } as const;
type Window = keyof typeof windows;

type Seen = {
  /** The text of the page as the browser has read it. */
  readonly text: string;
  /** What the browser's console said: script errors, and what the content security policy refused. */
  readonly console: readonly string[];
  readonly picture: { readonly widthPx: number; readonly bytes: number };
};

describe.skipIf(missing !== null)(`the pages in a real browser${missing ? ` (${missing})` : ""}`, () => {
  let dir: string;
  let vigie: VigieProcess;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "vigie-pages-"));
    vigie = await startVigieProcess({ dir, store: "sqlite" });
    const body = JSON.stringify(event);
    await fetch(`${vigie.origin}/webhooks/drift`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const told = async () =>
      (await readIncidents(vigie)).flatMap(({ destinations }) => destinations.map((d) => d.state));
    await eventually(told, ["told", "told", "told", "told"], toldWithinMs);
  });

  afterAll(async () => {
    await vigie?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const rows: readonly (readonly [path: string, window: Window, texts: readonly string[]])[] = (
    [
      ["/", ["VIG-1", "URGENT", "credit-scoring"]],
      ["/incidents/VIG-1", ["VIG-1", "URGENT", "accuracy is 10.9 % below its baseline", "policies/default.yaml"]],
      ["/sandbox", ["Slack", "Teams", "PagerDuty", "Jira", "VIG-1", "credit-scoring"]],
    ] as const
  ).flatMap(([path, texts]) => [[path, "desk", texts] as const, [path, "phone", texts] as const]);

  it.each(rows)("%s on a %s is there, and the console has nothing to say", async (path, window, texts) => {
    const { text, console, picture } = await look(`${vigie.origin}${path}`, window, dir);
    for (const part of texts) expect(text).toContain(part);
    expect(console).toEqual([]);
    expect(picture.widthPx).toBe(windows[window][0]);
    expect(picture.bytes).toBeGreaterThan(smallestPictureBytes);
  });

  it("a page that breaks its own content security policy would be noticed", async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { ...pageHeaders, "content-type": "text/html" });
      response.end("<!doctype html><p style='color:red'>broken</p>");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    try {
      const port = typeof address === "object" ? address?.port : undefined;
      const { text, console } = await look(`http://127.0.0.1:${port}/`, "desk", dir);
      expect(text).toContain("broken");
      expect(console.join("\n")).toMatch(/Content.Security.Policy/i);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

/** Opens an address in a browser without a window: one run for the page's text and console, one for its picture. */
async function look(url: string, window: Window, dir: string): Promise<Seen> {
  const profile = mkdtempSync(join(dir, "profile-"));
  const file = join(profile, "page.png");
  const args = [
    ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
    ...["--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"],
    ...[`--user-data-dir=${profile}`, `--window-size=${windows[window].join(",")}`, "--enable-logging=stderr"],
  ];
  const options = { timeout: browserTimeOutMs, maxBuffer: 16 * 1024 * 1024 };
  const { stdout, stderr } = await run("chromium", [...args, "--dump-dom", url], options);
  await run("chromium", [...args, `--screenshot=${file}`, url], options);
  const picture = readFileSync(file);
  return {
    text: textOf(stdout),
    console: stderr.split("\n").filter((line) => line.includes(":CONSOLE")),
    // Bytes 16 to 19 of a PNG are its width. @see https://www.w3.org/TR/png-3/#11IHDR
    picture: { widthPx: picture.readUInt32BE(16), bytes: picture.byteLength },
  };
}

function textOf(dom: string): string {
  return dom
    .replace(/<style[\s\S]*?<\/style>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/[\s\u00a0\u202f]+/g, " ");
}
