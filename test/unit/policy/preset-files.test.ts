import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type LoadOptions, loadPolicyFile, standInValue } from "../../../src/cli/load-policy.ts";
import { alertOf, policiesFolder } from "./policy-fixture.ts";
import { groundWith, presetNames } from "./preset-fixture.ts";

const everywhere: LoadOptions = { env: {}, configured: () => "sandbox", sandboxValues: standInValue };

const load = (file: string, files: Readonly<Record<string, string>>) =>
  loadPolicyFile(file, {
    ...everywhere,
    readFile: (path) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error("gone"), { code: "ENOENT" });
      return text;
    },
  });

describe("the loader", () => {
  it("reads a shipped preset by its name, and one of our own by its path from the policy's folder", async () => {
    const loaded = await load("conf/main.yaml", {
      "conf/main.yaml": groundWith("services: { a: { preset: fab-ia }, b: { preset: presets/ours.yaml } }"),
      "conf/presets/ours.yaml": "version: 1\nroute: { lifecycle: full }\n",
    });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
    expect(loaded.policy.files).toEqual(["conf/main.yaml", "policies/fab-ia.yaml", "conf/presets/ours.yaml"]);
    expect(loaded.policy.judge(alertOf({ service: "b" })).lifecycle).toBe("full");
    expect(loaded.policy.judge(alertOf({ service: "c" })).lifecycle).toBe("short");
  });

  it("reads the presets that a team's file names", async () => {
    const files: Readonly<Record<string, string>> = {
      "conf/main.yaml": `include: [teams/*.yaml]\n${groundWith("")}`,
      "conf/teams/a.yaml": "version: 1\nteams: { a: {} }\nservices: { s: { preset: fab-ia } }\n",
    };
    const loaded = await loadPolicyFile("conf/main.yaml", {
      ...everywhere,
      readFile: (path) => files[path] ?? "",
      findFiles: async () => ["teams/a.yaml"],
    });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
    expect(loaded.policy.judge(alertOf({ service: "s" })).lifecycle).toBe("full");
  });

  it("says of a preset that is not there who names it, with all that come with Vigie", async () => {
    const loaded = await load("main.yaml", {
      "main.yaml": groundWith("services: { a: { preset: none-of-ours }, b: { preset: ./gone.yaml } }"),
    });
    const said = loaded.ok ? [] : loaded.faults.map(({ path, message, hint }) => [path, message, hint]);
    expect(said).toEqual([
      [
        "services.a.preset",
        "`none-of-ours` is not a preset",
        `write one of: ${["default", ...presetNames].sort().join(", ")}`,
      ],
      [
        "services.b.preset",
        "the preset `./gone.yaml` cannot be read",
        "name a file that is there, relative to this policy’s folder",
      ],
    ]);
  });

  it.each(presetNames)("%s runs as the policy itself, with nothing set in the environment", async (name) => {
    const file = fileURLToPath(new URL(`${name}.yaml`, policiesFolder));
    const loaded = await loadPolicyFile(file, everywhere);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
    const { owed } = loaded.policy.judge(alertOf({ severity: "critical" }));
    expect(owed.map(({ receiver }) => receiver)).toEqual(["slack", "teams", "jira", "pagerduty"]);
    const own = loaded.policy.judge(alertOf({ service: "x", family: "page-undelivered" }, { source: "vigie" }));
    expect(own).toMatchObject({ lifecycle: "short", owed: [{ receiver: "slack" }, { receiver: "teams" }] });
  });

  it("knows the runbooks of a preset that is the policy itself (U-31)", async () => {
    const file = fileURLToPath(new URL("csv-analyzer.yaml", policiesFolder));
    const runbookOf = async (path: string) => {
      const loaded = await loadPolicyFile(path, { ...everywhere, readFile: () => readFile(file, "utf8") });
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
      return loaded.policy.judge(alertOf({ alertname: "HighErrorRate", service: "web" })).runbook?.id;
    };
    expect(await runbookOf(file)).toBe("ApplicationDown5xx");
    // Under another name it is a policy like any other, and the name alone never decides.
    expect(await runbookOf("ours.yaml")).toBeUndefined();
  });
});
