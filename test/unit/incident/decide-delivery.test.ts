import { describe, expect, it } from "vitest";
import type { Owed } from "../../../src/incident/judgement.ts";
import { ended, firing, jira, Ledger, minuteMs, nine, pager, slack } from "./ledger.ts";

const opened = (): Ledger => {
  const ledger = new Ledger();
  ledger.alerts([firing("critical")]);
  return ledger.after(1_000);
};
const link = "https://acme.slack.com/archives/C1/p1";

describe("a destination that was told", () => {
  it("stands so, and the first makes a detected incident a notified one (requirements C.2)", () => {
    const ledger = opened();
    ledger.told(slack, { link, label: "#ai-alerts" });
    expect(ledger.open.standing[slack.id]).toEqual({
      state: "told",
      link,
      label: "#ai-alerts",
      firstToldAt: nine + 1_000,
      lastToldAt: nine + 1_000,
    });
    expect(ledger.open.phase).toBe("notified");
    ledger.told(jira, { label: "OPS-1" });
    expect(ledger.kinds).toEqual(["opened", "page", "alerts", "told", "phase", "told"]);
  });

  it("is shown on the others' cards 2 s later, so that one edit shows all, and not on its own", () => {
    const ledger = opened();
    ledger.told(slack, { link });
    expect(ledger.marks).toEqual({ "destination jira:OPS": "ticket 2 2000" });
  });

  it("is no news when nothing of it is new", () => {
    const ledger = opened();
    ledger.told(slack, { link });
    expect(ledger.told(slack, { link })).toEqual({ kind: "nothing" });
    expect(ledger.told(slack)).toEqual({ kind: "nothing" });
    expect(ledger.told(slack, { link: `${link}2` }).kind).toBe("change");
  });

  it("keeps the page number that the vendor accepted, and when", () => {
    const ledger = opened();
    ledger.told(pager, { pageNo: 1 });
    expect(ledger.open.standing[pager.id]).toMatchObject({ state: "told", pageNo: 1, pagedAt: nine + 1_000 });
  });

  it.each([
    ["another incident", { uid: "somebody-else" }],
    ["a destination that is not owed", { destination: "slack:#other" }],
  ])("is nothing when it speaks of %s", (_what, change) => {
    const ledger = opened();
    const fact = { kind: "told", uid: ledger.open.uid, destination: slack.id, ...change } as const;
    expect(ledger.tell(fact)).toEqual({ kind: "nothing" });
  });
});

describe("a page that is not delivered (protocol 3.4)", () => {
  const stand: Owed = { id: "slack:#on-call", receiver: "slack", told: "fallback", at: "critical" };

  it("is told everywhere else at once, before all others, its fallback is told, and Vigie's own incident is asked for", () => {
    const ledger = opened();
    ledger.undelivered(pager, { fallback: [stand], mention: "@here" });
    expect(ledger.open.standing[pager.id]).toEqual({
      state: "undelivered",
      reason: "unauthorized",
      failingSince: nine + 1_000,
      mention: "@here",
    });
    expect(ledger.open.owed.at(-1)).toEqual(stand);
    expect(ledger.kinds.slice(-2)).toEqual(["undelivered", "owed"]);
    expect(ledger.marks).toEqual({
      "destination slack:#ai-alerts": "chat 0 now",
      "destination jira:OPS": "ticket 0 now",
      "destination slack:#on-call": "chat 0 now",
      "timer own": "page 1 now",
    });
  });

  it("is said once, and once more when it is told after all", () => {
    const ledger = opened();
    ledger.undelivered(pager);
    expect(ledger.after(minuteMs).undelivered(pager, { reason: "server-error" })).toEqual({ kind: "nothing" });
    ledger.told(pager, { pageNo: 1 });
    const { reason, failingSince, state } = ledger.open.standing[pager.id] ?? {};
    expect({ reason, failingSince, state }).toEqual({ state: "told" });
    expect(ledger.entries.at(-2)).toMatchObject({ kind: "told", data: { afterFailure: true } });
    expect(ledger.marks).toMatchObject({ "timer own": "page 1 now" });
  });

  it("adds a fallback that is owed already no second time", () => {
    const ledger = opened();
    ledger.undelivered(pager, { fallback: [slack] });
    expect(ledger.open.owed).toEqual([slack, jira, pager]);
  });
});

describe("another destination that is not told", () => {
  it("keeps the time since when it fails over further tries, and calls nobody else", () => {
    const ledger = opened();
    ledger.undelivered(slack, { state: "retrying", reason: "time-out", fallback: [jira] });
    ledger.after(minuteMs).undelivered(slack, { state: "retrying", reason: "server-error" });
    expect(ledger.open.standing[slack.id]).toEqual({
      state: "retrying",
      reason: "server-error",
      failingSince: nine + 1_000,
    });
    expect(ledger.marks).toEqual({ "destination jira:OPS": "ticket 2 2000" });
  });

  it("is said once while it is retried for the same reason", () => {
    const ledger = opened();
    ledger.undelivered(slack, { state: "retrying" });
    expect(ledger.undelivered(slack, { state: "retrying" })).toEqual({ kind: "nothing" });
  });
});

describe("facts in a row", () => {
  it("are one commit: one version, entries in their order (protocol 4.1)", () => {
    const ledger = opened();
    const { uid } = ledger.open;
    ledger.tell(
      { kind: "told", uid, destination: slack.id },
      { kind: "told", uid, destination: pager.id, pageNo: 1 },
      { kind: "alerts", alerts: [ended(firing("critical"))], truncated: 0, stillActive: "unknown" },
    );
    expect(ledger.group?.version).toBe(2);
    expect(ledger.kinds.slice(3)).toEqual(["told", "phase", "told", "alerts", "resolved"]);
  });
});
