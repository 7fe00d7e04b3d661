import { afterEach, expect, it } from "vitest";
import type { Pressed } from "../../src/chat/desk.ts";
import type { Account } from "../../src/chat/person.ts";
import { type SandboxPerson, sandboxPeople } from "../../src/sandbox/people.ts";
import { actedOn } from "../support/stand-ins/acted-on.ts";
import type { FaultyServer } from "../support/stand-ins/faulty-server.ts";
import { type Journey, journeysOn, minuteMs } from "./delivery/journey.ts";
import { storeKinds } from "./stores.ts";

const policyFile = new URL("people.policy.yaml", import.meta.url).pathname;
const [ada, bo, chi] = sandboxPeople;

/** Ada is in the user group of `ml`'s engineers and on call; Bo is an engineer of `web`. */
const people = (title: string, tell: (journey: () => Journey) => void) =>
  journeysOn(storeKinds, title, tell, async () => {
    target = await actedOn();
    return { env: { VIGIE_POLICY: policyFile, ACTING_URL: target.origin } };
  });

let target: FaultyServer;
afterEach(() => target.stop());

async function fired(journey: Journey, service: string, severity = "critical"): Promise<number> {
  const startsAt = new Date(journey.vigie.world.now()).toISOString();
  const labels = { service, environment: "production" };
  await journey.send({ name: "ServiceDown", labels: { ...labels, family: "down", severity }, startsAt });
  await journey.pass(minuteMs);
  const found = (await journey.incidents()).find((one) => one.service === service);
  if (!found) throw new Error("nothing was opened");
  return Number(found.id.replace("VIG-", ""));
}

function press(
  { vigie }: Journey,
  number: number,
  handler: string,
  who: SandboxPerson,
  vendor: Account["vendor"] = "slack",
  values?: Readonly<Record<string, string>>,
): Promise<Pressed> {
  const id = vendor === "api" ? "" : who[vendor];
  const where = vendor === "teams" ? "teams" : "slack";
  const asked = { handler, incident: { number }, account: { vendor, id }, where, locale: "en" } as const;
  return vigie.run.chat.desk.press(values === undefined ? asked : { ...asked, values });
}

people("behaviour 6: who may, by groups and schedules", (journey) => {
  it("a role is held on the team's services alone, whatever the chat they press in (U-50)", async () => {
    const it = journey();
    const credit = await fired(it, "credit-scoring");
    const shop = await fired(it, "shop");
    expect(await press(it, credit, "note", ada)).toMatchObject({ kind: "form" });
    expect(await press(it, credit, "note", ada, "teams")).toMatchObject({ kind: "form" });
    expect(await press(it, shop, "note", bo)).toMatchObject({ kind: "form" });
    expect(await press(it, credit, "note", bo)).toMatchObject({ kind: "refused", code: "role" });
    expect(await press(it, shop, "note", ada)).toMatchObject({ kind: "refused", code: "role" });
  });

  it("whoever the schedule names is on call, and nobody else", async () => {
    const it = journey();
    const credit = await fired(it, "credit-scoring");
    expect(await press(it, credit, "real", bo)).toMatchObject({ kind: "refused" });
    expect(await press(it, credit, "real", ada)).toMatchObject({ kind: "done" });
  });

  it("what rings calls whoever is on call in each chat, in place of the destination's mention", async () => {
    const it = journey();
    await fired(it, "credit-scoring", "warning");
    await fired(it, "credit-scoring", "critical");
    expect(it.slack()).toContain(`"user_id":"${ada.slack}"`);
    expect(it.slack()).not.toContain('"range":"here"');
    expect(it.teams()).toContain(`<at>${ada.name}</at>`);
    await fired(it, "shop", "warning");
    await fired(it, "shop", "critical");
    expect(it.slack()).toContain('"range":"here"');
  });

  it("the page and the card leave all the same while no vendor says who is on call", async () => {
    const it = journey();
    it.vigie.run.faults?.add({ vendor: "pagerduty", method: "oncalls", kind: "server-error", times: 1_000 });
    await fired(it, "credit-scoring", "warning");
    await fired(it, "credit-scoring", "critical");
    expect(it.vigie.seen.pages()).toHaveLength(1);
    expect(it.slack()).toContain('"range":"here"');
    expect(await it.vigie.run.chat.directory.onCall("ml")).toEqual({ kind: "nobody", because: "unreachable" });
  });
});

people("behaviour 6: who may act on a model", (journey) => {
  const runsOf = async ({ vigie }: Journey, number: number) =>
    (await vigie.run.store.find(number))?.incident.runs?.map(
      ({ action, state, approvedBy = "nobody", why = "" }) => `${action} ${state}, approved by ${approvedBy}: ${why}`,
    );

  it("whom the service names, and nobody else, whatever the permissions say (A004-35)", async () => {
    const it = journey();
    const credit = await fired(it, "credit-scoring");
    const shop = await fired(it, "shop");
    const theirs = "This needs one of these roles: mle. Nothing was done.";
    expect(await press(it, credit, "restart", bo, "slack", {})).toMatchObject({ kind: "refused", said: theirs });
    const bos = "For this service the policy gives it to these alone: bo@sandbox.example. Nothing was done.";
    expect(await press(it, shop, "restart", ada, "teams", {})).toMatchObject({ kind: "refused", said: bos });
    expect(target.seen.writes).toBe(0);
    expect(await press(it, credit, "restart", ada, "teams", {})).toMatchObject({ kind: "done" });
    expect(await press(it, shop, "restart", bo, "slack", {})).toMatchObject({ kind: "done" });
    await it.pass(minuteMs);
    expect(target.seen.writes).toBe(2);
  });

  it("who asked waits for the approver, who may be in the other chat", async () => {
    const it = journey();
    const credit = await fired(it, "credit-scoring");
    expect(await press(it, credit, "fallback", bo, "slack", {})).toMatchObject({ kind: "refused", code: "role" });
    expect(await press(it, credit, "fallback", ada, "slack", {})).toMatchObject({
      kind: "done",
      said: expect.stringContaining("begins once it is approved"),
    });
    await it.pass(minuteMs);
    expect(target.seen.writes).toBe(0);
    expect(await press(it, credit, "approve", bo, "teams", {})).toMatchObject({ kind: "refused", code: "role" });
    expect(await press(it, credit, "approve", chi, "teams", {})).toMatchObject({ kind: "done" });
    await it.pass(minuteMs);
    expect(target.seen.writes).toBe(1);
    expect(await runsOf(it, credit)).toEqual([`fallback ended, approved by person:${chi.email}: `]);
  });

  it("whoever the schedule names breaks glass with a reason, which the channel reads; nobody else may", async () => {
    const it = journey();
    const credit = await fired(it, "credit-scoring");
    const alone = await press(it, credit, "fallback", ada, "slack", { alone: "true" });
    expect(alone).toMatchObject({ kind: "faulty", faults: [{ field: "why" }] });
    const why = "the owner is on a plane";
    expect(await press(it, credit, "fallback", ada, "slack", { alone: "true", why })).toMatchObject({ kind: "done" });
    await it.pass(minuteMs);
    expect(target.seen.writes).toBe(1);
    expect(await runsOf(it, credit)).toEqual([`fallback ended, approved by nobody: ${why}`]);
    for (const chat of [it.slack(), it.teams()]) {
      expect(chat).toContain("alone, without the approver");
      expect(chat).toContain(why);
    }
    const shop = await fired(it, "shop");
    expect(await press(it, shop, "fallback", bo, "slack", { alone: "true", why })).toMatchObject({
      kind: "done",
      said: expect.stringContaining("begins once it is approved"),
    });
  });

  it("while nobody can say who is on call nobody breaks glass", async () => {
    const it = journey();
    it.vigie.run.faults?.add({ vendor: "pagerduty", method: "oncalls", kind: "server-error", times: 1_000 });
    const credit = await fired(it, "credit-scoring");
    const why = "the owner is on a plane";
    expect(await press(it, credit, "fallback", ada, "slack", { alone: "true", why })).toMatchObject({
      kind: "done",
      said: expect.stringContaining("begins once it is approved"),
    });
    await it.pass(minuteMs);
    expect(target.seen.writes).toBe(0);
  });
});
