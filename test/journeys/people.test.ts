import { expect, it } from "vitest";
import type { Pressed } from "../../src/chat/desk.ts";
import type { Account } from "../../src/chat/person.ts";
import { type SandboxPerson, sandboxPeople } from "../../src/sandbox/people.ts";
import { type Journey, journeysOn, minuteMs } from "./delivery/journey.ts";
import { storeKinds } from "./stores.ts";

const policyFile = new URL("people.policy.yaml", import.meta.url).pathname;
const [ada, bo] = sandboxPeople;

/** Ada is in the user group of `ml`'s engineers and on call; Bo is an engineer of `web`. */
const people = (title: string, tell: (journey: () => Journey) => void) =>
  journeysOn(storeKinds, title, tell, () => ({ env: { VIGIE_POLICY: policyFile } }));

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
): Promise<Pressed> {
  const id = vendor === "api" ? "" : who[vendor];
  const where = vendor === "teams" ? "teams" : "slack";
  return vigie.run.chat.desk.press({ handler, incident: { number }, account: { vendor, id }, where, locale: "en" });
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
