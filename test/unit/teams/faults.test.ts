import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTeamsReceiver } from "../../../src/receivers/teams/index.ts";
import type { FaultKind } from "../../../src/sandbox/faults.ts";
import { aView, channel, destination } from "./a-view.ts";
import { aWorld, type TeamsOutcome, type World } from "./a-world.ts";

let world: World;
beforeEach(async () => {
  world = await aWorld();
  await world.sync(aView({ severity: "info" }), null);
  world.requests.length = 0;
});
afterEach(() => world.stop());

/** One try of a first post. */
async function post(to = destination, timeOutMs?: number): Promise<TeamsOutcome> {
  const view = aView();
  const step = world.receiver.next(view, null, to);
  if (!step) throw new Error("nothing to post");
  return world.write(view, null, step, to, timeOutMs);
}

const threadsNow = () => world.standIn.threads().length - 1;

type Expected = { readonly outcome: object; readonly took: number };
const expected: Readonly<Record<FaultKind, Expected>> = {
  "rate-limited": { outcome: { kind: "retry", reason: "rate-limited", afterMs: 7_000, maybe: false }, took: 0 },
  "server-error": { outcome: { kind: "retry", reason: "server-error", maybe: true }, took: 0 },
  "time-out-after-accept": { outcome: { kind: "retry", reason: "time-out", maybe: true }, took: 1 },
  reset: { outcome: { kind: "retry", maybe: true }, took: 0 },
  "reset-after-accept": { outcome: { kind: "retry", maybe: true }, took: 1 },
  revoked: { outcome: { kind: "refused", reason: "unauthorized" }, took: 0 },
  "place-deleted": { outcome: { kind: "refused", reason: "not-found" }, took: 0 },
  "place-archived": { outcome: { kind: "refused", reason: "forbidden" }, took: 0 },
};

describe.each(Object.entries(expected))("%s", (kind, { outcome, took }) => {
  test("is told as what it is, after exactly one request, and holds no secret", async () => {
    world.faults.add({ vendor: "teams", method: "/v3/conversations", kind: kind as FaultKind, retryAfterSec: 7 });
    const result = await post(destination, kind === "time-out-after-accept" ? 200 : undefined);
    expect(result).toMatchObject(outcome);
    expect(world.connectorCalls()).toHaveLength(1);
    expect(threadsNow()).toBe(took);
    expect(JSON.stringify(result)).not.toContain(world.options.password);
    expect(JSON.stringify(result)).not.toMatch(/eyJ|Bearer/);
  });
});

test("After a time-out the same post is sent again, which makes at most one message more (protocol 2)", async () => {
  world.faults.add({ vendor: "teams", method: "/v3/conversations", kind: "time-out-after-accept" });
  expect(await post(destination, 200)).toMatchObject({ kind: "retry", maybe: true });
  expect(await post()).toMatchObject({ kind: "sent" });
  expect(threadsNow()).toBe(2);
});

test("Edits and replies also are one request each, and an edit again changes nothing more", async () => {
  const { binding } = await world.sync(aView({ severity: "info" }), null);
  world.requests.length = 0;
  world.faults.add({ vendor: "teams", method: "PUT", kind: "server-error" });
  const view = aView({ severity: "warning" });
  const step = world.receiver.next(view, binding, destination);
  if (!step) throw new Error("nothing to edit");
  expect(step).toMatchObject({ step: "edit", idempotent: true });
  expect(await world.write(view, binding, step)).toMatchObject({ kind: "retry", reason: "server-error", maybe: true });
  expect(world.connectorCalls()).toHaveLength(1);
  expect((await world.sync(view, binding)).steps).toEqual(["edit"]);
});

test("A fault of another channel leaves this one alone", async () => {
  world.faults.add({ vendor: "teams", kind: "place-deleted", place: "19:other@thread.tacv2" });
  expect(await post()).toMatchObject({ kind: "sent" });
  world.faults.add({ vendor: "teams", kind: "place-deleted", place: channel });
  expect(await post()).toMatchObject({ kind: "refused", reason: "not-found" });
});

test("A bot that is not in the team is refused for good, and told what to click, in the channel's language", async () => {
  world.standIn.configure({ openDoors: false });
  const refused = await post();
  expect(refused).toMatchObject({ kind: "refused", reason: "not-in-channel" });
  expect(refused).toMatchObject({ detail: expect.stringMatching(/BotNotInConversationRoster.*Manage team › Apps/) });
  expect(await post({ ...destination, locale: "fr" })).toMatchObject({
    detail: expect.stringContaining("Gérer l’équipe"),
  });
  world.standIn.configure({ installed: [channel] });
  expect(await post()).toMatchObject({ kind: "sent" });
});

test("More posts than a channel takes are told when to come again", async () => {
  const outcomes: TeamsOutcome[] = [];
  for (let count = 0; count < 8; count += 1) outcomes.push(await post());
  expect(outcomes.slice(0, 6).every(({ kind }) => kind === "sent")).toBe(true);
  expect(outcomes.at(-1)).toEqual({
    ...{ kind: "retry", reason: "rate-limited", maybe: false, afterMs: 1_000 },
    detail: "HTTP 429",
  });
});

test("Nobody listening leaves nothing in doubt", async () => {
  const nowhere = createTeamsReceiver({ ...world.options, serviceUrl: "http://127.0.0.1:1/teams/emea" });
  const view = aView();
  const step = nowhere.next(view, null, destination);
  const context = { view, destination, binding: null, attemptId: "a", signal: AbortSignal.timeout(5_000) };
  expect(step && (await nowhere.write({ ...context, step }))).toEqual({
    ...{ kind: "retry", reason: "unreachable", maybe: false },
    detail: "ECONNREFUSED",
  });
});

describe("login", () => {
  test("one token serves many writes, and is renewed before it ends", async () => {
    const logins = () => world.requests.filter((request) => request.includes("/oauth2/")).length;
    await post();
    await post();
    expect(logins()).toBe(0);
    world.clock.now += 3_599_000 - 5 * 60_000;
    await post();
    expect(logins()).toBe(1);
  });

  test("a token that Teams refuses is thrown away once, and refused for good when it was new", async () => {
    world.clock.now += 61_000;
    world.faults.add({ vendor: "teams", method: "/v3/conversations", kind: "revoked", times: 2 });
    expect(await post()).toMatchObject({ kind: "retry", reason: "unauthorized", maybe: false });
    expect(await post()).toMatchObject({ kind: "refused", reason: "unauthorized" });
    expect(await post()).toMatchObject({ kind: "sent" });
  });

  test("a wrong secret is named by Microsoft's code and never shown", async () => {
    const wrong = await aWorld({ password: "not-the-secret-3f9c" });
    const view = aView();
    const step = wrong.receiver.next(view, null, destination);
    const outcome = step && (await wrong.write(view, null, step));
    expect(outcome).toMatchObject({
      ...{ kind: "refused", reason: "unauthorized" },
      detail: expect.stringMatching(/AADSTS7000215.*MicrosoftAppPassword/),
    });
    expect(JSON.stringify(outcome)).not.toContain("not-the-secret-3f9c");
    expect(wrong.connectorCalls()).toEqual([]);
    await wrong.stop();
  });

  test("two receivers in one process do not share their tokens", async () => {
    const other = await aWorld();
    expect((await other.sync(aView(), null)).steps).toEqual(["post"]);
    expect(other.requests.filter((request) => request.includes("/oauth2/"))).toHaveLength(1);
    expect(await post()).toMatchObject({ kind: "sent" });
    await other.stop();
  });

  test("a login that fails for now leaves nothing in doubt", async () => {
    world.clock.now += 3_600_000;
    world.faults.add({ vendor: "teams", method: "login", kind: "server-error" });
    expect(await post()).toMatchObject({ kind: "retry", reason: "server-error", maybe: false });
    world.faults.add({ vendor: "teams", method: "login", kind: "rate-limited", retryAfterSec: 9 });
    expect(await post()).toMatchObject({ kind: "retry", reason: "rate-limited", afterMs: 9_000, maybe: false });
  });
});

describe("check", () => {
  const check = () => world.receiver.check(destination, AbortSignal.timeout(5_000));

  test("is fine where the bot is in the channel, and gives the channel's canonical name", async () => {
    expect(await check()).toEqual({
      kind: "ok",
      notes: [{ key: "teams-connected", values: {} }],
      canonical: `teams:${channel}`,
    });
    expect(world.standIn.threads()).toHaveLength(1);
    expect(world.connectorCalls()).toEqual([
      `GET /sandbox/teams/teams/emea/v3/conversations/${channel}/pagedmembers?pageSize=50`,
    ]);
  });

  test("names what is wrong", async () => {
    world.standIn.configure({ openDoors: false });
    expect(await check()).toMatchObject({ kind: "faulty", notes: [{ key: "teams-not-installed" }] });
    world.standIn.configure({ deleted: [channel] });
    expect(await check()).toMatchObject({ kind: "faulty", notes: [{ key: "teams-channel-not-found" }] });
    const wrong = await aWorld({ password: "wrong" });
    expect(await wrong.receiver.check(destination, AbortSignal.timeout(5_000))).toMatchObject({
      kind: "faulty",
      notes: [{ key: "teams-login-refused", values: { code: "AADSTS7000215" } }],
    });
    await wrong.stop();
  });

  test("does not stop the start when Teams cannot be asked", async () => {
    world.faults.add({ vendor: "teams", method: "pagedmembers", kind: "server-error" });
    expect(await check()).toMatchObject({ kind: "ok", notes: [{ key: "teams-member-unknown" }] });
  });
});
