import { describe, expect, it } from "vitest";
import { scopesUsed } from "../../../src/receivers/slack/check.ts";
import { createSlackReceiver } from "../../../src/receivers/slack/index.ts";
import { manifestScopes } from "../../../src/sandbox/slack/index.ts";
import { slackNotes } from "../../../src/words/slack.ts";
import { driftView } from "../draw/views.ts";
import { channel, openSlack, token } from "./sandbox.ts";

const all = [...manifestScopes];

describe("the check at start (behaviour 8)", () => {
  it("resolves a name to its id and joins a public channel, so that it can read there", async () => {
    const world = await openSlack();
    const checked = await world.check();
    expect(checked).toEqual({ kind: "ok", notes: [], canonical: expect.stringMatching(/^slack:C0SANDBOX\d\d$/) });
    expect(world.calls).toEqual(["auth.test", "conversations.list", "conversations.join"]);
    expect(await world.check()).toMatchObject({ kind: "ok", notes: [] });
    expect(world.calls.filter((method) => method === "conversations.join")).toHaveLength(1);
  });

  it("gives a name and an id of one channel the same canonical id", async () => {
    const world = await openSlack({ channels: [{ name: "ml", id: "C0ML12345" }] });
    const byName = await world.check({ ...channel, channel: "#ml" });
    const byId = await world.check({ ...channel, channel: "C0ML12345" });
    expect([byName.canonical, byId.canonical]).toEqual(["slack:C0ML12345", "slack:C0ML12345"]);
  });

  it.each([
    ["slack-channel-not-found", {}, "#nowhere"],
    ["slack-channel-not-found", {}, "C0NOWHERE"],
    ["slack-channel-not-found", { channels: [{ name: "secret", isPrivate: true }] }, "#secret"],
    ["slack-channel-archived", { channels: [{ name: "old", isArchived: true }] }, "#old"],
    ["slack-cannot-write", { scopes: () => all.filter((scope) => scope !== "chat:write") }, "#ai-alerts"],
  ])("is faulty: %s", async (key, options, name) => {
    const world = await openSlack(options);
    const checked = await world.check({ ...channel, channel: name });
    expect(checked).toMatchObject({ kind: "faulty", notes: [{ key, values: { channel: name } }] });
  });

  it("takes a private channel that it was invited to", async () => {
    const world = await openSlack({ channels: [{ name: "secret", isPrivate: true, isMember: true }] });
    expect(await world.check({ ...channel, channel: "#secret" })).toMatchObject({ kind: "ok", notes: [] });
  });

  it.each(scopesUsed)("says what breaks without %s, and goes on", async (missing) => {
    const world = await openSlack({ scopes: () => all.filter((scope) => scope !== missing) });
    const checked = await world.check();
    expect(checked.kind).toBe("ok");
    expect(checked.notes.map(({ key }) => key)).toContain(`slack-lacks-${missing}`);
  });

  it("says in one line which scopes people lack, where people can act", async () => {
    const world = await openSlack({ scopes: () => all.filter((scope) => !/^(commands|pins:write)$/.test(scope)) });
    expect((await world.check()).notes).toEqual([]);
    const receiver = createSlackReceiver({ token, apiUrl: `${world.url}/api/`, signingSecrets: ["s"] });
    const { notes } = await receiver.check(channel, world.signal());
    expect(notes).toEqual([{ key: "slack-lacks-for-people", values: { scopes: "commands, pins:write" } }]);
  });

  it("learns the id from the first post where it may not look for it", async () => {
    const world = await openSlack({ scopes: () => ["chat:write", "chat:write.public"] });
    expect(await world.check()).toMatchObject({ kind: "ok" });
    const binding = await world.tell(driftView);
    expect(binding.channel).toMatch(/^C0SANDBOX/);
  });

  it("names a token that is refused, and not the token", async () => {
    const world = await openSlack();
    world.faults.add({ vendor: "slack", kind: "revoked" });
    const checked = await world.check();
    expect(checked).toEqual({
      kind: "faulty",
      notes: [{ key: "slack-no-workspace", values: { channel: "#ai-alerts", reason: "token_revoked" } }],
    });
  });

  it("asks who it is once, and again after a failure", async () => {
    const world = await openSlack();
    world.faults.add({ vendor: "slack", kind: "server-error", method: "auth.test" });
    expect(await world.check()).toMatchObject({ kind: "faulty", notes: [{ key: "slack-unreachable" }] });
    expect((await world.check()).kind).toBe("ok");
    await world.check();
    expect(world.calls.filter((method) => method === "auth.test")).toHaveLength(2);
  });

  it("has words in both languages for every note, with the same blanks", async () => {
    const used = [...scopesUsed.map((scope) => `slack-lacks-${scope}`), "slack-invite", "slack-cannot-join"];
    expect(Object.keys(slackNotes)).toEqual(expect.arrayContaining(used));
    for (const { en, fr } of Object.values(slackNotes)) {
      expect([...new Set(fr.match(/\{\w+\}/g))]).toEqual([...new Set(en.match(/\{\w+\}/g))]);
    }
  });
});
