import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { alertBody, driftBody } from "../support/samples.ts";
import { startUnderTest, type UnderTest } from "../support/vigie-under-test.ts";
import { freshStore, storeKinds, storeMissing } from "./stores.ts";

const listSchema = z.object({
  incidents: z.array(
    z.looseObject({
      id: z.string(),
      severity: z.string(),
      phase: z.string(),
      received: z.number(),
      firing: z.number(),
    }),
  ),
});
const minuteMs = 60_000;

describe.each(storeKinds)("on %s", (kind) => {
  const missing = storeMissing(kind);
  if (missing) {
    it.skip(missing, () => {});
    return;
  }
  let vigie: UnderTest;
  let end: () => Promise<void>;

  beforeEach(async () => {
    const store = await freshStore(kind);
    vigie = await startUnderTest({ store: store.url });
    end = async () => {
      await vigie.stop();
      await store.stop();
    };
  });
  afterEach(() => end());

  const incidents = async () => listSchema.parse(await vigie.get("/api/v1/incidents")).incidents;
  const counts = () => ({
    slack: vigie.seen.slack().length,
    teams: vigie.seen.teamsCards().length,
    pages: vigie.seen.pages().length,
    issues: vigie.seen.issues().length,
  });
  const send = async (...alerts: Parameters<typeof alertBody>[0]) => {
    const answer = await vigie.post("alertmanager", alertBody(alerts, vigie.world.now()));
    expect(answer).toEqual({ status: 200, body: { accepted: alerts.length, rejected: [] } });
  };
  const measure = async (percentWorse: number, more = {}) => {
    const answer = await vigie.post("drift", driftBody(percentWorse, vigie.world.now(), more));
    expect(answer.status).toBe(200);
  };

  it("U-01: a CRITICAL alert is one page, one card in each chat, one issue and one row, all with one id", async () => {
    await send({ name: "ServiceDown" });
    await vigie.settle();

    expect(counts()).toEqual({ slack: 1, teams: 1, pages: 1, issues: 1 });
    const [row] = await incidents();
    expect(row).toMatchObject({ severity: "critical", phase: "notified", received: 1 });
    const id = row?.id ?? "";
    expect(JSON.stringify(vigie.seen.slack())).toContain(id);
    expect(JSON.stringify(vigie.seen.teams())).toContain(id);
    expect(JSON.stringify(vigie.seen.pages())).toContain(id);
    expect(JSON.stringify(vigie.seen.issues())).toContain(id);
  });

  it("U-01: the card carries the runbook's meaning and what to do first", async () => {
    await send({ name: "ServiceDown", annotations: { runbook_id: "ServiceDown" } });
    await vigie.settle();
    const card = JSON.stringify(vigie.seen.slack());
    expect(card).toContain("A scraped target has not answered for one minute.");
    expect(card).toContain("First: check the state of the containers.");
  });

  it("U-02: accuracy worse by 2 to 5 % is told in chat and as a ticket, and pages nobody", async () => {
    await measure(3);
    await vigie.settle();
    expect(counts()).toEqual({ slack: 1, teams: 1, pages: 0, issues: 1 });
    expect(await incidents()).toMatchObject([{ severity: "warning" }]);
  });

  it("U-03: accuracy worse by less than 2 % is a row on the dashboard and nothing else", async () => {
    await measure(1.99);
    await vigie.settle();
    expect(counts()).toEqual({ slack: 0, teams: 0, pages: 0, issues: 0 });
    expect(await incidents()).toMatchObject([{ severity: "info" }]);
  });

  it.each([
    [1.99, "info"],
    [2, "warning"],
    [4.99, "warning"],
    [5, "critical"],
    [10, "critical"],
    [10.01, "urgent"],
  ])("C-07: worse by %s percent is %s", async (percent, severity) => {
    await measure(percent);
    expect(await incidents()).toMatchObject([{ severity }]);
  });

  it("U-11: 500 identical events in parallel are one card, one page, one issue and a counter of 500", async () => {
    const body = alertBody([{ name: "ServiceDown" }], vigie.world.now());
    const answers = await Promise.all(Array.from({ length: 500 }, () => vigie.post("alertmanager", body)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    await vigie.settle();
    expect(counts()).toEqual({ slack: 1, teams: 1, pages: 1, issues: 1 });
    expect(await incidents()).toMatchObject([{ received: 500, firing: 1 }]);
    expect(vigie.seen.pages()[0]?.log.map(({ action }) => action)).toEqual(["trigger"]);
    expect(JSON.stringify(vigie.seen.slack())).toContain("500");
  });

  it("U-12: the low alert's critical twin promotes the incident, and the low one's end does not close it", async () => {
    const low = { name: "AIQualityScoreLow", labels: { severity: "warning", family: "ai-quality-score" } };
    const critical = { name: "AIQualityScoreCritical", labels: { severity: "critical", family: "ai-quality-score" } };
    await send(low);
    await vigie.settle();
    expect(counts().pages).toBe(0);
    vigie.world.advance(2 * minuteMs);
    await send(critical);
    await vigie.settle();
    expect(counts()).toEqual({ slack: 1, teams: 1, pages: 1, issues: 1 });
    expect(await incidents()).toMatchObject([{ severity: "critical" }]);

    await send({ ...low, status: "resolved", startsAt: new Date(vigie.world.now() - minuteMs).toISOString() });
    await vigie.settle();
    expect(await incidents()).toMatchObject([{ severity: "critical", phase: "notified", firing: 1 }]);
    expect(vigie.seen.pages()[0]?.status).toBe("triggered");
  });

  it("U-15: the source's end turns it green everywhere, and firing again within 10 min reopens the same incident", async () => {
    const startsAt = new Date(vigie.world.now()).toISOString();
    await send({ name: "ServiceDown", startsAt });
    await vigie.settle();
    vigie.world.advance(5 * minuteMs);
    await send({ name: "ServiceDown", status: "resolved", startsAt });
    await vigie.settle(30_000);

    const [row] = await incidents();
    expect(row).toMatchObject({ phase: "resolved", firing: 0 });
    expect(vigie.seen.slack()[0]?.text).toContain("RESOLVED");
    expect(JSON.stringify(vigie.seen.teams()[0]?.root.activity)).toContain("RESOLVED");
    expect(vigie.seen.pages()[0]?.status).toBe("resolved");
    expect(vigie.seen.issues()[0]?.status).toBe("Done");

    vigie.world.advance(3 * minuteMs);
    await send({ name: "ServiceDown", startsAt: new Date(vigie.world.now()).toISOString() });
    await vigie.settle();
    expect(await incidents()).toMatchObject([{ id: row?.id, phase: "notified", firing: 1 }]);
    expect(counts()).toEqual({ slack: 1, teams: 1, pages: 2, issues: 1 });
  });

  it("protocol 5.1: firing again after the reopen window is a new incident", async () => {
    const startsAt = new Date(vigie.world.now()).toISOString();
    await send({ name: "ServiceDown", startsAt });
    await vigie.settle();
    await send({ name: "ServiceDown", status: "resolved", startsAt });
    await vigie.settle();
    vigie.world.advance(11 * minuteMs);
    await vigie.settle();
    expect(await incidents()).toMatchObject([{ phase: "closed" }]);
    await send({ name: "ServiceDown" });
    await vigie.settle();
    expect(await incidents()).toHaveLength(2);
    expect(counts()).toMatchObject({ slack: 2, pages: 2, issues: 2 });
  });
});
