import { expect, it } from "vitest";
import { doctor } from "../../src/cli/doctor.ts";
import { startUnderTest } from "../support/vigie-under-test.ts";
import { runCommand } from "../unit/cli/run-command.ts";

it("the doctor finds the sandbox well, by the words of the vendors that it plays, and what is taken from it", async () => {
  const vigie = await startUnderTest();
  const env = { VIGIE_SANDBOX: "all", PORT: new URL(vigie.run.origin).port };
  try {
    const well = await runCommand(doctor, [], { env });
    expect(well.out).not.toContain("✗");
    expect(well.out).toContain("Ada Sandbox is on call in schedule");
    expect(well.code).toBe(0);
    vigie.run.faults?.add({ vendor: "slack", kind: "revoked", times: 1_000 });
    const revoked = await runCommand(doctor, [], { env });
    expect(revoked.out).toContain("✗ Slack refuses SLACK_BOT_TOKEN (token_revoked).");
    expect(revoked.code).toBe(1);
  } finally {
    await vigie.stop();
  }
});
