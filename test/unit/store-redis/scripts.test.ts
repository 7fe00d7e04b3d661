import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readScripts, type ScriptName, scriptFiles, scriptNames } from "../../../src/store/redis/scripts.ts";

const folder = new URL("../../../src/store/redis/scripts/", import.meta.url);

/** What a script's header says and what its code does. */
function read(name: ScriptName) {
  const file = readFileSync(new URL(`${name}.lua`, folder), "utf8");
  const header = /^(?:--.*\n)+/.exec(file)?.[0] ?? "";
  const { source } = readScripts()[name];
  const code = source.replace(/^ *--.*$/gm, "");
  const documented = (array: string) =>
    [...header.matchAll(new RegExp(`^-- ${array}\\[(\\d+)\\] +(?:and on: )?\\S`, "gm"))].map(([, at]) => Number(at));
  const used = (array: string) =>
    new Set([...code.matchAll(new RegExp(`${array}\\[(\\d+)\\]`, "g"))].map(([, at]) => Number(at)));
  const last = /^-- ARGV\[(\d+)\] and on: /m.exec(header)?.[1];
  return { header, code, documented, used, variableFrom: last === undefined ? null : Number(last) };
}

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

test("Every script file is in the list, and every name in the list is a file.", () => {
  expect(scriptFiles().sort()).toEqual(scriptNames.map((name) => `${name}.lua`).sort());
});

describe.each([...scriptNames])("The header of %s is true (style 14)", (name) => {
  const { header, code, documented, used, variableFrom } = read(name);

  test("Its name counts its keys: the header lists as many, and the code uses each of them and no other.", () => {
    const keys = upTo(Number(name.split("-")[1]));
    expect(documented("KEYS")).toEqual(keys);
    expect([...used("KEYS")].sort((a, b) => a - b)).toEqual(keys);
  });

  test("The header lists the arguments in order, and the code uses each of them and no other.", () => {
    const fixed = documented("ARGV").filter((at) => at !== variableFrom);
    expect(documented("ARGV")).toEqual(upTo(documented("ARGV").length));
    expect([...used("ARGV")].sort((a, b) => a - b)).toEqual(fixed);
  });

  test("The header says what comes back, and no other keys are made up from text.", () => {
    expect(header).toMatch(/^-- Returns /m);
    const firstArguments = [...code.matchAll(/redis\.call\('(?!TIME)\w+', *([^,)]+)/g)].map(([, argument]) => argument);
    const keys = /^(KEYS\[\d+\]|MARKS|QUEUE|ATTEMPT|key|ARGV\[10\] == 'open' and KEYS\[11\] or KEYS\[12\])$/;
    for (const argument of firstArguments) expect(argument).toMatch(keys);
  });

  test("All parts are in it.", () => {
    expect(code).not.toContain("include:");
    expect(readScripts()[name].source).not.toMatch(/^-- include:/m);
  });
});

test("A script and its parts never read or write a record: JSON is made of numbers and subjects in claims alone.", () => {
  const withJson = scriptNames.filter((name) => read(name).code.includes("cjson"));
  expect(withJson).toEqual(["claim-3"]);
});
