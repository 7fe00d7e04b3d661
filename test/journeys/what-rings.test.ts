import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import type { HumanAct } from "../../src/incident/acts.ts";
import { sandboxPeople } from "../../src/sandbox/people.ts";
import { driftBody, type SampleAlert } from "../support/samples.ts";
import { actedOn } from "../support/stand-ins/acted-on.ts";
import type { FaultyServer } from "../support/stand-ins/faulty-server.ts";
import { type Journey, journeysOn, minuteMs, secondMs } from "./delivery/journey.ts";
import { storeKinds } from "./stores.ts";

const [ada, bo] = sandboxPeople;
const policy = new URL("what-rings.policy.yaml", import.meta.url).pathname;

let target: FaultyServer;
afterEach(() => target.stop());

const whatRings = (title: string, tell: (journey: () => Journey) => void) =>
  journeysOn(storeKinds, title, tell, async () => {
    target = await actedOn();
    return { env: { VIGIE_POLICY: policy, ACTING_URL: target.origin } };
  });

async function fired(journey: Journey, severity: "critical" | "urgent"): Promise<SampleAlert> {
  const startsAt = new Date(journey.vigie.world.now()).toISOString();
  const labels = { service: "credit-scoring", environment: "production", family: "down", severity };
  const alert = { name: "ServiceDown", labels, startsAt };
  await journey.send(alert);
  return alert;
}

/** Ada does these, a minute each. */
async function does(journey: Journey, ...acts: readonly HumanAct[]): Promise<void> {
  const { run } = journey.vigie;
  for (const what of acts) {
    const { incidents } = await run.store.list({ limit: 1 });
    const incident = incidents[0]?.incident;
    if (!incident) throw new Error("there is no incident");
    const by = { id: idOf(ada), name: ada.name };
    const fact = { kind: "act", uid: incident.uid, act: what, by, where: "slack" } as const;
    expect((await run.intake.ask(incident, fact)).answer).toEqual({ kind: "done" });
    await journey.pass(minuteMs);
  }
}

const idOf = ({ email }: { readonly email: string }) => `person:${email}`;
const activity = z.looseObject({ summary: z.string() });
const told =
  /Promoted|OVERDUE|Escalated|Asked: disable|Nobody has decided|Restart failed|did not help|it helped|wanted|Assigned|Commander: |Experts|update was due|^URGENT prod|^CRITICAL prod/;
const short = (text: string) => told.exec(text)?.[0] ?? text;

/** What the whole of each channel heard, by its key words, and whom else each thread called. */
function heard({ vigie: { seen } }: Journey) {
  const [root, ...others] = seen.slack().filter(({ channelName }) => channelName === "ai-alerts");
  expect(others).toEqual([]);
  const thread = root?.thread ?? [];
  const slackCalls = thread.flatMap((one) => {
    const whom = /"(?:user_id|usergroup_id|range)":"(\w+)"/.exec(JSON.stringify(one.blocks))?.[1];
    return one.broadcast || whom === undefined ? [] : [`${short(one.text)} ${whom}`];
  });
  const summary = (one: unknown) => short(activity.parse(one).summary);
  const teamsCalls = seen.teams().flatMap(({ replies }) =>
    replies.flatMap((one) => {
      const whom = /"mentioned":\{"id":"([^"]+)"/.exec(JSON.stringify(one.activity))?.[1];
      return whom === undefined ? [] : [`${summary(one.activity)} ${whom}`];
    }),
  );
  return {
    slack: thread.filter(({ broadcast }) => broadcast).map(({ text }) => short(text)),
    slackCalls,
    teams: seen
      .teams()
      .slice(1)
      .map((one) => summary(one.root.activity)),
    teamsCalls,
  };
}

whatRings("behaviour 4: an URGENT incident from its first alert to its end", (journey) => {
  it("is heard by each channel once, and by each person when it is their turn", async () => {
    const it = journey();
    const alert = await fired(it, "urgent");
    await it.pass(secondMs);
    expect(heard(it)).toEqual({ slack: [], slackCalls: [], teams: [], teamsCalls: [] });
    await it.pass(3 * minuteMs);
    await does(
      it,
      { kind: "acknowledge" },
      { kind: "appoint", to: { id: idOf(bo), name: bo.name } },
      { kind: "assign", to: { id: idOf(bo), name: bo.name } },
      { kind: "note", text: "the feature store lags" },
      { kind: "judge-real" },
    );
    await it.pass(40 * minuteMs);
    await does(
      it,
      { kind: "update", text: "we roll back" },
      { kind: "mitigate", how: "by-hand", text: "traffic moved" },
      { kind: "record-cause", cause: "data", text: "nulls" },
      { kind: "remediate", fix: "OPS-1", monitoring: "OPS-2" },
    );
    await it.send({ ...alert, status: "resolved" });
    await it.pass(minuteMs);
    expect((await it.incidents())[0]?.phase).toBe("resolved");
    const turns = ["wanted", "Commander: ", "Assigned", "update was due"];
    const whom = (vendor: "slack" | "teams") => [ada, bo, bo, bo].map((one, at) => `${turns[at]} ${one[vendor]}`);
    expect(heard(it)).toEqual({ slack: [], slackCalls: whom("slack"), teams: [], teamsCalls: whom("teams") });
  });

  it("reminds whoever acknowledged and has not judged, and rings when it escalates (behaviour 5)", async () => {
    const it = journey();
    await fired(it, "critical");
    await it.pass(minuteMs);
    await does(it, { kind: "acknowledge" });
    await it.pass(14 * minuteMs);
    const reminded = { slackCalls: [`OVERDUE ${ada.slack}`], teamsCalls: [`OVERDUE ${ada.teams}`] };
    expect(heard(it)).toEqual({ ...reminded, slack: [], teams: [] });
    await it.pass(10 * minuteMs);
    expect(heard(it)).toEqual({ ...reminded, slack: ["Escalated"], teams: ["Escalated"] });
  });

  it("a promotion rings, and asks for a commander later, in the thread", async () => {
    const it = journey();
    await fired(it, "critical");
    await it.pass(minuteMs);
    await fired(it, "urgent");
    await it.pass(minuteMs);
    expect(heard(it)).toEqual({ slack: ["Promoted"], slackCalls: [], teams: ["Promoted"], teamsCalls: [] });
    await it.pass(2 * minuteMs);
    expect(heard(it)).toMatchObject({ slack: ["Promoted"], slackCalls: [`wanted ${ada.slack}`], teams: ["Promoted"] });
  });

  it("experts are called where each chat knows them, and nobody else (U-27)", async () => {
    const it = journey();
    await fired(it, "critical");
    await it.pass(minuteMs);
    const mentions = { slack: "<!subteam^S0SANDMLE>", teams: "chi@sandbox.example" };
    await does(it, { kind: "call-expert", group: "features", mentions, owed: [] });
    expect(heard(it)).toEqual({
      ...{ slack: [], slackCalls: ["Experts S0SANDMLE"] },
      ...{ teams: [], teamsCalls: ["Experts chi@sandbox.example"] },
    });
  });
});

whatRings("behaviour 4: what is done to a model", (journey) => {
  const quiet = { slack: [], slackCalls: [], teams: [], teamsCalls: [] };
  /** Accuracy of the hour before, or of one that begins so long ago. */
  const measured = async ({ vigie }: Journey, percentWorse: number) => {
    const about = { service: "credit-scoring", model: "credit", role: "champion" };
    const answer = await vigie.post("drift", driftBody(percentWorse, vigie.world.now(), about));
    expect(answer).toMatchObject({ status: 200 });
  };

  it("what fails rings; what is begun, done and taken back does not", async () => {
    const it = journey();
    await fired(it, "critical");
    await it.pass(minuteMs);
    await does(it, { kind: "acknowledge" }, { kind: "judge-real" });
    await does(it, { kind: "run-action", action: "fallback", run: "aa" }, { kind: "undo-run", run: "aa", as: "cc" });
    expect(heard(it)).toEqual(quiet);
    await does(it, { kind: "run-action", action: "restart", run: "bb" });
    expect(heard(it)).toEqual({
      ...quiet,
      slack: ["Restart failed", "Escalated"],
      teams: ["Restart failed", "Escalated"],
    });
  });

  it("who may approve is called in the thread, and whoever comes next rings where nobody decides", async () => {
    const it = journey();
    await fired(it, "urgent");
    await it.pass(minuteMs);
    await does(
      it,
      { kind: "acknowledge" },
      { kind: "judge-real" },
      { kind: "appoint", to: { id: idOf(bo), name: bo.name } },
    );
    const before = heard(it);
    await does(it, { kind: "run-action", action: "disable", run: "aa" });
    const asked = heard(it);
    expect(asked.slack).toEqual(before.slack);
    expect(asked.slackCalls.slice(before.slackCalls.length)).toEqual([`Asked: disable ${ada.slack}`]);
    expect(asked.teamsCalls.slice(before.teamsCalls.length)).toEqual([`Asked: disable ${ada.teams}`]);
    await it.pass(11 * minuteMs);
    expect(heard(it).slack).toContain("Nobody has decided");
    expect(heard(it).teams).toEqual(heard(it).slack);
  });

  it("what did not help rings, what helped does not", async () => {
    const it = journey();
    await measured(it, 7);
    await it.pass(minuteMs);
    await does(it, { kind: "acknowledge" }, { kind: "judge-real" });
    await does(it, { kind: "run-action", action: "fallback", run: "aa" });
    await it.pass(61 * minuteMs);
    const before = heard(it);
    await measured(it, 7);
    await it.pass(minuteMs);
    expect(heard(it).slack.slice(before.slack.length)).toEqual(["did not help", "Escalated"]);
    expect(heard(it).teams.slice(before.teams.length)).toEqual(["did not help", "Escalated"]);
    await does(it, { kind: "run-action", action: "fallback", run: "bb" });
    const again = heard(it);
    await it.pass(61 * minuteMs);
    const waited = heard(it);
    expect(waited.slack).toEqual(again.slack);
    await measured(it, 0);
    await it.pass(minuteMs);
    expect(heard(it)).toEqual(waited);
  });
});
