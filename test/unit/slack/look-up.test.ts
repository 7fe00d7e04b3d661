import { describe, expect, it } from "vitest";
import type { FaultKind } from "../../../src/sandbox/faults.ts";
import { driftView, minute, nine, storyOf, withIncident } from "../draw/views.ts";
import { channel, openSlack, sent } from "./sandbox.ts";

const doubt = (step: string) => ({ step, attemptId: "a-1", at: nine, looks: 0 });
const promoted = {
  kind: "severity",
  at: minute(3),
  data: { from: "critical", to: "urgent", reason: { kind: "own" }, fingerprint: "f" },
};
const promotion = {
  ...withIncident(driftView, { seq: 7 }),
  story: storyOf(promoted).map((one) => ({ ...one, seq: 7 })),
};

describe("a write in doubt (protocol 2)", () => {
  it.each(["time-out-after-accept", "reset-after-accept"] satisfies FaultKind[])(
    "finds the message that Slack took before the answer was lost (%s), instead of posting twice",
    async (kind) => {
      const world = await openSlack();
      await world.check();
      world.faults.add({ vendor: "slack", kind, method: "chat.postMessage" });
      const step = world.receiver.next(driftView, null, channel);
      if (!step) throw new Error("nothing to post");
      const signal = AbortSignal.timeout(200);
      const context = { view: driftView, destination: channel, binding: null, step, attemptId: "a-1", signal };
      expect(await world.receiver.write(context)).toMatchObject({ kind: "retry", maybe: true });
      const found = await world.lookUp(driftView, null, doubt("post"));
      if (found.kind !== "found") throw new Error(`not found: ${JSON.stringify(found)}`);
      expect(found.told?.link).toContain("/archives/");
      expect(world.receiver.next(driftView, found.binding, channel)).toBeNull();
      expect(await world.messages()).toHaveLength(1);
    },
  );

  it("finds a thread entry by its number", async () => {
    const world = await openSlack();
    await world.check();
    const binding = await world.tell(driftView);
    world.faults.add({ vendor: "slack", kind: "reset-after-accept", method: "chat.postMessage" });
    expect(await world.write(promotion, binding)).toMatchObject({ kind: "retry", maybe: true });
    const found = await world.lookUp(promotion, binding, doubt("reply:7"));
    expect(found).toMatchObject({ kind: "found", binding: { ts: binding.ts, lastSeq: 7 } });
    expect(await world.thread(binding.ts ?? "")).toHaveLength(1);
    expect(await world.lookUp(promotion, binding, doubt("reply:8"))).toEqual({ kind: "absent" });
  });

  it("keeps the oldest of several and deletes the others (protocol 1.4)", async () => {
    const world = await openSlack();
    await world.check();
    const first = sent(await world.write(driftView, null)).binding;
    sent(await world.write(driftView, null));
    const found = await world.lookUp(driftView, null, doubt("post"));
    expect(found).toMatchObject({ kind: "found", binding: { ts: first.ts } });
    expect((await world.messages()).map(({ ts }) => ts)).toEqual([first.ts]);
  });

  it("does not take another incident's message for its own", async () => {
    const world = await openSlack();
    await world.check();
    await world.tell(withIncident(driftView, { uid: "f".repeat(32) }));
    expect(await world.lookUp(driftView, null, doubt("post"))).toEqual({ kind: "absent" });
  });

  it("reads page after page", async () => {
    const world = await openSlack();
    await world.check();
    await world.tell(driftView);
    for (let n = 0; n < 450; n += 1) {
      world.clock.now += 1_000;
      await world.ask("chat.postMessage", { channel: "#ai-alerts", text: `chatter ${n}` });
    }
    world.calls.length = 0;
    expect(await world.lookUp(driftView, null, doubt("post"))).toMatchObject({ kind: "found" });
    expect(world.calls).toEqual(Array.from({ length: 3 }, () => "conversations.history"));
  });

  it("finds the channel by its name when nobody learned its id", async () => {
    const world = await openSlack();
    await world.ask("conversations.join", { channel: "#ai-alerts" });
    await world.ask("chat.postMessage", { channel: "#ai-alerts", text: "x" });
    expect(await world.lookUp(driftView, null, doubt("post"))).toEqual({ kind: "absent" });
    expect(world.calls.slice(-2)).toEqual(["conversations.list", "conversations.history"]);
  });

  it("finds it in a public channel that it did not join yet", async () => {
    const world = await openSlack();
    await world.tell(driftView);
    world.calls.length = 0;
    expect(await world.lookUp(driftView, null, doubt("post"))).toMatchObject({
      kind: "found",
      told: { link: expect.stringContaining("/archives/") },
    });
    expect(world.calls).toEqual(["conversations.history", "conversations.join", "conversations.history", "auth.test"]);
  });

  it("posts again where it may not look: outside of the channel, without the scope, without the channel", async () => {
    const outside = await openSlack({ scopes: () => ["chat:write", "channels:read", "channels:history"] });
    expect(await outside.lookUp(driftView, null, doubt("post"))).toEqual({ kind: "absent" });
    const blind = await openSlack({ scopes: () => ["chat:write", "channels:read"] });
    expect(await blind.lookUp(driftView, null, doubt("post"))).toEqual({ kind: "absent" });
    const gone = await openSlack({ channels: [] });
    expect(await gone.lookUp(driftView, null, doubt("post"))).toEqual({ kind: "absent" });
  });

  it("keeps the doubt when Slack cannot be asked now", async () => {
    const world = await openSlack();
    await world.check();
    world.faults.add({ vendor: "slack", kind: "rate-limited", method: "conversations.history", retryAfterSec: 3 });
    expect(await world.lookUp(driftView, null, doubt("post"))).toEqual({
      kind: "retry",
      reason: "rate-limited",
      afterMs: 3_000,
      maybe: true,
    });
  });

  it("is final when the token is no longer good", async () => {
    const world = await openSlack();
    await world.check();
    world.faults.add({ vendor: "slack", kind: "revoked" });
    expect(await world.lookUp(driftView, null, doubt("post"))).toMatchObject({
      kind: "refused",
      reason: "unauthorized",
    });
  });
});
