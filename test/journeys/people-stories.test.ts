import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import type { HandlerId } from "../../src/incident/handler-ids.ts";
import { type SandboxPerson, sandboxPeople } from "../../src/sandbox/people.ts";
import { inSlack, inTeams } from "../support/chats.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { openSlackBeside, type SlackBeside } from "../support/slack-beside.ts";
import { slackPeople } from "../support/slack-people.ts";
import { buttons, teamsPeople } from "../support/teams-people.ts";
import { type Journey, journeysOn, minuteMs, secondMs } from "./delivery/journey.ts";
import { storeKinds } from "./stores.ts";

const [ada, bo, chi] = sandboxPeople;
const policyFile = new URL("people-stories.policy.yaml", import.meta.url).pathname;
const env = { VIGIE_POLICY: policyFile };
const hourMs = 60 * minuteMs;

const stories = (title: string, tell: (journey: () => Journey) => void) =>
  journeysOn(storeKinds, title, tell, () => ({ env }));

/** One alert that fires and was told; answers its incident's id. */
async function fired(journey: Journey, labels: Readonly<Record<string, string>> = {}): Promise<string> {
  await journey.send({ labels, startsAt: new Date(journey.vigie.world.now()).toISOString() });
  await journey.pass(minuteMs);
  const [incident] = await journey.incidents();
  if (!incident) throw new Error("nothing was opened");
  return incident.id;
}

type Filled = Readonly<Record<string, string>>;

async function does({ vigie }: Journey, who: SandboxPerson, id: string, handler: HandlerId, values?: Filled) {
  const account = { vendor: "slack", id: who.slack } as const;
  const press = { handler, incident: { number: Number(id.replace("VIG-", "")) }, account, where: "slack" } as const;
  return vigie.run.chat.desk.press({ ...press, locale: "en", ...(values ? { values } : {}) });
}

async function entries({ vigie }: Journey, id: string, kind: string) {
  const found = await vigie.run.store.find(Number(id.replace("VIG-", "")));
  if (!found) throw new Error(`there is no ${id}`);
  return (await vigie.run.store.journal(found.incident, 0, 1_000)).filter((entry) => entry.kind === kind);
}

stories("U-26: a major incident has its Incident Commander", (journey) => {
  it("who is reminded of the update each half hour, hands over on the record, and is left alone once it is over", async () => {
    const it = journey();
    const alert = { labels: { severity: "urgent" }, startsAt: new Date(it.vigie.world.now()).toISOString() };
    await it.send(alert);
    await it.pass(5 * minuteMs);
    const [{ id = "" } = {}] = await it.incidents();
    expect(await entries(it, id, "commander-asked")).toHaveLength(1);
    expect(await does(it, ada, id, "commander", { to: `slack:${ada.slack}` })).toMatchObject({ kind: "done" });
    await it.pass(31 * minuteMs);
    expect(await entries(it, id, "update-due")).toHaveLength(1);
    expect(await does(it, ada, id, "commander", { to: `slack:${bo.slack}` })).toMatchObject({ kind: "done" });
    expect(await entries(it, id, "commander")).toMatchObject([
      { actor: `person:${ada.email}`, data: { to: `person:${ada.email}` } },
      { actor: `person:${ada.email}`, data: { to: `person:${bo.email}`, from: `person:${ada.email}` } },
    ]);
    expect(await it.detail(id)).toMatchObject({ commander: { person: `person:${bo.email}` } });
    await it.send({ ...alert, status: "resolved" });
    await it.pass(minuteMs);
    const asked = (await entries(it, id, "update-due")).length;
    await it.pass(2 * hourMs);
    expect(await entries(it, id, "update-due")).toHaveLength(asked);
  });
});

stories("U-27: an expert is called from the card", (journey) => {
  it("is paged and mentioned, is added to the incident when they come, and how long they took is kept", async () => {
    const it = journey();
    const id = await fired(it);
    const form = await inSlack(it.vigie).press(ada, id, "expert", "form");
    if (form.kind !== "form") throw new Error("no form was opened");
    expect(await form.send({ group: "features", why: "null_ratio" })).toEqual({ kind: "card" });
    await it.pass(5 * secondMs);
    expect(it.vigie.seen.pages()[0]?.log.map(({ action }) => action)).toContain("ask");
    for (const chat of [inSlack(it.vigie), inTeams(it.vigie)])
      expect(chat.shows(id), chat.name).toContain("null_ratio");
    await it.pass(4 * minuteMs);
    expect(await inTeams(it.vigie).press(bo, id, "here", "card")).toEqual({ kind: "card" });
    await it.pass(5 * secondMs);
    expect(await entries(it, id, "expert-joined")).toMatchObject([
      { actor: `person:${bo.email}`, data: { group: "features", afterMs: expect.any(Number) } },
    ]);
    const [joined] = await entries(it, id, "expert-joined");
    expect(Number(joined?.data.afterMs)).toBeGreaterThanOrEqual(4 * minuteMs);
    expect(await it.detail(id)).toMatchObject({
      experts: [{ group: "features", joined: { by: `person:${bo.email}` } }],
      people: expect.arrayContaining([expect.objectContaining({ person: `person:${bo.email}`, role: "expert" })]),
    });
  });
});

const complaint = {
  service: "search",
  environment: "production",
  what: "Results stay empty",
  severity: "critical",
};

stories("U-44: support reports what users complain of, in either chat", (journey) => {
  it("by /vigie report in Slack: one incident in all four, and the messages to send, for whoever asked alone", async () => {
    const it = journey();
    await fired(it, { service: "checkout" });
    const people = slackPeople(it.vigie);
    const [{ channel = "" } = {}] = it.vigie.seen.slack();
    const { view } = await people.command("/vigie report Results stay empty", channel, chi.slack);
    if (!view) throw new Error("no form was opened");
    const before = people.told(channel, chi.slack).length;
    expect((await people.submit(view, complaint)).status).toBe(303);
    const reported = (await it.incidents()).find(({ service }) => service === "search");
    await expect.poll(() => people.told(channel, chi.slack).length).toBeGreaterThan(before);
    const told = people.told(channel, chi.slack).slice(before).join("\n");
    expect(told).toContain(`${reported?.id}`);
    expect(told).toContain("Results stay empty");
    expect(told).toMatch(/\d\d:\d\d UTC|\d\d:\d\d/);
    await it.pass(5 * secondMs);
    const id = reported?.id ?? "";
    for (const chat of [inSlack(it.vigie), inTeams(it.vigie)]) expect(chat.shows(id)).toContain("Results stay empty");
    expect(it.vigie.seen.pages()).toHaveLength(2);
    expect(it.vigie.seen.issues()).toHaveLength(2);
  });

  it("by mention in Teams: a second report joins what is open", async () => {
    const it = journey();
    await fired(it, { service: "checkout" });
    await it.vigie.run.chat.commands.run("report", {
      account: { vendor: "slack", id: ada.slack },
      where: "slack",
      locale: "en",
      values: complaint,
    });
    await it.pass(minuteMs);
    const { caller } = teamsPeople(it.vigie);
    const thread = () => {
      const [first] = it.vigie.seen.teamsCards();
      if (!first) throw new Error("there is no card in Teams");
      return first;
    };
    const where = { channel: thread().channel, rootId: thread().root.id };
    expect((await caller.say(chi, where, "report")).status).toBe(200);
    const send = buttons(thread().replies).find(({ verb }) => verb === "vigie:command");
    if (!send) throw new Error("no form was answered");
    const inputs = Object.entries({ ...complaint, what: "Nobody finds anything" });
    const typed = Object.fromEntries(inputs.map(([field, value]) => [`value-${field}`, value]));
    const sent = await caller.press(chi, where, send, typed);
    expect(JSON.stringify(sent.body)).toMatch(/Joined to VIG-\d+/);
    expect((await it.incidents()).filter(({ service }) => service === "search")).toMatchObject([{ received: 2 }]);
  });
});

stories("U-46: a silence of a service", (journey) => {
  const silence = (journey: Journey, more: Filled = {}) =>
    journey.vigie.run.chat.commands.run("silence credit-scoring", {
      account: { vendor: "slack", id: ada.slack },
      where: "slack",
      locale: "en",
      values: { for: "1h", why: "maintenance", ...more },
    });
  const leak = { name: "Leak", labels: { family: "data-leak" } };

  it("does not cover security, unless the form says so", async () => {
    const it = journey();
    await fired(it);
    await silence(it);
    await it.send(leak);
    await it.pass(minuteMs);
    expect(it.slack()).toContain("Leak");
    expect(it.vigie.seen.pages()).toHaveLength(2);
  });

  it("covers security and URGENT where it says so, and ends by itself", async () => {
    const it = journey();
    await fired(it);
    await silence(it, { urgent: "true" });
    await it.send(leak, { name: "Burning", labels: { severity: "urgent" } });
    await it.pass(50 * minuteMs);
    expect(it.slack()).not.toMatch(/Leak|Burning/);
    expect(it.vigie.seen.pages()).toHaveLength(1);
    await it.pass(15 * minuteMs);
    expect(it.slack()).toContain("Leak");
    expect(it.slack()).toContain("Burning");
  });
});

const both = z.object({ fr: z.string(), en: z.string() });
const runbooksSchema = z.object({
  runbooks: z.array(z.looseObject({ id: z.string(), meaning: both.optional(), immediate_actions: z.array(both) })),
});

/** What the catalogue says of an alert. */
function runbook(id: string) {
  const file = new URL("../../policies/runbooks/ai-monitoring-platform.yaml", import.meta.url);
  const found = runbooksSchema.parse(parse(readFileSync(file, "utf8"))).runbooks.find((one) => one.id === id);
  const first = found?.immediate_actions[0];
  if (!found?.meaning || !first) throw new Error(`no runbook ${id}`);
  return { meaning: found.meaning, first };
}

stories("U-52: at 3 a.m., in the reader's language", (journey) => {
  it("the card is in the channel's language, its procedure word for word the runbook's", async () => {
    const it = journey();
    await fired(it, { family: "availability" });
    const { meaning, first } = runbook("ServiceDown");
    const words = (channel: string) => it.slack(channel).replaceAll("’", "'");
    expect(words("ai-alerts")).toContain(meaning.en);
    expect(words("ai-alerts")).toContain(first.en.slice(1));
    expect(words("alertes-ia")).toContain(meaning.fr);
    expect(words("alertes-ia")).toContain(first.fr.slice(1));
    expect(words("alertes-ia")).not.toContain(meaning.en);
  });

  it("whoever reads French is refused in French, and /vigie oncall answers both within 3 s", async () => {
    const it = journey();
    const id = await fired(it);
    const heard = await inSlack(it.vigie).press(chi, id, "acknowledge", "said");
    expect(heard).toMatchObject({ text: expect.stringContaining("Rien n’a été fait.") });
    const people = slackPeople(it.vigie);
    const began = performance.now();
    const channels = it.vigie.seen.slack();
    for (const name of ["ai-alerts", "alertes-ia"]) {
      const channel = channels.find(({ channelName }) => channelName === name)?.channel ?? "";
      await people.command("/vigie oncall credit-scoring", channel, ada.slack);
      const said = people.told(channel, ada.slack).join("\n");
      expect(said).toContain(name === "ai-alerts" ? "CRITICAL tells" : "CRITIQUE prévient");
    }
    expect(performance.now() - began).toBeLessThan(2 * 3_000);
  });
});

let slack: SlackBeside | undefined;
afterEach(async () => {
  await slack?.stop();
  slack = undefined;
});

/** During a rotation: the secret of before, which `openSlackBeside` signs with, and the new one. */
const newSecret = "the new signing secret of tests";

journeysOn(
  storeKinds,
  "U-50: what is forged, altered or old",
  (journey) => {
    it("is 401 and has no effect; the old and the new secret are both taken during a rotation", async () => {
      const it = journey();
      const { vigie } = it;
      const { world, run } = vigie;
      const id = await fired(it);
      const card = slack?.messages().find((message) => slack?.buttonsOf(message).length);
      if (!slack || !card) throw new Error("there is no card in Slack");
      const [button] = slack.buttonsOf(card);
      if (!button) throw new Error("there is no button");
      const post = async (path: string, body: string, headers: Readonly<Record<string, string>>) => {
        const answer = await fetch(`${run.origin}${path}`, { method: "POST", body, headers });
        await answer.text();
        return answer.status;
      };
      const { type, action_id, value } = button;
      const click = new URLSearchParams({
        payload: JSON.stringify({
          type: "block_actions",
          user: { id: ada.slack },
          channel: { id: card.channel },
          trigger_id: "1.1.1",
          actions: [{ type, action_id, value }],
        }),
      }).toString();
      const inSlackBy = (secret: string, agoMs = 0, altered = "") => {
        const seconds = Math.floor((world.now() - agoMs) / 1_000);
        const body = click;
        const hex = createHmac("sha256", secret).update(`v0:${seconds}:${body}`).digest("hex");
        return post("/slack/events", `${body}${altered}`, {
          "content-type": "application/x-www-form-urlencoded",
          "x-slack-request-timestamp": String(seconds),
          "x-slack-signature": `v0=${hex}`,
        });
      };
      const json = { "content-type": "application/json" };
      const activity = JSON.stringify({
        type: "invoke",
        name: "adaptiveCard/action",
        channelId: "msteams",
        serviceUrl: `${run.origin}/sandbox/teams/teams/emea/`,
        id: "1",
        from: { id: `29:${ada.teams}`, aadObjectId: ada.teams },
        conversation: { id: "19:sandbox@thread.tacv2" },
      });
      const before = JSON.stringify(await vigie.get(`/api/v1/incidents/${id}/journal`));
      expect(await inSlackBy("a secret that somebody made up")).toBe(401);
      expect(await inSlackBy(newSecret, 6 * minuteMs)).toBe(401);
      expect(await inSlackBy(newSecret, -6 * minuteMs)).toBe(401);
      expect(await inSlackBy(newSecret, 0, "&x=1")).toBe(401);
      expect(await post("/slack/events", click, { "content-type": "application/x-www-form-urlencoded" })).toBe(401);
      expect(await post("/api/messages", activity, { ...json, authorization: "Bearer e30.e30.c2ln" })).toBe(401);
      expect(await post("/webhooks/pagerduty", "{}", { ...json, "x-pagerduty-signature": "v1=00" })).toBe(401);
      expect(await post("/webhooks/jira", "{}", { ...json, "x-hub-signature": "sha256=00" })).toBe(401);
      expect(JSON.stringify(await vigie.get(`/api/v1/incidents/${id}/journal`))).toBe(before);

      expect(await inSlackBy(newSecret)).toBe(200);
      expect(await entries(it, id, "acknowledged")).toHaveLength(1);
      // Signed with the old one: it arrives, and Bo hears that Ada has it.
      expect(await slack.press(run.origin, card, button, bo.slack)).toMatchObject({ status: 200 });
      await expect.poll(async () => (await entries(it, id, "refused")).length).toBe(1);
    });
  },
  async () => {
    slack = await openSlackBeside();
    const { SLACK_SIGNING_SECRET: old = "" } = slack.env;
    const secrets = { SLACK_SIGNING_SECRET: `${newSecret},${old}` };
    return { env: { ...slack.env, ...secrets }, world: fakeWorld(Date.now()) };
  },
);
