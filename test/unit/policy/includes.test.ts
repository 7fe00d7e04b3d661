import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { loadPolicyFile } from "../../../src/cli/load-policy.ts";
import { alertOf, faultsOf, policyFrom, toldBy } from "./policy-fixture.ts";

const main = `version: 1
include: [teams/*.yaml]
destinations: { chat: [{ slack: "#all" }] }
services: { shop: {} }
route: { tell: { warning: [chat] } }
`;
const ours = { file: "teams/ml-ai.yaml", text: `version: 1\nteams:\n  ml-ai:\n    chat: [{ slack: "#ml-ai" }]\n` };
const withServices = (services: string) => [{ ...ours, text: `${ours.text}services:\n${services}` }];
const said = (included: readonly { file: string; text: string }[]) =>
  faultsOf(main, { included }).map(({ file, line, message }) => `${file}:${line} ${message}`);

describe("included files (behaviour 6)", () => {
  it("a team's file brings its team and its services, without saying whose they are", () => {
    const policy = policyFrom(main, { included: withServices("  credit: { aliases: [credit-api] }\n") });
    expect(toldBy(policy, alertOf({ service: "credit-api" }))).toEqual(["slack:#ml-ai"]);
    expect(policy.teams).toEqual(["ml-ai"]);
    expect(policy.files).toEqual(["test.yaml", "teams/ml-ai.yaml"]);
  });

  it("a file may name only its own services", () => {
    expect(said(withServices("  credit:\n    owner: web\n"))).toEqual([
      "teams/ml-ai.yaml:7 the file of team `ml-ai` names a service of `web`",
    ]);
  });

  it("a file may name only its own team", () => {
    expect(said([{ ...ours, text: `${ours.text}  web: {}\n` }])).toEqual([
      "teams/ml-ai.yaml:2 an included file names exactly one team",
    ]);
    expect(said([{ ...ours, text: "version: 1\n" }])).toEqual([
      "teams/ml-ai.yaml:1 an included file names exactly one team",
    ]);
  });

  it.each(["route", "destinations", "severity", "include", "mode", "name"])("a file may not hold `%s:`", (name) => {
    expect(said([{ ...ours, text: `${ours.text}${name}: {}\n` }])).toEqual([
      `teams/ml-ai.yaml:5 \`${name}\` does not stand in a team’s file`,
    ]);
  });

  it("a team or a service that is defined twice names both places", () => {
    expect(said([ours, { ...ours, file: "teams/other.yaml" }])).toEqual([
      "teams/other.yaml:3 `ml-ai` is defined twice, first at teams/ml-ai.yaml:3",
    ]);
    expect(said(withServices("  shop: {}\n"))).toEqual([
      "teams/ml-ai.yaml:6 `shop` is defined twice, first at test.yaml:4",
    ]);
  });

  it("what is wrong is cited in the file where it stands, the main file first", () => {
    const faults = faultsOf(main.replace("[chat]", "[cht]"), {
      included: withServices("  credit: { aliass: [x] }\n"),
    });
    expect(faults.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([
      "test.yaml:5 `cht` is in neither `destinations:` nor a team",
      "teams/ml-ai.yaml:6 unknown key `aliass`",
    ]);
  });

  it("a file that is no YAML, or no policy, is a fault in its own name", () => {
    expect(said([{ ...ours, text: "teams: {" }])[0]).toMatch(/^teams\/ml-ai\.yaml:1 this is not YAML/);
    expect(said([{ ...ours, text: "- 1" }])).toContain("teams/ml-ai.yaml:1 this is a list: [one, two]");
  });

  it("a section that is no section is a fault, in whichever file it stands", () => {
    const wrong = { ...ours, text: `${ours.text}services: [credit]\n` };
    expect(said([wrong])).toEqual(["teams/ml-ai.yaml:5 this is a list: [one, two]"]);
    const faults = faultsOf(main.replace("{ shop: {} }", "[shop]"), { included: [ours] });
    expect(faults.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([
      "test.yaml:4 this is a list: [one, two]",
    ]);
  });

  it("the hash and the stored text are of all files together", () => {
    const one = policyFrom(main, { included: [ours] });
    const other = policyFrom(main, { included: [{ ...ours, text: `${ours.text}# changed\n` }] });
    expect(one.hash).not.toBe(other.hash);
    expect(one.text).toContain("#ml-ai");
    const elsewhere = policyFrom(main, {
      file: "/etc/vigie/test.yaml",
      included: [{ ...ours, file: "/etc/vigie/teams/ml-ai.yaml" }],
    });
    expect(elsewhere.hash).toBe(one.hash);
  });
});

describe("finding included files", () => {
  let folder = "";
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function load(files: Readonly<Record<string, string>>) {
    folder = await mkdtemp(join(tmpdir(), "policy-"));
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(folder, name, ".."), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    return loadPolicyFile(join(folder, "policy.yaml"), { env: {}, configured: () => "sandbox" });
  }
  const faultsIn = async (files: Readonly<Record<string, string>>) => {
    const loaded = await load(files);
    return loaded.ok ? [] : loaded.faults.map(({ line, message }) => `${line} ${message}`);
  };

  it("patterns are relative to the main file, and files are read in order of their names", async () => {
    const web = ours.text.replaceAll("ml-ai", "web");
    const loaded = await load({ "policy.yaml": main, "teams/web.yaml": web, "teams/ml-ai.yaml": ours.text });
    expect(loaded.ok && loaded.policy.files).toEqual(
      ["policy.yaml", "teams/ml-ai.yaml", "teams/web.yaml"].map((name) => join(folder, name)),
    );
  });

  it("the main file does not include itself, and what mounts keep in folders with a dot is not looked at", async () => {
    const loaded = await load({
      "policy.yaml": main.replace("teams/*.yaml", '"**/*.yaml"'),
      "a.yaml": ours.text,
      "..data/a.yaml": ours.text,
    });
    expect(loaded.ok && loaded.policy.files).toEqual([join(folder, "policy.yaml"), join(folder, "a.yaml")]);
  });

  it("a pattern that finds nothing is a fault", async () => {
    expect(await faultsIn({ "policy.yaml": main })).toEqual(["2 `teams/*.yaml` finds no file"]);
  });

  it.each(["../*.yaml", "/etc/*.yaml", "teams/../../x.yaml"])(
    "%s leads out of the folder and is a fault",
    async (pattern) => {
      expect(await faultsIn({ "policy.yaml": main.replace("teams/*.yaml", pattern) })).toEqual([
        `2 \`${pattern}\` leads out of this file’s folder`,
      ]);
    },
  );

  it("a link to a file is that file, as a ConfigMap mounts it; a folder that leads back to itself ends nobody's reading", async () => {
    folder = await mkdtemp(join(tmpdir(), "policy-"));
    await mkdir(join(folder, "..data"));
    await writeFile(join(folder, "..data/ml-ai.yaml"), ours.text);
    await mkdir(join(folder, "teams"));
    await symlink("../..data/ml-ai.yaml", join(folder, "teams/ml-ai.yaml"));
    await symlink("..", join(folder, "teams/round"));
    await writeFile(join(folder, "policy.yaml"), main.replace("teams/*.yaml", '"teams/**/*.yaml"'));
    const loaded = await loadPolicyFile(join(folder, "policy.yaml"), { env: {}, configured: () => "sandbox" });
    expect(loaded.ok && loaded.policy.files).toEqual([join(folder, "policy.yaml"), join(folder, "teams/ml-ai.yaml")]);
  });

  it("a link to the main file is no team's file", async () => {
    folder = await mkdtemp(join(tmpdir(), "policy-"));
    await mkdir(join(folder, "teams"));
    await symlink("../policy.yaml", join(folder, "teams/self.yaml"));
    await writeFile(join(folder, "policy.yaml"), main);
    const loaded = await loadPolicyFile(join(folder, "policy.yaml"), { env: {}, configured: () => "sandbox" });
    const said = loaded.ok ? [] : loaded.faults.map(({ file, message }) => `${file.slice(folder.length)} ${message}`);
    expect(said).toContain("/teams/self.yaml `route` does not stand in a team’s file");
  });

  it("a file that cannot be read is a fault that names it", async () => {
    const faults = await faultsIn({ "policy.yaml": main, "teams/a.yaml/x": "" });
    expect(faults).toEqual([`2 ${join(folder, "teams/a.yaml")} cannot be read: EISDIR`]);
  });
});
