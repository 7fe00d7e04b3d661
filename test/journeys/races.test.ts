import { expect, it } from "vitest";
import type { Pressed } from "../../src/chat/desk.ts";
import type { JournalEntry } from "../../src/incident/journal.ts";
import { sandboxGroups, sandboxPeople } from "../../src/sandbox/people.ts";
import { createSlackMemory } from "../../src/sandbox/slack/memory.ts";
import { inSlack, inTeams } from "../support/chats.ts";
import { alertBody, type SampleAlert } from "../support/samples.ts";
import { settleAll, type UnderTest } from "../support/vigie-under-test.ts";
import { type Journey, journeysOn, minuteMs } from "./delivery/journey.ts";
import { storeKinds } from "./stores.ts";

const [ada, bo] = sandboxPeople;
const policyFile = new URL("races.policy.yaml", import.meta.url).pathname;
const hourMs = 60 * minuteMs;

const races = (title: string, tell: (journey: () => Journey) => void) =>
  journeysOn(storeKinds, title, tell, () => ({ env: { VIGIE_POLICY: policyFile } }));

/** Two replicas on one store; SQLite has one process only, which then does both one's work. */
async function twoReplicas({ vigie, start }: Journey): Promise<readonly [UnderTest, UnderTest]> {
  const { config, world } = vigie;
  if (config.store.startsWith("sqlite")) return [vigie, vigie];
  return [vigie, await start({ env: { VIGIE_POLICY: policyFile }, world, dir: config.dataDir })];
}

type Raced = {
  readonly alert: SampleAlert;
  readonly id: string;
  readonly number: number;
  /** What a card shows of the journal now. */
  readonly version: number;
};

/** One alert that fires and was told. */
async function fired(journey: Journey): Promise<Raced> {
  const { vigie } = journey;
  const alert = { startsAt: new Date(vigie.world.now()).toISOString() };
  await journey.send(alert);
  await journey.pass(minuteMs);
  const [stored] = (await vigie.run.store.list({ limit: 1 })).incidents;
  if (!stored) throw new Error("nothing was opened");
  const { number, incident } = stored;
  return { alert, id: `VIG-${number}`, number, version: incident.seq };
}

type Acting = { readonly handler?: string; readonly who?: typeof ada | typeof bo; readonly version?: number };

function press({ run }: UnderTest, number: number, { handler = "acknowledge", who = ada, version }: Acting = {}) {
  return run.chat.desk.press({
    handler,
    incident: { number },
    ...(version === undefined ? {} : { version }),
    account: { vendor: "slack", id: who.slack },
    where: "slack",
    locale: "en",
  });
}

async function entries({ run }: UnderTest, number: number, kind: string): Promise<readonly JournalEntry[]> {
  const found = await run.store.find(number);
  if (!found) throw new Error(`there is no VIG-${number}`);
  return (await run.store.journal(found.incident, 0, 1_000)).filter((entry) => entry.kind === kind);
}

const codeOf = (pressed: Pressed) => ("code" in pressed ? pressed.code : pressed.kind);

/** Acknowledge, the source's end, and the escalation that falls due, in every order. */
const orders = ["are", "aer", "rae", "rea", "ear", "era"] as const;
type Step = "a" | "r" | "e";

races("acknowledge, automatic resolve and escalation at the same moment", (journey) => {
  /** At the moment when the triage is over; each step on another replica than the one before. */
  async function atTheSameMoment(order: string | "together") {
    const it = journey();
    const [one, other] = await twoReplicas(it);
    const { alert, id, number, version } = await fired(it);
    await it.pass(13 * minuteMs);
    one.world.set(one.world.now() + minuteMs);
    const answers: Pressed[] = [];
    const steps: Readonly<Record<Step, (at: UnderTest) => Promise<void>>> = {
      a: async (at) => void answers.push(await press(at, number, { version })),
      r: async (at) =>
        void (await at.post("alertmanager", alertBody([{ ...alert, status: "resolved" }], one.world.now()))),
      e: async (at) => void (await at.run.delivery.runDue()),
    };
    const all = (["a", "r", "e"] as const).toSorted((x, y) => order.indexOf(x) - order.indexOf(y));
    if (order === "together") await Promise.all(all.map((step, at) => steps[step](at % 2 ? other : one)));
    else for (const [at, step] of all.entries()) await steps[step](at % 2 ? other : one);
    const runs = one === other ? [one.run] : [one.run, other.run];
    await settleAll(runs, one.world, minuteMs);
    return { it, one, id, number, answers };
  }

  /** However it went: over everywhere, each thing once, one answer, and nobody is told anything an hour later. */
  async function isOverOnce({ it, one, id, number, answers }: Awaited<ReturnType<typeof atTheSameMoment>>) {
    expect(await it.incidents()).toMatchObject([{ id, phase: "resolved", firing: 0 }]);
    for (const [kind, most] of [
      ["resolved", 1],
      ["acknowledged", 1],
      ["escalated", 1],
      ["page", 1],
    ] as const)
      expect((await entries(one, number, kind)).length, kind).toBeLessThanOrEqual(most);
    expect(one.seen.pages().map(({ status }) => status)).toEqual(["resolved"]);
    expect(one.seen.issues().map(({ status }) => status)).toEqual(["Done"]);
    for (const chat of [inSlack(one), inTeams(one)]) expect(chat.shows(id), chat.name).toContain("RESOLVED");
    expect(answers).toHaveLength(1);
    const shown = [it.slack(), it.teams()];
    await it.pass(9 * minuteMs);
    expect([it.slack(), it.teams()]).toEqual(shown);
  }

  it.each(orders)("%s: one state, one effect, one answer", async (order) => {
    const raced = await atTheSameMoment(order);
    await isOverOnce(raced);
    const { one, number, answers } = raced;
    const [answer] = answers;
    const isFirst = (step: Step, than: Step) => order.indexOf(step) < order.indexOf(than);
    expect(await entries(one, number, "acknowledged")).toHaveLength(isFirst("a", "r") ? 1 : 0);
    expect(answer).toMatchObject(
      isFirst("a", "r")
        ? { kind: "done" }
        : { code: "stale", said: expect.stringMatching(/^Its source ended at \d\d:\d\d UTC\./) },
    );
    const escalates = isFirst("e", "r") && isFirst("e", "a");
    expect(await entries(one, number, "escalated")).toHaveLength(escalates ? 1 : 0);
  });

  it("all at once: one of these it is", async () => {
    const raced = await atTheSameMoment("together");
    await isOverOnce(raced);
    const { one, number, answers } = raced;
    const [answer] = answers;
    const acknowledged = await entries(one, number, "acknowledged");
    expect(answer && codeOf(answer)).toBe(acknowledged.length === 1 ? "done" : "stale");
  });
});

races("clicks that come when things changed", (journey) => {
  it("one click that Slack delivers to two replicas, in Slack and in Teams, takes effect once", async () => {
    const it = journey();
    const [one, other] = await twoReplicas(it);
    const { id, number } = await fired(it);
    const heard = await Promise.all([
      inSlack(one).press(ada, id, "acknowledge", "card"),
      inTeams(other).press(ada, id, "acknowledge", "card"),
    ]);
    // Whoever is told anything at all is told that they have it.
    for (const one of heard) if (one.kind === "said") expect(one.text).toBe("It is yours already.");
    expect(await entries(one, number, "acknowledged")).toHaveLength(1);
    await it.pass(5_000);
    expect(one.seen.pages().map(({ status, log }) => [status, log.length])).toEqual([["acknowledged", 2]]);
  });

  it("a click on a card whose incident left the store says so, and which is the newest of its kind", async () => {
    const it = journey();
    const { vigie } = it;
    const { alert, id } = await fired(it);
    await it.send({ ...alert, status: "resolved" });
    await it.pass(hourMs);
    const old = await vigie.run.store.list({ limit: 1 });
    const about = old.incidents[0]?.incident;
    if (!about) throw new Error("nothing was opened");
    const click = () =>
      vigie.run.chat.desk.press({
        handler: "acknowledge",
        incident: { groupId: about.groupId, uid: about.uid },
        version: 3,
        account: { vendor: "slack", id: ada.slack },
        where: "slack",
        locale: "en",
      });
    expect(await click()).toMatchObject({ kind: "refused", code: "stale" });
    expect(await vigie.run.store.purge(vigie.world.now() + 1, 10)).toBe(1);
    expect(await click()).toEqual({ kind: "missing", said: "This incident is no longer kept." });
    await it.pass(10 * minuteMs);
    await it.send({ startsAt: new Date(vigie.world.now()).toISOString() });
    await it.pass(minuteMs);
    expect(await click()).toMatchObject({
      kind: "missing",
      said: expect.stringMatching(/^This incident is no longer kept\. The newest of its kind is VIG-\d+\.$/),
    });
    const [now] = await it.incidents();
    expect(now).toMatchObject({ phase: "notified" });
    expect(now?.id).not.toBe(id);
  });

  it("somebody whom Slack took out of the group may no more once the cache is over, a minute later", async () => {
    const it = journey();
    const { vigie } = it;
    const { number } = await fired(it);
    expect(await press(vigie, number, { handler: "note" })).toMatchObject({ kind: "form" });
    createSlackMemory(vigie.state).leave(sandboxGroups.slack, ada.slack);
    await it.pass(minuteMs + 1_000);
    expect(await press(vigie, number)).toMatchObject({ kind: "refused", code: "role" });
    expect(await entries(vigie, number, "refused")).toMatchObject([{ actor: `person:${ada.email}` }]);
    expect(await entries(vigie, number, "acknowledged")).toEqual([]);
    expect(await press(vigie, number, { who: bo })).toMatchObject({ kind: "done" });
  });

  it("whoever Slack cannot say in time is told so in a storm, and their next click works", async () => {
    const it = journey();
    const { vigie } = it;
    const { id, number } = await fired(it);
    vigie.run.faults?.add({ vendor: "slack", method: "users.info", kind: "server-error", times: 1 });
    const heard = await inSlack(vigie).press(bo, id, "acknowledge", "said");
    expect(heard).toMatchObject({ text: expect.stringMatching(/who you are.*press again/) });
    expect(await entries(vigie, number, "refused")).toMatchObject([{ data: { because: "unknown-person" } }]);
    vigie.world.advance(2_500);
    expect(await inSlack(vigie).press(bo, id, "acknowledge", "card")).toEqual({ kind: "card" });
    expect(await entries(vigie, number, "acknowledged")).toHaveLength(1);
  });
});

races("repeats that come after people's word", (journey) => {
  it("an acknowledgement in Slack and one in Teams amid 300 repeats: one has it, the other hears who", async () => {
    const it = journey();
    const [one, other] = await twoReplicas(it);
    const { alert, id, number } = await fired(it);
    const repeats = Array.from({ length: 300 }, (_, at) =>
      (at % 2 ? other : one).post("alertmanager", alertBody([alert], one.world.now())),
    );
    const [inOne, inOther] = await Promise.all([
      inSlack(one).press(ada, id, "acknowledge", "card"),
      inTeams(other).press(bo, id, "acknowledge", "card"),
    ]);
    const answers = await Promise.all(repeats);
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    const [acknowledged, ...more] = await entries(one, number, "acknowledged");
    expect(more).toEqual([]);
    const winner = acknowledged?.actor === `person:${ada.email}` ? "Ada" : "Bo";
    const loser = winner === "Ada" ? inOther : inOne;
    // Slack's stand-in was not waited for; what Teams answers is in the answer itself.
    if (loser.kind === "said") expect(loser.text).toMatch(new RegExp(`^${winner} Sandbox \\(mle\\) acknowledged it`));
    await it.pass(minuteMs);
    expect(await it.incidents()).toMatchObject([{ id, received: 301, phase: "triaging" }]);
    expect(one.seen.pages().map(({ status }) => status)).toEqual(["acknowledged"]);
  });

  it("resolved in PagerDuty at the moment of Alertmanager's repeat: somebody has it, and nobody is woken again", async () => {
    const it = journey();
    const { vigie } = it;
    const { alert, id, number } = await fired(it);
    const form = new URLSearchParams({
      number: String(vigie.seen.pages().at(-1)?.number),
      change: "resolve",
      person: bo.pagerduty,
    });
    await Promise.all([
      fetch(`${vigie.run.origin}/sandbox/pagerduty/people/press`, { method: "POST", body: form, redirect: "manual" }),
      it.send(alert),
    ]);
    await it.pass(minuteMs);
    for (let hour = 0; hour < 3; hour += 1) {
      await it.send(alert);
      await it.pass(4 * minuteMs);
    }
    expect(await it.incidents()).toMatchObject([{ id, phase: "triaging", firing: 1, received: 5 }]);
    expect(await entries(vigie, number, "resolved-elsewhere")).toHaveLength(1);
    expect(await entries(vigie, number, "page")).toHaveLength(1);
    expect(vigie.seen.pages().map(({ status }) => status)).toEqual(["resolved"]);
    for (const chat of [inSlack(vigie), inTeams(vigie)]) expect(chat.shows(id), chat.name).toContain("Bo Sandbox");
  });

  it("judged false in Slack, then the hourly repeat: counted, and told to nobody", async () => {
    const it = journey();
    const { vigie } = it;
    const { alert, id, number } = await fired(it);
    const form = await inSlack(vigie).press(ada, id, "false-positive", "form");
    if (form.kind !== "form") throw new Error("no form was opened");
    const values = { because: "test-traffic", hold: "24h" };
    const [sent] = await Promise.all([form.send(values), it.send(alert)]);
    expect(sent).toEqual({ kind: "card" });
    await it.pass(minuteMs);
    const shown = [it.slack(), it.teams()];
    for (let hour = 1; hour <= 3; hour += 1) {
      await it.pass(hourMs);
      await it.send(alert);
    }
    await it.pass(minuteMs);
    expect([it.slack(), it.teams()]).toEqual(shown);
    expect(await it.incidents()).toMatchObject([{ id, phase: "closed", outcome: "false_positive", received: 5 }]);
    expect(await entries(vigie, number, "ended-by-hand")).toHaveLength(1);
    expect(vigie.seen.pages().map(({ status }) => status)).toEqual(["resolved"]);
    expect(vigie.seen.issues().map(({ status }) => status)).toEqual(["Done"]);
  });
});
