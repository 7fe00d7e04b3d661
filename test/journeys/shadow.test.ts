import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { type Journey, journeysOn, minuteMs } from "./delivery/journey.ts";
import { policyWith } from "./policies.ts";
import { storeKinds } from "./stores.ts";

const dir = mkdtempSync(join(tmpdir(), "vigie-shadow-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const inShadow = policyWith(dir, "shadow", "mode: shadow");
const live = policyWith(dir, "live", "mode: live");

const counts = ({ seen }: Journey["vigie"]) => ({
  chat: seen.slack().length + seen.teamsCards().length,
  pages: seen.pages().length,
  issues: seen.issues().length,
});
const nothing = { chat: 0, pages: 0, issues: 0 };
const text = async (vigie: Journey["vigie"], path: string) => (await fetch(`${vigie.run.origin}${path}`)).text();

journeysOn(
  storeKinds,
  "behaviour 9: shadow",
  (journey) => {
    const fires = async ({ vigie, send, pass }: Journey, startsAt = new Date(vigie.world.now()).toISOString()) => {
      await send({ name: "ServiceDown", startsAt });
      await pass(minuteMs);
      return startsAt;
    };

    it("decides and records, shows what would have been told, and tells nobody, from the first alert to the end", async () => {
      const it = journey();
      const startsAt = await fires(it);
      await it.send({ name: "ServiceDown", startsAt, status: "resolved" });
      await it.pass(60 * minuteMs);
      expect(counts(it.vigie)).toEqual(nothing);
      expect(await it.incidents()).toMatchObject([{ severity: "critical", phase: "closed" }]);
      const page = await text(it.vigie, "/shadow");
      expect(page).toContain("opened: Slack #ai-alerts");
      expect(page).toContain("would have paged");
      expect(page).toContain("ended: Slack #ai-alerts");
      expect(await it.vigie.get("/api/v1/shadow")).toMatchObject({
        totals: expect.arrayContaining([expect.objectContaining({ destination: "jira:OPS", incidents: 1, told: 0 })]),
        incidents: [
          {
            would: [
              { when: "opened", page: true },
              { when: "ended", page: false },
            ],
            told: [],
          },
        ],
      });
      expect(await text(it.vigie, "/")).toContain("in shadow: would have paged");
    });

    it("on leaving it, open incidents are adopted silently, and what changes afterwards is told", async () => {
      const it = journey();
      const startsAt = await fires(it);
      await it.vigie.abandon();
      const { world, config } = it.vigie;
      const after = await it.start({ env: { VIGIE_POLICY: live }, world, dir: config.dataDir });
      const post = async (severity: string, status = "firing") => {
        const labels = { alertname: "ServiceDown", environment: "production", service: "credit-scoring", severity };
        const endsAt = status === "resolved" ? new Date(after.world.now()).toISOString() : "0001-01-01T00:00:00Z";
        const alert = { status, labels, annotations: { summary: "ServiceDown says so" }, startsAt, endsAt };
        const generatorURL = "http://prometheus.example/graph";
        const alerts = [{ ...alert, generatorURL, fingerprint: "ServiceDown-1" }];
        expect((await after.post("alertmanager", { version: "4", groupKey: "g", status, alerts })).status).toBe(200);
        await after.settle(5 * minuteMs);
      };
      await post("critical");
      await post("critical");
      expect(counts(after)).toEqual(nothing);
      const [stored] = (await after.run.store.list({ limit: 1 })).incidents;
      expect(stored?.incident).toMatchObject({ adopted: { severity: "critical" }, shadow: [] });
      expect(await text(after, "/shadow")).toContain("adopted");

      await post("urgent");
      expect(counts(after)).toEqual({ chat: 2, pages: 1, issues: 1 });
      await post("urgent", "resolved");
      expect(after.seen.pages().map(({ status }) => status)).toEqual(["resolved"]);
    });
  },
  () => ({ env: { VIGIE_POLICY: inShadow } }),
);
