import { describe, expect, test } from "vitest";
import { drawCard, drawStory, lineText, senderName } from "../../../src/incident/draw.ts";
import type { EntryData, EntryKind } from "../../../src/incident/entry-kinds.ts";
import type { Incident } from "../../../src/incident/incident.ts";
import type { Locale } from "../../../src/words/locale.ts";
import { driftView, minute, storyOf, withIncident } from "./views.ts";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

function lines(changes: Partial<Incident>, locale: Locale = "en"): string[] {
  return drawCard(withIncident(driftView, changes), locale).lines.map((line) => plain(lineText(line, locale)));
}
const last = (changes: Partial<Incident>, locale: Locale = "en") => lines(changes, locale).at(-1);

const ada = "person:ada@corp.example";
const bob = "person:slack:U012BOB";
const names = { [ada]: "Ada Lovelace", [bob]: "Bob" };
const act = (at: number, by = ada) => ({ by, at: minute(at), where: "slack" });

describe("who has it and how far it is, on the card (cards.md)", () => {
  test("acknowledged, by the name that people call them", () => {
    const changes = { phase: "triaging", acknowledged: act(3), names } as const;
    expect(lines(changes)[0]).toMatch(/\[triaging\]$/);
    expect(last(changes)).toBe(
      "Acknowledged by Ada Lovelace 09:03 · Paged 09:01 · triage due 09:16 · reaction due 09:31 UTC",
    );
    expect(last({ acknowledged: act(3) })).toMatch(/^Acknowledged by ada 09:03/);
    expect(last({ acknowledged: act(3, bob) })).toMatch(/^Acknowledged by somebody in Slack 09:03/);
    expect(last({ acknowledged: act(3, bob) }, "fr")).toMatch(/^Pris en charge par quelqu’un dans Slack \(09:03\)/);
  });

  test("mitigated, its cause, who works on it, who commands, who was called, when the next word is due", () => {
    const changes: Partial<Incident> = {
      phase: "remediating",
      names,
      deadlines: [],
      acknowledged: act(3),
      mitigated: { ...act(11), how: "by-hand" },
      cause: { ...act(20), cause: "model", text: "v8 was trained on half of the data" },
      assignee: { ...act(12), to: bob },
      commander: { id: ada, at: minute(5) },
      experts: [
        { group: "data", at: minute(6), by: ada, joined: { by: bob, at: minute(9) } },
        { group: "legal", at: minute(7), by: ada },
      ],
      update: { ...act(15), text: "we roll back", nextAt: minute(45) },
    };
    expect(last(changes)).toBe(
      "Acknowledged by Ada Lovelace 09:03 · Paged 09:01 · mitigated 09:11 · cause: model · next update 09:45 · assigned to Bob · Incident Commander Ada Lovelace · experts data: Bob · experts legal called 09:07 UTC",
    );
    expect(last(changes, "fr")).toBe(
      "Pris en charge par Ada Lovelace (09:03) · Astreinte appelée (09:01) · atténué (09:11) · cause : modèle · prochain point : 09:45 UTC · attribué à Bob · responsable d’incident Ada Lovelace · experts data : Bob",
    );
  });

  test("what is overdue is seen first", () => {
    const deadlines = [
      { kind: "triage", dueAt: minute(16), severity: "urgent", said: "overdue" },
      { kind: "reaction", dueAt: minute(31), severity: "urgent" },
    ] as const;
    expect(last({ deadlines, acknowledged: act(3) })).toBe(
      "triage OVERDUE since 09:16 · Acknowledged by ada 09:03 · Paged 09:01 · reaction due 09:31 UTC",
    );
    expect(last({ deadlines }, "fr")).toMatch(/^tri EN RETARD depuis 09:16 · /);
    const line = drawCard(withIncident(driftView, { deadlines }), "en").lines.at(-1) ?? [];
    expect(line[0]).toEqual({ kind: "strong", text: "triage OVERDUE" });
  });

  test("silenced: by whom, until when, why; silent senders; a severity that somebody lowered", () => {
    const silenced = {
      id: "5a4db0c5a4db0c5a",
      scope: { kind: "group", groupId: "g" },
      by: { id: ada, name: "Ada" },
      at: minute(2),
      until: minute(60),
      why: "maintenance",
      urgent: true,
    } as const;
    expect(lines({ silenced }).join("\n")).toContain("silenced by Ada until 10:00 UTC: maintenance");
    const { until: _until, ...open } = silenced;
    expect(lines({ silenced: open }).join("\n")).toContain("silenced by Ada until it resolves: maintenance");
    expect(lines({ unheardSince: minute(4) }).join("\n")).toContain("no word from the sender since 09:04 UTC");
    expect(lines({ severity: "warning", reported: "urgent" })[0]).toContain("🟡 WARNING");
    expect(lines({ severity: "warning", reported: "urgent" }).join("\n")).toContain("was URGENT");
  });

  test("its own channel is a link before those of the vendors, as Teams shows six at most", () => {
    const channel = { state: "open", link: "https://acme.slack.com/archives/C9", label: "#vig-1042" } as const;
    const { links } = drawCard(withIncident(driftView, { channel }), "en");
    expect(links.map(({ text }) => text).slice(2, 5)).toEqual(["Vigie", "#vig-1042", "Slack #ai-alerts"]);
    expect(links[3]?.url).toBe("https://acme.slack.com/archives/C9");
    const asked = drawCard(withIncident(driftView, { channel: { state: "asked" } }), "en").links;
    expect(asked).toEqual(drawCard(driftView, "en").links);
  });

  test("resolved: how fast people were and what it was (cards.md, picture 4)", () => {
    const changes: Partial<Incident> = {
      phase: "resolved",
      outcome: "source_resolved",
      lifecycle: "full",
      recoveredAt: minute(71),
      resolvedAt: minute(71),
      acknowledged: act(3),
      judged: act(7),
      mitigated: { ...act(12), how: "by-hand" },
      cause: { ...act(30), cause: "model", text: "x" },
      remediation: { ...act(40), fix: "OPS-1", monitoring: "OPS-2" },
    };
    expect(lines(changes)).toEqual([
      "🟢 RESOLVED after 1 h 11 min · prod · credit-scoring · accuracy",
      "Acknowledged 2 min, judged real 6 min, mitigated 11 min · cause: model · over 10:11 UTC, says the drift monitor · was URGENT · reported 5 times",
    ]);
    expect(lines(changes, "fr")[1]).toMatch(
      /^Pris en charge en 2 min, jugé réel en 6 min, atténué en 11 min · cause : modèle · /,
    );
  });

  test("resolved by hand says by whom", () => {
    const changes: Partial<Incident> = {
      phase: "resolved",
      outcome: "resolved_by_hand",
      resolvedAt: minute(71),
      latest: { "resolved-by-hand": { seq: 9, at: minute(71), by: { id: ada } } },
    };
    expect(lines(changes)[1]).toBe("resolved by ada 10:11 UTC · was URGENT · reported 5 times");
  });

  test("recovered, its cause known and its remediation not", () => {
    const cause = { ...act(30), cause: "data", text: "x" } as const;
    const recovered = { lifecycle: "full", recoveredAt: minute(71), deadlines: [], cause } as const;
    expect(lines(recovered)[1]).toContain("recovered, remediation not recorded");
  });

  test("a name that would be markup or a mention stays text, and is cut", () => {
    const hostile = { [ada]: `<!channel> ${"x".repeat(500)}` };
    const line = drawCard(withIncident(driftView, { acknowledged: act(3), names: hostile }), "en").lines.at(-1) ?? [];
    expect(line.filter(({ kind }) => kind === "mention")).toEqual([]);
    expect(lineText(line, "en").length).toBeLessThan(300);
  });
});

describe("an actor as people know them", () => {
  test.each([
    ["person:ada@corp.example", "ada"],
    ["person:slack:U012", "somebody in Slack"],
    ["person:pagerduty:PU1", "somebody in PagerDuty"],
    ["api:ci", "ci"],
    ["source:alertmanager", "Alertmanager"],
    ["vigie", "Vigie"],
  ])("%s is %s", (id, name) => {
    expect(senderName(id, "en")).toBe(name);
  });
});

const doer = { by: ada, where: "slack", name: "Ada" };

/** What the thread tells of an entry: how loud, then its words without who and when; nothing if it is silent. */
function told<K extends EntryKind>(kind: K, data: EntryData[K], locale: Locale = "en"): string | undefined {
  const [entry] = storyOf({ kind, data, at: minute(3) });
  const story = entry ? [{ ...entry, actor: "by" in data ? ada : "vigie" }] : [];
  const [line] = drawStory(withIncident({ ...driftView, story }, { names }), 0, locale);
  if (!line) return undefined;
  const text = plain(line.text).replace(/^URGENT · prod · credit-scoring · .*? worse · /, "");
  return `${line.tells}: ${text.replace(/ · [^·]*, 09:03 UTC$/, "")}`;
}

describe("the thread tells what people did, in one sentence each (cards 6)", () => {
  test("what they did by hand is told quietly", () => {
    expect([
      told("acknowledged", doer),
      told("acknowledged", { ...doer, from: bob }),
      told("unacknowledged", { ...doer, because: "reassigned" }),
      told("judged", { ...doer, as: "real" }),
      told("expert-joined", { ...doer, group: "data", afterMs: 12 * 60_000 }),
      told("noted", { ...doer, text: "looking\nat it" }),
      told("update", { ...doer, text: "we roll back", nextAt: minute(45) }),
      told("unsilenced", { ...doer, forMs: 60_000 }),
      told("mitigated", { ...doer, how: "by-hand", text: "traffic moved" }),
      told("mitigated", { ...doer, how: "waived", text: "nobody is hurt" }),
      told("investigating", doer),
      told("cause", { ...doer, cause: "data", text: "null_ratio" }),
      told("remediated", { ...doer, fix: "OPS-1", monitoring: "OPS-2" }),
      told("resolved-by-hand", { ...doer, lastedMs: 60_000, received: 1, text: "all well" }),
      told("channel-asked", doer),
      told("channel-open", { link: "https://x.example", label: "#vig-1042" }),
    ]).toEqual([
      "quiet: Acknowledged",
      "quiet: Taken over from Bob",
      "quiet: Acknowledgement taken back: reassigned",
      "quiet: Judged real",
      "quiet: Experts data: here after 12 min",
      "quiet: Note: looking at it",
      "quiet: Status update: we roll back (next one 09:45)",
      "quiet: Silence ended by hand after 1 min",
      "quiet: Mitigated: traffic moved",
      "quiet: Mitigation waived: nobody is hurt",
      "quiet: Investigation begun",
      "quiet: Cause (data): null_ratio",
      "quiet: Remediation: OPS-1; monitoring: OPS-2",
      "quiet: Resolved by hand after 1 min: all well",
      "quiet: A channel of its own was asked for",
      "quiet: It has a channel of its own: #vig-1042",
    ]);
  });

  test("what is about one person or group calls them, and rings nobody else", () => {
    const overdue = { deadline: "triage", news: "overdue", dueAt: minute(2) } as const;
    expect([
      told("assigned", { ...doer, to: bob, toName: "Bob" }),
      told("expert-called", { ...doer, group: "data", mentions: {}, why: "is it the join?" }),
      told("commander-asked", {}),
      told("commander", { ...doer, to: bob, from: ada }),
      told("update-due", { dueAt: minute(2) }),
      told("deadline", { ...overdue, by: ada }),
    ]).toEqual([
      "calls: Assigned to Bob",
      "calls: Experts of data called: is it the join?",
      "calls: An Incident Commander is wanted: who takes it?",
      "calls: Incident Commander: Bob, handed over by Ada Lovelace",
      "calls: A status update was due 09:02",
      "calls: Triage OVERDUE since 09:02 · Ada Lovelace, is it real or a false positive?",
    ]);
    expect(told("deadline", { ...overdue, by: ada }, "fr")).toMatch(/Ada Lovelace, est-ce réel ou un faux positif \?$/);
  });

  test("what people take themselves calls nobody", () => {
    expect([told("assigned", { ...doer, to: ada }), told("commander", { ...doer, to: ada })]).toEqual([
      "quiet: Assigned to Ada Lovelace",
      "quiet: Incident Commander: Ada Lovelace",
    ]);
  });

  test("the closed list of behaviour 4, and whatever reaches further people, rings", () => {
    const raised = { ...doer, from: "warning", to: "urgent", why: "many users" } as const;
    expect([
      told("severity-by-hand", raised),
      told("escalated", { ...doer, because: "by-hand", to: "ml-ai", why: "out of my depth" }),
      told("escalated", { by: "vigie", where: "vigie", because: "triage-overdue", step: 1 }),
      told("silence-over", { silence: "s", forMs: 60_000, firing: 2 }),
      told("reopened-by-hand", { ...doer, why: "users complain", afterMs: 60_000 }),
      told("reminded", { times: 2 }),
      told("deadline", { deadline: "triage", news: "overdue", dueAt: minute(2) }),
    ]).toEqual([
      "rings: Severity changed from WARNING to URGENT: many users",
      "rings: Escalated to ml-ai: out of my depth",
      "rings: Escalated: triage is overdue",
      "rings: The silence is over after 1 min, 2 still firing: it rings as new",
      "rings: Reopened by hand 1 min after its end: users complain",
      "rings: Reminder 2: nobody has acknowledged it",
      "rings: Triage OVERDUE since 09:02",
    ]);
  });

  test("a warning of a deadline and a lowered severity ring nobody, and what was met is told by the act that met it", () => {
    const due = { deadline: "triage", dueAt: minute(16) } as const;
    expect([
      told("deadline", { ...due, news: "half" }),
      told("deadline", { ...due, news: "near" }),
      told("deadline", { ...due, news: "put-off" }),
      told("deadline", { ...due, news: "met", by: ada }),
      told("severity-by-hand", { ...doer, from: "urgent", to: "warning", why: "a test" }),
      told("refused", { ...doer, handler: "close", because: "role" }),
    ]).toEqual([
      "quiet: Half of the time is over: triage due 09:16",
      "quiet: Little time is left: triage due 09:16",
      "quiet: More time: triage due 09:16",
      undefined,
      "quiet: Severity changed from URGENT to WARNING: a test",
      undefined,
    ]);
  });

  test("in French as well", () => {
    expect(told("acknowledged", { ...doer, from: bob }, "fr")).toBe("quiet: Pris en charge à la place de Bob");
    expect(told("cause", { ...doer, cause: "model", text: "v8" }, "fr")).toBe("quiet: Cause (modèle) : v8");
  });
});

describe("whom an entry calls", () => {
  const inBoth = { slack: "<@U012BOB>", teams: "Bob <bob@corp.example>" };
  const callsOf = (kind: EntryKind, data: object, changes: Partial<Incident> = {}) => {
    const story = storyOf({ kind, data: { ...data }, at: minute(3) });
    const view = { ...driftView, story, mentions: { [bob]: inBoth } };
    return drawStory(withIncident(view, changes), 0, "en")[0]?.calls;
  };
  const overdue = { deadline: "triage", news: "overdue", dueAt: minute(2) };

  test("an expert group in each receiver's own way", () => {
    const mentions = { slack: "<!subteam^S012AB>", teams: "data@corp.example" };
    expect(callsOf("expert-called", { ...doer, group: "data", mentions })).toEqual(mentions);
  });

  test.each<[string, EntryKind, object, Partial<Incident>]>([
    ["the assignee", "assigned", { ...doer, to: bob }, {}],
    ["the commander", "commander", { ...doer, to: bob }, {}],
    ["the person to whom it was escalated", "escalated", { ...doer, because: "by-hand", to: bob }, {}],
    ["whoever acknowledged and has not judged", "deadline", { ...overdue, by: bob }, {}],
    ["the commander for an update", "update-due", { dueAt: 1 }, { commander: { id: bob, at: 1 } }],
    ["whoever promised an update", "update-due", { dueAt: 1 }, { update: { ...act(1, bob), text: "x" } }],
  ])("%s, in every chat", (_, kind, data, changes) => {
    expect(callsOf(kind, data, changes)).toEqual(inBoth);
  });

  test("nobody else where that person cannot be mentioned, and whom the destination names for what calls nobody", () => {
    expect(callsOf("assigned", { ...doer, to: "person:eve@corp.example" })).toEqual({});
    expect(callsOf("deadline", overdue)).toBeUndefined();
    expect(callsOf("escalated", { ...doer, because: "ladder", to: "on-call" })).toBeUndefined();
    expect(callsOf("escalated", { ...doer, because: "by-hand", to: "ml-ai" })).toBeUndefined();
    expect(callsOf("commander-asked", {})).toBeUndefined();
    expect(callsOf("update-due", { dueAt: 1 }, { update: { ...act(1, "api:ci"), text: "x" } })).toBeUndefined();
  });

  test("what people type calls nobody", () => {
    const story = storyOf({ kind: "noted", data: { ...doer, text: "<!channel> @here" }, at: minute(3) });
    const [line] = drawStory({ ...driftView, story }, 0, "en");
    expect(line?.line.some(({ kind }) => kind === "mention")).toBe(false);
    expect(line?.calls).toBeUndefined();
  });
});
