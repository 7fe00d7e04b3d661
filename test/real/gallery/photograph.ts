import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pageOf, type Sheet } from "./sheet.ts";

const run = promisify(execFile);
const browserTimeOutMs = 120_000;

export type Photograph = {
  readonly png: Buffer;
  /** The page's text as the browser has it. */
  readonly text: string;
  /** What the browser's console said. */
  readonly console: readonly string[];
};

/** Opens a sheet in Chromium without a window, in the sheet's language and in UTC, and takes a picture of all of it. */
export async function photograph(sheet: Sheet): Promise<Photograph> {
  const dir = mkdtempSync(join(tmpdir(), "vigie-gallery-"));
  try {
    const [page, picture] = [join(dir, "sheet.html"), join(dir, "sheet.png")];
    writeFileSync(page, pageOf(sheet));
    const options = {
      timeout: browserTimeOutMs,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, TZ: "UTC", LANGUAGE: sheet.locale, LANG: `${sheet.locale}.UTF-8` },
    };
    const args = (heightPx: number, ...more: readonly string[]) => [
      ...["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars", "--disable-lcd-text"],
      ...[`--lang=${sheet.locale}`, `--user-data-dir=${join(dir, "profile")}`, "--enable-logging=stderr"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
      ...[`--window-size=${sheet.widthPx},${heightPx}`, ...more, `file://${page}`],
    ];
    const { stdout, stderr } = await run("chromium", args(1_000, "--dump-dom"), options);
    const heightPx = Number(/data-height="(\d+)"/.exec(stdout)?.[1] ?? 1_000);
    await run("chromium", args(heightPx, `--screenshot=${picture}`), options);
    const console = stderr.split("\n").filter((line) => line.includes(":CONSOLE"));
    return { png: readFileSync(picture), text: textOf(stdout), console };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function textOf(dom: string): string {
  return dom
    .replace(/<(style|script)[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&nbsp;", " ")
    .replaceAll("&amp;", "&")
    .replace(/[\s\u00a0\u202f]+/g, " ");
}
