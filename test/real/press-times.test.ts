import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { sandboxPeople } from "../../src/sandbox/people.ts";
import { freshStore, storeKinds, storeMissing } from "../journeys/stores.ts";
import { alertBody } from "../support/samples.ts";
import { openSlackBeside } from "../support/slack-beside.ts";
import { eventually } from "./story/eventually.ts";
import { createStops } from "./story/stops.ts";
import { startVigieProcess } from "./story/vigie-process.ts";

/** Slack shows people an error after it. */
const slackWaitsMs = 3_000;
const incidents = 5;
const rounds = 10;
const stormBatch = 50;

describe.each(storeKinds)("a press in Slack during a storm (%s)", (kind) => {
  const missing = storeMissing(kind);
  if (missing) {
    it.skip(missing, () => {});
    return;
  }
  const dir = mkdtempSync(join(tmpdir(), "vigie-press-"));
  const { add, stopAll } = createStops();
  const listSchema = z.object({ incidents: z.array(z.object({ id: z.string() })) });
  const heldSchema = z.object({ acknowledged: z.object({ by: z.string() }).nullable(), received: z.number() });
  let held: readonly z.infer<typeof heldSchema>[] = [];
  const answers: { readonly status: number; readonly ms: number }[] = [];

  beforeAll(async () => {
    const store = add(await freshStore(kind));
    const slack = add(await openSlackBeside());
    const vigie = add(await startVigieProcess({ dir, store: store.url, env: slack.env }));
    const send = (round: number) => {
      const alerts = Array.from({ length: stormBatch }, (_, at) => ({
        labels: { service: `service-${at % incidents}`, instance: `${round}-${at}` },
      }));
      return fetch(`${vigie.origin}/webhooks/alertmanager`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(alertBody(alerts, Date.now())),
      }).then((answer) => answer.text());
    };
    await send(0);
    const cards = () => slack.messages().filter((message) => slack.buttonsOf(message).length > 0);
    await eventually(async () => cards().length, incidents, 60_000);

    for (let round = 1; round <= rounds; round += 1) {
      const storm = send(round);
      for (const card of cards()) {
        const [button] = slack.buttonsOf(card);
        const [person] = sandboxPeople.slice(round % sandboxPeople.length);
        if (button && person) answers.push(await slack.press(vigie.origin, card, button, person.slack));
      }
      await storm;
    }
    const { incidents: opened } = listSchema.parse(await vigie.get("/api/v1/incidents?limit=200"));
    const details = await Promise.all(opened.map(({ id }) => vigie.get(`/api/v1/incidents/${id}`)));
    held = details.map((detail) => heldSchema.parse(detail));
  }, 240_000);

  afterAll(async () => {
    await stopAll();
    rmSync(dir, { recursive: true, force: true });
  });

  it("is answered 200, well before Slack shows an error", () => {
    expect(answers.length).toBeGreaterThanOrEqual(incidents * rounds);
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(slackWaitsMs);
  });

  it("takes effect amid the repeats: somebody has every incident, and no alert is lost", () => {
    expect(held.filter(({ acknowledged }) => acknowledged === null)).toEqual([]);
    expect(held).toHaveLength(incidents);
    expect(held.reduce((sum, { received }) => sum + received, 0)).toBe((rounds + 1) * stormBatch);
  });
});
