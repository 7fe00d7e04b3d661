import { expect } from "vitest";
import { z } from "zod";
import { viewOf } from "../../../src/delivery/view-of.ts";
import { drawStory } from "../../../src/incident/draw.ts";
import { humanId, type IncidentView } from "../../../src/incident/view.ts";
import { dueAt, waitingTimers } from "../../../src/incident/waits.ts";
import { textOfAdf } from "../../../src/receivers/jira/adf.ts";
import { readTrace } from "../../../src/receivers/slack/trace.ts";
import type { TeamsThread } from "../../../src/sandbox/teams/memory.ts";
import type { UnderTest } from "../../support/vigie-under-test.ts";

export type Expected = {
  readonly phase: "notified" | "resolved";
  /** Activities that Teams may show twice: one where a send's answer never came (protocol 2). */
  readonly teamsTwice: 0 | 1;
  /** The restart took so long that the page was late, which Vigie tells in an incident of its own (protocol 3.4). */
  readonly mayBeLate?: true;
};

/** Nothing is missing and nothing is doubled: one incident, told once in each of the four places, to its end. */
export async function expectToldOnce(vigie: UnderTest, expected: Expected): Promise<void> {
  const { phase, mayBeLate } = expected;
  const view = await onlyIncident(vigie, mayBeLate === true ? "vigie" : "nobody");
  expect(view.incident.phase).toBe(phase);
  expect(Object.values(view.incident.standing).map(({ state }) => state)).toEqual(["told", "told", "told", "told"]);
  await expectNothingLeft(vigie, view, expected);
  expectOnePage(vigie, phase);
  expectOneIssue(vigie, phase);
  expectOneMessage(vigie, view);
  expectTeams(vigie, view, expected);
}

async function onlyIncident({ run: { store } }: UnderTest, ignored: string): Promise<IncidentView> {
  const all = (await store.list({ limit: 10 })).incidents;
  const [stored, ...more] = all.filter(({ incident }) => !incident.sources.includes(ignored));
  expect(more).toEqual([]);
  if (!stored) throw new Error("there is no incident");
  return viewOf(store, stored, { sandbox: true, offers: () => [], opensAt: () => null }, 0);
}

/** All that is still wanted is the end of the reopen window. */
async function expectNothingLeft(
  { run: { store } }: UnderTest,
  { incident }: IncidentView,
  { mayBeLate }: Expected,
): Promise<void> {
  expect(await store.deadLetters(10)).toEqual([]);
  const { chat, ticket } = await store.backlog();
  expect({ chat, ticket }).toEqual({ chat: 0, ticket: 0 });
  if (mayBeLate) return;
  const { phase, resolvedAt = 0, reopenWindowMs } = incident;
  // Timers alone are left: what waits for people, as the incident says; of one that is over also those that it no longer needs.
  const next = await store.nextDue("page");
  const waits = waitingTimers.flatMap((timer) => dueAt[timer](incident) ?? []);
  if (phase === "resolved") expect(next).toBeLessThanOrEqual(resolvedAt + reopenWindowMs);
  else expect(next).toBe(Math.min(...waits));
}

function expectOnePage({ seen }: UnderTest, phase: Expected["phase"]): void {
  const status = phase === "resolved" ? "resolved" : "triggered";
  expect(seen.pages().map((page) => page.status)).toEqual([status]);
}

function expectOneIssue({ seen }: UnderTest, phase: Expected["phase"]): void {
  const issues = seen.issues();
  expect(issues).toHaveLength(1);
  const [issue] = issues;
  expect(issue?.status).toBe(phase === "resolved" ? "Done" : "To Do");
  expect(issue?.moves).toHaveLength(phase === "resolved" ? 1 : 0);
  const comments = issue?.comments.map(({ body }) => textOfAdf(body)) ?? [];
  expect(twices(comments)).toEqual([]);
  expect(comments.filter((text) => text.includes("Resolved"))).toHaveLength(phase === "resolved" ? 1 : 0);
  if (phase === "resolved") expect(textOfAdf(issue?.fields.description)).toContain("RESOLVED");
}

const metadataSchema = z.object({ event_type: z.string(), event_payload: z.unknown() });

/** The thread tells exactly what the journal holds behind the message, each entry once and in its order. */
function expectOneMessage({ seen }: UnderTest, view: IncidentView): void {
  const traceOf = (metadata: unknown) => readTrace(metadataSchema.parse(metadata));
  const messages = seen.slack().filter(({ metadata }) => traceOf(metadata)?.uid === view.incident.uid);
  expect(messages.map(({ channelName }) => channelName)).toEqual(["ai-alerts"]);
  const [message] = messages;
  const since = traceOf(message?.metadata)?.seq ?? 0;
  const wanted = drawStory(view, since, "en").map(({ seq }) => `reply:${seq}`);
  expect(message?.thread.map(({ metadata }) => traceOf(metadata)?.step)).toEqual(wanted);
  if (view.incident.phase === "resolved") expect(message?.text).toContain("RESOLVED");
}

const summarySchema = z.object({ summary: z.string() });

/** As Slack's, but a message may stand there twice where nobody can know that it does. */
function expectTeams({ seen }: UnderTest, view: IncidentView, { teamsTwice, mayBeLate }: Expected): void {
  const id = new RegExp(`\\b${humanId(view.number)}\\b`);
  const isAbout = ({ root }: TeamsThread) => id.test(JSON.stringify(root.activity));
  const cards = seen.teamsCards().filter(isAbout);
  const rings = seen
    .teams()
    .filter(isAbout)
    .filter(({ root }) => !cards.some((card) => card.root.id === root.id));
  const saidBy = (activity: unknown) => summarySchema.parse(activity).summary;
  const story = drawStory(view, 0, "en");
  const replies = cards.flatMap((thread) => thread.replies.map(({ activity }) => saidBy(activity)));
  const extra =
    cards.length - 1 + twices(replies).length + twices(rings.map(({ root }) => saidBy(root.activity))).length;
  expect(cards.length, "no card in Teams").toBeGreaterThan(0);
  expect(extra, "activities doubled in Teams").toBeLessThanOrEqual(teamsTwice);
  const living = cards.at(-1);
  const told = [...new Set(living?.replies.map(({ activity }) => saidBy(activity)))];
  expect(told).toEqual(story.map(({ text }) => text).slice(story.length - told.length));
  if (view.incident.phase === "resolved") {
    expect(told.at(-1)).toContain("Resolved");
    expect(JSON.stringify(living?.root.activity)).toContain("RESOLVED");
  }
  const rung = [...new Set(rings.map(({ root }) => saidBy(root.activity)))];
  const ringing = story.filter(({ tells }) => tells === "rings");
  // What rang before the card was posted stands on the card instead.
  if (!mayBeLate) expect(rung).toHaveLength(ringing.length);
}

function twices(texts: readonly string[]): readonly string[] {
  return texts.filter((text, at) => texts.indexOf(text) !== at);
}
