import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import type { JournalEntry } from "../../../src/incident/journal.ts";
import { createSlackReceiver } from "../../../src/receivers/slack/index.ts";
import type { FaultKind } from "../../../src/sandbox/faults.ts";
import { driftView, jira, minute, nine, podsView, slack, storyOf, withIncident } from "../draw/views.ts";
import { channel, listen, openSlack, sent, token } from "./sandbox.ts";

type Said = Pick<JournalEntry, "kind" | "at" | "data">;
const promoted: Said = {
  kind: "severity",
  at: minute(3),
  data: { from: "critical", to: "urgent", reason: { kind: "own" }, fingerprint: "f" },
};
const ticket: Said = {
  kind: "told",
  at: minute(4),
  data: { destination: "jira:OPS", receiver: "jira", label: "OPS-311" },
};
const undelivered: Said = {
  kind: "undelivered",
  at: minute(2),
  data: {
    destination: "pagerduty:1f0c9a",
    receiver: "pagerduty",
    reason: "unauthorized",
    state: "undelivered",
    page: true,
    told: [],
  },
};
const withStory = (...entries: readonly Said[]) => ({
  ...withIncident(driftView, { seq: entries.length }),
  story: storyOf(...entries),
});
const early = withIncident(driftView, { seq: 0 });

describe("one living message", () => {
  it("posts once, with the notification line as text, and is then in line", async () => {
    const world = await openSlack();
    const { binding, told } = sent(await world.write(driftView, null));
    expect(world.receiver.next(driftView, binding, channel)).toBeNull();
    expect(world.calls).toEqual(["chat.postMessage"]);
    const [message, ...more] = await world.messages();
    expect(more).toEqual([]);
    expect(message?.text).toMatch(/^URGENT prod credit-scoring: accuracy 0\.846/);
    expect(message?.metadata).toMatchObject({
      event_type: "vigie",
      event_payload: { uid: driftView.incident.uid, step: "post", attempt: "a-1" },
    });
    expect(binding).toMatchObject({ ts: message?.ts, lastSeq: driftView.incident.seq });
    expect(told).toEqual({ label: "#ai-alerts" });
  });

  it("links to the message once the workspace was met, without a call for it", async () => {
    const world = await openSlack();
    await world.check();
    world.calls.length = 0;
    const { binding, told } = sent(await world.write(driftView, null));
    expect(told?.link).toBe(`${world.url}/archives/${binding.channel}/p${binding.ts?.replace(".", "")}`);
    expect(world.calls).toEqual(["chat.postMessage"]);
    const page = await fetch(told?.link ?? "");
    expect(await page.text()).toContain("credit-scoring");
  });

  it("links later to a message that it posted before the workspace was met", async () => {
    const world = await openSlack();
    const { binding } = sent(await world.write(driftView, null));
    expect(binding.link).toBeNull();
    await world.check();
    const { told } = sent(await world.write(withIncident(driftView, { phase: "triaging" }), binding));
    expect(told?.link).toContain("/archives/");
  });

  it("is no reason to edit that the incident learned the message's own link", async () => {
    const world = await openSlack();
    await world.check();
    const unlinked = withIncident(driftView, { standing: {} });
    const binding = await world.tell(unlinked);
    const standing = { [channel.id]: { state: "told", link: binding.link ?? "" } } as const;
    expect(world.receiver.next(withIncident(driftView, { standing }), binding, channel)).toBeNull();
    const other = { ...standing, "jira:OPS": { state: "told", link: "https://acme.example/OPS-1" } } as const;
    expect(world.receiver.next(withIncident(driftView, { standing: other }), binding, channel)?.kind).toBe("edit");
  });

  it("edits in place when what is drawn differs, and keeps the trace", async () => {
    const world = await openSlack();
    const before = await world.tell(driftView);
    const resolved = withIncident(driftView, { phase: "resolved", resolvedAt: minute(71), firing: 0, resolved: 1 });
    const after = await world.tell(resolved, before);
    expect(after.ts).toBe(before.ts);
    expect(world.calls).toEqual(["chat.postMessage", "chat.update"]);
    const [message, ...more] = await world.messages();
    expect(more).toEqual([]);
    expect(message?.text).toMatch(/RESOLVED/);
    expect(message?.metadata).toMatchObject({ event_payload: { step: "post" } });
  });

  it("posts anew, once, after people deleted the message", async () => {
    const world = await openSlack();
    const before = await world.tell(early);
    await world.ask("chat.delete", { channel: before.channel, ts: before.ts });
    const now = withStory(ticket);
    const after = await world.tell(withIncident(now, { phase: "triaging" }), before);
    expect(after.ts).not.toBe(before.ts);
    expect(await world.messages()).toHaveLength(1);
    expect(after.lastSeq).toBe(1);
  });

  it("writes to a channel by its id", async () => {
    const world = await openSlack({ channels: [{ name: "ml", id: "C0ML12345" }] });
    const binding = await world.tell(driftView, null, { ...channel, channel: "C0ML12345" });
    expect(binding.channel).toBe("C0ML12345");
  });

  it("draws the plain line when drawing fails, and only once", async () => {
    const world = await openSlack();
    const binding = await world.tell(driftView);
    const step = world.receiver.plain(driftView, binding, channel);
    if (!step) throw new Error("the plain line differs from the card");
    const outcome = await world.receiver.write({
      view: driftView,
      destination: channel,
      binding,
      step,
      attemptId: "a",
      signal: world.signal(),
    });
    expect(world.receiver.plain(driftView, sent(outcome).binding, channel)).toBeNull();
    expect((await world.messages())[0]?.text).toBe("URGENT prod: accuracy (VIG-1042)");
  });
});

describe("the thread", () => {
  it("tells each entry after the first message once, in order, without the back-story", async () => {
    const world = await openSlack();
    const first = withStory(ticket);
    const binding = await world.tell(first);
    const later = { ...withIncident(first, { seq: 3 }), story: storyOf(ticket, ticket, promoted) };
    const after = await world.tell(later, binding);
    const thread = await world.thread(binding.ts ?? "");
    expect(thread.map(({ metadata }) => metadata)).toMatchObject([
      { event_payload: { step: "reply:2" } },
      { event_payload: { step: "reply:3" } },
    ]);
    expect(after.lastSeq).toBe(3);
    expect(world.receiver.next(later, after, channel)).toBeNull();
  });

  it("sends what rings to the channel too, before the edit, and what does not after it (behaviour 4)", async () => {
    const world = await openSlack();
    const binding = await world.tell(early);
    world.calls.length = 0;
    const view = withStory(promoted, ticket);
    const changed = withIncident(view, { phase: "triaging" });
    const kinds: string[] = [];
    let at = binding;
    for (let step = world.receiver.next(changed, at, channel); step; step = world.receiver.next(changed, at, channel)) {
      kinds.push(step.step);
      at = sent(await world.write(changed, at)).binding;
    }
    expect(kinds).toEqual(["reply:1", "edit", "reply:2"]);
    const inChannel = await world.messages();
    expect(inChannel.map(({ subtype }) => subtype)).toEqual([undefined, "thread_broadcast"]);
    expect(inChannel[1]?.text).toMatch(/^URGENT · prod · credit-scoring.* · VIG-1042$/);
  });

  it.each([
    ["@here", { type: "broadcast", range: "here" }, "<!here> "],
    ["U0ONCALL01", { type: "user", user_id: "U0ONCALL01" }, "<@U0ONCALL01> "],
    ["S012AB", { type: "usergroup", usergroup_id: "S012AB" }, "<!subteam^S012AB> "],
  ])("calls %s when a page was not delivered (protocol 3.4)", async (mention, element, opening) => {
    const world = await openSlack();
    const to = { ...channel, mention };
    const binding = await world.tell(early, null, to);
    const step = world.receiver.next(withStory(undelivered), binding, to);
    expect(step).toMatchObject({ kind: "reply", broadcast: true });
    expect(JSON.stringify(step?.message.blocks)).toContain(JSON.stringify(element));
    expect(step?.message.text.startsWith(opening)).toBe(true);
  });

  it("calls whom the destination mentions whenever it rings (behaviour 4), and nobody where it only stands in for a page below CRITICAL", async () => {
    const world = await openSlack();
    const to = { ...channel, mention: "@here" };
    const binding = await world.tell(early, null, to);
    const step = world.receiver.next(withStory(promoted), binding, to);
    expect(step).toMatchObject({ kind: "reply", broadcast: true });
    expect(JSON.stringify(step?.message)).toMatch(/<!here>/);
    const standIn = { ...to, standsIn: true as const };
    const low = { ...withStory(promoted), incident: { ...withStory(promoted).incident, severity: "warning" as const } };
    expect(JSON.stringify(world.receiver.next(low, binding, standIn)?.message)).not.toMatch(/"broadcast"|<!here>/);
  });

  it("calls in the first message itself when that says NOT PAGED, and never in an edit", async () => {
    const world = await openSlack();
    const to = { ...channel, mention: "@here" };
    const unpaged = withIncident(driftView, {
      standing: { "pagerduty:1f0c9a": { state: "undelivered", reason: "unauthorized" } },
    });
    const post = world.receiver.next(unpaged, null, to);
    expect(JSON.stringify(post?.message)).toMatch(/NOT PAGED/);
    expect(JSON.stringify(post?.message.blocks)).toContain('"range":"here"');
    const binding = await world.tell(unpaged, null, to);
    expect(world.receiver.next(unpaged, binding, to)).toBeNull();
    const edit = world.receiver.next(withIncident(unpaged, { phase: "triaging" }), binding, to);
    expect(edit?.kind).toBe("edit");
    expect(JSON.stringify(edit?.message)).not.toMatch(/"broadcast"|<!here>/);
  });

  it("calls where it is told in the place of a page, from CRITICAL up only", async () => {
    const { receiver } = await openSlack();
    const to = { ...channel, mention: "@here" };
    const owed = [{ ...slack, told: "fallback" }, jira];
    const firstOf = (severity: "critical" | "warning") =>
      JSON.stringify(receiver.next(withIncident(podsView, { severity, owed, standing: {} }), null, to)?.message);
    expect(firstOf("critical")).toContain('"range":"here"');
    expect(firstOf("warning")).not.toContain('"range":"here"');
  });
});

describe("each failure has one outcome, after one request", () => {
  const table: readonly [FaultKind, object][] = [
    ["rate-limited", { kind: "retry", reason: "rate-limited", afterMs: 7_000, maybe: false }],
    ["server-error", { kind: "retry", reason: "server-error", maybe: true, detail: "HTTP 500" }],
    ["reset", { kind: "retry", reason: "unreachable", maybe: true }],
    ["reset-after-accept", { kind: "retry", reason: "unreachable", maybe: true }],
    ["time-out-after-accept", { kind: "retry", reason: "time-out", maybe: true }],
    ["revoked", { kind: "refused", reason: "unauthorized", detail: "token_revoked" }],
    ["place-deleted", { kind: "refused", reason: "not-found", detail: "channel_not_found" }],
    ["place-archived", { kind: "refused", reason: "archived", detail: "is_archived" }],
  ];

  it.each(table)("%s", async (kind, outcome) => {
    const world = await openSlack();
    world.faults.add({ vendor: "slack", kind, method: "chat.postMessage", retryAfterSec: 7, place: "#ai-alerts" });
    const step = world.receiver.next(driftView, null, channel);
    if (!step) throw new Error("nothing to post");
    const signal = kind === "time-out-after-accept" ? AbortSignal.timeout(200) : world.signal();
    const context = { view: driftView, destination: channel, binding: null, step, attemptId: "a", signal };
    expect(await world.receiver.write(context)).toMatchObject(outcome);
    expect(world.calls).toEqual(["chat.postMessage"]);
  });

  it("nobody listens: certainly not accepted", async () => {
    const { port, stop } = await listen(new Hono());
    await stop();
    const receiver = createSlackReceiver({ token, apiUrl: `http://127.0.0.1:${port}/api/` });
    const step = receiver.next(driftView, null, channel);
    if (!step) throw new Error("nothing to post");
    const signal = AbortSignal.timeout(5_000);
    const outcome = await receiver.write({
      view: driftView,
      destination: channel,
      binding: null,
      step,
      attemptId: "a",
      signal,
    });
    expect(outcome).toEqual({ kind: "retry", reason: "unreachable", maybe: false, detail: "ECONNREFUSED" });
  });

  it("an edit in an archived channel is final too", async () => {
    const world = await openSlack();
    const binding = await world.tell(driftView);
    world.faults.add({ vendor: "slack", kind: "place-archived", method: "chat.update" });
    const edited = withIncident(driftView, { phase: "triaging" });
    expect(await world.write(edited, binding)).toEqual({ kind: "refused", reason: "archived", detail: "is_inactive" });
  });

  it("a scope that is missing is named", async () => {
    const world = await openSlack({ scopes: () => ["channels:read"] });
    expect(await world.write(driftView, null)).toEqual({
      kind: "refused",
      reason: "forbidden",
      detail: "missing_scope: chat:write",
    });
  });

  it("a channel that Vigie was not invited to", async () => {
    const world = await openSlack({ scopes: () => ["chat:write"] });
    expect(await world.write(driftView, null)).toMatchObject({ kind: "refused", reason: "not-in-channel" });
  });

  it("more messages than Slack takes: the wait it asks for", async () => {
    const world = await openSlack();
    for (let n = 0; n < 5; n += 1) sent(await world.write(driftView, null));
    expect(await world.write(driftView, null)).toEqual({
      kind: "retry",
      reason: "rate-limited",
      afterMs: 1_000,
      maybe: false,
    });
    world.clock.now = nine + 1_000;
    sent(await world.write(driftView, null));
  });
});

describe("an entry that calls somebody of its own", () => {
  const called: Said = {
    kind: "expert-called",
    at: minute(3),
    data: { by: "person:a@corp.example", where: "slack", group: "ml", mentions: { slack: "<!subteam^S012AB>" } },
  };

  it("mentions them by a reply that the channel does not see, and not whom the destination names (U-27)", async () => {
    const world = await openSlack();
    const to = { ...channel, mention: "@here" };
    const first = await world.tell(early, null, to);
    const second = await world.tell(withStory(called), first, to);
    const [line] = await world.thread(second.ts ?? "");
    expect(line).not.toHaveProperty("subtype");
    expect(JSON.stringify(line)).toContain('"usergroup_id":"S012AB"');
    expect(line?.text).toMatch(/^<!subteam\^S012AB> /);
    expect(JSON.stringify(line)).not.toContain('broadcast","range');
  });
});

describe("an open message older than a day (behaviour 4)", () => {
  const later: Said = { ...promoted, at: minute(25 * 60) };
  const day = 24 * 60 * 60_000;

  it("is posted anew when it rings, and the old one shrinks to where it goes on", async () => {
    const world = await openSlack();
    await world.check();
    const first = await world.tell(early);
    world.clock.now += day + 3_600_000;
    const second = await world.tell(withStory(later), first);

    const [old, anew, ...rest] = await world.messages();
    expect(old?.text).toBe("VIG-1042 · continued here");
    expect(JSON.stringify(old)).toContain(second.link);
    expect(anew).toMatchObject({ ts: second.ts, metadata: { event_payload: { step: "post:1" } } });
    expect(second).not.toHaveProperty("former");
    expect(rest).toMatchObject([{ subtype: "thread_broadcast" }]);
    expect(await world.thread(second.ts ?? "")).toHaveLength(1);
    expect(await world.thread(first.ts ?? "")).toEqual([]);
  });

  it("stays where it is while nothing rings, when it is younger, or when it is over", async () => {
    const world = await openSlack();
    const first = await world.tell(early);
    const steps = [
      withStory({ ...ticket, at: minute(25 * 60) }),
      withStory({ ...promoted, at: minute(23 * 60) }),
      withIncident(withStory(later), { phase: "resolved", resolvedAt: minute(26 * 60) }),
    ].map((view) => world.receiver.next(view, first, channel)?.kind);
    expect(steps).not.toContain("post");
  });

  it("is found among the messages of the channel when the answer to the new one was lost", async () => {
    const world = await openSlack();
    const first = await world.tell(early);
    world.clock.now += day + 3_600_000;
    world.faults.add({ vendor: "slack", method: "chat.postMessage", kind: "reset-after-accept" });
    expect(await world.write(withStory(later), first)).toMatchObject({ kind: "retry", maybe: true });
    const doubt = { step: "post:1", attemptId: "a-1", at: world.clock.now, looks: 0 };
    const found = await world.lookUp(withStory(later), first, doubt);
    expect(found).toMatchObject({ kind: "found", binding: { former: first.ts, lastSeq: first.lastSeq } });
    expect(found).not.toMatchObject({ binding: { ts: first.ts } });
  });
});
