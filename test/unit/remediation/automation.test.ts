import { describe, expect, it } from "vitest";
import { automationIn, automationOffIn, switchAutomation } from "../../../src/remediation/automation.ts";
import { minute } from "../draw/views.ts";

const ada = { id: "person:ada@corp.example", name: "Ada" };

describe("what the store keeps of the kill switch (U-06)", () => {
  it("is on where nobody ever switched", () => {
    expect(automationIn(null)).toEqual({ is: "on" });
    expect(automationOffIn(null)).toBeNull();
  });

  it.each(["{", "7", `{"off":{}}`, `{"later":{"by":"x","at":1}}`])("is off where it cannot be read: %s", (text) => {
    expect(automationIn(text).is).toBe("off");
    expect(automationOffIn(text)).toMatchObject({ by: { id: "vigie" } });
  });

  it("is switched in spite of somebody who switches at the same moment", async () => {
    let value: string | null = null;
    let races = 1;
    const ledger = {
      kept: async () => value,
      swap: async (_name: string, before: string | null, after: string) => {
        if (races-- > 0) value = JSON.stringify({ on: { by: "person:bob@corp.example", at: minute(-1) } });
        if (value !== before) return false;
        value = after;
        return true;
      },
    };
    await switchAutomation(ledger, "off", { by: ada, at: minute(0) });
    expect(automationOffIn(value)).toEqual({ by: ada, at: minute(0) });
  });
});
