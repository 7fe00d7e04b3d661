import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadPolicyFile, standInValue } from "../../../src/cli/load-policy.ts";
import { policyJsonSchema, policySchema } from "../../../src/policy/document/schema.ts";
import { policyFrom } from "./policy-fixture.ts";
import { wholePolicy } from "./whole-policy.ts";

const validate = new Ajv2020({ strict: false }).compile(policyJsonSchema());
const root = new URL("../../../", import.meta.url);

/** Every policy of the repository, team files aside. */
const policies = ["policies", "docs/examples", "test/journeys", "test/journeys/delivery", "bench/policies"]
  .flatMap((folder) => readdirSync(new URL(`${folder}/`, root)).map((name) => `${folder}/${name}`))
  .filter((name) => /\.yaml$/.test(name) && /^route:/m.test(readFileSync(new URL(name, root), "utf8")));

/** The data with another value at one place after the other. */
function* changed(data: unknown): Generator<unknown> {
  for (const other of [null, 1, -1, 1.5, "", "x", true, [], [1], {}, { x: 1 }]) yield other;
  if (Array.isArray(data)) {
    for (const [at, one] of data.entries()) for (const other of changed(one)) yield data.with(at, other);
  } else if (typeof data === "object" && data !== null) {
    for (const [key, one] of Object.entries(data)) {
      for (const other of changed(one)) yield { ...data, [key]: other };
      yield Object.fromEntries(Object.entries(data).filter(([name]) => name !== key));
    }
  }
}

describe("the published JSON Schema and the compiler", () => {
  it.each(policies)("both accept %s", async (name) => {
    expect(validate(parse(readFileSync(new URL(name, root), "utf8"))), JSON.stringify(validate.errors)).toBe(true);
    const file = fileURLToPath(new URL(name, root));
    const compiled = await loadPolicyFile(file, {
      env: {},
      configured: () => "sandbox",
      sandboxValues: standInValue,
      unset: "left-standing",
    });
    expect(compiled.ok ? [] : compiled.faults).toEqual([]);
  });

  it("both accept a policy in which everything is written, and judge any change to it alike", () => {
    expect(policyFrom(wholePolicy).warnings.length).toBeGreaterThan(0);
    let refused = 0;
    for (const data of changed(parse(wholePolicy))) {
      const accepted = policySchema.safeParse(data).success;
      if (!accepted) refused += 1;
      if (validate(data) !== accepted) expect.unreachable(`schema says ${!accepted}: ${JSON.stringify(data)}`);
    }
    expect(refused).toBeGreaterThan(1000);
  });
});
