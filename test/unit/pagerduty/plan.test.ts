import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Incident } from "../../../src/incident/incident.ts";
import type { PageBinding } from "../../../src/receivers/pagerduty/binding.ts";
import { nextPageMove, type PageMeans } from "../../../src/receivers/pagerduty/plan.ts";
import { sampleIncident } from "./sample-view.ts";

type State = Partial<Pick<Incident, "acknowledged" | "silenced" | "escalation" | "owed">> & {
  uid?: string;
  pageNo: number;
  pageEnded?: number;
  phase?: "notified" | "resolved" | "closed";
};

/** Everything that is sent for one state, in order, and the binding afterwards. */
function sync(
  state: State,
  binding: PageBinding | null,
  means?: PageMeans,
): { sent: string[]; binding: PageBinding | null } {
  const ended = state.phase === "resolved" || state.phase === "closed";
  const incident = sampleIncident({ phase: "notified", pageEnded: ended ? state.pageNo : 0, ...state });
  const sent: string[] = [];
  let now = binding;
  for (let move = nextPageMove(incident, now, means); move; move = nextPageMove(incident, now, means)) {
    const what = move.action === "trigger" ? `trigger:${move.pageNo}` : move.action;
    sent.push(move.to === "key" ? what : `${what} ${move.to}`);
    now = move.leaves;
    if (sent.length > 5) throw new Error(`no end: ${sent.join(", ")}`);
  }
  return { sent, binding: now };
}

/** Syncs after each state; what each sent. */
function story(...states: readonly State[]): string[][] {
  let binding: PageBinding | null = null;
  return states.map((state) => {
    const done = sync(state, binding);
    binding = done.binding;
    return done.sent;
  });
}

describe("what PagerDuty is sent (protocol 3.1, 3.2)", () => {
  it("pages once for the first paging severity, however often it is synced", () => {
    expect(story({ pageNo: 1 }, { pageNo: 1 }, { pageNo: 1 })).toEqual([["trigger:1"], [], []]);
  });

  it("sends nothing for an incident that never pages (U-02)", () => {
    expect(story({ pageNo: 0 }, { pageNo: 0, phase: "resolved" }, { pageNo: 0, phase: "closed" })).toEqual([
      [],
      [],
      [],
    ]);
  });

  it("resolves once when no page is wanted any more", () => {
    expect(story({ pageNo: 1 }, { pageNo: 1, phase: "resolved" }, { pageNo: 1, phase: "closed" })).toEqual([
      ["trigger:1"],
      ["resolve"],
      [],
    ]);
  });

  it("wakes again for a higher page number: resolve, then trigger", () => {
    expect(story({ pageNo: 1 }, { pageNo: 2 })).toEqual([["trigger:1"], ["resolve", "trigger:2"]]);
  });

  it("triggers a reopened incident's second page without a second resolve", () => {
    expect(story({ pageNo: 1 }, { pageNo: 1, phase: "resolved" }, { pageNo: 2 })).toEqual([
      ["trigger:1"],
      ["resolve"],
      ["trigger:2"],
    ]);
  });

  it("wakes nobody when an incident comes back without asking for a page", () => {
    expect(story({ pageNo: 1 }, { pageNo: 1, phase: "resolved" }, { pageNo: 1, pageEnded: 1 })).toEqual([
      ["trigger:1"],
      ["resolve"],
      [],
    ]);
  });

  it("resolves the older opening's page before it pages the newer one", () => {
    expect(story({ uid: "old", pageNo: 1 }, { uid: "new", pageNo: 1 }, { uid: "new", pageNo: 1 })).toEqual([
      ["trigger:1"],
      ["resolve", "trigger:1"],
      [],
    ]);
  });

  it("resolves the older opening's page when the newer one wants none", () => {
    expect(story({ uid: "old", pageNo: 1 }, { uid: "new", pageNo: 0 }, { uid: "new", pageNo: 0 })).toEqual([
      ["trigger:1"],
      ["resolve"],
      [],
    ]);
  });

  it("resolves a page whose trigger got no answer, should the incident end meanwhile", () => {
    expect(sync({ pageNo: 1, phase: "resolved" }, null).sent).toEqual(["resolve"]);
  });

  it("resolves first where an earlier page of the incident may stand open unknown to the binding", () => {
    expect(sync({ pageNo: 2 }, null).sent).toEqual(["resolve", "trigger:2"]);
  });

  const by = (at: number, where = "slack") => ({ by: "person:ada@corp.example", at, where });

  it("acknowledges once what was acknowledged elsewhere, and once more when it was taken back in between", () => {
    const acknowledged = by(1);
    expect(
      story(
        { pageNo: 1 },
        { pageNo: 1, acknowledged },
        { pageNo: 1, acknowledged },
        { pageNo: 1 },
        {
          pageNo: 1,
          acknowledged: by(2),
        },
      ),
    ).toEqual([["trigger:1"], ["acknowledge"], [], [], ["acknowledge"]]);
  });

  it("leaves the page of an expert open who was called after somebody had it (U-27)", () => {
    const acknowledged = by(1);
    const sent = (owedAt: number) => sync({ pageNo: 1, acknowledged }, null, { escalatesByKey: false, owedAt }).sent;
    expect(sent(acknowledged.at)).toEqual(["trigger:1", "acknowledge"]);
    expect(sent(acknowledged.at + 1)).toEqual(["trigger:1"]);
  });

  it("tells PagerDuty nothing of an acknowledgement that it knows, unless a second service has not heard of it", () => {
    const acknowledged = by(1, "pagerduty");
    expect(story({ pageNo: 1 }, { pageNo: 1, acknowledged })).toEqual([["trigger:1"], []]);
    const service = { receiver: "pagerduty", told: "on-call", at: "critical" } as const;
    const owed = ["pagerduty:2", "pagerduty:3"].map((id) => ({ ...service, id }));
    expect(story({ pageNo: 1, owed }, { pageNo: 1, owed, acknowledged })).toEqual([["trigger:1"], ["acknowledge"]]);
  });

  it("wakes again when it got worse after an acknowledgement", () => {
    expect(story({ pageNo: 1 }, { pageNo: 1, acknowledged: by(1) }, { pageNo: 2 })).toEqual([
      ["trigger:1"],
      ["acknowledge"],
      ["resolve", "trigger:2"],
    ]);
  });

  const silenced = {
    id: "s1",
    scope: { kind: "group", groupId: "a" },
    by: { id: "person:ada" },
    at: 5,
    why: "known",
    urgent: false,
  } as const;

  it("acknowledges what is silenced, wakes nobody meanwhile, and pages when it rings as new", () => {
    expect(story({ pageNo: 1 }, { pageNo: 1, silenced }, { pageNo: 2, silenced }, { pageNo: 3 })).toEqual([
      ["trigger:1"],
      ["acknowledge"],
      [],
      ["resolve", "trigger:3"],
    ]);
    expect(story({ pageNo: 1, silenced }, { pageNo: 1, silenced, phase: "resolved" })).toEqual([[], ["resolve"]]);
  });

  it("escalates by the second key where no token raises the level, acknowledges both, and resolves both", () => {
    const escalation = { steps: 1, at: 3 };
    const sent = (state: State, binding: PageBinding | null) => sync(state, binding, { escalatesByKey: true });
    const first = sent({ pageNo: 1 }, null);
    const second = sent({ pageNo: 1, escalation }, first.binding);
    expect(second.sent).toEqual(["trigger:1 escalate_to"]);
    expect(sent({ pageNo: 1, escalation }, second.binding).sent).toEqual([]);
    const third = sent({ pageNo: 1, escalation, acknowledged: by(4) }, second.binding);
    expect(third.sent).toEqual(["acknowledge", "acknowledge escalate_to"]);
    expect(sent({ pageNo: 1, escalation, phase: "resolved" }, third.binding).sent).toEqual([
      "resolve escalate_to",
      "resolve",
    ]);
    expect(sync({ pageNo: 1, escalation }, first.binding).sent).toEqual([]);
  });

  it("is not escalated by the very step that asked for it", () => {
    const step = sampleIncident({ pageNo: 1, pageAskedAt: 5, escalation: { steps: 1, at: 5 } });
    const open = { uid: step.uid, pageNo: 1, open: true };
    const means = { escalatesByKey: true };
    expect(nextPageMove(step, open, means)).toBeNull();
    const next = { ...step, escalation: { steps: 2, at: 6 } };
    expect(nextPageMove(next, open, means)).toMatchObject({ action: "trigger", to: "escalate_to" });
  });

  it("acknowledges what is silenced in nobody's name: who silences a page has not taken it up", () => {
    const silenced = {
      id: "s",
      scope: { kind: "group", groupId: "g" },
      by: { id: "person:ada" },
      at: 2,
      why: "x",
      urgent: false,
    } as const;
    const open = { uid: sampleIncident().uid, pageNo: 1, open: true };
    const incident = (more: Partial<Incident>) => sampleIncident({ pageNo: 1, ...more });
    expect(nextPageMove(incident({ silenced }), open)).toMatchObject({ action: "acknowledge" });
    expect(nextPageMove(incident({ silenced }), open)?.by).toBeUndefined();
    expect(nextPageMove(incident({ silenced, acknowledged: by(4) }), open)?.by).toBe(by(4).by);
  });

  it("rings the second key for each step anew, also when the ladder begins again after a reopening", () => {
    const sent = (state: State, binding: PageBinding | null) => sync(state, binding, { escalatesByKey: true });
    const first = sent({ pageNo: 1, escalation: { steps: 1, at: 3 } }, null);
    expect(first.sent).toEqual(["trigger:1", "trigger:1 escalate_to"]);
    const next = sent({ pageNo: 1, escalation: { steps: 2, at: 4 } }, first.binding);
    expect(next.sent).toEqual(["resolve escalate_to", "trigger:1 escalate_to"]);
    const over = sent({ pageNo: 1, phase: "resolved" }, next.binding);
    const again = sent({ pageNo: 2 }, over.binding);
    expect(again.sent).toEqual(["trigger:2"]);
    expect(sent({ pageNo: 2, escalation: { steps: 1, at: 9 } }, again.binding).sent).toEqual(["trigger:2 escalate_to"]);
    // Reopened before anybody came to end it there.
    expect(sent({ pageNo: 2 }, next.binding).sent).toEqual(["resolve escalate_to", "resolve", "trigger:2"]);
  });

  it("never leaves two pages open, nor one that nobody wants, and never wakes twice for one page number", () => {
    const steps = fc.array(
      fc.record({
        what: fc.constantFrom("page", "end", "reopen", "renew"),
        sync: fc.boolean(),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(steps, (acts) => {
        let uid = 0;
        let state: Required<Pick<State, "uid" | "pageNo" | "pageEnded" | "phase">> = {
          uid: "i0",
          pageNo: 0,
          pageEnded: 0,
          phase: "notified",
        };
        let binding: PageBinding | null = null;
        const woken: string[] = [];
        let isOpenAtVendor = false;
        for (const { what, sync: syncs } of [...acts, { what: "end", sync: true }]) {
          if (what === "page" && state.phase === "notified") state = { ...state, pageNo: state.pageNo + 1 };
          if (what === "end") state = { ...state, phase: "resolved", pageEnded: state.pageNo };
          if (what === "reopen") state = { ...state, phase: "notified" };
          if (what === "renew") {
            uid += 1;
            state = { uid: `i${uid}`, pageNo: 0, pageEnded: 0, phase: "notified" };
          }
          if (!syncs) continue;
          const done = sync(state, binding);
          binding = done.binding;
          for (const sent of done.sent) {
            if (sent !== "resolve") {
              expect(isOpenAtVendor).toBe(false);
              woken.push(`${state.uid} ${sent}`);
            }
            isOpenAtVendor = sent !== "resolve";
          }
          if (state.pageNo === state.pageEnded) expect(isOpenAtVendor).toBe(false);
        }
        expect(new Set(woken).size).toBe(woken.length);
      }),
    );
  });
});
