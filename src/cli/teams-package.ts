import { strToU8, zipSync } from "fflate";
import { z } from "zod";
import { teamsPackageWords as words } from "../words/teams-package.ts";
import { type CommandIo, type Grammar, printable, readAsked } from "./command.ts";
import { teamsIcons } from "./teams/icons.ts";
import { type ManifestOptions, teamsFrench, teamsManifest } from "./teams/manifest.ts";

/** Writes a file that is not there yet. @throws with code `EEXIST` where it is */
export type WriteNew = (path: string, bytes: Uint8Array) => Promise<void>;

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const existsSchema = z.object({ code: z.literal("EEXIST") });

const grammar: Grammar = {
  usage: "teamsPackage",
  options: { out: { type: "string" }, "app-id": { type: "string" }, url: { type: "string" } },
  needs: ["out"],
  files: [0, 0],
};

/**
 * `vigie teams package --out FILE`: the app that an administrator uploads, as a zip. No file is overwritten.
 *
 * @returns the exit code: 0 written, 1 refused or not written
 */
export async function teamsPackage(args: readonly string[], io: CommandIo, writeNew: WriteNew): Promise<number> {
  const asked = readAsked(args, io, grammar);
  const out = asked?.text("out");
  if (!asked || out === undefined) return 1;
  const { locale } = asked;
  const refuse = (message: string): number => {
    io.stderr.write(printable(`${message}\n`));
    return 1;
  };
  const appId = asked.text("app-id") ?? io.env.MicrosoftAppId;
  const url = asked.text("url");
  if (appId === undefined) return refuse(words.noAppId[locale]);
  if (!guid.test(appId)) return refuse(words.badAppId[locale](appId));
  if (url !== undefined && URL.parse(url)?.protocol !== "https:") return refuse(words.badUrl[locale](url));
  try {
    await writeNew(out, teamsPackageZip({ appId, url, version: "1.0.0" }));
  } catch (error) {
    if (existsSchema.safeParse(error).success) return refuse(words.exists[locale](out));
    throw error;
  }
  const origin = (url ?? "https://…").replace(/\/$/, "");
  io.stdout.write(printable(`${words.written[locale](out, `${origin}/api/messages`)}\n`));
  return 0;
}

/** A zip knows no time before 1980; the app has none, so that the same app is the same file. */
const timeless = new Date(1980, 0, 1);

/** The app: its manifest in English and French, and its icons. The same options give the same bytes. */
export function teamsPackageZip(options: ManifestOptions): Uint8Array {
  const { color, outline } = teamsIcons();
  const files = {
    "manifest.json": strToU8(jsonOf(teamsManifest(options))),
    "fr.json": strToU8(jsonOf(teamsFrench())),
    "color.png": color,
    "outline.png": outline,
  };
  return zipSync(files, { level: 9, mtime: timeless, os: 0 });
}

function jsonOf(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
