import { describe, expect, it } from "vitest";
import { sandboxPeople } from "../../../src/sandbox/people.ts";
import { driftView } from "../draw/views.ts";
import { openSlack, type SlackWorld } from "./sandbox.ts";

const [ada, bo] = sandboxPeople;
const name = `#vig-${driftView.number}`;

function open(world: SlackWorld, people: readonly string[] = [ada.slack]) {
  if (!world.receiver.openChannel) throw new Error("Slack has channels");
  return world.receiver.openChannel({
    view: driftView,
    locale: "en",
    people,
    attemptId: "a-1",
    signal: world.signal(),
  });
}

describe("an incident's own channel", () => {
  it("is named after it, and holds its people and its card, pinned and without buttons", async () => {
    const world = await openSlack();
    expect(await open(world)).toMatchObject({ kind: "opened", label: name, uninvited: 0 });
    const [card, ...more] = await world.messages(name);
    expect(more).toEqual([]);
    expect(card?.text).toMatch(/^CRITICAL|^URGENT/);
    expect(JSON.stringify(card)).not.toContain("actions");
    expect(world.calls).toContain("pins.add");
  });

  it("is found, and its card with it, when it was opened before and the answer was lost", async () => {
    const world = await openSlack();
    await open(world);
    expect(await open(world)).toMatchObject({ kind: "opened", label: name });
    expect(await world.messages(name)).toHaveLength(1);
  });

  it("opens without those who cannot be invited, and says how many", async () => {
    const world = await openSlack();
    expect(await open(world, [ada.slack, "U0GONE0001", bo.slack])).toMatchObject({ kind: "opened", uninvited: 1 });
  });

  it("waits as long as Slack says", async () => {
    const world = await openSlack();
    world.faults.add({ vendor: "slack", kind: "rate-limited", retryAfterSec: 30, times: 1 });
    expect(await open(world)).toMatchObject({ kind: "retry", reason: "rate-limited", afterMs: 30_000 });
  });

  it("is refused for good without the scope, by its name", async () => {
    const world = await openSlack({ scopes: () => ["chat:write"] });
    expect(await open(world)).toMatchObject({ kind: "refused", detail: "missing_scope: channels:manage" });
  });
});
