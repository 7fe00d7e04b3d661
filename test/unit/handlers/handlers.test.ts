import { describe, expect, it } from "vitest";
import { handlers } from "../../../handlers/index.ts";
import type { Values } from "../../../src/chat/form.ts";
import type { Asking, Handler } from "../../../src/chat/handler.ts";
import { offersOf } from "../../../src/chat/offers.ts";
import { actionIds } from "../../../src/incident/actions/action-ids.ts";
import { outdating } from "../../../src/incident/entry-kinds.ts";
import { type HandlerId, handlerIds } from "../../../src/incident/handler-ids.ts";
import { deskWordsOf } from "../../../src/words/desk.ts";
import { handlerWordsOf } from "../../../src/words/handlers.ts";
import { askingOf, incidentAt, minuteMs, nine, policyOf, type Step, steps } from "./scene.ts";

const { people } = policyOf();
const handlerOf = (id: HandlerId): Handler => {
  const found = handlers.find((handler) => handler.id === id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
};
const offered = (step: Step, more = {}) => offersOf(handlers, incidentAt(step, more), people);
const inSight = (step: Step) => offered(step).filter(({ menu }) => !menu);

describe("the list of handlers", () => {
  it("holds every id once", () => {
    expect(handlers.map(({ id }) => id).toSorted()).toEqual([...handlerIds].toSorted());
  });

  it("counts as outdating only what an incident remembers (protocol 12.5), and has words for each", () => {
    const kinds = [...new Set(handlers.flatMap(({ outdatedBy }) => outdatedBy))];
    expect(kinds.filter((kind) => !outdating.some((one) => one === kind))).toEqual([]);
    const { since } = deskWordsOf("en");
    expect(kinds.filter((kind) => !(kind in since))).toEqual([]);
  });

  it("has a confirmation in words wherever one is asked for", () => {
    const confirming = handlers.filter(({ confirms }) => confirms).map(({ id }) => id);
    expect(confirming).toEqual(["channel"]);
    for (const id of confirming) expect(handlerWordsOf("fr")[id].confirm?.title).toBeTruthy();
  });
});

describe("what an incident offers (cards 4)", () => {
  it.each<[Step, readonly HandlerId[]]>([
    ["notified", ["acknowledge", "real", "false-positive", "escalate", "silence"]],
    ["acknowledged", ["real", "false-positive", "escalate", "silence", "expert"]],
    ["judged", ["mitigated", "cause", "false-positive", "escalate", "silence"]],
    ["mitigated", ["cause", "false-positive", "escalate", "silence", "expert"]],
    ["recovered", ["cause", "false-positive", "expert"]],
    ["caused", ["remediation", "false-positive", "expert"]],
    ["remediated", ["resolve", "false-positive", "expert"]],
    ["silenced", ["acknowledge", "real", "false-positive", "unsilence", "escalate"]],
    ["resolved", []],
    ["closed", []],
  ])("%s: in sight, in this order", (step, ids) => {
    expect(inSight(step).map(({ handler }) => handler)).toEqual(ids);
  });

  it.each(Object.keys(steps) as Step[])(
    "%s: at most five in sight, at most one primary, nothing dangerous first",
    (step) => {
      const shown = inSight(step);
      expect(shown.length).toBeLessThanOrEqual(5);
      const primary = offered(step).filter(({ look }) => look === "primary");
      expect(primary.length).toBeLessThanOrEqual(1);
      expect(primary.every(({ menu }) => !menu)).toBe(true);
      expect(shown[0]?.look).not.toBe("danger");
      expect(shown[0]?.handler).not.toBe("false-positive");
    },
  );

  it.each<[Step, HandlerId]>([
    ["notified", "acknowledge"],
    ["acknowledged", "real"],
    ["judged", "mitigated"],
    ["mitigated", "cause"],
    ["recovered", "cause"],
    ["caused", "remediation"],
    ["remediated", "resolve"],
  ])("%s: what it wants next is primary: %s", (step, id) => {
    expect(offered(step).find(({ look }) => look === "primary")?.handler).toBe(id);
  });

  it.each<[HandlerId, Step, object]>([
    ["acknowledge", "acknowledged", {}],
    ["take-over", "notified", {}],
    ["more-time", "acknowledged", {}],
    ["more-time", "judged", { deadlines: [{ kind: "triage", dueAt: nine, severity: "critical", said: "overdue" }] }],
    [
      "more-time",
      "acknowledged",
      { deadlines: [{ kind: "triage", dueAt: nine, severity: "critical", said: "overdue", escalated: true }] },
    ],
    ["here", "notified", { experts: [{ group: "x", at: nine, by: "a", joined: { by: "b", at: nine } }] }],
    ["commander", "notified", { worst: "warning" }],
    ["channel", "notified", { worst: "warning" }],
    ["channel", "notified", { owed: [] }],
    ["channel", "notified", { channel: { state: "asked" } }],
    ["silence", "silenced", {}],
    ["mitigated", "notified", {}],
    ["cause", "notified", {}],
    ["remediation", "judged", {}],
    ["resolve", "judged", {}],
    ["resolve", "notified", {}],
    ["close", "caused", {}],
    ["reopen", "notified", {}],
    ["note", "closed", {}],
    ["investigate", "mitigated", {}],
  ])("%s is not there when %s %o", (id, step, more) => {
    expect(offered(step, more).map(({ handler }) => handler)).not.toContain(id);
  });

  it.each<[HandlerId, Step, object]>([
    ["more-time", "acknowledged", { deadlines: [{ kind: "triage", dueAt: nine, severity: "critical", said: "near" }] }],
    ["here", "notified", { experts: [{ group: "data-science", at: nine, by: "a" }] }],
    ["take-over", "acknowledged", {}],
    ["note", "resolved", {}],
    ["reopen", "closed", {}],
    ["investigate", "judged", {}],
    ["close", "notified", {}],
    ["resolve", "notified", { firing: 0 }],
    ["resolve", "judged", { firing: 0, worst: "info" }],
    ["close", "judged", { owed: [] }],
    ["channel", "notified", {}],
    ["commander", "notified", {}],
  ])("%s is there when %s %o", (id, step, more) => {
    expect(offered(step, more).map(({ handler }) => handler)).toContain(id);
  });

  it("no expert can be called where the policy has no group", () => {
    const { experts: _experts, ...others } = people;
    const offers = offersOf(handlers, incidentAt("notified"), { ...others, experts: new Map() });
    expect(offers.map(({ handler }) => handler)).not.toContain("expert");
  });
});

const silence = { for: "2h", why: "maintenance" };
const read = (id: HandlerId, values: Values, more: Partial<Asking> = {}, step: Step = "notified") =>
  handlerOf(id).read(values, askingOf(incidentAt(step), more));

describe("what a press comes to", () => {
  const bo = { id: "person:bo@corp.example", name: "Bo" };
  it.each<[HandlerId, Values, object]>([
    ["acknowledge", {}, { kind: "acknowledge" }],
    ["take-over", {}, { kind: "acknowledge", takeOver: true }],
    ["real", {}, { kind: "judge-real" }],
    ["more-time", {}, { kind: "put-off-triage" }],
    ["investigate", {}, { kind: "investigate" }],
    ["unsilence", {}, { kind: "unsilence" }],
    ["channel", {}, { kind: "open-channel" }],
    [
      "false-positive",
      { because: "season", hold: "7d", text: " Christmas " },
      { kind: "judge-false", because: "season", hold: "7d", text: "Christmas" },
    ],
    ["false-positive", { because: "season" }, { kind: "judge-false", because: "season", hold: "until-resolved" }],
    [
      "severity",
      { to: "urgent", why: "users complain" },
      { kind: "set-severity", to: "urgent", why: "users complain", owed: [], deadlines: [] },
    ],
    ["assign", { to: "slack:UBO" }, { kind: "assign", to: bo }],
    ["commander", { to: "slack:UBO" }, { kind: "appoint", to: bo }],
    ["escalate", { to: "next" }, { kind: "escalate", to: { kind: "next" } }],
    ["note", { text: "seen it before" }, { kind: "note", text: "seen it before" }],
    ["update", { text: "we know", minutes: "15" }, { kind: "update", text: "we know", nextAt: nine + 15 * minuteMs }],
    ["update", { text: "over", minutes: "none" }, { kind: "update", text: "over" }],
    ["mitigated", { how: "waived", text: "no users" }, { kind: "mitigate", how: "waived", text: "no users" }],
    ["cause", { cause: "data", text: "nulls" }, { kind: "record-cause", cause: "data", text: "nulls" }],
    ["remediation", { fix: "OPS-1", monitoring: "OPS-2" }, { kind: "remediate", fix: "OPS-1", monitoring: "OPS-2" }],
    ["resolve", {}, { kind: "resolve" }],
    ["close", { hold: "24h", text: "known" }, { kind: "close", hold: "24h", text: "known" }],
    ["reopen", { why: "not mended" }, { kind: "reopen", why: "not mended", deadlines: [] }],
  ])("%s with %o", (id, values, act) => {
    expect(read(id, values)).toEqual({ act });
  });

  it("an escalation to a team is owed where that team is on call, one to a person nowhere", () => {
    expect(read("escalate", { to: "team", team: "scoring", why: "theirs" })).toMatchObject({
      act: { why: "theirs", to: { kind: "team", team: "scoring", owed: [{ receiver: "pagerduty", team: "scoring" }] } },
    });
    const person = { actor: bo };
    expect(read("escalate", { to: "person", person: "slack:UBO" }, { people: { person } })).toEqual({
      act: { kind: "escalate", to: { kind: "person", person: bo, owed: [] } },
    });
  });

  it("an expert group is called with its mentions and destinations (U-27)", () => {
    expect(read("expert", { group: "data-science" })).toMatchObject({
      act: {
        kind: "call-expert",
        group: "data-science",
        mentions: { slack: "<!subteam^S012AB>" },
        owed: [{ id: "slack:#ai-alerts" }],
      },
    });
  });

  it("of two groups that are awaited, whoever comes joins their own", () => {
    const experts = ["privacy", "data-science"].map((group) => ({ group, at: nine, by: "person:chi" }));
    const asking = askingOf(incidentAt("notified", { experts }));
    expect(handlerOf("here").read({}, asking)).toEqual({ act: { kind: "join-as-expert", group: "data-science" } });
    const stranger = { ...asking, person: { actor: { id: "person:x" } } };
    expect(handlerOf("here").read({}, stranger)).toEqual({ act: { kind: "join-as-expert", group: "privacy" } });
  });

  it("a silence covers the group until its time, and Alertmanager only where it is asked for (behaviour 3)", () => {
    const { groupId } = incidentAt("notified");
    expect(read("silence", { ...silence, elsewhere: "true" })).toEqual({
      act: {
        kind: "silence",
        silence: {
          id: "0123456789abcdef",
          scope: { kind: "group", groupId },
          by: { id: "person:ada@corp.example", name: "Ada" },
          at: nine,
          until: nine + 120 * minuteMs,
          why: "maintenance",
          urgent: false,
        },
      },
      elsewhere: true,
    });
    expect(read("silence", silence)).toMatchObject({ elsewhere: false });
    expect(read("silence", { ...silence, for: "until-resolved", elsewhere: "true" })).toMatchObject({
      elsewhere: false,
    });
  });
});

describe("what is wrong is told with its field", () => {
  const needed = "This is needed.";
  it.each<[HandlerId, Values, string, string]>([
    ["cause", { text: "nulls" }, "cause", needed],
    ["cause", { cause: "", text: "nulls" }, "cause", needed],
    ["cause", { cause: "weather", text: "nulls" }, "cause", "Choose one of the list."],
    ["remediation", { fix: "OPS-1" }, "monitoring", needed],
    ["remediation", { monitoring: "OPS-2", fix: "   " }, "fix", needed],
    ["severity", { to: "urgent" }, "why", needed],
    ["severity", { to: "critical", why: "as it is" }, "to", "Choose one of the list."],
    ["false-positive", { hold: "24h" }, "because", needed],
    ["false-positive", { because: "season", hold: "1y" }, "hold", "Choose one of the list."],
    ["false-positive", { because: "other", hold: "24h" }, "text", needed],
    ["escalate", { to: "person" }, "person", needed],
    ["escalate", { to: "team" }, "team", needed],
    ["escalate", { to: "team", team: "nobody" }, "team", "Choose one of the list."],
    ["expert", { group: "nobody" }, "group", "Choose one of the list."],
    ["reopen", {}, "why", needed],
    ["note", { text: "x".repeat(2_001) }, "text", "At most 2000 characters."],
    ["note", { text: "x", colour: "red" }, "colour", "There is no such field."],
    ["silence", { why: "m" }, "for", needed],
    ["silence", { ...silence, for: "25h" }, "for", "A silence lasts 24 hours at most."],
    ["silence", { ...silence, for: "0" }, "for", "A silence lasts 24 hours at most."],
    ["silence", { ...silence, for: "soon" }, "for", "Write a time such as 30m or 2h."],
    ["silence", { ...silence, urgent: "perhaps" }, "urgent", "Say true or false."],
    ["update", { text: "x", minutes: "7" }, "minutes", "Choose one of the list."],
  ])("%s with %o: %s", (id, values, field, message) => {
    expect(read(id, values)).toMatchObject({ faults: [{ field, message }] });
  });

  it("of a choice, with what it takes: programs see no list", () => {
    const fault = { field: "cause", choices: ["data", "model", "external"] };
    expect(read("cause", { text: "nulls" })).toMatchObject({ faults: [fault] });
  });

  it("somebody whom nobody knows", () => {
    expect(read("assign", { to: "x@example.com" }, { people: {} })).toMatchObject({ faults: [{ field: "to" }] });
  });

  it("without the role for more, a silence lasts 4 hours at most (behaviour 6)", () => {
    const more = { may: () => false };
    const message = "A silence lasts 4 hours at most.";
    expect(read("silence", { ...silence, for: "5h" }, more)).toEqual({ faults: [{ field: "for", message }] });
    expect(read("silence", { ...silence, for: "until-resolved" }, more)).toEqual({
      faults: [{ field: "for", message }],
    });
    expect(read("silence", { ...silence, for: "4h" }, more)).toHaveProperty("act");
  });

  it("URGENT and security are silenced only where somebody says so (U-46)", () => {
    const urgent = incidentAt("notified", { severity: "urgent" });
    const guarded = handlerOf("silence").read(silence, askingOf(urgent));
    expect(guarded).toMatchObject({ faults: [{ field: "urgent" }] });
    expect(handlerOf("silence").read({ ...silence, urgent: "true" }, askingOf(urgent))).toHaveProperty("act");
  });

  it("in the reader's language", () => {
    expect(read("reopen", {}, { locale: "fr" })).toEqual({
      faults: [{ field: "why", message: "Ce champ est nécessaire." }],
    });
  });
});

describe("what a form asks", () => {
  const withForm = handlers.filter((handler) => handler.form);
  const confirming: ReadonlySet<HandlerId> = new Set([...actionIds, "approve", "now", "undo"]);
  it.each(withForm.map(({ id }) => id))("%s: every field has words of its own in both languages", (id) => {
    for (const locale of ["en", "fr"] as const) {
      const form = handlerOf(id).form?.(askingOf(incidentAt("notified"), { locale }));
      // One without fields is a confirmation.
      if (!confirming.has(id)) expect(form?.fields.length).toBeGreaterThan(0);
      for (const field of form?.fields ?? []) {
        expect(field.label).not.toBe(field.id);
        if (field.kind === "choice" && !["severity", "team", "group"].includes(field.id))
          expect(field.options.every(({ text, value }) => text !== value)).toBe(true);
      }
    }
  });

  it.each<[HandlerId, readonly string[]]>([
    ["false-positive", ["because*", "hold*", "text"]],
    ["severity", ["to*", "why*"]],
    ["assign", ["to"]],
    ["escalate", ["to*", "person", "team", "why"]],
    ["expert", ["group*", "why"]],
    ["commander", ["to*"]],
    ["note", ["text*"]],
    ["update", ["text*", "minutes*"]],
    ["silence", ["for*", "why*", "urgent", "elsewhere"]],
    ["mitigated", ["how*", "text*"]],
    ["cause", ["cause*", "text*"]],
    ["remediation", ["fix*", "monitoring*"]],
    ["resolve", ["text"]],
    ["close", ["hold*", "text"]],
    ["reopen", ["why*"]],
  ])("%s: %o", (id, fields) => {
    const form = handlerOf(id).form?.(askingOf(incidentAt("notified")));
    expect(form?.fields.map((field) => `${field.id}${field.required ? "*" : ""}`)).toEqual(fields);
  });

  it("nothing of Alertmanager where none is configured", () => {
    const asking = askingOf(incidentAt("notified"), { alertmanager: false });
    expect(
      handlerOf("silence")
        .form?.(asking)
        .fields.map(({ id }) => id),
    ).toEqual(["for", "why", "urgent"]);
    expect(handlerOf("silence").read({ ...silence, elsewhere: "true" }, asking)).toMatchObject({
      faults: [{ field: "elsewhere" }],
    });
  });

  it("no longer silence than the presser may ask for (behaviour 6)", () => {
    const [field] = handlerOf("silence").form?.(askingOf(incidentAt("notified"), { may: () => false })).fields ?? [];
    expect(field).toMatchObject({ options: [{ value: "30m" }, { value: "1h" }, { value: "2h" }, { value: "4h" }] });
  });

  it.each(withForm.map(({ id }) => id))("%s: fits what Slack takes in a modal", (id) => {
    for (const locale of ["en", "fr"] as const) {
      const form = handlerOf(id).form?.(askingOf(incidentAt("notified"), { locale }));
      const short = [form?.title, form?.submit, form?.cancel];
      expect(short.filter((text) => text === undefined || text.length > 24)).toEqual([]);
      const options = form?.fields.flatMap((field) => (field.kind === "choice" ? field.options : [])) ?? [];
      expect(options.filter(({ text }) => text.length > 75)).toEqual([]);
    }
  });

  it("no team where the policy lists none: a list without choices cannot be drawn", () => {
    const asking = askingOf(incidentAt("notified"), { policy: { ...policyOf(), teams: [] } });
    const form = handlerOf("escalate").form?.(asking);
    expect(form?.fields.map(({ id }) => id)).toEqual(["to", "person", "why"]);
    expect(form?.fields[0]).toMatchObject({ options: [{ value: "next" }, { value: "person" }], initial: "next" });
    expect(handlerOf("escalate").read({ to: "team" }, asking)).toMatchObject({ faults: [{ field: "to" }] });
  });

  it("assigns to whoever presses where nobody else is chosen", () => {
    const [field] = handlerOf("assign").form?.(askingOf(incidentAt("notified"))).fields ?? [];
    expect(field).toMatchObject({ kind: "person", initial: "slack:UADA" });
    const byToken = askingOf(incidentAt("notified"), { account: { vendor: "api", id: "ci" } });
    expect(handlerOf("assign").form?.(byToken).fields[0]).toMatchObject({ initial: "ada@corp.example" });
    expect(read("assign", {}, { people: {} })).toEqual({ act: { kind: "assign", to: byToken.person.actor } });
  });
});
