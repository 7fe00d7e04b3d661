import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshStore, storeKinds, storeMissing } from "../journeys/stores.ts";
import { alertBody } from "../support/samples.ts";
import type { Ended } from "./story/child.ts";
import { eventually } from "./story/eventually.ts";
import { readIncidents } from "./story/read-incidents.ts";
import { totals } from "./story/seen-of.ts";
import { createStops } from "./story/stops.ts";
import { startVigieProcess, type VigieProcess } from "./story/vigie-process.ts";

/** So many senders send one alert after the other until they are refused. */
const senders = 200;
const services = 10;
/** The API shows the first 100 alerts of an incident: more are not sent. */
const alertsMax = services * 100;
/** SIGTERM comes when so many were answered: the other senders wait for an answer, and deliveries are under way. */
const answeredBefore = 100;
const deliverTimeOutMs = 120_000;

type Answer = { readonly fingerprint: string; readonly status: number | "no answer" };

describe.each(storeKinds)("SIGTERM under load (%s)", (kind) => {
  const missing = storeMissing(kind);
  if (missing) {
    it.skip(missing, () => {});
    return;
  }
  const dir = mkdtempSync(join(tmpdir(), "vigie-drain-"));
  const { add, stopAll } = createStops();
  const answers: Answer[] = [];
  let again: VigieProcess;

  beforeAll(async () => {
    const store = add(await freshStore(kind));
    const vigie = add(await startVigieProcess({ dir, store: store.url }));
    const ended = Promise.withResolvers<Ended>();
    let sent = 0;
    const send = async (): Promise<void> => {
      const answer = await post(vigie.origin, sent++);
      answers.push(answer);
      if (answers.length === answeredBefore) vigie.stop().then(ended.resolve, ended.reject);
      if (answer.status === 200 && sent < alertsMax) await send();
    };
    await Promise.all(Array.from({ length: senders }, send));
    expect(await ended.promise).toEqual({ code: 0, signal: null });
    again = add(await startVigieProcess({ dir, store: store.url }));
    const states = async () =>
      (await readIncidents(again)).flatMap(({ destinations }) => destinations.map(({ state }) => state));
    await eventually(states, Array(services * 4).fill("told"), deliverTimeOutMs);
  }, deliverTimeOutMs * 2);

  afterAll(async () => {
    await stopAll();
    rmSync(dir, { recursive: true, force: true });
  });

  it("requests are answered 200, or refused from the signal on", () => {
    const refused = answers.filter(({ status }) => status !== 200);
    expect(new Set(refused.map(({ status }) => status)).isSubsetOf(new Set([503, "no answer"]))).toBe(true);
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(answeredBefore);
  });

  it("every alert that was answered 200 is there after the restart", async () => {
    const incidents = await readIncidents(again);
    const kept = new Set(incidents.flatMap(({ alerts }) => alerts.map(({ fingerprint }) => fingerprint)));
    expect(answers.filter(({ status, fingerprint }) => status === 200 && !kept.has(fingerprint))).toEqual([]);
  });

  it("nothing was delivered twice in Slack, Teams, PagerDuty or Jira", () => {
    const { seen } = again;
    expect(totals(seen)).toEqual({ slack: services, teams: services, pages: services, issues: services });
    for (const { log } of seen.pages()) expect(log.map(({ action }) => action)).toEqual(["trigger"]);
    for (const { thread } of seen.slack()) expectDistinct(thread.map(({ text, blocks }) => [text, blocks]));
    for (const { comments } of seen.issues()) expectDistinct(comments.map(({ body }) => body));
  });
});

function expectDistinct(entries: readonly unknown[]): void {
  const words = entries.map((entry) => JSON.stringify(entry));
  expect(words).toEqual([...new Set(words)]);
}

async function post(origin: string, n: number): Promise<Answer> {
  const fingerprint = `load-${n}`;
  const labels = { service: `service-${n % services}`, instance: `${n}` };
  const body = JSON.stringify(alertBody([{ fingerprint, labels }], Date.now()));
  try {
    const headers = { "content-type": "application/json" };
    const { status } = await fetch(`${origin}/webhooks/alertmanager`, { method: "POST", headers, body });
    return { fingerprint, status };
  } catch {
    return { fingerprint, status: "no answer" };
  }
}
