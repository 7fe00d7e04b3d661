import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshStore, storeKinds, storeMissing } from "../journeys/stores.ts";
import { alertBody } from "../support/samples.ts";
import { eventually } from "./story/eventually.ts";
import { readIncidents } from "./story/read-incidents.ts";
import { totals } from "./story/seen-of.ts";
import { createStops } from "./story/stops.ts";
import { startVigieProcess, type VigieProcess } from "./story/vigie-process.ts";

const requests = 400;
const services = 8;
/** SIGTERM comes when so many were answered: all others are under way, and deliveries have begun. */
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
  let answers: readonly Answer[] = [];
  let again: VigieProcess;

  beforeAll(async () => {
    const store = add(await freshStore(kind));
    const vigie = add(await startVigieProcess({ dir, store: store.url }));
    let answered = 0;
    const ended = Promise.withResolvers<Awaited<ReturnType<VigieProcess["stop"]>>>();
    answers = await Promise.all(
      Array.from({ length: requests }, async (_, n): Promise<Answer> => {
        const answer = await post(vigie.origin, n);
        answered += 1;
        if (answered === answeredBefore) vigie.stop().then(ended.resolve, ended.reject);
        return answer;
      }),
    );
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

  it("every request is answered 200 or refused, and some are of each kind", () => {
    const refused = answers.filter(({ status }) => status !== 200).map(({ status }) => status);
    expect(refused.filter((status) => status !== 503 && status !== "no answer")).toEqual([]);
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
