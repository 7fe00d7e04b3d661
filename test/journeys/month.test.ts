import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { fakeWorld } from "../support/fake-world.ts";
import { startUnderTest, type UnderTest } from "../support/vigie-under-test.ts";
import { courses, eventsOf, hoursInMonth, models } from "./month/models.ts";
import { pagerKeys, writePolicy } from "./month/write-policy.ts";

const hourMs = 3_600_000;
const minuteMs = 60_000;
const startsAt = Date.parse("2026-09-01T00:00:00.000Z");

const listSchema = z.object({
  incidents: z.array(
    z.looseObject({
      service: z.string(),
      family: z.string(),
      phase: z.string(),
      severity: z.string(),
      openedAt: z.string(),
    }),
  ),
  next: z.string().nullable(),
});
type Row = z.infer<typeof listSchema>["incidents"][number];

describe("sixty models of twelve teams, measured each hour for thirty days", () => {
  const dir = mkdtempSync(join(tmpdir(), "vigie-month-"));
  let vigie: UnderTest;
  let incidents: readonly Row[] = [];
  let took = { s: 0, cpuS: 0 };

  beforeAll(async () => {
    const world = fakeWorld(startsAt);
    vigie = await startUnderTest({ world, env: { ...pagerKeys, VIGIE_POLICY: writePolicy(dir) } });
    const began = { ms: performance.now(), cpu: process.cpuUsage() };
    for (let hour = 0; hour < hoursInMonth; hour += 1) {
      world.set(startsAt + hour * hourMs + 5 * minuteMs);
      const { status } = await vigie.post("drift", eventsOf(hour, startsAt));
      expect(status).toBe(200);
      await vigie.settle(59 * minuteMs);
    }
    const { user, system } = process.cpuUsage(began.cpu);
    took = { s: Math.round((performance.now() - began.ms) / 1_000), cpuS: Math.round((user + system) / 1e6) };
    incidents = await allIncidents();
  }, 600_000);
  afterAll(async () => {
    await vigie.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const allIncidents = async () => {
    const all: Row[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = listSchema.parse(await vigie.get(`/api/v1/incidents?limit=200${cursor && `&cursor=${cursor}`}`));
      all.push(...page.incidents);
      cursor = page.next;
    }
    return all;
  };

  it("tells what matters once, and nothing else", () => {
    const table = courses.map(({ name, models: count }) => {
      const services = new Set(models.filter(({ course }) => course.name === name).map(({ service }) => service));
      const mine = incidents.filter(({ service, severity }) => services.has(service) && severity !== "info");
      const about = (text: string) => [...services].some((service) => text.includes(service));
      const messages = vigie.seen.slack().filter(({ text }) => about(text ?? ""));
      const rings = messages.flatMap(({ thread }) => thread.filter((one) => one.broadcast));
      return {
        course: name,
        models: count,
        "drift incidents": mine.filter(({ family }) => family !== "monitoring").length,
        "not measured": mine.filter(({ family }) => family === "monitoring").length,
        messages: messages.length,
        rings: rings.length,
        pages: vigie.seen.pages().filter((page) => about(JSON.stringify(page))).length,
        tickets: vigie.seen.issues().filter((issue) => about(JSON.stringify(issue))).length,
        open: mine.filter(({ phase }) => phase !== "closed" && phase !== "resolved").length,
      };
    });
    console.table(table);
    console.log(
      `${incidents.length} incidents, ${hoursInMonth * models.length} measurements in ${took.s} s, of them ${took.cpuS} s of CPU`,
    );
    expect(table.map((row) => Object.values(row))).toEqual([
      // course, models, drift incidents, not measured, messages, rings, pages, tickets, open
      ["steady", 40, 0, 0, 0, 0, 0, 0, 0],
      ["late", 4, 0, 4, 4, 0, 0, 0, 0],
      ["back-filled", 4, 0, 4, 4, 0, 0, 0, 0],
      ["missing", 2, 0, 2, 2, 0, 0, 0, 0],
      ["flapping", 4, 4, 0, 4, 16, 0, 4, 0],
      ["recovering", 2, 2, 0, 2, 0, 0, 2, 0],
      // At URGENT the promotion rings, and the request for an Incident Commander (U-26).
      ["worsening", 2, 2, 0, 2, 4, 2, 2, 0],
      ["slow to recover", 1, 1, 0, 1, 0, 1, 1, 0],
      ["p-value", 1, 1, 0, 1, 0, 0, 1, 0],
    ]);
  });

  it("says that a series is late when its hour and the grace are over", () => {
    const late = models.find(({ course }) => course.name === "late");
    const row = incidents.find(({ service, family }) => service === late?.service && family === "monitoring");
    // The last window ended on the fourth day at 01:00, the next is taken in at 07:05.
    const lastWindow = startsAt + (3 * 24 + 1) * hourMs;
    expect(row).toMatchObject({ openedAt: new Date(lastWindow + 90 * minuteMs).toISOString(), severity: "warning" });
  });

  it("tells each team of its own models only", () => {
    for (const { text, channelName } of vigie.seen.slack()) {
      const owners = models.filter(({ service }) => text?.includes(service)).map(({ team }) => team);
      expect([text, owners]).toEqual([text, [channelName]]);
    }
  });
});
