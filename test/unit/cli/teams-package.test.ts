import { inflateSync } from "node:zlib";
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { z } from "zod";
import type { CommandIo } from "../../../src/cli/command.ts";
import { teamsPackage, teamsPackageZip } from "../../../src/cli/teams-package.ts";
import { runCommand } from "./run-command.ts";

const appId = "11111111-1111-4111-8111-111111111111";
const url = "https://vigie.example.com";
const packed = (args: readonly string[], env = {}) => {
  const files = new Map<string, Uint8Array>();
  const write = async (path: string, bytes: Uint8Array) => {
    if (path === "there.zip") throw Object.assign(new Error("exists"), { code: "EEXIST" });
    files.set(path, bytes);
  };
  const run = (given: readonly string[], io: CommandIo) => teamsPackage(given, io, write);
  return runCommand(run, args, { env }).then((ran) => ({ ...ran, files }));
};

/** What the schema of 1.23 asks of the keys that are used, written by hand from its page. */
const https = z.url({ protocol: /^https$/ }).max(2048);
const scopes = z.array(z.enum(["team", "personal", "groupChat"])).min(1);
const manifestSchema = z.strictObject({
  $schema: z.literal("https://developer.microsoft.com/en-us/json-schemas/teams/v1.23/MicrosoftTeams.schema.json"),
  manifestVersion: z.literal("1.23"),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  id: z.guid(),
  developer: z.strictObject({
    name: z.string().max(32),
    websiteUrl: https,
    privacyUrl: https,
    termsOfUseUrl: https,
  }),
  name: z.strictObject({ short: z.string().max(30), full: z.string().max(100) }),
  description: z.strictObject({ short: z.string().max(80), full: z.string().max(4000) }),
  icons: z.strictObject({ color: z.literal("color.png"), outline: z.literal("outline.png") }),
  accentColor: z.string().regex(/^#[0-9A-F]{6}$/),
  localizationInfo: z.strictObject({
    defaultLanguageTag: z.literal("en"),
    additionalLanguages: z.array(z.strictObject({ languageTag: z.literal("fr"), file: z.literal("fr.json") })),
  }),
  bots: z
    .array(
      z.strictObject({
        botId: z.guid(),
        scopes,
        isNotificationOnly: z.literal(false),
        supportsFiles: z.literal(false),
        commandLists: z
          .array(
            z.strictObject({
              scopes,
              commands: z
                .array(z.strictObject({ title: z.string().max(128), description: z.string().max(128) }))
                .max(10),
            }),
          )
          .max(3),
      }),
    )
    .length(1),
  validDomains: z.array(z.string().regex(/^[\w.-]+$/)),
});

test("the package holds a manifest that fits its schema, French words of its own, and icons of the right size", async () => {
  const { code, out, files } = await packed(["--out", "vigie.zip", "--app-id", appId, "--url", url]);
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining(`${url}/api/messages`) });
  const inside = unzipSync(files.get("vigie.zip") ?? new Uint8Array());
  expect(Object.keys(inside).toSorted()).toEqual(["color.png", "fr.json", "manifest.json", "outline.png"]);
  const manifest = manifestSchema.parse(jsonIn(inside["manifest.json"]));
  expect(manifest).toMatchObject({ id: appId, bots: [{ botId: appId }], validDomains: ["vigie.example.com"] });
  const french = z.record(z.string(), z.string()).parse(jsonIn(inside["fr.json"]));
  const commands = manifest.bots[0]?.commandLists[0]?.commands ?? [];
  expect(Object.keys(french).filter((key) => key.endsWith("].description"))).toHaveLength(commands.length);
  expect(french["description.short"]?.length).toBeLessThanOrEqual(80);
  expect(pixels(inside["color.png"])).toMatchObject({ side: 192, isOpaque: true });
  expect(pixels(inside["outline.png"])).toMatchObject({ side: 32, isOpaque: false, isWhite: true });
});

test("the same app is the same file, byte by byte", () => {
  const options = { appId, version: "1.0.0", url };
  expect(Buffer.from(teamsPackageZip(options)).equals(teamsPackageZip(options))).toBe(true);
});

test("the app id may come from the environment; what is missing or wrong is said, and nothing is written", async () => {
  expect((await packed(["--out", "a.zip"], { MicrosoftAppId: appId })).code).toBe(0);
  const wrong = [
    [["--out", "a.zip"], /MicrosoftAppId is not set/],
    [["--out", "a.zip", "--app-id", "vigie"], /no application id/],
    [["--out", "a.zip", "--app-id", appId, "--url", "http://vigie.example.com"], /begin with https/],
    [["--out", "there.zip", "--app-id", appId], /there already/],
    [[], /vigie teams package --out/],
  ] as const;
  for (const [args, said] of wrong) {
    const { code, err, files } = await packed(args);
    expect(code).toBe(1);
    expect(err).toMatch(said);
    expect(files.size).toBe(0);
  }
});

function jsonIn(bytes: Uint8Array | undefined): unknown {
  return JSON.parse(Buffer.from(bytes ?? []).toString("utf8"));
}

/** Reads a PNG of ours back: its side, and what all of its pixels have in common. */
function pixels(bytes: Uint8Array | undefined) {
  const file = Buffer.from(bytes ?? []);
  expect(file.subarray(1, 4).toString("latin1")).toBe("PNG");
  const side = file.readUInt32BE(16);
  const length = file.readUInt32BE(33);
  const raw = inflateSync(file.subarray(41, 41 + length));
  const all = Array.from({ length: side * side }, (_pixel, at) => {
    const start = Math.floor(at / side) * (side * 4 + 1) + 1 + (at % side) * 4;
    return [...raw.subarray(start, start + 4)];
  });
  return {
    side,
    isOpaque: all.every(([, , , opacity]) => opacity === 255),
    isWhite: all.every(([red, green, blue]) => red === 255 && green === 255 && blue === 255),
  };
}
