import type { Alert } from "../alert/alert.ts";
import { locales } from "../words/locale.ts";
import { ownWordsOf } from "../words/own.ts";
import { groupIdOf } from "./group.ts";
import type { Incident } from "./incident.ts";
import type { Judgement, Owed } from "./judgement.ts";
import { laneOf } from "./mark.ts";

/** The family of exercises: no trouble of anybody's, and counted in no statistics. */
export const drillFamily = "fire-drill";

/** An exercise whose destination cannot be told ends so long after it began, in ms. */
const drillMaxMs = 60_000;

/** Whether an incident is an exercise; every card of it says so. */
export function isDrill({ sources, identity }: Pick<Incident, "sources" | "identity">): boolean {
  return sources.includes("vigie") && identity.family === drillFamily;
}

/** An exercise as an alert of Vigie's own. @param by who asked for it, as the journal names actors */
export function drillAlert(id: string, status: Alert["status"], now: number, by?: string): Alert {
  const summaries = locales.map((locale) => [`summary_${locale}`, ownWordsOf(locale).fireDrill(by)] as const);
  return {
    source: "vigie",
    fingerprint: `${drillFamily}:${id}`,
    status,
    name: "Vigie: fire drill",
    labels: { service: "vigie", environment: "production", family: drillFamily, alertname: "Vigie: fire drill" },
    annotations: { summary: ownWordsOf("en").fireDrill(by), ...Object.fromEntries(summaries) },
    startsAt: now,
    ...(status === "resolved" ? { endsAt: now } : {}),
    links: [],
  };
}

/** Whom an exercise tells: these destinations at once and nobody else, whatever the routes say. */
export function drillJudgement(
  { policyHash, reopenWindowMs }: Pick<Judgement, "policyHash" | "reopenWindowMs">,
  { policyName, id, places }: { readonly policyName: string; readonly id: string; readonly places: readonly string[] },
): Judgement {
  const groupKey = `{family=${JSON.stringify(drillFamily)}, drill=${JSON.stringify(id)}}`;
  const receivers = places.map((place) => place.slice(0, place.indexOf(":")));
  const severity = receivers.some((receiver) => laneOf(receiver) === "page") ? "critical" : "info";
  const owed = places.map(
    (place, at): Owed => ({ id: place, receiver: receivers[at] ?? "", told: drillFamily, at: severity }),
  );
  return {
    identity: { environment: "production", environmentAssumed: false, service: "vigie", family: drillFamily },
    ...{ groupKey, groupId: groupIdOf(policyName, groupKey) },
    ...{ verdict: { kind: "severity", severity }, reason: { kind: "own" }, owed, deadlines: [], lifecycle: "short" },
    ...{ recoverAfter: 1, inARow: 1, reopenWindowMs, policyHash },
  };
}

/** Whether an exercise is over: every destination was told or refused, or it took too long. */
export function isDrillOver({ owed, standing, openedAt }: Incident, now: number): boolean {
  const isSettled = owed.every(({ id }) =>
    ["told", "undelivered", "left_out"].includes(standing[id]?.state ?? "waiting"),
  );
  return isSettled || now - openedAt > drillMaxMs;
}
