import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { variables } from "../../../src/config.ts";

const skipped = new Set(["node_modules", ".git", "data"]);

/** Files below a folder, as paths from the root. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesIn(path);
    return [relative(".", path)];
  });
}
const read = (path: string) => readFileSync(path, "utf8");
const papers = filesIn(".").filter((path) => path.endsWith(".md"));

describe("sources", () => {
  /** Files that are longer for a reason; each says it, and none is longer than 400. */
  const longer: Readonly<Record<string, string>> = {
    "src/intake/group-queue.ts": "one class with one state: what waits, what runs, what is remembered of each group",
  };

  it("have no file over 300 lines that does not say why", () => {
    const lines = (path: string) => read(path).split("\n").length - 1;
    const long = filesIn("src").filter((path) => path.endsWith(".ts") && lines(path) > 300);
    expect(long.filter((path) => longer[path] === undefined || lines(path) > 400)).toEqual([]);
  });

  it("have no file that is named for nothing in particular, and none without types but the one that starts the command", () => {
    const vague = /^(utils?|helpers?|common|core|manager|misc|shared)\.ts$/;
    const all = filesIn("src");
    expect(all.filter((path) => vague.test(basename(path)))).toEqual([]);
    expect(all.filter((path) => !/\.(ts|lua)$/.test(path))).toEqual(["src/cli/vigie.js"]);
    expect(all.filter((path) => !/^[a-z0-9-]+\.(ts|lua|js)$/.test(basename(path)))).toEqual([]);
  });

  it("read the environment in one place", () => {
    const readers = filesIn("src").filter((path) => /process\.env|\benv\b.*=\s*process\b/.test(read(path)));
    expect(
      readers.filter((path) => !["src/main.ts", "src/config.ts"].includes(path) && !path.startsWith("src/cli/")),
    ).toEqual([]);
  });
});

describe("package.json", () => {
  const { scripts, bin } = z
    .object({ scripts: z.record(z.string(), z.string()), bin: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read("package.json")));

  it("runs files that are there", () => {
    const files = [...Object.values(scripts), ...Object.values(bin)].flatMap(
      (command) => command.match(/[\w./-]+\.(?:ts|js|mjs)\b/g) ?? [],
    );
    expect(files.length).toBeGreaterThan(3);
    expect(files.filter((path) => !existsSync(path))).toEqual([]);
  });

  it("has every script that the papers and CI name", () => {
    const named = [...papers, ".ci/run"]
      .filter((path) => existsSync(path))
      .flatMap((path) => [...read(path).matchAll(/npm run ([a-z:]+)/g)].map(([, name]) => name ?? ""));
    expect(new Set(named).size).toBeGreaterThan(3);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

describe("links in the papers", () => {
  /** As the forges make anchors of headings. */
  const anchorsOf = (path: string) =>
    new Set(
      [...read(path).matchAll(/^#{1,6} (.+)$/gm)].map(([, title = ""]) =>
        title
          .toLowerCase()
          .replace(/[^\p{L}\p{N} _-]/gu, "")
          .trim()
          .replaceAll(" ", "-"),
      ),
    );

  it.each(papers)("of %s lead somewhere", (paper) => {
    const text = read(paper).replace(/```[\s\S]*?```/g, "");
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link = ""]) => link)
      .filter((link) => !/^[a-z]+:/.test(link));
    const dead = links.filter((link) => {
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? paper : join(dirname(paper), file);
      if (!existsSync(target)) return true;
      return (
        anchor !== undefined && statSync(target).isFile() && target.endsWith(".md") && !anchorsOf(target).has(anchor)
      );
    });
    expect(dead).toEqual([]);
  });
});

describe(".env.example", () => {
  /** DESIGN 6: names that the contract keeps for later versions. */
  const reserved = [
    ...["TEAMS_OPENID_METADATA_URL", "PAGERDUTY_FROM", "PAGERDUTY_API_URL", "MLFLOW_TRACKING_URI", "PROMETHEUS_URL"],
    ...["LOKI_URL", "OPENSEARCH_URL", "TEMPO_URL", "GRAFANA_URL"],
  ];

  it("has a line for each variable that is read, that the default policy takes, or that the contract keeps, and no other", () => {
    const listed = [...read(".env.example").matchAll(/^([A-Za-z_]+)=/gm)].map(([, name = ""]) => name);
    const inPolicy = [...read("policies/default.yaml").matchAll(/\$\{([A-Za-z_]+)/g)].map(([, name = ""]) => name);
    const expected = new Set([...variables, ...inPolicy, ...reserved]);
    expect(listed).toEqual([...new Set(listed)]);
    expect([...listed].sort()).toEqual([...expected].sort());
  });

  it("sets nothing but defaults: with it the service starts as without", () => {
    const set = [...read(".env.example").matchAll(/^([A-Za-z_]+)=(\S+)(?=\s|$)/gm)]
      .map(([, name, value]) => [name, value])
      .filter(([, value]) => !value?.startsWith("#"));
    expect(Object.fromEntries(set)).toEqual({
      PORT: "8080",
      HOST: "127.0.0.1",
      VIGIE_STORE_ACK: "local",
      VIGIE_LOCALE: "en",
      MicrosoftAppType: "SingleTenant",
    });
  });
});

describe.skipIf(!existsSync("ARCHITECTURE.md"))("ARCHITECTURE.md", () => {
  /** A path in backticks, with the line it stands on: what is named after a room stands in that room. */
  const named = read("ARCHITECTURE.md")
    .split("\n")
    .flatMap((line) =>
      [...line.matchAll(/`([\w.-]+(?:\/[\w.-]*)+|[\w-]+\.(?:ts|json|yaml|md))`/g)].map(([, path = ""]) => ({
        path,
        line,
      })),
    );

  it("names only what is there", () => {
    expect(named.length).toBeGreaterThan(20);
    const missing = named.filter(({ path, line }) => {
      const rooms = [...line.matchAll(/`(src\/[\w/-]+\/)`/g)].map(([, room = ""]) => room);
      return !["", "src/", ...rooms].some((base) => existsSync(join(base, path)));
    });
    expect(missing.map(({ path }) => path)).toEqual([]);
  });

  it("names every room of src", () => {
    const rooms = readdirSync("src", { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `src/${name}/`);
    const text = read("ARCHITECTURE.md");
    expect(rooms.filter((room) => !text.includes(room))).toEqual([]);
  });
});
