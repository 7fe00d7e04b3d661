import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { sandboxPeople } from "../../src/sandbox/people.ts";
import { openStandInState } from "../../src/sandbox/state.ts";
import { freshStore, storeKinds, storeMissing } from "../journeys/stores.ts";
import { type Chat, type ChatWorld, inSlack, inTeams } from "../support/chats.ts";
import { alertBody } from "../support/samples.ts";
import { vendorsSeen } from "../support/vendors-seen.ts";
import { createStops } from "./story/stops.ts";
import { startVigieProcess } from "./story/vigie-process.ts";

const [ada, bo] = sandboxPeople;
/** "A click in one shows in the other" (U-48). */
const shownWithinMs = 5_000;
const openedWithinMs = 60_000;

type Place = "Slack" | "Teams" | "PagerDuty" | "Jira";

describe.each(storeKinds)("a click anywhere shows everywhere within 5 s, on the real clock (%s)", (kind) => {
  const missing = storeMissing(kind);
  if (missing) {
    it.skip(missing, () => {});
    return;
  }
  const dir = mkdtempSync(join(tmpdir(), "vigie-five-"));
  const { add, stopAll } = createStops();
  let world: ChatWorld;
  let chats: Readonly<Record<"Slack" | "Teams", Chat>>;

  beforeAll(async () => {
    const store = add(await freshStore(kind));
    const vigie = add(await startVigieProcess({ dir, store: store.url }));
    const state = openStandInState(join(dir, "data", "sandbox.db"));
    add({ stop: async () => state.close() });
    world = { state, seen: vendorsSeen(state), world: { now: Date.now }, run: { origin: vigie.origin } };
    chats = { Slack: inSlack(world), Teams: inTeams(world) };
  }, openedWithinMs);

  afterAll(async () => {
    await stopAll();
    rmSync(dir, { recursive: true, force: true });
  });

  const post = (path: string, body: URLSearchParams) =>
    fetch(`${world.run.origin}${path}`, { method: "POST", body, redirect: "manual" }).then((answer) => answer.text());
  const pageOf = (service: string) => world.seen.pages().find((page) => JSON.stringify(page).includes(service));
  const issueOf = (service: string) => world.seen.issues().find((issue) => JSON.stringify(issue).includes(service));
  /** The incident of a service, once all four vendors were told of it. */
  const opened = async (service: string): Promise<string> => {
    await fetch(`${world.run.origin}/webhooks/alertmanager`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(alertBody([{ labels: { service } }], Date.now())),
    }).then((answer) => answer.text());
    return vi.waitFor(
      () => {
        const [, id = ""] = /\b(VIG-\d+)\b/.exec(JSON.stringify(pageOf(service))) ?? [];
        expect(issueOf(service)).toBeDefined();
        expect(Object.values(chats).map((chat) => chat.buttons(id).includes("acknowledge"))).toEqual([true, true]);
        return id;
      },
      { timeout: openedWithinMs, interval: 200 },
    );
  };
  /** How each place says that somebody has it. */
  const shows = (place: Place, id: string, service: string, who: string): boolean => {
    if (place === "PagerDuty") return pageOf(service)?.status === "acknowledged";
    if (place === "Jira") return JSON.stringify(issueOf(service)?.comments).includes(who);
    return chats[place].shows(id).includes(`Acknowledged by ${who}`);
  };

  const clicks: Readonly<Record<Place, (id: string, service: string) => Promise<unknown>>> = {
    Slack: (id) => chats.Slack.press(ada, id, "acknowledge", "card"),
    Teams: (id) => chats.Teams.press(ada, id, "acknowledge", "card"),
    PagerDuty: (_id, service) =>
      post(
        "/sandbox/pagerduty/people/press",
        new URLSearchParams({ number: String(pageOf(service)?.number), change: "acknowledge", person: bo.pagerduty }),
      ),
    Jira: (_id, service) =>
      post(
        "/sandbox/jira/people/press",
        new URLSearchParams({ issue: issueOf(service)?.key ?? "", change: "assign", person: bo.jira, text: "" }),
      ),
  };

  it.each<readonly [Place, readonly Place[], string]>([
    ["Slack", ["Teams", "PagerDuty", "Jira", "Slack"], ada.name],
    ["Teams", ["Slack", "PagerDuty", "Jira", "Teams"], ada.name],
    ["PagerDuty", ["Slack", "Teams", "Jira"], bo.name],
  ])("acknowledged in %s: shown in %s", async (from, to, who) => {
    const service = `from-${from.toLowerCase()}`;
    const id = await opened(service);
    const began = performance.now();
    await clicks[from](id, service);
    await vi.waitFor(() => expect(to.filter((place) => !shows(place, id, service, who))).toEqual([]), {
      timeout: shownWithinMs,
      interval: 50,
    });
    console.log(`from ${from} to ${to.join(", ")} on ${kind}: ${Math.round(performance.now() - began)} ms`);
  });

  it("assigned in Jira: shown in both chats", async () => {
    const service = "from-jira";
    const id = await opened(service);
    await clicks.Jira(id, service);
    await vi.waitFor(
      () => expect(Object.values(chats).map((chat) => chat.shows(id).includes(`to ${bo.name}`))).toEqual([true, true]),
      { timeout: shownWithinMs, interval: 50 },
    );
  });
});
