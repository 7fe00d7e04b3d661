import { describe, expect, it } from "vitest";
import { z } from "zod";
import { pageWanted } from "../../../src/incident/incident.ts";
import type { Judgement, Owed } from "../../../src/incident/judgement.ts";
import { ended, firing, jira, judgedAs, Ledger, minuteMs, nine, opened, pager, resolved, slack } from "./ledger.ts";

describe("an incident opens", () => {
  it("with the first alert that fires, told everybody whom the policy names, at once", () => {
    const ledger = opened();
    expect(ledger.open).toMatchObject({
      severity: "critical",
      worst: "critical",
      phase: "detected",
      firing: 1,
      resolved: 0,
      openedAt: nine,
      owed: [slack, jira, pager],
      pageNo: 1,
      pageEnded: 0,
    });
    expect(ledger.open.standing).toEqual({
      [slack.id]: { state: "waiting" },
      [jira.id]: { state: "waiting" },
      [pager.id]: { state: "waiting" },
    });
    expect(ledger.kinds).toEqual(["opened", "page", "alerts"]);
    expect(ledger.marks).toEqual({
      "destination slack:#ai-alerts": "chat 1 now",
      "destination jira:OPS": "ticket 1 now",
      "page pagerduty:1f0c9a": "page 1 now",
      "timer page-watch": "page 1 30000",
      "timer outlook": "action 1 now",
    });
    expect(ledger.last).toMatchObject({ kind: "change", opens: true, received: 1 });
  });

  it("at URGENT with every mark before all others (protocol 8.2)", () => {
    expect(opened(firing("urgent")).marks).toMatchObject({
      "destination slack:#ai-alerts": "chat 0 now",
      "destination jira:OPS": "ticket 0 now",
      "page pagerduty:1f0c9a": "page 0 now",
    });
  });

  it("at INFO without telling anybody", () => {
    const ledger = opened(firing("info"));
    expect(ledger.open).toMatchObject({ severity: "info", owed: [], pageNo: 0 });
    expect(ledger.marks).toEqual({});
  });

  it("not for an alert that the policy drops", () => {
    expect(opened(firing("drop")).last).toEqual({ kind: "nothing" });
  });

  it("not for the end of an alert that nobody knows", () => {
    expect(opened(ended(firing("critical"))).last).toEqual({ kind: "nothing" });
  });

  it("with deadlines that count from its commit, never from the sender's start (protocol 10.2)", () => {
    const ledger = opened(firing("critical", { startsAt: nine - 3 * 60 * minuteMs }));
    expect(ledger.open.deadlines).toEqual([
      { kind: "triage", dueAt: nine + 15 * minuteMs, severity: "critical", setAt: nine },
      { kind: "investigation_start", dueAt: nine + 4 * 60 * minuteMs, severity: "critical", setAt: nine },
    ]);
  });

  it("without a page where the environment says never, and says so (behaviour 1)", () => {
    const ledger = opened(firing("critical", { judgement: { owed: [slack, jira], pageWithheld: "environment" } }));
    expect(ledger.open).toMatchObject({ pageNo: 0, pageWithheld: "environment" });
    expect(ledger.kinds).toEqual(["opened", "page-withheld", "alerts"]);
  });
});

describe("a repeat", () => {
  it("is counted without an entry and without a new version (protocol 4.2)", () => {
    const ledger = opened();
    const { version } = ledger.group ?? {};
    const repeats = [firing("critical"), firing("critical"), firing("critical")];
    expect(ledger.after(minuteMs).alerts(repeats)).toMatchObject({
      kind: "count",
      uid: ledger.open.uid,
      items: [{ fingerprint: "f1", tag: ledger.rows.get("f1")?.tag, times: 3 }],
    });
    expect(ledger.received).toBe(4);
    expect(ledger.group?.version).toBe(version);
  });

  it("is told in chat alone, no sooner than 15 s later (protocol 8.2, behaviour 8)", () => {
    const ledger = opened();
    ledger.alerts([firing("critical")]);
    expect(ledger.marks).toEqual({ "destination slack:#ai-alerts": "chat 3 15000" });
  });

  it("waits 60 s in a channel with more than 50 open incidents (protocol 8.2)", () => {
    const ledger = opened();
    ledger.isCrowded = (destination) => destination === slack.id;
    ledger.alerts([firing("critical")]);
    expect(ledger.marks).toEqual({ "destination slack:#ai-alerts": "chat 3 60000" });
  });

  it("of an alert that is over already is counted and told nobody", () => {
    const ledger = resolved();
    expect(ledger.alerts([ended(firing("critical"))])).toMatchObject({ kind: "count", marks: [] });
  });

  it("by a sender id that took effect before has no other effect, whatever it says (protocol 4.4)", () => {
    const once = firing("warning", { senderId: "id-1" });
    const ledger = opened(once);
    const again = firing("urgent", { senderId: "id-1", startsAt: nine + minuteMs });
    expect(ledger.alerts([again])).toMatchObject({ kind: "count" });
    expect(ledger.open.severity).toBe("warning");
    expect(ledger.received).toBe(2);
  });

  it("by a sender id within one commit takes effect once", () => {
    const ledger = opened(firing("warning", { senderId: "id-1" }), firing("urgent", { senderId: "id-1" }));
    expect(ledger.open).toMatchObject({ severity: "warning", firing: 1 });
    expect(ledger.received).toBe(2);
  });
});

describe("an alert that joins", () => {
  const other = firing("critical", { fingerprint: "f2", name: "DiskFull" });

  it("makes one entry per commit, however many they are, and names twenty (protocol 8.3)", () => {
    const ledger = opened();
    const many = Array.from({ length: 30 }, (_, i) => firing("critical", { fingerprint: `g${i}`, name: `Alert${i}` }));
    ledger.alerts(many);
    expect(ledger.kinds).toEqual(["opened", "page", "alerts", "alerts"]);
    expect(ledger.entries.at(-1)?.data).toMatchObject({ firedCount: 30, firing: 31, resolved: 0 });
    expect(ledger.entries.at(-1)?.data.fired).toHaveLength(20);
    expect(ledger.open.firing).toBe(31);
  });

  it("wakes nobody again, but tells destinations that its own route adds (protocol 10.2)", () => {
    const teams: Owed = { id: "teams:19:a@thread.tacv2", receiver: "teams", told: "chat", at: "critical" };
    const ledger = opened();
    ledger.alerts([firing("critical", { fingerprint: "f2", judgement: { owed: [teams] } })]);
    expect(ledger.open.owed.map(({ id }) => id)).toEqual([slack.id, jira.id, pager.id, teams.id]);
    expect(ledger.open.pageNo).toBe(1);
    expect(ledger.entries.at(-2)).toMatchObject({ kind: "owed", data: { added: [teams], cause: "route" } });
    expect(ledger.marks).toMatchObject({ [`destination ${teams.id}`]: "chat 1 now" });
  });

  it("is heard at CRITICAL in an incident of WARNING as its promotion (U-12)", () => {
    const ledger = opened(firing("warning")).after(2 * minuteMs);
    ledger.alerts([other]);
    expect(ledger.open).toMatchObject({
      severity: "critical",
      worst: "critical",
      pageNo: 1,
      lead: { name: "DiskFull" },
    });
    expect(ledger.kinds.slice(2)).toEqual(["severity", "owed", "deadlines", "page", "alerts"]);
    expect(ledger.marks).toMatchObject({
      "destination slack:#ai-alerts": "chat 2 now",
      "page pagerduty:1f0c9a": "page 1 now",
      "timer page-watch": "page 1 30000",
    });
  });

  it("at a milder level changes no severity: machines only raise it while it is open (protocol 5.5)", () => {
    const ledger = opened();
    ledger.alerts([firing("warning", { fingerprint: "f2" })]);
    expect(ledger.open).toMatchObject({ severity: "critical", lead: { fingerprint: "f1" } });
  });

  it("from another kind of sender is named among the sources", () => {
    const ledger = opened();
    ledger.alerts([firing("critical", { source: "drift", fingerprint: "f2" })]);
    expect(ledger.open.sources).toEqual(["alertmanager", "drift"]);
  });

  it("keeps the incident open when the first one ends (U-12)", () => {
    const ledger = opened(firing("critical"), other);
    ledger.alerts([ended(firing("critical"))]);
    expect(ledger.open).toMatchObject({ phase: "detected", firing: 1, resolved: 1 });
    expect(pageWanted(ledger.open)).toBe(true);
  });
});

describe("a promotion", () => {
  it("adds its own list of deadlines, and where both name one the earlier time stands (protocol 10.2)", () => {
    const ledger = opened(firing("warning")).after(10 * minuteMs);
    ledger.alerts([firing("critical", { startsAt: nine + minuteMs })]);
    expect(ledger.open.deadlines).toEqual([
      { kind: "triage", dueAt: nine + 25 * minuteMs, severity: "critical", setAt: nine + 10 * minuteMs },
      {
        kind: "investigation_start",
        dueAt: nine + 10 * minuteMs + 4 * 60 * minuteMs,
        severity: "critical",
        setAt: nine + 10 * minuteMs,
      },
    ]);
  });

  it("moves no deadline to a later time", () => {
    const ledger = opened(firing("critical")).after(10 * minuteMs);
    ledger.alerts([firing("urgent", { startsAt: nine + minuteMs })]);
    const triage = ledger.open.deadlines.find(({ kind }) => kind === "triage");
    expect(triage).toEqual({ kind: "triage", dueAt: nine + 15 * minuteMs, severity: "critical", setAt: nine });
  });

  it("does not move one that is overdue either: once set only a silence moves it", () => {
    const ledger = opened(firing("critical")).after(20 * minuteMs);
    ledger.alerts([firing("urgent", { startsAt: nine + minuteMs })]);
    const triage = ledger.open.deadlines.find(({ kind }) => kind === "triage");
    expect(triage).toEqual({ kind: "triage", dueAt: nine + 15 * minuteMs, severity: "critical", setAt: nine });
  });

  it("from CRITICAL to URGENT wakes nobody a second time: the page stands", () => {
    const ledger = opened();
    ledger.alerts([firing("urgent", { startsAt: nine + minuteMs })]);
    expect(ledger.open).toMatchObject({ severity: "urgent", pageNo: 1 });
  });

  it("never drops a destination that was owed before", () => {
    const ledger = opened(firing("warning"));
    ledger.alerts([firing("critical", { startsAt: nine + 1, judgement: { owed: [pager] } })]);
    expect(ledger.open.owed).toEqual([slack, jira, pager]);
  });
});

describe("the policy that decided", () => {
  const newer: Partial<Judgement> = { policyHash: "ffffffffffff" };
  const further = { ...slack, id: "slack:#further" };

  const full = { judgement: { lifecycle: "full" } } as const;
  const recoveredOfFull = () => {
    const ledger = opened(firing("critical", full)).after(5 * minuteMs);
    ledger.alerts([ended(firing("critical", full))]);
    return ledger;
  };
  const inShadow = () => opened(firing("critical", { judgement: { owed: [], shadow: [slack, jira, pager] } }));

  it("is named by its hash in each entry of what it decided (protocol 10.2)", () => {
    const ledger = opened(firing("warning")).after(minuteMs);
    ledger.alerts([firing("critical", { judgement: { ...newer, owed: [slack, jira, pager, further] } })]);
    const named = ledger.entries.flatMap(({ kind, data }) => {
      const { policy } = z.looseObject({ policy: z.string().optional() }).parse(data);
      return policy === undefined ? [] : [`${kind} ${policy}`];
    });
    expect(named).toEqual([
      "opened 0123456789ab",
      "severity ffffffffffff",
      "owed ffffffffffff",
      "deadlines ffffffffffff",
    ]);
  });

  it.each([
    ["reopened", () => resolved().after(minuteMs), { startsAt: nine + 6 * minuteMs }],
    ["fires-again", recoveredOfFull, { startsAt: nine + 6 * minuteMs }],
    ["lifecycle", () => opened(), { fingerprint: "f2", judgement: { lifecycle: "full" } }],
    ["page-withheld", () => opened(), { fingerprint: "f2", judgement: { pageWithheld: "environment" } }],
    ["shadowed", () => opened(), { fingerprint: "f2", judgement: { shadow: [further] } }],
    ["adopted", inShadow, {}],
  ] as const)(
    "is named in an entry of kind %s",
    (kind, before, { judgement, ...change }: Parameters<typeof firing>[1] = {}) => {
      const ledger = before();
      ledger.alerts([firing("critical", { ...change, judgement: { ...newer, ...judgement } })]);
      expect(ledger.entry(kind)).toMatchObject({ policy: "ffffffffffff" });
    },
  );

  it("is named too where what comes back after a hold is owed to further places", () => {
    const ledger = opened();
    const { uid } = ledger.open;
    ledger.endedBy("ada", { hold: "24h" });
    ledger.after(minuteMs).alerts([firing("critical", { fingerprint: "f2" })]);
    const judgement = { ...newer, owed: [slack, jira, pager, further] };
    ledger.after(24 * 60 * minuteMs).holdOver(uid, firing("critical", { judgement }));
    expect(ledger.entry("owed")).toMatchObject({ added: [further], policy: "ffffffffffff" });
  });

  it("is the one whose line the incident cites for its severity, also when it came back under a newer one", () => {
    const promoted = opened(firing("warning"));
    expect(promoted.open.policyHash).toBe("0123456789ab");
    promoted.alerts([firing("critical", { judgement: newer })]);
    expect(promoted.open.policyHash).toBe("ffffffffffff");
    const reopened = resolved().after(minuteMs);
    reopened.alerts([firing("critical", { startsAt: reopened.now, judgement: newer })]);
    expect(reopened.open.policyHash).toBe("ffffffffffff");
  });
});

describe("the end", () => {
  it("by the source resolves the incident, its page and its deadlines' watch, and closes it after the window", () => {
    const ledger = resolved();
    expect(ledger.open).toMatchObject({
      phase: "resolved",
      outcome: "source_resolved",
      firing: 0,
      resolved: 1,
      pageNo: 1,
      pageEnded: 1,
      resolvedAt: nine + 5 * minuteMs,
    });
    expect(pageWanted(ledger.open)).toBe(false);
    expect(ledger.marks).toEqual({
      "destination slack:#ai-alerts": "chat 2 now",
      "destination jira:OPS": "ticket 2 now",
      "page pagerduty:1f0c9a": "page 1 now",
      "timer close": "page 3 600000",
    });
    expect(ledger.entries.at(-1)).toMatchObject({ kind: "resolved", data: { lastedMs: 5 * minuteMs, received: 2 } });
  });

  it("with a startsAt older than the known one ends nothing (protocol 5.2)", () => {
    const ledger = opened(firing("critical", { startsAt: nine + minuteMs }));
    expect(ledger.alerts([ended(firing("critical", { startsAt: nine }))])).toMatchObject({ kind: "count" });
    expect(ledger.open.firing).toBe(1);
  });

  it("with the known startsAt or a later one applies (protocol 5.2)", () => {
    for (const startsAt of [nine, nine + minuteMs]) {
      const ledger = opened(firing("critical", { startsAt: nine }));
      ledger.alerts([ended(firing("critical", { startsAt }))]);
      expect(ledger.open.phase).toBe("resolved");
    }
  });

  it("of one that fires and one that ends in the same body leaves it open: only each alert's own status counts", () => {
    const ledger = opened();
    ledger.alerts([ended(firing("critical")), firing("critical", { fingerprint: "f2" })]);
    expect(ledger.open).toMatchObject({ phase: "detected", firing: 1, resolved: 1 });
  });

  it("is closed when the reopen window is over, and not a moment before", () => {
    const ledger = resolved().after(10 * minuteMs - 1);
    expect(ledger.closing()).toEqual({ kind: "nothing" });
    ledger.after(1).closing();
    expect(ledger.open).toMatchObject({ phase: "closed", closedAt: nine + 15 * minuteMs });
    expect(ledger.entries.at(-1)).toMatchObject({ kind: "closed", data: { lastedMs: 5 * minuteMs, received: 2 } });
  });

  it("is not closed by the timer of an end that was taken back", () => {
    const ledger = resolved().after(minuteMs);
    ledger.alerts([firing("critical", { startsAt: nine + 6 * minuteMs })]);
    expect(ledger.after(10 * minuteMs).closing()).toEqual({ kind: "nothing" });
  });

  it("brings Vigie's own incident in line when a destination was never told (protocol 3.4)", () => {
    const ledger = opened();
    ledger.undelivered(pager);
    ledger.alerts([ended(firing("critical"))]);
    expect(ledger.marks).toMatchObject({ "timer own": "page 1 now" });
  });
});

describe("alerts that a sender left out", () => {
  it("are counted, said once, and again only when they are more (protocol 5.6)", () => {
    const ledger = new Ledger();
    ledger.alerts([firing("critical")], { truncated: 12 });
    expect(ledger.open.truncated).toBe(12);
    ledger.alerts([firing("critical")], { truncated: 12 });
    expect(ledger.last.kind).toBe("count");
    ledger.alerts([firing("critical")], { truncated: 40 });
    expect(ledger.open.truncated).toBe(40);
    expect(ledger.kinds.filter((kind) => kind === "truncated")).toHaveLength(2);
  });
});

describe("the healthy word of a sender whose alert carries no measurement", () => {
  it("ends the alert", () => {
    const ledger = opened();
    const { alert } = firing("critical");
    ledger.alerts([{ alert, judgement: judgedAs("healthy") }]);
    expect(ledger.open.phase).toBe("resolved");
  });
});
