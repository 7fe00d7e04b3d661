import { describe, expect, it } from "vitest";
import type { Alert } from "../../../../src/alert/alert.ts";
import { createAutomationSwitch } from "../../../../src/automation-switch.ts";
import { automation } from "../../../../src/chat/commands/automation.ts";
import type { CommandDeps } from "../../../../src/chat/commands/command-deps.ts";
import type { Person } from "../../../../src/chat/person.ts";
import { lineText } from "../../../../src/incident/draw.ts";
import { compilePolicy } from "../../../../src/policy/compile.ts";
import type { Locale } from "../../../../src/words/locale.ts";
import { minute } from "../../draw/views.ts";

function policyOf(roles: string) {
  const options = { file: "policy.yaml", env: {}, configured: () => "sandbox" as const };
  const compiled = compilePolicy(`version: 1\n${roles}\nroute: {}\n`, options);
  if (!compiled.ok) throw new Error("the policy is faulty");
  return compiled.policy;
}
const forAll = "roles: { mlops: [ada@corp.example] }";
const ada: Person = { actor: { id: "person:ada@corp.example", name: "Ada" }, email: "ada@corp.example" };
const bob: Person = { actor: { id: "person:bob@corp.example", name: "Bob" }, email: "bob@corp.example" };

/** A switch over a store of one value, and who asks it. */
function atTheSwitch(roles = forAll, heldOn: string | undefined = undefined) {
  const policy = policyOf(roles);
  let value: string | null = null;
  let at = minute(0);
  const told: Alert[] = [];
  const store = {
    kept: async () => value,
    swap: async (_name: string, before: string | null, after: string) => {
      if (value !== before) return false;
      value = after;
      return true;
    },
  };
  const looks: number[] = [];
  const turn = createAutomationSwitch({
    store,
    accept: async (alert) => void told.push(alert),
    lookAgain: async () => void looks.push(at),
    now: () => at,
  });
  const unused = async () => {
    throw new Error("nobody asked for this");
  };
  const ask = async (words: string, person = ada, locale: Locale = "en") => {
    const deps: CommandDeps = {
      ...{ store: { list: unused, find: unused, newestOf: unused, journal: unused, notes: unused }, automation: turn },
      ...{ intake: { accept: unused, ask: unused }, desk: { press: unused }, policy: () => policy, newId: () => "00" },
      directory: {
        personOf: async () => person,
        find: async () => person,
        rolesOf: async (_person, team) => new Set(person === ada && team === heldOn ? ["mlops"] : []),
        onCall: async () => ({ kind: "nobody", because: "no-schedule" }),
        mentionOf: async () => undefined,
        accountOf: async () => undefined,
      },
      ...{ noteSilence: unused, mask: { text: (text) => text, label: (_name, text) => text }, now: () => at },
    };
    const { lines } = await automation(deps).run({
      ...{ words: words.split(" ").filter(Boolean), account: { vendor: "slack", id: "U1" }, where: "slack", locale },
    });
    return lines.map((line) => lineText(line, locale)).join("\n");
  };
  return {
    ...{ ask, told, turn, looks },
    later: () => {
      at = minute(30);
    },
  };
}

describe("the kill switch (U-06)", () => {
  it("is on while nobody switched, and says so without a word", async () => {
    const { ask, told } = atTheSwitch();
    expect(await ask("")).toBe("Automation is on: Vigie acts on models by itself where the policy says so.");
    expect(await ask("perhaps")).toBe("Say on or off: automation off.");
    expect(told).toEqual([]);
  });

  it("says who switched it off and when, here and in Vigie's own incident, which ends when it is on again", async () => {
    const { ask, told, looks, later } = atTheSwitch();
    expect(await ask("off")).toContain("Automation is OFF: Ada switched it off at 09:00 UTC.");
    expect(told[0]).toMatchObject({ status: "firing", fingerprint: "automation-off:automation", source: "vigie" });
    expect(told[0]?.labels.severity).toBe("warning");
    expect(told[0]?.annotations.summary_en).toContain("Ada switched automation off, 20 Nov, 09:00 UTC");
    expect(told[0]?.annotations.summary_fr).toContain("Ada a coupé l’automatisme");
    later();
    expect(await ask("STATUS", bob, "fr")).toMatch(/L’automatisme est COUPÉ\u00a0: Ada l’a coupé à /);
    expect(await ask("on")).toContain("Automation is on: Ada switched it on at 09:30 UTC.");
    expect(told[1]).toMatchObject({ status: "resolved", fingerprint: "automation-off:automation" });
    // Open incidents look again each time, and no sooner.
    expect(looks).toEqual([minute(0), minute(30)]);
  });

  it("keeps who was first where it was off already, and says it again", async () => {
    const { ask, told, turn, later } = atTheSwitch();
    await ask("off");
    later();
    await turn.turn("off", bob.actor);
    expect(await turn.read()).toEqual({ is: "off", said: { by: ada.actor, at: minute(0) } });
    expect(told).toHaveLength(2);
    expect(told[1]?.annotations.summary_en).toContain("Ada switched automation off, 20 Nov, 09:00 UTC");
  });

  it("is refused to whoever may not, with the roles that may", async () => {
    const { ask, turn } = atTheSwitch();
    expect(await ask("off", bob)).toContain("mlops");
    expect(await turn.read()).toEqual({ is: "on" });
  });

  it("is in the hand of whoever may on any team", async () => {
    const { ask } = atTheSwitch("teams: { ml-ai: { roles: { mlops: [ada@corp.example] } } }", "ml-ai");
    expect(await ask("off", bob)).toContain("mlops");
    expect(await ask("off")).toContain("Automation is OFF");
    expect(await ask("on")).toContain("Automation is on");
  });

  it("is everybody's to pull where nobody holds a role, and not to switch on again", async () => {
    const { ask, turn } = atTheSwitch("", "nobody's");
    expect(await ask("off", bob)).toContain("Automation is OFF: Bob switched it off");
    expect(await ask("on", bob)).toContain("on-call");
    expect(await turn.read()).toMatchObject({ is: "off" });
  });
});
