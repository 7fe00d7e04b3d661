import type { Incident } from "../incident/incident.ts";
import type { Release, StoredIncident } from "../store/port.ts";
import { fill } from "../words/running.ts";
import { slackChat } from "../words/slack-chat.ts";
import { again } from "./again.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";
import { viewOf } from "./view-of.ts";

/** All of it: shorter than the lease of a mark in the lane of pages. */
const timeOutMs = 12_000;
/** Tried again so often, for so long; then the incident says that there is none. */
const retryMs = 15_000;
const triedForMs = 3_600_000;
/** One a few seconds, and two major incidents at once: Slack lets an app create some twenty a minute. */
const gate = { key: "slack:conversations.create", rate: { intervalMs: 3_000, burst: 5 } } as const;

const done: Release = { kind: "done" };

/** Timer `channel`: opens the incident's own channel in Slack, and tells the incident where it is. */
export async function openOwnChannel(found: StoredIncident, deps: DeliveryDeps): Promise<Release> {
  const { incident } = found;
  const slack = deps.receivers.get("slack");
  if (incident.channel?.state !== "asked" || !slack?.openChannel) return done;
  const passed = await deps.store.gate(gate.key, gate.rate, 0);
  if (passed.kind === "shut") return { kind: "retry", dueAt: passed.at, failed: false };
  const opened = await slack.openChannel({
    view: await viewOf(deps.store, found, deps.view, incident.seq),
    locale: localeOf(incident, deps),
    people: await deps.slackIdsOf(involvedIn(incident)),
    attemptId: deps.newAttemptId(),
    signal: AbortSignal.timeout(timeOutMs),
  });
  if (opened.kind === "opened") {
    const { label, link = "", uninvited } = opened;
    if (uninvited > 0) deps.log.warn({ uid: incident.uid, uninvited }, "some could not be invited to its own channel");
    await deps.tell(incident, { kind: "channel-open", uid: incident.uid, link, label });
    return done;
  }
  if (opened.kind === "retry") {
    const askedAt = incident.latest?.["channel-asked"]?.at ?? incident.updatedAt;
    const now = deps.now();
    if (opened.afterMs !== undefined) await deps.store.shutGate(gate.key, (await deps.store.now()) + opened.afterMs);
    if (now - askedAt < triedForMs) return again(now + (opened.afterMs ?? retryMs), deps);
  }
  const text = fill(slackChat.noChannel[localeOf(incident, deps)], { reason: opened.detail ?? opened.reason });
  const by = { id: "vigie" };
  await deps.tell(incident, { kind: "act", uid: incident.uid, act: { kind: "note", text }, by, where: "slack" });
  return done;
}

function localeOf(incident: Incident, deps: DeliveryDeps) {
  const owed = incident.owed.find(({ receiver }) => receiver === "slack");
  return (owed && deps.destination(owed.id)?.locale) ?? "en";
}

/** Who has to do with it, as actors. */
function involvedIn({ acknowledged, assignee, commander, experts = [] }: Incident): readonly string[] {
  const all = [acknowledged?.by, assignee?.to, commander?.id, ...experts.map(({ joined }) => joined?.by)];
  return [...new Set(all.filter((one) => one !== undefined))];
}
