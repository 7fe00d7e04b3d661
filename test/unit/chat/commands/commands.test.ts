import { describe, expect, it } from "vitest";
import type { Said } from "../../../../src/chat/commands/command.ts";
import type { CommandDeps } from "../../../../src/chat/commands/command-deps.ts";
import { createCommands } from "../../../../src/chat/commands/create-commands.ts";
import { numberIn } from "../../../../src/chat/commands/explain-incident.ts";
import { reportAlert } from "../../../../src/chat/commands/report-alert.ts";
import type { OnCall, Person } from "../../../../src/chat/person.ts";
import { lineText } from "../../../../src/incident/draw.ts";
import type { Silence } from "../../../../src/incident/silence.ts";
import { compilePolicy } from "../../../../src/policy/compile.ts";
import type { Policy } from "../../../../src/policy/policy.ts";
import type { Locale } from "../../../../src/words/locale.ts";
import { minute } from "../../draw/views.ts";

const text = `version: 1
destinations: { chat: [{ slack: "#all" }] }
teams:
  ml-ai: { chat: [{ slack: "#ml" }], roles: { on-call: [pagerduty-schedule:PABC123] } }
contacts: [{ name: Ada, email: ada@corp.example, phone: "+33 1 99 00 00 01" }]
permissions: { report: [support], silence-service: [sre], silence-long: [lead] }
roles: { support: [ada@corp.example], sre: [bob@corp.example], lead: [bob@corp.example] }
route: { tell: { critical: [chat] } }
services: { credit-scoring: { owner: ml-ai } }
`;

function policyOf(text: string): Policy {
  const compiled = compilePolicy(text, { file: "policy.yaml", env: {}, configured: () => "sandbox" });
  if (!compiled.ok) throw new Error(compiled.faults.map(({ message }) => message).join("\n"));
  return compiled.policy;
}

const ada: Person = { actor: { id: "person:ada@corp.example", name: "Ada" }, email: "ada@corp.example" };
const usual = policyOf(text);

/** Everything at hand, and nothing behind it that a word must not reach. */
function asking(
  changes: Partial<Pick<CommandDeps, "noteSilence">> & {
    policy?: Policy;
    onCall?: OnCall | Promise<OnCall>;
    roles?: readonly string[];
  } = {},
) {
  const unused = async () => {
    throw new Error("nobody asked for this");
  };
  const { policy = usual } = changes;
  const { onCall = { kind: "people", people: [ada], until: minute(30) }, roles = [], noteSilence = unused } = changes;
  const mask = (value: string) => value.replaceAll("ada@corp.example", "‹masked›");
  const deps: CommandDeps = {
    store: {
      list: async () => ({ incidents: [], next: null }),
      find: async () => null,
      newestOf: async () => null,
      journal: async () => [],
      notes: async () => [],
    },
    intake: { accept: unused, ask: unused },
    desk: { press: unused },
    directory: {
      personOf: async () => ada,
      find: async () => ada,
      rolesOf: async () => new Set(roles),
      onCall: async () => onCall,
      mentionOf: async (_person, receiver) => (receiver === "slack" ? "<@U012AB>" : undefined),
      accountOf: async () => undefined,
    },
    policy: () => policy,
    noteSilence,
    automation: { read: async () => ({ is: "on" }), turn: unused },
    newId: () => "00",
    mask: { text: mask, label: (_name, value) => mask(value) },
    now: () => minute(0),
  };
  const commands = createCommands(deps);
  const ask = (words: string, values?: Record<string, string>, locale: Locale = "en") =>
    commands.run(words, {
      account: { vendor: "slack", id: "U012AB" },
      where: "slack",
      locale,
      ...(values ? { values } : {}),
    });
  return { commands, ask };
}

const textOf = ({ lines }: Said, locale: Locale = "en") => lines.map((line) => lineText(line, locale)).join("\n");

describe("the list of commands", () => {
  it("holds what issue 4 names, and nothing of a later one", () => {
    expect(asking().commands.names).toEqual([
      ...["open", "oncall", "report", "explain", "silence", "ack", "contacts", "automation", "help"],
    ]);
  });

  it.each(["rollback", "retention", "erase"])("does not know %s", async (word) => {
    expect(textOf(await asking().ask(word))).toContain(`“${word}” is nothing that Vigie knows`);
  });

  it("has a line of help for each, in each language", async () => {
    const { commands, ask } = asking();
    for (const locale of ["en", "fr"] as const) {
      const said = textOf(await ask("help", undefined, locale), locale);
      for (const name of commands.names) expect(said).toMatch(new RegExp(`^${name}\\b`, "m"));
    }
  });

  it("takes words in any case and repeats what nobody knows as text of one line", async () => {
    expect(textOf(await asking().ask("HELP"))).toContain("What Vigie can be asked");
    expect(textOf(await asking().ask("<!channel>\u202e"))).toContain("“<!channel>” is nothing");
  });
});

describe("oncall (U-52, A000-67)", () => {
  it("says who, how to reach them, and until when", async () => {
    const said = await asking().ask("oncall credit-scoring");
    expect(textOf(said)).toMatch(
      /^credit-scoring \(team ml-ai\)\nAda · <@U012AB> · \+33 1 99 00 00 01 · ada@corp\.example · until /,
    );
    expect(said.lines[1]).toContainEqual({ kind: "mention", mention: "<@U012AB>" });
  });

  it.each([
    ["no-schedule", "write `schedule:`"],
    ["no-token", "set PAGERDUTY_API_TOKEN"],
    ["empty", "NOBODY is on call in the schedule now"],
    ["unreachable", "PagerDuty could not be asked"],
  ] as const)("says what to do where nobody is known: %s", async (because, said) => {
    expect(textOf(await asking({ onCall: { kind: "nobody", because } }).ask("oncall ml-ai"))).toContain(said);
  });

  it("answers within 3 s where the vendor does not", async () => {
    const startedAt = performance.now();
    const said = textOf(await asking({ onCall: new Promise<OnCall>(() => {}) }).ask("oncall ml-ai"));
    expect(said).toContain("PagerDuty could not be asked");
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  it("names every team, and what has none, where nothing is asked", async () => {
    expect(textOf(await asking().ask("oncall"))).toMatch(/^team ml-ai\nAda[^\n]*\nwhatever has no team\nAda/);
  });
});

describe("who may", () => {
  const complaint = { service: "credit-scoring", environment: "production", what: "Slow", severity: "info" };

  it("report: any service can be typed where the policy names none, else it is chosen (U-44)", async () => {
    const kindOf = async (policy: Policy) => {
      const { form } = await asking({ policy }).ask("report");
      return form?.fields.find(({ id }) => id === "service")?.kind;
    };
    expect(await kindOf(policyOf("version: 1\nroute: {}\n"))).toBe("text");
    expect(await kindOf(usual)).toBe("choice");
  });

  it("report: a role that the policy asks for, named in the refusal; nothing is stored", async () => {
    expect(textOf(await asking().ask("report", complaint))).toContain("support");
  });

  it("silence a service: likewise", async () => {
    expect(textOf(await asking({ roles: ["support"] }).ask("silence credit-scoring 1h upgrade"))).toContain("sre");
  });

  it("silence a service for more than 4 h: only who may silence long (behaviour 6); what is typed is masked", async () => {
    const silences: Silence[] = [];
    const sre = asking({ roles: ["sre"], noteSilence: async (silence) => void silences.push(silence) });
    const form = { for: "24h", why: "upgrade, ask ada@corp.example", environment: "ada@corp.example" };
    expect(textOf(await sre.ask("silence credit-scoring", form))).toContain("4 h at most");
    expect(textOf(await sre.ask("silence credit-scoring 4h01m upgrade"))).toContain("4 h at most");
    expect(silences).toEqual([]);
    await sre.ask("silence credit-scoring", { ...form, for: "4h" });
    expect(silences).toMatchObject([
      { why: "upgrade, ask ‹masked›", scope: { service: "credit-scoring", environment: "‹masked›" } },
    ]);
    const lead = asking({ roles: ["sre", "lead"], noteSilence: async (silence) => void silences.push(silence) });
    await lead.ask("silence credit-scoring", form);
    expect(silences.at(-1)?.until).toBe(minute(24 * 60));
  });

  it("reports with the role reach the store", async () => {
    await expect(asking({ roles: ["support"] }).ask("report", complaint)).rejects.toThrow("nobody asked for this");
  });
});

describe("contacts", () => {
  it("says roles and ways to reach people, by name too", async () => {
    const said = textOf(await asking().ask("contacts ada"));
    expect(said).toContain("Ada · <@U012AB> · +33 1 99 00 00 01 · ada@corp.example · support");
    expect(textOf(await asking().ask("contacts zoe"))).toBe("Nobody and no team is called “zoe” in the policy.");
  });
});

describe("words of an incident", () => {
  it.each([
    ["VIG-12", 12],
    ["vig-12", 12],
    ["12", 12],
    ["VIG-0", null],
    ["VIG-1x", null],
    ["credit-scoring", null],
    [undefined, null],
  ])("%s is %s", (word, number) => {
    expect(numberIn(word)).toBe(number);
  });
});

describe("a report as an alert", () => {
  const reported = { service: "search", environment: "production", severity: "critical", what: "Down", at: 1 } as const;

  it("is one alert for a service and environment, whoever reports it and however bad", () => {
    const later = reportAlert({ ...reported, severity: "urgent", what: "Still down", at: 2 });
    expect(later.fingerprint).toBe(reportAlert(reported).fingerprint);
    expect(reportAlert({ ...reported, service: "billing" }).fingerprint).not.toBe(later.fingerprint);
    expect(reportAlert({ ...reported, environment: "staging" }).fingerprint).not.toBe(later.fingerprint);
  });

  it("carries the labels that routes and severities read", () => {
    expect(reportAlert(reported)).toMatchObject({
      source: "report",
      status: "firing",
      labels: { alertname: "ReportedByHand", service: "search", environment: "production", severity: "critical" },
    });
  });
});
