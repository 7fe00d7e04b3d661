import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

/** Which rooms a room may know (DESIGN 3, ARCHITECTURE.md); rooms that are not a key see everything. */
const core = ["alert", "incident", "policy", "words", "privacy"];
const arrows: Readonly<Record<string, readonly string[]>> = {
  alert: [],
  words: [],
  privacy: [],
  incident: ["alert", "words", "privacy"],
  policy: ["alert", "incident", "words", "privacy"],
  store: core,
  sources: core,
  receivers: core,
  remediation: core,
  diagnostics: core,
  intake: [...core, "sources", "store"],
  delivery: [...core, "receivers", "store"],
  chat: [...core, "store", "intake"],
  web: [...core, "store"],
  api: [...core, "store", "sources"],
  sandbox: ["words"],
};
/** Rooms that join others. */
const joining = ["cli", "acting", "listening"];
const rooms = [...Object.keys(arrows), ...joining];
/** What a room may know of `chat` beside its own arrows. */
const shared = ["api", "web", "handlers"].flatMap((room) =>
  ["form", "person", room === "handlers" ? "handler" : "desk"].map((file) => [room, file] as const),
);

const reportSchema = z.object({
  diagnostics: z.array(
    z.looseObject({ category: z.string(), severity: z.string(), location: z.looseObject({ path: z.unknown() }) }),
  ),
});

let dir: string;
/** `lint rule: file` of every fault that the linter finds in a house with one import of every kind. */
let faults: readonly string[];

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "vigie-arrows-"));
  const config = JSON.parse(readFileSync("biome.json", "utf8"));
  writeFileSync(join(dir, "biome.json"), JSON.stringify({ ...config, $schema: undefined, vcs: { enabled: false } }));
  for (const room of rooms) {
    mkdirSync(join(dir, "src", room), { recursive: true });
    write(`src/${room}/thing.ts`, "export type Thing = string;\n");
    for (const other of rooms) {
      if (other !== room) write(`src/${room}/knows-${other}.ts`, importOf(`../${other}/thing.ts`));
    }
  }
  write("src/incident/one.ts", 'import type { Two } from "./two.ts";\n\nexport type One = { two: Two };\n');
  write("src/incident/two.ts", 'import type { One } from "./one.ts";\n\nexport type Two = { one: One };\n');
  write("src/incident/knows-config.ts", importOf("../config.ts"));
  write("src/delivery/knows-app.ts", importOf("../app.ts"));
  write("src/config.ts", "export type Thing = string;\n");
  write("src/app.ts", "export type Thing = string;\n");
  mkdirSync(join(dir, "handlers"));
  write("handlers/thing.ts", "export type Thing = string;\n");
  for (const room of rooms) {
    write(`handlers/knows-${room}.ts`, importOf(`../src/${room}/thing.ts`));
    write(`src/${room}/knows-handlers.ts`, importOf("../../handlers/thing.ts"));
  }
  for (const [room, file] of shared) {
    write(`src/chat/${file}.ts`, "export type Thing = string;\n");
    const path = room === "handlers" ? `handlers/knows-${file}.ts` : `src/${room}/knows-${file}.ts`;
    write(path, importOf(room === "handlers" ? `../src/chat/${file}.ts` : `../chat/${file}.ts`));
  }
  write("src/start.ts", importOf("../handlers/thing.ts"));
  write("src/banner.ts", importOf("../handlers/thing.ts"));
  faults = lint(dir);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const importOf = (path: string) => `import type { Thing } from "${path}";\n\nexport type Known = Thing;\n`;
const write = (name: string, text: string) => writeFileSync(join(dir, name), text);

function lint(folder: string): readonly string[] {
  const biome = resolve("node_modules/.bin/biome");
  const args = ["check", "--reporter=json", "--max-diagnostics=none", "src", "handlers"];
  const { stdout } = spawnSync(biome, args, { cwd: folder, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  const { diagnostics } = reportSchema.parse(JSON.parse(stdout));
  return diagnostics.map(({ category, location }) => `${category}: ${JSON.stringify(location.path)}`);
}

describe("the arrows between rooms, checked by the linter", () => {
  it.each(Object.entries(arrows))("%s may know %j and nothing else, not even a type", (room, allowed) => {
    const refused = rooms.filter((other) => faults.some((fault) => fault.includes(`src/${room}/knows-${other}.ts`)));
    expect(refused.sort()).toEqual(rooms.filter((other) => other !== room && !allowed.includes(other)).sort());
  });

  it.each(joining)("let %s see every room", (room) => {
    const seen = faults.filter((fault) => fault.includes(`src/${room}/`) && !fault.includes("knows-handlers"));
    expect(seen).toEqual([]);
  });

  it("let a handler know what it decides on, and no room that does input or output", () => {
    const refused = rooms.filter((room) => faults.some((fault) => fault.includes(`handlers/knows-${room}.ts`)));
    expect(refused.sort()).toEqual(
      rooms.filter((room) => !["alert", "incident", "policy", "words"].includes(room)).sort(),
    );
  });

  it("let nobody know handlers but the start and the command line", () => {
    const knowing = rooms.filter((room) => !faults.some((fault) => fault.includes(`src/${room}/knows-handlers.ts`)));
    expect(knowing).toEqual(["cli"]);
    expect(faults.some((fault) => fault.includes("src/banner.ts"))).toBe(true);
    expect(faults.some((fault) => fault.includes("src/start.ts"))).toBe(false);
  });

  it.each(shared)("let %s know chat's %s", (room, file) => {
    expect(faults.filter((fault) => fault.includes(`${room}/knows-${file}.ts`))).toEqual([]);
  });

  it("find a circle of imports, types included", () => {
    expect(
      faults.filter((fault) => fault.includes("noImportCycles") && fault.includes("src/incident/")).length,
    ).toBeGreaterThan(0);
  });

  it("keep rooms away from the doors", () => {
    for (const file of ["src/incident/knows-config.ts", "src/delivery/knows-app.ts"]) {
      expect(faults.some((fault) => fault.includes("noRestrictedImports") && fault.includes(file))).toBe(true);
    }
  });

  it("find nothing else in such a house, so that each fault above is an arrow's", () => {
    expect(faults.filter((fault) => !/noRestrictedImports|noImportCycles/.test(fault))).toEqual([]);
  });
});
