import { afterEach, expect, it } from "vitest";
import type { Pressed } from "../../src/chat/desk.ts";
import type { HumanAct } from "../../src/incident/acts.ts";
import { createFaultBox } from "../../src/sandbox/faults.ts";
import { statuses as statuses3 } from "../../src/sandbox/jira/project.ts";
import type { PageChange } from "../../src/sandbox/pagerduty/changes.ts";
import { listPages } from "../../src/sandbox/pagerduty/incidents.ts";
import { createPagerDutyStandIn } from "../../src/sandbox/pagerduty/index.ts";
import { sandboxPeople } from "../../src/sandbox/people.ts";
import { openStandInState, type StandInState } from "../../src/sandbox/state.ts";
import { fakeWorld } from "../support/fake-world.ts";
import type { UnderTestOptions } from "../support/vigie-under-test.ts";
import { startStandIn } from "../unit/pagerduty/vendor.ts";
import { type Journey, journeysOn, minuteMs, onBothStores, secondMs } from "./delivery/journey.ts";
import { storeKinds } from "./stores.ts";

const [ada, bo] = sandboxPeople;
const fiveSeconds = 5 * secondMs;

/** One alert that fires, is told and paged; answers its incident's id. */
async function fired(journey: Journey): Promise<string> {
  await journey.send({ name: "ServiceDown", startsAt: new Date(journey.vigie.world.now()).toISOString() });
  await journey.pass(minuteMs);
  const incident = (await journey.incidents()).find(({ service }) => service !== "vigie");
  if (!incident) throw new Error("nothing was opened");
  return incident.id;
}

async function pressInSlack({ vigie }: Journey, id: string, handler: string): Promise<Pressed> {
  return vigie.run.chat.desk.press({
    handler,
    incident: { number: Number(id.replace("VIG-", "")) },
    account: { vendor: "slack", id: ada.slack, name: ada.name },
    where: "slack",
    locale: "en",
  });
}

/** Somebody does something on the page of the newest incident in the sandboxed PagerDuty. */
async function inPagerDuty({ vigie }: Journey, change: PageChange, text = "", who = bo): Promise<number> {
  const number = String(vigie.seen.pages().at(-1)?.number);
  const form = new URLSearchParams({ number, change, person: who.pagerduty, text });
  const answer = await fetch(`${vigie.run.origin}/sandbox/pagerduty/people/press`, {
    method: "POST",
    body: form,
    redirect: "manual",
  });
  await answer.arrayBuffer();
  return answer.status;
}

const statuses = ({ vigie }: Journey) => vigie.seen.pages().map(({ status }) => status);
const comments = ({ vigie }: Journey) => JSON.stringify(vigie.seen.issues().map((issue) => issue.comments));

async function kinds({ vigie }: Journey, id: string): Promise<readonly string[]> {
  const found = await vigie.run.store.find(Number(id.replace("VIG-", "")));
  if (!found) throw new Error(`there is no ${id}`);
  return (await vigie.run.store.journal(found.incident, 0, 500)).map(({ kind }) => kind);
}

onBothStores("PagerDuty, both ways", (journey) => {
  it("acknowledged in chat: acknowledged in PagerDuty in the presser's own name and said in Jira, within 5 s", async () => {
    const it = journey();
    const id = await fired(it);
    expect(await pressInSlack(it, id, "acknowledge")).toMatchObject({ kind: "done" });
    await it.pass(fiveSeconds);
    expect(it.vigie.seen.pages()).toMatchObject([{ status: "acknowledged", acknowledgers: [ada.pagerduty] }]);
    expect(comments(it)).toContain("Ada");
    expect((await kinds(it, id)).filter((kind) => kind === "acknowledged")).toHaveLength(1);
  });

  it("acknowledged in PagerDuty: the card says by whom within 5 s, and nothing is sent back", async () => {
    const it = journey();
    const id = await fired(it);
    expect(await inPagerDuty(it, "acknowledge")).toBe(303);
    await it.pass(fiveSeconds);
    expect(it.slack()).toContain("Acknowledged by Bo Sandbox");
    expect(await kinds(it, id)).toContain("acknowledged");
    const [page] = it.vigie.seen.pages();
    expect(page?.log.map(({ action, by }) => [action, by])).toEqual([
      ["trigger", undefined],
      ["acknowledge", "Bo Sandbox"],
    ]);
  });

  it.each(["unacknowledge", "reassign", "escalate"] as const)(
    "%s in PagerDuty takes the acknowledgement back, and a further one from chat arrives again (behaviour 5)",
    async (change) => {
      const it = journey();
      const id = await fired(it);
      await pressInSlack(it, id, "acknowledge");
      await it.pass(fiveSeconds);
      expect(await inPagerDuty(it, change)).toBe(303);
      await it.pass(fiveSeconds);
      expect(await kinds(it, id)).toContain("unacknowledged");
      expect(statuses(it)).toEqual(["triggered"]);
      await pressInSlack(it, id, "acknowledge");
      await it.pass(fiveSeconds);
      expect(statuses(it)).toEqual(["acknowledged"]);
    },
  );

  it("resolved in PagerDuty while it fires counts as an acknowledgement, and Alertmanager's repeat wakes nobody", async () => {
    const it = journey();
    const startsAt = new Date(it.vigie.world.now()).toISOString();
    const id = await fired(it);
    await inPagerDuty(it, "resolve");
    await it.pass(fiveSeconds);
    expect(it.slack()).toContain("Bo Sandbox");
    expect(await it.incidents()).toMatchObject([{ id, phase: "triaging" }]);
    await it.send({ name: "ServiceDown", startsAt });
    await it.pass(minuteMs);
    expect(statuses(it)).toEqual(["resolved"]);
    expect((await kinds(it, id)).filter((kind) => kind === "page")).toHaveLength(1);
    expect(await kinds(it, id)).toContain("resolved-elsewhere");
  });

  it("PagerDuty's own auto-resolve while nobody acknowledged wakes somebody again (protocol 3.2)", async () => {
    const it = journey();
    const id = await fired(it);
    await it.pass(5 * minuteMs);
    await inPagerDuty(it, "lapse");
    await it.pass(fiveSeconds);
    expect(statuses(it)).toEqual(["resolved", "triggered"]);
    expect((await kinds(it, id)).filter((kind) => kind === "page")).toHaveLength(2);
  });

  it("an auto-resolve of what somebody acknowledged wakes nobody", async () => {
    const it = journey();
    const id = await fired(it);
    await pressInSlack(it, id, "acknowledge");
    await it.pass(5 * minuteMs);
    await inPagerDuty(it, "lapse");
    await it.pass(fiveSeconds);
    expect(statuses(it)).toEqual(["resolved"]);
    expect((await kinds(it, id)).filter((kind) => kind === "page")).toHaveLength(1);
  });

  it("a note in PagerDuty stands in the story everywhere; our own notes do not come back (loop guard)", async () => {
    const it = journey();
    const id = await fired(it);
    await it.pass(fiveSeconds);
    await inPagerDuty(it, "note", "the GPU node is gone <!channel>");
    await it.pass(minuteMs);
    await pressInSlack(it, id, "acknowledge");
    await it.pass(minuteMs);
    expect((await kinds(it, id)).filter((kind) => kind === "noted")).toHaveLength(1);
    expect(comments(it)).toContain("the GPU node is gone");
    const notes = it.vigie.seen.pages().flatMap((page) => page.notes.map(({ content }) => content));
    expect(notes.filter((content) => content.includes("the GPU node is gone"))).toHaveLength(1);
    expect(notes.filter((content) => / · Vigie #\d+$/.test(content)).length).toBeGreaterThan(0);
  });

  it("an escalation raises the level in PagerDuty, and experts are asked to respond and come", async () => {
    const it = journey();
    const id = await fired(it);
    const about = (await it.vigie.run.store.find(Number(id.replace("VIG-", ""))))?.incident;
    if (!about) throw new Error(`there is no ${id}`);
    const act = (what: HumanAct) => {
      const fact = {
        kind: "act",
        uid: about.uid,
        act: what,
        by: { id: `person:${ada.email}` },
        where: "slack",
      } as const;
      return it.vigie.run.intake.ask(about, fact);
    };
    await act({ kind: "escalate", to: { kind: "next" } });
    await it.pass(fiveSeconds);
    expect(it.vigie.seen.pages()).toMatchObject([{ status: "triggered", level: 2, assignee: bo.pagerduty }]);
    await act({ kind: "call-expert", group: "mle", mentions: { pagerduty: bo.email }, owed: [] });
    await it.pass(fiveSeconds);
    expect(it.vigie.seen.pages()[0]?.log.map(({ action }) => action)).toContain("ask");
    await inPagerDuty(it, "reply");
    await it.pass(fiveSeconds);
    expect(await kinds(it, id)).toContain("expert-joined");
  });

  it("a webhook that comes again has no second effect (protocol 4.4)", async () => {
    const it = journey();
    const id = await fired(it);
    const about = (await it.vigie.run.store.find(Number(id.replace("VIG-", ""))))?.incident;
    if (!about) throw new Error(`there is no ${id}`);
    const act = { kind: "note", text: "the GPU node is gone" } as const;
    const said = { kind: "act", uid: about.uid, act, by: { id: "person:pagerduty:PBO" }, where: "pagerduty" } as const;
    await it.vigie.run.intake.ask(about, { ...said, senderId: "pagerduty:E1" });
    await it.vigie.run.intake.ask(about, { ...said, senderId: "pagerduty:E1" });
    expect((await kinds(it, id)).filter((kind) => kind === "noted")).toHaveLength(1);
    await it.vigie.run.intake.ask(about, { ...said, senderId: "pagerduty:E2" });
    expect((await kinds(it, id)).filter((kind) => kind === "noted")).toHaveLength(2);
  });

  it("a page that PagerDuty accepted and does not show is said (protocol 3.4)", async () => {
    const it = journey();
    it.vigie.run.faults?.add({ vendor: "pagerduty", method: "/v2/enqueue", kind: "place-archived", times: 1 });
    const id = await fired(it);
    await it.pass(2 * minuteMs);
    expect(it.slack()).toContain("NOT PAGED");
    expect((await it.detail(id)).destinations).toContainEqual(
      expect.objectContaining({ state: "undelivered", reason: "absent" }),
    );
  });
});

/** Somebody does something to the newest issue in the sandboxed Jira; a move is the name of the status. */
async function inJira({ vigie }: Journey, change: string, text = "", who = bo): Promise<number> {
  const form = new URLSearchParams({
    issue: vigie.seen.issues().at(-1)?.key ?? "",
    change: statuses3.find(({ name }) => name === change)?.transition ?? change,
    person: who.jira,
    text,
  });
  const answer = await fetch(`${vigie.run.origin}/sandbox/jira/people/press`, {
    method: "POST",
    body: form,
    redirect: "manual",
  });
  await answer.arrayBuffer();
  return answer.status;
}

onBothStores("Jira, both ways", (journey) => {
  it("done in Jira while it fires counts as an acknowledgement, does not turn green, and moved back is taken back", async () => {
    const it = journey();
    const id = await fired(it);
    expect(await inJira(it, "Done")).toBe(303);
    await it.pass(fiveSeconds);
    expect(await it.incidents()).toMatchObject([{ id, phase: "triaging" }]);
    expect(it.slack()).toContain("Bo Sandbox");
    expect(statuses(it)).toEqual(["acknowledged"]);
    await inJira(it, "To Do");
    await it.pass(fiveSeconds);
    expect((await kinds(it, id)).filter((kind) => /resolved-elsewhere|unacknowledged/.test(kind))).toEqual([
      "resolved-elsewhere",
      "unacknowledged",
    ]);
  });

  it("a comment in Jira stands in the story, and is not said to Jira again", async () => {
    const it = journey();
    const id = await fired(it);
    expect(await inJira(it, "comment", "looks like the feature store <!channel>")).toBe(303);
    await it.pass(minuteMs);
    expect((await kinds(it, id)).filter((kind) => kind === "noted")).toHaveLength(1);
    expect(it.slack()).toContain("looks like the feature store");
    expect(comments(it).split("looks like the feature store")).toHaveLength(2);
  });

  it("assigned in Jira: shown in chat, and left as it is in Jira", async () => {
    const it = journey();
    const id = await fired(it);
    expect(await inJira(it, "assign")).toBe(303);
    await it.pass(minuteMs);
    expect(await kinds(it, id)).toContain("assigned");
    expect(it.slack()).toContain("Bo Sandbox");
    expect(it.vigie.seen.issues()[0]?.fields.assignee).toMatchObject({ accountId: bo.jira });
  });

  it("assigned in chat: assigned in Jira, where the person has an account", async () => {
    const it = journey();
    const id = await fired(it);
    const found = await it.vigie.run.store.find(Number(id.replace("VIG-", "")));
    const about = found?.incident;
    if (!about) throw new Error(`there is no ${id}`);
    const to = { id: `person:${bo.email}`, name: bo.name };
    const fact = { kind: "act", uid: about.uid, act: { kind: "assign", to }, by: { id: "person:ada" } } as const;
    await it.vigie.run.intake.ask(about, { ...fact, where: "slack" });
    await it.pass(fiveSeconds);
    expect(it.vigie.seen.issues()[0]?.fields.assignee).toMatchObject({ accountId: bo.jira });
    expect((await kinds(it, id)).filter((kind) => kind === "assigned")).toHaveLength(1);
  });

  it("an issue that was deleted is said to be gone", async () => {
    const it = journey();
    const id = await fired(it);
    const key = it.vigie.seen.issues()[0]?.key;
    expect(await inJira(it, "delete")).toBe(303);
    await it.pass(fiveSeconds);
    expect((await it.detail(id)).destinations).toContainEqual(
      expect.objectContaining({ receiver: "jira", state: "undelivered", reason: "not-found", label: key }),
    );
  });
});

/** A PagerDuty that no webhook leaves, on the same clock. */
type Silent = { readonly url: string; readonly state: StandInState; readonly stop: () => Promise<void> };
let silent: Silent | undefined;
afterEach(async () => {
  await silent?.stop();
  silent = undefined;
});

async function besideASilentPagerDuty(): Promise<Partial<UnderTestOptions>> {
  const world = fakeWorld();
  const state = openStandInState(":memory:");
  let url = "";
  const standIn = createPagerDutyStandIn({ state, now: world.now, faults: createFaultBox(), baseUrl: () => url });
  const server = await startStandIn(standIn.routes);
  url = server.url;
  silent = { url, state, stop: server.stop };
  return {
    world,
    env: {
      VIGIE_SANDBOX: "slack,teams,jira",
      PAGERDUTY_API_URL: url,
      PAGERDUTY_EVENTS_URL: url,
      PAGERDUTY_API_TOKEN: "a token that only tests know",
      PAGERDUTY_FROM: "vigie@sandbox.example",
      PAGERDUTY_ROUTING_KEY: "5a4db0c5a4db0c5a4db0c5a4db0c5a4d",
    },
  };
}

async function inSilence(change: PageChange): Promise<number> {
  if (!silent) throw new Error("there is no PagerDuty");
  const number = String(listPages(silent.state)[0]?.number);
  const form = new URLSearchParams({ number, change, person: bo.pagerduty });
  const answer = await fetch(`${silent.url}/people/press`, { method: "POST", body: form, redirect: "manual" });
  await answer.arrayBuffer();
  return answer.status;
}

journeysOn(
  storeKinds,
  "PagerDuty where no webhook can arrive (behaviour 5)",
  (journey) => {
    it("is asked each 15 s: acknowledged, taken back, given up, resolved", async () => {
      const it = journey();
      const id = await fired(it);
      const aWhile = () => it.pass(20 * secondMs);
      expect(await inSilence("acknowledge")).toBe(303);
      expect(await kinds(it, id)).not.toContain("acknowledged");
      await aWhile();
      expect(it.slack()).toContain("Acknowledged by Bo Sandbox");
      await inSilence("unacknowledge");
      await aWhile();
      expect(await kinds(it, id)).toContain("unacknowledged");
      await inSilence("lapse");
      await aWhile();
      expect(listPages(silent?.state ?? it.vigie.state).map(({ status }) => status)).toEqual(["triggered", "resolved"]);
      await it.pass(minuteMs);
      await inSilence("resolve");
      await aWhile();
      await aWhile();
      expect((await kinds(it, id)).filter((kind) => kind === "resolved-elsewhere")).toHaveLength(1);
    });
  },
  besideASilentPagerDuty,
);
