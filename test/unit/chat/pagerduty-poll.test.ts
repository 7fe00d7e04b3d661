import { describe, expect, it } from "vitest";
import { changeOf, type PageState, type PollDeps, pollPagerDuty } from "../../../src/chat/pagerduty/poll.ts";
import type { Incident } from "../../../src/incident/incident.ts";
import { nine, sampleIncident } from "../pagerduty/sample-view.ts";

const minuteMs = 60_000;
const bo = { id: "PBO", name: "Bo" };
const id = "pagerduty:1f0c9a";

function paged(more: Partial<Incident> = {}): Incident {
  const owed = [{ id, receiver: "pagerduty", told: "on-call", at: "critical" }] as const;
  const standing = { [id]: { state: "told", pageNo: 1, pagedAt: nine } } as const;
  return sampleIncident({ phase: "notified", pageNo: 1, pageEnded: 0, owed, standing, ...more });
}
const state = (more: Partial<PageState>): PageState => ({
  key: "vigie:1",
  status: "triggered",
  at: nine + minuteMs,
  isIntegration: false,
  ...more,
});
const acknowledged = (where: string, at = nine + minuteMs) => ({ by: "person:ada", at, where });
const now = nine + 10 * minuteMs;

describe("what a look at PagerDuty says (behaviour 5)", () => {
  it.each<{ says: string; seen: PageState; incident: Incident; done: unknown }>([
    { says: "nothing new of an open page", seen: state({}), incident: paged(), done: null },
    {
      says: "a person's acknowledgement",
      seen: state({ status: "acknowledged", person: bo }),
      incident: paged(),
      done: { kind: "acknowledge" },
    },
    {
      says: "nothing of our own acknowledgement",
      seen: state({ status: "acknowledged", isIntegration: true }),
      incident: paged(),
      done: null,
    },
    {
      says: "nothing of one that was taken back here since",
      seen: state({ status: "acknowledged", person: bo }),
      incident: paged({ latest: { escalated: { seq: 9, at: nine + 2 * minuteMs, by: { id: "vigie" } } } }),
      done: null,
    },
    {
      says: "that PagerDuty took its own acknowledgement back",
      seen: state({}),
      incident: paged({ acknowledged: acknowledged("pagerduty") }),
      done: { kind: "unacknowledge", because: "unacknowledged" },
    },
    {
      says: "nothing of one from chat that is on its way there",
      seen: state({}),
      incident: paged({ acknowledged: acknowledged("slack", now - 1_000) }),
      done: null,
    },
    {
      says: "a person's resolve",
      seen: state({ status: "resolved", person: bo }),
      incident: paged(),
      done: { kind: "resolved-elsewhere" },
    },
    {
      says: "that the page lapsed",
      seen: state({ status: "resolved" }),
      incident: paged(),
      done: { kind: "page-lapsed", at: nine + minuteMs },
    },
    {
      says: "nothing of our own resolve",
      seen: state({ status: "resolved", isIntegration: true }),
      incident: paged(),
      done: null,
    },
    {
      says: "nothing while a newer page is on its way",
      seen: state({ status: "resolved" }),
      incident: paged({ pageNo: 2 }),
      done: null,
    },
    {
      says: "nothing of what is over",
      seen: state({ status: "resolved", person: bo }),
      incident: paged({ phase: "resolved" }),
      done: null,
    },
  ])("$says", ({ seen, incident, done }) => {
    expect(changeOf(seen, incident, now)).toEqual(done);
  });
});

describe("a page that stands open no more", () => {
  it("is asked for again where PagerDuty did not answer, and forgotten once it says that there is none", async () => {
    const key = `vigie:${"0".repeat(32)}`;
    const book = new Set([key]);
    const store: PollDeps["store"] = {
      newestOf: async () => null,
      list: async () => ({ incidents: [], next: null }),
      notes: async () => [...book],
      note: async (_book, entries) => {
        for (const entry of entries) book.add(entry);
      },
      strike: async (_book, entries) => {
        for (const entry of entries) book.delete(entry);
      },
    };
    const answers = [null, "none"] as const;
    let asked = 0;
    const unused = async () => {
      throw new Error("nothing to tell");
    };
    const deps = {
      ...{ store, now: () => now, openPages: async () => [], newestPage: async () => answers[asked++] ?? null },
      ...{ intake: { ask: unused }, directory: { personOf: unused }, mask: { text: (text: string) => text } },
    };
    await pollPagerDuty(deps);
    expect([...book]).toEqual([key]);
    await pollPagerDuty(deps);
    expect([...book]).toEqual([]);
    expect(asked).toBe(2);
  });
});
