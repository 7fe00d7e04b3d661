import { describe, expect, it } from "vitest";
import { automationCommand } from "../../../src/cli/automation.ts";
import { runCommand } from "./run-command.ts";

/** A service that answers one line, and stands so afterwards. */
function serviceThatIs(automation: "on" | "off" | null, sent: unknown[] = []): typeof fetch {
  return async (url, init) => {
    if (String(url).endsWith("/readyz")) return Response.json({ ready: automation !== null, automation });
    sent.push(JSON.parse(String(init?.body)));
    return Response.json({ lines: ["So it is."], form: null });
  };
}

describe("vigie automation (U-06)", () => {
  it("pulls the switch and says what the service said", async () => {
    const sent: unknown[] = [];
    const { code, out } = await runCommand(automationCommand, ["off"], { fetch: serviceThatIs("off", sent) });
    expect([code, out]).toEqual([0, "So it is.\n"]);
    expect(sent).toEqual([{ text: "automation off", locale: "en" }]);
  });

  it("asks how it stands where no word is given", async () => {
    const sent: unknown[] = [];
    expect((await runCommand(automationCommand, [], { fetch: serviceThatIs("off", sent) })).code).toBe(0);
    expect(sent).toEqual([{ text: "automation status", locale: "en" }]);
  });

  it.each(["on", null] as const)("exits with 1 where it does not hold afterwards: %s", async (state) => {
    expect((await runCommand(automationCommand, ["off"], { fetch: serviceThatIs(state) })).code).toBe(1);
  });

  it("says why the service could not be asked", async () => {
    const away: typeof fetch = async () => Response.json({}, { status: 500 });
    const { code, err } = await runCommand(automationCommand, ["off"], { fetch: away });
    expect(code).toBe(1);
    expect(err).toContain("500");
  });
});
