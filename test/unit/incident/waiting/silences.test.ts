import { describe, expect, it } from "vitest";
import { pageWanted } from "../../../../src/incident/incident.ts";
import { covers, type Silence } from "../../../../src/incident/silence.ts";
import { ended, firing, jira, type Ledger, minuteMs, nine, opened, slack } from "../ledger.ts";
import { acknowledgedBy, act, due } from "./people.ts";

const hourMs = 60 * minuteMs;
const groupId = "a".repeat(32);

const silenceOf = (more: Partial<Silence> = {}): Silence => ({
  id: "51e9ce",
  scope: { kind: "group", groupId },
  by: { id: "person:ada", name: "Ada" },
  at: nine,
  until: nine + hourMs,
  why: "maintenance",
  urgent: false,
  ...more,
});

const over = (ledger: Ledger, silence = "51e9ce") =>
  ledger.tell({ kind: "silence-over", uid: ledger.open.uid, silence });

describe("a silence (behaviour 3)", () => {
  it("keeps page, reminder and escalation back, acknowledges what is paged, and lets deadlines stand still", () => {
    const ledger = opened(firing("critical", { judgement: { remindEveryMs: 10 * minuteMs } }));
    const [triage] = ledger.open.deadlines;
    expect(act(ledger.after(5 * minuteMs), { kind: "silence", silence: silenceOf({ at: ledger.now }) })).toEqual({
      kind: "done",
    });
    expect(ledger.marks).toMatchObject({ "page pagerduty:1f0c9a": "page 1 now" });
    for (const timer of ["deadline-due", "remind-due", "escalation-due", "update-due"] as const)
      expect(due(ledger.after(10 * minuteMs), timer).kind).toBe("nothing");
    expect(over(ledger).kind).toBe("nothing");
    ledger.now = nine + hourMs;
    over(ledger);
    expect(ledger.entry("silence-over")).toMatchObject({ forMs: 55 * minuteMs, firing: 1 });
    expect(ledger.open.deadlines[0]).toMatchObject({ dueAt: (triage?.dueAt ?? 0) + 55 * minuteMs });
  });

  it("rings as new at its end where it still fires: a page of its own, first messages", () => {
    const ledger = opened(firing("critical"));
    act(ledger, { kind: "silence", silence: silenceOf() });
    over(ledger.after(hourMs));
    expect(ledger.entry("page")).toMatchObject({ pageNo: 2, cause: "silence-over" });
    expect(ledger.marks).toMatchObject({ "destination slack:#ai-alerts": "chat 1 now" });
    expect(ledger.open.silenced).toBeUndefined();
  });

  it("lets what opens under it owe and tell nobody, until its end pages", () => {
    const ledger = opened(firing("critical", { judgement: { silence: silenceOf() } }));
    expect(ledger.open).toMatchObject({ pageNo: 0, silenced: { id: "51e9ce" } });
    expect(ledger.open.owed).toHaveLength(3);
    expect(pageWanted(ledger.open)).toBe(false);
    ledger.now = nine + hourMs;
    over(ledger);
    expect(ledger.open).toMatchObject({ pageNo: 1 });
    expect(ledger.entry("page")).toMatchObject({ cause: "silence-over" });
  });

  it("ends quietly with what ended meanwhile", () => {
    const ledger = opened(firing("critical"));
    act(ledger, { kind: "silence", silence: silenceOf() });
    ledger.after(minuteMs).alerts([ended(firing("critical"))]);
    expect(over(ledger.after(hourMs)).kind).toBe("nothing");
    expect(ledger.open.phase).toBe("resolved");
  });

  it("is broken by a promotion to URGENT, unless it covers that", () => {
    const ledger = opened(firing("critical"));
    act(ledger, { kind: "silence", silence: silenceOf() });
    ledger.after(minuteMs).alerts([firing("urgent")]);
    expect(ledger.open.silenced).toBeUndefined();
    expect(ledger.entry("page")).toMatchObject({ cause: "silence-over" });

    const deaf = opened(firing("critical"));
    act(deaf, { kind: "silence", silence: silenceOf({ urgent: true }) });
    deaf.after(minuteMs).alerts([firing("urgent")]);
    expect(deaf.open).toMatchObject({ severity: "urgent", pageNo: 1, silenced: { urgent: true } });
  });

  it("is ended early by hand, and does not come back with the next alert", () => {
    const ledger = opened(firing("critical"));
    const silence = silenceOf({ scope: { kind: "service", service: "credit-scoring" } });
    act(ledger, { kind: "silence", silence });
    expect(act(ledger.after(minuteMs), { kind: "unsilence" })).toEqual({ kind: "done" });
    expect(ledger.waits).toMatchObject({ silence: -ledger.now });
    ledger.alerts([firing("critical", { fingerprint: "f2", judgement: { silence } })]);
    expect(ledger.open.silenced).toBeUndefined();
  });

  it.each([
    ["too-long", { until: nine + 24 * hourMs + 1 }],
    ["too-late", { until: nine }],
    ["too-long", { scope: { kind: "service", service: "credit-scoring" }, until: undefined }],
  ] as const)("is refused as %s: %j (U-46)", (because, more) => {
    const { until, ...rest } = { ...silenceOf(), ...more };
    const silence: Silence = until === undefined ? rest : { ...rest, until };
    expect(act(opened(firing("critical")), { kind: "silence", silence })).toMatchObject({ kind: "refused", because });
  });

  it("is refused at URGENT unless it says so (U-46)", () => {
    const ledger = opened(firing("urgent"));
    expect(act(ledger, { kind: "silence", silence: silenceOf() })).toMatchObject({ because: "guarded" });
    expect(act(ledger, { kind: "silence", silence: silenceOf({ urgent: true }) })).toEqual({ kind: "done" });
  });

  it("until resolved is dropped when it begins anew", () => {
    const ledger = opened(firing("critical"));
    const { until: _until, ...endless } = silenceOf();
    act(ledger, { kind: "silence", silence: endless });
    ledger.after(minuteMs).alerts([ended(firing("critical"))]);
    ledger.after(minuteMs).alerts([firing("critical", { startsAt: ledger.now })]);
    expect(ledger.open.silenced).toBeUndefined();
    expect(ledger.open.pageNo).toBe(2);
  });
});

describe("a silence and what was waited for", () => {
  const full = { judgement: { lifecycle: "full" as const } };
  const endless = (): Silence => {
    const { until: _until, ...silence } = silenceOf();
    return silence;
  };
  const dueOf = (ledger: Ledger, kind: string) => ledger.open.deadlines.find((one) => one.kind === kind)?.dueAt ?? 0;

  it("moves deadlines by the time that it silenced them, once: of two in a row, the older by then by hours", () => {
    const ledger = opened(firing("critical"));
    const before = dueOf(ledger, "triage");
    act(ledger.after(5 * minuteMs), { kind: "silence", silence: silenceOf({ at: ledger.now }) });
    // Of the service, made before it reached this incident.
    const later = silenceOf({ id: "0dd", at: ledger.now + minuteMs, until: nine + 2 * hourMs });
    ledger.after(35 * minuteMs).alerts([firing("critical", { fingerprint: "f2", judgement: { silence: later } })]);
    expect(ledger.open.silenced).toMatchObject({ id: "0dd" });
    ledger.now = nine + 2 * hourMs;
    over(ledger, "0dd");
    expect(dueOf(ledger, "triage") - before).toBe(115 * minuteMs);
  });

  it("does not count the time before it reached the incident", () => {
    const ledger = opened(firing("critical"));
    const before = dueOf(ledger, "triage");
    ledger.after(10 * minuteMs).alerts([firing("critical", { judgement: { silence: silenceOf() } })]);
    expect(ledger.open.silenced).toMatchObject({ id: "51e9ce" });
    ledger.now = nine + hourMs;
    over(ledger);
    expect(dueOf(ledger, "triage") - before).toBe(50 * minuteMs);
  });

  it("reaches with the next repeat what another replica opened without knowing of it, and only once", () => {
    const ledger = opened(firing("critical"));
    const repeat = firing("critical", { judgement: { silence: silenceOf() } });
    expect(ledger.after(minuteMs).alerts([repeat]).kind).toBe("change");
    expect(ledger.marks).toMatchObject({ "page pagerduty:1f0c9a": "page 1 now" });
    expect(ledger.after(minuteMs).alerts([repeat]).kind).toBe("count");
    act(ledger, { kind: "unsilence" });
    expect(ledger.after(minuteMs).alerts([repeat]).kind).toBe("count");
  });

  it("gives way to one that lasts longer only: nothing rings while the other goes on", () => {
    const ledger = opened(firing("critical"));
    const scope = { kind: "service", service: "credit-scoring" } as const;
    const ofService = silenceOf({ id: "0dd", scope, until: nine + 3 * hourMs });
    ledger.after(minuteMs).alerts([firing("critical", { judgement: { silence: ofService } })]);
    expect(act(ledger, { kind: "silence", silence: silenceOf({ at: ledger.now }) })).toMatchObject({
      because: "already-so",
    });
    ledger.now = nine + hourMs;
    expect(over(ledger).kind).toBe("nothing");
    expect(ledger.open.silenced).toMatchObject({ id: "0dd" });
  });

  it("is done, not refused, where an alert brought it from the book before the press arrived", () => {
    const ledger = opened(firing("critical"));
    ledger.after(minuteMs).alerts([firing("critical", { judgement: { silence: silenceOf() } })]);
    expect(act(ledger, { kind: "silence", silence: silenceOf() })).toEqual({ kind: "done" });
    expect(ledger.kinds.filter((kind) => kind === "silenced")).toHaveLength(1);
  });

  it("rings as new in chat alone as well: nobody has it, the ladder and reminders begin at its end", () => {
    const waits = {
      remindEveryMs: 30 * minuteMs,
      ladder: { repeat: 0, steps: [{ afterMs: 10 * minuteMs, owed: [jira] }] },
    };
    const ledger = opened(firing("critical", { judgement: { owed: [slack], ...waits } }));
    acknowledgedBy(ledger, "ada");
    act(ledger, { kind: "silence", silence: silenceOf() });
    over(ledger.after(hourMs));
    expect(ledger.open.acknowledged).toBeUndefined();
    expect(ledger.waits).toMatchObject({ escalation: 10 * minuteMs, remind: 30 * minuteMs });
  });

  it("until resolved ends with the source's end in a full life cycle, too", () => {
    const ledger = opened(firing("critical", full));
    ledger.told(slack);
    act(ledger, { kind: "silence", silence: endless() });
    const before = dueOf(ledger, "investigation_start");
    ledger.after(20 * minuteMs).alerts([ended(firing("critical", full))]);
    expect(ledger.open).toMatchObject({ recoveredAt: ledger.now });
    expect(ledger.open.silenced).toBeUndefined();
    expect(dueOf(ledger, "investigation_start") - before).toBe(20 * minuteMs);
    ledger.after(minuteMs).alerts([firing("critical", { startsAt: ledger.now, ...full })]);
    expect(ledger.open).toMatchObject({ pageNo: 2 });
  });

  it.each(["until resolved", "for an hour that has passed"])("%s does not silence what people reopen", (which) => {
    const ledger = opened(firing("critical"));
    act(ledger, { kind: "silence", silence: which === "until resolved" ? endless() : silenceOf() });
    ledger.after(minuteMs).alerts([ended(firing("critical"))]);
    act(ledger.after(2 * hourMs), { kind: "reopen", why: "it is not over" });
    expect(ledger.open.silenced).toBeUndefined();
    expect(ledger.open).toMatchObject({ pageNo: 2 });
  });

  it("tells nobody of what began and ended under it, and asks nobody for its cause", () => {
    const ledger = opened(firing("critical", { judgement: { silence: silenceOf(), lifecycle: "full" } }));
    ledger.after(minuteMs).alerts([ended(firing("critical", full))]);
    expect(ledger.open.phase).toBe("resolved");

    const taken = opened(firing("critical", { judgement: { silence: silenceOf(), lifecycle: "full" } }));
    act(taken, { kind: "judge-real" });
    taken.after(minuteMs).alerts([ended(firing("critical", full))]);
    expect(taken.open).toMatchObject({ phase: "mitigating", recoveredAt: taken.now });
  });
});

describe("what a silence covers", () => {
  const about = (family: string, more = {}) => ({
    groupId,
    severity: "critical" as const,
    identity: { environment: "production", service: "credit-scoring", family },
    ...more,
  });
  const ofService = silenceOf({ scope: { kind: "service", service: "credit-scoring", environment: "production" } });

  it("is its group, or its service in its environment", () => {
    expect(covers(silenceOf(), about("down"))).toBe(true);
    expect(covers(silenceOf(), about("down", { groupId: "b".repeat(32) }))).toBe(false);
    expect(covers(ofService, about("down"))).toBe(true);
    expect(
      covers(
        ofService,
        about("down", { identity: { environment: "staging", service: "credit-scoring", family: "down" } }),
      ),
    ).toBe(false);
  });

  it.each(["prompt-attack", "pii-leak", "security", "jailbreak"])(
    "is not the family %s, unless it says so (U-46)",
    (family) => {
      expect(covers(ofService, about(family))).toBe(false);
      expect(covers({ ...ofService, urgent: true }, about(family))).toBe(true);
    },
  );

  it("is not a security team's incident either", () => {
    expect(covers(ofService, about("down", { team: { id: "security" } }))).toBe(false);
  });
});

describe("a sender that says nothing (protocol 5.4)", () => {
  it("is said to be unheard once, and heard again by its next word, which says how long it may be silent", () => {
    const ledger = opened(firing("critical"));
    expect(ledger.waits).toMatchObject({ unheard: hourMs });
    const { uid } = ledger.open;
    ledger.after(4 * hourMs).tell({ kind: "unheard", uid, since: nine });
    expect(ledger.open).toMatchObject({ unheardSince: nine, phase: "detected" });
    expect(ledger.tell({ kind: "unheard", uid, since: nine }).kind).toBe("nothing");
    ledger.alerts([firing("critical")]);
    expect(ledger.open.unheardSince).toBeUndefined();
    expect(ledger.open.gapMs).toBe(4 * hourMs);
  });
});
