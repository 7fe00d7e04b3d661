import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { readConfig } from "../../../src/config.ts";

const text = readFileSync(".env.example", "utf8");
const [present = "", later = ""] = text.split("# --- reserved for later versions");
const names = (part: string) => [...part.matchAll(/^(\w+)=/gm)].map(([, name = ""]) => name);

/** Everywhere a variable may be read: the configuration itself, and `${…}` of the shipped policy. */
const reads =
  readFileSync("src/config.ts", "utf8").replaceAll(/\$\{NAME\}/g, "") +
  readFileSync("src/config-vendors.ts", "utf8") +
  readFileSync("src/config-remediation.ts", "utf8") +
  readFileSync("policies/default.yaml", "utf8");

describe(".env.example", () => {
  it("copied as it is, says nothing that an empty environment does not", () => {
    const read = readConfig(parseEnv(text));
    const bare = readConfig({});
    if (!read.ok || !bare.ok) throw new Error("faulty");
    expect({ ...read.config, env: {} }).toEqual({ ...bare.config, env: {} });
  });

  it("has nothing but comments and plain settings, as each reader of such files takes them", () => {
    const odd = text.split("\n").filter((line) => !/^(#.*|\w+=[\w.]*|)$/.test(line));
    expect(odd).toEqual([]);
  });

  it("has every variable that is read, each once", () => {
    const read = new Set([...reads.matchAll(/^ {2}(\w+): .*$|\$\{([A-Z_]+)/gm)].flatMap(([, a, b]) => a ?? b ?? []));
    const variables = [...read].filter((name) => /^([A-Z]{3,}[A-Z_]*|Microsoft\w+)$/.test(name));
    expect(variables.length).toBeGreaterThan(25);
    const listed = names(text);
    expect(variables.filter((name) => !listed.includes(name))).toEqual([]);
    expect(listed.filter((name, at) => listed.indexOf(name) !== at)).toEqual([]);
  });

  it("keeps what nothing reads yet in a section of its own", () => {
    expect(names(present).filter((name) => !new RegExp(`\\b${name}\\b`).test(reads))).toEqual([]);
    expect(names(later).length).toBeGreaterThan(3);
  });
});
