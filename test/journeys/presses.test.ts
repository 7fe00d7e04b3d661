import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Press, Pressed } from "../../src/chat/desk.ts";
import type { JournalEntry } from "../../src/incident/journal.ts";
import { sandboxPeople } from "../../src/sandbox/people.ts";
import { alertBody } from "../support/samples.ts";
import type { UnderTest } from "../support/vigie-under-test.ts";
import { type Journey, journeysOn, minuteMs } from "./delivery/journey.ts";
import { storeKinds } from "./stores.ts";

const policyFile = new URL("presses.policy.yaml", import.meta.url).pathname;
const dayMs = 86_400_000;

/** The presses of a policy with roles, on each store: Ada and Bo are `mle`, Chi is nothing. */
const presses = (title: string, tell: (journey: () => Journey) => void) =>
  journeysOn(storeKinds, title, tell, () => ({ env: { VIGIE_POLICY: policyFile } }));

type Name = "ada" | "bo" | "chi";
const slackIds: Readonly<Record<Name, string>> = {
  ada: sandboxPeople[0].slack,
  bo: sandboxPeople[1].slack,
  chi: sandboxPeople[2].slack,
};
const idOf = (name: Name) => `person:${name}@sandbox.example`;

/** Somebody presses a button of an incident in Slack. */
function press(vigie: UnderTest, id: string, handler: string, by: Name, more: Partial<Press> = {}): Promise<Pressed> {
  return vigie.run.chat.desk.press({
    handler,
    incident: { number: numberOf(id) },
    account: { vendor: "slack", id: slackIds[by] },
    where: "slack",
    locale: "en",
    ...more,
  });
}

const numberOf = (id: string) => Number(id.replace("VIG-", ""));

async function stored({ run }: UnderTest, id: string) {
  const found = await run.store.find(numberOf(id));
  if (!found) throw new Error(`there is no ${id}`);
  return found.incident;
}

async function entriesOf(vigie: UnderTest, id: string, kind: string): Promise<readonly JournalEntry[]> {
  const entries = await vigie.run.store.journal(await stored(vigie, id), 0, 1_000);
  return entries.filter((entry) => entry.kind === kind);
}

const alertOf = ({ vigie }: Journey) => ({
  name: "ServiceDown",
  startsAt: new Date(vigie.world.now()).toISOString(),
});

/** One alert that fires and was told; answers its incident's id. */
async function fired(journey: Journey, alert = alertOf(journey)): Promise<string> {
  await journey.send(alert);
  await journey.pass(minuteMs);
  const [incident] = await journey.incidents();
  if (!incident) throw new Error("nothing was opened");
  return incident.id;
}

/** Another replica on the same store; SQLite has one process only, which then takes both clicks. */
async function replicaOf({ vigie, start }: Journey): Promise<UnderTest> {
  const { config, world } = vigie;
  if (config.store.startsWith("sqlite")) return vigie;
  return start({ env: { VIGIE_POLICY: policyFile }, world, dir: config.dataDir });
}

const pages = ({ vigie }: Journey) => vigie.seen.pages().map(({ status }) => status);

presses("people press", (journey) => {
  it("acknowledged in Slack: the presser is told, the card and PagerDuty show it, and nobody is told twice", async () => {
    const it = journey();
    const id = await fired(it);
    expect(await press(it.vigie, id, "acknowledge", "ada")).toMatchObject({
      kind: "done",
      said: `Acknowledged. ${id} is yours.`,
    });
    await it.pass(minuteMs);
    expect(pages(it)).toEqual(["acknowledged"]);
    expect(it.slack()).toContain("Acknowledged by Ada Sandbox");
    expect(await press(it.vigie, id, "acknowledge", "ada")).toMatchObject({ code: "already-so" });
    expect(await entriesOf(it.vigie, id, "acknowledged")).toHaveLength(1);
    expect(await it.metric('vigie_presses_total{handler="acknowledge",outcome="done"}')).toBe(1);
    expect(await it.metric('vigie_presses_total{handler="acknowledge",outcome="refused"}')).toBe(1);
  });

  it("U-07: the second click by another person is refused with the first one's role and time", async () => {
    const it = journey();
    const id = await fired(it);
    const { seq: version } = await stored(it.vigie, id);
    expect(await press(it.vigie, id, "real", "ada", { version })).toMatchObject({ kind: "done" });
    const values = { because: "test-traffic", hold: "24h" };
    const second = await press(it.vigie, id, "false-positive", "bo", { version, values });
    expect(second).toMatchObject({
      kind: "refused",
      code: "stale",
      said: expect.stringMatching(/^Ada Sandbox \(mle\) judged it real at \d\d:\d\d UTC\./),
    });
    await it.pass(minuteMs);
    expect(await it.incidents()).toMatchObject([{ id, phase: "mitigating", outcome: null }]);
    expect(await entriesOf(it.vigie, id, "refused")).toMatchObject([{ actor: idOf("bo") }]);
  });

  it("U-09: an empty cause is refused at its field; a cause moves the incident on", async () => {
    const it = journey();
    const id = await fired(it);
    await press(it.vigie, id, "real", "ada");
    expect(await press(it.vigie, id, "cause", "ada", { values: { cause: "", text: "nulls" } })).toMatchObject({
      kind: "faulty",
      faults: [{ field: "cause" }],
    });
    expect(await it.incidents()).toMatchObject([{ phase: "mitigating" }]);
    const values = { cause: "data", text: "nulls since 02:10" };
    expect(await press(it.vigie, id, "cause", "ada", { values })).toMatchObject({ kind: "done" });
    expect(await it.incidents()).toMatchObject([{ phase: "remediating" }]);
    expect(await it.detail(id)).toMatchObject({ cause: { cause: "data", by: idOf("ada") } });
  });

  it("U-10: it cannot be closed before both references are given; then its source's end ends it", async () => {
    const it = journey();
    const alert = alertOf(it);
    const id = await fired(it, alert);
    await press(it.vigie, id, "real", "ada");
    await press(it.vigie, id, "cause", "ada", { values: { cause: "model", text: "v8" } });
    const close = { values: { hold: "24h" } };
    expect(await press(it.vigie, id, "close", "ada", close)).toMatchObject({ code: "needs-remediation" });
    expect(
      await press(it.vigie, id, "remediation", "ada", { values: { fix: "OPS-1", monitoring: " " } }),
    ).toMatchObject({
      kind: "faulty",
      faults: [{ field: "monitoring" }],
    });
    expect(await press(it.vigie, id, "close", "ada", close)).toMatchObject({ code: "needs-remediation" });
    const values = { fix: "OPS-1", monitoring: "https://git.example/mr/7" };
    expect(await press(it.vigie, id, "remediation", "ada", { values })).toMatchObject({ kind: "done" });
    await it.send({ ...alert, status: "resolved" });
    await it.pass(minuteMs);
    expect(await it.incidents()).toMatchObject([{ id, phase: "resolved" }]);
    expect(pages(it)).toEqual(["resolved"]);
  });

  it("U-50: without the role a press is refused privately and audited; no card, page or ticket changes", async () => {
    const it = journey();
    const id = await fired(it);
    const before = it.slack();
    expect(await press(it.vigie, id, "real", "chi")).toMatchObject({
      kind: "refused",
      code: "role",
      said: "This needs one of these roles: mle, admin. Nothing was done.",
    });
    await it.pass(minuteMs);
    expect(it.slack()).toBe(before);
    expect(pages(it)).toEqual(["triggered"]);
    expect(await entriesOf(it.vigie, id, "refused")).toMatchObject([
      { actor: idOf("chi"), data: { handler: "real", because: "role" } },
    ]);
    expect(await press(it.vigie, id, "acknowledge", "chi")).toMatchObject({ kind: "done" });
  });
});

presses("presses that race", (journey) => {
  it("a double click from two replicas: one effect, one answer each, and both say the same of who has it", async () => {
    const it = journey();
    const id = await fired(it);
    const other = await replicaOf(it);
    const { seq: version } = await stored(it.vigie, id);
    const answers = await Promise.all([
      press(it.vigie, id, "acknowledge", "ada", { version }),
      press(other, id, "acknowledge", "bo", { version }),
    ]);
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(["done", "refused"]);
    const { acknowledged } = await stored(it.vigie, id);
    const [winner, loser] = acknowledged?.by === idOf("ada") ? (["Ada", 1] as const) : (["Bo", 0] as const);
    expect(answers[loser]).toMatchObject({
      code: "stale",
      said: expect.stringContaining(`${winner} Sandbox (mle) acknowledged it`),
    });
    expect(await entriesOf(it.vigie, id, "acknowledged")).toHaveLength(1);
    await it.pass(minuteMs);
    expect(pages(it)).toEqual(["acknowledged"]);
  });

  it("a double click of one person from two replicas takes effect once", async () => {
    const it = journey();
    const id = await fired(it);
    const other = await replicaOf(it);
    const { seq: version } = await stored(it.vigie, id);
    const answers = await Promise.all([it.vigie, other].map((vigie) => press(vigie, id, "real", "ada", { version })));
    expect(answers.map((one) => ("code" in one ? one.code : one.kind)).toSorted()).toEqual(["already-so", "done"]);
    expect(await entriesOf(it.vigie, id, "judged")).toHaveLength(1);
  });

  it("a click ten days later changes nothing, and says what became of it", async () => {
    const it = journey();
    const alert = alertOf(it);
    const id = await fired(it, alert);
    const { seq: version } = await stored(it.vigie, id);
    await it.send({ ...alert, status: "resolved" });
    await it.pass(10 * dayMs);
    const late = await press(it.vigie, id, "acknowledge", "ada", { version });
    expect(late).toMatchObject({
      kind: "refused",
      code: "stale",
      said: expect.stringMatching(/^It was closed at \d+ \w+, /),
    });
    const now = await stored(it.vigie, id);
    expect([now.phase, now.acknowledged]).toEqual(["closed", undefined]);
    expect(pages(it)).toEqual(["resolved"]);
  });

  it("a click on a card of before it fired again is stale; on the card of now it counts", async () => {
    const it = journey();
    const alert = alertOf(it);
    const id = await fired(it, alert);
    const { seq: version } = await stored(it.vigie, id);
    await it.send({ ...alert, status: "resolved" });
    await it.pass(minuteMs);
    await it.send(alertOf(it));
    await it.pass(minuteMs);
    expect(await it.incidents()).toMatchObject([{ id, phase: "notified" }]);
    expect(await press(it.vigie, id, "acknowledge", "ada", { version })).toMatchObject({
      code: "stale",
      said: expect.stringContaining("Its source ended at"),
    });
    const { seq } = await stored(it.vigie, id);
    expect(await press(it.vigie, id, "acknowledge", "ada", { version: seq })).toMatchObject({ kind: "done" });
  });

  it("somebody who lost the role while their form was open is refused", async () => {
    const it = journey();
    const file = join(it.vigie.config.dataDir, "policy.yaml");
    writeFileSync(file, readFileSync(policyFile, "utf8"));
    const vigie = await it.start({ env: { VIGIE_POLICY: file } });
    await vigie.post("alertmanager", alertBody([{ name: "QueueFull" }], vigie.world.now()));
    const { incidents } = await vigie.run.store.list({ limit: 1 });
    const id = `VIG-${incidents[0]?.number}`;
    expect(await press(vigie, id, "false-positive", "bo")).toMatchObject({ kind: "form" });
    writeFileSync(file, readFileSync(file, "utf8").replace(", bo@sandbox.example]", "]"));
    expect(await vigie.run.policies.reload()).toMatchObject({ ok: true });
    const values = { because: "season", hold: "24h" };
    expect(await press(vigie, id, "false-positive", "bo", { values })).toMatchObject({ kind: "refused", code: "role" });
    expect(await press(vigie, id, "false-positive", "ada", { values })).toMatchObject({ kind: "done" });
  });

  it("an acknowledgement during a storm of repeats works: no repeat makes it stale (protocol 12.5)", async () => {
    const it = journey();
    const alert = alertOf(it);
    const id = await fired(it, alert);
    const { seq: version } = await stored(it.vigie, id);
    expect(await press(it.vigie, id, "note", "ada")).toMatchObject({ kind: "form" });
    const storm = Array.from({ length: 200 }, () => it.send(alert));
    const answers = [press(it.vigie, id, "acknowledge", "ada", { version })];
    await Promise.all(storm);
    expect(await Promise.all(answers)).toMatchObject([{ kind: "done" }]);
    const late = await press(it.vigie, id, "real", "ada", { version });
    expect(late).toMatchObject({ kind: "done" });
    expect(await it.incidents()).toMatchObject([{ id, received: 201, phase: "mitigating" }]);
  });
});
