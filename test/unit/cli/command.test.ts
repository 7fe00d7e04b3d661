import { describe, expect, it } from "vitest";
import { policyCheck } from "../../../src/cli/policy-check.ts";
import { policyDiff } from "../../../src/cli/policy-diff.ts";
import { runCommand } from "./run-command.ts";

describe("arguments of a command", () => {
  it("an option that does not exist is named, with the one that was meant, before the usage line", async () => {
    const { code, err } = await runCommand(policyCheck, ["--prodution=yes", "policy.yaml"]);
    expect(code).toBe(1);
    expect(err).toMatch(/^unknown option --prodution; did you mean --production\?\nvigie policy check /);
    const french = await runCommand(policyDiff, ["a", "b", "--onn", "c"], { env: { VIGIE_LOCALE: "fr" } });
    expect(french.err).toMatch(
      /^option inconnue\u00a0: --onn\u00a0; vouliez-vous dire --on\u00a0\?\nvigie policy diff /,
    );
  });

  it("--help is answered by the usage line alone", async () => {
    expect((await runCommand(policyCheck, ["--help"])).err).toMatch(/^vigie policy check /);
  });
});
