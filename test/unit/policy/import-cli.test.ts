import { describe, expect, it } from "vitest";
import { policyImport } from "../../../src/cli/policy-import.ts";

const config = `route: { receiver: a, group_by: [alertname] }
receivers:
  - name: a
    slack_configs: [{ api_url: https://hooks.example/secret, channel: "#a" }]
`;

async function run(args: readonly string[], files: Readonly<Record<string, string>>) {
  const out: string[] = [];
  const err: string[] = [];
  const written: Record<string, string> = {};
  const io = {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    readFile: (path: string) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error(`no ${path}`), { code: "ENOENT" });
      return text;
    },
    env: {},
    now: () => 0,
    fetch,
  };
  const code = await policyImport(args, io, async (path, text) => {
    if (files[path] !== undefined) throw Object.assign(new Error(`there is ${path}`), { code: "EEXIST" });
    written[path] = text;
  });
  return { code, out: out.join(""), err: err.join(""), written };
}

describe("vigie policy import", () => {
  it("prints the policy, and on stderr what people must know, by kind and line", async () => {
    const { code, out, err, written } = await run(["am.yml"], { "am.yml": config });
    expect([code, written]).toEqual([0, {}]);
    expect(out).toMatch(/^# What am\.yml tells[\s\S]*\nversion: 1\n[\s\S]*slack: "#a"/);
    expect(err).toBe(
      "am.yml\n\nNot carried over:\n  line 4 receivers[0].slack_configs[0]: `api_url`: Vigie writes and sends its own message\n\n",
    );
  });

  it("writes it to a file and says so", async () => {
    const { code, out, written } = await run(["am.yml", "--out", "vigie.yaml"], { "am.yml": config });
    expect([code, out]).toEqual([0, "vigie.yaml is written.\n"]);
    expect(written["vigie.yaml"]).toContain("version: 1\n");
  });

  it("overwrites no file", async () => {
    const { code, err, written } = await run(["am.yml", "--out", "vigie.yaml"], {
      "am.yml": config,
      "vigie.yaml": "mine",
    });
    expect([code, written]).toEqual([1, {}]);
    expect(err).toContain("vigie.yaml cannot be written: EEXIST");
  });

  it("refuses what Alertmanager refuses, with what to write instead", async () => {
    const { code, out, err } = await run(["am.yml"], { "am.yml": config.replace("receiver: a", "receiver: aa") });
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("am.yml:1:20 `aa` is not in `receivers:`\n  fix: did you mean `a`?\n");
    expect(err).toContain("1 fault: nothing is imported");
  });

  it.each([
    ["no file is named", [], /^vigie policy import ALERTMANAGER\.yml/],
    ["the file is not there", ["none.yml"], /^none\.yml cannot be read: ENOENT/],
    ["an option is none", ["am.yml", "--force"], /^unknown option --force\nvigie policy import ALERTMANAGER\.yml/],
  ])("fails when %s", async (_says, args, reason) => {
    const { code, out, err } = await run(args, { "am.yml": config });
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(reason);
  });
});
