import { afterEach, expect, it } from "vitest";
import { type HandlerId, handlerIds } from "../../src/incident/handler-ids.ts";
import { type SandboxPerson, sandboxPeople } from "../../src/sandbox/people.ts";
import { type Chat, type Heard, inSlack, inTeams, type Values } from "../support/chats.ts";
import { driftBody } from "../support/samples.ts";
import { actedOn } from "../support/stand-ins/acted-on.ts";
import type { FaultyServer } from "../support/stand-ins/faulty-server.ts";
import type { UnderTest } from "../support/vigie-under-test.ts";
import { actionRows } from "./both-chats-actions.ts";
import { byAda, type Row } from "./both-chats-row.ts";
import { type Journey, journeysOn, minuteMs, secondMs } from "./delivery/journey.ts";
import { storeKinds } from "./stores.ts";

const [ada, bo, chi] = sandboxPeople;
const policyFile = new URL("both-chats.policy.yaml", import.meta.url).pathname;

const silenced = { for: "1h", why: "maintenance" };
const caused = { cause: "data", text: "nulls since 02:10" };

const table: readonly Row[] = [
  {
    handler: "acknowledge",
    again: byAda("acknowledged it"),
    says: /Acknowledged · Ada Sandbox/,
    pages: ["acknowledged"],
  },
  {
    handler: "take-over",
    given: [["acknowledge"]],
    givenBy: "Bo",
    again: byAda("acknowledged it"),
    says: /Taken over from Bo Sandbox · Ada Sandbox/,
    pages: ["acknowledged"],
  },
  { handler: "real", again: byAda("judged it real"), says: /Judged real · Ada Sandbox/, pages: ["acknowledged"] },
  {
    handler: "false-positive",
    values: { because: "test-traffic", hold: "24h" },
    again: byAda("ended it"),
    says: /alse positive.*Ada Sandbox/,
    pages: ["resolved"],
    issue: "Done",
  },
  {
    handler: "more-time",
    given: [["acknowledge"]],
    after: 13 * minuteMs,
    again: "card",
    says: /riage.*Ada Sandbox/,
    pages: ["acknowledged"],
  },
  {
    handler: "severity",
    values: { to: "warning", why: "only one tenant" },
    again: byAda("changed its severity"),
    says: /WARNING.*only one tenant · Ada Sandbox/,
    pages: ["resolved"],
  },
  {
    handler: "assign",
    values: { to: bo },
    again: byAda("assigned it"),
    says: /Assigned to Bo Sandbox · Ada Sandbox/,
    pages: ["triggered"],
    assignee: bo.jira,
  },
  {
    handler: "escalate",
    values: { to: "next" },
    again: byAda("escalated it"),
    says: /Escalated · Ada Sandbox/,
    pages: ["triggered"],
    level: 2,
  },
  {
    handler: "expert",
    values: { group: "features" },
    again: "form",
    says: /[Ee]xperts.*features.* · Ada Sandbox/,
    pages: ["triggered"],
  },
  {
    handler: "here",
    given: [["expert", { group: "features" }]],
    again: /^It is so already\.$/,
    says: /[Ee]xperts.*features.*1 min · Ada Sandbox/,
    pages: ["triggered"],
  },
  {
    handler: "commander",
    values: { to: bo },
    again: byAda("appointed the Incident Commander"),
    says: /Incident Commander: Bo Sandbox · Ada Sandbox/,
    pages: ["triggered"],
  },
  {
    handler: "note",
    values: { text: "the feature store lags" },
    again: "form",
    says: /the feature store lags · Ada Sandbox/,
    pages: ["triggered"],
  },
  {
    handler: "update",
    values: { text: "scores are late", minutes: "30" },
    again: "form",
    says: /scores are late \(next one 08:02.*Ada Sandbox/,
    pages: ["triggered"],
  },
  {
    handler: "silence",
    values: silenced,
    again: byAda("silenced it"),
    says: /ilenced .*maintenance/,
    pages: ["acknowledged"],
  },
  {
    handler: "unsilence",
    given: [["silence", silenced]],
    again: byAda("ended the silence"),
    says: /ilence ended.*Ada Sandbox/,
    pages: ["resolved", "triggered"],
  },
  {
    handler: "mitigated",
    given: [["real"]],
    values: { how: "by-hand", text: "switched off" },
    again: byAda("mitigated it"),
    says: /switched off · Ada Sandbox/,
    pages: ["acknowledged"],
  },
  {
    handler: "investigate",
    given: [["real"]],
    again: byAda("began to investigate"),
    says: /nvestigation.* · Ada Sandbox/,
    pages: ["acknowledged"],
  },
  {
    handler: "cause",
    given: [["real"]],
    values: caused,
    again: byAda("recorded the cause"),
    says: /data.*nulls since 02:10 · Ada Sandbox/,
    pages: ["acknowledged"],
  },
  {
    handler: "remediation",
    given: [["real"], ["cause", caused]],
    values: { fix: "OPS-1", monitoring: "OPS-2" },
    again: byAda("recorded the remediation"),
    says: /OPS-1.*OPS-2 · Ada Sandbox/,
    pages: ["acknowledged"],
  },
  {
    handler: "resolve",
    from: "person",
    values: { text: "a stale cache" },
    again: byAda("resolved it"),
    says: /a stale cache · Ada Sandbox/,
    pages: ["resolved"],
    issue: "Done",
  },
  {
    handler: "close",
    values: { hold: "24h" },
    again: byAda("ended it"),
    says: /Closed by hand .*Ada Sandbox/,
    pages: ["resolved"],
    issue: "Done",
  },
  {
    handler: "reopen",
    given: [["close", { hold: "24h" }]],
    values: { why: "it is back" },
    again: byAda("reopened it"),
    says: /it is back · Ada Sandbox/,
    pages: ["resolved", "triggered"],
    issue: "In Progress",
  },
  {
    handler: "channel",
    values: {},
    again: byAda("asked for the channel"),
    says: /A channel of its own was asked for · Ada Sandbox/,
    pages: ["triggered"],
  },
  ...actionRows,
];

type Opened = { readonly chat: Chat; readonly service: string; readonly id: string; readonly number: number };

/** An incident for each chat, alike but for its service, and both in both chats. */
async function openedFor(
  { vigie, send, pass, incidents }: Journey,
  { from, at }: Pick<Row, "from" | "at"> = {},
  labels: Readonly<Record<string, string>> = {},
): Promise<[Opened, Opened]> {
  const startsAt = new Date(vigie.world.now()).toISOString();
  const serviceOf = (chat: string) => `${at ?? ""}for-${chat}`;
  for (const service of ["slack", "teams"].map(serviceOf)) {
    if (from === "person") await report(vigie, service);
    else if (from === "measurement") await measured(vigie, service);
    else await send({ labels: { ...labels, service, client: "203.0.113.9" }, startsAt });
  }
  await pass(minuteMs);
  const seen = await incidents();
  const openedIn = (chat: Chat): Opened => {
    const service = serviceOf(chat.name);
    const id = seen.find((one) => one.service === service)?.id ?? "";
    return { chat, service, id, number: Number(id.replace("VIG-", "")) };
  };
  return [openedIn(inSlack(vigie)), openedIn(inTeams(vigie))];
}

/** Its champion moved from v7 to v8, and does 20 % worse. */
async function measured({ post, world }: UnderTest, service: string): Promise<void> {
  const at = new Date(world.now() - 42 * minuteMs).toISOString();
  const moved = { model: service, kind: "alias", name: "champion", from: "7", to: "8", at };
  expect(await post("deployment", moved)).toMatchObject({ status: 200 });
  const worse = driftBody(20, world.now(), { service, model: service, role: "champion" });
  expect(await post("drift", worse)).toMatchObject({ status: 200 });
}

const asAda = { account: { vendor: "slack", id: ada.slack }, where: "slack", locale: "en" } as const;

async function report({ run }: Journey["vigie"], service: string): Promise<void> {
  const values = { service, environment: "production", what: "scores stay empty", severity: "critical" };
  await run.chat.commands.run("report", { ...asAda, values });
}

let target: FaultyServer;
afterEach(() => target.stop());

const journeys = (title: string, tell: (journey: () => Journey) => void) =>
  journeysOn(storeKinds, title, tell, async () => {
    target = await actedOn();
    return { env: { VIGIE_POLICY: policyFile, ACTING_URL: target.origin } };
  });

/** What a press came to, a question before it answered; a form without the way to send it. */
async function pressed(chat: Chat, who: SandboxPerson, id: string, row: Row, expects: Heard["kind"]) {
  const heard = await chat.press(who, id, row.handler, isQuestion(row) ? "form" : expects);
  const answered = isQuestion(row) && heard.kind === "form" ? await heard.send({}) : heard;
  if (answered.kind !== "form") return { heard: answered };
  const { send, ...form } = answered;
  return { heard: form, send };
}

const isQuestion = ({ values }: Row) => typeof values === "object" && Object.keys(values).length === 0;

/** Chi, who has no role, presses; then Ada; then Bo, on the card that Ada had. What they heard, without which incident. */
async function allPress({ chat, id }: Opened, row: Row) {
  const { values, again } = row;
  const chis = await pressed(chat, chi, id, row, "said");
  const adas = await pressed(chat, ada, id, row, values ? "form" : "card");
  const { heard } = adas;
  const filled = typeof values === "function" && heard.kind === "form" ? values(heard.fields) : values;
  const sent = adas.send && typeof filled === "object" ? await adas.send(filled) : null;
  const bos = await pressed(chat, bo, id, row, again instanceof RegExp ? "said" : again);
  return { chi: chis.heard, ada: heard, sent, bo: bos.heard };
}

journeys("U-48: one table of presses, in Slack and in Teams alike", (journey) => {
  it("has a row for every button", () => {
    expect(table.map(({ handler }) => handler).toSorted()).toEqual([...handlerIds].toSorted());
  });

  it.each(table)("$handler", async (row) => {
    const it = journey();
    const { vigie } = it;
    const { given = [], givenBy, after = 0, values, again, says, pages, level, issue, assignee } = row;
    const opened = await openedFor(it, row);
    for (const [step, filled = {}] of given) {
      const by = givenBy === "Bo" ? bo : ada;
      for (const { number } of opened) await atTheDesk(vigie, by, number, step, filled);
      await it.pass(2 * secondMs);
    }
    await it.pass(minuteMs + after);

    const [slack, teams] = [await allPress(opened[0], row), await allPress(opened[1], row)];
    expect(teams).toEqual(slack);
    const role = "This needs one of these roles: mle, admin. Nothing was done.";
    expect(slack.chi).toEqual({ kind: "said", text: role });
    expect(slack.sent ?? slack.ada).toEqual({ kind: "card" });
    if (values && !isQuestion(row)) expect(slack.ada.kind).toBe("form");
    expect(slack.bo).toMatchObject(again instanceof RegExp ? { text: expect.stringMatching(again) } : { kind: again });

    await it.pass(5 * secondMs);
    const chats = [inSlack(vigie), inTeams(vigie)];
    const stories = [];
    for (const { id, service, number } of opened) {
      for (const chat of chats) expect(chat.shows(id), `${id} in ${chat.name}`).toMatch(says);
      expect(chats[1]?.buttons(id)).toEqual(chats[0]?.buttons(id));
      const isOf = (about: unknown) => JSON.stringify(about).includes(service);
      const paged = vigie.seen.pages().filter(isOf);
      expect(paged.map(({ status }) => status)).toEqual(pages);
      expect(paged.at(-1)?.level).toBe(level ?? 1);
      // A new page says why in its own words; its notes begin after it.
      const notes = paged.flatMap((page) => page.notes.map(({ content }) => content));
      if (paged.length === 1) expect(notes.join("\n")).toMatch(says);
      const [ticket] = vigie.seen.issues().filter(isOf);
      expect(ticket?.status).toBe(issue ?? "To Do");
      expect(adfText(ticket?.comments)).toMatch(says);
      if (assignee) expect(ticket?.fields.assignee).toMatchObject({ accountId: assignee });
      stories.push(await storyOf(vigie, number));
    }
    expect(stories[1]).toEqual(stories[0]);
    expect(stories[0]?.filter((entry) => entry === `refused ${idOf(chi)}`)).toHaveLength(1);
  });
});

journeys("U-48: what comes to nothing is said alike", (journey) => {
  it.each<[string, HandlerId, Values, RegExp]>([
    ["U-09: a cause without words", "cause", { cause: "data", text: " " }, /needed/i],
    ["U-07: another reason without a word", "false-positive", { because: "other", hold: "24h" }, /needed/i],
    ["U-46: a security incident, silenced without saying so", "silence", silenced, /URGENT/],
  ])("%s is refused at its field, and nothing is done", async (_, handler, values, because) => {
    const it = journey();
    const opened = await openedFor(it, {}, handler === "silence" ? { family: "data-leak" } : {});
    if (handler === "cause") for (const { number } of opened) await atTheDesk(it.vigie, ada, number, "real");
    await it.pass(minuteMs);
    const heard = [];
    for (const { chat, id } of opened) {
      const form = await chat.press(ada, id, handler, "form");
      heard.push(form.kind === "form" ? await form.send(values) : form);
    }
    expect(heard[1]).toEqual(heard[0]);
    expect(heard[0]).toMatchObject({ kind: "said", text: expect.stringMatching(because) });
    for (const { number } of opened)
      expect(await storyOf(it.vigie, number)).not.toContainEqual(
        expect.stringMatching(/^(?:cause|ended-by-hand|silenced) /),
      );
  });

  it("a press on a card whose incident left the store", async () => {
    const it = journey();
    const { vigie } = it;
    const opened = await openedFor(it);
    for (const { number } of opened) await atTheDesk(vigie, ada, number, "close", { hold: "24h" });
    expect(await vigie.run.store.purge(vigie.world.now() + 1, 10)).toBe(2);
    const heard = [];
    for (const { chat, id } of opened) heard.push(await chat.press(ada, id, "acknowledge", "said"));
    expect(heard).toEqual(Array(2).fill({ kind: "said", text: "This incident is no longer kept." }));
  });
});

const idOf = ({ email }: SandboxPerson) => `person:${email}`;

async function atTheDesk(
  { run }: UnderTest,
  { slack }: SandboxPerson,
  number: number,
  handler: HandlerId,
  values?: Readonly<Record<string, string>>,
): Promise<void> {
  const account = { vendor: "slack", id: slack } as const;
  const press = { handler, incident: { number }, account, where: "slack", locale: "en" } as const;
  expect(await run.chat.desk.press(values ? { ...press, values } : press)).toMatchObject({ kind: "done" });
}

/** What the journal says people and Vigie did, deliveries left out: two incidents are never told in the same order. */
async function storyOf({ run }: UnderTest, number: number): Promise<readonly string[]> {
  const found = await run.store.find(number);
  if (!found) throw new Error(`there is no VIG-${number}`);
  const entries = await run.store.journal(found.incident, 0, 200);
  const told = entries.filter(({ kind }) => kind !== "told").map(({ kind, actor }) => `${kind} ${actor}`);
  // When the world is looked at is nobody's press; that it was is.
  const isLook = (entry: string) => entry.startsWith("planned ");
  return [...told.filter((entry) => !isLook(entry)), ...told.filter(isLook)];
}

/** All text of Atlassian documents, in order. */
function adfText(value: unknown): string {
  if (typeof value !== "object" || value === null) return "";
  const own = "text" in value && typeof value.text === "string" ? value.text : "";
  return own + Object.values(value).map(adfText).join("");
}
