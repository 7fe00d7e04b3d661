import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
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
      [
        "/incidents/VIG-1",
        ["VIG-1", "URGENT", "accuracy is 10.9 % below its baseline", "policies/default.yaml", "Acknowledge"],
      ],
      ["/report", ["Report an incident", "What users see"]],
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

  it("a button pressed in the browser is a press of ours, not of another site's", async () => {
    const at = `${vigie.origin}/incidents/VIG-1`;
    expect(await press(at, 'form[action$="/actions/acknowledge"] button', dir)).toBe(`${at}?done=acknowledge`);
    expect((await look(at, "phone", dir)).text).toContain("Acknowledged by local");
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

/** Presses a button of a page as its reader would, and answers the address that the browser then shows. */
async function press(url: string, selector: string, dir: string): Promise<string> {
  const profile = mkdtempSync(join(dir, "profile-"));
  const browser = spawn("chromium", [
    ...["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0"],
    ...[`--user-data-dir=${profile}`, url],
  ]);
  try {
    const port = async () => readFileSync(join(profile, "DevToolsActivePort"), "utf8").split("\n")[0] ?? "";
    const pages = async () => {
      const targets = await port().then((at) => fetch(`http://127.0.0.1:${at}/json`));
      return pagesSchema.parse(await targets.json()).filter(({ type }) => type === "page");
    };
    const ready = () =>
      pages()
        .then((all) => all.map((one) => one.url))
        .catch(() => []);
    await eventually(ready, [url], browserTimeOutMs);
    const socket = new WebSocket((await pages())[0]?.webSocketDebuggerUrl ?? "");
    await once(socket, "open");
    const button = `document.querySelector(${JSON.stringify(selector)})`;
    const evaluate = async (expression: string): Promise<unknown> => {
      const answered = once(socket, "message");
      socket.send(JSON.stringify({ id: 1, method: "Runtime.evaluate", params: { expression } }));
      const [event] = await answered;
      return JSON.parse(String(event.data)).result?.result?.value;
    };
    await eventually(() => evaluate(`${button} !== null`), true, browserTimeOutMs);
    await evaluate(`${button}.click()`);
    const moved = async () => (await ready())[0] !== url;
    await eventually(moved, true, browserTimeOutMs);
    return (await ready())[0] ?? "";
  } finally {
    browser.kill();
    await once(browser, "exit");
  }
}

const pagesSchema = z.array(z.object({ type: z.string(), url: z.string(), webSocketDebuggerUrl: z.string() }));

function textOf(dom: string): string {
  return dom
    .replace(/<style[\s\S]*?<\/style>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/[\s\u00a0\u202f]+/g, " ");
}
