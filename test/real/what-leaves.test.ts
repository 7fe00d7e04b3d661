import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alertBody, driftBody } from "../support/samples.ts";
import { eventually } from "./story/eventually.ts";
import { readIncidents } from "./story/read-incidents.ts";
import { createStops } from "./story/stops.ts";
import { startVigieProcess, type VigieProcess } from "./story/vigie-process.ts";

const toldWithinMs = 60_000;
const allTold = ["told", "told", "told", "told"];

/** The table of docs/what-leaves-your-network.md: a word of its own in each field, looked for at each vendor. */
describe("what leaves the network", () => {
  const { add, stopAll } = createStops();
  let dir: string;
  let vigie: VigieProcess;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "vigie-leaves-"));
    vigie = add(await startVigieProcess({ dir, store: "sqlite" }));
    const labels = { pod: "pod-word", owner_note: "label-word", region: "region-word" };
    const annotations = {
      summary: "summary-word of bob@example.org",
      runbook_url: "https://wiki.example.com/runbook-word",
      internal: "annotation-word",
    };
    await post("alertmanager", alertBody([{ labels, annotations }], Date.now()));
    const features = [{ name: "feature-word", value: 0.3 }];
    await post(
      "drift",
      driftBody(12, Date.now(), { service: "churn", segment: "segment-word", features, odd: "odd-word" }),
    );
    const states = async () =>
      (await readIncidents(vigie)).map(({ destinations }) => destinations.map(({ state }) => state));
    await eventually(states, [allTold, allTold], toldWithinMs);
  }, toldWithinMs * 2);

  afterAll(async () => {
    await stopAll();
    rmSync(dir, { recursive: true, force: true });
  });

  async function post(source: string, body: unknown): Promise<void> {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${vigie.origin}/webhooks/${source}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
  }

  /** Which vendors hold a word, in whatever they were sent. */
  function holding(word: string): readonly string[] {
    const { slack, teams, pages, issues } = vigie.seen;
    const all = { slack: slack(), teams: teams(), pagerduty: pages(), jira: issues() };
    return Object.entries(all).flatMap(([vendor, shown]) => (JSON.stringify(shown).includes(word) ? [vendor] : []));
  }

  const everybody = ["slack", "teams", "pagerduty", "jira"];
  it.each([
    ["the summary", "summary-word", everybody],
    ["the pod", "pod-word", everybody],
    ["the runbook's address", "runbook-word", everybody],
    ["service and model", "credit-scoring", everybody],
    ["the worst features", "feature-word", ["slack", "teams", "jira"]],
    ["the segment", "segment-word", ["slack", "teams", "jira"]],
    ["another label", "label-word", []],
    ["a label that nobody knows an instance by", "region-word", []],
    ["another annotation", "annotation-word", []],
    ["an unknown field of an event", "odd-word", []],
    ["an address of a person", "bob@example.org", []],
  ])("%s goes to whom the table says", (_, word, vendors) => {
    expect(holding(word)).toEqual(vendors);
  });

  it("what goes to nobody is there for who may read the store", async () => {
    const [incident] = (await readIncidents(vigie)).filter(({ family }) => family === "ServiceDown");
    const page = await (await fetch(`${vigie.origin}/api/v1/incidents/${incident?.id}`)).text();
    for (const word of ["label-word", "region-word", "annotation-word"]) expect(page).toContain(word);
    expect(page).not.toContain("bob@example.org");
  });
});
